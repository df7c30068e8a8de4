//! Amounts of several numbers: 4 giờ 30 phút, 1m82, 146 x 71 x 7,8 mm.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::counted::Counted;
use super::digits::{is_glued_digit, is_glued_letter, run};
use super::number::Number;
use super::{Quantity, Source, Value};
use crate::lexicon::{ClaimKind, Comparator, MarkerJob, Sense, Unit};
use crate::token::{Joint, TokenKind};

/// Units that are written glued: 1h20.
const HOUR: &str = "hour";
const MINUTE: &str = "minute";
/// Units whose tenths or hundredths follow them in speech.
const SPOKEN: [&str; 4] = ["m", "kg", "t", "l"];
const SIXTY: Decimal = Decimal::from_parts(60, 0, 0, false, 0);
/// The most sides that a thing has.
const SIDES: usize = 4;

impl<'l> Source<'_, 'l> {
    /// Takes in the smaller units that go on after a unit: the whole counts in the smallest of them.
    pub(super) fn joined(&self, value: &mut Decimal, counted: &mut Counted<'l>, limit: &Range<usize>) {
        let half = self
            .marker(counted.end, MarkerJob::Half)
            .filter(|&e| e <= limit.end && !self.is_broken(counted.end));
        let unit = counted.tokens.clone().and_then(|tokens| Some((tokens.start, self.unit(tokens.start)?.0)));
        // "gấp ba rưỡi" names no unit.
        if let Some(end) = half.filter(|_| unit.is_some() || counted.kind == ClaimKind::Multiple) {
            *value += Decimal::ONE / Decimal::TWO;
            counted.end = end;
            return;
        }
        let Some((start, mut unit)) = unit else { return };
        if unit.symbol == HOUR && self.minutes_glued(value, start, counted) {
            return;
        }
        if is_glued_digit(self.tokens, counted.end)
            && is_glued_letter(self.tokens, start)
            && counted.kind == ClaimKind::Measure
        {
            *value += self.after_point(counted.end);
            counted.end += 1;
            return;
        }
        if let Some((rest, end)) = self.spoken_rest(unit, counted.end, limit) {
            *value += rest;
            counted.end = end;
            return;
        }
        while let Some((number, smaller, end)) = self.smaller(counted.end, unit, limit) {
            let steps = Decimal::from(unit.size) / Decimal::from(smaller.size);
            let Some(whole) = value.checked_mul(steps).and_then(|v| v.checked_add(number.value)) else {
                return;
            };
            *value = whole;
            counted.unit = Some(Cow::Borrowed(&smaller.symbol));
            counted.via = &smaller.via;
            counted.tokens = Some(start..end);
            counted.end = end;
            unit = smaller;
        }
    }

    /// The rest of "1 mét 75", "một mét bảy", with nothing behind it that it could count.
    fn spoken_rest(&self, unit: &Unit, at: usize, limit: &Range<usize>) -> Option<(Decimal, usize)> {
        let is_spoken = SPOKEN.contains(&unit.symbol.as_str()) && at < limit.end && !self.is_broken(at);
        if !is_spoken || self.taken[at] {
            return None;
        }
        let (rest, end) = if self.is_digits(at) {
            (self.after_point(at), at + 1)
        } else {
            let number = self.spelled(at).filter(|n| n.scale.is_none() && n.value < Decimal::ONE_HUNDRED)?;
            let tenth = if number.value < Decimal::TEN { Decimal::ONE } else { Decimal::TEN };
            (number.value / Decimal::TEN / tenth, number.end)
        };
        let is_short = !self.is_digits(at) || self.word(at).len() <= 2;
        (is_short && self.tokens[at].joint == Joint::Blank && self.closes(end)).then_some((rest, end))
    }

    /// Takes in the minutes glued to hours, whose word stands at `start`: "1h20p", "trong 6h30".
    fn minutes_glued(&self, value: &mut Decimal, start: usize, counted: &mut Counted<'l>) -> bool {
        let at = counted.end;
        let minute = self.lexicon.units.iter().find(|u| u.symbol == MINUTE);
        let digits = if is_glued_digit(self.tokens, at) { self.digits(at) } else { None };
        let digits = digits.filter(|d| d.value < SIXTY);
        let (Some(minute), Some(digits)) = (minute, digits.filter(|_| is_glued_letter(self.tokens, start)))
        else {
            return false;
        };
        let letter = self.marker(digits.end, MarkerJob::Minute);
        if letter.is_none() && self.unit(digits.end).is_some() {
            return false;
        }
        let Some(minutes) = value.checked_mul(SIXTY).and_then(|m| m.checked_add(digits.value)) else {
            return false;
        };
        *value = minutes;
        counted.end = letter.unwrap_or(digits.end);
        counted.unit = Some(Cow::Borrowed(&minute.symbol));
        counted.via = &minute.via;
        true
    }

    /// The number at `at` with a unit that is contained in `unit`.
    fn smaller(&self, at: usize, unit: &Unit, limit: &Range<usize>) -> Option<(Number, &'l Unit, usize)> {
        let and =
            usize::from(self.terms.context(self.lexicon, at, crate::lexicon::ContextJob::And).is_some());
        let at = at + and;
        if unit.size == 0 || at >= limit.end || self.is_broken(at) || self.taken[at] {
            return None;
        }
        let number = if self.tokens[at].kind == TokenKind::Digits {
            self.number_after_hyphen(at).ok()?
        } else {
            self.spelled(at)?
        };
        let (smaller, end) = self.unit(number.end).filter(|&(_, end)| end <= limit.end)?;
        let fits = number.scale.is_none()
            && smaller.of == unit.of
            && smaller.size < unit.size
            && number.value * Decimal::from(smaller.size) < Decimal::from(unit.size);
        fits.then_some((number, smaller, end))
    }

    /// The sides of "146,7 x 71,5 x 7,8 mm", one amount each, in the unit at the end.
    pub(super) fn sides(&self, at: usize, limit: &Range<usize>) -> Option<(Vec<Quantity<'l>>, usize)> {
        // Nearly all numbers are of one side: look for the sign before anything is read.
        let after = run(self.tokens, at);
        let crosses = (after..after + 3).any(|i| self.terms.may_begin(i, Sense::Marker(MarkerJob::Cross)));
        if !crosses || !self.is_digits(at) || self.is_inside_a_code(at) {
            return None;
        }
        let mut numbers: Vec<(usize, Number)> = Vec::new();
        let (mut first, mut unit) = (at, None);
        let end = loop {
            let number = self.number_after_hyphen(first).ok()?;
            numbers.push((first, number));
            let named = self.unit(number.end).filter(|(u, _)| u.kind == ClaimKind::Measure);
            unit = named.or(unit);
            let end = named.map_or(number.end, |(_, end)| end);
            match self
                .cross(end)
                .filter(|&next| next < limit.end && self.is_digits(next) && numbers.len() < SIDES)
            {
                Some(next) => first = next,
                None => break end,
            }
        };
        let (unit, _) = unit.filter(|_| numbers.len() > 1)?;
        let sides = numbers.iter().enumerate().map(|(i, &(first, number))| {
            let own = self.unit(number.end).filter(|(u, _)| u.symbol == unit.symbol);
            let stop = own.map_or(number.end, |(_, end)| end);
            Quantity {
                tokens: first..if i + 1 == numbers.len() { end } else { stop },
                kind: ClaimKind::Measure,
                comparator: Comparator::Equal,
                value: Value::Exact(number.value),
                unit: Some(Cow::Borrowed(&unit.symbol)),
                unit_tokens: own.map(|(_, end)| number.end..end),
                noun: None,
                per: None,
                fraction: None,
                vague: false,
                part_of: false,
                number: first,
                via: &unit.via,
            }
        });
        Some((sides.collect(), end))
    }
}
