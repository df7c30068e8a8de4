//! Clock times, which are no amounts: 10 giờ 30, lúc 10 giờ, 16h45.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::number::Number;
use crate::lexicon::MarkerJob;
use crate::token::Joint;

impl Source<'_, '_> {
    /// The end of the clock time whose hour unit ends at `end`: "10 giờ 30", "lúc 10 giờ", "10h sáng".
    pub(super) fn clock(
        &self,
        start: usize,
        number: &Number,
        end: usize,
        limit: &Range<usize>,
    ) -> Option<usize> {
        let is_hour =
            number.value <= Decimal::from(24) && number.value.fract().is_zero() && number.scale.is_none();
        if !is_hour {
            return None;
        }
        if number.value.is_zero() {
            return Some(end);
        }
        let minutes = self.minutes(end);
        let after = minutes.map_or(end, |(after, _)| after);
        if self.marker(after, MarkerJob::Day).is_some() && !self.is_broken(after) {
            return Some(after);
        }
        if self.marker_before(start, MarkerJob::Clock, limit).is_some() {
            return Some(after);
        }
        let letter = self.word(end - 1).len() == 1 && !self.is_broken(end - 1);
        let lasts = || self.marker_before(start, MarkerJob::Lasts, limit).is_some();
        match minutes {
            Some((_, false)) if letter && lasts() => None,
            Some((after, false)) => Some(after),
            Some((_, true)) => None,
            None if letter && number.value < Decimal::from(24) => {
                self.marker_before(start, MarkerJob::During, limit).is_none().then_some(end)
            }
            None => None,
        }
    }

    /// The minutes at `at`: the token after them, and whether the word for them stands there.
    fn minutes(&self, at: usize) -> Option<(usize, bool)> {
        if !self.is_digits(at) || self.is_broken(at) || self.word(at).len() > 2 {
            return None;
        }
        if self.tokens[at].joint == Joint::None {
            // "16h45": nothing parts them.
            let word = self.unit(at + 1).filter(|(u, _)| u.symbol == "minute").map(|(_, end)| end);
            let word = word.or_else(|| self.marker(at + 1, MarkerJob::Minute));
            return Some(word.map_or((at + 1, false), |end| (end, true)));
        }
        match self.unit(at + 1) {
            Some((u, end)) if u.symbol == "minute" => Some((end, true)),
            Some(_) => None,
            None => self.noun(at + 1).is_none().then_some((at + 1, false)),
        }
    }
}
