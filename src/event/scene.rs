//! One sentence as the events see it: who and what stands in it, who speaks, and the small words that tell parts.

use std::ops::Range;

use super::Source;
use super::filler::{Filled, Stand};
use super::focus::Focus;
use crate::clause::joins;
use crate::lexicon::{ContextJob, Sense};
use crate::token::TokenKind;

/// The most words between a cue and its filler: "với hãng công nghệ Apple".
const CUE_REACH: u32 = 3;

/// A word with a job: its tokens.
type Word = Range<usize>;

/// What one sentence holds.
#[derive(Default)]
pub(super) struct Scene {
    pub(super) sentence: Range<usize>,
    /// In order of their places.
    pub(super) stands: Vec<Stand>,
    /// By stand: whether the text gives it as a source ("theo X").
    pub(super) sources: Vec<bool>,
    /// By stand: the token after "cho biết", where it speaks.
    pub(super) speakers: Vec<Option<usize>>,
    pub(super) passives: Vec<Word>,
    /// "do", "bởi", "mà": the doer stands after them, what is done before.
    pub(super) agents: Vec<Word>,
    pub(super) relatives: Vec<Word>,
    prepositions: Vec<Word>,
    /// Cue words of roles: number of the slot.
    pub(super) cues: Vec<(u16, Word)>,
    /// By token of the sentence: part of a name, an amount or a time.
    taken: Vec<bool>,
    /// By token: a word between subject and verb ("đã", "sẽ", "cũng").
    light: Vec<bool>,
}

impl Scene {
    /// What `sentence` holds.
    pub(super) fn of(source: &Source<'_, '_>, sentence: &Range<usize>, focus: &Focus) -> Self {
        let mut scene = Self { sentence: sentence.clone(), ..Self::default() };
        scene.words(source);
        scene.fill(source, focus);
        scene.say(source);
        scene
    }

    /// The names, and who is a source, without the words around them: all that the focus asks of a sentence without triggers.
    pub(super) fn names(source: &Source<'_, '_>, sentence: &Range<usize>) -> Self {
        let mut scene = Self { sentence: sentence.clone(), ..Self::default() };
        scene.fill(source, &Focus::default());
        scene.say(source);
        scene
    }

    /// The words with a job, but for those inside a longer word ("thiết bị", "theo dõi").
    fn words(&mut self, source: &Source<'_, '_>) {
        let hits = || self.sentence.clone().flat_map(|t| source.terms.at(t));
        let senses = |pattern: u32| &source.lexicon.senses[pattern as usize];
        let is_whole = |s: &Sense| matches!(s, Sense::Noun(_) | Sense::Context(ContextJob::Whole));
        let wholes: Vec<Word> = hits()
            .filter(|h| senses(h.pattern).iter().any(is_whole))
            .map(|h| h.first as usize..h.last as usize)
            .collect();
        let mut light = vec![false; self.sentence.len()];
        let (mut passives, mut agents, mut relatives, mut prepositions, mut cues) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for hit in hits() {
            let word = hit.first as usize..hit.last as usize;
            if word.end > self.sentence.end || wholes.iter().any(|w| covers(w, &word)) {
                continue;
            }
            for sense in senses(hit.pattern) {
                match *sense {
                    Sense::Context(ContextJob::Passive) => passives.push(word.clone()),
                    Sense::Context(ContextJob::Agent) => agents.push(word.clone()),
                    Sense::Context(ContextJob::Relative) => relatives.push(word.clone()),
                    Sense::Context(ContextJob::Preposition) => prepositions.push(word.clone()),
                    Sense::Slot(slot) => cues.push((slot, word.clone())),
                    Sense::Cue(_) | Sense::Context(ContextJob::Particle) => {
                        light[word.start - self.sentence.start..word.end - self.sentence.start].fill(true);
                    }
                    _ => {}
                }
            }
        }
        for word in &passives {
            light[word.start - self.sentence.start..word.end - self.sentence.start].fill(true);
        }
        (self.passives, self.agents, self.relatives, self.prepositions, self.cues, self.light) =
            (passives, agents, relatives, prepositions, cues, light);
    }

    fn fill(&mut self, source: &Source<'_, '_>, focus: &Focus) {
        let inside = |t: &Range<usize>| self.sentence.start <= t.start && t.end <= self.sentence.end;
        let mut stands: Vec<Stand> = Vec::new();
        let mut add = |filled, place: &Range<usize>| {
            if inside(place) {
                stands.push(Stand { filled, place: place.clone(), anaphor: false });
            }
        };
        let from = source.mentions.partition_point(|m| m.tokens.start < self.sentence.start);
        let to = source.mentions.partition_point(|m| m.tokens.start < self.sentence.end);
        (from..to).for_each(|i| add(Filled::Mention(i), &source.mentions[i].tokens));
        let from = source.claims.partition_point(|c| c.quantity.tokens.start < self.sentence.start);
        let to = source.claims.partition_point(|c| c.quantity.tokens.start < self.sentence.end);
        (from..to).for_each(|i| add(Filled::Claim(i), &source.claims[i].quantity.tokens));
        let from = source.times.partition_point(|t| t.tokens.start < self.sentence.start);
        let to = source.times.partition_point(|t| t.tokens.start < self.sentence.end);
        (from..to).for_each(|i| add(Filled::Time(i), &source.times[i].tokens));
        stands.sort_by_key(|s| (s.place.start, s.place.end));
        self.taken = vec![false; self.sentence.len()];
        for stand in &stands {
            let place = stand.place.start - self.sentence.start..stand.place.end - self.sentence.start;
            self.taken[place].fill(true);
        }
        self.stands = stands;
        focus.resolve(source, self);
    }

