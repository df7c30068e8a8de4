//! Which filler plays which role: every fitting pair is scored, and the best pairs are taken first.

use std::ops::Range;

use super::{Filled, Source, filler};
use crate::clause::joins;
use crate::lexicon::{ContextJob, EventRule, Filler, Kind, RoleRule, Sense, Slot, TriggerRule};

/// The most words between the words of the passive and the trigger: "được X chính thức mua lại".
const PASSIVE_REACH: u32 = 6;
/// The most words between a cue and its filler: "với hãng công nghệ Apple".
const CUE_REACH: usize = 3;

/// What a list's member scores less than the one beside it, so that the head of the list comes first.
const LIST_STEP: f64 = 0.01;

/// A filler that may take a role, by a slot.
#[derive(Clone, Debug)]
struct Offer {
    role: usize,
    filled: Filled,
    slot: Slot,
    score: f64,
}

/// Where the doer and the thing done stand, seen from the trigger.
struct Frame {
    trigger: Range<usize>,
    subject: Range<usize>,
    object: Range<usize>,
}

/// The roles of one trigger, in the order of the rule.
pub(super) fn assign(
    source: &Source<'_, '_>,
    rule: &EventRule,
    trigger_rule: &TriggerRule,
    trigger: &Range<usize>,
    sentence: &Range<usize>,
) -> Vec<(usize, Filled)> {
    let frame = Frame::of(source, trigger, sentence);
    let fillers = filler::of(source, sentence);
    let mut offers = Vec::new();
    for (number, role) in rule.roles.iter().enumerate() {
        let slots = trigger_rule.slots[number].as_deref().unwrap_or(&role.slots);
        let first = offers.len();
        for filled in &fillers {
            offers.extend(best_slot(source, &frame, sentence, number, role, slots, filled));
        }
        if role.many {
            share_with_lists(source, number, role, &fillers, first, &mut offers);
        }
        if role.fills.contains(&Filler::Phrase) {
            offers.extend(phrases(source, &frame, sentence, number, slots));
        }
    }
    take(source, rule, offers)
}

/// Why the roles do not make an event, if they do not.
pub(super) fn missing(
    rule: &EventRule,
    trigger_rule: &TriggerRule,
    roles: &[(usize, Filled)],
) -> Option<String> {
    let count = |number: usize, phrases: bool| {
        roles.iter().filter(|(r, f)| *r == number && (phrases || !matches!(f, Filled::Phrase(_)))).count()
    };
    let core = rule.roles.iter().enumerate().any(|(i, r)| r.core && count(i, false) >= r.min);
    if !core {
        return Some("none of its core roles is filled".to_owned());
    }
    let needed = trigger_rule.needs.iter().find(|&&i| count(i, true) < rule.roles[i].min)?;
    Some(format!("this trigger needs the role `{}`, which nothing fills", rule.roles[*needed].name))
}

impl Frame {
    fn of(source: &Source<'_, '_>, trigger: &Range<usize>, sentence: &Range<usize>) -> Self {
        let (before, after) = (sentence.start..trigger.start, trigger.end..sentence.end);
        match passive(source, trigger, sentence) {
            // "X được Y mua lại", "X được mua lại bởi Y": the doer stands between, or after.
            Some((word, end)) => {
                let between = end..trigger.start;
                let doer_between = source
                    .mentions
                    .iter()
                    .any(|m| between.start <= m.tokens.start && m.tokens.end <= between.end);
                let agent = (trigger.end..sentence.end)
                    .find_map(|i| source.terms.context(source.lexicon, i, ContextJob::Agent));
                let subject = match (doer_between, agent) {
                    (true, _) => between,
                    (false, Some(agent)) => agent..sentence.end,
                    (false, None) => trigger.start..trigger.start,
                };
                Self { trigger: trigger.clone(), subject, object: sentence.start..word }
            }
            None => Self { trigger: trigger.clone(), subject: before, object: after },
        }
    }
}

