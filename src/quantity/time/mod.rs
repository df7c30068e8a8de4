//! Times that a text names, resolved against the document's date.

mod calendar;
mod day;
mod period;
mod relative;
mod row;

use std::ops::Range;

use jiff::civil::Date;

use self::calendar::{Calendar, Turn, When};
use self::row::Row;
use crate::lexicon::{Grain, Lexicon, MarkerJob, Numeral, NumeralPlace as Place, Sense, Terms};
use crate::token::{Joint, TokenKind, Tokens};

/// A time that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) tokens: Range<usize>,
    /// First and last day, where they are known.
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) grain: Grain,
    /// Whether its words are an amount too: "3 năm qua".
    pub(crate) counts: bool,
}

/// The document's date, if it has one that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Today(Option<Date>);

impl Today {
    /// Reads the date at the beginning of an ISO 8601 date or time.
    pub(crate) fn new(date: Option<&str>) -> Self {
        Self(date.and_then(|d| d.get(..10)).and_then(|d| d.parse().ok()))
    }
}

/// What the times of a text are read from.
pub(crate) struct Times<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
    pub(crate) today: Today,
}

/// A time found at some token.
#[derive(Clone, Copy, Debug)]
struct Found {
    end: usize,
    when: When,
    grain: Grain,
    counts: bool,
}

/// The word before a weekday that is over.
const ON_DAY: &str = "hôm";

/// Appends the times of the tokens `sentence` to `out`. `openers` are the tokens that a time can begin at.
pub(crate) fn read(
    times: &Times<'_>,
    sentence: &Range<usize>,
    openers: impl Iterator<Item = usize>,
    out: &mut Vec<Time>,
) {
    let reader = Reader { times, start: sentence.start, limit: sentence.end };
    let mut next = sentence.start;
    let mut row = Row::default();
    for at in openers {
        if at < next {
            continue;
        }
        let before = out.last().filter(|t| t.tokens.start >= sentence.start).cloned();
        let Some(found) = reader.time(at, sentence, before.as_ref(), out) else { continue };
        let found = reader.turned(at, found, out);
        let found = if found.counts { found } else { reader.span(found) };
        // "từ 25/5 đến 8/6": of a time with two ends the first word is part.
        let from = reader.marker_before(at, MarkerJob::From).filter(|&from| from >= sentence.start);
        let named = || {
            reader
                .marker_before(at, MarkerJob::Year)
                .filter(|&year| year >= sentence.start && !reader.number_before(year))
        };
        let start = match found.when {
            When::Span(..) => match from {
                // "giai đoạn từ 2020 đến 2022"
                Some(from) => reader.marker_before(from, MarkerJob::Year).unwrap_or(from),
                None => named().filter(|_| found.grain == Grain::Year).unwrap_or(at),
            },
            // "cuối tháng 5", "đầu quý II"
            _ if !found.counts
                && (matches!(found.grain, Grain::Month | Grain::Quarter)
                    || (found.grain == Grain::Year && reader.is_number(at))) =>
            {
                let longer = reader.marker_before(at, MarkerJob::NoStretch).is_some();
                reader.marker_before(at, MarkerJob::Stretch).filter(|_| !longer).unwrap_or(at)
            }
            // "hôm thứ Bảy"
            _ if found.grain == Grain::Day && reader.is_weekday(at) && reader.is_word_before(at, ON_DAY) => {
                at - 1
            }
            // "tối thứ Tư tuần tới"
            _ if found.grain == Grain::Day && reader.is_weekday(at) => {
                reader.marker_before(at, MarkerJob::Day).filter(|&s| s >= sentence.start).unwrap_or(at)
            }
            _ => at,
        };
        let start = if start < next { at } else { start };
        let days = found.when.days(times.today.0);
        out.push(Time { tokens: start..found.end, days, grain: found.grain, counts: found.counts });
        next = row.take(&reader, at, found, out);
    }
}

struct Reader<'a> {
    times: &'a Times<'a>,
    /// The first token of the sentence, and the one after its last.
    start: usize,
    limit: usize,
}

