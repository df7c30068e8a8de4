//! Numbers: digits or words, and the scale words that multiply them.

use rust_decimal::Decimal;

use super::Source;
use super::digits::{is_glued_digit, is_glued_letter, is_glued_mark, run, slash_end};
use crate::lexicon::{ClaimKind, MarkerJob, Scale, Sense};
use crate::token::{Joint, TokenKind};

/// A number read from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// The value before its scale words.
    pub(super) bare: Decimal,
    /// What the scale words multiply by, where there are any.
    pub(super) scale: Option<Decimal>,
    /// The token after it.
    pub(super) end: usize,
    /// Whether a single group of three after a comma left two readings.
    pub(super) undecided: Option<Decimal>,
    /// Whether marks group its thousands.
    pub(super) grouped: bool,
    /// Whether it is written in words.
    pub(super) spelled: bool,
    /// Whether its word is so often another that the lists must know what it counts.
    pub(super) wary: bool,
    /// The scale whose word is of prices.
    pub(super) price: Option<u16>,
    /// Whether it is told as in speech, its last place left out: "2 triệu 3", "một tỷ rưỡi".
    pub(super) spoken: bool,
}

impl Number {
    /// A number in words.
    pub(super) fn word(value: Decimal, end: usize, wary: bool) -> Self {
        Self { spelled: true, wary, ..Self::plain(value, end) }
    }

    /// A number without any mark or scale.
    pub(super) fn plain(value: Decimal, end: usize) -> Self {
        Self {
            value,
            bare: value,
            scale: None,
            end,
            undecided: None,
            grouped: false,
            spelled: false,
            wary: false,
            price: None,
            spoken: false,
        }
    }
}

/// Why digits are no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotANumber {
    /// The token after what was looked at.
    pub(super) end: usize,
    pub(super) why: &'static str,
}

impl Source<'_, '_> {
    /// Reads the number that begins at token `at`.
    pub(super) fn number(&self, at: usize) -> Result<Number, NotANumber> {
        if self.tokens[at].kind != TokenKind::Digits {
            return self.spelled(at).ok_or(NotANumber { end: at + 1, why: "the word is no number here" });
        }
        if self.is_in_another_word(at) {
            return Err(NotANumber { end: at + 1, why: "it is part of a word" });
        }
        if self.is_inside_a_code(at) {
            return Err(NotANumber {
                end: run(self.tokens, at),
                why: "it is glued to what stands before it: a code or a model",
            });
        }
        self.number_after_hyphen(at)
    }

    /// Reads the number in digits at `at` whatever it is glued to: the second one of "5-7".
    pub(super) fn number_after_hyphen(&self, at: usize) -> Result<Number, NotANumber> {
        let run = run(self.tokens, at);
        let refuse = |why| Err(NotANumber { end: run, why });
        if is_glued_mark(self.tokens, run, &["/", ":"]) && is_glued_digit(self.tokens, run + 1) {
            return Err(NotANumber {
                end: slash_end(self.tokens, run),
                why: "it is a date, a clock time, a score or a fraction",
            });
        }
        let Some(digits) = self.digits(at) else {
            return refuse("its separators fit no number: a version, an address, a date");
        };
        let plain = Number {
            undecided: digits.undecided,
            grouped: digits.grouped,
            ..Number::plain(digits.value, digits.end)
        };
        let number = self.scaled(plain, self.currency_before(at).is_some());
        let is_code = number.scale.is_none() && is_glued_letter(self.tokens, number.end);
        let unit = self.unit(number.end);
        // "0x1F": no multiple is nought.
        let is_hex = number.value.is_zero() && unit.is_some_and(|(u, _)| u.kind == ClaimKind::Multiple);
        // "300người": only the blank is missing.
        let is_noun = || !self.word(number.end).is_ascii() && self.noun(number.end).is_some();
        if is_code
            && (unit.is_none() || is_hex)
            && self.cross(number.end).is_none_or(|_| is_hex)
            && !is_noun()
        {
            return refuse("it is glued to letters that are no unit: a code or a model");
        }
        let number = self.compound(number);
        Ok(Number { end: self.told_twice(&number).unwrap_or(number.end), ..number })
    }

