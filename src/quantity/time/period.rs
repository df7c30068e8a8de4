//! Months, quarters, halves, years, decades and centuries.

use std::ops::Range;

use super::calendar::{Calendar, Turn, When};
use super::day::RECENT;
use super::{Found, Reader};
use crate::lexicon::{Grain, MarkerJob, Sense};
use crate::token::{Case, Joint, TokenKind};

/// Days after which a date without a year may be the next of its kind rather than the last.
const LONG_AGO: i32 = 180;

impl Reader<'_> {
    /// "tháng 7/2017", "tháng bảy năm ngoái", "tháng 9 tới", "T9/2024"; also "9/2024" after "tháng" is left out.
    pub(super) fn month(&self, at: usize, sentence: &Range<usize>) -> Option<Found> {
        let Some(start) = self.marker(at, MarkerJob::Month) else { return self.bare_month(at, sentence) };
        let glued = self.times.tokens[start].joint == Joint::None;
        if glued || self.number_before(at) {
            let (month, end) = if glued { self.glued_number(start, 1, 12)? } else { return None };
            let (year, end) = self.year_after(end);
            return year.map(|y| self.found_period(end, Calendar::months(Some(y), month, 1), Grain::Month));
        }
        if self.is_in_name(at) {
            return None;
        }
        let (month, end) = self.small(start, 12)?;
        let spelled = self.times.tokens[start].kind == TokenKind::Letters;
        let dated = self.ends(end, MarkerJob::Year).is_some_and(|y| self.number(y, 1900, 2100).is_some())
            || self.year_of(end).is_some();
        if spelled
            && !dated
            && (self.counts_at(end)
                || self.times.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Digits))
        {
            return None;
        }
        let (year, end) = self.year_after(end);
        Some(self.found_period(end, Calendar::months(year, month, 1), Grain::Month))
    }

    /// Whether the word at `at` is part of a name: "đường Cách Mạng *Tháng* Tám".
    fn is_in_name(&self, at: usize) -> bool {
        let is_title = |i: usize| self.times.tokens[i].case == Case::Title;
        is_title(at) && at > self.start && is_title(at - 1) && self.times.tokens[at].joint == Joint::Blank
    }

    /// "9/2024", where no day stands before it.
    fn bare_month(&self, at: usize, sentence: &Range<usize>) -> Option<Found> {
        let free = at == sentence.start
            || !self.is_glued(at - 1, "/") && self.times.tokens[at].joint != Joint::None
            || matches!(self.word(at.saturating_sub(1)), "(" | "“" | "\"");
        let (month, end) = self.number(at, 1, 12)?;
        if !free || !self.is_glued(end, "/") {
            return None;
        }
        let (year, end) = self.number(end + 1, 1990, 2100)?;
        if self.is_glued(end, "/") || self.is_glued(end, ".") && self.number(end + 1, 0, 9999).is_some() {
            return None;
        }
        Some(self.found_period(end, Calendar::months(Some(year), month, 1), Grain::Month))
    }

    /// "quý 2/2017", "quý II năm 2017", "quý đầu năm", "Q3/2024".
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.quarter_code(at) {
            return Some(found);
        }
        let start = self.marker(at, MarkerJob::Quarter)?;
        // "Q.II/2024"
        let start = start + usize::from(self.is_glued(start, ".") && start + 1 < self.limit);
        if self.times.tokens[start].joint == Joint::None {
            if let Some((quarter, end)) = self.roman_quarter(start) {
                let (year, end) = self.year_after(end);
                return Some(self.found_period(end, Calendar::quarter(year, quarter), Grain::Quarter));
            }
            let (quarter, end) = self.glued_number(start, 1, 4)?;
            let (year, end) = self.glued_year(end);
            let whole = year.is_some() || self.times.tokens[at].joint != Joint::None;
            let calendar = Calendar::quarter(year, quarter);
            return whole.then(|| self.found_period(end, calendar, Grain::Quarter));
        }
        let part = || match (self.ends(start, MarkerJob::First), self.ends(start, MarkerJob::Last)) {
            (Some(end), _) => Some((1, end)),
            (_, Some(end)) => Some((4, end)),
            _ => self.small(start, 4),
        };
        let (quarter, end) = self.roman_quarter(start).or_else(part)?;
        if self.number_before(at) && self.times.tokens[start].kind == TokenKind::Letters {
            return None;
        }
        let (year, end) = self.year_at(end).unwrap_or_else(|| self.year_after(end));
        Some(self.found_period(end, Calendar::quarter(year, quarter), Grain::Quarter))
    }

    /// "I" to "IV".
    pub(super) fn roman_quarter(&self, at: usize) -> Option<(i16, usize)> {
        let quarter = ["I", "II", "III", "IV"].iter().position(|roman| *roman == self.word(at))?;
        Some((quarter as i16 + 1, at + 1))
    }

    /// "1Q25", "4Q2024".
    fn quarter_code(&self, at: usize) -> Option<Found> {
        let token = self.times.tokens.get(at).filter(|t| t.kind == TokenKind::Digits && t.span.len() == 1)?;
        let quarter = token.span.of(self.times.text).parse().ok().filter(|q| (1..=4).contains(q))?;
        let glued = |i: usize| i < self.limit && self.times.tokens[i].joint == Joint::None;
        if !glued(at + 1) || self.word(at + 1) != "Q" || !glued(at + 2) {
            return None;
        }
        let (year, end) = self.glued_number(at + 2, 1990, 2100).or_else(|| {
            self.glued_number(at + 2, RECENT.0, RECENT.1).map(|(year, end)| (2000 + year, end))
        })?;
        Some(self.found_period(end, Calendar::quarter(Some(year), quarter), Grain::Quarter))
    }

    /// The year after a part of one that is written with a letter: "Q2/2025", "Q2 2025", "Q2/25".
    fn glued_year(&self, at: usize) -> (Option<i16>, usize) {
        if self.is_glued(at, "/")
            && let Some((year, end)) = self.number(at + 1, RECENT.0, RECENT.1)
            && !self.is_glued(end, "/")
        {
            return (Some(2000 + year), end);
        }
        match self.number(at, 1990, 2100).filter(|&(_, end)| !self.counts_at(end)) {
            Some((year, end)) => (Some(year), end),
            None => self.year_after(at),
        }
    }

    /// "nửa đầu năm 2025", "nửa cuối năm nay", "H1/2025".
    pub(super) fn half(&self, at: usize) -> Option<Found> {
        if let Some(end) = self.marker(at, MarkerJob::FirstHalf) {
            let (year, end) = self.year_at(end)?;
            return Some(self.found_period(end, Calendar::months(year, 1, 6), Grain::Half));
        }
        let start = self.marker(at, MarkerJob::HalfOf)?;
        if self.times.tokens[start].joint == Joint::None {
            let (half, end) = self.glued_number(start, 1, 2)?;
            let (Some(year), end) = self.glued_year(end) else { return None };
            let calendar = Calendar::months(Some(year), half * 6 - 5, 6);
            return Some(self.found_period(end, calendar, Grain::Half));
        }
        let (month, end) = self.first_or_last(start, 6)?;
        let year = self.year_at(end)?;
        Some(self.found_period(year.1, Calendar::months(year.0, month, 6), Grain::Half))
    }

    /// "6 tháng đầu năm 2025", "chín tháng đầu năm", "9 tháng năm 2024", "9T2019".
    pub(super) fn first_months(&self, at: usize) -> Option<Found> {
        let (months, end) = if self.times.tokens[at].kind == TokenKind::Digits {
            let value: i16 = self.word(at).parse().ok().filter(|m| (1..=12).contains(m))?;
            (value, at + 1)
        } else {
            self.small(at, 12)?
        };
        if let Some(quarters) = self.first_quarters(months, end) {
            return Some(quarters);
        }
        let start = self.marker(end, MarkerJob::Month)?;
        let (first, end) = match self.first_or_last(start, months) {
            Some(part) => part,
            None if months > 1 && months % 3 == 0 => (1, start),
            None => return None,
        };
        let (year, end) = if end == start && self.times.tokens[start].joint == Joint::None {
            let slash = usize::from(self.is_glued(start, "/"));
            let (year, end) = self.glued_number(start + slash, 1990, 2100)?;
            (Some(year), end)
        } else {
            self.year_at(end).filter(|(year, _)| end != start || year.is_some())?
        };
        let grain = match months {
            6 => Grain::Half,
            3 => Grain::Quarter,
            12 => Grain::Year,
            _ => Grain::Month,
        };
        Some(self.found_period(end, Calendar::months(year, first, months), grain))
    }

    /// "ba quý đầu năm 2024", "hai quý cuối năm": so many `quarters`, whose word stands at `at`.
    fn first_quarters(&self, quarters: i16, at: usize) -> Option<Found> {
        let start = self.marker(at, MarkerJob::Quarter).filter(|_| (2..=3).contains(&quarters))?;
        let (first, end) = self.first_or_last(start, quarters * 3)?;
        let (year, end) = self.year_at(end)?;
        let grain = if quarters == 2 { Grain::Half } else { Grain::Month };
        Some(self.found_period(end, Calendar::months(year, first, quarters * 3), grain))
    }

    /// The first month of the `months` that "đầu" or "cuối" at `at` means.
    fn first_or_last(&self, at: usize, months: i16) -> Option<(i16, usize)> {
        if let Some(end) = self.marker(at, MarkerJob::First) {
            return Some((1, end));
        }
        self.marker(at, MarkerJob::Last).map(|end| (13 - months, end))
    }

    /// The year at `at`: "năm 2025", "năm nay", "2025", or "năm" alone, which is the document's.
    fn year_at(&self, at: usize) -> Option<(Option<i16>, usize)> {
        let at = at + usize::from(self.ends(at, MarkerJob::Of).is_some());
        if let Some((year, end)) = self.year_of(at) {
            return Some((year, end));
        }
        if let Some(start) = self.ends(at, MarkerJob::Year) {
            return Some(match self.number(start, 1900, 2100) {
                Some((year, end)) => (Some(year), end),
                None => (None, start),
            });
        }
        self.number(at, 1990, 2100).map(|(year, end)| (Some(year), end))
    }

    /// "năm 2017".
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let start = self.marker(at, MarkerJob::Year)?;
        // "FY2024"
        let glued = self.times.tokens[start].joint == Joint::None;
        let (year, end) =
            if glued { self.glued_number(start, 1900, 2100)? } else { self.number(start, 1900, 2100)? };
        // "kế hoạch 5 năm 2026-2030": the word is of the number before it.
        let counted = self.number_before(at) && self.is_hyphen(end);
        if self.is_grouped(end) || counted {
            return None;
        }
        Some(self.found_period(end, Calendar::years(Some(year), 1), Grain::Year))
    }

    pub(super) fn is_grouped(&self, end: usize) -> bool {
        (self.is_glued(end, ".") || self.is_glued(end, ","))
            && self
                .times
                .tokens
                .get(end + 1)
                .is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::None)
    }

    /// "từ 2020", "(2019)", "2020-2025": a year without its word.
    pub(super) fn bare_year(&self, at: usize, sentence: &Range<usize>) -> Option<Found> {
        let (year, end) = self.number(at, 1990, 2050)?;
        // "đến cuối 2024 hãng đã lắp": no count after such a word.
        let counts = || self.counts_at(end) && self.marker_before(at, MarkerJob::Stretch).is_none();
        if self.is_grouped(end)
            || counts()
            || self.times.tokens[at].joint == Joint::None && self.word(at - 1) != "("
        {
            return None;
        }
        let bracketed = at > sentence.start && self.word(at - 1) == "(" && self.word(end) == ")";
        let since = self.marker_before(at, MarkerJob::Since).is_some_and(|first| first >= sentence.start);
        let dash = matches!(self.word(end), "–" | "—" | "-");
        let spans = (self.is_hyphen(end) || dash)
            && self
                .number(end + usize::from(dash), year + 1, year + 40)
                .is_some_and(|(_, e)| !self.counts_at(e));
        (bracketed || since || spans)
            .then(|| self.found_period(end, Calendar::years(Some(year), 1), Grain::Year))
    }

    /// "thập niên 1990", "những năm 90".
    pub(super) fn decade(&self, at: usize) -> Option<Found> {
        let start = self.marker(at, MarkerJob::Decade)?;
        if self.number_before(at) {
            return None;
        }
        let (year, end) = self.number(start, 10, 2090)?;
        let year = match year {
            1800..=2090 => year,
            30..=99 => 1900 + year,
            10 | 20 => 2000 + year,
            _ => return None,
        };
        (year % 10 == 0).then(|| self.found_period(end, Calendar::years(Some(year), 10), Grain::Decade))
    }

    /// "thế kỷ 21", "thế kỷ XXI".
    pub(super) fn century(&self, at: usize) -> Option<Found> {
        let start = self.marker(at, MarkerJob::Century)?;
        let (century, end) = match self.number(start, 1, 30) {
            Some(number) => number,
            None => {
                (i16::try_from(roman(self.times.tokens[start].span.of(self.times.text))?).ok()?, start + 1)
            }
        };
        Some(self.found_period(end, Calendar::years(Some(century * 100 - 99), 100), Grain::Century))
    }

    /// A day that bears a name.
    pub(super) fn holiday(&self, at: usize) -> Option<Found> {
        let (number, end) =
            self.times.terms.find_like(self.times.lexicon, at, Sense::Holiday(0), |s| match s {
                Sense::Holiday(i) => Some(i),
                _ => None,
            })?;
        let holiday = &self.times.lexicon.holidays[number as usize];
        // "Quốc tế Phụ nữ 8/3"
        if let Some((day, after)) = self.number(end, 1, 31)
            && let Some((month, year, end)) = self.slashed(after, true)
        {
            return Some(self.found_period(end, Calendar::day(year, Some(month), day), Grain::Day));
        }
        let (year, end) = match self.number(end, 1990, 2100) {
            Some((year, end)) if !self.counts_at(end) => (Some(year), end),
            _ => self.year_after(end),
        };
        if holiday.month == 0 {
            return Some(Found { end, when: When::Fixed(None), grain: Grain::Day, counts: false });
        }
        let calendar = Calendar::day(year, Some(i16::from(holiday.month)), i16::from(holiday.day));
        Some(self.found_period(end, calendar, Grain::Day))
    }

    pub(super) fn found_period(&self, end: usize, calendar: Calendar, grain: Grain) -> Found {
        if let Some(end) =
            self.ends(end, MarkerJob::Lunar).filter(|_| matches!(grain, Grain::Month | Grain::Day))
        {
            return Found { end, when: When::Fixed(None), grain, counts: false };
        }
        let (turn, end) = if calendar.year.is_none() { self.turn(end, calendar) } else { (Turn::Own, end) };
        // "trong tháng 7 này"
        let is_this = calendar.year.is_none() && grain == Grain::Month && self.word(end) == "này";
        let end = end + usize::from(is_this);
        Found { end, when: When::Calendar(Calendar { turn, ..calendar }), grain, counts: false }
    }

    /// "tới", "vừa qua" or "cùng năm" after `calendar`.
    fn turn(&self, end: usize, calendar: Calendar) -> (Turn, usize) {
        if let Some(after) = self.ends(end, MarkerJob::SameYear) {
            return (Turn::Same, after);
        }
        // "ngày 9/6 tới Hà Nội", as told a few days later: where to, not when.
        let is_over = || {
            let today = self.times.today.0;
            let days = today.and_then(|_| calendar.days(today));
            let gone = today.zip(days).and_then(|(today, (_, last))| today.since(last).ok());
            gone.is_some_and(|gone| (1..=LONG_AGO).contains(&gone.get_days()))
        };
        // "từ tháng 8 tới tháng 11": the word joins two times.
        let joins = |after: usize| {
            // "từ hôm 3/6 tới nay"
            let is_today = self.word(after) == "nay";
            is_today
                || [MarkerJob::Month, MarkerJob::Day, MarkerJob::Quarter, MarkerJob::Year]
                    .iter()
                    .any(|&job| self.marker(after, job).is_some())
                || self.is_number(after)
        };
        let next = self.ends(end, MarkerJob::Next).filter(|&after| !joins(after));
        if let Some(after) = next.filter(|&after| after > end + 1 || !is_over()) {
            return (Turn::Next, after);
        }
        // "đầu tháng 6 qua ảnh": a single word is a preposition unless the clause ends after it.
        let closes = |after: usize| {
            after > end + 1
                || after >= self.limit
                || self.times.tokens[after].kind == TokenKind::Mark
                || self.times.tokens[after].joint == Joint::Line
        };
        match self.ends(end, MarkerJob::Past).filter(|&after| closes(after)) {
            Some(after) => (Turn::Past, after),
            None => (Turn::Own, end),
        }
    }

    /// A year after a month or quarter: "/2017", " năm 2017", " năm ngoái"; the token after what was read.
    pub(super) fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let slash = matches!(self.word(at), "/" | "-" | ".") && self.times.tokens[at].joint == Joint::None;
        let comma = usize::from(self.word(at) == ",");
        if let Some((Some(year), end)) = self.year_of(at) {
            return (Some(year), end);
        }
        // "tháng 6, 2023"
        if comma == 1
            && let Some((year, end)) =
                self.number(at + 1, 1990, 2050).filter(|&(_, end)| !self.counts_at(end))
            && !self.is_grouped(end)
            && !self.is_hyphen(end)
        {
            return (Some(year), end);
        }
        let start = match self.marker(at + comma, MarkerJob::Year) {
            Some(start) => Some(start),
            None if slash => Some(at + 1),
            None if self.is_hyphen(at) => Some(at),
            None => None,
        };
        match start.and_then(|s| self.number(s, 1900, 2100)) {
            Some((year, end)) => (Some(year), end),
            None => (None, at),
        }
    }
}

/// The value of a Roman numeral up to the thirties.
fn roman(word: &str) -> Option<u32> {
    super::super::order::roman(word)
}
