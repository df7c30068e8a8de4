//! Two numbers that bound one amount: 5-7 triệu, từ 5 đến 7 triệu, hai ba ngày.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::number::Number;
use crate::lexicon::{ContextJob, MarkerJob, Unit};
use crate::token::{Joint, TokenKind};

/// The most members of a list that share what the last one counts.
const LIST: usize = 8;

/// The furthest that "xuống còn" stands behind the amount that a change begins at, in tokens.
const MOVE: usize = 6;

impl Source<'_, '_> {
    /// The second number of "5-7 triệu", "5 đến 7 triệu", "5 triệu - 7 triệu".
    pub(super) fn range(
        &self,
        start: usize,
        first: &Number,
        negative: bool,
        limit: &Range<usize>,
    ) -> Option<Number> {
        if let Some(last) = self.neighbours(first, limit) {
            return Some(last);
        }
        let inner = self.unit(first.end);
        let at = inner.map_or(first.end, |(_, end)| end);
        let token = self.tokens.get(at).filter(|_| at < limit.end)?;
        let and = self
            .marker_before(start, MarkerJob::Between, limit)
            .and_then(|_| self.terms.context(self.lexicon, at, ContextJob::And));
        let (second, by_word) = if let Some(and) = and {
            (and, false)
        } else if token.joint == Joint::Hyphen && token.kind == TokenKind::Digits {
            (at, false)
        } else {
            let end = self.marker(at, MarkerJob::To)?;
            // "gói năm - 790.000 đồng" is a word and an amount.
            if first.wary && !self.is_broken(end) && self.is_digits(end) {
                return None;
            }
            (end, token.kind != TokenKind::Mark)
        };
        // "$15-$20" tells its sign twice.
        let own = self.sign_before(start, first).map(|unit| &unit.symbol);
        let second = match self.currency(second) {
            Some((unit, after)) if own == Some(&unit.symbol) => after,
            _ => second,
        };
        if second >= limit.end || self.is_broken(second) {
            return None;
        }
        let begin = self.compared_before(start, limit).map_or(start, |c| c.first);
        let from = self.marker_before(begin, MarkerJob::From, limit).is_some();
        // "từ hơn 50 đến gần 70 triệu"
        let second = if from && by_word { self.comparator(second).unwrap_or(second) } else { second };
        // "âm 5 đến âm 2 độ"
        let below = if negative { self.minus(second) } else { None };
        let second = below.unwrap_or(second);
        if second >= limit.end {
            return None;
        }
        let changes = || self.marker_before(start, MarkerJob::Share, limit).is_some();
        if by_word && inner.is_some() && !from && changes() {
            return None;
        }
        let mut last = self.range_end(second)?;
        let agree = match (inner, self.unit(last.end)) {
            (Some((a, _)), Some((b, _))) => a.symbol == b.symbol,
            (Some(_), None) => false,
            (None, _) => true,
        };
        let low = shared(first, &last);
        if below.is_some() {
            last.value = -last.value;
        }
        (agree && if negative { -low } else { low } < last.value).then_some(last)
    }

    /// The token after the sign of a negative number, or the word for one, at `at`.
    fn minus(&self, at: usize) -> Option<usize> {
        let is_sign =
            matches!(self.tokens.key(at), "-" | "−") && self.tokens.get(at + 1)?.joint == Joint::None;
        self.marker(at, MarkerJob::Minus).or(is_sign.then_some(at + 1))
    }

    /// The currency at `start`, the first token of an amount whose first number is `first`.
    fn sign_before(&self, start: usize, first: &Number) -> Option<&Unit> {
        self.currency(start).filter(|&(_, end)| end < first.end).map(|(unit, _)| unit)
    }

    /// "hai ba ngày", "2, 3 lần", "3 hoặc 4 bản": a small number and the next one, with one unit.
    fn neighbours(&self, first: &Number, limit: &Range<usize>) -> Option<Number> {
        let comma = (self.tokens.key(first.end) == ",").then_some(first.end + 1);
        let parted = comma.or_else(|| self.marker(first.end, MarkerJob::Or));
        let second = parted.unwrap_or(first.end);
        let fits = first.scale.is_none() && first.value < Decimal::from(20) && second < limit.end;
        if !fits || !(parted.is_some() || first.spelled) || self.is_broken(second) || self.taken[second] {
            return None;
        }
        if let Some(five) = self.five(first, second) {
            return Some(five);
        }
        let last = self.number(second).ok().filter(|n| n.spelled == first.spelled)?;
        let is_next = last.bare == (first.value + Decimal::ONE) * place_of(first, &last);
        let next = is_next && (last.scale.is_none() || first.spelled);
        let counts = self.unit(last.end).map(|(_, end)| end).or(self.noun(last.end).map(|(_, end)| end));
        let same_word = self.unit(first.end).is_some();
        // "hai ba tỷ"
        let is_sum = last.spelled && last.scale.is_some_and(|scale| scale >= Decimal::ONE_THOUSAND);
        (next && (is_sum || counts.is_some_and(|end| end <= limit.end)) && !same_word).then_some(last)
    }