/// The word of the passive that governs the trigger: its first token and the token after it.
fn passive(
    source: &Source<'_, '_>,
    trigger: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<(usize, usize)> {
    (sentence.start..trigger.start).rev().find_map(|at| {
        let end = source.terms.context(source.lexicon, at, ContextJob::Passive)?;
        // "được cho là" is hearsay, no passive.
        let is_cue = source.terms.find(source.lexicon, at, |s| matches!(s, Sense::Cue(_)).then_some(()));
        if is_cue.is_some_and(|(_, cue_end)| cue_end > end) {
            return None;
        }
        let gap = source.clauses.gap(end, trigger.start);
        (end <= trigger.start && gap.edges == 0 && gap.commas == 0 && gap.words <= PASSIVE_REACH)
            .then_some((at, end))
    })
}

/// The slot by which `filled` fits the role best, with its score, if it fits at all.
fn best_slot(
    source: &Source<'_, '_>,
    frame: &Frame,
    sentence: &Range<usize>,
    number: usize,
    role: &RoleRule,
    slots: &[Slot],
    filled: &Filled,
) -> Option<Offer> {
    let fill = filler::rank(source, filled, &role.fills)?;
    let tokens = filler::tokens(source, filled);
    if tokens.start < frame.trigger.end
        && frame.trigger.start < tokens.end
        && matches!(filled, Filled::Mention(_))
    {
        return None;
    }
    let weight = |feature: &str| source.weights.of(feature);
    let mut best: Option<Offer> = None;
    for (rank, &slot) in slots.iter().enumerate() {
        let Some(fit) = fit(source, frame, sentence, slot, &tokens) else { continue };
        let mut score = weight("role:base") + fit + distance(source, frame, &tokens);
        score += weight(match rank {
            0 => "role:slot-first",
            1 => "role:slot-second",
            _ => "role:slot-later",
        });
        if role.core {
            score += weight("role:core");
        }
        if fill == 0 {
            score += weight("role:fill-first");
        } else if is_product_as_firm(source, filled, role) {
            score += weight("role:product-as-firm");
        }
        if score > best.as_ref().map_or(0.0, |b| b.score) {
            best = Some(Offer { role: number, filled: filled.clone(), slot, score });
        }
    }
    best
}

/// Members of a list stand in the slot of the one beside them: "giữa Nokia *và Microsoft*".
fn share_with_lists(
    source: &Source<'_, '_>,
    number: usize,
    role: &RoleRule,
    fillers: &[Filled],
    first: usize,
    offers: &mut Vec<Offer>,
) {
    let fits: Vec<&Filled> =
        fillers.iter().filter(|f| filler::rank(source, f, &role.fills).is_some()).collect();
    let pairs: Vec<(usize, usize)> = (1..fits.len())
        .filter(|&i| {
            let (left, right) = (filler::tokens(source, fits[i - 1]), filler::tokens(source, fits[i]));
            joins(source.lexicon, source.tokens, source.terms, left.end, right.start)
        })
        .map(|i| (i - 1, i))
        .collect();
    let rightwards = pairs.iter().copied();
    let leftwards = pairs.iter().rev().map(|&(left, right)| (right, left));
    for (from, to) in rightwards.chain(leftwards) {
        let of = |i: usize, offers: &[Offer]| {
            offers[first..].iter().find(|o| &o.filled == fits[i]).map(|o| (o.slot, o.score))
        };
        let Some((slot, score)) = of(from, offers) else { continue };
        let score = score - LIST_STEP;
        if of(to, offers).is_none_or(|(_, own)| own < score) {
            offers.retain(|o| o.role != number || &o.filled != fits[to]);
            offers.push(Offer { role: number, filled: fits[to].clone(), slot, score });
        }
    }
}

/// Whether a product (a network, a service) would act as a firm here.
fn is_product_as_firm(source: &Source<'_, '_>, filled: &Filled, role: &RoleRule) -> bool {
    let is_product = matches!(filled, Filled::Mention(i) if source.mentions[*i].kind == Kind::Product);
    is_product && role.fills.first() == Some(&Filler::Mention(Kind::Company))
}

/// How well the tokens `filler` stand in `slot`; `None` when they do not.
fn fit(
    source: &Source<'_, '_>,
    frame: &Frame,
    sentence: &Range<usize>,
    slot: Slot,
    filler: &Range<usize>,
) -> Option<f64> {
    let inside = |r: &Range<usize>| r.start <= filler.start && filler.end <= r.end;
    let preposition = || {
        if cue_before(source, sentence, filler.start, None) {
            source.weights.of("role:preposition")
        } else {
            0.0
        }
    };
    match slot {
        Slot::Subject => inside(&frame.subject).then(preposition),
        Slot::Object => inside(&frame.object).then(preposition),
        Slot::Near => Some(0.0),
        Slot::Cue(cue) => {
            cue_before(source, sentence, filler.start, Some(cue)).then(|| source.weights.of("role:cue"))
        }
    }
}

/// Whether the cue `cue` (any, where none is named) stands before token `at`, with few plain words between.
fn cue_before(source: &Source<'_, '_>, sentence: &Range<usize>, at: usize, cue: Option<u16>) -> bool {
    let reach = if cue.is_some() { CUE_REACH } else { 0 };
    (at.saturating_sub(reach).max(sentence.start)..=at).rev().any(|end| {
        let is_cue = |sense| matches!(sense, Sense::Slot(c) if cue.is_none_or(|want| want == c));
        let found = source.terms.ending(source.lexicon, end, |s| is_cue(s).then_some(()));
        let plain = source.clauses.gap(end, at);
        let named = source.mentions.iter().any(|m| end <= m.tokens.start && m.tokens.end <= at);
        found.is_some_and(|(_, first)| first >= sentence.start)
            && plain.edges == 0
            && plain.commas == 0
            && !named
    })
}

/// What the distance to the trigger costs.
fn distance(source: &Source<'_, '_>, frame: &Frame, filler: &Range<usize>) -> f64 {
    let (from, to) = if filler.end <= frame.trigger.start {
        (filler.end, frame.trigger.start)
    } else {
        (frame.trigger.end, filler.start)
    };
    let gap = source.clauses.gap(from, to);
    let mentions = source.mentions.iter().filter(|m| from <= m.tokens.start && m.tokens.end <= to).count();
    let weight = |feature: &str| source.weights.of(feature);
    weight("role:word") * f64::from(gap.words)
        + weight("role:comma") * f64::from(gap.commas)
        + weight("role:edge") * f64::from(gap.edges)
        + weight("role:mention") * mentions as f64
}

/// Plain phrases directly after the trigger or after a cue.
fn phrases(
    source: &Source<'_, '_>,
    frame: &Frame,
    sentence: &Range<usize>,
    number: usize,
    slots: &[Slot],
) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (rank, &slot) in slots.iter().enumerate() {
        let start = match slot {
            Slot::Object if frame.object.start == frame.trigger.end => Some(frame.trigger.end),
            Slot::Cue(cue) => (frame.trigger.end..sentence.end).find_map(|at| {
                source
                    .terms
                    .find(source.lexicon, at, |s| (s == Sense::Slot(cue)).then_some(()))
                    .map(|(_, end)| end)
            }),
            _ => None,
        };
        let Some(tokens) = start.and_then(|s| filler::phrase(source, s, sentence)) else { continue };
        if source.mentions.iter().any(|m| m.tokens.start == tokens.start) {
            continue;
        }
        let score = source.weights.of("role:base")
            + source.weights.of("role:phrase")
            + distance(source, frame, &tokens)
            - rank as f64 * 0.1;
        if score > 0.0 {
            offers.push(Offer { role: number, filled: Filled::Phrase(tokens), slot, score });
        }
    }
    offers
}

