//! Parts of a whole: 2/3, ba phần tư, một nửa số.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Source;
use super::counted::{Counted, PLAIN};
use super::digits::{is_glued_digit, is_glued_mark};
use crate::lexicon::{ClaimKind, MarkerJob, NumeralPlace, Sense};

/// A part of a whole, and the token after it.
#[derive(Clone, Copy)]
pub(super) struct Fraction {
    pub(super) part: u32,
    pub(super) whole: u32,
    pub(super) end: usize,
}

impl Fraction {
    /// Rounded as the contract says: half to even, at ten decimals.
    pub(super) fn value(self) -> Decimal {
        let exact = Decimal::from(self.part) / Decimal::from(self.whole);
        exact.round_dp_with_strategy(10, RoundingStrategy::MidpointNearestEven)
    }
}

impl<'l> Source<'_, 'l> {
    /// The fraction at `at`, in digits or words.
    pub(super) fn fraction(&self, at: usize, limit: &Range<usize>) -> Option<Fraction> {
        let fraction = self.fraction_in_digits(at, limit).or_else(|| self.fraction_in_words(at))?;
        (fraction.end <= limit.end).then_some(fraction)
    }

    /// "2/3", where something says that it is no date: a word before it, or what it is a part of.
    fn fraction_in_digits(&self, at: usize, limit: &Range<usize>) -> Option<Fraction> {
        let end = at + 3;
        let goes_on = self.tokens.get(end).is_some_and(|t| t.joint == crate::token::Joint::None)
            && !is_glued_mark(self.tokens, end, &[",", ";", ")", "”", "\"", "?", "!", "…"]);
        let fits = self.is_digits(at)
            && is_glued_mark(self.tokens, at + 1, &["/"])
            && is_glued_digit(self.tokens, at + 2)
            && !self.is_inside_a_code(at)
            && !goes_on;
        if !fits {
            return None;
        }
        let number = |i: usize| self.word(i).parse::<u32>().ok().filter(|_| !self.word(i).starts_with('0'));
        let (part, whole) = (number(at)?, number(at + 2)?);
        let of_something = self.noun(end).is_some() || self.marker(end, MarkerJob::Metric).is_some();
        let shared = self.marker_before(at, MarkerJob::Share, limit).is_some();
        (part < whole && whole <= 1000 && (of_something || shared)).then_some(Fraction { part, whole, end })
    }

    /// "một phần ba", "3 phần 4".
    fn fraction_in_words(&self, at: usize) -> Option<Fraction> {
        let has_part = (at + 1..at + 4).any(|i| self.terms.may_begin(i, Sense::Marker(MarkerJob::Part)));
        if !has_part {
            return None;
        }
        let part = self.number(at).ok().filter(|n| n.scale.is_none() && n.value.fract().is_zero())?;
        let after = self.marker(part.end, MarkerJob::Part).filter(|&a| !self.is_broken(a))?;
        let (whole, end) = match self.numeral(after) {
            Some(n) if matches!(n.place, NumeralPlace::Tail) => (u32::from(n.value), after + 1),
            Some(n) if matches!(n.place, NumeralPlace::Digit | NumeralPlace::Ten) => {
                let number = self.spelled(after).filter(|n| n.scale.is_none());
                number.map_or((u32::from(n.value), after + 1), |n| (n.value.try_into().unwrap_or(0), n.end))
            }
            Some(_) => return None,
            None => {
                let number = self.number(after).ok().filter(|n| n.scale.is_none() && !n.spelled)?;
                (number.value.try_into().ok()?, number.end)
            }
        };
        let part: u32 = part.value.try_into().ok()?;
        (part < whole && part > 0).then_some(Fraction { part, whole, end })
    }

    /// What a part is a part of: the noun after it, or after "số".
    pub(super) fn whole(&self, at: usize, limit: &Range<usize>) -> Counted<'l> {
        let after = self.marker(at, MarkerJob::Metric).filter(|&a| !self.is_broken(a)).unwrap_or(at);
        match self.noun(after).filter(|&(_, end)| end <= limit.end && !self.taken[after]) {
            Some((noun, end)) => Counted { kind: ClaimKind::Ratio, ..self.of_noun(noun, after..end) },
            None => Counted { unit: None::<Cow<'_, str>>, via: PLAIN, ..Counted::bare(ClaimKind::Ratio, at) },
        }
    }
}
