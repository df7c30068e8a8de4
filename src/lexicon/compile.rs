//! From files to a [`Lexicon`]: rows become entries and surfaces, words become terms with senses.

use std::collections::HashMap;

use super::grammar::{self, AttributeFile, QuantityFile, UnitFile};
use super::rule::{ContextFile, ContextJob, CueFile, EventFile, Filler, Trigger};
use super::table::{File, Placed, merge};
use super::tsv::{self, Row, RowKind};
use super::{
    AttributeRule, Entry, EventRule, Lexicon, Phrase, PhraseOwner, Place, Reference, RoleRule, Sense, Slot,
    Source, Surface, TriggerRule, digest,
};
use crate::error::{Diagnostic, Error};
use crate::gazetteer::{Fast, Patterns};

/// Reads `layers` (the builtin files, then those of each folder) and compiles them.
pub(super) fn compile(layers: Vec<Vec<Source>>) -> Result<Lexicon, Error> {
    let mut reader = Reader::default();
    for layer in layers {
        reader.layer(layer);
    }
    reader.finish()
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    files: Vec<Source>,
    faults: Vec<Diagnostic>,
    names: Names,
    units: UnitFile,
    quantity: QuantityFile,
    attributes: AttributeFile,
    cues: CueFile,
    context: ContextFile,
    events: Vec<(String, u16, EventFile)>,
    /// By event and trigger id: where it stands.
    trigger_places: HashMap<(String, String), Place>,
    weights: Vec<(String, String)>,
}

impl Reader {
    fn layer(&mut self, sources: Vec<Source>) {
        let first = self.files.len();
        self.files.extend(sources);
        let files = std::mem::take(&mut self.files);
        for (i, source) in files.iter().enumerate().skip(first) {
            self.file(i as u16, source);
        }
        self.files = files;
        self.names.end_layer();
    }

