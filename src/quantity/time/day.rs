//! Days: 6/7/2017, ngày 6 tháng 7, sáng 6-7, từ 5 đến 7/6.

use std::ops::Range;

use super::calendar::{Calendar, When};
use super::{Found, Reader, Time};
use crate::lexicon::{Comparator, ContextJob, Grain, MarkerJob, NumeralPlace, Sense};
use crate::token::{Joint, TokenKind};

/// The years that are told by their last two digits after a day and a month.
pub(super) const RECENT: (i16, i16) = (10, 40);

impl Reader<'_> {
    /// The day at `at`. `before` is the time before it in its `sentence`: "sáng nay, 19-6".
    pub(super) fn day(&self, at: usize, sentence: &Range<usize>, before: Option<&Time>) -> Option<Found> {
        if let Some(found) = self.iso(at) {
            return Some(found);
        }
        let named = self.marker(at, MarkerJob::Day);
        let start = named.unwrap_or(at);
        let (day, mut end) = self.number(start, 1, 31).or_else(|| named.and(self.spelled_day(start)))?;
        if named.is_none() && self.is_part_of_more(at) {
            return None;
        }
        if let Some(span) = self.days_of_a_month(start, day, end) {
            return Some(span);
        }
        if let Some((month, year, end)) = self.slashed(end, named.is_some() || self.continues(at, before)) {
            // "20/11 năm ngoái"
            let (year, end) = if year.is_some() { (year, end) } else { self.year_after(end) };
            let said = named.is_some()
                || year.is_some()
                || self.continues(at, before)
                || self.is_dated(at, end, sentence);
            return said.then(|| self.found_period(end, Calendar::day(year, Some(month), day), Grain::Day));
        }
        let (mut month, mut year) = (None, None);
        if let Some(end) = self.moon_month(end) {
            return Some(Found { end, when: When::Fixed(None), grain: Grain::Day, counts: false });
        }
        if let Some((of, after)) = self.relative_month(end) {
            named?;
            (year, month, end) = (of.map(|d| d.year()), of.map(|d| i16::from(d.month())), after);
        } else if let Some(month_start) = self.marker(end, MarkerJob::Month) {
            match self.small(month_start, 12) {
                Some((m, after))
                    if self.is_number(month_start)
                        || !self.counts_at(after)
                        || self.year_after(after).0.is_some() =>
                {
                    (month, end) = (Some(m), after);
                    (year, end) = self.year_after(end);
                }
                _ => {
                    named?;
                }
            }
        } else {
            named?;
            if self.counts_at(end) || self.is_part_of_more_after(end) {
                return None;
            }
        }
        Some(self.found_period(end, Calendar::day(year, month, day), Grain::Day))
    }

    /// The day in words at `at`, which a month follows: "mùng *năm* tháng năm".
    fn spelled_day(&self, at: usize) -> Option<(i16, usize)> {
        self.small(at, 31).filter(|&(_, end)| self.marker(end, MarkerJob::Month).is_some())
    }

    /// The token after a month that bears its name by the moon, with or without a year: "tháng Giêng", "tháng Chạp".
    fn moon_month(&self, at: usize) -> Option<usize> {
        let start = self.marker(at, MarkerJob::Month)?;
        let named = |s| match s {
            Sense::Numeral(n) => {
                (self.times.lexicon.numerals[n as usize].place == NumeralPlace::Month).then_some(())
            }
            _ => None,
        };
        let (_, end) = self.times.terms.find_like(self.times.lexicon, start, Sense::Numeral(0), named)?;
        Some(self.year_after(end).1)
    }

    /// "2024-09-12", "2024/09/12".
    fn iso(&self, at: usize) -> Option<Found> {
        let (year, end) = self.number(at, 1900, 2100)?;
        let next = |end: usize, most: i16| match self.is_glued(end, "/") {
            true => self.number(end + 1, 1, most),
            false => self.is_hyphen(end).then(|| self.number(end, 1, most)).flatten(),
        };
        let (month, end) = next(end, 12)?;
        let (day, end) = next(end, 31)?;
        let calendar = Calendar::day(Some(year), Some(month), day);
        Some(Found { end, when: When::Calendar(calendar), grain: Grain::Day, counts: false })
    }

    /// "5-7/6", "5 đến 7/6/2025", after a word for days or "từ".
    fn days_of_a_month(&self, start: usize, day: i16, end: usize) -> Option<Found> {
        let second = if self.is_hyphen(end) { end } else { self.marker(end, MarkerJob::To)? };
        let second = self.marker(second, MarkerJob::Day).unwrap_or(second);
        let (last, after) = self.number(second, day + 1, 31)?;
        let said = start > 0
            && (self.marker_before(start, MarkerJob::From).is_some()
                || self.marker_before(start, MarkerJob::Day).is_some());
        let (month, year, after) = match self.slashed(after, false) {
            Some(rest) => rest,
            None => {
                let month = self.marker(after, MarkerJob::Month)?;
                let (month, after) = self.small(month, 12)?;
                let (year, after) = self.year_after(after);
                (month, year, after)
            }
        };
        let from = Calendar::day(year, Some(month), day);
        let to = Calendar::day(year, Some(month), last);
        let is_clear = said || year.is_some() || self.word(after) != "/";
        is_clear.then_some(Found { end: after, when: When::Span(from, to), grain: Grain::Day, counts: false })
    }

    /// "/7/2017", "/7", "-7-2017", ".7.2017" after a day: month, year, and the token after them.
    pub(super) fn slashed(&self, end: usize, said: bool) -> Option<(i16, Option<i16>, usize)> {
        if self.is_hyphen(end) {
            // A hyphen is a joint: the next number follows at once.
            let (month, end) = self.number(end, 1, 12)?;
            let year = self.is_hyphen(end).then(|| self.number(end, 1900, 2100)).flatten();
            return match year {
                Some((year, end)) => Some((month, Some(year), end)),
                None if said && !self.is_hyphen(end) && !self.counts_at(end) => Some((month, None, end)),
                None => None,
            };
        }
        let mark = self.word(end);
        if !matches!(mark, "/" | ".") || self.times.tokens[end].joint != Joint::None {
            return None;
        }
        let (month, end) = self.number(end + 1, 1, 12)?;
        let again = self.is_glued(end, mark);
        let year = again.then(|| self.year_of_a_day(end + 1)).flatten();
        match year {
            Some((year, end)) => Some((month, Some(year), end)),
            // "2.5" is a number, "ngày 2.5" a day.
            None if mark == "." && (!said || again || (self.counts_at(end) && !self.is_padded(end - 1))) => {
                None
            }
            None if again && self.times.tokens.get(end + 1).is_some_and(|t| t.joint == Joint::None) => None,
            None => Some((month, None, end)),
        }
    }

    /// Whether the digits at `at` begin with a nought, as months do and decimals may not: "08.03".
    fn is_padded(&self, at: usize) -> bool {
        self.word(at).len() == 2 && self.word(at).starts_with('0')
    }

    /// The year at `at`, in four digits or two: "12/6/24".
    fn year_of_a_day(&self, at: usize) -> Option<(i16, usize)> {
        let short = || {
            let (year, end) = self.number(at, RECENT.0, RECENT.1)?;
            let goes_on = self.is_glued(end, "/") || self.is_glued(end, ".") && self.is_number(end + 1);
            (!goes_on && !self.counts_at(end)).then_some((2000 + year, end))
        };
        self.number(at, 1900, 2100).or_else(short)
    }

    /// Whether a word that measures the size of a part stands before "1/5", and what is measured after it: "khoảng 1/5
    /// doanh thu".
    fn is_part(&self, at: usize, end: usize) -> bool {
        let terms = self.times.terms;
        let sign = |sense| match sense {
            Sense::Comparator(i) => Some(self.times.lexicon.comparators[i as usize].sign),
            _ => None,
        };
        let compared = || terms.ending_like(self.times.lexicon, at, Sense::Comparator(0), sign);
        // "chiếm tới 9/10 doanh thu"; but "đến 9/10" may be a day.
        let is_share = |(sign, first)| {
            sign == Comparator::About || self.marker_before(first, MarkerJob::Share).is_some()
        };
        terms.may_begin(end, Sense::Attribute(0)) && compared().is_some_and(is_share)
    }

    /// Whether digits and slashes at `at` are part of a longer code.
    fn is_part_of_more(&self, at: usize) -> bool {
        self.times.tokens[at].joint == Joint::None
            && at
                .checked_sub(1)
                .is_some_and(|b| matches!(self.word(b), "/" | "." | "," | ":" | "-" | "_" | "="))
            || self.times.tokens[at].joint == Joint::Hyphen
    }

    /// Whether the number that ends at `end` goes on: "ngày 5,6", "ngày 2.500".
    fn is_part_of_more_after(&self, end: usize) -> bool {
        matches!(self.word(end), "." | "," | "%" | ":" | "/")
            && self.times.tokens[end].joint == Joint::None
            && self
                .times
                .tokens
                .get(end + 1)
                .is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::None)
    }

    /// Whether the time before ends just before `at`: "sáng nay, 19-6", "hôm nay (19/6)".
    fn continues(&self, at: usize, before: Option<&Time>) -> bool {
        let Some(end) = before.map(|t| t.tokens.end) else { return false };
        let and = || self.times.terms.context(self.times.lexicon, end, ContextJob::And) == Some(at);
        end <= at && at - end <= 1 && (end == at || matches!(self.word(end), "," | "(") || and())
    }

    /// Whether a second number with a slash makes a span that would run backward: "1/3 đến 1/2" is of parts.
    fn is_backward(&self, at: usize, end: usize) -> bool {
        let month = |slash: usize| {
            let is_pair = slash >= 1 && self.is_glued(slash, "/") && self.is_number(slash - 1);
            is_pair.then(|| self.number(slash + 1, 1, 12)).flatten().map(|(month, _)| month)
        };
        let after = self.marker(end, MarkerJob::To).and_then(|second| month(second + 1));
        let before = self.marker_before(at, MarkerJob::To).and_then(|to| month(to.checked_sub(2)?));
        let own = month(at + 1);
        own.zip(after).is_some_and(|(own, after)| after < own)
            || own.zip(before).is_some_and(|(own, before)| own < before)
    }

    /// Whether words around "2/9" say that it is a day and no part of a whole.
    fn is_dated(&self, at: usize, end: usize, sentence: &Range<usize>) -> bool {
        // "có hiệu lực từ 1/8 quy định": where it begins, a part of a whole has another end.
        let begins = self.marker_before(at, MarkerJob::From).is_some();
        if (self.counts_at(end) && !begins) || self.ends(end, MarkerJob::Metric).is_some() {
            return false;
        }
        if self.is_backward(at, end) || self.is_part(at, end) {
            return false;
        }
        let bracketed = at > sentence.start && self.word(at - 1) == "(" && self.word(end) == ")";
        let since = self.marker_before(at, MarkerJob::Since).is_some_and(|first| first >= sentence.start);
        bracketed || since
    }
}
