//! Amounts of several numbers: 4 giờ 30 phút, 1m82, 146 x 71 x 7,8 mm.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::counted::Counted;
use super::digits::{is_glued_digit, is_glued_letter, run};
use super::number::Number;
use super::{Quantity, Source, Value};
use crate::lexicon::{ClaimKind, Comparator, MarkerJob, Sense, Unit};
use crate::token::TokenKind;

/// The most sides that a thing has.
const SIDES: usize = 4;

impl<'l> Source<'_, 'l> {
    /// Takes in the smaller units that go on after a unit: the whole counts in the smallest of them.
    pub(super) fn joined(&self, value: &mut Decimal, counted: &mut Counted<'l>, limit: &Range<usize>) {
        let Some(tokens) = counted.tokens.clone() else { return };
        let Some((mut unit, _)) = self.unit(tokens.start) else { return };
        if let Some(end) = self
            .marker(counted.end, MarkerJob::Half)
            .filter(|&e| e <= limit.end && !self.is_broken(counted.end))
        {
            *value += Decimal::ONE / Decimal::TWO;
            counted.end = end;
            return;
        }
        if is_glued_digit(self.tokens, counted.end)
            && is_glued_letter(self.tokens, tokens.start)
            && counted.kind == ClaimKind::Measure
        {
            *value += self.after_point(counted.end);
            counted.end += 1;
            return;
        }
        while let Some((number, smaller, end)) = self.smaller(counted.end, unit, limit) {
            let steps = Decimal::from(unit.size) / Decimal::from(smaller.size);
            *value = *value * steps + number.value;
            counted.unit = Some(Cow::Borrowed(&smaller.symbol));
            counted.via = &smaller.via;
            counted.tokens = Some(tokens.start..end);
            counted.end = end;
            unit = smaller;
        }
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
