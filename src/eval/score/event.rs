//! Figures of events: `event.trigger`, `event.type`, `event.role`, `event.modality`, `event.marked`.

use std::collections::HashMap;

use super::pair::{Fits, Pairs, pair};
use super::sheet::{Counted, Sheet, Sides};
use crate::eval::fault::Shown;
use crate::eval::record::{self, Found};
use crate::eval::{CharSpan, bare, gold};

/// A role of the gold, and the type of its event.
struct GoldRole<'a> {
    event: &'a gold::Event,
    role: &'a gold::Role,
}

/// A role of a record, and its event.
struct FoundRole<'a> {
    event: &'a record::Event,
    role: &'a record::Role,
}

impl Shown for GoldRole<'_> {
    fn span(&self) -> Option<CharSpan> {
        self.role.span.or(Some(self.event.trigger))
    }

    fn tell(&self) -> String {
        let text = [&self.role.item.text].into_iter().chain(&self.role.item.names);
        let names: Vec<String> = text.map(|name| format!("“{name}”")).collect();
        format!("{}: {} {}", self.event.item.event.join("|"), self.role.item.role, names.join("|"))
    }
}

impl Shown for FoundRole<'_> {
    fn span(&self) -> Option<CharSpan> {
        let place = self.role.start.zip(self.role.end);
        place.map(|(start, end)| CharSpan::new(start, end)).or(self.event.span())
    }

    fn tell(&self) -> String {
        let text = self.role.text.as_deref().or(self.role.name.as_deref()).unwrap_or_default();
        format!("{}: {} “{text}”", self.event.event, self.role.role)
    }

    fn via(&self) -> Option<&str> {
        self.event.via.as_deref()
    }
}

pub(super) fn score<'a>(found: &'a Found, sheet: &mut Sheet<'a>) {
    let article = sheet.article;
    let at_trigger: Fits<gold::Event, record::Event> = &trigger_right;
    let in_sentence: Fits<gold::Event, record::Event> = &|gold, event| {
        let same = article.same_sentence(gold.trigger.start, event.trigger.start);
        type_right(gold, event) && (same || trigger_right(gold, event))
    };
    count("event.trigger", found, sheet, &[at_trigger]);
    let pairs = count("event.type", found, sheet, &[at_trigger, in_sentence]);

    let names = found.names();
    for (gold, event) in pairs.hits {
        modality(gold, event, sheet);
        // An allowed second type has other roles than the gold's, which are those of the first.
        if gold.item.event.first() == Some(&event.event) {
            roles(gold, event, &names, sheet);
        }
    }
    let missed: Vec<GoldRole> = pairs.missed.into_iter().flat_map(required).collect();
    let extra: Vec<FoundRole> = pairs.extra.into_iter().flat_map(found_roles).collect();
    let sides = Sides { golds: &missed, founds: &extra };
    let (missed, wrong): (Vec<_>, Vec<_>) = (missed.iter().collect(), extra.iter().collect());
    sheet.count("event.role", &Counted { right: 0, missed: &missed, wrong: &wrong }, &sides);
}

/// Counts one figure. Required and optional answers compete for the same predictions, triggers first, so that
/// neither takes the other's; an optional answer excuses one prediction, not any number.
fn count<'a>(
    figure: &str,
    found: &'a Found,
    sheet: &mut Sheet<'a>,
    passes: &[Fits<gold::Event, record::Event>],
) -> Pairs<'a, gold::Event, record::Event> {
    let golds = &sheet.article.events;
    let (may, must): (Vec<_>, Vec<_>) = golds.iter().partition(|gold| gold.item.optional);
    let mut pairs = pair(must.into_iter().chain(may), &found.events, passes);
    pairs.hits.retain(|(gold, _)| !gold.item.optional);
    pairs.missed.retain(|gold| !gold.item.optional);
    let counted = Counted { right: pairs.hits.len(), missed: &pairs.missed, wrong: &pairs.extra };
    sheet.count(figure, &counted, &Sides { golds, founds: &found.events });
    pairs
}

