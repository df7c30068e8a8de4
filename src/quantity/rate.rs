//! Rates: what an amount is told by, 80tr/tháng, 5 triệu đồng mỗi tháng.

use std::ops::Range;

use super::Source;
use super::counted::Counted;
use super::digits::is_glued_letter;
use crate::lexicon::{ClaimKind, MarkerJob};
use crate::token::{Joint, TokenKind};

/// The word before what a price is by, whatever that is.
const EACH: &str = "mỗi";
/// The furthest that "mỗi ngày" stands before its amount at the beginning of a sentence, in tokens.
const FAR: usize = 16;
/// The furthest that "mỗi ngày" stands from its amount, in tokens.
const AROUND: usize = 6;

impl Source<'_, '_> {
    /// Whether a slash and a unit of time are glued to what ends before `end`: "/giờ".
    pub(super) fn is_rate(&self, end: usize) -> bool {
        self.is_slash(end) && is_glued_letter(self.tokens, end + 1) && self.is_period(end + 1)
    }

    /// Whether a unit of time stands at `at`.
    pub(super) fn is_period(&self, at: usize) -> bool {
        self.unit(at).is_some_and(|(u, _)| u.kind == ClaimKind::Duration)
    }

    /// Whether a slash is glued to what ends before `at`.
    pub(super) fn is_slash(&self, at: usize) -> bool {
        self.tokens.key(at) == "/" && self.tokens[at].joint == Joint::None
    }

    /// The word after "mỗi" or a slash: per what.
    pub(super) fn per(&self, at: usize, limit: &Range<usize>) -> Option<Range<usize>> {
        let slash = self.is_slash(at);
        // "người dùng hàng tháng" are no rate.
        let is_sum = || self.unit_before(at).is_some_and(|u| u.kind == ClaimKind::Money);
        let every = || self.marker(at, MarkerJob::Every).filter(|&next| self.is_period(next) && is_sum());
        let next = if slash { at + 1 } else { self.marker(at, MarkerJob::Per).or_else(every)? };
        if next >= limit.end || self.tokens[next].kind != TokenKind::Letters || self.is_broken(next) {
            return None;
        }
        let unit = self.unit(next).map(|(_, end)| end);
        let named = unit.or_else(|| self.noun(next).map(|(_, end)| end));
        // After a slash any word is what it is counted by: "đồng/lượng".
        let is_last = |at: usize| {
            at >= limit.end
                || self.tokens[at].kind == TokenKind::Mark
                || self.marker(at, MarkerJob::Stop).is_some()
        };
        // "700.000 đồng mỗi lượng,"
        let alone = || is_sum() && self.tokens.key(at) == EACH && is_last(next + 1);
        let glued = || ((slash && is_glued_letter(self.tokens, next)) || alone()).then_some(next + 1);
        Some(next..named.or_else(glued)?)
    }

    /// The same where a word or two that no list holds stand before the slash: "8 GB dữ liệu/ngày".
    pub(super) fn per_after_noun(&self, at: usize, limit: &Range<usize>) -> Option<Range<usize>> {
        let phrase = self.phrase(at, limit);
        let ends = || phrase.start + 1..=phrase.end;
        let slash = ends().find(|&end| self.is_rate(end));
        let each =
            || ends().find(|&end| self.marker(end, MarkerJob::Per).is_some_and(|next| self.is_period(next)));
        self.per(slash.or_else(each)?, limit)
    }

    /// The same some words behind the amount, or before it: "2 tỷ tin nhắn được gửi *mỗi ngày*", "*mỗi người* 2 triệu đồng".
    pub(super) fn per_around(
        &self,
        counted: &Counted<'_>,
        begin: usize,
        limit: &Range<usize>,
    ) -> Option<Range<usize>> {
        if !matches!(counted.kind, ClaimKind::Count | ClaimKind::Money | ClaimKind::Measure) {
            return None;
        }
        let is_word = |&at: &usize| self.tokens[at].kind == TokenKind::Letters && !self.is_broken(at);
        let each = |at: usize| self.marker(at, MarkerJob::Each);
        let ahead = counted.end..limit.end.min(counted.end + AROUND);
        let behind = ahead.take_while(is_word).find_map(|at| {
            let next = each(at).filter(|&next| next < limit.end && self.is_period(next))?;
            Some(next..self.unit(next)?.1)
        });
        behind.or_else(|| {
            let near = begin.saturating_sub(AROUND).max(limit.start)..begin;
            // "Mỗi ngày nhà máy của hãng chế biến 1.500 tấn": at its beginning it is of the whole sentence.
            let first = (begin - limit.start <= FAR).then_some(limit.start);
            near.rev().take_while(is_word).chain(first).find_map(|at| {
                let next = each(at)?;
                let period = || self.unit(next).filter(|(u, _)| u.kind == ClaimKind::Duration);
                let end = period().map(|(_, end)| end);
                // Of a thing only right before: "mỗi căn hộ có 3 phòng" is no rate; a sum is: "mỗi suất trị giá 5 triệu".
                let is_sum = counted.kind == ClaimKind::Money;
                let thing = || self.noun(next).map(|(_, end)| end).filter(|&end| is_sum || end == begin);
                Some(next..end.or_else(thing)?).filter(|per| per.end <= begin)
            })
        })
    }
}
