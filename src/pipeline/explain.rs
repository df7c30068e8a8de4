//! What was found in a text by which lines of the lexicon, and what was not taken: for people.

use std::ops::Range;

use super::Pipeline;
use super::worker::{Scratch, Worker};
use crate::claim::Claim;
use crate::entity::{Lost, Mention, Trace};
use crate::event::{Event, Filled};
use crate::lexicon::{Lexicon, Sense};
use crate::quantity;
use crate::source::Document;
use crate::span::{OffsetUnit, Offsets, Span};
use crate::text::Normal;

/// What was found in a text by which lines of the lexicon, and what was not taken: for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// One finding a line.
    pub lines: Vec<String>,
}

impl Worker<'_> {
    /// What was found in `text`, by which lexicon lines, and what lost and why.
    pub fn explain(&mut self, text: &str) -> Explanation {
        self.scratch.trace = Trace(Some(Vec::new()));
        let document = Document::from_text("-", text);
        self.run(&document);
        let lost = self.scratch.trace.0.take().unwrap_or_default();
        let normal = self.normalizer.read(text);
        Explanation { lines: self.scratch.explain(self.pipeline, text, &normal, &lost) }
    }
}

impl<'p> Scratch<'p> {
    fn explain(
        &self,
        pipeline: &'p Pipeline,
        source: &str,
        normal: &Normal<'_>,
        lost: &[Lost],
    ) -> Vec<String> {
        let lexicon = &pipeline.lexicon;
        let text = normal.as_str();
        let at = |tokens: &Range<usize>| self.tokens.span(tokens.start, tokens.end);
        let mut lines: Vec<(Span, String)> = Vec::new();
        for mention in &self.mentions {
            let (kind, entity, via) = (mention.kind.name(), &mention.entity, &mention.via);
            let tier = mention.tier.map_or(String::new(), |t| format!(", fits by {}", t.name()));
            let by = mention.surface.map(|s| lexicon.surface(s)).map_or(String::new(), |surface| {
                format!(" ({}, \"{}\"{tier})", lexicon.show(surface.place), surface.text)
            });
            lines.push((mention.span, format!("{kind}  {entity} by {via}{by}")));
        }
        for time in &self.times {
            let days = time.days.map_or("unknown".to_owned(), |(from, to)| format!("{from} to {to}"));
            lines.push((at(&time.tokens), format!("time  {} {days}", time.grain.name())));
        }
        for claim in &self.claims {
            lines.push((at(&claim.quantity.tokens), explain_claim(claim, &self.mentions)));
        }
        for event in &self.events {
            lines.push((at(&event.trigger), self.explain_event(pipeline, text, event)));
        }
        for lost in lost {
            lines.push((lost.span, format!("lost  {}: {}", lost.what, lost.why)));
        }
        for hit in self.terms.all() {
            let senses: Vec<String> =
                lexicon.senses[hit.pattern as usize].iter().filter_map(|s| describe(lexicon, *s)).collect();
            if !senses.is_empty() {
                lines.push((
                    at(&(hit.first as usize..hit.last as usize)),
                    format!("word  {}", senses.join(", ")),
                ));
            }
        }
        lines.sort();
        let offsets = Offsets::new(source, OffsetUnit::Char);
        lines
            .into_iter()
            .map(|(span, line)| {
                let span = normal.source(span);
                let (start, end) = (offsets.at(span.start), offsets.at(span.end));
                format!("{start}..{end} \"{}\"  {line}", span.of(source))
            })
            .collect()
    }

    fn explain_event(&self, pipeline: &'p Pipeline, text: &str, event: &Event<'p>) -> String {
        let lexicon = &pipeline.lexicon;
        let words = |tokens: Range<usize>| self.tokens.span(tokens.start, tokens.end).of(text);
        let roles: Vec<String> = event
            .roles
            .iter()
            .map(|(role, stand)| {
                let tokens = match &stand.filled {
                    Filled::Mention(i) => self.mentions[*i].tokens.clone(),
                    Filled::Claim(i) => self.claims[*i].quantity.tokens.clone(),
                    Filled::Time(i) => self.times[*i].tokens.clone(),
                    Filled::Phrase(tokens) => tokens.clone(),
                };
                let by = match &stand.filled {
                    Filled::Mention(_) if stand.place.is_empty() => " (in focus)".to_owned(),
                    Filled::Mention(_) if stand.place != tokens => {
                        format!(" (as \"{}\")", words(stand.place.clone()))
                    }
                    _ => String::new(),
                };
                format!("{} \"{}\"{by}", event.rule.roles[*role].name, words(tokens))
            })
            .collect();
        let cues: Vec<String> = event
            .stance
            .cues
            .iter()
            .map(|(cue, tokens)| {
                format!(
                    ", by \"{}\" (modality.toml#{})",
                    words(tokens.clone()),
                    lexicon.cues[*cue as usize].id
                )
            })
            .collect();
        format!(
            "event  {} by {} ({}): {}; {}, {}{}",
            event.rule.event,
            event.trigger_rule.via,
            lexicon.show(event.trigger_rule.place),
            roles.join(", "),
            event.stance.polarity.name(),
            event.stance.modality.name(),
            cues.concat()
        )
    }
}

fn explain_claim(claim: &Claim<'_>, mentions: &[Mention<'_>]) -> String {
    let quantity = &claim.quantity;
    let value = match quantity.value {
        quantity::Value::Exact(value) => value.normalize().to_string(),
        quantity::Value::Between(low, high) => format!("{} to {}", low.normalize(), high.normalize()),
    };
    let unit = quantity.unit.as_deref().unwrap_or("nothing named");
    let subject = claim.subject.map_or("nobody named", |i| &mentions[i].name);
    let attribute = claim.attribute.map_or(String::new(), |a| format!(", {a}"));
    format!(
        "claim  {} {} {value} {unit}, about {subject}{attribute}, by {}",
        quantity.kind.name(),
        quantity.comparator.name(),
        quantity.via
    )
}

/// What a word of the lexicon can do, for those that `explain` lists.
fn describe(lexicon: &Lexicon, sense: Sense) -> Option<String> {
    match sense {
        Sense::Cue(cue) => Some(format!("cue of modality.toml#{}", lexicon.cues[cue as usize].id)),
        Sense::Comparator(i) | Sense::ComparatorAfter(i) => {
            Some(format!("comparator {}", lexicon.comparators[i as usize].sign.name()))
        }
        Sense::Attribute(i) => Some(format!("cue of attributes.toml#{}", lexicon.attributes[i as usize].id)),
        _ => None,
    }
}
