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

/// The most tokens of a cue.
const LONGEST_CUE: u32 = 8;

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
    /// The first name.
    pub(super) first_name: Option<usize>,
    /// By stand: whether a name ends where it begins.
    pub(super) attached: Vec<bool>,
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
    /// Words of two tokens and more that hide what stands in them.
    wholes: Vec<Word>,
}

/// The senses of words that a scene looks at.
const JOBS: u64 = Sense::Noun(0).bit()
    | Sense::Slot(0).bit()
    | Sense::Cue(0).bit()
    | Sense::Context(ContextJob::Whole).bit()
    | Sense::Context(ContextJob::Passive).bit()
    | Sense::Context(ContextJob::Agent).bit()
    | Sense::Context(ContextJob::Relative).bit()
    | Sense::Context(ContextJob::Preposition).bit()
    | Sense::Context(ContextJob::Particle).bit();

impl Scene {
    /// Forgets what was there and reads what `sentence` holds.
    pub(super) fn read(&mut self, source: &Source<'_, '_>, sentence: &Range<usize>, focus: &Focus) {
        self.sentence = sentence.clone();
        self.words(source);
        self.fill(source);
        focus.resolve(source, self);
        self.say(source);
    }

    /// Forgets what was there and reads the names, and who is a source, without the words around them: all that the focus
    /// asks of a sentence without triggers.
    pub(super) fn read_names(&mut self, source: &Source<'_, '_>, sentence: &Range<usize>) {
        self.sentence = sentence.clone();
        self.light.clear();
        self.fill(source);
        Focus::default().resolve(source, self);
        self.say(source);
    }

    /// The words with a job, but for those inside a longer word ("thiết bị", "theo dõi").
    fn words(&mut self, source: &Source<'_, '_>) {
        let sentence = self.sentence.clone();
        let hits = || {
            let all = sentence.clone().filter(|&t| source.terms.may_begin_any(t, JOBS));
            all.flat_map(|t| source.terms.at(t))
                .filter(|h| source.lexicon.sense_bits[h.pattern as usize] & JOBS != 0)
        };
        let senses = |pattern: u32| &source.lexicon.senses[pattern as usize];
        let is_whole = |s: &Sense| matches!(s, Sense::Noun(_) | Sense::Context(ContextJob::Whole));
        self.wholes.clear();
        self.wholes.extend(
            hits()
                .filter(|h| h.last > h.first + 1 && senses(h.pattern).iter().any(is_whole))
                .map(|h| h.first as usize..h.last as usize),
        );
        for list in [&mut self.passives, &mut self.agents, &mut self.relatives, &mut self.prepositions] {
            list.clear();
        }
        self.cues.clear();
        self.light.clear();
        self.light.resize(sentence.len(), false);
        for hit in hits() {
            let word = hit.first as usize..hit.last as usize;
            if word.end > sentence.end || self.wholes.iter().any(|w| covers(w, &word)) {
                continue;
            }
            for sense in senses(hit.pattern) {
                match *sense {
                    Sense::Context(ContextJob::Passive) => {
                        self.passives.push(word.clone());
                        self.lighten(&word);
                    }
                    Sense::Context(ContextJob::Agent) => self.agents.push(word.clone()),
                    Sense::Context(ContextJob::Relative) => self.relatives.push(word.clone()),
                    Sense::Context(ContextJob::Preposition) => self.prepositions.push(word.clone()),
                    Sense::Slot(slot) => self.cues.push((slot, word.clone())),
                    Sense::Cue(_) | Sense::Context(ContextJob::Particle) => self.lighten(&word),
                    _ => {}
                }
            }
        }
    }

    fn lighten(&mut self, word: &Word) {
        self.light[word.start - self.sentence.start..word.end - self.sentence.start].fill(true);
    }

    /// The names, amounts and times.
    fn fill(&mut self, source: &Source<'_, '_>) {
        let Self { sentence, stands, .. } = self;
        stands.clear();
        let mut add = |filled, place: &Range<usize>| {
            if sentence.start <= place.start && place.end <= sentence.end {
                stands.push(Stand { filled, place: place.clone(), anaphor: false });
            }
        };
        let from = source.mentions.partition_point(|m| m.tokens.start < sentence.start);
        let to = source.mentions.partition_point(|m| m.tokens.start < sentence.end);
        (from..to).for_each(|i| add(Filled::Mention(i), &source.mentions[i].tokens));
        let from = source.claims.partition_point(|c| c.quantity.tokens.start < sentence.start);
        let to = source.claims.partition_point(|c| c.quantity.tokens.start < sentence.end);
        (from..to).for_each(|i| add(Filled::Claim(i), &source.claims[i].quantity.tokens));
        let from = source.times.partition_point(|t| t.tokens.start < sentence.start);
        let to = source.times.partition_point(|t| t.tokens.start < sentence.end);
        (from..to).for_each(|i| add(Filled::Time(i), &source.times[i].tokens));
        stands.sort_by_key(|s| (s.place.start, s.place.end));
        self.taken.clear();
        self.taken.resize(self.sentence.len(), false);
        for stand in &self.stands {
            let place = stand.place.start - self.sentence.start..stand.place.end - self.sentence.start;
            self.taken[place].fill(true);
        }
    }

