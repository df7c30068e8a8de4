//! A number with neither unit nor listed noun: a price, an age, an amount of what was named before it, a bare amount.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::Source;
use super::comparator::Compared;
use super::counted::{CUE, Counted};
use super::digits::is_glued_letter;
use super::number::{NotANumber, Number};
use crate::lexicon::{ClaimKind, MarkerJob, Sense};
use crate::token::{Case, Joint, TokenKind};

/// The furthest that a word for paying, for ages or for numbers stands before the number told of it, in tokens.
pub(super) const REACH: usize = 14;
/// More years than anyone lives.
const MOST_YEARS: u8 = 130;
/// The currency of an amount that names none.
pub(super) const DONG: &str = "VND";

impl<'l> Source<'_, 'l> {
    /// A number with neither unit nor listed noun: a price, an amount of what was named before it, a bare amount.
    pub(super) fn uncounted(
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
        if number.scale.is_some() && self.is_part_of_a_name(start, at - 1) {
            return Err(NotANumber { end: at, why: "it is glued to a letter, after a name" });
        }
        let mut phrase = self.phrase(at, limit);
        // "1.200 kiện/giờ": of a rate the word before the slash is counted.
        let is_rate = (phrase.start + 1..=phrase.end).find(|&end| self.is_rate(end));
        if let Some(end) = is_rate {
            phrase.end = end;
        }
        let large = number.scale.is_some() || number.grouped;
        // "18tr5 nhé": what is glued to its number counts nothing.
        if let Some(scale) = number.price.map(|scale| &self.lexicon.scales[scale as usize])
            && let Some(money) = scale.money.as_ref().filter(|_| phrase.is_empty() || scale.glued)
        {
            return Ok(Counted::sum(money, at));
        }
        if phrase.is_empty() {
            let told_again = || {
                let first = compared.map_or(start, |c| c.first);
                self.marker_before(first, MarkerJob::Dong, limit).is_some()
            };
            let spoken =
                || number.spoken && (self.is_paid(start, limit) || self.is_sum(start, number, limit));
            let is_price = self.has_price_cue(start, limit) || spoken() || told_again();
            if large && is_price {
                return Ok(Counted::sum(DONG, at));
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
            // "1,8 triệu/tháng", "3,5 tỷ/căn", "20 nghìn một suất"
            let is_priced = self.is_slash(at) || self.tokens.key(at) == "một";
            if number.scale.is_some() && is_priced && self.per(at, limit).is_some() {
                return Ok(Counted::sum(DONG, at));
            }
            // "bỏ xa con số 1.320.000", "thấp hơn dự báo 175.000"
            if number.grouped && self.marker_before(start, MarkerJob::Than, limit).is_some() {
                return Ok(Counted::bare(ClaimKind::Count, at));
            }
            let many = number.grouped || number.value >= Decimal::ONE_HUNDRED;
            if many && !number.spelled && self.is_headed(start, limit) {
                return Ok(Counted::bare(ClaimKind::Count, at));
            }
        } else if number.scale.is_some_and(|s| s >= Decimal::from(1_000_000)) && self.is_of_money(at) {
            // "15 tỷ doanh thu"
            return Ok(Counted::sum(DONG, at));
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

    /// Whether the number at `start` and the capital letter glued to it at `letter` end a name: "Long March 5B".
    pub(super) fn is_part_of_a_name(&self, start: usize, letter: usize) -> bool {
        let before = start.checked_sub(1).filter(|_| self.tokens[start].joint == Joint::Blank);
        self.is_glued_capital(letter)
            && before.is_some_and(|b| self.tokens[b].case != Case::Lower && !self.opens_a_sentence(b))
    }

    /// Whether one capital letter stands at `at`, glued to what is before it.
    pub(super) fn is_glued_capital(&self, at: usize) -> bool {
        is_glued_letter(self.tokens, at) && self.word(at).len() == 1 && self.tokens[at].case != Case::Lower
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
    pub(super) fn phrase(&self, at: usize, limit: &Range<usize>) -> Range<usize> {
        let mut end = at;
        while end < limit.end.min(at + 2) {
            let token = self.tokens[end];
            let is_word =
                token.kind == TokenKind::Letters && token.case == Case::Lower && token.joint == Joint::Blank;
            // "3 triệu đổ lại"
            let compares = || self.compared_after(end, ClaimKind::Count).is_some();
            if !is_word || self.taken[end] || self.marker(end, MarkerJob::Stop).is_some() || compares() {
                break;
            }
            end += 1;
        }
        at..end
    }

    /// Whether words for money stand close before `start`: giá, doanh thu.
    pub(super) fn has_price_cue(&self, start: usize, limit: &Range<usize>) -> bool {
        (start.saturating_sub(REACH).max(limit.start)..start).any(|first| self.is_of_money(first))
    }

    /// Whether a word for money begins at `at`.
    pub(super) fn is_of_money(&self, at: usize) -> bool {
        if self.marker(at, MarkerJob::Money).is_some() && !self.taken[at] {
            return true;
        }
        // The longest word tells: "bán được" is of pieces, whatever "bán" is of.
        let of_money = |sense| match sense {
            Sense::Attribute(i) => {
                Some(self.lexicon.attributes[i as usize].kinds.first() == Some(&ClaimKind::Money))
            }
            Sense::Marker(MarkerJob::NoAttribute) => Some(false),
            _ => None,
        };
        let found = self.terms.find_like(self.lexicon, at, Sense::Attribute(0), of_money);
        found.is_some_and(|(of_money, _)| of_money)
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
                    || self.taken[i]
                    || matches!(self.tokens.key(i), ":" | "," | "%" | "(" | ")")
            });
            is_open.then_some((entry, noun..end))
        })
    }
}
