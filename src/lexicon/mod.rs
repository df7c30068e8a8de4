//! The language data: read from files, checked, compiled for the matcher.
//!
//! Lists of names are `*.tsv`, what has structure is `*.toml`; `lexicons/README.md` describes both. The
//! builtin files are part of the program; folders given at run time are laid over them in order.

mod builtin;
mod check;
mod compile;
mod entry;
mod grammar;
mod marker;
mod name;
mod names;
mod packed;
mod rule;
mod schema;
mod sense;
mod sentence;
mod syllable;
mod table;
mod term;
mod tsv;
mod weight;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use entry::Entries;
use name::Toneless;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) use entry::{Entry, Surface};
pub(crate) use grammar::Change;
pub(crate) use grammar::{AmountExample, Numeral, Pair, Place as NumeralPlace, Scale, Unit};
pub use grammar::{ChangeMode, Direction, Grain};
pub(crate) use marker::MarkerJob;
pub(crate) use name::{Family, NameWords, Origin};
pub(crate) use rule::{ContextJob, Counter, Cue, CueExample, Effect, Example, Filler, Reach};
pub use schema::{ClaimKind, Comparator, Kind, Modality, Polarity, Reference, Tier};
pub(crate) use sense::Sense;
use sentence::SentenceFile;
use syllable::{PlainNames, SyllableFile};
pub(crate) use term::Terms;
pub(crate) use tsv::{RowKind, slug};
pub(crate) use weight::FeatureWeights;

use crate::error::{Diagnostic, Error};
use crate::gazetteer::Fast;
use crate::pack::Pack;
use crate::token::{Breaks, Vocabulary};

/// The compiled language data of a pipeline: immutable, shared by all its workers.
pub struct Lexicon {
    files: Vec<Source>,
    entries: Entries,
    /// What a maintainer should mend and only the compiler sees.
    remarks: Vec<Diagnostic>,
    pub(crate) names: Fast,
    pub(crate) nouns: Vec<Noun>,
    pub(crate) terms: Fast,
    /// By pattern of `terms`: what the words can mean.
    pub(crate) senses: Vec<Vec<Sense>>,
    /// By pattern of `terms`: the bits of its senses.
    pub(crate) sense_bits: Vec<u64>,
    pub(crate) units: Vec<Unit>,
    pub(crate) scales: Vec<Scale>,
    pub(crate) numerals: Vec<Numeral>,
    pub(crate) fixed: Vec<grammar::Fixed>,
    pub(crate) comparators: Vec<grammar::ComparatorWord>,
    pub(crate) vague: Vec<grammar::Vague>,
    pub(crate) relatives: Vec<grammar::Relative>,
    pub(crate) holidays: Vec<grammar::Holiday>,
    pub(crate) weekdays: Vec<grammar::Weekday>,
    pub(crate) amount_examples: Vec<AmountExample>,
    pub(crate) changes: Vec<Change>,
    pub(crate) attributes: Vec<AttributeRule>,
    /// By unit, and by entry of a noun: the attributes that they mean by themselves.
    pub(crate) unit_attributes: BTreeMap<String, Vec<u16>>,
    pub(crate) noun_attributes: BTreeMap<u32, Vec<u16>>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) events: Vec<EventRule>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) weights: FeatureWeights,
    sentences: SentenceFile,
    pub(crate) breaks: Breaks,
    syllables: SyllableFile,
    /// Words of model designations.
    models: Vec<String>,
    pub(crate) name_words: NameWords,
    vocabulary: OnceLock<Vocabulary>,
    toneless: OnceLock<Toneless>,
    plain: OnceLock<Option<PlainNames>>,
    digest: String,
}

/// A file that the lexicon was read from: its name within its folder, its path as named, its text.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) shown: String,
    pub(crate) text: String,
}

/// A line of a lexicon file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) file: u16,
    pub(crate) line: u32,
}

/// A counted noun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Noun {
    pub(crate) name: String,
    /// `nouns.tsv#quoc-gia`.
    pub(crate) via: String,
}

/// The words of a trigger or a blocker, in parts with gaps between them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Phrase {
    pub(crate) parts: u8,
    pub(crate) event: u16,
    pub(crate) owner: PhraseOwner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PhraseOwner {
    Trigger(u16),
    Blocker(u16),
}

/// An attribute and what it can go with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AttributeRule {
    pub(crate) id: String,
    pub(crate) kinds: Vec<ClaimKind>,
    pub(crate) generic: bool,
    /// The units in which a measure or a count of it is told; empty: any.
    pub(crate) only: Vec<String>,
    /// The kinds of mention that have such an attribute; empty: any.
    pub(crate) of: Vec<Kind>,
    /// Of two sizes with a slash between them, the one that tells it.
    pub(crate) pair: Option<Pair>,
    /// Whether a sum by a thing tells it.
    pub(crate) of_rates: bool,
    /// The least size that, right behind the name of a product, tells it.
    pub(crate) named_from: Option<u32>,
}

