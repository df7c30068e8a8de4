//! Reads the amounts of a sentence, from its numbers outwards.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::number::{self, NotANumber, Number};
use super::{Quantity, Value, comparator};
use crate::entity::Trace;
use crate::lexicon::{ClaimKind, Comparator, Lexicon, MarkerJob, Sense, Terms, Unit};
use crate::token::{Case, Joint, TokenKind, Tokens};

/// What the amounts of a text are read from.
pub(crate) struct Source<'a, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
}

/// Appends the amounts of `sentence` to `out`. `is_taken` says of a token that it belongs to a name or a time.
pub(crate) fn read<'l>(
    source: &Source<'_, 'l>,
    sentence: &Range<usize>,
    is_taken: impl Fn(usize) -> bool,
    trace: &mut Trace,
    out: &mut Vec<Quantity<'l>>,
) {
    let mut at = sentence.start;
    while at < sentence.end {
        if is_taken(at) {
            at += 1;
            continue;
        }
        let start =
            out.last().filter(|q| q.tokens.end > sentence.start).map_or(sentence.start, |q| q.tokens.end);
        let limit = start..sentence.end;
        match source.amount(at, &limit) {
            Some(Ok(quantity)) if !quantity.tokens.clone().any(&is_taken) => {
                at = quantity.tokens.end;
                out.push(quantity);
            }
            Some(Ok(quantity)) => at = quantity.number + 1,
            Some(Err(no)) => {
                let end = no.end.clamp(at + 1, sentence.end);
                trace.note(source.tokens.span(at, end), || ("claim".to_owned(), no.why.to_owned()));
                at = end;
            }
            None => at += 1,
        }
    }
}

/// A unit found in the text, and the token after it.
pub(super) fn unit<'l>(
    lexicon: &'l Lexicon,
    text: &str,
    tokens: &Tokens,
    terms: &Terms,
    at: usize,
) -> Option<(&'l Unit, usize)> {
    if tokens.get(at)?.joint == Joint::Line {
        return None;
    }
    terms.at(at).iter().find_map(|hit| {
        let written = tokens.span(hit.first as usize, hit.last as usize).of(text);
        lexicon.senses[hit.pattern as usize].iter().find_map(|sense| match sense {
            Sense::Unit(i) => {
                let unit = &lexicon.units[*i as usize];
                let fits = !unit.exact || unit.words.iter().any(|w| w == written);
                fits.then_some((unit, hit.last as usize))
            }
            _ => None,
        })
    })
}

/// What stands behind an amount whose unit no list holds.
const PLAIN: &str = "quantity.toml#plain";

/// What an amount is counted in.
struct Counted<'l> {
    kind: ClaimKind,
    unit: Option<Cow<'l, str>>,
    noun: Option<u32>,
    tokens: Option<Range<usize>>,
    end: usize,
    via: &'l str,
}

