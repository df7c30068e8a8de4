//! The frame of a trigger: where its subject and its object stand, in the active, the passive and in relative clauses.

use std::ops::Range;

use super::Source;
use super::filler::Filled;
use super::scene::Scene;
use super::trigger::Found;
use crate::lexicon::Sense;

/// The most words between the words of the passive and the trigger: "được X chính thức mua lại".
const PASSIVE_REACH: u32 = 6;
/// The most words between "do" or "mà" and the trigger.
const RELATIVE_REACH: u32 = 9;

/// Where the doer and the thing done stand, seen from the trigger.
pub(super) struct Frame<'f> {
    pub(super) found: &'f Found,
    pub(super) subject: Range<usize>,
    pub(super) object: Range<usize>,
    /// The subject of the main clause after the trigger's own.
    pub(super) forward: Range<usize>,
    pub(super) passive: bool,
}

impl<'f> Frame<'f> {
    pub(super) fn of(source: &Source<'_, '_>, scene: &Scene, found: &'f Found) -> Self {
        let (trigger, sentence) = (&found.tokens, &scene.sentence);
        let none = trigger.start..trigger.start;
        let mut frame = Self {
            found,
            subject: sentence.start..trigger.start,
            object: trigger.end..sentence.end,
            forward: none.clone(),
            passive: false,
        };
        if let Some(word) = passive(source, scene, trigger) {
            // "X được Y mua lại", "X được mua lại bởi Y": the doer stands between, or after.
            let between = word.end.min(trigger.start)..trigger.start;
            let agent = scene.agents.iter().find(|a| a.start >= trigger.end).map(|a| a.end);
            frame.subject = match agent {
                Some(agent) if scene.named(between.start, between.end) == 0 => agent..sentence.end,
                _ => between,
            };
            frame.object = sentence.start..word.start;
            frame.passive = true;
        } else if let Some(word) = relative(source, scene, trigger) {
            frame.subject = word.end..trigger.start;
            frame.object = sentence.start..word.start;
        } else if scene.named(sentence.start, trigger.start) == 0 {
            let comma = (trigger.end..sentence.end).find(|&t| source.tokens.key(t) == ",");
            frame.forward = comma.map_or(none, |at| at + 1..sentence.end);
        }
        frame
    }

    /// Whether `place` stands between the parts of the trigger.
    pub(super) fn is_within(&self, place: &Range<usize>) -> bool {
        self.found.tokens.start < place.start && place.end <= self.found.tokens.end
    }
}

/// The word of the passive that governs the trigger, or begins it.
fn passive(source: &Source<'_, '_>, scene: &Scene, trigger: &Range<usize>) -> Option<Range<usize>> {
    let governs = |word: &&Range<usize>| {
        if word.start == trigger.start {
            return true;
        }
        // "được cho là" is hearsay, no passive.
        let is_cue =
            source.terms.find(source.lexicon, word.start, |s| matches!(s, Sense::Cue(_)).then_some(()));
        let gap = source.clauses.gap(word.end, trigger.start);
        word.end <= trigger.start
            && gap.edges + gap.commas == 0
            && gap.words <= PASSIVE_REACH
            && is_cue.is_none_or(|(_, end)| end <= word.end)
    };
    scene.passives.iter().rev().find(governs).cloned()
}

/// The "do" or "mà" of the relative clause whose verb is the trigger: a name stands directly after it.
fn relative(source: &Source<'_, '_>, scene: &Scene, trigger: &Range<usize>) -> Option<Range<usize>> {
    let governs = |word: &&Range<usize>| {
        let gap = source.clauses.gap(word.end, trigger.start);
        word.end <= trigger.start
            && gap.edges + gap.commas == 0
            && gap.words <= RELATIVE_REACH
            && scene.stands.iter().any(|s| {
                matches!(s.filled, Filled::Mention(_))
                    && word.end <= s.place.start
                    && s.place.end <= trigger.start
                    && source.clauses.gap(word.end, s.place.start).words <= 3
            })
    };
    scene.agents.iter().chain(&scene.relatives).filter(governs).max_by_key(|w| w.start).cloned()
}
