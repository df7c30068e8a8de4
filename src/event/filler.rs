//! What can fill roles in a sentence: its mentions, its claims, and plain noun phrases.

use std::ops::Range;

use super::{Filled, Source};
use crate::lexicon::{ContextJob, Filler, MarkerJob, Sense};
use crate::token::{Joint, TokenKind};

/// The most words of a plain phrase.
const PHRASE: usize = 8;

/// The tokens of a filler.
pub(super) fn tokens(source: &Source<'_, '_>, filled: &Filled) -> Range<usize> {
    match filled {
        Filled::Mention(i) => source.mentions[*i].tokens.clone(),
        Filled::Claim(i) => source.claims[*i].quantity.tokens.clone(),
        Filled::Phrase(tokens) => tokens.clone(),
    }
}

/// The mentions and claims of the sentence.
pub(super) fn of(source: &Source<'_, '_>, sentence: &Range<usize>) -> Vec<Filled> {
    let inside = |t: &Range<usize>| sentence.start <= t.start && t.end <= sentence.end;
    let mentions = source
        .mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| inside(&m.tokens))
        .map(|(i, _)| Filled::Mention(i));
    let claims = source
        .claims
        .iter()
        .enumerate()
        .filter(|(_, c)| inside(&c.quantity.tokens))
        .map(|(i, _)| Filled::Claim(i));
    mentions.chain(claims).collect()
}

/// The place of `filled` among `fills`, if it may fill such a role.
pub(super) fn rank(source: &Source<'_, '_>, filled: &Filled, fills: &[Filler]) -> Option<usize> {
    let kind = match filled {
        Filled::Mention(i) => Filler::Mention(source.mentions[*i].kind),
        Filled::Claim(i) => Filler::Claim(source.claims[*i].quantity.kind),
        Filled::Phrase(_) => Filler::Phrase,
    };
    fills.iter().position(|f| *f == kind)
}

/// The plain noun phrase that begins at token `at`, without what counts or points ("một số", "các") before it.
pub(super) fn phrase(source: &Source<'_, '_>, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
    let mut start = at;
    while let Some(end) =
        source.terms.context(source.lexicon, start, ContextJob::Determiner).filter(|&e| e <= sentence.end)
    {
        start = end;
    }
    let mut end = start;
    while end < sentence.end.min(start + PHRASE) {
        end = match noun(source, end) {
            Some(after) if after <= sentence.end => after,
            _ if continues(source, end, start) => end + 1,
            _ => break,
        };
    }
    while end > start && source.terms.context_before(source.lexicon, end, ContextJob::And).is_some() {
        end -= 1;
    }
    (end > start).then_some(start..end)
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
