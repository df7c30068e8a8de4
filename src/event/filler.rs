//! What can fill roles: mentions, claims, times and plain noun phrases.

use std::ops::Range;

use super::Source;
use super::scene::Scene;
use crate::lexicon::{ContextJob, Filler, MarkerJob, Sense};
use crate::token::{Joint, TokenKind};

/// The most words of a plain phrase.
const PHRASE: usize = 8;

/// What fills a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filled {
    Mention(usize),
    Claim(usize),
    Time(usize),
    /// A plain noun phrase.
    Phrase(Range<usize>),
}

/// A filler where it stands: "hãng" stands for a mention of another sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) filled: Filled,
    pub(crate) place: Range<usize>,
    pub(super) anaphor: bool,
}

impl Filled {
    pub(super) fn is_phrase(&self) -> bool {
        matches!(self, Self::Phrase(_))
    }
}

/// The place of `filled` among `fills`, if it may fill such a role; a product with the name of its firm may stand for that.
pub(super) fn rank(source: &Source<'_, '_>, filled: &Filled, fills: &[Filler]) -> Option<usize> {
    fills.iter().position(|fill| match (*fill, filled) {
        (Filler::Mention(kind), Filled::Mention(i)) => source.mentions[*i].is_of(kind),
        (Filler::Claim(kind), Filled::Claim(i)) => source.claims[*i].quantity.kind == kind,
        (Filler::Time, Filled::Time(_)) | (Filler::Phrase, Filled::Phrase(_)) => true,
        _ => false,
    })
}

/// The plain noun phrase that begins at token `at`, without what counts or points ("một số", "các") before it.
pub(super) fn phrase(source: &Source<'_, '_>, scene: &Scene, at: usize) -> Option<Range<usize>> {
    let sentence = &scene.sentence;
    let mut start = at;
    while let Some(end) =
        source.terms.context(source.lexicon, start, ContextJob::Determiner).filter(|&e| e <= sentence.end)
    {
        start = end;
    }
    if source.terms.context(source.lexicon, start, ContextJob::And).is_some() {
        return None;
    }
    let mut end = start;
    while end < sentence.end.min(start + PHRASE) && !scene.is_taken(end) {
        end = match noun(source, end) {
            Some(after) if after <= sentence.end => after,
            _ if continues(source, end, start) => end + 1,
            _ => break,
        };
    }
    trimmed(source, start..end)
}

/// The plain noun phrase that ends before token `end`: "*Nghị định 147* có hiệu lực".
pub(super) fn phrase_before(source: &Source<'_, '_>, scene: &Scene, mut end: usize) -> Option<Range<usize>> {
    let first = scene.sentence.start;
    while end > first && scene.is_light(end - 1) {
        end -= 1;
    }
    let mut start = end;
    while start > first && end - start < PHRASE && !scene.is_taken(start - 1) {
        let token = source.tokens[start - 1];
        let job = |j| source.terms.context(source.lexicon, start - 1, j).is_some();
        if token.kind == TokenKind::Mark || job(ContextJob::Clause) {
            break;
        }
        start -= 1;
    }
    while start < end {
        let job = |j| source.terms.context(source.lexicon, start, j).filter(|&e| e <= end);
        match job(ContextJob::Determiner).or(job(ContextJob::And)).or(job(ContextJob::Particle)) {
            Some(after) => start = after,
            None => break,
        }
    }
    trimmed(source, start..end)
}

fn trimmed(source: &Source<'_, '_>, mut range: Range<usize>) -> Option<Range<usize>> {
    while range.end > range.start
        && source.terms.context_before(source.lexicon, range.end, ContextJob::And).is_some()
    {
        range.end -= 1;
    }
    (range.end > range.start).then_some(range)
}

/// The token after the noun of two or more words that begins at `at`: "thiết bị" is no passive.
fn noun(source: &Source<'_, '_>, at: usize) -> Option<usize> {
    let (_, end) = source.terms.find(source.lexicon, at, |s| matches!(s, Sense::Noun(_)).then_some(()))?;
    (end > at + 1).then_some(end)
}

fn continues(source: &Source<'_, '_>, at: usize, start: usize) -> bool {
    let token = source.tokens[at];
    let ends = source.terms.context(source.lexicon, at, ContextJob::PhraseEnd).is_some()
        || source.terms.context(source.lexicon, at, ContextJob::Clause).is_some()
        || source
            .terms
            .find(source.lexicon, at, |s| matches!(s, Sense::Comparator(_)).then_some(()))
            .is_some()
        || (at > start && source.terms.marker(source.lexicon, at, MarkerJob::From).is_some());
    token.kind != TokenKind::Mark && (at == start || token.joint != Joint::Line) && !ends
}
