//! What a claim measures: told by its unit, by cue words in its clause, by its counted noun, in this order.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Claim, Source};
use crate::clause::joins;
use crate::gazetteer::Hit;
use crate::lexicon::{AttributeRule, ClaimKind, Kind, MarkerJob, Pair, Sense};
use crate::quantity::{Quantity, Value};
use crate::token::{Joint, TokenKind};

/// How many claims back the one stands that an amount is compared with.
const COMPARED: usize = 6;
/// The most words between "so với" and the amount that is compared: "so với mức đỉnh 73.800 USD".
const AGAINST: usize = 2;
/// Words after the amount in which a cue still counts: "80% thị phần".
const AFTER: usize = 4;
/// The furthest that a cue stands before its amount, in tokens.
const BEFORE: usize = 80;
/// The most words between two amounts of one attribute that is named once.
const NEXT: u32 = 7;

/// The attribute of `quantity`, whose cues may stand in the tokens `reach`; the amount before it ends at `told`.
pub(super) fn find<'l>(
    source: &Source<'_, 'l>,
    quantity: &Quantity<'_>,
    reach: Range<usize>,
    told: usize,
) -> Option<&'l str> {
    let lexicon = source.lexicon;
    let fits = |rule: &&AttributeRule| fits(rule, quantity);
    let of = |list: Option<&Vec<u16>>| {
        list.and_then(|list| list.iter().map(|&i| &lexicon.attributes[i as usize]).find(fits))
    };
    if let Some(rule) = of(quantity.unit.as_ref().and_then(|u| lexicon.unit_attributes.get(&**u))) {
        return Some(&rule.id);
    }
    let from = reach.start.max(quantity.tokens.start.saturating_sub(BEFORE));
    let before = cues(source, from..quantity.tokens.start);
    let end = quantity.tokens.end;
    let after = cues(source, end..reach.end.min(end + AFTER));
    let is_open = |hit: &&Hit| source.clauses.gap(end, hit.first as usize).commas == 0;
    // "8 GB RAM và 256 GB bộ nhớ trong": what a size is of stands right behind it.
    // "vượt 31 triệu, chiếm 68% thị phần": so does what is told after another amount.
    let is_behind = |hit: &&Hit| hit.first as usize == end;
    let is_told = || before.last().is_none_or(|hit| (hit.last as usize) <= told);
    let own = after
        .first()
        .filter(is_behind)
        .filter(|_| matches!(quantity.kind, ClaimKind::Measure | ClaimKind::Percent) || is_told());
    // "cổ phiếu mất 70% giá trị": a word that says little waits for others.
    let specific = |id: &&str| source.rule(Some(*id)).is_none_or(|rule| !rule.generic);
    if let Some(id) = own.and_then(|hit| of_hit(source, hit, quantity)).filter(specific) {
        return Some(id);
    }
    // What is counted says more than a word of another clause: "hơn 62.000 trạm phát sóng".
    let by_noun = || {
        let noun = quantity.noun.filter(|_| quantity.kind == ClaimKind::Count && is_told());
        of(noun.and_then(|n| lexicon.noun_attributes.get(&n)))
    };
    if let Some(rule) = by_noun() {
        return Some(&rule.id);
    }
    if let Some(rule) = of_pair(source, quantity) {
        return Some(&rule.id);
    }
    let mut rules = before.iter().rev().chain(after.iter().take_while(is_open)).filter_map(|hit| {
        lexicon.senses[hit.pattern as usize].iter().find_map(|sense| match sense {
            Sense::Attribute(i) => Some(&lexicon.attributes[*i as usize]).filter(fits),
            _ => None,
        })
    });
    let first = rules.next();
    let by_cue = match first {
        Some(rule) if rule.generic => rules.find(|r| !r.generic).or(first),
        _ => first,
    };
    let of_noun = |noun: Option<u32>| of(noun.and_then(|n| lexicon.noun_attributes.get(&n)));
    by_cue
        .or_else(|| of_named(source, quantity))
        .or_else(|| of_noun(label(source, quantity.tokens.start)))
        .or_else(|| of_noun(quantity.noun))
        .or_else(|| of_rate(source, quantity))
        .map(|rule| rule.id.as_str())
}

