//! Figures of events: `event.trigger`, `event.type`, `event.role`, `event.modality`, `event.marked`.

use std::collections::HashMap;

use super::fold::bare;
use super::pair::{Fits, Pairs, pair};
use super::table::Scores;
use crate::gold::{self, Article};
use crate::record::{self, Found};
use crate::text::Span;

pub(super) fn score(article: &Article, found: &Found, scores: &mut Scores) {
    let at_trigger: Fits<gold::Event, record::Event> = &trigger_right;
    let in_sentence: Fits<gold::Event, record::Event> = &|gold, event| {
        let same = article.same_sentence(gold.trigger.start, event.trigger.start);
        type_right(gold, event) && (same || trigger_right(gold, event))
    };
    count("event.trigger", article, found, scores, &[at_trigger]);
    let pairs = count("event.type", article, found, scores, &[at_trigger, in_sentence]);

    let names = found.names();
    for (gold, event) in pairs.hits {
        modality(gold, event, scores);
        // An allowed second type has other roles than the gold's, which are those of the first.
        if gold.item.event.first() == Some(&event.event) {
            roles(gold, event, &names, scores);
        }
    }
    let missed = pairs.missed.iter().map(|gold| required(gold).count()).sum();
    let extra = pairs.extra.iter().map(|event| event.roles.len()).sum();
    scores.tally("event.role", 0, extra, missed);
}

/// Counts one figure. Required and optional answers compete for the same predictions, triggers first, so that
/// neither takes the other's; an optional answer excuses one prediction, not any number.
fn count<'a>(
    figure: &str,
    article: &'a Article,
    found: &'a Found,
    scores: &mut Scores,
    passes: &[Fits<gold::Event, record::Event>],
) -> Pairs<'a, gold::Event, record::Event> {
    let (may, must): (Vec<_>, Vec<_>) = article.events.iter().partition(|gold| gold.item.optional);
    let mut pairs = pair(must.into_iter().chain(may), &found.events, passes);
    pairs.hits.retain(|(gold, _)| !gold.item.optional);
    pairs.missed.retain(|gold| !gold.item.optional);
    scores.tally(figure, pairs.hits.len(), pairs.extra.len(), pairs.missed.len());
    pairs
}

fn type_right(gold: &gold::Event, event: &record::Event) -> bool {
    gold.item.event.contains(&event.event)
}

fn trigger_right(gold: &gold::Event, event: &record::Event) -> bool {
    type_right(gold, event) && gold.trigger.overlaps(Span::new(event.trigger.start, event.trigger.end))
}

/// A forecast is always made: its modality is left out.
fn modality(gold: &gold::Event, event: &record::Event, scores: &mut Scores) {
    let forecast = event.event == "forecast";
    let wanted = tone(gold.item.polarity.as_deref(), gold.item.modality.as_deref());
    let said = tone(event.polarity.as_deref(), event.modality.as_deref());
    scores.rate("event.modality", said.0 == wanted.0 && (forecast || said.1 == wanted.1));

    let marked = |tone: (&str, &str)| tone.0 != "positive" || (!forecast && tone.1 != "asserted");
    let same = said == wanted;
    let count = |is: bool| usize::from(is);
    scores.tally(
        "event.marked",
        count(marked(wanted) && same),
        count(marked(said) && !same),
        count(marked(wanted) && !same),
    );
}

fn tone<'a>(polarity: Option<&'a str>, modality: Option<&'a str>) -> (&'a str, &'a str) {
    (polarity.unwrap_or("positive"), modality.unwrap_or("asserted"))
}

fn required(gold: &gold::Event) -> impl Iterator<Item = &gold::Role> {
    gold.roles.iter().filter(|role| !role.item.optional)
}

fn roles(gold: &gold::Event, event: &record::Event, names: &HashMap<&str, &str>, scores: &mut Scores) {
    let fits = |wanted: &gold::Role, role: &record::Role| role_right(wanted, role, names);
    let pairs = pair(required(gold), &event.roles, &[&fits]);
    let wrong = pairs.extra.iter().filter(|role| !gold.roles.iter().any(|wanted| fits(wanted, role)));
    scores.tally("event.role", pairs.hits.len(), wrong.count(), pairs.missed.len());
}

/// The role's name is right, and the fillers overlap or bear the same name.
fn role_right(wanted: &gold::Role, role: &record::Role, names: &HashMap<&str, &str>) -> bool {
    if wanted.item.role != role.role {
        return false;
    }
    let place = role.start.zip(role.end).map(|(start, end)| Span::new(start, end));
    if wanted.span.zip(place).is_some_and(|(wanted, place)| wanted.overlaps(place)) {
        return true;
    }
    let slug = role.entity.as_deref().and_then(|entity| entity.rsplit('/').next());
    let record = role.record.as_deref().and_then(|id| names.get(id).copied());
    let said = [role.text.as_deref(), role.name.as_deref(), slug, record];
    let said: Vec<_> = said.into_iter().flatten().map(bare).filter(|name| !name.is_empty()).collect();
    std::iter::once(&wanted.item.text).chain(&wanted.item.names).any(|name| said.contains(&bare(name)))
}