    fn file(&mut self, number: u16, source: &Source) {
        let file = File { name: &source.shown, text: &source.text };
        let faults = &mut self.faults;
        match source.name.as_str() {
            name if name.starts_with("model/") => {
                self.weights.extend(source.text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
                    l.split_once('\t').map(|(feature, weight)| (feature.to_owned(), weight.to_owned()))
                }));
            }
            name if name.ends_with(".tsv") => {
                for row in tsv::read(&source.shown, &source.text, faults) {
                    self.names.row(row, number, source, faults);
                }
            }
            "units.toml" => {
                if let Some(mut over) = file.parse::<UnitFile>(faults) {
                    over.unit.iter_mut().for_each(|unit| unit.via = format!("units.toml#{}", unit.symbol));
                    merge(&mut self.units.unit, over.unit);
                }
            }
            "quantity.toml" => {
                if let Some(over) = file.parse::<QuantityFile>(faults) {
                    merge(&mut self.quantity.scale, over.scale);
                    merge(&mut self.quantity.comparator, over.comparator);
                    merge(&mut self.quantity.vague, over.vague);
                    merge(&mut self.quantity.change, over.change);
                    merge(&mut self.quantity.marker, over.marker);
                }
            }
            "attributes.toml" => {
                if let Some(over) = file.parse::<AttributeFile>(faults) {
                    merge(&mut self.attributes.attribute, over.attribute);
                }
            }
            "modality.toml" => {
                if let Some(over) = file.parse::<CueFile>(faults) {
                    merge(&mut self.cues.cue, over.cue);
                }
            }
            "context.toml" => {
                if let Some(over) = file.parse::<ContextFile>(faults) {
                    merge(&mut self.context.word, over.word);
                }
            }
            name => match name.strip_prefix("event/").and_then(|n| n.strip_suffix(".toml")) {
                Some(event) => self.event(event, number, &file),
                None => faults.push(file.fault(
                    0..0,
                    "no such file in a lexicon; use *.tsv, units.toml, quantity.toml, attributes.toml, modality.toml, context.toml or event/TYPE.toml",
                )),
            },
        }
    }

    fn event(&mut self, event: &str, number: u16, file: &File<'_>) {
        let Some(over) = file.parse::<EventFile>(&mut self.faults) else { return };
        for trigger in &over.trigger {
            let Placed { text, line } = file.placed(&trigger.id);
            self.trigger_places.insert((event.to_owned(), text), Place { file: number, line });
        }
        match self.events.iter_mut().find(|(name, ..)| name == event) {
            Some((_, _, base)) => {
                merge(&mut base.role, over.role);
                merge(&mut base.trigger, over.trigger);
                merge(&mut base.blocker, over.blocker);
                merge(&mut base.example, over.example);
                merge(&mut base.counter, over.counter);
            }
            None => self.events.push((event.to_owned(), number, over)),
        }
    }

    fn finish(mut self) -> Result<Lexicon, Error> {
        self.events.sort_by(|a, b| a.0.cmp(&b.0));
        let mut words = Words::default();
        let (entries, surfaces) = std::mem::take(&mut self.names).finish();
        let (names, name_surfaces) = compile_names(&entries, &surfaces)?;
        for (i, entry) in entries.iter().enumerate().filter(|(_, e)| e.kind == RowKind::Noun) {
            words.add(&entry.name, Sense::Noun(i as u32));
        }
        for surface in surfaces.iter().filter(|s| entries[s.entry as usize].kind == RowKind::Noun) {
            words.add(&surface.text, Sense::Noun(surface.entry));
        }
        words.quantity(&self.units, &self.quantity);
        for word in &self.context.word {
            words.all(&word.words, Sense::Context(word.job));
        }
        for (i, cue) in self.cues.cue.iter().enumerate() {
            words.all(&cue.text, Sense::Cue(i as u16));
            words.all(&cue.not, Sense::CueNot(i as u16));
        }
        let attributes = attributes(&self.attributes, &entries, &mut words);
        let mut events = Vec::new();
        for (event, file, rules) in std::mem::take(&mut self.events) {
            let number = events.len() as u16;
            events.push(self.rule(event, file, number, rules, &mut words));
        }
        if !self.faults.is_empty() {
            return Err(Error::Lexicon(self.faults));
        }
        let terms = Fast::build(&words.patterns).map_err(Error::Matcher)?;
        let abbreviations = abbreviations(&self.context);
        Ok(Lexicon {
            digest: digest(&self.files),
            files: self.files,
            entries,
            surfaces,
            names,
            name_surfaces,
            terms,
            senses: words.senses,
            units: self.units.unit,
            scales: self.quantity.scale.iter().map(|s| s.factor).collect(),
            comparators: self.quantity.comparator,
            vague: self.quantity.vague,
            changes: self.quantity.change,
            attributes,
            cues: self.cues.cue,
            events,
            phrases: words.phrases,
            weights: self.weights,
            abbreviations,
        })
    }

    /// Compiles the rules of one event type.
    fn rule(
        &mut self,
        event: String,
        file: u16,
        number: u16,
        rules: EventFile,
        words: &mut Words,
    ) -> EventRule {
        let roles: Vec<RoleRule> = rules
            .role
            .iter()
            .map(|role| RoleRule {
                name: role.name.clone(),
                core: role.core,
                many: role.many,
                min: role.min,
                fills: role.fills.clone(),
                slots: words.slots(&role.slots),
            })
            .collect();
        for (i, blocker) in rules.blocker.iter().enumerate() {
            for text in std::iter::once(&blocker.text).chain(&blocker.texts) {
                words.phrase(text, number, PhraseOwner::Blocker(i as u16));
            }
        }
        let mut triggers = Vec::new();
        for (i, trigger) in rules.trigger.iter().enumerate() {
            for text in std::iter::once(&trigger.text).chain(&trigger.variants) {
                words.phrase(text, number, PhraseOwner::Trigger(i as u16));
            }
            triggers.push(self.trigger(&event, trigger, &roles, words));
        }
        EventRule {
            event,
            roles,
            triggers,
            blockers: rules.blocker.into_iter().map(|b| format!("{} ({})", b.text, b.why)).collect(),
            examples: rules.example,
            counters: rules.counter,
            file,
        }
    }

    fn trigger(
        &mut self,
        event: &str,
        trigger: &Trigger,
        roles: &[RoleRule],
        words: &mut Words,
    ) -> TriggerRule {
        let id = trigger.id.get_ref();
        let place = self.trigger_places[&(event.to_owned(), id.clone())];
        let mut slots: Vec<Option<Vec<Slot>>> = roles.iter().map(|_| None).collect();
        let mut needs = Vec::new();
        for (name, list) in &trigger.roles {
            match self.role_number(event, roles, name, place) {
                Some(role) => slots[role] = Some(words.slots(list)),
                None => continue,
            }
        }
        let mut fills: Vec<Option<Vec<Filler>>> = roles.iter().map(|_| None).collect();
        for (name, list) in &trigger.fills {
            if let Some(role) = self.role_number(event, roles, name, place) {
                fills[role] = Some(list.clone());
            }
        }
        for name in &trigger.needs {
            needs.extend(self.role_number(event, roles, name, place));
        }
        TriggerRule { via: format!("{event}.toml#{id}"), text: trigger.text.clone(), place, slots, fills, needs, weak: trigger.weak }
    }

    fn role_number(&mut self, event: &str, roles: &[RoleRule], name: &str, place: Place) -> Option<usize> {
        let number = roles.iter().position(|r| r.name == name);
        if number.is_none() {
            let known = roles.iter().map(|r| r.name.as_str()).collect::<Vec<_>>().join(", ");
            self.faults.push(Diagnostic {
                file: self.files[place.file as usize].shown.clone(),
                line: place.line as usize,
                column: 1,
                message: format!("`{name}` is no role of {event}; use one of: {known}"),
            });
        }
        number
    }
}

