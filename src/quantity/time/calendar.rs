//! Places in the calendar: years, months and days as a text names them, with parts left out.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A part of the calendar; what the text leaves out is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Calendar {
    pub(super) year: Option<i16>,
    /// The first month.
    pub(super) month: Option<i16>,
    /// How many months, where no day is named.
    pub(super) months: i16,
    pub(super) day: Option<i16>,
    /// Which of the years it means where none is named.
    pub(super) turn: Turn,
}

/// Which one is meant where the year is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Turn {
    /// That of the document's year.
    #[default]
    Own,
    /// The first one after the document's date.
    Next,
    /// The last one before the document's date or around it.
    Past,
    /// That of the time before it in the text: "cùng năm".
    Same,
}

/// What a time's words stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Calendar(Calendar),
    /// From the beginning of the first to the end of the second.
    Span(Calendar, Calendar),
    /// Days that are known, or not.
    Fixed(Option<(Date, Date)>),
}

impl When {
    /// First and last day, as seen from `today`.
    pub(super) fn days(self, today: Option<Date>) -> Option<(Date, Date)> {
        match self {
            Self::Calendar(calendar) => calendar.days(today),
            Self::Span(from, to) => Some((from.days(today)?.0, to.days(today)?.1)),
            Self::Fixed(days) => days,
        }
    }
}

impl Calendar {
    /// A year, or `years` of them.
    pub(super) fn years(year: Option<i16>, years: i16) -> Self {
        Self { year, month: Some(1), months: 12 * years, day: None, turn: Turn::Own }
    }

    /// Months of a year.
    pub(super) fn months(year: Option<i16>, month: i16, months: i16) -> Self {
        Self { year, month: Some(month), months, day: None, turn: Turn::Own }
    }

    /// A quarter of a year.
    pub(super) fn quarter(year: Option<i16>, quarter: i16) -> Self {
        Self::months(year, quarter * 3 - 2, 3)
    }

    /// A day.
    pub(super) fn day(year: Option<i16>, month: Option<i16>, day: i16) -> Self {
        Self { year, month, months: 1, day: Some(day), turn: Turn::Own }
    }

    /// The same with the month and year of `other` where it has none: "5 đến 7/6/2025".
    pub(super) fn with_rest_of(self, other: Self) -> Self {
        let turn = if self.turn == Turn::Own { other.turn } else { self.turn };
        Self { year: self.year.or(other.year), month: self.month.or(other.month), turn, ..self }
    }

    /// First and last day, as seen from `today`.
    pub(super) fn days(self, today: Option<Date>) -> Option<(Date, Date)> {
        let own = match (self.year, today) {
            (Some(year), _) => year,
            (None, Some(today)) => today.year(),
            (None, None) => return None,
        };
        let month = self.month.or(today.map(|t| i16::from(t.month())))?;
        let days = self.in_year(own, month)?;
        let (Some(today), None) = (today, self.year) else { return Some(days) };
        match self.turn {
            Turn::Own | Turn::Same => Some(days),
            Turn::Next if self.month.is_none() => {
                let next = days.0 <= today;
                if next { shifted(days, 1.months()) } else { Some(days) }
            }
            Turn::Next if days.0 <= today => self.in_year(own + 1, month),
            Turn::Past if days.0 > today => self.in_year(own - 1, month),
            _ => Some(days),
        }
    }

    fn in_year(self, year: i16, month: i16) -> Option<(Date, Date)> {
        let month = i8::try_from(month).ok()?;
        if let Some(day) = self.day {
            let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
            return Some((date, date));
        }
        let first = Date::new(year, month, 1).ok()?;
        let last = first.checked_add(i32::from(self.months - 1).months()).ok()?.last_of_month();
        Some((first, last))
    }
}

/// Both days moved by `by`.
pub(super) fn shifted(days: (Date, Date), by: Span) -> Option<(Date, Date)> {
    Some((days.0.checked_add(by).ok()?, days.1.checked_add(by).ok()?))
}
