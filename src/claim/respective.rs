//! "Apple và Samsung lần lượt chiếm 20% và 18%": one amount for each name of a list.

use std::ops::Range;

use super::{Claim, Source, attribute};
use crate::clause::joins;
use crate::gazetteer::Hit;
use crate::lexicon::{ClaimKind, ContextJob, MarkerJob};

/// Gives the amounts after "lần lượt" in `sentence` to the names of the list before it, in order.
pub(super) fn assign<'l>(source: &Source<'_, 'l>, sentence: &Range<usize>, claims: &mut [Claim<'l>]) {
    if claims.len() < 2 {
        return;
    }
    let marker = |at: &usize| source.terms.marker(source.lexicon, *at, MarkerJob::Respectively).is_some();
    let Some(at) = sentence.clone().find(marker) else { return parallel(source, sentence, claims) };
    attributes(source, sentence.start..at, claims);
    let first = claims.partition_point(|c| c.quantity.number < at);
    let amounts = &claims[first..];
    let Some(kind) = amounts.first().map(|c| c.quantity.kind) else { return };
    let alike = amounts.iter().take_while(|c| c.quantity.kind == kind).count();
    let names: Vec<usize> = match list_before(source, sentence.start, at) {
        Some(names) => names.collect(),
        None => Some(told_before(&claims[..first], alike))
            .filter(|names| !names.is_empty())
            .unwrap_or_else(|| list_behind(source, claims[first + alike - 1].quantity.tokens.end, sentence)),
    };
    if names.len() < 2 || alike < names.len() {
        return;
    }
    let (listed, rest) = claims[first..].split_at_mut(names.len());
    give(&names, listed);
    // "lãi lần lượt 138 tỷ và 33 tỷ, tăng 5% và 8%": a second list of as many.
    if rest.len() == names.len() && is_list(source, rest) {
        give(&names, rest);
    }
}

/// The furthest that the names stand before their amounts where nothing says that they go together, in tokens.
const REACH: usize = 40;

