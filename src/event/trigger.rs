//! Candidate events: triggers with their gaps, less those that a blocker or a longer trigger covers.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::Source;
use super::scene::overlap;
use crate::entity::Trace;
use crate::lexicon::{Phrase, PhraseOwner, Sense};

/// The most words in a gap of a trigger.
const GAP: u32 = 4;

/// A trigger where it stands.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) event: u16,
    pub(super) trigger: u16,
    pub(super) tokens: Range<usize>,
    /// Its words, without the gaps between them.
    pub(super) parts: Parts,
}

/// The parts of a phrase where they stand; most have one.
type Parts = SmallVec<[Range<usize>; 1]>;

/// The triggers of one sentence, in order.
pub(super) struct Triggers {
    pub(super) list: Vec<Found>,
}

impl Triggers {
    pub(super) fn of(source: &Source<'_, '_>, sentence: &Range<usize>, trace: &mut Trace) -> Self {
        let (mut list, mut blocked) = (Vec::new(), Vec::new());
        let is_told_of = is_told_of(source, sentence);
        let words = Words::of(source, sentence);
        for (phrase, first) in &words.first {
            let rule = source.lexicon.phrases[*phrase as usize];
            if !is_told_of && is_weak(source, rule) {
                continue;
            }
            let Some(parts) = words.rest(source, *phrase, rule.parts, first) else { continue };
            if rule.parts > 1 && begins_cue(source, first) {
                continue;
            }
            let tokens = first.start..parts.last().map_or(0, |p| p.end);
            match rule.owner {
                PhraseOwner::Trigger(trigger) => {
                    list.push(Found { event: rule.event, trigger, tokens, parts });
                }
                PhraseOwner::Blocker(blocker) => blocked.push((rule.event, blocker, tokens)),
            }
        }
        if list.is_empty() {
            return Self { list };
        }
        let names = source.mentions.partition_point(|m| m.tokens.end <= sentence.start);
        let names = source.mentions[names..].iter().take_while(|m| m.tokens.start < sentence.end);
        list.retain(|found| {
            let blocker =
                blocked.iter().find(|(event, _, b)| *event == found.event && overlap(b, &found.tokens));
            let named = names
                .clone()
                .any(|m| found.parts.iter().any(|p| overlap(&m.tokens, p) && m.tokens.len() > p.len()));
            if let Some((event, blocker, _)) = blocker {
                trace.note(source.tokens.span(found.tokens.start, found.tokens.end), || {
                    let rule = &source.lexicon.events[*event as usize];
                    let via = rule.triggers[found.trigger as usize].via.clone();
                    (via, format!("blocked by \"{}\"", rule.blockers[*blocker as usize]))
                });
            }
            blocker.is_none() && !named
        });
        list.sort_by_key(|f| (f.event, f.tokens.start, std::cmp::Reverse(f.tokens.end)));
        let mut kept: Vec<Found> = Vec::new();
        for found in list {
            let inside =
                kept.last().is_some_and(|k| k.event == found.event && overlap(&k.tokens, &found.tokens));
            let longer = kept.last().is_some_and(|k| found.tokens.len() > k.tokens.len());
            match (inside, longer) {
                (true, true) => {
                    kept.pop();
                    kept.push(found);
                }
                (true, false) => {}
                (false, _) => kept.push(found),
            }
        }
        Self { list: kept }
    }
}

/// Whether `part` is the beginning of a longer cue: "có" of "có thể".
fn begins_cue(source: &Source<'_, '_>, part: &Range<usize>) -> bool {
    let cue = |s: Sense| matches!(s, Sense::Cue(_)).then_some(());
    let found = source.terms.find_like(source.lexicon, part.start, Sense::Cue(0), cue);
    found.is_some_and(|(_, end)| end > part.end)
}

/// Whether the phrase is a trigger that tells an event only now and then.
fn is_weak(source: &Source<'_, '_>, phrase: Phrase) -> bool {
    match phrase.owner {
        PhraseOwner::Trigger(trigger) => {
            source.lexicon.events[phrase.event as usize].triggers[trigger as usize].weak
        }
        PhraseOwner::Blocker(_) => false,
    }
}

/// Whether a name or an amount stands in the sentence.
fn is_told_of(source: &Source<'_, '_>, sentence: &Range<usize>) -> bool {
    let name = source.mentions.partition_point(|m| m.tokens.start < sentence.start);
    let amount = source.claims.partition_point(|c| c.quantity.tokens.start < sentence.start);
    source.mentions.get(name).is_some_and(|m| m.tokens.start < sentence.end)
        || source.claims.get(amount).is_some_and(|c| c.quantity.tokens.start < sentence.end)
}

/// The words of one sentence that are parts of phrases, in order; of those that begin at one token the longest comes first.
#[derive(Default)]
struct Words {
    /// The first parts, with their phrase.
    first: SmallVec<[(u32, Range<usize>); 32]>,
    /// The further parts, with their phrase and number.
    further: SmallVec<[(u32, u8, Range<usize>); 16]>,
}

impl Words {
    fn of(source: &Source<'_, '_>, sentence: &Range<usize>) -> Self {
        let any = Sense::Part { phrase: 0, part: 0 };
        let mut words = Self::default();
        for token in sentence.clone().filter(|&token| source.terms.may_begin(token, any)) {
            let hits = source.terms.at(token).iter().filter(|h| (h.last as usize) <= sentence.end);
            for hit in hits.filter(|h| source.lexicon.sense_bits[h.pattern as usize] & any.bit() != 0) {
                let place = hit.first as usize..hit.last as usize;
                for sense in &source.lexicon.senses[hit.pattern as usize] {
                    match *sense {
                        Sense::Part { phrase, part: 0 } => words.first.push((phrase, place.clone())),
                        Sense::Part { phrase, part } => words.further.push((phrase, part, place.clone())),
                        _ => {}
                    }
                }
            }
        }
        words
    }

    /// The parts of `phrase`, which has `count`; its first stands at `first`.
    fn rest(&self, source: &Source<'_, '_>, phrase: u32, count: u8, first: &Range<usize>) -> Option<Parts> {
        let mut parts: Parts = smallvec![first.clone()];
        let mut end = first.end;
        for number in 1..count {
            let is_next =
                |(p, n, place): &&(u32, u8, Range<usize>)| *p == phrase && *n == number && place.start >= end;
            let (_, _, next) = self.further.iter().find(is_next)?;
            let gap = source.clauses.gap(end, next.start);
            if gap.words > GAP || gap.edges > 0 {
                return None;
            }
            parts.push(next.clone());
            end = next.end;
        }
        Some(parts)
    }
}