impl Reader<'_> {
    fn time(
        &self,
        at: usize,
        sentence: &Range<usize>,
        before: Option<&Time>,
        earlier: &[Time],
    ) -> Option<Found> {
        self.relative(at, earlier)
            .or_else(|| self.same_period(at, earlier))
            .or_else(|| self.first_months(at))
            .or_else(|| self.day(at, sentence, before))
            .or_else(|| self.month(at, sentence))
            .or_else(|| self.quarter(at))
            .or_else(|| self.half(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.century(at))
            .or_else(|| self.year(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.bare_year(at, sentence))
            .or_else(|| self.distance(at))
    }

    /// `found` at `at`, in the year that the words around it mean: "hồi tháng 11" is over, "tháng 11 cùng năm" is of the
    /// year told before.
    fn turned(&self, at: usize, found: Found, earlier: &[Time]) -> Found {
        let When::Calendar(calendar) = found.when else { return found };
        if calendar.year.is_some() {
            return found;
        }
        let over = || self.ends(at, MarkerJob::Over).or(self.marker_before(at, MarkerJob::Over)).is_some();
        let calendar = match calendar.turn {
            Turn::Same => {
                let told = earlier.iter().rev().find_map(|t| t.days);
                Calendar { year: told.map(|(first, _)| first.year()), ..calendar }
            }
            Turn::Own if over() => Calendar { turn: Turn::Past, ..calendar },
            _ => calendar,
        };
        Found { when: When::Calendar(calendar), ..found }
    }

    /// Takes in the other end of a span: "tháng 3 đến tháng 5", "năm 2020-2025".
    fn span(&self, first: Found) -> Found {
        let When::Calendar(from) = first.when else { return first };
        // "đêm 13 rạng sáng 14/6": two days that follow each other.
        if from.day.is_some()
            && from.month.is_none()
            && self.ends(first.end, MarkerJob::Day).is_some()
            && let Some(last) = self.day(first.end, &(0..self.limit), None)
            && let When::Calendar(to) = last.when
            && to.month.is_some()
        {
            return Found { end: last.end, when: When::Span(from.with_rest_of(to), to), ..first };
        }
        let hyphen = self.is_hyphen(first.end);
        let second = if hyphen { Some(first.end) } else { self.marker(first.end, MarkerJob::To) };
        let Some(second) = second.filter(|&s| s < self.limit && !self.is_broken(s)) else { return first };
        let mark = hyphen || self.times.tokens[first.end].kind == TokenKind::Mark;
        let named = self
            .day(second, &(0..self.limit), None)
            .or_else(|| self.month(second, &(second..self.limit)))
            .or_else(|| self.quarter(second))
            .or_else(|| self.year(second))
            .or_else(|| {
                (first.grain == Grain::Year || mark).then(|| self.plain(second, from, first.grain)).flatten()
            });
        let Some(last) = named.filter(|n| n.grain == first.grain) else { return first };
        let When::Calendar(to) = last.when else { return first };
        // "từ tháng 4/2022 đến tháng 11 cùng năm"
        let to = if to.turn == Turn::Same { Calendar { year: from.year, ..to } } else { to };
        let span = When::Span(from.with_rest_of(to), to);
        match span.days(self.times.today.0) {
            Some((a, b)) if a < b => Found { end: last.end, when: span, ..first },
            None if self.times.today.0.is_none() => Found { end: last.end, when: span, ..first },
            _ => first,
        }
    }

    /// What ends a span of `grain` without its word: the 5 of "tháng 3-5", the 2025 of "2020-2025", the 1/5 of "30/4-1/5".
    fn plain(&self, at: usize, from: Calendar, grain: Grain) -> Option<Found> {
        let found = |end, calendar| Some(Found { end, when: When::Calendar(calendar), grain, counts: false });
        match grain {
            Grain::Year => {
                let (year, end) = self.number(at, 1900, 2100)?;
                found(end, Calendar { year: Some(year), ..from })
            }
            Grain::Month => {
                let (month, end) = self.number(at, 1, 12)?;
                let (year, end) = self.year_after(end);
                found(end, Calendar { year, month: Some(month), ..from })
            }
            Grain::Day => {
                let (day, end) = self.number(at, 1, 31)?;
                let (month, year, end) = self.slashed(end, true)?;
                found(end, Calendar::day(year, Some(month), day))
            }
            _ => None,
        }
    }

    fn is_hyphen(&self, at: usize) -> bool {
        at < self.limit && self.times.tokens[at].joint == Joint::Hyphen
    }

    fn is_broken(&self, at: usize) -> bool {
        self.times.tokens.get(at).is_none_or(|t| t.joint == Joint::Line)
    }

    fn is_number(&self, at: usize) -> bool {
        at < self.limit && self.times.tokens[at].kind == TokenKind::Digits
    }

    /// The token at `at` as written; empty past the sentence.
    fn word(&self, at: usize) -> &str {
        if at < self.limit { self.times.tokens[at].span.of(self.times.text) } else { "" }
    }

    fn is_glued(&self, at: usize, mark: &str) -> bool {
        at < self.limit && self.times.tokens[at].joint == Joint::None && self.word(at) == mark
    }

    /// Where a word with the job `job` begins at `at`: the token after it, which lies in the sentence too.
    fn marker(&self, at: usize, job: MarkerJob) -> Option<usize> {
        self.ends(at, job).filter(|&end| end < self.limit)
    }

    /// Where a word with the job `job` begins at `at`: the token after it.
    fn ends(&self, at: usize, job: MarkerJob) -> Option<usize> {
        if at >= self.limit {
            return None;
        }
        self.times.terms.marker(self.times.lexicon, at, job).filter(|&end| end <= self.limit)
    }

    fn marker_before(&self, at: usize, job: MarkerJob) -> Option<usize> {
        self.times.terms.marker_before(self.times.lexicon, at, job)
    }

    /// Whether `word` in lower case stands before `at`.
    fn is_word_before(&self, at: usize, word: &str) -> bool {
        at.checked_sub(1).is_some_and(|before| self.times.tokens.key(before) == word)
    }

    /// Whether a number or a word that counts something stands at `at`.
    fn counts_at(&self, at: usize) -> bool {
        let may = |like| self.times.terms.may_begin(at, like);
        at < self.limit
            && (may(Sense::Noun(0)) || may(Sense::Unit(0)) || may(Sense::Scale(0)))
            && !self.is_broken(at)
            && self
                .times
                .terms
                .find(self.times.lexicon, at, |s| {
                    matches!(s, Sense::Noun(_) | Sense::Unit(_) | Sense::Scale(_)).then_some(())
                })
                .is_some()
    }

    /// Whether a number ends before `at`.
    fn number_before(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|b| {
            self.times.tokens[b].kind == TokenKind::Digits
                || self
                    .times
                    .terms
                    .find(self.times.lexicon, b, |s| {
                        matches!(s, Sense::Numeral(_) | Sense::Scale(_) | Sense::Vague(_)).then_some(())
                    })
                    .is_some_and(|(_, end)| end == at)
        })
    }

    /// The whole number at `at`, if it lies in `low..=high` and nothing is glued to it but a mark.
    fn number(&self, at: usize, low: i16, high: i16) -> Option<(i16, usize)> {
        let after_letters = at > 0
            && self.times.tokens.get(at).is_some_and(|t| t.joint == Joint::None)
            && self.times.tokens[at - 1].kind == TokenKind::Letters;
        if after_letters { None } else { self.glued_number(at, low, high) }
    }

    /// The same after letters: the 9 of "T9/2024".
    fn glued_number(&self, at: usize, low: i16, high: i16) -> Option<(i16, usize)> {
        let token = self
            .times
            .tokens
            .get(at)
            .filter(|t| at < self.limit && t.kind == TokenKind::Digits)
            .filter(|t| at == self.start || t.joint != Joint::Line)?;
        let before_letters = self
            .times
            .tokens
            .get(at + 1)
            .is_some_and(|t| t.kind == TokenKind::Letters && t.joint == Joint::None);
        if before_letters || token.span.len() > 4 {
            return None;
        }
        let value = self.word(at).parse().ok().filter(|v| (low..=high).contains(v))?;
        Some((value, at + 1))
    }

    /// A small number in digits or words: tháng 3, tháng ba, tháng mười hai.
    fn small(&self, at: usize, high: i16) -> Option<(i16, usize)> {
        if let Some(number) = self.number(at, 1, high) {
            return Some(number);
        }
        let numeral = |i: usize| {
            if i >= self.limit || (i > at && self.is_broken(i)) {
                return None;
            }
            self.times.terms.find_like(self.times.lexicon, i, Sense::Numeral(0), |s| match s {
                Sense::Numeral(n) => Some(&self.times.lexicon.numerals[n as usize]),
                _ => None,
            })
        };
        let is_tail = |(n, _): &(&Numeral, usize)| matches!(n.place, Place::Digit | Place::Tail);
        let (first, end) = numeral(at)?;
        let value = i16::from(first.value);
        match first.place {
            Place::Ten => match numeral(end).filter(is_tail).filter(|(n, _)| 10 + i16::from(n.value) <= high)
            {
                Some((n, end)) => Some((value + i16::from(n.value), end)),
                None => Some((value, end)),
            },
            Place::Digit if numeral(end).is_some_and(|(n, _)| n.place == Place::Tens) => {
                let end = numeral(end)?.1;
                let tail = numeral(end).filter(is_tail);
                tail.map(|(n, end)| (10 * value + i16::from(n.value), end)).or(Some((10 * value, end)))
            }
            Place::Digit | Place::Tail | Place::Month if value > 0 => Some((value, end)),
            _ => None,
        }
        .filter(|&(v, _)| v <= high)
    }
}