/// The rules of one event type.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EventRule {
    /// The type: the stem of the file's name.
    pub(crate) event: String,
    pub(crate) roles: Vec<RoleRule>,
    pub(crate) triggers: Vec<TriggerRule>,
    pub(crate) blockers: Vec<String>,
    #[serde(skip)]
    pub(crate) examples: Vec<Example>,
    #[serde(skip)]
    pub(crate) counters: Vec<Counter>,
    pub(crate) file: u16,
}

/// One role of an event type.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RoleRule {
    pub(crate) name: String,
    pub(crate) core: bool,
    pub(crate) many: bool,
    pub(crate) min: usize,
    pub(crate) fills: Vec<Filler>,
    pub(crate) slots: Vec<Slot>,
}

/// One trigger of an event type.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TriggerRule {
    /// `launch.toml#ra-mat`.
    pub(crate) via: String,
    pub(crate) text: String,
    pub(crate) place: Place,
    /// By role: the slots of this trigger, where they differ.
    pub(crate) slots: Vec<Option<Vec<Slot>>>,
    /// By role: what fills it, where it differs.
    pub(crate) fills: Vec<Option<Vec<Filler>>>,
    pub(crate) needs: Vec<usize>,
    pub(crate) weak: bool,
}

/// Where a filler stands, seen from the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Slot {
    Subject,
    Object,
    Near,
    /// The words of the trigger themselves.
    Trigger,
    /// After this preposition or cue word.
    Cue(u16),
}

impl Lexicon {
    /// The language data that come with the program.
    ///
    /// # Errors
    /// [`Error::Lexicon`] when the builtin files are faulty, which the tests rule out.
    pub fn builtin() -> Result<Self, Error> {
        Self::from_dirs::<&Path>(&[])
    }

    /// The builtin data with the files of `dirs` laid over them, in order: rows add names, equal ids replace,
    /// `off` takes out.
    ///
    /// # Errors
    /// [`Error::Read`] for a folder or file that cannot be read; [`Error::Lexicon`] with every fault found,
    /// each with its place.
    pub fn from_dirs<P: AsRef<Path>>(dirs: &[P]) -> Result<Self, Error> {
        Self::from_layers(vec![builtin::files()], dirs)
    }

    /// The data of `dirs` alone, laid over each other in order.
    ///
    /// # Errors
    /// As [`Lexicon::from_dirs`].
    pub fn from_dirs_alone<P: AsRef<Path>>(dirs: &[P]) -> Result<Self, Error> {
        Self::from_layers(Vec::new(), dirs)
    }

    /// As [`Lexicon::from_dirs`], with the rows of `list` laid over it all, as [`Lexicon::off_list`] makes one.
    ///
    /// # Errors
    /// As [`Lexicon::from_dirs`].
    #[cfg(feature = "eval")]
    pub fn from_dirs_and_list<P: AsRef<Path>>(dirs: &[P], list: &str) -> Result<Self, Error> {
        let mut layers = vec![builtin::files()];
        for dir in dirs {
            layers.push(builtin::folder(dir.as_ref())?);
        }
        let name = "off.tsv".to_owned();
        layers.push(vec![Source { shown: name.clone(), name, text: list.to_owned() }]);
        compile::compile(layers)
    }

    /// A list that takes out the entities with a name or an alias for which `hides` is true: to measure what is found of
    /// names that no list holds.
    #[cfg(feature = "eval")]
    pub fn off_list(&self, hides: impl Fn(&str) -> bool) -> String {
        let surfaces = (0..self.name_count() as u32).map(|number| self.surface(number));
        let hidden: std::collections::BTreeSet<u32> =
            surfaces.filter(|s| hides(s.text)).map(|s| s.entry).collect();
        let entries = hidden.into_iter().map(|number| self.entry(number));
        let rows = entries.filter_map(|entry| match entry.kind {
            RowKind::Entity(kind) => Some(format!("{}\t{}\t{}\toff\n", entry.id(), kind.name(), entry.name)),
            RowKind::Noun => None,
        });
        std::iter::once("id\tkind\tname\tflags\n".to_owned()).chain(rows).collect()
    }

    fn from_layers<P: AsRef<Path>>(mut layers: Vec<Vec<Source>>, dirs: &[P]) -> Result<Self, Error> {
        for dir in dirs {
            layers.push(builtin::folder(dir.as_ref())?);
        }
        compile::compile(layers)
    }

    /// The lexicon of a pack, as [`Lexicon::write_pack`] makes it: the file is mapped, and of its names nothing is read
    /// before they are looked for. It holds no examples of the rules, so none of them run.
    ///
    /// # Errors
    /// [`Error::Pack`] for a file that cannot be read, is no pack, was cut off, is of another version, or does not
    /// hold together.
    pub fn from_pack(path: impl AsRef<Path>) -> Result<Self, Error> {
        packed::open(path.as_ref())
    }

