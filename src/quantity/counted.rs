//! What a number counts: its unit, its noun, or what the words before it say.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::comparator::Compared;
use super::digits::is_glued_digit;
use super::number::{NotANumber, Number};
use crate::lexicon::{ClaimKind, MarkerJob, Sense, Unit};
use crate::token::{Case, Joint, TokenKind};

/// What stands behind an amount whose unit no list holds.
pub(super) const PLAIN: &str = "quantity.toml#plain";
/// Numbers that may be the year of a name, the second one too late.
const YEARS: (Decimal, Decimal) =
    (Decimal::from_parts(1900, 0, 0, false, 0), Decimal::from_parts(2100, 0, 0, false, 0));
/// The furthest that a price word stands before its amount, in tokens.
pub(super) const CUE: usize = 6;

/// What an amount is counted in.
pub(super) struct Counted<'l> {
    pub(super) kind: ClaimKind,
    pub(super) unit: Option<Cow<'l, str>>,
    pub(super) noun: Option<u32>,
    pub(super) tokens: Option<Range<usize>>,
    pub(super) end: usize,
    pub(super) via: &'l str,
}

impl<'l> Counted<'l> {
    /// Nothing named.
    pub(super) fn bare(kind: ClaimKind, end: usize) -> Self {
        Self { kind, unit: None, noun: None, tokens: None, end, via: PLAIN }
    }

    /// Money of a currency that is not named.
    pub(super) fn sum(currency: &'l str, end: usize) -> Self {
        Self { unit: Some(Cow::Borrowed(currency)), ..Self::bare(ClaimKind::Money, end) }
    }

    /// The unit that stands at `tokens`.
    pub(super) fn in_unit(unit: &'l Unit, tokens: Range<usize>) -> Self {
        // The years of "years-old".
        let symbol = unit.symbol.strip_suffix("s-old").unwrap_or(&unit.symbol);
        let end = tokens.end;
        Self {
            kind: unit.kind,
            unit: Some(Cow::Borrowed(symbol)),
            noun: None,
            tokens: Some(tokens),
            end,
            via: &unit.via,
        }
    }
}