/// Entries and surfaces while rows are laid on them.
#[derive(Default)]
struct Names {
    entries: Vec<Entry>,
    surfaces: Vec<Surface>,
    numbers: HashMap<(RowKind, String), u32>,
    /// Entries that an earlier layer made: a row of a later one may rename them.
    settled: usize,
}

impl Names {
    fn row(&mut self, row: Row, file: u16, source: &Source, faults: &mut Vec<Diagnostic>) {
        let place = Place { file, line: row.line };
        let key = (row.kind, row.id.clone());
        let known = self.numbers.get(&key).copied();
        if row.flags.off {
            self.take_out(known, &row);
            return;
        }
        let number = known.unwrap_or_else(|| {
            let number = self.entries.len() as u32;
            self.numbers.insert(key, number);
            self.entries.push(new_entry(&row, place, source));
            self.surface(number, row.name.clone(), Reference::Name, &row, place);
            number
        });
        let entry = &mut self.entries[number as usize];
        if entry.name != row.name {
            if (number as usize) < self.settled {
                entry.name.clone_from(&row.name);
                self.surface(number, row.name.clone(), Reference::Name, &row, place);
            } else {
                faults.push(Diagnostic {
                    file: source.shown.clone(),
                    line: row.line as usize,
                    column: 1,
                    message: format!(
                        "the id `{}` stands already for \"{}\"; write the same name, or take another id",
                        row.id, entry.name
                    ),
                });
                return;
            }
        }
        let reference = if row.flags.nickname { Reference::Nickname } else { Reference::Alias };
        for alias in &row.aliases {
            self.surface(number, alias.clone(), reference, &row, place);
        }
    }

    fn surface(&mut self, entry: u32, text: String, reference: Reference, row: &Row, place: Place) {
        self.surfaces.push(Surface { entry, text, reference, flags: row.flags, place });
    }

    /// An `off` row takes out the aliases that it lists, or the whole entry where it lists none.
    fn take_out(&mut self, entry: Option<u32>, row: &Row) {
        let Some(entry) = entry else { return };
        self.surfaces
            .retain(|s| s.entry != entry || !(row.aliases.is_empty() || row.aliases.contains(&s.text)));
        if row.aliases.is_empty() {
            self.numbers.remove(&(row.kind, row.id.clone()));
        }
    }

    fn end_layer(&mut self) {
        self.settled = self.entries.len();
    }

    fn finish(self) -> (Vec<Entry>, Vec<Surface>) {
        let numbers = self.numbers;
        let mut entries = self.entries;
        for entry in &mut entries {
            entry.maker = entry
                .maker_id
                .as_ref()
                .and_then(|id| numbers.get(&(RowKind::Entity(super::Kind::Company), id.clone())).copied());
        }
        (entries, self.surfaces)
    }
}

fn new_entry(row: &Row, place: Place, source: &Source) -> Entry {
    let kind = match row.kind {
        RowKind::Entity(kind) => kind.name(),
        RowKind::Noun => "noun",
    };
    Entry {
        kind: row.kind,
        entity: format!("{kind}/{}", row.id),
        name: row.name.clone(),
        maker: None,
        maker_id: row.maker.clone(),
        links: row.links.clone(),
        line: row.flags.line,
        via: format!("{}#{}", source.name, row.id),
        place,
    }
}

type CompiledNames = (Fast, Vec<Vec<u32>>);

fn compile_names(entries: &[Entry], surfaces: &[Surface]) -> Result<CompiledNames, Error> {
    let mut patterns = Patterns::default();
    let mut by_pattern: Vec<Vec<u32>> = Vec::new();
    for (i, surface) in surfaces.iter().enumerate() {
        if entries[surface.entry as usize].kind == RowKind::Noun {
            continue;
        }
        if let Some(pattern) = patterns.add(&surface.text) {
            by_pattern.resize_with(by_pattern.len().max(pattern as usize + 1), Vec::new);
            by_pattern[pattern as usize].push(i as u32);
        }
    }
    let matcher = Fast::build(&patterns).map_err(Error::Matcher)?;
    Ok((matcher, by_pattern))
}

