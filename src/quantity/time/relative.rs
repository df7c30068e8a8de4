//! Times as seen from the document's date: hôm qua, quý trước, thứ Hai tuần này, 3 năm trước, cùng kỳ năm ngoái.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Calendar, When, shifted};
use super::{Found, ON_DAY, Reader, Time};
use crate::lexicon::{Grain, MarkerJob, Sense};
use crate::token::{Case, TokenKind};

impl Reader<'_> {
    /// "hôm qua", "tuần này", "năm ngoái".
    pub(super) fn relative(&self, at: usize, earlier: &[Time]) -> Option<Found> {
        let (number, end) = self.relative_word(at)?;
        let rule = &self.times.lexicon.relatives[number as usize];
        if rule.since && self.marker_before(at, MarkerJob::Since).is_none_or(|first| first < self.start) {
            return None;
        }
        let told = || earlier.iter().rev().find(|t| t.grain == rule.grain && !t.counts)?.days;
        let from = if rule.told { told().map(|(first, _)| first) } else { None };
        let days = from.or(self.times.today.0).and_then(|from| around(from, rule.grain, rule.shift));
        let days = days.map(|(first, last)| match rule.weekend {
            true => (last.checked_sub(1.days()).unwrap_or(last), last),
            false => (first, last),
        });
        Some(Found { end, when: When::Fixed(days), grain: rule.grain, counts: false })
    }

    /// A relative time at `at` that no number stands before: "5 tháng sau" is an amount.
    fn relative_word(&self, at: usize) -> Option<(u16, usize)> {
        // "lúc 8h30 sáng mai": what is no unit is not counted.
        let may_count = self.times.terms.may_begin(at, Sense::Unit(0));
        if may_count && self.number_before(at) { None } else { self.relative_at(at) }
    }

    fn relative_at(&self, at: usize) -> Option<(u16, usize)> {
        if at >= self.limit {
            return None;
        }
        if !self.times.terms.may_begin(at, Sense::Relative(0)) {
            return None;
        }
        let senses = |pattern: u32| &self.times.lexicon.senses[pattern as usize];
        let mut hits = self.times.terms.at(at).iter().filter_map(|hit| {
            senses(hit.pattern).iter().find_map(|sense| match *sense {
                Sense::Relative(i) => Some((i, hit.last as usize)),
                _ => None,
            })
        });
        // "từ đầu năm tới nay": the shorter word.
        hits.find(|&(_, end)| end <= self.limit && !self.is_on_the_way(at, end) && !self.runs_on(at, end))
    }

    /// Whether the last word of a time of several is "tới" before "nay": until now.
    fn runs_on(&self, at: usize, end: usize) -> bool {
        end > at + 1 && self.word(end - 1) == "tới" && self.word(end) == "nay"
    }

    /// Whether "sang năm" at `at` is a verb before a year: "sang năm 2024", "sang năm tới".
    fn is_on_the_way(&self, at: usize, end: usize) -> bool {
        let Some(year) = end.checked_sub(1).filter(|&y| y > at) else { return false };
        let names_year = self.ends(year, MarkerJob::Year) == Some(end);
        names_year
            && (self.number(end, 1900, 2100).is_some()
                || self.relative_at(year).is_some_and(|(_, e)| e > end))
    }

    /// The year of "năm ngoái" at `at`, after a part of it, and the token after it.
    pub(super) fn year_of(&self, at: usize) -> Option<(Option<i16>, usize)> {
        let (number, end) = self.relative_at(at)?;
        let rule = &self.times.lexicon.relatives[number as usize];
        let shift = i16::try_from(rule.shift).ok()?;
        (rule.grain == Grain::Year && !rule.since)
            .then_some((self.times.today.0.map(|t| t.year() + shift), end))
    }

    /// The first day of the month of "tháng này" after a day, where the document's date is known.
    pub(super) fn relative_month(&self, at: usize) -> Option<(Option<Date>, usize)> {
        let (number, end) = self.relative_at(at)?;
        let rule = &self.times.lexicon.relatives[number as usize];
        let first = self
            .times
            .today
            .0
            .and_then(|today| around(today, rule.grain, rule.shift))
            .map(|(first, _)| first);
        (rule.grain == Grain::Month).then_some((first, end))
    }

    /// "cùng kỳ năm ngoái": the part of the year that the article named before, a year back.
    pub(super) fn same_period(&self, at: usize, earlier: &[Time]) -> Option<Found> {
        let start = self.ends(at, MarkerJob::SamePeriod)?;
        let (year, end) = match self.number(start, 1990, 2100) {
            Some((year, end)) => (Some(year), end),
            None => self.year_after(start),
        };
        let (year, end) = match year {
            Some(year) => (Some(year), end),
            None => (self.times.today.0.map(|t| t.year() - 1), start),
        };
        let is_part = |t: &&Time| matches!(t.grain, Grain::Month | Grain::Quarter | Grain::Half) && !t.counts;
        let named = earlier.iter().rev().find(is_part).and_then(|t| Some((t.grain, t.days?)));
        let found = |when, grain| Some(Found { end, when, grain, counts: false });
        match (named, year) {
            (Some((grain, days)), Some(year)) => {
                let back = i32::from(year - days.0.year()).years();
                let (first, last) = shifted(days, back)?;
                found(When::Fixed(Some((first, last.last_of_month()))), grain)
            }
            _ => found(When::Calendar(Calendar::years(year, 1)), Grain::Year),
        }
    }

    /// Whether a day of the week is named at `at`.
    pub(super) fn is_weekday(&self, at: usize) -> bool {
        let weekday = |s| matches!(s, Sense::Weekday(_)).then_some(());
        self.times.terms.find_like(self.times.lexicon, at, Sense::Weekday(0), weekday).is_some()
    }

    /// "thứ Hai tuần trước", "thứ Ba tới", "Chủ nhật".
    pub(super) fn weekday(&self, at: usize) -> Option<Found> {
        let (number, end) =
            self.times.terms.find_like(self.times.lexicon, at, Sense::Weekday(0), |s| match s {
                Sense::Weekday(i) => Some(i),
                _ => None,
            })?;
        let named = self.marker_before(at, MarkerJob::Day).is_some()
            || self.times.tokens[end - 1].case == Case::Title;
        let day =
            Weekday::from_monday_one_offset(self.times.lexicon.weekdays[number as usize].number).ok()?;
        let today = self.times.today.0;
        let found = |end, days: Option<Date>| {
            Some(Found { end, when: When::Fixed(days.map(|d| (d, d))), grain: Grain::Day, counts: false })
        };
        // "thứ Hai 16/6"
        if let Some((date, after)) = self.number(end, 1, 31)
            && let Some((month, year, end)) = self.slashed(after, true)
        {
            return Some(self.found_period(end, Calendar::day(year, Some(month), date), Grain::Day));
        }
        if let Some((week, after)) = self.relative_at(end) {
            let rule = &self.times.lexicon.relatives[week as usize];
            if rule.grain == Grain::Week {
                let monday = today.and_then(|t| around(t, Grain::Week, rule.shift)).map(|(monday, _)| monday);
                let offset = i32::from(day.to_monday_zero_offset());
                return found(after, monday.and_then(|m| m.checked_add(offset.days()).ok()));
            }
        }
        // "từ thứ Tư tới Chủ nhật": the word joins two days.
        if let Some(after) = self.ends(end, MarkerJob::Next).filter(|&after| !self.is_weekday(after)) {
            return found(after, today.and_then(|t| t.nth_weekday(1, day).ok()));
        }
        if let Some(after) = self.ends(end, MarkerJob::Past) {
            return found(after, today.and_then(|t| t.nth_weekday(-1, day).ok()));
        }
        // "hôm thứ Bảy": the last one.
        if self.is_word_before(at, ON_DAY) {
            return found(end, today.and_then(|t| t.nth_weekday(-1, day).ok()));
        }
        let is_alone =
            self.times.tokens.get(end).is_none_or(|t| t.kind == TokenKind::Mark) || end >= self.limit;
        if named && is_alone { found(end, None) } else { None }
    }

    /// "cách đây 3 năm", "3 năm trước", "2 tháng qua", "5 ngày nữa": amounts that are times too.
    pub(super) fn distance(&self, at: usize) -> Option<Found> {
        let ago = self.marker(at, MarkerJob::Ago);
        let number = ago.unwrap_or(at);
        let (count, end) = self.number(number, 1, 999).or_else(|| self.small(number, 20))?;
        if self.is_broken(end) {
            return None;
        }
        let (symbol, end) =
            self.times.terms.find_like(self.times.lexicon, end, Sense::Unit(0), |s| match s {
                Sense::Unit(i) => Some(&self.times.lexicon.units[i as usize].symbol),
                _ => None,
            })?;
        let grain = match symbol.as_str() {
            "day" => Grain::Day,
            "week" => Grain::Week,
            "month" => Grain::Month,
            "quarter" => Grain::Quarter,
            "year" => Grain::Year,
            "decade" => Grain::Decade,
            _ => return None,
        };
        let (count, today) = (i32::from(count), self.times.today.0);
        let point = |end, shift| Found {
            end,
            when: When::Fixed(today.and_then(|t| around(t, grain, shift))),
            grain,
            counts: true,
        };
        if ago.is_some() {
            return Some(point(end, -count));
        }
        if let Some(after) = self.ends(end, MarkerJob::Ahead) {
            return Some(point(after, count));
        }
        if let Some(after) = self.ends(end, MarkerJob::Before) {
            return Some(point(after, -count));
        }
        let reach = |after, shift| {
            let days = today.and_then(|t| {
                let other = moved(t, grain, shift)?;
                Some(if other < t { (other, t) } else { (t, other) })
            });
            Some(Found { end: after, when: When::Fixed(days), grain, counts: true })
        };
        if let Some(after) = self.ends(end, MarkerJob::Next) {
            return reach(after, count);
        }
        self.ends(end, MarkerJob::Past).and_then(|after| reach(after, -count))
    }
}

