//! What happened, between whom, how surely: one mechanism for all types, whose rules are files.
//!
//! A trigger proposes an event; its roles are filled by mentions, claims and plain phrases of the sentence,
//! the best-scored filler first; an event without its core roles is dropped.

mod filler;
mod role;
mod trigger;

use std::ops::Range;

use trigger::Triggers;

use crate::claim::{Claim, nearest};
use crate::clause::{Clauses, Cues, Stance};
use crate::entity::{Mention, Trace};
use crate::lexicon::{ContextJob, EventRule, Lexicon, Terms, TriggerRule};
use crate::model::Weights;
use crate::quantity::Time;
use crate::token::Tokens;

/// What fills a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filled {
    Mention(usize),
    Claim(usize),
    /// A plain noun phrase.
    Phrase(Range<usize>),
}

/// An event as one clause states it.
#[derive(Clone, Debug)]
pub(crate) struct Event<'l> {
    pub(crate) rule: &'l EventRule,
    pub(crate) trigger_rule: &'l TriggerRule,
    pub(crate) trigger: Range<usize>,
    /// The clause that states it, widened to hold all roles.
    pub(crate) evidence: Range<usize>,
    /// Number of the role in the rule, and its filler, in the order of the rule.
    pub(crate) roles: Vec<(usize, Filled)>,
    pub(crate) stance: Stance,
    pub(crate) time: Option<usize>,
    /// The mention that says so.
    pub(crate) attribution: Option<usize>,
    /// The first telling of the same event.
    pub(crate) same_as: Option<usize>,
    /// In hundredths.
    pub(crate) confidence: u8,
}

/// What the events of a text are made from.
pub(crate) struct Source<'a, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
    pub(crate) clauses: &'a Clauses,
    pub(crate) weights: &'a Weights,
    pub(crate) mentions: &'a [Mention<'l>],
    pub(crate) claims: &'a [Claim<'l>],
    pub(crate) times: &'a [Time],
}

/// Appends the events of the tokens `sentence` to `out`.
pub(crate) fn read<'l>(
    source: &Source<'_, 'l>,
    sentence: &Range<usize>,
    trace: &mut Trace,
    out: &mut Vec<Event<'l>>,
) {
    let triggers = Triggers::of(source, sentence, trace);
    if triggers.list.is_empty() {
        return;
    }
    if source.tokens.key(sentence.end - 1) == "?" {
        trace.note(source.tokens.span(sentence.start, sentence.end), || {
            ("event".to_owned(), "a question states no event".to_owned())
        });
        return;
    }
    let cues = Cues::of(source.lexicon, source.terms, source.clauses, sentence);
    let first = out.len();
    for found in &triggers.list {
        let rule = &source.lexicon.events[found.event as usize];
        let trigger_rule = &rule.triggers[found.trigger as usize];
        let roles = role::assign(source, rule, trigger_rule, &found.tokens, sentence);
        if let Some(why) = role::missing(rule, trigger_rule, &roles) {
            trace.note(source.tokens.span(found.tokens.start, found.tokens.end), || {
                (trigger_rule.via.clone(), why)
            });
            continue;
        }
        let evidence = evidence(source, &found.tokens, &roles, sentence);
        out.push(Event {
            rule,
            trigger_rule,
            trigger: found.tokens.clone(),
            stance: cues.stance(&found.tokens),
            time: nearest(source.times.iter().map(|t| &t.tokens), &found.tokens, sentence),
            attribution: attribution(source, &found.tokens, sentence),
            same_as: None,
            confidence: confidence(&roles),
            evidence,
            roles,
        });
    }
    one_per_clause(source, first, trace, out);
    for i in first..out.len() {
        out[i].same_as = first_telling(source, &out[..i], &out[i]);
    }
}

