//! What a claim is about: the mention whose features weigh most, or none.

use super::cast::Cast;
use super::feature::{self, Feature};
use super::question::Question;
use super::{Claim, Source};
use crate::lexicon::Kind;

/// How many sentences before its own a claim's subject may stand in.
const BACK: u32 = 2;
/// The most mentions that are weighed for one claim.
const MOST: usize = 40;
/// The most claims between a mention and its claim that count.
const BETWEEN: usize = 3;

/// The mention that the claim is most likely about, if any weighs more than nothing.
pub(super) fn find(source: &Source<'_, '_>, cast: &Cast, question: &Question<'_, '_>) -> Option<usize> {
    if let Some(number) = bracketed_after(source, question) {
        return Some(number);
    }
    let mut best: Option<(f64, usize)> = None;
    for number in candidates(cast, question) {
        let mut score = cast.players[number].score;
        features(source, cast, question, number, &mut |f, value| score += source.model.of(f) * value);
        if score > best.map_or(0.0, |(s, _)| s) {
            best = Some((score, number));
        }
    }
    best.map(|(_, number)| number)
}

/// The mention right behind which the amount opens a bracket: "sau *TSMC* (62%)".
fn bracketed_after(source: &Source<'_, '_>, question: &Question<'_, '_>) -> Option<usize> {
    let start = question.quantity.tokens.start;
    let open = start.checked_sub(1).filter(|&at| source.tokens.key(at) == "(")?;
    let number = source.mentions.partition_point(|m| m.tokens.end < open);
    (source.mentions.get(number)?.tokens.end == open).then_some(number)
}

/// The mentions of the title, of the claim's sentence and of those shortly before it.
pub(crate) fn candidates<'c>(
    cast: &'c Cast,
    question: &Question<'_, '_>,
) -> impl Iterator<Item = usize> + use<'c> {
    let sentence = |s: u32| cast.players.partition_point(|p| p.sentence < s);
    let (from, to) = (sentence(question.number.saturating_sub(BACK)), sentence(question.number + 1));
    let title_end = if cast.has_title { sentence(1).min(from) } else { 0 };
    let title = 0..title_end;
    let first = from.max(to.saturating_sub(MOST));
    let last_of = move |key: &u64| (title_end..first).rev().find(|&i| cast.players[i].key == *key);
    title.chain(cast.topics.iter().filter_map(last_of)).chain(first..to)
}

/// Gives `add` the features of the mention `number` that depend on the claim, with their values.
pub(crate) fn features(
    source: &Source<'_, '_>,
    cast: &Cast,
    question: &Question<'_, '_>,
    number: usize,
    add: &mut impl FnMut(usize, f64),
) {
    let (player, mention) = (&cast.players[number], &source.mentions[number]);
    let (place, claim) = (&mention.tokens, &question.quantity.tokens);
    let mut has = |feature: Feature, is: bool| {
        if is {
            add(feature as usize, 1.0);
        }
    };
    has(Feature::Again, question.before.is_some_and(|b| cast.players[b].key == player.key));
    match question.number - player.sentence {
        0 => {}
        1 => has(Feature::Earlier, true),
        2 => has(Feature::MuchEarlier, true),
        _ => has(Feature::Apart, true),
    }
    has(Feature::Generic, question.is_generic);
    has(Feature::AgeBound, question.is_bound_of_age());
    has(Feature::Few, question.is_of_few());
    has(Feature::Vague, question.quantity.vague);
    let owners = question.attribute.map_or(&[][..], |rule| &rule.of);
    has(Feature::Fits, owners.contains(&mention.kind));
    has(Feature::Misfits, !owners.is_empty() && !owners.contains(&mention.kind));
    let is_topic = cast.topics.contains(&player.key);
    let called = question.called[mention.kind as usize];
    if player.sentence != question.number {
        has(Feature::Called, called);
        has(Feature::CalledTopic, called && is_topic);
        has(Feature::Alone, question.alone);
        has(Feature::AloneTopic, question.alone && is_topic);
        has(Feature::MeantLast, question.meant_last == Some(mention.kind));
        let last_of_kind = is_last_of_kind(source, cast, question.number, number);
        has(Feature::LastOfKind, last_of_kind);
        has(Feature::MeantLastOfKind, last_of_kind && question.meant[mention.kind as usize]);
        has(Feature::Meant, question.meant[mention.kind as usize]);
        has(Feature::MeantFirst, question.meant_first == Some(mention.kind));
        has(Feature::EarlierTopic, is_topic);
        has(Feature::EarlierTitle, player.features.contains(&(Feature::TitleEntity as u8)));
        has(Feature::EarlierHead, player.features.contains(&(Feature::Head as u8)));
    }
    if player.sentence == question.number {
        let before = place.end <= claim.start;
        let (from, to) = if before { (place.end, claim.start) } else { (claim.end, place.start) };
        let gap = source.clauses.gap(from, to);
        has(Feature::Before, before);
        has(Feature::Behind, question.meant_first.is_some_and(|kind| kind != mention.kind));
        has(Feature::BehindKind, question.meant_first == Some(mention.kind));
        has(Feature::Passed, before && question.meant_last.is_some_and(|kind| kind != mention.kind));
        has(Feature::PassedKind, before && question.meant_last == Some(mention.kind));
        has(Feature::Near, gap.words <= 2);
        has(Feature::Close, (3..=6).contains(&gap.words));
        has(Feature::Middle, (7..=14).contains(&gap.words));
        has(Feature::Far, gap.words > 14);
        has(Feature::SameClause, gap.edges == 0 && gap.commas == 0);
        has(Feature::NextTo, !before && from == to);
        let opens = |at: usize| matches!(source.tokens.key(at), "(" | ":");
        has(Feature::DirectlyBefore, before && (from == to || (to == from + 1 && opens(from))));
        let beside = if before { number + 1 } else { number.wrapping_sub(1) };
        let is_nearest = source
            .mentions
            .get(beside)
            .is_none_or(|m| if before { m.tokens.start >= claim.start } else { m.tokens.end <= claim.start });
        let others = &source.mentions[number + 1..];
        let is_last_of_kind = before
            && !others.iter().take_while(|m| m.tokens.end <= claim.start).any(|m| m.kind == mention.kind);
        has(Feature::NearestOfKind, is_last_of_kind);
        has(Feature::OwnsIt, !before && gap.words <= 4 && player.features.contains(&(Feature::Of as u8)));
        has(Feature::Nearest, before && is_nearest);
        has(Feature::NearestAfter, !before && is_nearest);
        if before {
            let after = |c: &&Claim<'_>| c.quantity.tokens.start >= place.end;
            let between = question.told.iter().rev().take_while(after).take(BETWEEN).count();
            add(Feature::ClaimsBetween as usize, between as f64);
        }
        add(Feature::Commas as usize, f64::from(gap.commas.min(4)));
        add(Feature::Edges as usize, f64::from(gap.edges.min(4)));
    }
    if question.attribute.is_none() {
        add(feature::unmeasured(question.quantity.kind), 1.0);
    }
    let kind: Kind = mention.kind;
    add(feature::of_kinds(kind, question.quantity.kind), 1.0);
}

/// Whether no mention of the same kind stands between the mention `number` and the sentence `asked`.
fn is_last_of_kind(source: &Source<'_, '_>, cast: &Cast, asked: u32, number: usize) -> bool {
    let later = cast.players[number + 1..].iter().zip(&source.mentions[number + 1..]);
    let kind = source.mentions[number].kind;
    !later.take(MOST).take_while(|(player, _)| player.sentence < asked).any(|(_, m)| m.kind == kind)
}