/// Words outside names, with what they can mean.
#[derive(Default)]
struct Words {
    patterns: Patterns,
    senses: Vec<Vec<Sense>>,
    phrases: Vec<Phrase>,
    slots: Vec<String>,
}

impl Words {
    fn add(&mut self, text: &str, sense: Sense) {
        if let Some(pattern) = self.patterns.add(text) {
            self.senses.resize_with(self.senses.len().max(pattern as usize + 1), Vec::new);
            let senses = &mut self.senses[pattern as usize];
            if !senses.contains(&sense) {
                senses.push(sense);
            }
        }
    }

    fn all(&mut self, texts: &[String], sense: Sense) {
        for text in texts {
            self.add(text, sense);
        }
    }

    fn quantity(&mut self, units: &UnitFile, quantity: &QuantityFile) {
        for (i, unit) in units.unit.iter().enumerate() {
            self.all(&unit.words, Sense::Unit(i as u16));
            self.all(&unit.before, Sense::UnitBefore(i as u16));
        }
        for (i, scale) in quantity.scale.iter().enumerate() {
            let sense = if scale.glued { Sense::GluedScale(i as u16) } else { Sense::Scale(i as u16) };
            self.all(&scale.words, sense);
        }
        for (i, comparator) in quantity.comparator.iter().enumerate() {
            self.all(&comparator.before, Sense::Comparator(i as u16));
            self.all(&comparator.after, Sense::ComparatorAfter(i as u16));
            self.all(&comparator.not_after, Sense::Absorbs(i as u16));
        }
        for (i, vague) in quantity.vague.iter().enumerate() {
            self.all(&vague.words, Sense::Vague(i as u16));
        }
        for (i, change) in quantity.change.iter().enumerate() {
            self.all(&change.words, Sense::Change(i as u16));
        }
        for grammar::Marker { job, words, .. } in &quantity.marker {
            self.all(words, Sense::Marker(*job));
        }
    }

    /// The words of a trigger or blocker, cut at its gaps.
    fn phrase(&mut self, text: &str, event: u16, owner: PhraseOwner) {
        let phrase = self.phrases.len() as u32;
        let parts: Vec<&str> = text.split(" ... ").collect();
        for (part, words) in parts.iter().enumerate() {
            self.add(words, Sense::Part { phrase, part: part as u8 });
        }
        self.phrases.push(Phrase { parts: parts.len() as u8, event, owner });
    }

    fn slots(&mut self, names: &[String]) -> Vec<Slot> {
        names
            .iter()
            .map(|name| match name.as_str() {
                "subject" => Slot::Subject,
                "object" => Slot::Object,
                "near" => Slot::Near,
                "trigger" => Slot::Trigger,
                cue => {
                    let known = self.slots.iter().position(|s| s == cue);
                    let number = known.unwrap_or_else(|| {
                        self.slots.push(cue.to_owned());
                        self.slots.len() - 1
                    });
                    self.add(cue, Sense::Slot(number as u16));
                    Slot::Cue(number as u16)
                }
            })
            .collect()
    }
}

fn attributes(file: &AttributeFile, entries: &[Entry], words: &mut Words) -> Vec<AttributeRule> {
    let nouns: HashMap<&str, u32> = entries
        .iter()
        .enumerate()
        .filter(|(_, e)| e.kind == RowKind::Noun)
        .map(|(i, e)| (e.name.as_str(), i as u32))
        .collect();
    file.attribute
        .iter()
        .enumerate()
        .map(|(i, attribute)| {
            words.all(&attribute.cues, Sense::Attribute(i as u16));
            AttributeRule {
                id: attribute.id.clone(),
                kinds: attribute.kinds.clone(),
                units: attribute.units.clone(),
                nouns: attribute.nouns.iter().filter_map(|n| nouns.get(n.as_str()).copied()).collect(),
            }
        })
        .collect()
}

/// The keys of the words after which a full stop ends no sentence.
fn abbreviations(context: &ContextFile) -> Vec<String> {
    let words = context.word.iter().filter(|w| w.job == ContextJob::Abbreviation).flat_map(|w| &w.words);
    words.map(|w| crate::token::Tokens::of(w).key(0).to_owned()).collect()
}
