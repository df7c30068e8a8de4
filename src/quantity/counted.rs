//! What a number counts: its unit, its noun, or what the words before it say.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::comparator::Compared;
use super::digits::is_glued_letter;
use super::number::{NotANumber, Number};
use crate::lexicon::{ClaimKind, MarkerJob, Sense, Unit};
use crate::token::{Case, Joint, TokenKind};

/// What stands behind an amount whose unit no list holds.
pub(super) const PLAIN: &str = "quantity.toml#plain";
/// The furthest that a price word stands before its amount, in tokens.
const CUE: usize = 6;
/// The furthest that a word for paying, for ages or for numbers stands before the number told of it, in tokens.
const REACH: usize = 14;
/// More years than anyone lives.
const MOST_YEARS: u8 = 130;

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

    /// The unit that stands at `tokens`.
    pub(super) fn in_unit(unit: &'l Unit, tokens: Range<usize>) -> Self {
        let symbol = if unit.kind == ClaimKind::Age { "year" } else { &unit.symbol };
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
        let unit = self.unit(at).filter(|&(_, end)| end <= limit.end && !self.taken[at]);
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
        if number.scale.is_none() && !number.grouped && labelled() {
            return refuse("the word before it makes it a name or a number in a list");
        }
        if let Some((noun, end)) = noun {
            if self.is_article(number, compared, start, ClaimKind::Count, limit) {
                return refuse("it is an article");
            }
            return Ok(self.of_things(noun, at..end, limit));
        }
        if number.wary || (number.spelled && number.scale.is_none() && compared.is_none()) {
            return refuse("the word counts nothing that a list holds");
        }
        self.uncounted(start, number, compared, limit)
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
            let which = which
                .filter(|&(_, end)| end <= limit.end && self.marker(at, MarkerJob::Generation).is_none());
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
        let changes = |at: usize| {
            self.terms
                .ending_like(self.lexicon, at, Sense::Change(0), |s| {
                    matches!(s, Sense::Change(_)).then_some(())
                })
                .is_some()
        };
        !number.value.fract().is_zero()
            || magnified
            || self.marker(end, MarkerJob::Than).is_some()
            || self.is_more_of_something(start)
            || changes(start)
            || (start.checked_sub(1).is_some_and(changes) && self.marker(end, MarkerJob::During).is_none())
            || self.word(end - 1) == "x"
    }

    /// A number with neither unit nor listed noun: a price, an amount of what was named before it, a bare amount.
    fn uncounted(
        &self,
        start: usize,
        number: &Number,
        compared: Option<Compared>,
        limit: &Range<usize>,
    ) -> Result<Counted<'l>, NotANumber> {
        let at = number.end;
        if self.marker(at, MarkerJob::PartOf).is_some() {
            return Ok(Counted::bare(ClaimKind::Count, at));
        }
        let mut phrase = self.phrase(at, limit);
        // "1.200 kiện/giờ": of a rate the word before the slash is counted.
        let is_rate = (phrase.start + 1..=phrase.end).find(|&end| self.is_rate(end));
        if let Some(end) = is_rate {
            phrase.end = end;
        }
        let large = number.scale.is_some() || number.grouped;
        if phrase.is_empty() {
            if let Some(scale) = number.price
                && let Some(money) = &self.lexicon.scales[scale as usize].money
            {
                return Ok(Counted {
                    unit: Some(Cow::Borrowed(money)),
                    ..Counted::bare(ClaimKind::Money, at)
                });
            }
            let told_again = || {
                let first = compared.map_or(start, |c| c.first);
                self.marker_before(first, MarkerJob::Dong, limit).is_some()
            };
            let spoken =
                || number.spoken && (self.is_paid(start, limit) || self.is_sum(start, number, limit));
            let is_price = self.has_price_cue(start, limit) || spoken() || told_again();
            if large && is_price {
                return Ok(Counted {
                    unit: Some(Cow::Borrowed(DONG)),
                    ..Counted::bare(ClaimKind::Money, at)
                });
            }
            let first = compared.map_or(start, |c| c.first);
            let equals = || self.marker_before(first, MarkerJob::Equals, limit).is_some();
            if (large || compared.is_some() || equals())
                && let Some((noun, tokens)) = self.metric(start, limit).or_else(|| self.label(first, limit))
            {
                return Ok(Counted { end: at, ..self.of_noun(noun, tokens) });
            }
            if self.is_age(start, number, limit) {
                return Ok(Counted {
                    unit: Some(Cow::Borrowed("year")),
                    ..Counted::bare(ClaimKind::Age, at)
                });
            }
            let many = number.grouped || number.value >= Decimal::ONE_HUNDRED;
            if many && !number.spelled && self.is_headed(start, limit) {
                return Ok(Counted::bare(ClaimKind::Count, at));
            }
        } else if large || compared.is_some() || is_rate.is_some() {
            let unit = self.tokens.span(phrase.start, phrase.end).of(self.text).to_lowercase();
            let end = phrase.end;
            return Ok(Counted {
                unit: Some(Cow::Owned(unit)),
                tokens: Some(phrase),
                ..Counted::bare(ClaimKind::Count, end)
            });
        }
        if number.scale.is_some() {
            return Ok(Counted::bare(ClaimKind::Count, at));
        }
        Err(NotANumber { end: at, why: "nothing beside it says what it counts" })
    }

    /// Whether a slash and a unit of time are glued to what ends before `end`: "/giờ".
    fn is_rate(&self, end: usize) -> bool {
        self.is_slash(end)
            && is_glued_letter(self.tokens, end + 1)
            && self.unit(end + 1).is_some_and(|(u, _)| u.kind == ClaimKind::Duration)
    }

    /// Whether a word with the job `job` stands before the number at `start`, not far from it.
    fn is_told_of(&self, start: usize, job: MarkerJob, limit: &Range<usize>) -> bool {
        let from = start.saturating_sub(REACH).max(limit.start);
        let may = Sense::Marker(job);
        (from..start).any(|first| {
            self.terms.may_begin(first, may) && self.marker(first, job).is_some_and(|end| end <= start)
        })
    }

    /// Whether a word for paying stands before the amount at `start`: bán, vay, lương.
    fn is_paid(&self, start: usize, limit: &Range<usize>) -> bool {
        self.is_told_of(start, MarkerJob::Paid, limit)
    }

    /// Whether the spoken number at `start` can be nothing but a sum of money: millions, and no word for what is counted.
    fn is_sum(&self, start: usize, number: &Number, limit: &Range<usize>) -> bool {
        let of_count = |sense| match sense {
            Sense::Attribute(i) => {
                Some(self.lexicon.attributes[i as usize].kinds.first() == Some(&ClaimKind::Count))
            }
            _ => None,
        };
        let counts = |first: usize| {
            self.terms.find_like(self.lexicon, first, Sense::Attribute(0), of_count).is_some_and(|(is, _)| is)
        };
        number.scale.is_some_and(|scale| scale >= Decimal::from(1_000_000))
            && self.metric(start, limit).is_none()
            && !(start.saturating_sub(REACH).max(limit.start)..start).any(counts)
    }

    /// The noun of the label before `at`: "Lượt tải: 50 triệu".
    fn label(&self, at: usize, limit: &Range<usize>) -> Option<(u32, Range<usize>)> {
        let colon = at.checked_sub(1).filter(|&i| i > limit.start && self.tokens.key(i) == ":")?;
        let (noun, first) = self.terms.noun_before(self.lexicon, colon)?;
        (first >= limit.start).then_some((noun, first..colon))
    }

    /// Whether the number at `start` is told of a word that counts: "quân số hiện là 1.860".
    fn is_headed(&self, start: usize, limit: &Range<usize>) -> bool {
        let equals = self.marker_before(start, MarkerJob::Equals, limit);
        equals.is_some_and(|at| self.is_told_of(at, MarkerJob::Metric, limit))
    }

    /// Whether the number at `start` is told of an age: "độ tuổi trung bình là 27".
    fn is_age(&self, start: usize, number: &Number, limit: &Range<usize>) -> bool {
        let fits = number.scale.is_none() && number.value < Decimal::from(MOST_YEARS);
        let Some(equals) = self.marker_before(start, MarkerJob::Equals, limit).filter(|_| fits) else {
            return false;
        };
        let from = equals.saturating_sub(REACH).max(limit.start);
        (from..equals).any(|first| self.currency(first).is_some_and(|(u, _)| u.kind == ClaimKind::Age))
    }

    /// Up to two lower-case words at `at`: what a number counts when no list knows it.
    fn phrase(&self, at: usize, limit: &Range<usize>) -> Range<usize> {
        let mut end = at;
        while end < limit.end.min(at + 2) {
            let token = self.tokens[end];
            let is_word =
                token.kind == TokenKind::Letters && token.case == Case::Lower && token.joint == Joint::Blank;
            if !is_word || self.taken[end] || self.marker(end, MarkerJob::Stop).is_some() {
                break;
            }
            end += 1;
        }
        at..end
    }

    /// Whether words for money stand close before `start`: giá, doanh thu.
    fn has_price_cue(&self, start: usize, limit: &Range<usize>) -> bool {
        let may = |first: &usize| self.terms.may_begin(*first, Sense::Attribute(0));
        (start.saturating_sub(REACH).max(limit.start)..start).filter(may).any(|first| {
            // The longest word tells: "bán được" is of pieces, whatever "bán" is of.
            let of_money = |sense| match sense {
                Sense::Attribute(i) => {
                    Some(self.lexicon.attributes[i as usize].kinds.first() == Some(&ClaimKind::Money))
                }
                Sense::Marker(MarkerJob::NoAttribute) => Some(false),
                _ => None,
            };
            self.terms.find(self.lexicon, first, of_money).is_some_and(|(of_money, _)| of_money)
        })
    }

    /// The noun of "số người dùng: 4,6 triệu", which stands before its number.
    fn metric(&self, start: usize, limit: &Range<usize>) -> Option<(u32, Range<usize>)> {
        let from = start.saturating_sub(2 * CUE).max(limit.start);
        (from..start).rev().find_map(|first| {
            let noun = self.marker(first, MarkerJob::Metric).filter(|&n| n < start)?;
            // Not in "tỷ số", "chỉ số".
            let longer = |job| self.marker_before(noun, job, limit).is_some_and(|word| word < first);
            if longer(MarkerJob::NoLabel) || longer(MarkerJob::NoNumber) {
                return None;
            }
            let (entry, end) = self.noun(noun).filter(|&(_, end)| end <= start)?;
            let is_open = (end..start).all(|i| {
                self.tokens[i].kind == TokenKind::Letters
                    || matches!(self.tokens.key(i), ":" | "," | "%" | "(" | ")")
            });
            is_open.then_some((entry, noun..end))
        })
    }

    /// The end of the clock time whose hour unit ends at `end`: "10 giờ 30", "lúc 10 giờ", "10h sáng".
    fn clock(&self, start: usize, number: &Number, end: usize, limit: &Range<usize>) -> Option<usize> {
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
        match minutes {
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
            let word = self.unit(at + 1).filter(|(u, _)| u.symbol == "minute");
            return Some(word.map_or((at + 1, false), |(_, end)| (end, true)));
        }
        match self.unit(at + 1) {
            Some((u, end)) if u.symbol == "minute" => Some((end, true)),
            Some(_) => None,
            None => self.noun(at + 1).is_none().then_some((at + 1, false)),
        }
    }

    /// Whether a slash is glued to what ends before `at`.
    pub(super) fn is_slash(&self, at: usize) -> bool {
        self.tokens.key(at) == "/" && self.tokens[at].joint == Joint::None
    }

    /// The word after "mỗi" or a slash: per what.
    pub(super) fn per(&self, at: usize, limit: &Range<usize>) -> Option<Range<usize>> {
        let slash = self.is_slash(at);
        let next = if slash { at + 1 } else { self.marker(at, MarkerJob::Per)? };
        if next >= limit.end || self.tokens[next].kind != TokenKind::Letters || self.is_broken(next) {
            return None;
        }
        let unit = self.unit(next).map(|(_, end)| end);
        let named = unit.or_else(|| self.noun(next).map(|(_, end)| end));
        // After a slash any word is what it is counted by: "đồng/lượng".
        let glued = || (slash && is_glued_letter(self.tokens, next)).then_some(next + 1);
        Some(next..named.or_else(glued)?)
    }

    /// The same where a word or two that no list holds stand before the slash: "8 GB dữ liệu/ngày".
    pub(super) fn per_after_noun(&self, at: usize, limit: &Range<usize>) -> Option<Range<usize>> {
        let phrase = self.phrase(at, limit);
        let ends = || phrase.start + 1..=phrase.end;
        let slash = ends().find(|&end| self.is_rate(end));
        let each = || {
            ends().find(|&end| {
                self.marker(end, MarkerJob::Per)
                    .and_then(|next| self.unit(next))
                    .is_some_and(|(u, _)| u.kind == ClaimKind::Duration)
            })
        };
        self.per(slash.or_else(each)?, limit)
    }
}

/// The currency of an amount that names none.
const DONG: &str = "VND";