/// The `grain` that lies `shift` of them after the one around `today`.
fn around(today: Date, grain: Grain, shift: i32) -> Option<(Date, Date)> {
    let day = moved(today, grain, shift)?;
    let months = |first: Date, count: i32| {
        let last = first.checked_add((count - 1).months()).ok()?.last_of_month();
        Some((first, last))
    };
    let in_year = |month: i8| Date::new(day.year(), month, 1).ok();
    match grain {
        Grain::Day => Some((day, day)),
        Grain::Week => {
            let monday = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
            Some((monday, monday.checked_add(6.days()).ok()?))
        }
        Grain::Month => months(day.first_of_month(), 1),
        Grain::Quarter => months(in_year((day.month() - 1) / 3 * 3 + 1)?, 3),
        Grain::Half => months(in_year((day.month() - 1) / 6 * 6 + 1)?, 6),
        Grain::Year => months(in_year(1)?, 12),
        Grain::Decade => months(Date::new(day.year() / 10 * 10, 1, 1).ok()?, 120),
        Grain::Century => months(Date::new((day.year() - 1) / 100 * 100 + 1, 1, 1).ok()?, 1200),
    }
}

/// `day` moved by `shift` of `grain`; from the first of its month where the grain is longer than a week.
fn moved(day: Date, grain: Grain, shift: i32) -> Option<Date> {
    let span = match grain {
        Grain::Day => shift.days(),
        Grain::Week => shift.weeks(),
        Grain::Month => shift.months(),
        Grain::Quarter => (3 * shift).months(),
        Grain::Half => (6 * shift).months(),
        Grain::Year => shift.years(),
        Grain::Decade => (10 * shift).years(),
        Grain::Century => (100 * shift).years(),
    };
    day.checked_add(span).ok()
}
