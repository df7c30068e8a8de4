//! Up or down: whether an amount is the size of a step or its end, and what the step is measured from.

use std::ops::Range;

use super::{Claim, Source};
use crate::clause::joins;
use crate::lexicon::{Change, ChangeMode, ClaimKind, ContextJob, Direction, MarkerJob, Sense};
use crate::quantity::{Quantity, Value};

/// The furthest that "so với" stands after its amount, and the longest baseline, in tokens.
const AGAINST: usize = 5;
const BASELINE: usize = 10;
/// The most words between the verb of a change and the word before its end.
const MOVE: usize = 12;
/// The most words between the beginning of a change, or its size, and its end.
const REST: u32 = 9;
/// The most words between two steps of a list.
const LISTED: u32 = 3;
/// How many claims back the size of a step may stand.
const BACK: usize = 3;

/// A change as the text tells it of an amount.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) step: Option<(Direction, ChangeMode)>,
    /// What it is measured from.
    pub(super) baseline: Option<Range<usize>>,
}

impl Told {
    pub(super) fn is_told(&self) -> bool {
        self.step.is_some()
    }
}

impl<'l> Source<'_, 'l> {
    /// The change that `quantity` is the size or the end of; `told` are the claims of its `sentence` before it.
    pub(super) fn change_of(
        &self,
        quantity: &Quantity<'l>,
        told: &[Claim<'l>],
        sentence: &Range<usize>,
    ) -> Told {
        if let Some((direction, from)) = self.end_of_move(quantity, told, sentence) {
            return Told { step: Some((direction, ChangeMode::To)), baseline: Some(from) };
        }
        let step = self
            .said(quantity)
            .or_else(|| self.end_after_size(quantity, told))
            .or_else(|| self.end_after_verb(quantity, sentence))
            .or_else(|| self.added(quantity, sentence))
            .or_else(|| self.of_measure(quantity, sentence))
            .or_else(|| self.listed(quantity, told))
            .or_else(|| self.signed(quantity));
        let baseline = step.and_then(|_| self.baseline(quantity, sentence));
        Told { step, baseline }
    }

    /// The words of change that end before the amount, at most one word away: "*tăng* 20%", "*tăng* lần lượt 5% và 7%".
    fn said(&self, quantity: &Quantity<'l>) -> Option<(Direction, ChangeMode)> {
        let start = quantity.tokens.start;
        let respectively = self.terms.marker_before(self.lexicon, start, MarkerJob::Respectively);
        // Of "lên tới 20%" the comparator is no verb; "vọt *lên* gần 20%" is.
        let is_ceiling = |at: usize| matches!(self.tokens.key(at), "tới" | "đến");
        let is_own = |end: usize, first: usize| {
            end <= start || end == quantity.number || first < start || !is_ceiling(end)
        };
        // "tăng vài năm qua": how long, not by how much.
        if quantity.vague && quantity.kind == ClaimKind::Duration {
            return None;
        }
        // "giá sẽ giảm *và* 18% cho rằng" is another clause, "tăng *từ* 3 triệu" where it begins.
        let and = self.terms.context_before(self.lexicon, start, ContextJob::And);
        let parted = and.or_else(|| self.terms.marker_before(self.lexicon, start, MarkerJob::From));
        let is_own = |end: usize, first: usize| is_own(end, first) && parted.is_none_or(|at| end > at);
        let said =
            |end| self.words_of_change(Some(quantity.kind), end).filter(|&(_, first)| is_own(end, first));
        let change = edges(quantity).chain(respectively).find_map(said).map(|(change, _)| change);
        change.map(|change| (change.direction, change.mode))
    }

    /// The words of change that end before token `end`, where they may change such an amount.
    fn change_before(&self, of: Option<ClaimKind>, end: usize) -> Option<&'l Change> {
        self.words_of_change(of, end).map(|(change, _)| change)
    }

    /// The same, with the first token of the words.
    fn words_of_change(&self, of: Option<ClaimKind>, end: usize) -> Option<(&'l Change, usize)> {
        let pick = |sense| match sense {
            Sense::Change(i) => Some(&self.lexicon.changes[i as usize])
                .filter(|rule| rule.kinds.is_empty() || of.is_none_or(|kind| rule.kinds.contains(&kind))),
            _ => None,
        };
        self.terms.ending_like(self.lexicon, end, Sense::Change(0), pick)
    }

    /// The nearest words of change of the clause that end at or before token `end`; those that change amounts of the kind `of`,
    /// or any.
    fn verb_before(&self, of: Option<ClaimKind>, end: usize, sentence: &Range<usize>) -> Option<&'l Change> {
        let nearest = sentence.start.max(end.saturating_sub(MOVE))..end + 1;
        let in_clause = |&at: &usize| {
            let gap = self.clauses.gap(at, end);
            gap.edges + gap.commas == 0
        };
        nearest.rev().take_while(in_clause).find_map(|at| self.change_before(of, at))
    }

    /// The end of a change whose verb stands before it in the clause: "tăng giá gói cơ bản *lên* 7,99 USD".
    fn end_after_verb(
        &self,
        quantity: &Quantity<'l>,
        sentence: &Range<usize>,
    ) -> Option<(Direction, ChangeMode)> {
        let moves =
            edges(quantity).find_map(|end| self.terms.marker_before(self.lexicon, end, MarkerJob::Ends))?;
        let verb = self.verb_before(None, moves.checked_sub(1)?, sentence)?;
        (verb.mode == ChangeMode::By).then_some((verb.direction, ChangeMode::To))
    }

    /// The end of a change whose beginning is the amount before it: "từ 3 triệu *lên* hơn 6 triệu". The beginning, too.
    fn end_of_move(
        &self,
        quantity: &Quantity<'l>,
        told: &[Claim<'l>],
        sentence: &Range<usize>,
    ) -> Option<(Direction, Range<usize>)> {
        let before = &told.last()?.quantity;
        let from = self.start_word(before)?;
        if !self.may_move(before, quantity)
            || self.clauses.gap(before.tokens.end, quantity.number).words > REST
        {
            return None;
        }
        let moves = self.moves_before(quantity, before.tokens.end)?;
        let verb =
            || from.checked_sub(1).and_then(|end| self.verb_before(Some(quantity.kind), end + 1, sentence));
        let is_rank = matches!(quantity.kind, ClaimKind::Rank | ClaimKind::Ordinal);
        let by_value = match (before.value, quantity.value) {
            (Value::Exact(from), Value::Exact(to)) if from != to && !is_rank => {
                Some(if to > from { Direction::Increase } else { Direction::Decrease })
            }
            _ => None,
        };
        let by_word = || match self.tokens.key(moves) {
            "lên" => Some(Direction::Increase),
            "xuống" | "còn" | "về" => Some(Direction::Decrease),
            _ => None,
        };
        // "giá từ 10.000 đồng đến vài chục nghìn đồng" is no move without its verb.
        let is_range = matches!(self.tokens.key(moves), "đến" | "tới");
        if is_range
            && !(from.saturating_sub(1)..=from)
                .any(|end| self.change_before(Some(quantity.kind), end).is_some())
        {
            return None;
        }
        let direction = by_value.or_else(|| verb().map(|verb| verb.direction)).or_else(by_word)?;
        let start = before.number.max(before.tokens.start.max(from + 1));
        Some((direction, start..before.tokens.end))
    }

    /// Whether one may be the beginning and the other the end of a change: "từ 74.000 nhân viên *xuống* còn 65.400 người".
    fn may_move(&self, from: &Quantity<'_>, to: &Quantity<'_>) -> bool {
        let same_unit = from.unit == to.unit || from.unit.is_none() || to.unit.is_none();
        let counts = from.kind == ClaimKind::Count
            && (from.unit.is_none()
                || self.terms.marker(self.lexicon, from.tokens.end, MarkerJob::Moves).is_some());
        (from.kind == to.kind && (same_unit || counts)) || (counts && from.unit.is_none())
    }

    /// The first token of "từ" directly before `quantity`, or in its tokens as its comparator.
    fn start_word(&self, quantity: &Quantity<'l>) -> Option<usize> {
        let further = quantity.tokens.start.checked_sub(2);
        edges(quantity)
            .chain(further)
            .find_map(|end| self.terms.marker_before(self.lexicon, end, MarkerJob::From))
    }

    /// Where the word stands that the end of a change follows, behind token `start`: "lên", "xuống còn", "về mức".
    fn moves_before(&self, quantity: &Quantity<'l>, start: usize) -> Option<usize> {
        let job = |end: usize| {
            let moves = self.terms.marker_before(self.lexicon, end, MarkerJob::Moves);
            moves.or_else(|| self.terms.marker_before(self.lexicon, end, MarkerJob::Ends))
        };
        let by_change = |end| {
            self.terms
                .ending_like(self.lexicon, end, Sense::Change(0), |sense| match sense {
                    Sense::Change(i) => {
                        (self.lexicon.changes[i as usize].mode == ChangeMode::To).then_some(())
                    }
                    _ => None,
                })
                .map(|((), first)| first)
        };
        edges(quantity).find_map(|end| job(end).or_else(|| by_change(end))).filter(|&moves| moves >= start)
    }

    /// The end of a change whose size stands before it: "tăng 38% *lên* 25 tỷ", "giảm 28%, *còn* 1.587 tỷ đồng".
    fn end_after_size(&self, quantity: &Quantity<'l>, told: &[Claim<'l>]) -> Option<(Direction, ChangeMode)> {
        let near = told.iter().rev().take(BACK);
        let (size, direction) = near
            .map_while(|claim| match claim.change {
                Some((direction, ChangeMode::By)) => Some((claim, Some(direction))),
                Some(_) => None,
                None => Some((claim, None)),
            })
            .find_map(|(claim, direction)| Some((claim, direction?)))?;
        let is_part =
            matches!(size.quantity.kind, ClaimKind::Percent | ClaimKind::Multiple | ClaimKind::Ratio);
        if !is_part && size.quantity.kind != quantity.kind {
            return None;
        }
        let end = size.quantity.tokens.end;
        let moves = self.moves_before(quantity, end)?;
        let gap = self.clauses.gap(end, moves);
        // Another who does something between would be the one whose amount it is.
        let first = self.mentions.partition_point(|m| m.tokens.start < end);
        let is_named = self.mentions.get(first).is_some_and(|m| m.tokens.start < moves);
        let fits = match self.tokens.key(moves) {
            "lên" => direction == Direction::Increase,
            "xuống" | "còn" | "về" | "chỉ" => direction == Direction::Decrease,
            // "giảm 80% giấy tờ và tiết kiệm đến 70% thời gian"
            "đến" | "tới" => moves == end,
            _ => true,
        };
        (fits && gap.words <= REST && gap.commas <= 1 && gap.edges == 0 && !is_named)
            .then_some((direction, ChangeMode::To))
    }

    /// "nâng giá thêm 20.000 đồng", "Netflix thêm 19 triệu thuê bao".
    fn added(&self, quantity: &Quantity<'l>, sentence: &Range<usize>) -> Option<(Direction, ChangeMode)> {
        // "mua thêm 3 tháng" goes on.
        if quantity.kind == ClaimKind::Duration {
            return None;
        }
        let adds =
            edges(quantity).find_map(|end| self.terms.marker_before(self.lexicon, end, MarkerJob::Adds))?;
        let next = self.mentions.partition_point(|m| m.tokens.end < adds);
        let named = self.mentions.get(next).is_some_and(|m| m.tokens.end == adds);
        let again = self.terms.marker_before(self.lexicon, adds, MarkerJob::Same).is_some();
        let verb = || self.verb_before(Some(quantity.kind), adds.checked_sub(1)?, sentence);
        match verb() {
            Some(verb) => Some((verb.direction, ChangeMode::By)),
            None => (named || again).then_some((Direction::Increase, ChangeMode::By)),
        }
    }

    /// "hạ *lãi suất* 0,25 điểm": what is changed stands between its verb and the size of the step.
    fn of_measure(
        &self,
        quantity: &Quantity<'l>,
        sentence: &Range<usize>,
    ) -> Option<(Direction, ChangeMode)> {
        let attribute = |sense| match sense {
            Sense::Attribute(_) => Some(()),
            _ => None,
        };
        let ((), first) =
            self.terms.ending_like(self.lexicon, quantity.tokens.start, Sense::Attribute(0), attribute)?;
        let verb = self.change_before(Some(quantity.kind), first).filter(|_| first > sentence.start)?;
        (verb.mode == ChangeMode::By).then_some((verb.direction, ChangeMode::By))
    }

    /// A step that the one before it shares its verb with: "tăng 5%, 8% và 10%", "giảm 87 điểm, tương đương 6,7%".
    fn listed(&self, quantity: &Quantity<'l>, told: &[Claim<'l>]) -> Option<(Direction, ChangeMode)> {
        let before = told.last()?;
        let (direction, ChangeMode::By) = before.change? else { return None };
        let start = quantity.tokens.start;
        let told = before.baseline.as_ref().filter(|b| b.end <= start);
        let end = told.map_or(before.quantity.tokens.end, |b| b.end);
        let is_again = (end..start.min(end + 2))
            .any(|at| self.terms.marker(self.lexicon, at, MarkerJob::Same) == Some(start));
        let kind = quantity.kind == before.quantity.kind && quantity.unit == before.quantity.unit;
        // "tăng 9,2% về lượng và 23,5% về kim ngạch"
        let and = || self.terms.context_before(self.lexicon, start, ContextJob::And).is_some();
        let gap = self.clauses.gap(end, start);
        let near = gap.words <= LISTED + 1 && gap.commas + gap.edges == 0;
        let joined = || joins(self.lexicon, self.tokens, self.terms, end, start) || (near && and());
        (is_again || (kind && joined())).then_some((direction, ChangeMode::By))
    }

    /// "lãi 272 tỷ đồng (+203%)".
    fn signed(&self, quantity: &Quantity<'l>) -> Option<(Direction, ChangeMode)> {
        let start = quantity.tokens.start;
        let bracketed = start > 1 && self.tokens.key(start - 2) == "(" && quantity.kind == ClaimKind::Percent;
        if !bracketed {
            return None;
        }
        match self.tokens.key(start - 1) {
            "+" => Some((Direction::Increase, ChangeMode::By)),
            "-" | "–" | "−" => Some((Direction::Decrease, ChangeMode::By)),
            _ => None,
        }
    }

    /// What the change of `quantity` is measured from: the words after "so với", or the time after "gấp đôi".
    fn baseline(&self, quantity: &Quantity<'l>, sentence: &Range<usize>) -> Option<Range<usize>> {
        let end = quantity.tokens.end;
        let next = self.times.partition_point(|t| t.tokens.start < end);
        let time = self.times.get(next).filter(|t| t.tokens.start == end);
        if let Some(time) = time.filter(|_| quantity.kind == ClaimKind::Multiple) {
            return Some(time.tokens.clone());
        }
        let marker = |at| self.terms.marker(self.lexicon, at, MarkerJob::Against);
        let start = (end..sentence.end.min(end + AGAINST)).find_map(marker)?;
        let is_open = |at: &usize| {
            let gap = self.clauses.gap(start, at + 1);
            let ends = self.terms.context(self.lexicon, *at, ContextJob::And).is_some()
                || self.terms.marker(self.lexicon, *at, MarkerJob::Moves).is_some();
            gap.commas == 0 && gap.edges == 0 && (*at == start || !ends)
        };
        let last = (start..sentence.end.min(start + BASELINE)).take_while(is_open).last()?;
        Some(start..last + 1)
    }
}

