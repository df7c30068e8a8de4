//! The words before and after an amount that say how it stands to the truth.

use std::ops::Range;

use super::Source;
use crate::lexicon::{ClaimKind, Comparator, MarkerJob, Sense};

/// A comparator in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) sign: Comparator,
    pub(super) first: usize,
    /// Whether its word is a preposition too.
    pub(super) loose: bool,
    /// The entry behind it.
    rule: u16,
}

/// The verb that compares, unless what it goes beyond follows.
const BEYOND: &str = "vượt";

impl Source<'_, '_> {
    /// The comparator whose words end before token `at`.
    pub(super) fn compared_before(&self, at: usize, limit: &Range<usize>) -> Option<Compared> {
        let (number, first) = self.comparator_before(at)?;
        // "cao hơn 47%": the adjective owns the word.
        if self.is_absorbed(number, first)
            || first < limit.start
            || self.marker_before(at, MarkerJob::NoComparator, limit).is_some()
        {
            return None;
        }
        let outside = self.marker_before(at, MarkerJob::Outside, limit).is_some();
        let loose = self
            .terms
            .ending_like(self.lexicon, at, Sense::Loose, |s| (s == Sense::Loose).then_some(()))
            .is_some();
        // "lên đến khoảng 20%": the words nearest to the number decide, those before them stand in the text too.
        let outer = self.comparator_before(first).filter(|&(number, outer)| !self.is_absorbed(number, outer));
        let outer = outer.map_or(first, |(_, outer)| outer);
        let sign = self.lexicon.comparators[number as usize].sign;
        let first = match outside {
            true => at,
            false if outer < limit.start => first,
            false => outer,
        };
        Some(Compared { sign, first, loose, rule: number })
    }

    /// Whether the comparator goes with amounts of `kind`; `end` is the token after the amount.
    pub(super) fn suits(&self, compared: &Compared, kind: ClaimKind, end: usize) -> bool {
        let kinds = &self.lexicon.comparators[compared.rule as usize].kinds;
        // "lớn hơn 0,2 inch so với bản cũ" is a difference.
        let differs = || (end..end + 3).any(|at| self.marker(at, MarkerJob::Against).is_some());
        // "vượt 4% mục tiêu" is by so much, "vượt 50%" is more.
        let is_beyond = kind == ClaimKind::Percent
            && self.tokens.key(compared.first) == BEYOND
            && self.marker(end, MarkerJob::Goal).is_some();
        !is_beyond && (kinds.is_empty() || (kinds.contains(&kind) && !differs()))
    }

    /// The token after the comparator at `at`.
    pub(super) fn comparator(&self, at: usize) -> Option<usize> {
        let is_one = |sense| matches!(sense, Sense::Comparator(_)).then_some(());
        self.terms.find_like(self.lexicon, at, Sense::Comparator(0), is_one).map(|(_, end)| end)
    }

    fn comparator_before(&self, at: usize) -> Option<(u16, usize)> {
        self.terms.ending_like(self.lexicon, at, Sense::Comparator(0), |sense| match sense {
            Sense::Comparator(i) => Some(i),
            _ => None,
        })
    }

    /// Whether the word before the comparator `number` at `first` makes another word of it.
    fn is_absorbed(&self, number: u16, first: usize) -> bool {
        let absorbs = |sense| (sense == Sense::Absorbs(number)).then_some(());
        self.terms.ending_like(self.lexicon, first, Sense::Absorbs(0), absorbs).is_some()
    }

    /// Whether an adjective with its own "hơn" ends before `at`: "nhanh hơn".
    pub(super) fn is_more_of_something(&self, at: usize) -> bool {
        self.comparator_before(at).is_some_and(|(number, first)| {
            self.is_absorbed(number, first) || !self.lexicon.comparators[number as usize].kinds.is_empty()
        })
    }

    /// The comparator of amounts of `kind` whose words begin at token `end`: "trở lên". The token after them.
    pub(super) fn compared_after(&self, end: usize, kind: ClaimKind) -> Option<(Comparator, usize)> {
        self.terms.find_like(self.lexicon, end, Sense::ComparatorAfter(0), |sense| match sense {
            Sense::ComparatorAfter(i) => Some(&self.lexicon.comparators[i as usize])
                .filter(|rule| rule.kinds.is_empty() || rule.kinds.contains(&kind))
                .map(|rule| rule.sign),
            _ => None,
        })
    }
}