fn type_right(gold: &gold::Event, event: &record::Event) -> bool {
    gold.item.event.contains(&event.event)
}

fn trigger_right(gold: &gold::Event, event: &record::Event) -> bool {
    type_right(gold, event) && gold.trigger.overlaps(CharSpan::new(event.trigger.start, event.trigger.end))
}

/// A forecast is always made: its modality is left out.
fn modality(gold: &gold::Event, event: &record::Event, sheet: &mut Sheet<'_>) {
    let forecast = event.event == "forecast";
    let wanted = tone(gold.item.polarity.as_deref(), gold.item.modality.as_deref());
    let said = tone(event.polarity.as_deref(), event.modality.as_deref());
    let good = said.0 == wanted.0 && (forecast || said.1 == wanted.1);
    sheet.rate("event.modality", good, gold, event);

    let marked = |tone: (&str, &str)| tone.0 != "positive" || (!forecast && tone.1 != "asserted");
    let same = said == wanted;
    let missed: &[_] = if marked(wanted) && !same { &[gold] } else { &[] };
    let wrong: &[_] = if marked(said) && !same { &[event] } else { &[] };
    let counted = Counted { right: usize::from(marked(wanted) && same), missed, wrong };
    let sides = Sides { golds: std::slice::from_ref(gold), founds: std::slice::from_ref(event) };
    sheet.count("event.marked", &counted, &sides);
}

fn tone<'a>(polarity: Option<&'a str>, modality: Option<&'a str>) -> (&'a str, &'a str) {
    (polarity.unwrap_or("positive"), modality.unwrap_or("asserted"))
}

fn required(event: &gold::Event) -> impl Iterator<Item = GoldRole<'_>> {
    event.roles.iter().filter(|role| !role.item.optional).map(move |role| GoldRole { event, role })
}

fn found_roles(event: &record::Event) -> impl Iterator<Item = FoundRole<'_>> {
    event.roles.iter().map(move |role| FoundRole { event, role })
}

fn roles(gold: &gold::Event, event: &record::Event, names: &HashMap<&str, &str>, sheet: &mut Sheet<'_>) {
    let golds: Vec<GoldRole> = required(gold).collect();
    let founds: Vec<FoundRole> = found_roles(event).collect();
    let fits = |wanted: &GoldRole, found: &FoundRole| role_right(wanted.role, found.role, names);
    let pairs = pair(&golds, &founds, &[&fits]);
    let allowed = |found: &FoundRole| gold.roles.iter().any(|role| role_right(role, found.role, names));
    let wrong: Vec<&FoundRole> = pairs.extra.into_iter().filter(|found| !allowed(found)).collect();
    let counted = Counted { right: pairs.hits.len(), missed: &pairs.missed, wrong: &wrong };
    sheet.count("event.role", &counted, &Sides { golds: &golds, founds: &founds });
}

/// The role's name is right, and the fillers overlap or bear the same name.
fn role_right(wanted: &gold::Role, role: &record::Role, names: &HashMap<&str, &str>) -> bool {
    if wanted.item.role != role.role {
        return false;
    }
    let place = role.start.zip(role.end).map(|(start, end)| CharSpan::new(start, end));
    if wanted.span.zip(place).is_some_and(|(wanted, place)| wanted.overlaps(place)) {
        return true;
    }
    let slug = role.entity.as_deref().and_then(|entity| entity.rsplit('/').next());
    let record = role.record.as_deref().and_then(|id| names.get(id).copied());
    let said = [role.text.as_deref(), role.name.as_deref(), slug, record];
    let said: Vec<_> = said.into_iter().flatten().map(bare).filter(|name| !name.is_empty()).collect();
    std::iter::once(&wanted.item.text).chain(&wanted.item.names).any(|name| said.contains(&bare(name)))
}
