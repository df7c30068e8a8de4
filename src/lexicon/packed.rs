//! A lexicon as a pack: matchers and entities lie in it as they are used, the rules as [`postcard`] writes them.
//!
//! | section | holds |
//! | --- | --- |
//! | `rules` | what is small: digest, files, units, events (without examples) |
//! | `senses`, `weights` | the senses of words by pattern; features with their weights |
//! | `names.*`, `terms.*` | the two matchers, see `gazetteer/section.rs` |
//! | `entity.*` | entries, surfaces and their text, see `entry.rs` |

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::entry::{self, Entries};
use super::sense::sense_bits;
use super::sentence::SentenceFile;
use super::syllable::SyllableFile;
use super::{
    AttributeRule, Cue, EventRule, Lexicon, NameWords, Noun, Numeral, Phrase, PhraseOwner, Scale, Sense,
    Source, Unit, grammar,
};
use crate::error::Error;
use crate::gazetteer::{self, Fast};
use crate::pack::{Pack, PackError, Section, Writer};

/// The section of the rules, and its form; counted up when the meaning of a field changes.
const RULES: &str = "rules";
const FORM: u32 = 12;
/// The sections of the senses and the weights, each with the form of the rules.
const SENSES: &str = "senses";
const WEIGHTS: &str = "weights";

/// What is read as a whole when a pack is opened.
#[derive(Serialize, Deserialize)]
struct Rules<'a> {
    digest: Cow<'a, str>,
    /// Name and path of each file.
    files: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    nouns: Cow<'a, [Noun]>,
    units: Cow<'a, [Unit]>,
    scales: Cow<'a, [Scale]>,
    numerals: Cow<'a, [Numeral]>,
    fixed: Cow<'a, [grammar::Fixed]>,
    relatives: Cow<'a, [grammar::Relative]>,
    holidays: Cow<'a, [grammar::Holiday]>,
    weekdays: Cow<'a, [grammar::Weekday]>,
    comparators: Cow<'a, [grammar::ComparatorWord]>,
    vague: Cow<'a, [grammar::Vague]>,
    changes: Cow<'a, [grammar::Change]>,
    attributes: Cow<'a, [AttributeRule]>,
    unit_attributes: Cow<'a, BTreeMap<String, Vec<u16>>>,
    noun_attributes: Cow<'a, BTreeMap<u32, Vec<u16>>>,
    cues: Cow<'a, [Cue]>,
    events: Cow<'a, [EventRule]>,
    phrases: Cow<'a, [Phrase]>,
    sentences: Cow<'a, SentenceFile>,
    syllables: Cow<'a, SyllableFile>,
    models: Cow<'a, [String]>,
    name_words: Cow<'a, NameWords>,
}

/// The sections of `lexicon`.
pub(super) fn writer(lexicon: &Lexicon) -> Result<Writer<'_>, Error> {
    let unwritable = |error: postcard::Error| Error::Write(io::Error::other(error));
    let mut writer = Writer::new()
        .section(RULES, FORM, postcard::to_stdvec(&rules(lexicon)).map_err(unwritable)?)
        .section(SENSES, FORM, postcard::to_stdvec(&lexicon.senses).map_err(unwritable)?)
        .section(WEIGHTS, FORM, postcard::to_stdvec(&lexicon.weights).map_err(unwritable)?);
    for (prefix, matcher) in [("terms", &lexicon.terms), ("names", &lexicon.names)] {
        for (name, bytes) in matcher.stored().sections(prefix) {
            writer = writer.section(name, gazetteer::FORM, bytes);
        }
    }
    for (name, bytes) in lexicon.entries.sections() {
        writer = writer.section(name, entry::FORM, bytes);
    }
    Ok(writer)
}