    /// The end of the same number in words, in brackets: "03 (ba) ngày".
    fn told_twice(&self, number: &Number) -> Option<usize> {
        if self.tokens.key(number.end) != "(" {
            return None;
        }
        let again = self.spelled(number.end + 1).filter(|again| again.value == number.value)?;
        (self.tokens.key(again.end) == ")").then_some(again.end + 1)
    }

    /// The token after "x" between two sides of a thing.
    pub(super) fn cross(&self, at: usize) -> Option<usize> {
        self.terms.marker(self.lexicon, at, MarkerJob::Cross)
    }

    /// What the scale words at `at` multiply by together, and the token after them.
    pub(super) fn scale_chain(&self, at: usize) -> (Option<Decimal>, usize) {
        let (mut scale, mut end) = (None, at);
        while let Some((i, next)) = self.scale_word(end, false, false) {
            let factor = self.lexicon.scales[i as usize].factor;
            let Some(product) = scale.unwrap_or(Decimal::ONE).checked_mul(factor) else { break };
            (scale, end) = (Some(product), next);
        }
        (scale, end)
    }

    /// The scale word at `at`; `first` says that it stands directly after digits, where short ones count, `signed` that
    /// the sign of a currency stands before these.
    fn scale_word(&self, at: usize, first: bool, signed: bool) -> Option<(u16, usize)> {
        let token = self.tokens.get(at)?;
        let may = |like| self.terms.may_begin(at, like);
        if !(may(Sense::Scale(0)) || may(Sense::GluedScale(0)))
            || token.joint == Joint::Line
            || self.is_in_another_word(at)
        {
            return None;
        }
        let apart = first && !is_glued_letter(self.tokens, at);
        let glued = first && (!apart || self.is_of_a_price(at));
        let fits = |i: &u16| {
            let scale = &self.lexicon.scales[*i as usize];
            let own = !scale.glued || !apart || scale.money.is_some();
            own && (signed || !scale.signed)
                && (!scale.exact || scale.words.iter().any(|w| w == self.word(at)))
        };
        let (found, end) = self.terms.find(self.lexicon, at, |sense| match sense {
            Sense::Scale(i) => Some(i).filter(fits),
            Sense::GluedScale(i) if glued => Some(i).filter(fits),
            _ => None,
        })?;
        // "2 củ khoai", "3 củ tỏi" are roots.
        let slang = |i: u16| self.lexicon.scales[i as usize].money.is_some();
        let more = || {
            self.terms.find_like(self.lexicon, end, Sense::Scale(0), |s| match s {
                Sense::Scale(i) if slang(i) => Some(()),
                _ => None,
            })
        };
        let is_root = slang(found) && !glued && (self.noun(end).is_some() || more().is_some());
        (!is_root).then_some((found, end))
    }

    /// Whether the short scale word at `at`, apart from its number, is of a price: "giá 25 tr", "25 tr/tháng".
    fn is_of_a_price(&self, at: usize) -> bool {
        self.is_slash(at + 1) || self.has_price_cue(at, &(0..at))
    }

    /// Multiplies by the scale words after the number: nghìn tỷ; 3 triệu rưỡi; 3tr5.
    fn scaled(&self, mut number: Number, signed: bool) -> Number {
        while let Some((i, end)) = self.scale_word(number.end, number.scale.is_none(), signed) {
            let scale: &Scale = &self.lexicon.scales[i as usize];
            // 4K and 8K are screens, 500K is half a million.
            let is_screen = scale.glued && self.word(number.end) == "K" && number.bare < Decimal::TEN;
            let product = number.scale.unwrap_or(Decimal::ONE).checked_mul(scale.factor);
            let (Some(product), Some(value), false) =
                (product, number.value.checked_mul(scale.factor), is_screen)
            else {
                break;
            };
            let price = scale.money.as_ref().map(|_| i);
            number = Number { value, scale: Some(product), end, price, ..number };
        }
        let Some(scale) = number.scale else { return number };
        // A scale word says that the comma is a decimal: 1,125 tỷ.
        number.undecided = None;
        self.half_more(&mut number, scale);
        if is_glued_digit(self.tokens, number.end) && is_glued_letter(self.tokens, number.end - 1) {
            // "1tr150k" tells the scale of its rest.
            let smaller = self.scale_word(number.end + 1, true, false);
            let smaller = smaller.filter(|&(i, _)| self.lexicon.scales[i as usize].factor < scale);
            let rest = smaller.and_then(|(i, end)| {
                let digits = self.digits(number.end).filter(|d| d.value < Decimal::ONE_THOUSAND)?;
                Some((digits.value * self.lexicon.scales[i as usize].factor, end))
            });
            if let Some((rest, end)) = rest {
                number.value += rest;
                number.end = end;
            } else {
                number.value += self.after_point(number.end) * scale;
                number.end += 1;
            }
        }
        number
    }

