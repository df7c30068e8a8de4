//! Places in an order: thứ hai, hạng 5, top 10, lần thứ XV; weekdays are none.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::counted::Counted;
use super::digits::{is_glued_digit, is_glued_letter, is_glued_mark, run, slash_end};
use super::number::Number;
use crate::lexicon::{ClaimKind, MarkerJob, NumeralPlace};
use crate::token::{Case, TokenKind};

/// A place in an order: its number, what it is, and the token that its words begin at.
pub(super) struct Order<'l> {
    pub(super) value: Decimal,
    pub(super) counted: Counted<'l>,
    pub(super) first: usize,
}

impl<'l> Source<'_, 'l> {
    /// The place in an order whose number begins at `at`.
    pub(super) fn order(&self, at: usize, limit: &Range<usize>) -> Option<Order<'l>> {
        let ranked = self.marker_before(at, MarkerJob::Rank, limit);
        let ordinal = self.marker_before(at, MarkerJob::Ordinal, limit);
        let first = ranked.or(ordinal)?;
        let number = self.place_number(at).or_else(|| ranked.and_then(|_| self.place_among(at)))?;
        // "khách hàng thứ 1 triệu"
        let is_plain = number.scale.is_none() || ranked.is_none();
        let is_whole = is_plain && number.value.fract().is_zero() && number.value > Decimal::ZERO;
        if !is_whole || number.end > limit.end {
            return None;
        }
        if ranked.is_some() {
            let counted = Counted::bare(ClaimKind::Rank, number.end);
            return Some(Order { value: number.value, counted, first });
        }
        let placed = self.marker_before(first, MarkerJob::Placed, limit).is_some();
        let among = self.marker(number.end, MarkerJob::Among).is_some() && !self.is_broken(number.end);
        let is_title = self.tokens[at].case == Case::Title;
        if !is_title && (placed || (among && first + 1 == at)) {
            let counted = Counted::bare(ClaimKind::Rank, number.end);
            return Some(Order { value: number.value, counted, first });
        }
        if self.marker_before(first, MarkerJob::Generation, limit).is_some() {
            return None;
        }
        let spans = self.unit_before(first).is_some_and(|u| u.kind == ClaimKind::Duration);
        // "từ 19h thứ sáu": the hours are told.
        let is_told = spans && is_glued_letter(self.tokens, first - 1);
        let in_sequence = first + 1 < at || (spans && !is_told) || self.noun_before(first).is_some();
        let is_weekday = number.value >= Decimal::TWO && number.value <= Decimal::from(7);
        if is_title || (!in_sequence && (is_weekday || number.value == Decimal::ONE)) {
            return None;
        }
        let counted = Counted::bare(ClaimKind::Ordinal, number.end);
        Some(Order { value: number.value, counted, first })
    }

    /// Digits, words with "nhì" and "tư", or Roman numerals.
    fn place_number(&self, at: usize) -> Option<Number> {
        let of_words =
            self.numeral(at).filter(|n| matches!(n.place, NumeralPlace::Tail | NumeralPlace::Ordinal));
        if let Some(numeral) = of_words {
            return Some(Number::word(Decimal::from(numeral.value), at + 1, false));
        }
        if let Some(value) = self.roman(at) {
            return Some(Number::plain(Decimal::from(value), at + 1));
        }
        let wary_year = self.numeral(at).filter(|n| n.place == NumeralPlace::Digit && self.is_unit_word(at));
        if let Some(numeral) = wary_year {
            return Some(Number::word(Decimal::from(numeral.value), at + 1, false));
        }
        self.number(at).ok()
    }

    /// The place of "44/132", told with how many there are.
    fn place_among(&self, at: usize) -> Option<Number> {
        let slash = run(self.tokens, at);
        let is_pair = self.is_digits(at)
            && is_glued_mark(self.tokens, slash, &["/"])
            && is_glued_digit(self.tokens, slash + 1);
        let (place, all) = if is_pair { (self.digits(at)?, self.digits(slash + 1)?) } else { return None };
        let fits = place.end == slash && place.value < all.value && slash_end(self.tokens, slash) == all.end;
        fits.then_some(Number::plain(place.value, all.end))
    }

    /// The value of the Roman numeral at `at`, up to the nineties.
    pub(super) fn roman(&self, at: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Letters)?;
        roman(token.span.of(self.text))
    }
}

/// The value of a Roman numeral, up to the nineties.
pub(super) fn roman(word: &str) -> Option<u32> {
    let digit = |c: char| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    if word.len() > 8 {
        return None;
    }
    let (mut total, mut highest): (u32, u32) = (0, 0);
    for d in word.chars().rev().map(digit) {
        let d = d?;
        total = if d < highest { total.checked_sub(d)? } else { total + d };
        highest = highest.max(d);
    }
    (total > 0).then_some(total)
}