/// Where the words before `quantity` may end: at its number, at one of the words of its comparator ("tăng *lên* hơn 20%"), one
/// word before it.
fn edges(quantity: &Quantity<'_>) -> impl Iterator<Item = usize> {
    let start = quantity.tokens.start;
    (start..=quantity.number).rev().chain(start.checked_sub(1))
}

/// Gives the steps of a list without a baseline that of the step after them: "tăng 8%, 5% và giảm 3% so với cùng kỳ".
pub(super) fn share_back(source: &Source<'_, '_>, claims: &mut [Claim<'_>]) {
    for number in (1..claims.len()).rev() {
        let (before, last) = claims.split_at_mut(number);
        let (Some(one), other) = (before.last_mut(), &last[0]) else { return };
        let is_step = |claim: &Claim<'_>| claim.change.is_some_and(|(_, mode)| mode == ChangeMode::By);
        let gap = source.clauses.gap(one.quantity.tokens.end, other.quantity.tokens.start);
        let alike = is_step(one) && is_step(other) && one.quantity.kind == other.quantity.kind;
        if alike && one.baseline.is_none() && gap.words <= LISTED && gap.edges == 0 {
            one.baseline.clone_from(&other.baseline);
        }
        // "còn 2,93%, giảm 1,1 điểm"
        let remains = edges(&one.quantity)
            .any(|end| source.terms.marker_before(source.lexicon, end, MarkerJob::Remains).is_some());
        if remains && one.change.is_none() && is_step(other) && gap.words <= 2 && gap.edges == 0 {
            one.change = other.change.map(|(direction, _)| (direction, ChangeMode::To));
        }
    }
}