    /// The five of "bốn năm ngày", whose word is a unit too: something else is counted behind it.
    fn five(&self, first: &Number, second: usize) -> Option<Number> {
        let is_four = first.spelled && first.scale.is_none() && first.value == Decimal::from(4);
        if !is_four || !self.is_unit_word(second) || self.numeral(second)?.value != 5 {
            return None;
        }
        let (scale, end) = self.scale_chain(second + 1);
        let is_one =
            |at: usize| self.marker(at, MarkerJob::Classifier).is_some() || self.tokens.key(at) == "người";
        let counts = scale.is_some() || self.is_unit_word(end) || is_one(end);
        let (five, value) = (Decimal::from(5), scale.unwrap_or(Decimal::ONE));
        let number = Number { scale, bare: five, ..Number::word(five.checked_mul(value)?, end, false) };
        counts.then_some(number)
    }

    /// The last number of "66, 12 và 9 tỷ USD" or "từ 14 lên 16 USD", whose scale and unit the first ones share.
    pub(super) fn list_end(&self, start: usize, first: &Number, limit: &Range<usize>) -> Option<Number> {
        if first.spelled || self.unit(first.end).is_some() || self.noun(first.end).is_some() {
            return None;
        }
        // "75 tỷ và 65 tỷ USD": what has its scale still wants a unit.
        let counts = |number: &Number| {
            (number.scale.is_some() && first.scale.is_none()) || self.unit(number.end).is_some()
        };
        let from = || self.marker_before(start, MarkerJob::From, limit).is_some();
        if let Some(end) = self.marker(first.end, MarkerJob::Moves) {
            // "xuống còn"
            let end = self.marker(end, MarkerJob::Moves).unwrap_or(end);
            if self.is_free(end, limit) && from() {
                return self.number(end).ok().filter(counts);
            }
        }
        let mut at = first.end;
        for _ in 0..LIST {
            let and = self.terms.context(self.lexicon, at, ContextJob::And);
            let next = and.or((self.tokens.key(at) == ",").then_some(at + 1))?;
            let number = if self.is_free(next, limit) { self.number(next).ok()? } else { return None };
            if counts(&number) {
                return and.map(|_| number);
            }
            at = number.end;
        }
        None
    }

    /// Whether the amount that ends at `end` is where a change begins: "từ 1.150 tỷ đồng năm 2022 *xuống* còn 287 tỷ".
    pub(super) fn moves_on(&self, end: usize, limit: &Range<usize>) -> bool {
        // Over no more than a time: "vào tháng 1/2024 xuống".
        let is_open = |at: usize| {
            let is_mark = self.tokens[at].kind == TokenKind::Mark && self.tokens.key(at) != "/";
            !is_mark && !self.is_broken(at) && self.marker(at, MarkerJob::Or).is_none()
        };
        let clause = (end..limit.end.min(end + MOVE)).take_while(|&at| is_open(at));
        let mut moves = clause.filter_map(|at| self.marker(at, MarkerJob::Moves));
        moves.any(|after| {
            let compared = self.comparator(after).unwrap_or(after);
            after < limit.end && (self.is_digits(after) || self.is_digits(compared))
        })
    }

    /// Whether digits stand at `at` that go on in the sentence and belong to no name or time.
    fn is_free(&self, at: usize, limit: &Range<usize>) -> bool {
        at < limit.end && self.is_digits(at) && !self.is_broken(at) && !self.taken[at]
    }

    /// A number that may follow a hyphen, which as a first number would be inside a code.
    fn range_end(&self, at: usize) -> Option<Number> {
        if self.is_digits(at) && self.tokens[at].joint == Joint::Hyphen {
            return self.number_after_hyphen(at).ok();
        }
        self.number(at).ok()
    }
}

/// The first number of a range in the scale of the last: the 5 of "5-7 triệu".
pub(super) fn shared(first: &Number, last: &Number) -> Decimal {
    match (first.scale, last.scale) {
        (None, Some(scale)) if first.bare <= last.bare => {
            let product = first.value.checked_mul(place_of(first, last)).and_then(|v| v.checked_mul(scale));
            product.unwrap_or(first.value)
        }
        (None, None) => first.value * place_of(first, last),
        // "10 nghìn - 15 nghìn tỷ"
        (Some(own), Some(scale)) if scale > own && first.bare <= last.bare => {
            let rest = scale / own;
            let is_word = rest >= Decimal::from(1_000_000) && (rest % Decimal::ONE_THOUSAND).is_zero();
            let product = if is_word { first.value.checked_mul(rest) } else { None };
            product.filter(|p| *p < last.value).unwrap_or(first.value)
        }
        _ => first.value,
    }
}

/// What the place of `last` in words multiplies a first digit by: the trăm of "bảy tám trăm".
fn place_of(first: &Number, last: &Number) -> Decimal {
    let next = first.value + Decimal::ONE;
    let is_digit = first.spelled && last.spelled && first.scale.is_none() && first.value < Decimal::TEN;
    let is_of = |place: &Decimal| is_digit && last.bare == next * place;
    [Decimal::TEN, Decimal::ONE_HUNDRED].into_iter().find(is_of).unwrap_or(Decimal::ONE)
}
