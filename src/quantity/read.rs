//! Reads the amounts of a sentence, from its numbers outwards.

use std::ops::Range;

use rust_decimal::Decimal;

use super::comparator::Compared;
use super::counted::{Counted, PLAIN};
use super::fraction::{Fraction, Proportion};
use super::number::{NotANumber, Number};
use super::range::shared;
use super::{Quantity, Source, Value};
use crate::entity::Trace;
use crate::lexicon::{ClaimKind, Comparator, MarkerJob, Sense, Unit};
use crate::token::TokenKind;

/// Appends the amounts of `sentence` to `out`. `openers` are the tokens that an amount can begin at.
pub(crate) fn read<'l>(
    source: &Source<'_, 'l>,
    sentence: &Range<usize>,
    openers: impl Iterator<Item = usize>,
    trace: &mut Trace,
    out: &mut Vec<Quantity<'l>>,
) {
    let mut next = sentence.start;
    let first = out.len();
    for at in openers {
        // "US$100": the country is part of the sign.
        if at < next || (source.taken[at] && source.currency(at).is_none()) {
            continue;
        }
        let start =
            out.last().filter(|q| q.tokens.end > sentence.start).map_or(sentence.start, |q| q.tokens.end);
        let limit = start..sentence.end;
        if let Some((sides, end)) = source.sides(at, &limit) {
            out.extend(sides);
            next = end;
            continue;
        }
        match source.amount(at, &limit) {
            Some(Ok(quantity)) if !source.is_taken(&quantity) => {
                // "2.500 đồng một kWh": what it is counted by is no amount.
                let per = quantity.per.as_ref().filter(|p| p.start <= quantity.tokens.end + 1);
                next = per.map_or(quantity.tokens.end, |p| p.end.max(quantity.tokens.end));
                out.push(quantity);
            }
            Some(Ok(quantity)) => next = quantity.number + 1,
            Some(Err(no)) => {
                next = no.end.clamp(at + 1, sentence.end);
                // That "một" is an article is no news.
                if source.is_digits(at) {
                    trace.note(source.tokens.span(at, next), || ("claim".to_owned(), no.why.to_owned()));
                }
            }
            None => {}
        }
    }
    source.share_currency(&mut out[first..], sentence);
}

type Read<'l> = Option<Result<Quantity<'l>, NotANumber>>;

