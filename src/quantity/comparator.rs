//! The words before and after an amount that say how it stands to the truth.

use crate::lexicon::{Comparator, Lexicon, MarkerJob, Sense, Terms};

/// The comparator whose words end before token `number`, and the token they begin at.
pub(super) fn before(lexicon: &Lexicon, terms: &Terms, number: usize) -> Option<(Comparator, usize)> {
    let (at, first) = terms.ending(lexicon, number, |sense| match sense {
        Sense::Comparator(i) => Some(i),
        _ => None,
    })?;
    let word = &lexicon.comparators[at as usize];
    // "cao hơn 47%": the adjective owns the word.
    let absorbed =
        terms.ending(lexicon, first, |sense| (sense == Sense::Absorbs(at)).then_some(())).is_some();
    if absorbed {
        return None;
    }
    // "lên đến khoảng 20%": the words nearest to the number decide, those before them stand in the text too.
    let first = match terms.ending(lexicon, first, |s| matches!(s, Sense::Comparator(_)).then_some(())) {
        Some(((), outer)) => outer,
        None => first,
    };
    Some((word.sign, first))
}

/// The comparator whose words begin at token `end`: "trở lên". The token after them.
pub(super) fn after(lexicon: &Lexicon, terms: &Terms, end: usize) -> Option<(Comparator, usize)> {
    terms.find(lexicon, end, |sense| match sense {
        Sense::ComparatorAfter(i) => Some(lexicon.comparators[i as usize].sign),
        _ => None,
    })
}

/// Where "từ" stands directly before token `number`: its first token.
pub(super) fn from(lexicon: &Lexicon, terms: &Terms, number: usize) -> Option<usize> {
    terms.marker_before(lexicon, number, MarkerJob::From)
}