/// Gives the amounts of a list to the names of a list as long before it: "Mỹ và Hàn Quốc chiếm 3% và 7%". Sizes are of each
/// of them.
fn parallel(source: &Source<'_, '_>, sentence: &Range<usize>, claims: &mut [Claim<'_>]) {
    let is_next = |pair: &[Claim<'_>]| {
        let (one, other) = (&pair[0].quantity, &pair[1].quantity);
        one.kind == other.kind
            && one.unit == other.unit
            && joins(source.lexicon, source.tokens, source.terms, one.tokens.end, other.tokens.start)
    };
    let mut first = 0;
    while first + 1 < claims.len() {
        let more = claims[first..].windows(2).take_while(|pair| is_next(pair)).count();
        let list = first..first + more + 1;
        if more > 0 && claims[first].quantity.kind != ClaimKind::Measure {
            let start = claims[first].quantity.tokens.start;
            let near = sentence.start.max(start.saturating_sub(REACH));
            let names = list_before(source, near, start).filter(|names| {
                let end = source.mentions[names.end - 1].tokens.end;
                let is_last = source.mentions.get(names.end).is_none_or(|m| m.tokens.start >= start);
                let and =
                    |at: usize| source.terms.context_before(source.lexicon, at, ContextJob::And).is_some();
                let are_lists = and(source.mentions[names.end - 1].tokens.start)
                    && and(claims[list.end - 1].quantity.tokens.start);
                names.len() == list.len() && are_lists && is_last && source.clauses.gap(end, start).edges == 0
            });
            if let Some(names) = names {
                give(&names.collect::<Vec<_>>(), &mut claims[list.clone()]);
            }
        }
        first = list.end;
    }
}

fn give(names: &[usize], claims: &mut [Claim<'_>]) {
    claims.iter_mut().zip(names).for_each(|(claim, name)| claim.subject = Some(*name));
}

/// Whether amounts of one kind stand beside each other, with nothing between but commas, joining words and verbs of
/// change.
fn is_list(source: &Source<'_, '_>, claims: &[Claim<'_>]) -> bool {
    claims.windows(2).all(|pair| {
        let gap = source.clauses.gap(pair[0].quantity.tokens.end, pair[1].quantity.tokens.start);
        pair[0].quantity.kind == pair[1].quantity.kind && gap.words <= 2 && gap.edges == 0
    })
}

/// The subjects of the last `count` claims of `told`, where each has one of its own: "A bán 12.100 xe, B bán 5.800 xe".
fn told_before(told: &[Claim<'_>], count: usize) -> Vec<usize> {
    let last = &told[told.len() - count.min(told.len())..];
    let mut names: Vec<usize> = last.iter().filter_map(|c| c.subject).collect();
    names.dedup();
    if names.len() == count { names } else { Vec::new() }
}

/// Gives the amounts after the tokens `before` to the attributes that are listed there, in order: "doanh thu và lợi
/// nhuận lần lượt đạt 8 tỷ và 1 tỷ đồng".
fn attributes<'l>(source: &Source<'_, 'l>, before: Range<usize>, claims: &mut [Claim<'l>]) {
    let cues = attribute::cues(source, before.clone());
    let joined = |pair: &[Hit]| {
        joins(source.lexicon, source.tokens, source.terms, pair[0].last as usize, pair[1].first as usize)
    };
    let alone = cues.windows(2).rev().position(|pair| !joined(pair)).unwrap_or(cues.len().saturating_sub(1));
    let list = &cues[cues.len() - (alone + 1).min(cues.len())..];
    let first = claims.partition_point(|c| c.quantity.number < before.end);
    let (told, amounts) = claims.split_at_mut(first);
    if list.len() < 2 {
        return steps(source, told, amounts);
    }
    if amounts.len() < list.len() {
        return;
    }
    for (claim, hit) in amounts.iter_mut().zip(list) {
        claim.attribute = attribute::of_hit(source, hit, &claim.quantity).or(claim.attribute);
    }
}

/// Gives each of the changes `amounts` the attribute of the amount that it is of: "doanh thu 8 tỷ và lãi 1 tỷ, tăng tương ứng
/// 19% và 20%".
fn steps<'l>(source: &Source<'_, 'l>, told: &[Claim<'l>], amounts: &mut [Claim<'l>]) {
    let count = amounts.iter().take_while(|c| c.change.is_some()).count();
    let last = &told[told.len().saturating_sub(count)..];
    let differ = last.windows(2).all(|pair| pair[0].attribute != pair[1].attribute);
    if count < 2 || last.len() < count || !differ {
        return;
    }
    for (claim, of) in amounts.iter_mut().zip(last) {
        let rule = source.rule(of.attribute).filter(|rule| attribute::fits(rule, &claim.quantity));
        claim.attribute = rule.map_or(claim.attribute, |rule| Some(rule.id.as_str()));
    }
}

/// The mentions of the last list of two or more that begins at `start` or later and ends before `end`.
fn list_before(source: &Source<'_, '_>, start: usize, end: usize) -> Option<Range<usize>> {
    let from = source.mentions.partition_point(|m| m.tokens.start < start);
    let mut to = source.mentions.partition_point(|m| m.tokens.end <= end);
    while to > from + 1 {
        let mut first = to - 1;
        while first > from && is_joined(source, first) {
            first -= 1;
        }
        if first + 1 < to {
            return Some(first..to);
        }
        to -= 1;
    }
    None
}

/// The mentions of the first list that begins behind token `start`: "lần lượt 8 và 5 triệu xe được *Honda và Yamaha* bán ra".
fn list_behind(source: &Source<'_, '_>, start: usize, sentence: &Range<usize>) -> Vec<usize> {
    let from = source.mentions.partition_point(|m| m.tokens.start < start);
    let to = source.mentions.partition_point(|m| m.tokens.end <= sentence.end);
    let last = (from + 1..to.max(from + 1)).take_while(|&number| is_joined(source, number)).last();
    last.map_or(Vec::new(), |last| (from..=last).collect())
}

/// Whether commas and joining words alone part the mention `number` from the one before it.
fn is_joined(source: &Source<'_, '_>, number: usize) -> bool {
    let (one, other) = (&source.mentions[number - 1], &source.mentions[number]);
    joins(source.lexicon, source.tokens, source.terms, one.tokens.end, other.tokens.start)
}