impl<'l> Source<'_, 'l> {
    /// What stands after (or before) the number and says what it counts. `start` is its first token, `limit` the
    /// tokens that are its own.
    pub(super) fn counted(
        &self,
        start: usize,
        number: &Number,
        symbol: Option<&'l Unit>,
        compared: Option<Compared>,
        limit: &Range<usize>,
    ) -> Result<Counted<'l>, NotANumber> {
        let at = number.end;
        let refuse = |why| Err(NotANumber { end: at, why });
        if let Some(unit) = symbol {
            // "$5 USD" is said once.
            let end = self.unit(at).filter(|(u, _)| u.symbol == unit.symbol).map_or(at, |(_, end)| end);
            return Ok(Counted { end, ..Counted::in_unit(unit, start..start + 1) });
        }
        // "3 Bitcoin": a currency may be a name itself.
        let is_coin = |unit: &Unit, end: usize| {
            unit.kind == ClaimKind::Money && end == at + 1 && !self.taken.get(end).is_some_and(|t| *t)
        };
        // "5120 x 2880": sides of a thing without a unit.
        let is_side = |end: usize| self.cross(at) == Some(end) && self.is_digits(end);
        let unit = self
            .unit(at)
            .filter(|&(u, end)| end <= limit.end && (!self.taken[at] || is_coin(u, end)) && !is_side(end));
        let noun = self.noun(at).filter(|&(_, end)| end <= limit.end && !self.taken[at]);
        // The longer word wins: "người dùng" over "người", "điểm phần trăm" over "điểm".
        if let Some((unit, end)) = unit.filter(|&(_, end)| noun.is_none_or(|(_, n)| end >= n)) {
            if self.is_article(number, compared, start, unit.kind, limit) {
                return refuse("it is an article");
            }
            return self.in_unit(start, unit, at..end, number, limit);
        }
        let labelled = || {
            self.marker_before(start, MarkerJob::Label, limit).is_some()
                && self.marker_before(start, MarkerJob::NoLabel, limit).is_none()
        };
        // "Phụ lục 1B"
        let is_plain = number.scale.is_none() || self.is_glued_capital(at - 1);
        if is_plain && !number.grouped && (labelled() || self.is_year_of_a_name(start, number)) {
            return refuse("the word before it makes it a name or a number in a list");
        }
        if let Some((noun, end)) = noun {
            if self.is_article(number, compared, start, ClaimKind::Count, limit) {
                return refuse("it is an article");
            }
            return Ok(self.of_things(noun, at..end, limit));
        }
        if number.wary || (number.spelled && number.scale.is_none() && compared.is_none_or(|c| c.loose)) {
            return refuse("the word counts nothing that a list holds");
        }
        self.uncounted(start, number, compared, limit)
    }

    /// Whether the number at `start` ends a name as its year: "World Cup 2026".
    fn is_year_of_a_name(&self, start: usize, number: &Number) -> bool {
        let is_year = number.value >= YEARS.0 && number.value < YEARS.1 && !number.spelled;
        let before = start.checked_sub(1).filter(|_| is_year && self.tokens[start].joint == Joint::Blank);
        before.is_some_and(|b| {
            self.tokens[b].kind == TokenKind::Letters
                && self.tokens[b].case != Case::Lower
                && !self.opens_a_sentence(b)
        })
    }

    /// So many of `noun`.
    pub(super) fn of_noun(&self, noun: u32, tokens: Range<usize>) -> Counted<'l> {
        let entry = &self.lexicon.nouns[noun as usize];
        Counted {
            kind: ClaimKind::Count,
            unit: Some(Cow::Borrowed(entry.name.as_str())),
            noun: Some(noun),
            end: tokens.end,
            tokens: Some(tokens),
            via: &entry.via,
        }
    }

    /// The same with what a classifier classifies: "mẫu loa", "chiếc SIM rác".
    fn of_things(&self, noun: u32, tokens: Range<usize>, limit: &Range<usize>) -> Counted<'l> {
        let counted = self.of_noun(noun, tokens.clone());
        let named = |end: usize| {
            let unit = self.tokens.span(tokens.start, end).of(self.text).to_lowercase();
            Counted {
                unit: Some(Cow::Owned(unit)),
                tokens: Some(tokens.start..end),
                end,
                ..self.of_noun(noun, tokens.clone())
            }
        };
        let Some(at) = self.marker(tokens.start, MarkerJob::Classifier) else {
            // "3 nhân viên ngân hàng": a noun may say which.
            let at = tokens.end;
            let which = if at < limit.end && !self.taken[at] { self.noun(at) } else { None };
            // "hai ứng viên người Pakistan": a short word before a name goes with that.
            let is_of_a_name = |end: usize| end == at + 1 && self.taken.get(end).is_some_and(|t| *t);
            // "hai chuyên đề thanh tra": it may be half a word.
            let goes_on = |end: usize| end == at + 1 && !self.phrase(end, limit).is_empty();
            let which = which.filter(|&(_, end)| {
                let is_whole = end <= limit.end && !is_of_a_name(end) && !goes_on(end);
                is_whole && self.marker(at, MarkerJob::Generation).is_none()
            });
            return which.map_or(counted, |(_, end)| named(end));
        };
        // "chiếc máy trạm": the lists hold "chiếc máy", and "máy trạm".
        let longer = || self.noun(at).is_some_and(|(_, end)| end > tokens.end);
        if at != tokens.end && !longer() {
            return counted;
        }
        if at >= limit.end || self.taken[at] {
            return counted;
        }
        // An abbreviation may open the phrase.
        let is_short = self.tokens[at].case == Case::Upper && self.tokens[at].joint == Joint::Blank;
        let noun_end = self.noun(at).map(|(_, end)| end).filter(|&end| end <= limit.end);
        let end = noun_end.unwrap_or_else(|| self.phrase(at + usize::from(is_short), limit).end);
        if end == at || (is_short && self.tokens[at].kind != TokenKind::Letters) {
            return counted;
        }
        named(end)
    }

    /// Whether "một" is no number but an article: "một công ty"; but "hơn một năm" tells how long.
    fn is_article(
        &self,
        number: &Number,
        compared: Option<Compared>,
        start: usize,
        kind: ClaimKind,
        limit: &Range<usize>,
    ) -> bool {
        if !number.spelled || number.scale.is_some() || number.value != Decimal::ONE {
            return false;
        }
        let during = || self.marker_before(start, MarkerJob::During, limit).is_some();
        match kind {
            ClaimKind::Count => compared.is_none_or(|c| c.loose),
            ClaimKind::Duration => {
                compared.is_none() && !during() && self.marker(number.end + 1, MarkerJob::Half).is_none()
            }
            ClaimKind::Multiple => true,
            ClaimKind::Age => compared.is_none(),
            _ => false,
        }
    }

    fn in_unit(
        &self,
        start: usize,
        unit: &'l Unit,
        tokens: Range<usize>,
        number: &Number,
        limit: &Range<usize>,
    ) -> Result<Counted<'l>, NotANumber> {
        if unit.symbol == "hour"
            && let Some(end) = self.clock(start, number, tokens.end, limit)
        {
            return Err(NotANumber { end, why: "it is a clock time" });
        }
        // "7g30 sáng"
        let is_o_clock = || {
            let minutes = self.word(tokens.end);
            minutes.len() == 2 && minutes < "60" && number.value < Decimal::from(24)
        };
        if unit.symbol == "g" && is_glued_digit(self.tokens, tokens.end) && is_o_clock() {
            return Err(NotANumber { end: tokens.end + 1, why: "it is a clock time" });
        }
        // "MIL-STD 810H", "chuẩn 810H"
        let is_code = number.value >= Decimal::ONE_HUNDRED && self.is_glued_capital(tokens.start);
        if unit.kind == ClaimKind::Duration && (is_code || self.is_part_of_a_name(start, tokens.start)) {
            return Err(NotANumber { end: tokens.end, why: "it is glued to a letter, after a name" });
        }
        let end = tokens.end;
        let mut counted = Counted::in_unit(unit, tokens);
        if unit.kind == ClaimKind::Multiple && !self.compares(start, number, end, limit) {
            counted.kind = ClaimKind::Count;
        }
        Ok(counted)
    }

    /// Whether "lần" tells how many times as much, not how often.
    fn compares(&self, start: usize, number: &Number, end: usize, limit: &Range<usize>) -> bool {
        let magnified = (start.saturating_sub(CUE).max(limit.start)..start)
            .any(|at| self.marker(at, MarkerJob::Magnify).is_some());
        let is_of_multiples = |sense| match sense {
            Sense::Change(i) => {
                let kinds = &self.lexicon.changes[i as usize].kinds;
                (kinds.is_empty() || kinds.contains(&ClaimKind::Multiple)).then_some(())
            }
            _ => None,
        };
        let changes =
            |at: usize| self.terms.ending_like(self.lexicon, at, Sense::Change(0), is_of_multiples).is_some();
        !number.value.fract().is_zero()
            || magnified
            || self.marker(end, MarkerJob::Than).is_some()
            || self.is_more_of_something(start)
            || changes(start)
            || (start.checked_sub(1).is_some_and(changes) && self.marker(end, MarkerJob::During).is_none())
            || self.word(end - 1) == "x"
    }
}