fn rules(lexicon: &Lexicon) -> Rules<'_> {
    Rules {
        digest: Cow::Borrowed(&lexicon.digest),
        files: lexicon.files.iter().map(|f| (Cow::Borrowed(&*f.name), Cow::Borrowed(&*f.shown))).collect(),
        nouns: Cow::Borrowed(&lexicon.nouns),
        units: Cow::Borrowed(&lexicon.units),
        scales: Cow::Borrowed(&lexicon.scales),
        numerals: Cow::Borrowed(&lexicon.numerals),
        fixed: Cow::Borrowed(&lexicon.fixed),
        relatives: Cow::Borrowed(&lexicon.relatives),
        holidays: Cow::Borrowed(&lexicon.holidays),
        weekdays: Cow::Borrowed(&lexicon.weekdays),
        comparators: Cow::Borrowed(&lexicon.comparators),
        vague: Cow::Borrowed(&lexicon.vague),
        changes: Cow::Borrowed(&lexicon.changes),
        attributes: Cow::Borrowed(&lexicon.attributes),
        unit_attributes: Cow::Borrowed(&lexicon.unit_attributes),
        noun_attributes: Cow::Borrowed(&lexicon.noun_attributes),
        cues: Cow::Borrowed(&lexicon.cues),
        events: Cow::Borrowed(&lexicon.events),
        phrases: Cow::Borrowed(&lexicon.phrases),
        sentences: Cow::Borrowed(&lexicon.sentences),
        syllables: Cow::Borrowed(&lexicon.syllables),
        models: Cow::Borrowed(&lexicon.models),
        name_words: Cow::Borrowed(&lexicon.name_words),
    }
}

/// The lexicon of the pack at `path`.
pub(super) fn open(path: &Path) -> Result<Lexicon, Error> {
    Ok(lexicon(&Arc::new(Pack::open(path)?))?)
}

/// The lexicon of `pack`: reads the rules and the terms, and of the names nothing.
pub(super) fn lexicon(pack: &Arc<Pack>) -> Result<Lexicon, PackError> {
    let section = pack.must(RULES, FORM)?;
    let rules: Rules<'_> = read(&section)?;
    let senses: Vec<Vec<Sense>> = read(&pack.must(SENSES, FORM)?)?;
    let terms = Fast::open(pack, "terms")?;
    if !terms.stored().holds(senses.len()) {
        return Err(section.error("has no senses for some of the words in `terms.records`".to_owned()));
    }
    let mut units = rules.units.into_owned();
    units.iter_mut().for_each(Unit::settle);
    let lexicon = Lexicon {
        files: rules.files.into_iter().map(source).collect(),
        entries: Entries::open(pack)?,
        remarks: Vec::new(),
        names: Fast::open(pack, "names")?,
        nouns: rules.nouns.into_owned(),
        terms,
        sense_bits: sense_bits(&senses),
        senses,
        units,
        scales: rules.scales.into_owned(),
        numerals: rules.numerals.into_owned(),
        fixed: rules.fixed.into_owned(),
        relatives: rules.relatives.into_owned(),
        holidays: rules.holidays.into_owned(),
        weekdays: rules.weekdays.into_owned(),
        amount_examples: Vec::new(),
        comparators: rules.comparators.into_owned(),
        vague: rules.vague.into_owned(),
        changes: rules.changes.into_owned(),
        attributes: rules.attributes.into_owned(),
        unit_attributes: rules.unit_attributes.into_owned(),
        noun_attributes: rules.noun_attributes.into_owned(),
        cues: rules.cues.into_owned(),
        events: rules.events.into_owned(),
        phrases: rules.phrases.into_owned(),
        weights: read(&pack.must(WEIGHTS, FORM)?)?,
        breaks: rules.sentences.breaks(),
        sentences: rules.sentences.into_owned(),
        syllables: rules.syllables.into_owned(),
        models: rules.models.into_owned(),
        name_words: rules.name_words.into_owned(),
        toneless: OnceLock::new(),
        vocabulary: OnceLock::new(),
        plain: OnceLock::new(),
        digest: rules.digest.into_owned(),
    };
    match wrong(&lexicon) {
        Some(what) => Err(section.error(format!("refers to {what} that is not there"))),
        None => Ok(lexicon),
    }
}

