//! "Apple và Samsung lần lượt chiếm 20% và 18%": one amount for each name of a list.

use std::ops::Range;

use super::{Claim, Source};
use crate::clause::joins;
use crate::lexicon::MarkerJob;

/// Gives the amounts after "lần lượt" in `sentence` to the names of the list before it, in order.
pub(super) fn assign(source: &Source<'_, '_>, sentence: &Range<usize>, claims: &mut [Claim<'_>]) {
    if claims.len() < 2 {
        return;
    }
    let marker = |at: &usize| source.terms.marker(source.lexicon, *at, MarkerJob::Respectively).is_some();
    let Some(at) = sentence.clone().find(marker) else { return };
    let Some(names) = list_before(source, sentence.start, at) else { return };
    let first = claims.partition_point(|c| c.quantity.number < at);
    let amounts = &mut claims[first..];
    let Some(kind) = amounts.first().map(|c| c.quantity.kind) else { return };
    let alike = amounts.iter().take_while(|c| c.quantity.kind == kind).count();
    if alike < names.len() {
        return;
    }
    for (claim, name) in amounts.iter_mut().zip(names) {
        claim.subject = Some(name);
    }
}

/// The mentions of the last list of two or more that begins at `start` or later and ends before `end`.
fn list_before(source: &Source<'_, '_>, start: usize, end: usize) -> Option<Range<usize>> {
    let from = source.mentions.partition_point(|m| m.tokens.start < start);
    let mut to = source.mentions.partition_point(|m| m.tokens.end <= end);
    while to > from + 1 {
        let mut first = to - 1;
        while first > from && is_joined(source, first) {
            first -= 1;
        }
        if first + 1 < to {
            return Some(first..to);
        }
        to -= 1;
    }
    None
}

/// Whether commas and joining words alone part the mention `number` from the one before it.
fn is_joined(source: &Source<'_, '_>, number: usize) -> bool {
    let (one, other) = (&source.mentions[number - 1], &source.mentions[number]);
    joins(source.lexicon, source.tokens, source.terms, one.tokens.end, other.tokens.start)
}