/// The attribute of one of two sizes with a slash between them: "12 GB/256 GB".
fn of_pair<'l>(source: &Source<'_, 'l>, quantity: &Quantity<'_>) -> Option<&'l AttributeRule> {
    if quantity.kind != ClaimKind::Measure {
        return None;
    }
    let (start, end) = (quantity.tokens.start, quantity.tokens.end);
    let slash = |at: usize| source.tokens.key(at) == "/" && source.tokens[at].joint == Joint::None;
    let is_number = |at: usize| source.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
    let place = if slash(end) && is_number(end + 1) {
        Pair::First
    } else if start > 1 && slash(start - 1) && source.tokens[start - 2].kind == TokenKind::Letters {
        Pair::Second
    } else {
        return None;
    };
    let is_it = |rule: &&AttributeRule| rule.pair == Some(place) && fits(rule, quantity);
    source.lexicon.attributes.iter().find(is_it)
}

/// The attribute of a sum by a thing: "38.000 đồng/kg"; by a time it may be anything.
fn of_rate<'l>(source: &Source<'_, 'l>, quantity: &Quantity<'_>) -> Option<&'l AttributeRule> {
    let per = quantity.per.as_ref().filter(|_| quantity.kind == ClaimKind::Money)?;
    let period = |sense| match sense {
        Sense::Unit(i) => (source.lexicon.units[i as usize].kind == ClaimKind::Duration).then_some(()),
        _ => None,
    };
    if source.terms.find_like(source.lexicon, per.start, Sense::Unit(0), period).is_some() {
        return None;
    }
    source.lexicon.attributes.iter().find(|rule| rule.of_rates)
}

/// The attribute of a size right behind the name of a product: "iPhone 15 *256 GB*".
fn of_named<'l>(source: &Source<'_, 'l>, quantity: &Quantity<'_>) -> Option<&'l AttributeRule> {
    let Value::Exact(size) = quantity.value else { return None };
    let next = source.mentions.partition_point(|m| m.tokens.end < quantity.tokens.start);
    source.mentions.get(next).filter(|m| m.kind == Kind::Product && m.tokens.end == quantity.tokens.start)?;
    let is_it = |rule: &&AttributeRule| {
        rule.named_from.is_some_and(|least| size >= Decimal::from(least)) && fits(rule, quantity)
    };
    source.lexicon.attributes.iter().find(is_it)
}

/// The noun of the label before `at`: "nhân viên: 4.500 người".
fn label(source: &Source<'_, '_>, at: usize) -> Option<u32> {
    let colon = at.checked_sub(1).filter(|&i| source.tokens.key(i) == ":")?;
    source.terms.noun_before(source.lexicon, colon).map(|(noun, _)| noun)
}

/// The attribute of the last claim of `told` that `quantity` is compared with: "lỗ 645 triệu USD, tăng mạnh so với *79 triệu
/// USD* của năm 2012".
pub(super) fn compared<'l>(
    source: &Source<'_, 'l>,
    told: &[Claim<'l>],
    quantity: &Quantity<'_>,
) -> Option<&'l str> {
    let start = quantity.tokens.start;
    let reach = start.saturating_sub(AGAINST);
    let against = |end| source.terms.marker_before(source.lexicon, end, MarkerJob::Against).is_some();
    // "gần gấp đôi mức 157 tỷ USD"
    let is_multiple =
        |c: &Claim<'_>| c.quantity.kind == ClaimKind::Multiple && c.quantity.tokens.end >= reach;
    if !(reach..=start).any(against) && !told.last().is_some_and(is_multiple) {
        return None;
    }
    let mut near = told.iter().rev().take(COMPARED);
    let alike = near.find(|c| c.quantity.kind == quantity.kind && c.attribute.is_some())?;
    let rule = source.rule(alike.attribute)?;
    fits(rule, quantity).then_some(rule.id.as_str())
}