impl<'l> Source<'_, 'l> {
    /// The amount that begins at `at` with its number, its currency sign, or words of its own.
    fn amount(&self, at: usize, limit: &Range<usize>) -> Read<'l> {
        let words = self.vague(at, limit).or_else(|| self.fixed(at, limit));
        let pair = || self.part(at, limit).or_else(|| self.proportional(at, limit));
        if let Some(quantity) = words.or_else(|| self.placed(at, limit)).or_else(pair) {
            return Some(Ok(quantity));
        }
        if let Some((unit, number)) = self.currency(at)
            && number < limit.end
            && self.is_digits(number)
            && !self.is_broken(number)
        {
            return Some(self.numeric(at, number, Some(unit), limit));
        }
        if let Some((first, number)) = self.scale_and_half(at, limit) {
            return Some(self.stated(first, first, number, None, limit));
        }
        if let Some(number) = self.bare_scale(at, limit) {
            return Some(self.stated(at, at, number, None, limit));
        }
        let is_number = self.tokens[at].kind == TokenKind::Digits || self.numeral(at).is_some();
        is_number.then(|| self.numeric(at, at, None, limit))
    }

    fn numeric(
        &self,
        start: usize,
        at: usize,
        symbol: Option<&'l Unit>,
        limit: &Range<usize>,
    ) -> Result<Quantity<'l>, NotANumber> {
        let number = self.number(at)?;
        let spans = |sense| match sense {
            Sense::Vague(i) => self.lexicon.vague[i as usize].spans.then_some(()),
            _ => None,
        };
        let vague = self.terms.find_like(self.lexicon, number.end, Sense::Vague(0), spans);
        if let Some((_, after)) = vague
            && self.tens_before(number.end, limit).is_some()
            && self.unit(after).is_some()
        {
            return Err(NotANumber { end: number.end, why: "the word after it makes it vague" });
        }
        self.stated(start, at, number, symbol, limit)
    }

    /// The amount of `number`, which stands at `at`; `start` is its first token, a sign or a currency before it.
    fn stated(
        &self,
        start: usize,
        at: usize,
        mut first: Number,
        symbol: Option<&'l Unit>,
        limit: &Range<usize>,
    ) -> Result<Quantity<'l>, NotANumber> {
        let (start, negative) = self.sign(start, limit);
        let is_more = self.plus(&mut first);
        let range = self.range(start, &first, negative, limit);
        let is_pair =
            self.is_digits(first.end) && self.tokens[first.end].joint == crate::token::Joint::Hyphen;
        if range.is_none() && is_pair {
            return Err(NotANumber { end: first.end, why: "it is one side of a score, or part of a code" });
        }
        let list = if range.is_none() { self.list_end(start, &first, limit) } else { None };
        let last = range.or(list).unwrap_or(first);
        let (times, mut compared) = self.before(start, limit);
        // In "trong khoảng 5 đến 7" the word is a noun.
        if range.is_some() && self.marker_before(start, MarkerJob::Within, limit).is_some() {
            compared = None;
        }
        // "tuyển gấp 3.000 công nhân": in a hurry.
        let times = times.filter(|_| !(first.grouped && self.noun(last.end).is_some()));
        let mut counted = match times {
            Some(_) => self.multiple(&last, limit),
            None => self.counted(start, &last, symbol, compared, limit)?,
        };
        let compared = compared.filter(|c| self.suits(c, counted.kind, counted.end));
        if let Some(last) = list {
            first.value = scaled_like(&first, &last);
            counted.end = first.end;
        }
        let last = Number { value: self.decided(&last, &counted), ..last };
        first.value = if list.is_some() { first.value } else { self.decided(&first, &counted) };
        if negative {
            first.value = -first.value;
        }
        let value = match range {
            Some(_) => Value::Between(shared(&first, &last), last.value),
            None if list.is_some() => Value::Exact(first.value),
            None => {
                self.joined(&mut first.value, &mut counted, limit);
                Value::Exact(first.value)
            }
        };
        if matches!(value, Value::Between(low, high) if low >= high) {
            return Err(NotANumber {
                end: last.end,
                why: "the second number of the range is not the larger one",
            });
        }
        let (mut sign, begin) =
            self.bounds(times.unwrap_or(start), compared, range.is_some(), &mut counted, limit);
        if is_more && sign == Comparator::Equal {
            sign = Comparator::More;
        }
        let per = self
            .per(counted.end, limit)
            .or_else(|| self.per_after_noun(counted.end, limit))
            .or_else(|| self.per_around(&counted, begin, limit));
        let (end, part_of) = self.part_of(begin, counted.end, limit);
        // A slash is part of the unit, "mỗi" is not: 80tr/tháng.
        let is_own = |p: &&Range<usize>| p.start == end + 1 && self.is_slash(end);
        let end = per.as_ref().filter(is_own).map_or(end, |p| p.end);
        Ok(Quantity {
            tokens: begin..end,
            comparator: sign,
            value,
            per,
            part_of,
            number: at,
            ..self.plain(counted, begin)
        })
    }

    /// The word for a multiple before `start` and the comparator, which stand in either order: "gần gấp 3", "gấp hơn 3".
    fn before(&self, start: usize, limit: &Range<usize>) -> (Option<usize>, Option<Compared>) {
        let compared = self.compared_before(start, limit);
        let inner = compared.map_or(start, |c| c.first);
        let from = || self.marker_before(inner, MarkerJob::From, limit);
        let times = self
            .marker_before(inner, MarkerJob::Times, limit)
            .or_else(|| from().and_then(|from| self.marker_before(from, MarkerJob::Times, limit)));
        let Some(times) = times else { return (None, compared) };
        (Some(times), compared.or_else(|| self.compared_before(times, limit)))
    }

    /// So many times as much, with "lần" or without.
    fn multiple(&self, number: &Number, limit: &Range<usize>) -> Counted<'l> {
        let unit = self.lexicon.units.iter().find(|u| u.kind == ClaimKind::Multiple);
        let named =
            self.unit(number.end).filter(|&(u, end)| u.kind == ClaimKind::Multiple && end <= limit.end);
        let via = unit.map_or(PLAIN, |u| &u.via);
        let symbol = unit.map(|u| std::borrow::Cow::Borrowed(u.symbol.as_str()));
        let (tokens, end) = match named {
            Some((_, end)) => (Some(number.end..end), end),
            None => (None, number.end),
        };
        Counted { unit: symbol, tokens, end, via, ..Counted::bare(ClaimKind::Multiple, end) }
    }

    /// Takes in the plus behind a number: "100+ quốc gia". Whether there is one.
    fn plus(&self, number: &mut Number) -> bool {
        let is_glued =
            self.tokens.key(number.end) == "+" && self.tokens[number.end].joint == crate::token::Joint::None;
        let counts = |at: usize| self.unit(at).is_some() || self.noun(at).is_some();
        let is_plus = is_glued && counts(number.end + 1);
        number.end += usize::from(is_plus);
        is_plus
    }

    /// The sign glued to the number at `start`, or the word for one: its first token, and whether it is negative.
    fn sign(&self, start: usize, limit: &Range<usize>) -> (usize, bool) {
        let minus = self.marker_before(start, MarkerJob::Minus, limit);
        // "sóng âm 20 Hz"
        if let Some(first) = minus.filter(|&first| !self.is_in_another_word(first)) {
            return (first, true);
        }
        let Some(before) = start.checked_sub(1).filter(|&b| b >= limit.start) else { return (start, false) };
        let is_sign = self.tokens[start].joint == crate::token::Joint::None
            && self.tokens[before].joint != crate::token::Joint::None;
        match self.tokens.key(before) {
            "-" | "−" if is_sign => (before, true),
            "+" | "±" if is_sign => (before, false),
            _ => (start, false),
        }
    }

    /// The comparator of the amount and its first token, with what "từ" before and "trở lên" after make of it.
    fn bounds(
        &self,
        start: usize,
        compared: Option<Compared>,
        is_range: bool,
        counted: &mut Counted<'l>,
        limit: &Range<usize>,
    ) -> (Comparator, usize) {
        let mut begin = compared.map_or(start, |c| c.first.min(start));
        let mut sign = compared.map_or(Comparator::Equal, |c| c.sign);
        let after = self.compared_after(counted.end, counted.kind).filter(|&(_, end)| end <= limit.end);
        if let Some(from) = self.marker_before(begin, MarkerJob::From, limit) {
            let is_floor = matches!(counted.kind, ClaimKind::Money | ClaimKind::Age)
                && !self.moves_on(counted.end, limit);
            if is_range || after.is_some() || (is_floor && sign == Comparator::Equal) {
                // "khoảng từ 200 đến 300"; but "trong khoảng từ"
                let outer = self.compared_before(from, limit).filter(|c| is_range && !c.loose);
                let within = || self.marker_before(from, MarkerJob::Within, limit).is_some();
                begin = outer.filter(|_| !within()).map_or(from, |c| c.first);
                sign = Comparator::AtLeast;
            }
        } else if is_range && let Some(between) = self.marker_before(begin, MarkerJob::Between, limit) {
            begin = between;
        }
        if let Some((after, end)) = after {
            sign = after;
            counted.end = end;
        }
        if is_range {
            sign = Comparator::Range;
        }
        (sign, begin)
    }

    /// A quantity of `counted` that says nothing more yet.
    fn plain(&self, counted: Counted<'l>, begin: usize) -> Quantity<'l> {
        Quantity {
            tokens: begin..counted.end,
            kind: counted.kind,
            comparator: Comparator::Equal,
            value: Value::Exact(Decimal::ZERO),
            unit: counted.unit,
            unit_tokens: counted.tokens,
            noun: counted.noun,
            per: None,
            fraction: None,
            vague: false,
            part_of: false,
            number: begin,
            via: counted.via,
        }
    }

    /// "vài chục người", "hàng nghìn tỷ đồng".
    fn vague(&self, at: usize, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let (rule, end) = self.terms.find_like(self.lexicon, at, Sense::Vague(0), |s| match s {
            Sense::Vague(i) => Some(&self.lexicon.vague[i as usize]),
            _ => None,
        })?;
        let tens = if rule.spans { self.tens_before(at, limit) } else { None };
        if self.is_broken(end) || (tens.is_none() && self.is_in_another_word(at)) {
            return None;
        }
        let (scale, end) = self.scale_chain(end);
        let spans = || rule.spans && self.unit(end).is_some_and(|(u, _)| u.kind == ClaimKind::Duration);
        if rule.scaled && scale.is_none() && tens.is_none() && !spans() {
            return None;
        }
        let factor = scale.unwrap_or(Decimal::ONE);
        let (mut low, mut high) = (rule.low.checked_mul(factor)?, rule.high.checked_mul(factor)?);
        let mut at = at;
        if let Some((first, tens)) = tens {
            let more = (tens * factor, (tens + Decimal::from(9)).checked_mul(factor)?);
            (at, low, high) = (first, more.0 + factor, more.1);
        }
        let number = Number { scale: Some(factor), ..Number::plain(high, end) };
        let (times, compared) = self.before(at, limit);
        let counted = match times {
            Some(_) => self.multiple(&number, limit),
            None => self.counted(at, &number, None, compared, limit).ok()?,
        };
        // "vài chục" alone is an amount, "vài" is none.
        if scale.is_none() {
            counted.unit.as_ref()?;
        }
        let start = times.unwrap_or(at);
        let begin = compared.map_or(start, |c| c.first.min(start));
        let (value, per) = (Value::Between(low, high), self.per(counted.end, limit));
        let plain = self.plain(counted, begin);
        Some(Quantity { comparator: Comparator::Range, value, per, vague: true, number: at, ..plain })
    }

    /// The tens that end before "mấy", and their first token: "hai mươi mấy tuổi", "20 mấy tuổi".
    fn tens_before(&self, at: usize, limit: &Range<usize>) -> Option<(usize, Decimal)> {
        (at.saturating_sub(2).max(limit.start)..at).find_map(|first| {
            let number = self.number(first).ok().filter(|n| n.end == at && n.scale.is_none())?;
            let is_tens = (number.value % Decimal::TEN).is_zero() && number.value < Decimal::ONE_HUNDRED;
            (is_tens && number.value >= Decimal::TEN && !self.is_broken(at)).then_some((first, number.value))
        })
    }

    /// "một nửa số vệ tinh", "gấp đôi", "nửa triệu".
    fn fixed(&self, at: usize, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let (rule, end) = self.terms.find_like(self.lexicon, at, Sense::Fixed(0), |s| match s {
            Sense::Fixed(i) => Some(&self.lexicon.fixed[i as usize]),
            _ => None,
        })?;
        let mut number = Number::word(rule.value, end, true);
        let counted = match rule.kind {
            ClaimKind::Multiple => Counted { end, ..self.multiple(&number, &(limit.start..end)) },
            ClaimKind::Ratio => self.whole(end, limit),
            _ => {
                let (scale, after) = self.scale_chain(end);
                // "quá nửa giáo viên": a part, where a word compares it.
                if scale.is_none() && self.unit(end).is_none() {
                    let compared = self.compared_before(at, limit)?;
                    let plain = self.plain(self.whole(end, limit), compared.first);
                    let value = Value::Exact(rule.value);
                    return Some(Quantity { comparator: compared.sign, value, number: at, ..plain });
                }
                number.value = number.value.checked_mul(scale.unwrap_or(Decimal::ONE))?;
                (number.scale, number.end, number.wary) = (scale, after, scale.is_none());
                let has_unit = scale.is_some() || self.unit(after).is_some_and(|(u, _)| u.symbol != "lần");
                return self.stated(at, at, number, None, limit).ok().filter(|_| has_unit);
            }
        };
        // "lên gấp đôi" has no ceiling.
        let compared = self
            .compared_before(at, limit)
            .filter(|c| rule.kind != ClaimKind::Multiple || !(c.loose && c.sign == Comparator::AtMost));
        let begin = compared.map_or(at, |c| c.first);
        let comparator = compared.map_or(Comparator::Equal, |c| c.sign);
        Some(Quantity {
            comparator,
            value: Value::Exact(rule.value),
            number: at,
            ..self.plain(counted, begin)
        })
    }

    /// Whether a name or a time lies over the amount. A name may be part of its unit: "đô la Mỹ", "đồng/kWh".
    fn is_taken(&self, quantity: &Quantity<'_>) -> bool {
        let in_unit = |range: &Option<Range<usize>>, skip: usize| {
            let range = range.clone();
            move |t: usize| range.as_ref().is_some_and(|r| r.start + skip <= t && t < r.end)
        };
        // A currency may be a name itself: "3 Bitcoin".
        let own = usize::from(quantity.kind != ClaimKind::Money);
        let (unit, per) = (in_unit(&quantity.unit_tokens, own), in_unit(&quantity.per, 0));
        quantity.tokens.clone().any(|t| self.taken[t] && !unit(t) && !per(t))
    }

    /// The value of `number`, whose comma may part groups, as what it counts decides: "7,450 MB/s", "1,250 người".
    fn decided(&self, number: &Number, counted: &Counted<'_>) -> Decimal {
        let whole = || {
            let unit = counted.tokens.as_ref().and_then(|t| self.unit(t.start));
            match counted.kind {
                ClaimKind::Money | ClaimKind::Count => true,
                ClaimKind::Measure => unit.is_some_and(|(u, _)| u.whole) || ends_in_zero(number.value),
                _ => is_round(number.value),
            }
        };
        number.undecided.filter(|_| whole()).unwrap_or(number.value)
    }

    /// "tỷ lệ 1:10", "3.000:1".
    fn proportional(&self, at: usize, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let Proportion { value, sides: fraction, end } = self.proportion(at, limit)?;
        let compared = self.compared_before(at, limit);
        let plain = self.plain(Counted::bare(ClaimKind::Ratio, end), compared.map_or(at, |c| c.first));
        let comparator = compared.map_or(Comparator::Equal, |c| c.sign);
        Some(Quantity { comparator, value: Value::Exact(value), fraction, number: at, ..plain })
    }

    /// "1/3 đến 1/2", "từ 1/3 tới 1/2": the parts that bound an amount.
    fn parts(&self, at: usize, low: Fraction, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let second = self.marker(low.end, MarkerJob::To).filter(|&s| s < limit.end && !self.is_broken(s))?;
        let high = self.fraction(second, &(second..limit.end)).or_else(|| self.bound_part(second, limit))?;
        if low.value() >= high.value() {
            return None;
        }
        let begin = self.marker_before(at, MarkerJob::From, limit);
        let value = Value::Between(low.value(), high.value());
        let plain = self.plain(self.whole(high.end, limit), begin.unwrap_or(at));
        Some(Quantity { comparator: Comparator::Range, value, number: at, ..plain })
    }

    /// "2/3 dân số", "một phần ba".
    fn part(&self, at: usize, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let fraction = self.fraction(at, limit)?;
        if let Some(parts) = self.parts(at, fraction, limit) {
            return Some(parts);
        }
        let compared = self.compared_before(at, limit);
        let begin = compared.map_or(at, |c| c.first);
        let comparator = compared.map_or(Comparator::Equal, |c| c.sign);
        let counted = self.whole(fraction.end, limit);
        Some(Quantity {
            comparator,
            value: Value::Exact(fraction.value()),
            fraction: Some((fraction.part, fraction.whole)),
            number: at,
            ..self.plain(counted, begin)
        })
    }

    /// "thứ hai", "top 10", "lần thứ XV"; at the word before a Roman numeral, or at the number itself.
    fn placed(&self, at: usize, limit: &Range<usize>) -> Option<Quantity<'l>> {
        let number = match self.marker(at, MarkerJob::Ordinal) {
            Some(end) if end < limit.end && self.roman(end).is_some() => end,
            _ => at,
        };
        let order = self.order(number, limit)?;
        let plain = self.plain(order.counted, order.first);
        Some(Quantity { value: Value::Exact(order.value), number, ..plain })
    }

    /// Takes in "trong số đó" after the amount, or notes it at the beginning of the clause before.
    fn part_of(&self, begin: usize, end: usize, limit: &Range<usize>) -> (usize, bool) {
        if let Some(after) = self.marker(end, MarkerJob::PartOf).filter(|&e| e <= limit.end) {
            return (after, true);
        }
        let opens = (begin.saturating_sub(6).max(limit.start)..begin)
            .any(|i| self.marker(i, MarkerJob::PartOf).is_some_and(|e| e <= begin));
        (end, opens)
    }
}

/// Whether a decimal ends in a nought, which no decimal needs: 1,250.
fn ends_in_zero(value: Decimal) -> bool {
    value.scale() == 3 && value.normalize().scale() < 3
}

/// The number `first` of a list in the scale of its `last`: the 66 of "66, 12 và 9 tỷ".
fn scaled_like(first: &Number, last: &Number) -> Decimal {
    // "từ 900 lên 1,2 triệu" shares none.
    let is_near = first.bare < last.bare * Decimal::ONE_HUNDRED;
    let shared = last.scale.filter(|_| first.scale.is_none() && is_near);
    let scaled = shared.and_then(|s| first.value.checked_mul(s));
    scaled.unwrap_or(first.value)
}

/// Whether a decimal ends in three zeros, so that its comma was a group's: 5,000.
fn is_round(value: Decimal) -> bool {
    value.scale() == 3 && value.fract().is_zero()
}
