//! Dates, months, quarters and years, resolved against the document's date.

use std::ops::Range;

use jiff::civil::Date;

use crate::lexicon::{Lexicon, MarkerJob, Terms};
use crate::token::{Joint, TokenKind, Tokens};

/// How fine a time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

impl Grain {
    /// The word in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// A time that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) tokens: Range<usize>,
    /// First and last day, where they are known.
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) grain: Grain,
}

/// The document's date, if it has one that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Today(Option<Date>);

impl Today {
    /// Reads the date at the beginning of an ISO 8601 date or time.
    pub(crate) fn new(date: Option<&str>) -> Self {
        Self(date.and_then(|d| d.get(..10)).and_then(|d| d.parse().ok()))
    }

    /// The year that a time without one most likely means: the document's.
    fn year(self) -> Option<i16> {
        self.0.map(Date::year)
    }
}

/// Appends the times of the tokens `sentence` to `out`.
pub(crate) fn read(
    lexicon: &Lexicon,
    tokens: &Tokens,
    terms: &Terms,
    sentence: &Range<usize>,
    today: Today,
    out: &mut Vec<Time>,
) {
    let reader = Reader { lexicon, tokens, terms, limit: sentence.end, today };
    let mut at = sentence.start;
    while at < sentence.end {
        match reader.time(at) {
            Some(time) => {
                at = time.tokens.end;
                out.push(time);
            }
            None => at += 1,
        }
    }
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    tokens: &'a Tokens,
    terms: &'a Terms,
    limit: usize,
    today: Today,
}

impl Reader<'_> {
    fn time(&self, at: usize) -> Option<Time> {
        self.day(at).or_else(|| self.month(at)).or_else(|| self.quarter(at)).or_else(|| self.year(at))
    }

    /// "ngày 6/7/2017", "6-7-2017", "ngày 6 tháng 7 năm 2017", "sáng 6/7".
    fn day(&self, at: usize) -> Option<Time> {
        let named = self.marker(at, MarkerJob::Day);
        let start = named.unwrap_or(at);
        let (day, mut end) = self.number(start, 1, 31)?;
        if let Some((month, year, end)) = self.slashed(start, end) {
            if named.is_none() && year.is_none() {
                return None;
            }
            return self.make(at..end, Grain::Day, year, Some(month), Some(day));
        }
        let (mut month, mut year) = (None, None);
        if let Some(month_start) = self.marker(end, MarkerJob::Month) {
            let (m, after) = self.number(month_start, 1, 12)?;
            (month, end) = (Some(m), after);
            (year, end) = self.year_after(end);
        } else {
            named?;
        }
        self.make(at..end, Grain::Day, year, month, Some(day))
    }

    /// "tháng 7/2017", "tháng 7 năm 2017", "tháng 7".
    fn month(&self, at: usize) -> Option<Time> {
        let start = self.marker(at, MarkerJob::Month)?;
        let (month, end) = self.number(start, 1, 12)?;
        let (year, end) = self.year_after(end);
        self.make(at..end, Grain::Month, year, Some(month), None)
    }

    /// "quý 2/2017", "quý II năm 2017".
    fn quarter(&self, at: usize) -> Option<Time> {
        let start = self.marker(at, MarkerJob::Quarter)?;
        let (quarter, end) = match self.tokens.key(start) {
            "i" => (1, start + 1),
            "ii" => (2, start + 1),
            "iii" => (3, start + 1),
            "iv" => (4, start + 1),
            _ => self.number(start, 1, 4)?,
        };
        let (year, end) = self.year_after(end);
        self.make(at..end, Grain::Quarter, year, Some(quarter * 3), None)
    }

    /// "năm 2017".
    fn year(&self, at: usize) -> Option<Time> {
        let start = self.marker(at, MarkerJob::Year)?;
        let (year, end) = self.number(start, 1900, 2100)?;
        self.make(at..end, Grain::Year, Some(year), None, None)
    }

    /// "/7/2017", "/7", "-7-2017", ".7.2017" after a day: month, year, and the token after them.
    fn slashed(&self, start: usize, end: usize) -> Option<(i16, Option<i16>, usize)> {
        if self.is_hyphen(end) {
            // A hyphen is a joint: the next number follows at once.
            let (month, end) = self.number(end, 1, 12)?;
            let (year, end) = self.is_hyphen(end).then(|| self.number(end, 1900, 2100)).flatten()?;
            return Some((month, Some(year), end));
        }
        let mark = self.tokens.key(end);
        if !matches!(mark, "/" | ".") || self.tokens[end].joint != Joint::None {
            return None;
        }
        let (month, end) = self.number(end + 1, 1, 12)?;
        let again = self.tokens.key(end) == mark && self.tokens[end].joint == Joint::None;
        let year = again.then(|| self.number(end + 1, 1900, 2100)).flatten();
        match year {
            Some((year, end)) => Some((month, Some(year), end)),
            // "2.5" is a number unless a word for days stands before it.
            None if mark == "." || again => None,
            None => (start > 0 || end > 0).then_some((month, None, end)),
        }
    }

    fn is_hyphen(&self, at: usize) -> bool {
        at < self.limit && self.tokens[at].joint == Joint::Hyphen
    }

    /// A year after a month or quarter: "/2017", " năm 2017"; the token after what was read.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let slash = matches!(self.tokens.key(at), "/" | "-") && self.tokens[at].joint == Joint::None;
        let comma = usize::from(self.tokens.key(at) == ",");
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

    fn marker(&self, at: usize, job: MarkerJob) -> Option<usize> {
        self.terms.marker(self.lexicon, at, job).filter(|&end| end < self.limit)
    }

    /// The whole number at `at`, if it lies in `low..=high` and nothing is glued to it but a mark.
    fn number(&self, at: usize, low: i16, high: i16) -> Option<(i16, usize)> {
        let token = self
            .tokens
            .get(at)
            .filter(|t| at < self.limit && t.kind == TokenKind::Digits && t.joint != Joint::Line)?;
        let after_letters =
            token.joint == Joint::None && at > 0 && self.tokens[at - 1].kind == TokenKind::Letters;
        let before_letters =
            self.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Letters && t.joint == Joint::None);
        if after_letters || before_letters || self.tokens.key(at).len() > 4 {
            return None;
        }
        let value = self.tokens.key(at).parse().ok().filter(|v| (low..=high).contains(v))?;
        Some((value, at + 1))
    }

    fn make(
        &self,
        tokens: Range<usize>,
        grain: Grain,
        year: Option<i16>,
        month: Option<i16>,
        day: Option<i16>,
    ) -> Option<Time> {
        let year = year.or(self.today.year());
        let days = match (year, month, day) {
            (Some(year), Some(month), Some(day)) => {
                let date = Date::new(year, month as i8, day as i8).ok()?;
                Some((date, date))
            }
            (Some(year), Some(month), None) => {
                let last = Date::new(year, month as i8, 1).ok()?.last_of_month();
                let first_month = if grain == Grain::Quarter { month - 2 } else { month };
                Some((Date::new(year, first_month as i8, 1).ok()?, last))
            }
            (Some(year), None, None) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
            _ => None,
        };
        Some(Time { tokens, days, grain })
    }
}