/// The attribute of `before`, which `quantity` goes on to tell: "14%, 9% và 8%", "tăng 38% lên 25 tỷ".
pub(super) fn shared<'l>(
    source: &Source<'_, 'l>,
    before: &Claim<'l>,
    quantity: &Quantity<'_>,
    moves: bool,
) -> Option<&'l str> {
    let id = before.attribute?;
    let gap = source.clauses.gap(before.quantity.tokens.end, quantity.tokens.start).words;
    let told = &before.quantity;
    let counts = matches!(quantity.kind, ClaimKind::Count | ClaimKind::Measure);
    let same_unit = || told.unit == quantity.unit || told.unit.is_none() || quantity.unit.is_none();
    let alike = told.kind == quantity.kind && (!counts || same_unit());
    if gap > NEXT || !(alike || moves) {
        return None;
    }
    let rule = source.rule(Some(id))?;
    fits(rule, quantity).then_some(id)
}

/// Gives the members of a list without an attribute that of the one after them: "54%, 22% và 18% thị phần".
pub(super) fn share_back(source: &Source<'_, '_>, claims: &mut [Claim<'_>]) {
    for number in (1..claims.len()).rev() {
        let (before, last) = claims.split_at_mut(number);
        let (Some(one), other) = (before.last_mut(), &last[0]) else { return };
        let (told, next) = (&one.quantity, &other.quantity);
        let alike = one.attribute.is_none() && told.kind == next.kind && told.unit == next.unit;
        let joined =
            || joins(source.lexicon, source.tokens, source.terms, told.tokens.end, next.tokens.start);
        if alike && other.attribute.is_some() && joined() {
            one.attribute = other.attribute;
        }
    }
}

/// Whether `quantity` may tell the attribute of `rule`, by its kind and its unit.
pub(super) fn fits(rule: &AttributeRule, quantity: &Quantity<'_>) -> bool {
    let unit = quantity.unit.as_deref();
    let in_units = matches!(quantity.kind, ClaimKind::Measure | ClaimKind::Count);
    let in_unit = || unit.is_some_and(|unit| rule.only.iter().any(|only| only == unit));
    (rule.kinds.is_empty() || rule.kinds.contains(&quantity.kind))
        && (!in_units || rule.only.is_empty() || in_unit())
}

/// The attribute of the cue word `hit` that goes with `quantity`.
pub(super) fn of_hit<'l>(source: &Source<'_, 'l>, hit: &Hit, quantity: &Quantity<'_>) -> Option<&'l str> {
    let lexicon = source.lexicon;
    lexicon.senses[hit.pattern as usize].iter().find_map(|sense| match sense {
        Sense::Attribute(i) => {
            let rule = &lexicon.attributes[*i as usize];
            fits(rule, quantity).then_some(rule.id.as_str())
        }
        _ => None,
    })
}

/// The cue words of the tokens `range`, in order; a longer one hides those inside it.
pub(super) fn cues(source: &Source<'_, '_>, range: Range<usize>) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    for hit in range
        .clone()
        .filter(|&token| source.terms.may_begin(token, Sense::Attribute(0)))
        .flat_map(|token| source.terms.at(token))
        .filter(|h| (h.last as usize) <= range.end)
    {
        let is_cue = !source.is_named(hit.first as usize)
            && source.lexicon.senses[hit.pattern as usize]
                .iter()
                .any(|s| matches!(s, Sense::Attribute(_) | Sense::Marker(MarkerJob::NoAttribute)));
        let hidden = out.last().is_some_and(|o: &Hit| hit.last <= o.last);
        if is_cue && !hidden {
            out.push(*hit);
        }
    }
    out
}
