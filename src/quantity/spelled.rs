//! Numbers in words, in full and as they are said: hai mươi mốt, ba trăm linh năm, một triệu hai.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::number::Number;
use crate::lexicon::{MarkerJob, Numeral, NumeralPlace as Place, Sense};
use crate::token::{Case, Joint, TokenKind};

/// A number below a thousand.
#[derive(Clone, Copy)]
struct Group {
    value: u32,
    end: usize,
    /// Whether it is one digit word.
    single: bool,
}

impl Source<'_, '_> {
    /// The number word at `at`, unless it is part of a longer word.
    pub(super) fn numeral(&self, at: usize) -> Option<&Numeral> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Letters)?;
        let (number, end) =
            self.terms.find_like(self.lexicon, at, Sense::Numeral(0), |sense| match sense {
                Sense::Numeral(i) => Some(i),
                _ => None,
            })?;
        let small = token.case == Case::Lower || (token.case == Case::Title && self.opens_a_sentence(at));
        (end == at + 1 && small && !self.is_in_another_word(at))
            .then(|| &self.lexicon.numerals[number as usize])
    }

    /// Whether a capital at `at` says nothing: at the head of a sentence, after a colon or a quote.
    pub(super) fn opens_a_sentence(&self, at: usize) -> bool {
        match at.checked_sub(1) {
            None => true,
            Some(before) => {
                self.tokens[at].joint == Joint::Line
                    || (self.tokens[before].kind == TokenKind::Mark
                        && !matches!(self.tokens.key(before), "," | "/" | "&" | "%"))
            }
        }
    }

    /// Whether a longer word of the lexicon in which a numeral is none lies over the token `at`.
    pub(super) fn is_in_another_word(&self, at: usize) -> bool {
        let like = Sense::Marker(MarkerJob::NoNumber);
        (at.saturating_sub(3)..=at).filter(|&first| self.terms.may_begin(first, like)).any(|first| {
            self.terms
                .at(first)
                .iter()
                .filter(|h| h.last as usize > at)
                .filter(|hit| self.lexicon.senses[hit.pattern as usize].contains(&like))
                // "một triệu chứng từ": the noun that begins inside reaches further; "đến năm triệu": a scale word follows.
                .any(|hit| {
                    let last = hit.last as usize;
                    if at + 1 < last {
                        self.noun(at + 1).is_none_or(|(_, end)| end <= last)
                    } else {
                        first == at
                            || !(self.scale_chain(last).0.is_some() || self.bounds_a_range(first, last))
                    }
                })
        })
    }

    /// Whether the words from `first` on are the joint of a range and its second number: "ba đến năm người".
    fn bounds_a_range(&self, first: usize, last: usize) -> bool {
        let is_joint = self.marker(first, MarkerJob::To) == Some(last - 1);
        let follows = || first > 0 && (self.is_digits(first - 1) || self.numeral(first - 1).is_some());
        is_joint && follows() && (self.is_unit_word(last) || self.noun(last).is_some())
    }

    /// The digit word at `at` after tens, where the word that it begins elsewhere is none: "mười một trong số đó".
    fn ones(&self, at: usize) -> Option<&Numeral> {
        let plain = || {
            let token = self.tokens.get(at).filter(|t| t.case == Case::Lower && t.joint == Joint::Blank)?;
            let (number, _) =
                self.terms.find_like(self.lexicon, at, Sense::Numeral(0), |sense| match sense {
                    Sense::Numeral(i) => Some(i),
                    _ => None,
                })?;
            let numeral = &self.lexicon.numerals[number as usize];
            let is_digit = numeral.place == Place::Digit && !numeral.wary;
            (token.kind == TokenKind::Letters && is_digit).then_some(numeral)
        };
        self.numeral(at).or_else(plain)
    }

    /// The number in words at `at`.
    pub(super) fn spelled(&self, at: usize) -> Option<Number> {
        let first = self.numeral(at)?;
        let is_year = first.wary && self.is_unit_word(at) && self.follows_a_number(at);
        if is_year
            || matches!(
                first.place,
                Place::Tail | Place::Tens | Place::Hundred | Place::Filler | Place::Ordinal | Place::Month
            )
        {
            return None;
        }
        let mut number = Number::word(Decimal::ZERO, at, first.wary);
        let mut last: Option<Decimal> = None;
        loop {
            let filler = last.is_some() && self.is_place(number.end, Place::Filler);
            let start = number.end + usize::from(filler);
            let Some(group) = self.below_thousand(start, filler, last.is_some()) else { break };
            let (scale, end) = self.scale_chain(group.end);
            let value = Decimal::from(group.value);
            if let Some(price) = self.price_scale(end) {
                number.price = Some(price);
            }
            match (scale, last) {
                (Some(scale), None) => {
                    let Some(product) = value.checked_mul(scale) else { break };
                    (number.value, number.end, last) = (product, end, Some(scale));
                }
                (Some(scale), Some(before)) if scale < before && value * scale < before => {
                    (number.value, number.end, last) = (number.value + value * scale, end, Some(scale));
                }
                // "sáu nghìn tám trăm tỷ": the last word is of all before it.
                (Some(scale), Some(before))
                    if before == Decimal::ONE_THOUSAND && scale > before && (!group.single || filler) =>
                {
                    let sum = number.value + value;
                    let product = sum.checked_mul(scale).filter(|_| value < Decimal::ONE_THOUSAND);
                    let Some(product) = product else { break };
                    (number.value, number.end, last) = (product, end, Some(scale));
                }
                (Some(_), Some(_)) => break,
                (None, None) => {
                    (number.value, number.end) = (value, group.end);
                    number.wary &= group.single;
                    break;
                }
                (None, Some(before)) => {
                    if group.single && !filler {
                        // "năm mươi nghìn một suất": what it is for.
                        let is_article = group.value == 1 && self.is_place(start, Place::Digit);
                        if is_article || self.is_unit_word(start) || before < Decimal::ONE_HUNDRED {
                            break;
                        }
                        number.value += value * before / Decimal::TEN;
                        number.spoken = true;
                    } else if value < before {
                        number.value += value;
                    } else {
                        break;
                    }
                    number.end = group.end;
                    break;
                }
            }
        }
        number.scale = last;
        number.wary &= last.is_none();
        number.bare = last.map_or(number.value, |s| number.value / s);
        if let Some(scale) = last {
            self.half_more(&mut number, scale);
        }
        if number.end == at {
            return None;
        }
        self.decimals(&mut number);
        (number.end > at && !(first.place == Place::Zero && number.value.is_zero())).then_some(number)
    }

    /// Adds the half of "rưỡi" after a scale.
    pub(super) fn half_more(&self, number: &mut Number, scale: Decimal) {
        if let Some(end) = self.terms.marker(self.lexicon, number.end, MarkerJob::Half) {
            number.value += scale / Decimal::TWO;
            number.end = end;
            number.spoken = true;
        }
    }

    /// The number of a scale word by itself and the half after it, which stands at `at`: "nghìn rưỡi". With its first token.
    pub(super) fn scale_and_half(&self, at: usize, limit: &Range<usize>) -> Option<(usize, Number)> {
        let end = self.marker(at, MarkerJob::Half)?;
        let (scale, first) = self.terms.ending_like(self.lexicon, at, Sense::Scale(0), |s| match s {
            Sense::Scale(i) => Some(self.lexicon.scales[i as usize].factor),
            _ => None,
        })?;
        let is_one = first >= limit.start && !self.is_broken(at) && !self.is_in_another_word(first);
        let number = Number { scale: Some(scale), spoken: true, ..Number::word(scale, end, false) };
        is_one.then(|| (first, Number { value: scale + scale / Decimal::TWO, bare: Decimal::ONE, ..number }))
    }

    /// The scale of prices whose word ends before `at`: củ.
    fn price_scale(&self, at: usize) -> Option<u16> {
        self.terms
            .ending_like(self.lexicon, at, Sense::Scale(0), |s| match s {
                Sense::Scale(i) if self.lexicon.scales[i as usize].money.is_some() => Some(i),
                _ => None,
            })
            .map(|(scale, _)| scale)
    }

    /// Reads "ba phẩy năm" on from its point, and "không" before one.
    fn decimals(&self, number: &mut Number) {
        if number.scale.is_some() || !self.is_place(number.end, Place::Point) {
            return;
        }
        let mut end = number.end + 1;
        let mut unit = Decimal::ONE;
        while let Some(digit) =
            self.numeral(end).filter(|n| matches!(n.place, Place::Digit | Place::Zero | Place::Tail))
        {
            if unit.scale() >= 9 || (unit != Decimal::ONE && self.is_unit_word(end)) {
                break;
            }
            unit /= Decimal::TEN;
            number.value += unit * Decimal::from(digit.value);
            end += 1;
        }
        if unit == Decimal::ONE {
            return;
        }
        number.bare = number.value;
        number.end = end;
        number.wary = false;
        let (scale, end) = self.scale_chain(end);
        if let Some(scale) = scale.filter(|s| number.value.checked_mul(*s).is_some()) {
            number.value *= scale;
            (number.scale, number.end) = (Some(scale), end);
        }
    }

    fn below_thousand(&self, at: usize, filled: bool, tail: bool) -> Option<Group> {
        let first = self.numeral(at)?;
        let value = u32::from(first.value);
        if filled {
            let fits = matches!(first.place, Place::Digit | Place::Tail);
            return fits.then_some(Group { value, end: at + 1, single: true });
        }
        let is_hundred =
            matches!(first.place, Place::Digit | Place::Zero) && self.is_place(at + 1, Place::Hundred);
        if !is_hundred {
            if tail && first.place == Place::Tail {
                return Some(Group { value, end: at + 1, single: true });
            }
            return self.below_hundred(at);
        }
        let (value, end) = (value * 100, at + 2);
        // "hai trăm rưỡi" is 250.
        if let Some(half) = self.marker(end, MarkerJob::Half) {
            return Some(Group { value: value + 50, end: half, single: false });
        }
        let filler = self.is_place(end, Place::Filler);
        let rest = match filler {
            true => self.below_thousand(end + 1, true, true),
            false if self.numeral(end).is_some_and(|n| n.place == Place::Tail) => {
                Some(Group { value: u32::from(self.numeral(end)?.value), end: end + 1, single: true })
            }
            false => self.below_hundred(end),
        };
        let rest = rest.filter(|r| filler || !r.single || !self.is_unit_word(r.end - 1));
        Some(match rest {
            // "năm trăm tư" is 540.
            Some(rest) if rest.single && !filler => {
                Group { value: value + rest.value * 10, end: rest.end, single: false }
            }
            Some(rest) => Group { value: value + rest.value, end: rest.end, single: false },
            None => Group { value, end, single: false },
        })
    }

    fn below_hundred(&self, at: usize) -> Option<Group> {
        let first = self.numeral(at)?;
        let value = u32::from(first.value);
        let digit = |i: usize, tail_only: bool| {
            let found = if tail_only { self.numeral(i) } else { self.ones(i) };
            found
                .filter(|n| {
                    n.place == Place::Tail || (!tail_only && n.place == Place::Digit && !self.is_unit_word(i))
                })
                .map(|n| u32::from(n.value))
        };
        let ones = || digit(at + 1, true).or_else(|| self.bare_ones(at, value));
        match first.place {
            Place::Ten => Some(match digit(at + 1, false) {
                Some(d) => Group { value: value + d, end: at + 2, single: false },
                None => Group { value, end: at + 1, single: false },
            }),
            Place::Digit if self.is_place(at + 1, Place::Tens) => Some(match digit(at + 2, false) {
                Some(d) => Group { value: value * 10 + d, end: at + 3, single: false },
                None => Group { value: value * 10, end: at + 2, single: false },
            }),
            Place::Digit => Some(match ones().filter(|_| value > 1) {
                // "hai lăm", "ba mốt": the tens word is left out.
                Some(d) => Group { value: value * 10 + d, end: at + 2, single: false },
                None => Group { value, end: at + 1, single: true },
            }),
            Place::Zero => Some(Group { value: 0, end: at + 1, single: true }),
            _ => None,
        }
    }

    /// The second digit of "bốn tám tiếng", whose tens word is left out: not the next one, and what is counted follows.
    fn bare_ones(&self, at: usize, tens: u32) -> Option<u32> {
        // "năm ba ngày" are a few.
        let is_few = tens == 5;
        let second =
            self.numeral(at + 1).filter(|n| n.place == Place::Digit && !self.is_unit_word(at + 1))?;
        let value = u32::from(second.value);
        let counts = || self.is_unit_word(at + 2) || self.noun(at + 2).is_some();
        (!is_few && value > 1 && value != tens + 1 && counts()).then_some(value)
    }

    /// The number of a scale word by itself at `at`, where a word before it compares: "hơn vạn khán giả".
    pub(super) fn bare_scale(&self, at: usize, limit: &Range<usize>) -> Option<Number> {
        // "gấp trăm lần"
        let is_told = || {
            self.compared_before(at, limit).is_some()
                || self.marker_before(at, MarkerJob::Times, limit).is_some()
        };
        let is_scale = self.terms.may_begin(at, Sense::Scale(0)) && is_told();
        let (scale, end) = if is_scale { self.scale_chain(at) } else { (None, at) };
        if !self.is_unit_word(end) && self.noun(end).is_none() {
            return None;
        }
        let number = Number { scale, ..Number::word(scale?, end, false) };
        Some(Number { bare: Decimal::ONE, ..number })
    }

    pub(super) fn is_place(&self, at: usize, place: Place) -> bool {
        self.numeral(at).is_some_and(|n| n.place == place)
    }

    /// Whether the word at `at` names a unit too: "năm" after tens is the year.
    pub(super) fn is_unit_word(&self, at: usize) -> bool {
        self.unit(at).is_some()
    }

    fn follows_a_number(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|b| {
            self.tokens[b].kind == TokenKind::Digits || self.numeral(b).is_some() || self.scale_ends(at)
        })
    }

    fn scale_ends(&self, at: usize) -> bool {
        self.terms
            .ending_like(self.lexicon, at, Sense::Scale(0), |s| matches!(s, Sense::Scale(_)).then_some(()))
            .is_some()
    }
}