    /// The digits at `at` as if a point stood before them: the 82 of "1m82".
    pub(super) fn after_point(&self, at: usize) -> Decimal {
        let digits = self.word(at);
        let value = digits.parse().unwrap_or(Decimal::ZERO);
        if digits.len() > 9 { Decimal::ZERO } else { value / Decimal::from(10_i64.pow(digits.len() as u32)) }
    }

    /// Adds a smaller amount that goes on: 2 tỷ 300 triệu, 1 triệu 2.
    fn compound(&self, number: Number) -> Number {
        let Some(scale) = number.scale else { return number };
        let follows = self
            .tokens
            .get(number.end)
            .is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::Blank);
        if !follows {
            return number;
        }
        let Some(digits) = self.separated_only(number.end) else { return number };
        let plain = Number { undecided: digits.undecided, ..Number::plain(digits.value, digits.end) };
        let rest = self.scaled(plain, false);
        let is_rest = self.word(number.end).len() == 3 && digits.end == number.end + 1;
        let is_of_thousands = |other: Decimal| {
            is_rest && scale == Decimal::ONE_THOUSAND && number.bare.fract().is_zero() && other >= scale
        };
        match rest.scale {
            Some(smaller) if smaller < scale && rest.value < scale => {
                Number { value: number.value + rest.value, end: rest.end, price: None, ..number }
            }
            // "2 nghìn 300 tỷ": the last word is of all before it.
            Some(larger) if is_of_thousands(larger) => {
                let value = (number.value + digits.value).checked_mul(larger);
                value.map_or(number, |value| Number {
                    value,
                    scale: Some(larger),
                    end: rest.end,
                    price: None,
                    ..number
                })
            }
            // "4 ngàn 500 chữ ký"
            None if is_of_thousands(scale) && self.counts_something(digits.end) => {
                Number { value: number.value + digits.value, end: digits.end, ..number }
            }
            None if self.is_last_digit(number.end) && scale > Decimal::ONE_HUNDRED => Number {
                value: number.value + digits.value * scale / Decimal::TEN,
                end: digits.end,
                spoken: true,
                ..number
            },
            _ => number,
        }
    }

    fn counts_something(&self, at: usize) -> bool {
        self.is_unit_word(at)
            || self.noun(at).is_some()
            || !self.phrase(at, &(at..self.tokens.len())).is_empty()
    }

    /// Whether a number that ends before `at` can count nothing there: a mark follows, or nothing.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|t| {
            t.joint == Joint::Line
                || (t.kind == TokenKind::Mark && !matches!(self.tokens.key(at), "/" | "%" | "-" | "\""))
        })
    }

    /// Whether one digit stands at `at` and nothing that it could count: the 2 of "1 triệu 2".
    fn is_last_digit(&self, at: usize) -> bool {
        let closes = self.closes(at + 1);
        let unit = self.unit(at + 1);
        let money = || unit.is_some_and(|(u, _)| u.kind == ClaimKind::Money);
        let goes_on = || {
            unit.is_none()
                && self.noun(at + 1).is_none()
                && self.scale_word(at + 1, false, false).is_none()
                && self.marker(at + 1, MarkerJob::Stop).is_some()
        };
        self.word(at).len() == 1 && (closes || money() || goes_on())
    }

    fn separated_only(&self, at: usize) -> Option<super::digits::Digits> {
        self.digits(at).filter(|d| d.undecided.is_none())
    }
}