    /// The lexicon of a pack in memory.
    ///
    /// # Errors
    /// As [`Lexicon::from_pack`].
    pub fn from_pack_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(packed::lexicon(&Arc::new(Pack::from_bytes(bytes)?))?)
    }

    /// Reads all of a pack and compares it with its digest, then opens it: the lexicon, and the digest of the
    /// pack in hexadecimal.
    ///
    /// # Errors
    /// As [`Lexicon::from_pack`], and for a pack that was altered.
    pub fn verify_pack(path: impl AsRef<Path>) -> Result<(Self, String), Error> {
        let pack = Arc::new(Pack::open(path.as_ref())?);
        pack.verify()?;
        Ok((packed::lexicon(&pack)?, format!("{:032x}", pack.digest())))
    }

    /// Writes the lexicon as a pack: a new file, renamed over what stood there. Equal lexicons give equal bytes.
    ///
    /// # Errors
    /// [`Error::Pack`] when the file cannot be written.
    pub fn write_pack(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let writer = packed::writer(self)?;
        Ok(writer.write(path.as_ref())?)
    }

    /// The pack that [`Lexicon::write_pack`] writes.
    ///
    /// # Errors
    /// As [`Lexicon::section_lengths`].
    pub fn to_pack_bytes(&self) -> Result<Vec<u8>, Error> {
        Ok(packed::writer(self)?.to_bytes()?)
    }

    /// The sections that the lexicon has in a pack, with their lengths in bytes.
    ///
    /// # Errors
    /// [`Error::Write`] when the rules cannot be written out, which the tests rule out.
    pub fn section_lengths(&self) -> Result<Vec<(String, usize)>, Error> {
        let writer = packed::writer(self)?;
        Ok(writer.lengths().map(|(name, length)| (name.to_owned(), length)).collect())
    }

    /// Faults that leave the lexicon usable but that a maintainer should mend: disorder, doubles, missing makers,
    /// too few examples.
    pub fn check(&self) -> Vec<Diagnostic> {
        check::check(self)
    }

    /// SHA-256 over all files that the lexicon was read from, in hexadecimal: equal digests, equal lexicons.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The event types that have rules, in order of name.
    pub fn event_types(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(|e| e.event.as_str())
    }

    /// How many names of entities there are, aliases included.
    pub fn name_count(&self) -> usize {
        self.entries.surfaces.len()
    }

    /// How many entries there are, by kind: the five of entities, and `noun`.
    pub fn entry_counts(&self) -> BTreeMap<&'static str, usize> {
        self.entries.by_kind()
    }

    pub(crate) fn entry(&self, number: u32) -> Entry<'_> {
        self.entries.entry(number)
    }

    pub(crate) fn entry_kind(&self, number: u32) -> RowKind {
        self.entries.kind(number)
    }

    /// The entry that a surface is a name of.
    pub(crate) fn entry_of(&self, surface: u32) -> u32 {
        self.entries.entry_of(surface)
    }

    /// All names of entities, aliases too.
    #[cfg(feature = "cli")]
    pub(crate) fn surfaces(&self) -> impl Iterator<Item = &str> {
        (0..self.name_count() as u32).map(|number| self.surface(number).text)
    }

    pub(crate) fn surface(&self, number: u32) -> Surface<'_> {
        self.entries.surface(number)
    }

    /// The surfaces that are written like a pattern of `names`, by its number.
    pub(crate) fn surfaces_of(&self, pattern: u32) -> impl Iterator<Item = u32> + use<> {
        self.entries.of_pattern(pattern)
    }

    /// The entry of the maker of an entry, for products.
    pub(crate) fn maker(&self, entry: u32) -> Option<u32> {
        self.entries.maker(entry)
    }

    /// `companies.tsv#xiaomi`.
    pub(crate) fn via(&self, entry: &Entry<'_>) -> String {
        self.files
            .get(usize::from(entry.place.file))
            .map_or_else(String::new, |file| entry::via(file, entry.id()))
    }

    /// The fault `message` of the example `text`, at the last file called `name` that holds it.
    pub(crate) fn example_fault(&self, name: &str, text: &str, message: String) -> Diagnostic {
        let place = self
            .files
            .iter()
            .rev()
            .filter(|f| f.name == name)
            .find_map(|f| f.text.find(text).map(|at| (f, at)));
        match place {
            Some((source, at)) => {
                table::File { name: &source.shown, text: &source.text }.fault(at..at, message)
            }
            None => Diagnostic { file: name.to_owned(), line: 1, column: 1, message },
        }
    }

    /// The place as `file:line`, for people.
    pub(crate) fn show(&self, place: Place) -> String {
        format!("{}:{}", self.shown(place.file), place.line)
    }

    /// The path of a file as it was named; nothing for a number that leads nowhere.
    fn shown(&self, file: u16) -> &str {
        self.files.get(usize::from(file)).map_or("", |f| &f.shown)
    }
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lexicon")
            .field("entries", &self.entries)
            .field("events", &self.events.len())
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// The digest of all files, each with its name.
fn digest(files: &[Source]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        for part in [&file.name, &file.text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
