//! Times in a row that tell their month or year once: "các tháng 3, 4 và 5/2023", "quý I và quý II/2024".

use super::calendar::{Calendar, Turn, When};
use super::{Found, Reader, Time};
use crate::lexicon::{ContextJob, Grain, MarkerJob};

/// The most members of a row.
const LONGEST: usize = 16;

/// The times that were joined by commas and "và" so far.
#[derive(Default)]
pub(super) struct Row {
    members: Vec<Calendar>,
    grain: Option<Grain>,
    /// The token after the last.
    end: usize,
}

impl Row {
    /// Takes `found` at `at`, the last of `out`, and what goes on after it without a word of its own, which it appends;
    /// the token after all.
    pub(super) fn take(
        &mut self,
        reader: &Reader<'_>,
        at: usize,
        found: Found,
        out: &mut Vec<Time>,
    ) -> usize {
        // "Sáng 15/6, ngày 12/9/2024": two days, each by itself.
        let apart = || reader.word(self.end) == "," && reader.ends(at, MarkerJob::Day).is_some();
        let joined = self.grain == Some(found.grain) && reader.after_joint(self.end) == Some(at) && !apart();
        if !joined || self.members.len() >= LONGEST {
            self.members.clear();
        }
        let When::Calendar(calendar) = found.when else {
            self.grain = None;
            return found.end;
        };
        (self.grain, self.end) = (Some(found.grain), found.end);
        self.add(reader, calendar, out);
        while self.members.len() < LONGEST
            && let Some((start, calendar, end)) = reader.goes_on(self.end, found.grain)
        {
            out.push(Time { tokens: start..end, days: None, grain: found.grain, counts: false });
            self.end = end;
            self.add(reader, calendar, out);
        }
        self.end
    }

    /// Adds `calendar`, which is the last of `out`, and gives all members what one of them tells.
    fn add(&mut self, reader: &Reader<'_>, calendar: Calendar, out: &mut [Time]) {
        let told = self.members.last().filter(|last| follows(calendar, **last));
        self.members.push(told.map_or(calendar, |last| calendar.with_rest_of(*last)));
        let last = self.members[self.members.len() - 1];
        for member in &mut self.members {
            *member = member.before(last);
        }
        let first = out.len() - self.members.len();
        for (time, member) in out[first..].iter_mut().zip(&self.members) {
            time.days = member.days(reader.times.today.0);
        }
    }
}

/// Whether `later` tells no year and may be of that of `earlier`: "5/3/2024 và 17/4".
fn follows(later: Calendar, earlier: Calendar) -> bool {
    later.year.is_none() && later.turn == Turn::Own && earlier.year.is_some() && later.month >= earlier.month
}

impl Calendar {
    /// The same with the month and the year of `last`, which stands later in the row, where it has none.
    fn before(self, last: Self) -> Self {
        let month = self.month.or(last.month);
        // "tháng 12 và tháng 1/2025"
        let year = last.year.map(|year| year - i16::from(month > last.month));
        let year = if self.turn == Turn::Own { self.year.or(year) } else { self.year };
        Self { year, month, ..self }
    }
}

impl Reader<'_> {
    /// The token after the comma or "và" at `at`.
    fn after_joint(&self, at: usize) -> Option<usize> {
        let and = |at| self.times.terms.context(self.times.lexicon, at, ContextJob::And);
        let comma = || (self.word(at) == ",").then(|| and(at + 1).unwrap_or(at + 1));
        and(at).or_else(comma).filter(|&start| start < self.limit && !self.is_broken(start))
    }

    /// The next time of `grain` in a row after `at`, where it has no word of its own: its tokens, and what it tells.
    fn goes_on(&self, at: usize, grain: Grain) -> Option<(usize, Calendar, usize)> {
        let (start, calendar, end) = self.member(at, grain, LONGEST)?;
        // "20, 21 và 22/6": the last is a day by itself.
        let is_whole = grain == Grain::Day && calendar.month.is_some();
        (!is_whole).then_some((start, calendar, end))
    }

    /// The next time of `grain` after `at`; only a row that tells its year (days: its month) somewhere in its next `left` is
    /// sure to be one.
    fn member(&self, at: usize, grain: Grain, left: usize) -> Option<(usize, Calendar, usize)> {
        let start = self.after_joint(at)?;
        let (calendar, end) = match grain {
            Grain::Year => {
                let (year, end) = self.number(start, 1900, 2100)?;
                (Calendar::years(Some(year), 1), end)
            }
            Grain::Quarter => {
                let (quarter, end) = self.roman_quarter(start).or_else(|| self.number(start, 1, 4))?;
                let (year, end) = self.year_after(end);
                (Calendar::quarter(year, quarter), end)
            }
            Grain::Month => {
                let (month, end) = self.number(start, 1, 12)?;
                let (year, end) = self.year_after(end);
                (Calendar::months(year, month, 1), end)
            }
            Grain::Day => {
                let (day, end) = self.number(start, 1, 31)?;
                let (month, year, end) = self.month_of(end);
                (Calendar::day(year, month, day), end)
            }
            _ => return None,
        };
        let listed = self.ends(end, MarkerJob::Respectively).is_some();
        let is_free = (!self.counts_at(end) || listed) && !self.is_grouped(end) && !self.is_hyphen(end);
        let told = if grain == Grain::Day { calendar.month } else { calendar.year };
        let sure = || {
            told.is_some()
                || self.roman_quarter(start).is_some()
                || (left > 1 && self.member(end, grain, left - 1).is_some())
        };
        (is_free && sure()).then_some((start, calendar, end))
    }

    /// The month and the year after a day: "/6", " tháng 6 năm 2024".
    fn month_of(&self, at: usize) -> (Option<i16>, Option<i16>, usize) {
        if let Some((month, year, end)) = self.slashed(at, true) {
            let (year, end) = if year.is_some() { (year, end) } else { self.year_after(end) };
            return (Some(month), year, end);
        }
        let named = self.marker(at, MarkerJob::Month).and_then(|start| self.small(start, 12));
        named.map_or((None, None, at), |(month, end)| {
            let (year, end) = self.year_after(end);
            (Some(month), year, end)
        })
    }
}