/// Takes the best offers first: a filler plays one role; a role that is not for many takes one filler; one
/// that is takes those in a list with the first, and, where it wants several, those that come by another slot.
fn take(source: &Source<'_, '_>, rule: &EventRule, mut offers: Vec<Offer>) -> Vec<(usize, Filled)> {
    offers.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.role.cmp(&b.role)));
    let mut taken: Vec<Offer> = Vec::new();
    // A list is only known once its first member is in: go on until nothing more is taken.
    loop {
        let next = offers.iter().position(|offer| is_open(source, rule, &taken, offer));
        match next {
            Some(i) => taken.push(offers.remove(i)),
            None => break,
        }
    }
    taken.sort_by_key(|o| (o.role, filler::tokens(source, &o.filled).start));
    taken.into_iter().map(|o| (o.role, o.filled)).collect()
}

fn is_open(source: &Source<'_, '_>, rule: &EventRule, taken: &[Offer], offer: &Offer) -> bool {
    let tokens = filler::tokens(source, &offer.filled);
    let clash = taken.iter().any(|t| {
        let other = filler::tokens(source, &t.filled);
        other.start < tokens.end && tokens.start < other.end
    });
    if clash || same_entity_taken(source, taken, offer) {
        return false;
    }
    let mut same = taken.iter().filter(|t| t.role == offer.role).peekable();
    if same.peek().is_none() {
        return true;
    }
    let role = &rule.roles[offer.role];
    let is_phrase = matches!(offer.filled, Filled::Phrase(_));
    role.many
        && !is_phrase
        && same.all(|t| (role.min > 1 && t.slot != offer.slot) || listed(source, taken, offer))
}

/// Whether another place of the same entity plays a role already: nobody buys from himself.
fn same_entity_taken(source: &Source<'_, '_>, taken: &[Offer], offer: &Offer) -> bool {
    let Filled::Mention(mine) = offer.filled else { return false };
    taken.iter().any(|t| {
        matches!(t.filled, Filled::Mention(i) if source.mentions[i].entity == source.mentions[mine].entity)
    })
}

/// Whether the offer stands in a list with a filler that plays its role.
fn listed(source: &Source<'_, '_>, taken: &[Offer], offer: &Offer) -> bool {
    let mine = filler::tokens(source, &offer.filled);
    taken.iter().filter(|t| t.role == offer.role).any(|t| {
        let other = filler::tokens(source, &t.filled);
        let (left, right) =
            if other.start < mine.start { (other, mine.clone()) } else { (mine.clone(), other) };
        joins(source.lexicon, source.tokens, source.terms, left.end, right.start)
    })
}
