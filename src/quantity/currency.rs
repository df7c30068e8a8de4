//! Sums that leave their currency to another sum of the sentence: "doanh thu 860 tỷ đồng, năm sau là 645 tỷ".

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::uncounted::{DONG, REACH};
use super::{Quantity, Source};
use crate::lexicon::{ClaimKind, Sense};

/// How many amounts away the sum stands.
const NEAR: usize = 8;
/// From this scale on a bare amount beside a sum is one too.
const LARGE: u32 = 1_000_000_000;

impl<'l> Source<'_, 'l> {
    /// Gives bare amounts with a scale word the currency of the nearest sum before them in their sentence, or of the one
    /// after, unless a word between them measures something else. `amounts` are those of one sentence.
    pub(super) fn share_currency(&self, amounts: &mut [Quantity<'l>], limit: &Range<usize>) {
        for number in 0..amounts.len() {
            let Some(scale) = self.bare_scale_of(&amounts[number]) else { continue };
            let is_sum = |q: &Quantity<'_>| q.kind == ClaimKind::Money;
            let first = number.saturating_sub(NEAR);
            let before = amounts[first..number].iter().rposition(is_sum).map(|i| first + i);
            let mut rest = amounts[number + 1..].iter().take(NEAR);
            let after = || rest.position(is_sum).map(|i| number + 1 + i);
            let Some(other) = before.or_else(after) else {
                let amount = &mut amounts[number];
                if scale >= Decimal::from(LARGE) && self.is_told_of_money(amount.tokens.start, limit) {
                    (amount.kind, amount.unit) = (ClaimKind::Money, Some(Cow::Borrowed(DONG)));
                }
                continue;
            };
            let (amount, sum) = (&amounts[number], &amounts[other]);
            let between = if other < number {
                sum.tokens.end..amount.tokens.start
            } else {
                amount.tokens.end..sum.tokens.start
            };
            let fits = scale >= Decimal::from(LARGE) || (other < number && self.has_scale(sum, scale));
            if fits && between.len() <= REACH && !between.clone().any(|at| self.measures_no_sum(at)) {
                let (unit, via) = (sum.unit.clone(), sum.via);
                let amount = &mut amounts[number];
                (amount.kind, amount.unit, amount.via) = (ClaimKind::Money, unit, via);
            }
        }
    }

    /// Whether the last word before token `start` that measures something measures money: "doanh thu tăng 4%, đạt 4.985 tỷ".
    fn is_told_of_money(&self, start: usize, limit: &Range<usize>) -> bool {
        let near = start.saturating_sub(REACH).max(limit.start)..start;
        let last = near.rev().find(|&at| self.terms.may_begin(at, Sense::Attribute(0)));
        last.is_some_and(|at| self.is_of_money(at))
    }

    /// The scale of an amount that counts nothing and ends with it: "645 *tỷ*".
    fn bare_scale_of(&self, amount: &Quantity<'_>) -> Option<Decimal> {
        // "17,1 triệu iPhone 16" counts what is named.
        let named = self.taken.get(amount.tokens.end).is_some_and(|t| *t);
        let is_bare = amount.kind == ClaimKind::Count && amount.unit.is_none() && !amount.part_of && !named;
        if is_bare { self.last_scale(&amount.tokens) } else { None }
    }

    /// The last scale word of `tokens`, which ends them.
    fn last_scale(&self, tokens: &Range<usize>) -> Option<Decimal> {
        let scale = |sense| match sense {
            Sense::Scale(i) => Some(self.lexicon.scales[i as usize].factor),
            _ => None,
        };
        let found = self.terms.ending_like(self.lexicon, tokens.end, Sense::Scale(0), scale);
        found.filter(|&(_, first)| first > tokens.start).map(|(factor, _)| factor)
    }

    /// Whether `sum` has a word of the scale `factor`.
    fn has_scale(&self, sum: &Quantity<'_>, factor: Decimal) -> bool {
        let is_it = |sense| match sense {
            Sense::Scale(i) => (self.lexicon.scales[i as usize].factor == factor).then_some(()),
            _ => None,
        };
        sum.tokens.clone().any(|at| self.terms.find_like(self.lexicon, at, Sense::Scale(0), is_it).is_some())
    }

    /// Whether a word for something that is no sum begins at `at`: "lượt tải", "dân số".
    fn measures_no_sum(&self, at: usize) -> bool {
        let other = |sense| match sense {
            Sense::Attribute(i) => {
                let kinds = &self.lexicon.attributes[i as usize].kinds;
                Some(!kinds.is_empty() && !kinds.contains(&ClaimKind::Money))
            }
            _ => None,
        };
        self.terms.find_like(self.lexicon, at, Sense::Attribute(0), other).is_some_and(|(is, _)| is)
    }
}
