//! From files to a [`Lexicon`]: rows become entries and surfaces, words become terms with senses.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::entry::{self, Entries};
use super::grammar::{self, AttributeFile, QuantityFile, Unit, UnitFile};
use super::marker::Marker;
use super::name::NameWords;
use super::names::Names;
use super::rule::{self, ContextFile, ContextJob, CueFile, EventFile, Filler, Trigger};
use super::sense::sense_bits;
use super::sentence::SentenceFile;
use super::syllable::SyllableFile;
use super::table::{File, Placed, merge};
use super::tsv;
use super::{
    AttributeRule, EventRule, FeatureWeights, Lexicon, Noun, Phrase, PhraseOwner, Place, RoleRule, Sense,
    Slot, Source, TriggerRule, digest,
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
    sentences: SentenceFile,
    syllables: SyllableFile,
    events: Vec<(String, u16, EventFile)>,
    /// By event and trigger id: where it stands.
    trigger_places: HashMap<(String, String), Place>,
    /// By file.
    weights: BTreeMap<String, FeatureWeights>,
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
                // The weights of a model go together: a later file of the same name replaces them all.
                self.weights.insert(name.to_owned(), weights(&source.text));
            }
            name if name.ends_with(".tsv") => {
                let names = &mut self.names;
                tsv::read(&source.shown, &source.text, faults, |row, faults| {
                    names.row(&row, number, source, faults);
                });
            }
            "units.toml" => {
                if let Some(mut over) = file.parse::<UnitFile>(faults) {
                    over.unit.iter_mut().for_each(Unit::settle);
                    merge(&mut self.units.unit, over.unit);
                }
            }
            "quantity.toml" => {
                if let Some(over) = file.parse::<QuantityFile>(faults) {
                    merge(&mut self.quantity.scale, over.scale);
                    merge(&mut self.quantity.numeral, over.numeral);
                    merge(&mut self.quantity.fixed, over.fixed);
                    merge(&mut self.quantity.comparator, over.comparator);
                    merge(&mut self.quantity.vague, over.vague);
                    merge(&mut self.quantity.change, over.change);
                    merge(&mut self.quantity.marker, over.marker);
                    merge(&mut self.quantity.relative, over.relative);
                    merge(&mut self.quantity.holiday, over.holiday);
                    merge(&mut self.quantity.weekday, over.weekday);
                    merge(&mut self.quantity.example, over.example);
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
            "context.toml" | "names.toml" => {
                if let Some(over) = file.parse::<ContextFile>(faults) {
                    merge(&mut self.context.word, over.word);
                }
            }
            "sentence.toml" => {
                if let Some(over) = file.parse::<SentenceFile>(faults) {
                    merge(&mut self.sentences.abbreviation, over.abbreviation);
                    merge(&mut self.sentences.opener, over.opener);
                }
            }
            "syllable.toml" => {
                if let Some(over) = file.parse::<SyllableFile>(faults) {
                    merge(&mut self.syllables.initial, over.initial);
                    merge(&mut self.syllables.rime, over.rime);
                }
            }
            name => match name.strip_prefix("event/").and_then(|n| n.strip_suffix(".toml")) {
                Some(event) => self.event(event, number, &file),
                None => faults.push(file.fault(
                    0..0,
                    "no such file in a lexicon; use *.tsv, units.toml, quantity.toml, attributes.toml, modality.toml, context.toml, names.toml, sentence.toml, syllable.toml or event/TYPE.toml",
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
        let (entries, names, remarks) = std::mem::take(&mut self.names).finish(&self.files)?;
        let (nouns, noun_numbers) = nouns(&entries, &self.files, &mut words);
        words.quantity(&self.units, &self.quantity);
        let name_words = NameWords::of(&self.context.word, &entries);
        for word in self.context.word.iter().filter(|w| !NameWords::is_for(w.job)) {
            words.all(&word.words, Sense::Context(word.job));
        }
        for (i, cue) in self.cues.cue.iter().enumerate() {
            words.all(&cue.text, Sense::Cue(i as u16));
            words.all(&cue.not, Sense::CueNot(i as u16));
        }
        let attributes = attributes(&self.attributes, &mut words);
        let unit_attributes = unit_attributes(&self.attributes);
        let noun_attributes = noun_attributes(&self.attributes, &noun_numbers);
        let mut events = Vec::new();
        for (event, file, rules) in std::mem::take(&mut self.events) {
            let number = events.len() as u16;
            events.push(self.rule(event, file, number, rules, &mut words));
        }
        if !self.faults.is_empty() {
            return Err(Error::Lexicon(self.faults));
        }
        let terms = Fast::build(&words.patterns).map_err(Error::Matcher)?;
        let is_model = |word: &&rule::ContextWord| word.job == ContextJob::Model;
        let models = self.context.word.iter().filter(is_model).flat_map(|w| w.words.clone()).collect();
        Ok(Lexicon {
            digest: digest(&self.files),
            files: self.files,
            entries,
            remarks,
            names,
            nouns,
            terms,
            sense_bits: sense_bits(&words.senses),
            senses: words.senses,
            units: self.units.unit,
            scales: self.quantity.scale,
            numerals: self.quantity.numeral,
            fixed: self.quantity.fixed,
            comparators: self.quantity.comparator,
            vague: self.quantity.vague,
            relatives: self.quantity.relative,
            holidays: self.quantity.holiday,
            weekdays: self.quantity.weekday,
            amount_examples: self.quantity.example,
            changes: self.quantity.change,
            attributes,
            unit_attributes,
            noun_attributes,
            cues: self.cues.cue,
            events,
            phrases: words.phrases,
            weights: joined(&self.weights),
            breaks: self.sentences.breaks(),
            sentences: self.sentences,
            models,
            name_words,
            syllables: self.syllables,
            vocabulary: OnceLock::new(),
            toneless: OnceLock::new(),
            plain: OnceLock::new(),
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
        TriggerRule {
            via: format!("{event}.toml#{id}"),
            text: trigger.text.clone(),
            place,
            slots,
            fills,
            needs,
            weak: trigger.weak,
        }
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

/// The counted nouns, with all their words, and by name.
fn nouns(entries: &Entries, files: &[Source], words: &mut Words) -> (Vec<Noun>, HashMap<String, u32>) {
    let surfaces: Vec<_> = entries.rest().map(|i| entries.surface(i)).collect();
    let mut numbers: Vec<u32> = surfaces.iter().map(|s| s.entry).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let (mut nouns, mut by_name) = (Vec::new(), HashMap::new());
    for (i, &number) in numbers.iter().enumerate() {
        let entry = entries.entry(number);
        words.add(entry.name, Sense::Noun(i as u32));
        by_name.insert(entry.name.to_owned(), i as u32);
        let file = &files[usize::from(entry.place.file)];
        nouns.push(Noun { name: entry.name.to_owned(), via: entry::via(file, entry.id()) });
    }
    for surface in surfaces {
        if let Ok(i) = numbers.binary_search(&surface.entry) {
            words.add(surface.text, Sense::Noun(i as u32));
        }
    }
    (nouns, by_name)
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
        for (i, numeral) in quantity.numeral.iter().enumerate() {
            self.all(&numeral.words, Sense::Numeral(i as u16));
        }
        for (i, fixed) in quantity.fixed.iter().enumerate() {
            self.all(&fixed.words, Sense::Fixed(i as u16));
        }
        for (i, comparator) in quantity.comparator.iter().enumerate() {
            self.all(&comparator.before, Sense::Comparator(i as u16));
            self.all(&comparator.loose, Sense::Loose);
            self.all(&comparator.after, Sense::ComparatorAfter(i as u16));
            self.all(&comparator.not_after, Sense::Absorbs(i as u16));
        }
        for (i, vague) in quantity.vague.iter().enumerate() {
            self.all(&vague.words, Sense::Vague(i as u16));
        }
        for (i, relative) in quantity.relative.iter().enumerate() {
            self.all(&relative.words, Sense::Relative(i as u16));
        }
        for (i, holiday) in quantity.holiday.iter().enumerate() {
            self.all(&holiday.words, Sense::Holiday(i as u16));
        }
        for (i, weekday) in quantity.weekday.iter().enumerate() {
            self.all(&weekday.words, Sense::Weekday(i as u16));
        }
        for (i, change) in quantity.change.iter().enumerate() {
            self.all(&change.words, Sense::Change(i as u16));
        }
        for Marker { job, words, .. } in &quantity.marker {
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

fn attributes(file: &AttributeFile, words: &mut Words) -> Vec<AttributeRule> {
    let rule = |(i, attribute): (usize, &grammar::Attribute)| {
        words.all(&attribute.cues, Sense::Attribute(i as u16));
        AttributeRule {
            id: attribute.id.clone(),
            kinds: attribute.kinds.clone(),
            generic: attribute.generic,
            only: attribute.only.clone(),
            of: attribute.of.clone(),
            pair: attribute.pair,
            of_rates: attribute.of_rates,
            named_from: attribute.named_from,
        }
    };
    file.attribute.iter().enumerate().map(rule).collect()
}

/// By unit: the attributes that it means by itself.
fn unit_attributes(file: &AttributeFile) -> BTreeMap<String, Vec<u16>> {
    let mut by_unit: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for (i, attribute) in file.attribute.iter().enumerate() {
        for unit in &attribute.units {
            by_unit.entry(unit.clone()).or_default().push(i as u16);
        }
    }
    by_unit
}

/// By noun: the attributes that it means by itself.
fn noun_attributes(file: &AttributeFile, nouns: &HashMap<String, u32>) -> BTreeMap<u32, Vec<u16>> {
    let mut by_noun: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
    for (i, attribute) in file.attribute.iter().enumerate() {
        for noun in attribute.nouns.iter().filter_map(|n| nouns.get(n)) {
            by_noun.entry(*noun).or_default().push(i as u16);
        }
    }
    by_noun
}

/// The weights of all models.
fn joined(models: &BTreeMap<String, FeatureWeights>) -> FeatureWeights {
    let mut all = FeatureWeights::default();
    models.values().for_each(|model| all.append(model));
    all
}

/// The weights in a file of a model; a line without numbers (the header) says none.
fn weights(text: &str) -> FeatureWeights {
    let (mut weights, mut row) = (FeatureWeights::default(), Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((feature, numbers)) = line.split_once('\t') else { continue };
        row.clear();
        let read = |number: &str| number.trim().parse().map(|number| row.push(number));
        if numbers.split('\t').try_for_each(read).is_ok() {
            weights.push(feature, &row);
        }
    }
    weights
}