impl<'l> Source<'_, 'l> {
    /// The amount that begins at `at` with its number, its currency sign or its vague word.
    fn amount(&self, at: usize, limit: &Range<usize>) -> Option<Result<Quantity<'l>, NotANumber>> {
        if let Some((vague, end)) = self.vague(at) {
            return self.vague_amount(at, end, vague, limit).map(Ok);
        }
        let symbol = self.terms.find(self.lexicon, at, |s| match s {
            Sense::UnitBefore(i) => Some(&self.lexicon.units[i as usize]),
            _ => None,
        });
        let is_number = |i: usize| i < limit.end && self.tokens[i].kind == TokenKind::Digits;
        match symbol {
            Some((unit, number)) if is_number(number) && self.tokens[number].joint != Joint::Line => {
                Some(self.numeric(at, number, Some(unit), limit))
            }
            _ if is_number(at) => Some(self.numeric(at, at, None, limit)),
            _ => None,
        }
    }

    fn numeric(
        &self,
        start: usize,
        at: usize,
        symbol: Option<&'l Unit>,
        limit: &Range<usize>,
    ) -> Result<Quantity<'l>, NotANumber> {
        let mut first = self.number(at)?;
        let range = self.range(start, &first, limit);
        let last = range.unwrap_or(first);
        let mut counted = self.counted(start, last, symbol, limit)?;
        if let (Some(thousands), true) =
            (first.undecided, counted.kind == ClaimKind::Money || ends_round(first.value))
        {
            first.value = thousands;
        }
        let mut value = match range {
            Some(last) => Value::Between(shared(first, last), last.value),
            None => Value::Exact(first.value),
        };
        if matches!(value, Value::Between(low, high) if low >= high) {
            return Err(NotANumber {
                end: last.end,
                why: "the second number of the range is not the larger one",
            });
        }
        let (mut sign, mut begin) = match comparator::before(self.lexicon, self.terms, start) {
            Some((sign, begin)) if begin >= limit.start => (sign, begin),
            _ => (Comparator::Equal, start),
        };
        if let Some(from) = comparator::from(self.lexicon, self.terms, begin).filter(|&f| f >= limit.start) {
            let is_price = counted.kind == ClaimKind::Money && !self.moves_on(counted.end);
            if range.is_some() || (is_price && sign == Comparator::Equal) {
                begin = from;
                sign = Comparator::AtLeast;
            }
        }
        if let Some((after, end)) =
            comparator::after(self.lexicon, self.terms, counted.end).filter(|&(_, e)| e <= limit.end)
        {
            sign = after;
            counted.end = end;
        }
        if range.is_some() {
            sign = Comparator::Range;
        } else if let Value::Between(..) = value {
            value = Value::Exact(first.value);
        }
        let (end, part_of) = self.part_of(begin, counted.end, limit);
        Ok(Quantity {
            tokens: begin..end,
            kind: counted.kind,
            comparator: sign,
            value,
            unit: counted.unit,
            unit_tokens: counted.tokens,
            noun: counted.noun,
            per: self.per(counted.end, limit),
            vague: false,
            part_of,
            number: at,
            via: counted.via,
        })
    }

    fn number(&self, at: usize) -> Result<Number, NotANumber> {
        number::read(self.lexicon, self.text, self.tokens, self.terms, at)
    }

    /// The second number of "5-7 triệu", "5 đến 7 triệu", "5 triệu - 7 triệu".
    fn range(&self, start: usize, first: &Number, limit: &Range<usize>) -> Option<Number> {
        let inner = unit(self.lexicon, self.text, self.tokens, self.terms, first.end);
        let at = inner.map_or(first.end, |(_, end)| end);
        let token = self.tokens.get(at).filter(|_| at < limit.end)?;
        let (second, by_word) = if token.joint == Joint::Hyphen && token.kind == TokenKind::Digits {
            (at, false)
        } else {
            let end = self.terms.marker(self.lexicon, at, MarkerJob::To)?;
            (end, token.kind != TokenKind::Mark)
        };
        if second >= limit.end || self.tokens[second].kind != TokenKind::Digits {
            return None;
        }
        let from = comparator::from(self.lexicon, self.terms, start).is_some();
        if by_word && inner.is_some() && !from {
            return None;
        }
        let last = self.range_end(second)?;
        let outer = unit(self.lexicon, self.text, self.tokens, self.terms, last.end);
        let agree = match (inner, outer) {
            (Some((a, _)), Some((b, _))) => a.symbol == b.symbol,
            (Some(_), None) => false,
            (None, _) => true,
        };
        (agree && shared(*first, last) < last.value).then_some(last)
    }

    /// A number that may follow a hyphen, which as a first number would be inside a code.
    fn range_end(&self, at: usize) -> Option<Number> {
        match self.tokens[at].joint {
            Joint::Hyphen => {
                number::read_after_hyphen(self.lexicon, self.text, self.tokens, self.terms, at).ok()
            }
            _ => self.number(at).ok(),
        }
    }

    /// What stands after (or before) the number and says what it counts.
    fn counted(
        &self,
        start: usize,
        number: Number,
        symbol: Option<&'l Unit>,
        limit: &Range<usize>,
    ) -> Result<Counted<'l>, NotANumber> {
        let at = number.end;
        let refuse = |why| Err(NotANumber { end: at, why });
        if let Some(unit) = symbol {
            // "$5 USD" is said once.
            let end = unit_named(self, at, &unit.symbol).unwrap_or(at);
            return Ok(Counted {
                kind: ClaimKind::Money,
                unit: Some(Cow::Borrowed(&unit.symbol)),
                noun: None,
                tokens: Some(start..start + 1),
                end,
                via: &unit.via,
            });
        }
        let unit =
            unit(self.lexicon, self.text, self.tokens, self.terms, at).filter(|&(_, end)| end <= limit.end);
        let noun = self.noun(at).filter(|&(_, end)| end <= limit.end);
        // The longer word wins: "người dùng" over "người", "điểm phần trăm" over "điểm".
        if let Some((unit, end)) = unit.filter(|&(_, end)| noun.is_none_or(|(_, n)| end >= n)) {
            if unit.symbol == "hour" && self.is_clock(end) {
                return Err(NotANumber { end: self.minutes_end(end), why: "it is a clock time" });
            }
            return Ok(self.in_unit(unit, at..end));
        }
        let is_rank = self.terms.marker_before(self.lexicon, start, MarkerJob::Rank).is_some();
        if number.scale.is_none()
            && !is_rank
            && self.terms.marker_before(self.lexicon, start, MarkerJob::Label).is_some()
        {
            return refuse("the word before it makes it a name or a number in a list");
        }
        let kind = if is_rank { ClaimKind::Rank } else { ClaimKind::Count };
        if let Some((noun, end)) = noun {
            let name = Cow::Borrowed(self.lexicon.nouns[noun as usize].name.as_str());
            return Ok(Counted {
                kind,
                unit: Some(name),
                noun: Some(noun),
                tokens: Some(at..end),
                end,
                via: &self.lexicon.nouns[noun as usize].via,
            });
        }
        if is_rank {
            return Ok(Counted { kind, unit: None, noun: None, tokens: None, end: at, via: PLAIN });
        }
        self.uncounted(start, number, limit)
    }

    fn in_unit(&self, unit: &'l Unit, tokens: Range<usize>) -> Counted<'l> {
        let symbol = if unit.kind == ClaimKind::Age { "year" } else { &unit.symbol };
        Counted {
            kind: unit.kind,
            unit: Some(Cow::Borrowed(symbol)),
            noun: None,
            end: tokens.end,
            tokens: Some(tokens),
            via: &unit.via,
        }
    }

    /// A number with neither unit nor listed noun: a bare amount, or one that counts what the next words name.
    fn uncounted(
        &self,
        start: usize,
        number: Number,
        limit: &Range<usize>,
    ) -> Result<Counted<'l>, NotANumber> {
        let at = number.end;
        let bare = |end| {
            Ok(Counted { kind: ClaimKind::Count, unit: None, noun: None, tokens: None, end, via: PLAIN })
        };
        if self.terms.marker(self.lexicon, at, MarkerJob::PartOf).is_some() {
            return bare(at);
        }
        let compared = comparator::before(self.lexicon, self.terms, start).is_some();
        let phrase = self.phrase(at, limit);
        if (number.scale.is_some() || compared) && !phrase.is_empty() {
            let unit = self.tokens.span(phrase.start, phrase.end).of(self.text).to_lowercase();
            let end = phrase.end;
            return Ok(Counted {
                kind: ClaimKind::Count,
                unit: Some(Cow::Owned(unit)),
                noun: None,
                tokens: Some(phrase),
                end,
                via: PLAIN,
            });
        }
        if number.scale.is_some() {
            return bare(at);
        }
        Err(NotANumber { end: at, why: "nothing beside it says what it counts" })
    }

    /// Up to two lower-case words at `at`: what a number counts when no list knows it.
    fn phrase(&self, at: usize, limit: &Range<usize>) -> Range<usize> {
        let mut end = at;
        while end < limit.end.min(at + 2) {
            let token = self.tokens[end];
            let is_word =
                token.kind == TokenKind::Letters && token.case == Case::Lower && token.joint == Joint::Blank;
            if !is_word || self.terms.marker(self.lexicon, end, MarkerJob::Stop).is_some() {
                break;
            }
            end += 1;
        }
        at..end
    }

    fn noun(&self, at: usize) -> Option<(u32, usize)> {
        if self.tokens.get(at)?.joint == Joint::Line {
            return None;
        }
        self.terms.find(self.lexicon, at, |s| match s {
            Sense::Noun(entry) => Some(entry),
            _ => None,
        })
    }

    fn vague(&self, at: usize) -> Option<(u16, usize)> {
        self.terms.find(self.lexicon, at, |s| match s {
            Sense::Vague(i) => Some(i),
            _ => None,
        })
    }

    fn vague_amount(&self, at: usize, end: usize, vague: u16, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let rule = &self.lexicon.vague[vague as usize];
        let number =
            Number { value: rule.high, bare: rule.high, scale: Some(Decimal::ONE), end, undecided: None };
        let counted = self.counted(at, number, None, limit).ok()?;
        counted.unit.as_ref()?;
        let begin = comparator::before(self.lexicon, self.terms, at)
            .map(|(_, b)| b)
            .filter(|&b| b >= limit.start)
            .unwrap_or(at);
        Some(Quantity {
            tokens: begin..counted.end,
            kind: counted.kind,
            comparator: Comparator::Range,
            value: Value::Between(rule.low, rule.high),
            unit: counted.unit,
            unit_tokens: counted.tokens,
            noun: counted.noun,
            per: None,
            vague: true,
            part_of: false,
            number: at,
            via: PLAIN,
        })
    }

    /// Whether "lên", "xuống" or "đến" follows, so that "từ" begins a change and no starting price.
    fn moves_on(&self, at: usize) -> bool {
        matches!(self.tokens.key(at), "lên" | "xuống" | "đến" | "tới" | "còn")
    }

    /// Whether an hour is one of the day: "10 giờ 30", "10 giờ sáng".
    fn is_clock(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.joint != Joint::Line)
            || self.terms.marker(self.lexicon, at, MarkerJob::Day).is_some()
    }

    /// The token after the minutes that stand at `at`: "8 giờ 42 phút tối".
    fn minutes_end(&self, at: usize) -> usize {
        let is_number = self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
        if !is_number {
            return at;
        }
        let minutes = unit(self.lexicon, self.text, self.tokens, self.terms, at + 1);
        minutes.filter(|(u, _)| u.symbol == "minute").map_or(at + 1, |(_, end)| end)
    }

    /// Takes in "trong số đó" after the amount, or notes it at the beginning of the clause before.
    fn part_of(&self, begin: usize, end: usize, limit: &Range<usize>) -> (usize, bool) {
        if let Some(after) =
            self.terms.marker(self.lexicon, end, MarkerJob::PartOf).filter(|&e| e <= limit.end)
        {
            return (after, true);
        }
        let opens = (begin.saturating_sub(6).max(limit.start)..begin)
            .any(|i| self.terms.marker(self.lexicon, i, MarkerJob::PartOf).is_some_and(|e| e <= begin));
        (end, opens)
    }

    /// The word after "mỗi" or a slash: per what.
    fn per(&self, at: usize, limit: &Range<usize>) -> Option<Range<usize>> {
        let slash = self.tokens.key(at) == "/" && self.tokens[at].joint == Joint::None;
        let next = at + 1;
        let fits = (slash || matches!(self.tokens.key(at), "mỗi" | "một")) && next < limit.end;
        (fits && self.tokens[next].kind == TokenKind::Letters).then(|| {
            let end = unit(self.lexicon, self.text, self.tokens, self.terms, next).map(|(_, e)| e);
            let end = end.or_else(|| self.noun(next).map(|(_, e)| e));
            end.map(|e| next..e)
        })?
    }
}

/// The token after the unit `symbol`, if it stands at `at`.
fn unit_named(source: &Source<'_, '_>, at: usize, symbol: &str) -> Option<usize> {
    unit(source.lexicon, source.text, source.tokens, source.terms, at)
        .filter(|(u, _)| u.symbol == symbol)
        .map(|(_, end)| end)
}

/// The first number of a range in the scale of the last: the 5 of "5-7 triệu".
fn shared(first: Number, last: Number) -> Decimal {
    match (first.scale, last.scale) {
        (None, Some(scale)) if first.bare <= last.bare => {
            first.value.checked_mul(scale).unwrap_or(first.value)
        }
        _ => first.value,
    }
}

/// Whether a decimal ends in three zeros, so that its comma was a group's: 5,000.
fn ends_round(value: Decimal) -> bool {
    value.scale() == 3 && value.fract().is_zero()
}