    /// Who is a source, and who speaks.
    fn say(&mut self, source: &Source<'_, '_>) {
        let (terms, lexicon) = (source.terms, source.lexicon);
        let mut sources: Vec<bool> = Vec::with_capacity(self.stands.len());
        let mut speakers = Vec::with_capacity(self.stands.len());
        for (i, stand) in self.stands.iter().enumerate() {
            if !matches!(stand.filled, Filled::Mention(_)) {
                sources.push(false);
                speakers.push(None);
                continue;
            }
            let place = &stand.place;
            let cited = (place.start.saturating_sub(3).max(self.sentence.start)..=place.start).any(|at| {
                let word = terms.context_before(lexicon, at, ContextJob::Source);
                let gap = source.clauses.gap(at, place.start);
                word.is_some_and(|first| first >= self.sentence.start && !self.is_inner(source, first, at))
                    && gap.commas + gap.edges == 0
                    && !(at..place.start).any(|t| self.is_taken(t))
            });
            let follows = i > 0
                && sources[i - 1]
                && joins(lexicon, source.tokens, terms, self.stands[i - 1].place.end, place.start)
                && source.clauses.gap(self.stands[i - 1].place.end, place.start).commas == 0;
            sources.push(cited || follows);
            let mut after = place.end;
            while after < self.sentence.end && self.is_light(after) {
                after += 1;
            }
            speakers.push(terms.context(lexicon, after, ContextJob::Says));
        }
        (self.sources, self.speakers) = (sources, speakers);
    }

    /// Whether the tokens `first..end` are part of a longer word: "theo" in "theo dõi".
    fn is_inner(&self, source: &Source<'_, '_>, first: usize, end: usize) -> bool {
        let from = first.saturating_sub(2).max(self.sentence.start);
        (from..=first).any(|at| {
            let whole = source.terms.context(source.lexicon, at, ContextJob::Whole);
            whole.is_some_and(|last| last >= end && (at < first || last > end))
        })
    }

    /// Whether token `at` belongs to a name, an amount or a time.
    pub(super) fn is_taken(&self, at: usize) -> bool {
        at.checked_sub(self.sentence.start).and_then(|i| self.taken.get(i)).is_some_and(|t| *t)
    }

    /// Whether token `at` is a word between subject and verb.
    pub(super) fn is_light(&self, at: usize) -> bool {
        at.checked_sub(self.sentence.start).and_then(|i| self.light.get(i)).is_some_and(|t| *t)
    }

    /// Whether a preposition ends before token `at`, outside `trigger`.
    pub(super) fn after_preposition(&self, at: usize, trigger: &Range<usize>) -> bool {
        self.prepositions.iter().any(|p| p.end == at && !overlap(p, trigger))
    }

    /// Whether the cue `slot` stands before token `at`, outside the parts of the trigger, with few plain words between.
    pub(super) fn after_cue(
        &self,
        source: &Source<'_, '_>,
        slot: u16,
        at: usize,
        parts: &[Range<usize>],
    ) -> bool {
        self.cues.iter().any(|(s, word)| {
            *s == slot && word.end <= at && !parts.iter().any(|p| overlap(p, word)) && {
                let gap = source.clauses.gap(word.end, at);
                gap.words <= CUE_REACH
                    && gap.edges + gap.commas == 0
                    && !(word.end..at).any(|t| self.is_taken(t))
            }
        })
    }

    /// Whether a cue for which `is_other` stands directly before token `at`, outside the parts of the trigger.
    pub(super) fn after_other(
        &self,
        at: usize,
        parts: &[Range<usize>],
        is_other: impl Fn(u16) -> bool,
    ) -> bool {
        self.cues
            .iter()
            .any(|(s, word)| word.end == at && is_other(*s) && !parts.iter().any(|p| overlap(p, word)))
    }

    /// Names and resolved words between the tokens `from` and `to`.
    pub(super) fn named(&self, from: usize, to: usize) -> usize {
        let is_name = |s: &&Stand| matches!(s.filled, Filled::Mention(_));
        self.stands.iter().filter(is_name).filter(|s| from <= s.place.start && s.place.end <= to).count()
    }

    /// Whether the token is a mark.
    pub(super) fn is_mark(source: &Source<'_, '_>, at: usize) -> bool {
        source.tokens[at].kind == TokenKind::Mark
    }
}

pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && outer != inner
}
