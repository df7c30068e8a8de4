//! Parts of a whole: 2/3, ba phần tư, một nửa số.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Source;
use super::counted::{Counted, PLAIN};
use super::digits::{is_glued_digit, is_glued_letter, is_glued_mark, run};
use crate::lexicon::{ClaimKind, MarkerJob, NumeralPlace, Sense};
use crate::token::{Case, Joint, TokenKind};

/// The furthest that a word for ratios stands before one, in tokens.
const PROPORTION: usize = 8;

/// A part of a whole, and the token after it.
#[derive(Clone, Copy)]
pub(super) struct Fraction {
    pub(super) part: u32,
    pub(super) whole: u32,
    pub(super) end: usize,
}

/// One number to another: "1:10".
pub(super) struct Proportion {
    pub(super) value: Decimal,
    /// Both numbers, where they are whole and small.
    pub(super) sides: Option<(u32, u32)>,
    /// The token after it.
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
        let fraction = self.fraction_in_digits(at, limit).or_else(|| self.fraction_in_words(at));
        let fraction = fraction.or_else(|| self.so_many_of(at, limit))?;
        (fraction.end <= limit.end).then_some(fraction)
    }

    /// "2/3", where something says that it is no date: a word before it, or what it is a part of.
    fn fraction_in_digits(&self, at: usize, limit: &Range<usize>) -> Option<Fraction> {
        let end = at + 3;
        let goes_on = self.goes_on(end);
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
        let of_something = || self.noun(end).is_some() || self.marker(end, MarkerJob::Metric).is_some();
        let shared = || self.marker_before(at, MarkerJob::Share, limit).is_some();
        // No month has such a number, but a house may.
        let is_no_date = || {
            let before = at.checked_sub(1).filter(|&b| self.tokens[b].kind == TokenKind::Letters);
            // "Mega 6/45" is a name.
            let is_name =
                before.is_some_and(|b| self.tokens[b].case != Case::Lower && !self.opens_a_sentence(b));
            whole > 12 && !is_name && self.marker_before(at, MarkerJob::Label, limit).is_none()
        };
        let says_so = || of_something() || shared() || self.is_proportion(at, limit);
        let fits = part < whole && whole <= 1000;
        (fits && (is_no_date() || says_so())).then_some(Fraction { part, whole, end })
    }

    /// "9 trên 10 khách hàng": nothing stands behind the first number, and the second one counts things.
    fn so_many_of(&self, at: usize, limit: &Range<usize>) -> Option<Fraction> {
        let small = |at: usize| {
            let number = if self.taken[at] { None } else { self.number(at).ok() };
            let value = number.filter(|n| n.scale.is_none() && !n.grouped)?.value;
            let is_small = value.fract().is_zero() && value <= Decimal::ONE_HUNDRED;
            Some((if is_small { u32::try_from(value).ok()? } else { return None }, number?.end))
        };
        // Only where the word between them stands is anything read.
        let between = (at + 1..at + 4).find(|&i| self.terms.may_begin(i, Sense::Marker(MarkerJob::OutOf)))?;
        let (part, end) = small(at).filter(|&(_, end)| end == between)?;
        let second = self.marker(end, MarkerJob::OutOf).filter(|&s| s < limit.end && !self.is_broken(s))?;
        let (whole, end) = small(second)?;
        let is_label = self.marker_before(at, MarkerJob::Label, limit).is_some()
            || self.marker_before(at, MarkerJob::Ordinal, limit).is_some()
            || self.marker_before(at, MarkerJob::Rank, limit).is_some();
        let counts = self.noun(end).is_some() && self.unit(end).is_none();
        (0 < part && part < whole && whole > 2 && counts && !is_label).then_some(Fraction {
            part,
            whole,
            end,
        })
    }

    /// The fraction at `at` after the first one of a range, where no more needs to say that it is one.
    pub(super) fn bound_part(&self, at: usize, limit: &Range<usize>) -> Option<Fraction> {
        let end = at + 3;
        let fits = end <= limit.end
            && self.is_digits(at)
            && is_glued_mark(self.tokens, at + 1, &["/"])
            && is_glued_digit(self.tokens, at + 2)
            && !self.goes_on(end);
        let number = |i: usize| self.word(i).parse::<u32>().ok().filter(|&n| n > 0);
        let (part, whole) = if fits { (number(at)?, number(at + 2)?) } else { return None };
        (part < whole && whole <= 1000).then_some(Fraction { part, whole, end })
    }

    /// Whether the number that ends before `end` is part of something longer.
    fn goes_on(&self, end: usize) -> bool {
        let Some(next) = self.tokens.get(end).filter(|t| t.joint == Joint::None) else { return false };
        match next.kind {
            TokenKind::Mark if matches!(self.tokens.key(end), "." | ",") => {
                is_glued_digit(self.tokens, end + 1) || is_glued_letter(self.tokens, end + 1)
            }
            TokenKind::Mark => matches!(self.tokens.key(end), "/" | ":" | "-" | "%" | "_" | "="),
            _ => true,
        }
    }

    /// Whether a word for ratios stands before `at`: "tỷ lệ 1:10".
    fn is_proportion(&self, at: usize, limit: &Range<usize>) -> bool {
        let from = at.saturating_sub(PROPORTION).max(limit.start);
        (from..at).any(|first| self.marker(first, MarkerJob::Proportion).is_some_and(|end| end <= at))
    }

    /// "1:10" and "3.000:1": value, both sides where they are small, and the token after it.
    pub(super) fn proportion(&self, at: usize, limit: &Range<usize>) -> Option<Proportion> {
        let colon = run(self.tokens, at);
        let is_pair = self.is_digits(at)
            && is_glued_mark(self.tokens, colon, &[":"])
            && is_glued_digit(self.tokens, colon + 1)
            && !self.is_inside_a_code(at);
        if !is_pair {
            return None;
        }
        let (left, right) = (self.digits(at)?, self.digits(colon + 1)?);
        let end = right.end;
        let (whole, part) = (left.undecided.unwrap_or(left.value), right.undecided.unwrap_or(right.value));
        let fits = left.end == colon && end <= limit.end && !self.goes_on(end) && !part.is_zero();
        // "1.000:1" is no clock time.
        let is_plain = part == Decimal::ONE && whole >= Decimal::ONE_HUNDRED;
        if !fits || !(is_plain || self.is_proportion(at, limit)) {
            return None;
        }
        let value =
            whole.checked_div(part)?.round_dp_with_strategy(10, RoundingStrategy::MidpointNearestEven);
        let sides = u32::try_from(whole).ok().zip(u32::try_from(part).ok());
        let sides = sides.filter(|_| whole.fract().is_zero() && part.fract().is_zero());
        Some(Proportion { value, sides, end })
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
        // What "lượng" measures is not counted.
        if self.marker(at, MarkerJob::Mass).is_some() {
            return Counted::bare(ClaimKind::Ratio, at);
        }
        match self.noun(after).filter(|&(_, end)| end <= limit.end && !self.taken[after]) {
            Some((noun, end)) => Counted { kind: ClaimKind::Ratio, ..self.of_noun(noun, after..end) },
            None => Counted { unit: None::<Cow<'_, str>>, via: PLAIN, ..Counted::bare(ClaimKind::Ratio, at) },
        }
    }
}