/// Keeps, of the events of one type that share a clause, the one with the most roles.
fn one_per_clause(source: &Source<'_, '_>, first: usize, trace: &mut Trace, out: &mut Vec<Event<'_>>) {
    let mut i = first;
    while i < out.len() {
        let loses = (first..out.len())
            .find(|&j| j != i && same_clause(source, &out[i], &out[j]) && is_better(&out[j], &out[i], j < i));
        match loses {
            Some(j) => {
                let lost = &out[i];
                trace.note(source.tokens.span(lost.trigger.start, lost.trigger.end), || {
                    (
                        lost.trigger_rule.via.clone(),
                        format!("the same clause tells it by {}", out[j].trigger_rule.via),
                    )
                });
                out.remove(i);
            }
            None => i += 1,
        }
    }
}

fn same_clause(source: &Source<'_, '_>, a: &Event<'_>, b: &Event<'_>) -> bool {
    let (left, right) = if a.trigger.start <= b.trigger.start { (a, b) } else { (b, a) };
    let gap = source.clauses.gap(left.trigger.end, right.trigger.start);
    a.rule.event == b.rule.event && gap.edges == 0 && gap.commas == 0
}

fn is_better(a: &Event<'_>, b: &Event<'_>, earlier: bool) -> bool {
    (a.roles.len(), earlier) > (b.roles.len(), !earlier)
}

/// The clause around the trigger, widened to hold all roles.
fn evidence(
    source: &Source<'_, '_>,
    trigger: &Range<usize>,
    roles: &[(usize, Filled)],
    sentence: &Range<usize>,
) -> Range<usize> {
    let mut range = source.clauses.around(trigger.clone(), sentence);
    for (_, filled) in roles {
        let tokens = filler::tokens(source, filled);
        range = range.start.min(tokens.start)..range.end.max(tokens.end);
    }
    range
}

/// Who says so: the name after "theo", or before "cho biết".
fn attribution(source: &Source<'_, '_>, trigger: &Range<usize>, sentence: &Range<usize>) -> Option<usize> {
    let from = source.mentions.partition_point(|m| m.tokens.start < sentence.start);
    let mut inside =
        source.mentions[from..].iter().enumerate().take_while(|(_, m)| m.tokens.end <= sentence.end);
    let says = |m: &Mention<'_>| {
        let theo = (m.tokens.start.saturating_sub(2).max(sentence.start)..=m.tokens.start).any(|i| {
            source
                .terms
                .context_before(source.lexicon, i, ContextJob::Source)
                .is_some_and(|s| s >= sentence.start)
        });
        let speaks = m.tokens.end <= trigger.start
            && source.terms.context(source.lexicon, m.tokens.end, ContextJob::Says).is_some();
        theo || speaks
    };
    inside.find(|(_, m)| says(m)).map(|(i, _)| from + i)
}

/// The first event of the same type with the same entities in its core roles.
fn first_telling(source: &Source<'_, '_>, earlier: &[Event<'_>], event: &Event<'_>) -> Option<usize> {
    let core = |e: &Event<'_>| {
        let mut names: Vec<(usize, String)> = e
            .roles
            .iter()
            .filter(|(role, _)| e.rule.roles[*role].core)
            .filter_map(|(role, filled)| match filled {
                Filled::Mention(i) => Some((*role, source.mentions[*i].entity.to_string())),
                _ => None,
            })
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let mine = core(event);
    let is_same = |e: &&Event<'_>| {
        e.rule.event == event.rule.event && e.stance.polarity == event.stance.polarity && core(e) == mine
    };
    let found = earlier.iter().position(|e| is_same(&e))?;
    earlier[found].same_as.or(Some(found))
}

/// Share of such events that are right, in hundredths, as measured on annotated articles.
fn confidence(roles: &[(usize, Filled)]) -> u8 {
    match roles.iter().filter(|(_, f)| !matches!(f, Filled::Phrase(_))).count() {
        0 | 1 => 55,
        2 => 70,
        _ => 75,
    }
}