/// What `section` holds.
fn read<'s, T: Deserialize<'s>>(section: &Section<'s>) -> Result<T, PackError> {
    postcard::from_bytes(section.bytes()).map_err(|e| section.error(format!("cannot be read ({e})")))
}

fn source((name, shown): (Cow<'_, str>, Cow<'_, str>)) -> Source {
    Source { name: name.into_owned(), shown: shown.into_owned(), text: String::new() }
}

/// The first number in the rules that leads nowhere, by what it should lead to.
fn wrong(lexicon: &Lexicon) -> Option<&'static str> {
    let senses = lexicon.senses.iter().flatten().find_map(|&sense| wrong_sense(lexicon, sense));
    let phrases = || lexicon.phrases.iter().find_map(|phrase| wrong_phrase(lexicon, phrase));
    let events = || lexicon.events.iter().find_map(wrong_event);
    let listed = lexicon.unit_attributes.values().chain(lexicon.noun_attributes.values()).flatten();
    let attributes = listed.map(|&i| wrong_sense(lexicon, Sense::Attribute(i)));
    senses.or_else(phrases).or_else(events).or_else(|| attributes.flatten().next())
}

fn wrong_sense(lexicon: &Lexicon, sense: Sense) -> Option<&'static str> {
    let (at, count, what) = match sense {
        Sense::Noun(i) => (i as usize, lexicon.nouns.len(), "a noun"),
        Sense::Unit(i) | Sense::UnitBefore(i) => (usize::from(i), lexicon.units.len(), "a unit"),
        Sense::Scale(i) | Sense::GluedScale(i) => (usize::from(i), lexicon.scales.len(), "a scale"),
        Sense::Comparator(i) | Sense::ComparatorAfter(i) | Sense::Absorbs(i) => {
            (usize::from(i), lexicon.comparators.len(), "a comparator")
        }
        Sense::Numeral(i) => (usize::from(i), lexicon.numerals.len(), "a number word"),
        Sense::Fixed(i) => (usize::from(i), lexicon.fixed.len(), "an amount"),
        Sense::Relative(i) => (usize::from(i), lexicon.relatives.len(), "a time"),
        Sense::Holiday(i) => (usize::from(i), lexicon.holidays.len(), "a holiday"),
        Sense::Weekday(i) => (usize::from(i), lexicon.weekdays.len(), "a weekday"),
        Sense::Vague(i) => (usize::from(i), lexicon.vague.len(), "an amount"),
        Sense::Change(i) => (usize::from(i), lexicon.changes.len(), "a change"),
        Sense::Attribute(i) => (usize::from(i), lexicon.attributes.len(), "an attribute"),
        Sense::Cue(i) | Sense::CueNot(i) => (usize::from(i), lexicon.cues.len(), "a cue"),
        Sense::Part { phrase, .. } => (phrase as usize, lexicon.phrases.len(), "a phrase"),
        Sense::Marker(_) | Sense::Context(_) | Sense::Slot(_) | Sense::Loose => return None,
    };
    (at >= count).then_some(what)
}

fn wrong_phrase(lexicon: &Lexicon, phrase: &Phrase) -> Option<&'static str> {
    let Some(rule) = lexicon.events.get(usize::from(phrase.event)) else { return Some("an event") };
    let is_there = match phrase.owner {
        PhraseOwner::Trigger(i) => usize::from(i) < rule.triggers.len(),
        PhraseOwner::Blocker(i) => usize::from(i) < rule.blockers.len(),
    };
    (!is_there).then_some("a trigger or blocker")
}

fn wrong_event(rule: &EventRule) -> Option<&'static str> {
    let roles = rule.roles.len();
    let is_good = rule.triggers.iter().all(|t| {
        t.slots.len() == roles && t.fills.len() == roles && t.needs.iter().all(|&role| role < roles)
    });
    (!is_good).then_some("a role")
}
