//! What can fill roles: mentions, claims, times and plain noun phrases.

use std::ops::Range;

use super::Source;
use super::scene::Scene;
use crate::lexicon::{ClaimKind, ContextJob, Filler, Kind, MarkerJob, Sense};
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

/// The plain noun phrase that begins at token `at`, without what counts or points ("một số", "các", "10") and the quote
/// mark before it.
pub(super) fn phrase(source: &Source<'_, '_>, scene: &Scene, at: usize) -> Option<Range<usize>> {
    let sentence = &scene.sentence;
    let mut start = at;
    while let Some(end) =
        source.terms.context(source.lexicon, start, ContextJob::Determiner).filter(|&e| e <= sentence.end)
    {
        start = end;
    }
    if start < sentence.end && is_quote(source, start) {
        start += 1;
    }
    if source.terms.context(source.lexicon, start, ContextJob::And).is_some() {
        return None;
    }
    let mut end = start;
    if let Some(noun) = counted(source, scene, |place| place.contains(&start)) {
        (start, end) = (noun.start, noun.end);
    }
    while end < sentence.end.min(start + PHRASE) && !scene.is_taken(end) {
        end = match noun(source, end) {
            Some(after) if after <= sentence.end => after,
            _ if continues(source, end, start) => end + 1,
            _ => break,
        };
    }
    trimmed(source, start..end)
}

/// The plain noun phrase at the end of `within`: "*Nghị định 147* có hiệu lực".
pub(super) fn phrase_before(
    source: &Source<'_, '_>,
    scene: &Scene,
    within: &Range<usize>,
) -> Option<Range<usize>> {
    let first = within.start;
    let mut end = within.end;
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
    if let Some(noun) = counted(source, scene, |place| first <= place.start && place.end == start) {
        return Some(noun.start..end);
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

/// The noun of the count whose place fits: "10 *trạm 5G*".
fn counted(
    source: &Source<'_, '_>,
    scene: &Scene,
    fits: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    scene.stands.iter().filter(|s| fits(&s.place)).find_map(|s| match s.filled {
        Filled::Claim(i) => {
            let quantity = &source.claims[i].quantity;
            quantity.unit_tokens.clone().filter(|_| quantity.kind == ClaimKind::Count)
        }
        _ => None,
    })
}

/// Of what kind the thing is that the plain phrase `place` names by its first word: "điện thoại", "hãng", "hacker".
pub(super) fn kind_of_phrase(source: &Source<'_, '_>, place: &Range<usize>) -> Option<Kind> {
    let kinds = [
        (ContextJob::Product, Kind::Product),
        (ContextJob::Company, Kind::Company),
        (ContextJob::Person, Kind::Person),
        (ContextJob::Organization, Kind::Organization),
    ];
    let begins = |job| source.terms.context(source.lexicon, place.start, job).is_some_and(|e| e <= place.end);
    kinds.into_iter().find(|(job, _)| begins(*job)).map(|(_, kind)| kind)
}

pub(super) fn is_quote(source: &Source<'_, '_>, at: usize) -> bool {
    matches!(source.tokens.key(at), "\"" | "'" | "“" | "”" | "‘" | "’")
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