    /// Who is a source, and who speaks.
    fn say(&mut self, source: &Source<'_, '_>) {
        self.sources.clear();
        self.speakers.clear();
        self.attached.clear();
        let is_name = |s: &Stand| matches!(s.filled, Filled::Mention(_));
        self.first_name = self.stands.iter().position(is_name);
        for i in 0..self.stands.len() {
            let stand = &self.stands[i];
            let is_name = is_name(stand);
            let is_source =
                is_name && (self.is_cited(source, &stand.place) || self.follows_source(source, i));
            let speaks = if is_name { self.says(source, stand.place.end) } else { None };
            self.sources.push(is_source);
            self.speakers.push(speaks);
            self.attached.push(self.touches_name(i));
        }
    }

    /// Whether the stand `i` begins where a name ends.
    fn touches_name(&self, i: usize) -> bool {
        let start = self.stands[i].place.start;
        let before = self.stands[..i].iter().rev();
        before.into_iter().any(|s| s.place.end == start && matches!(s.filled, Filled::Mention(_)))
    }

    /// Whether "theo" or its like stands before `place`.
    fn is_cited(&self, source: &Source<'_, '_>, place: &Range<usize>) -> bool {
        (place.start.saturating_sub(3).max(self.sentence.start)..=place.start).any(|at| {
            let word = source.terms.context_before(source.lexicon, at, ContextJob::Source);
            word.is_some_and(|first| first >= self.sentence.start && !self.is_inner(source, first, at)) && {
                let gap = source.clauses.gap(at, place.start);
                gap.commas + gap.edges == 0 && !(at..place.start).any(|t| self.is_taken(t))
            }
        })
    }

    /// Whether the stand `i` is joined to a source before it.
    fn follows_source(&self, source: &Source<'_, '_>, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|&before| self.sources[before]) else { return false };
        let (end, start) = (self.stands[before].place.end, self.stands[i].place.start);
        joins(source.lexicon, source.tokens, source.terms, end, start)
            && source.clauses.gap(end, start).commas == 0
    }

    /// The token after "cho biết", where that stands behind token `at`.
    fn says(&self, source: &Source<'_, '_>, at: usize) -> Option<usize> {
        // "Ông X, giám đốc Y, cho biết": the comma closes what is said of the speaker.
        let at = at + usize::from(at < self.sentence.end && source.tokens.key(at) == ",");
        let light = (at..self.sentence.end).take_while(|&t| self.is_light(t)).count();
        source.terms.context(source.lexicon, at + light, ContextJob::Says)
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

    /// The cues before token `at`, outside the parts of the trigger, with few plain words between.
    pub(super) fn cues_of(
        &self,
        source: &Source<'_, '_>,
        at: usize,
        parts: &[Range<usize>],
    ) -> impl Iterator<Item = u16> {
        let gap = move |word: &Word| source.clauses.gap(word.end, at);
        let governs = move |word: &Word| {
            let gap = gap(word);
            gap.words <= CUE_REACH && gap.edges + gap.commas == 0 && !(word.end..at).any(|t| self.is_taken(t))
        };
        let near = self.cues.partition_point(|(_, word)| word.start < at);
        let near = self.cues[..near]
            .iter()
            .rev()
            .take_while(move |(_, word)| gap(word).words <= CUE_REACH + LONGEST_CUE);
        let before = near.filter(move |(_, word)| word.end <= at && governs(word));
        before.filter(|(_, word)| !parts.iter().any(|p| overlap(p, word))).map(|(cue, _)| *cue)
    }

    /// The cues directly before token `at`, outside the parts of the trigger.
    pub(super) fn cues_before(&self, at: usize, parts: &[Range<usize>]) -> impl Iterator<Item = u16> {
        let near = self.cues.partition_point(|(_, word)| word.start < at);
        let near = self.cues[..near]
            .iter()
            .rev()
            .take_while(move |(_, word)| word.start + LONGEST_CUE as usize >= at);
        let touching = near.filter(move |(_, word)| word.end == at);
        touching.filter(|(_, word)| !parts.iter().any(|p| overlap(p, word))).map(|(cue, _)| *cue)
    }

    /// Names and resolved words between the tokens `from` and `to`.
    pub(super) fn named(&self, from: usize, to: usize) -> usize {
        let is_name = |s: &&Stand| matches!(s.filled, Filled::Mention(_));
        let first = self.stands.partition_point(|s| s.place.start < from);
        let within = self.stands[first..].iter().take_while(|s| s.place.start < to);
        within.filter(is_name).filter(|s| s.place.end <= to).count()
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
