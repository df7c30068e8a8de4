//! The language data: read from files, checked, compiled for the matcher.
//!
//! Lists of names are `*.tsv`, what has structure is `*.toml`; `lexicons/README.md` describes both. The
//! builtin files are part of the program; folders given at run time are laid over them in order.

mod builtin;
mod check;
mod compile;
mod grammar;
mod rule;
mod schema;
mod table;
mod term;
mod tsv;

use std::fmt;
use std::path::Path;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

pub use grammar::{ChangeMode, Direction};
pub(crate) use grammar::{MarkerJob, Unit};
pub(crate) use rule::{ContextJob, Counter, Cue, CueExample, Effect, Example, Filler, Reach};
pub use schema::{ClaimKind, Comparator, Kind, Modality, Polarity, Reference, Tier};
pub(crate) use term::Terms;
pub(crate) use tsv::{Flags, RowKind, slug};

use crate::error::{Diagnostic, Error};
use crate::gazetteer::Fast;

/// The compiled language data of a pipeline: immutable, shared by all its workers.
pub struct Lexicon {
    files: Vec<Source>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) surfaces: Vec<Surface>,
    pub(crate) names: Fast,
    /// By pattern of `names`: the surfaces written so.
    pub(crate) name_surfaces: Vec<Vec<u32>>,
    pub(crate) terms: Fast,
    /// By pattern of `terms`: what the words can mean.
    pub(crate) senses: Vec<Vec<Sense>>,
    pub(crate) units: Vec<Unit>,
    pub(crate) scales: Vec<Decimal>,
    pub(crate) comparators: Vec<grammar::ComparatorWord>,
    pub(crate) vague: Vec<grammar::Vague>,
    pub(crate) changes: Vec<grammar::Change>,
    pub(crate) attributes: Vec<AttributeRule>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) events: Vec<EventRule>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) weights: Vec<(String, String)>,
    pub(crate) abbreviations: Vec<String>,
    digest: String,
}

/// A file that the lexicon was read from: its name within its folder, its path as named, its text.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) shown: String,
    pub(crate) text: String,
}

/// A line of a lexicon file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: u16,
    pub(crate) line: u32,
}

/// What the lexicon knows by a name: an entity, or a counted noun.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: RowKind,
    /// `company/xiaomi`.
    pub(crate) entity: String,
    pub(crate) name: String,
    /// The entry of its maker, for products.
    pub(crate) maker: Option<u32>,
    maker_id: Option<String>,
    pub(crate) links: Vec<(String, String)>,
    /// Whether a model designation may follow its name.
    pub(crate) line: bool,
    /// `companies.tsv#xiaomi`.
    pub(crate) via: String,
    place: Place,
}

/// One way to write an entry's name.
#[derive(Debug)]
pub(crate) struct Surface {
    pub(crate) entry: u32,
    pub(crate) text: String,
    pub(crate) reference: Reference,
    pub(crate) flags: Flags,
    pub(crate) place: Place,
}

/// What words outside names can mean. The numbers count in the lists of [`Lexicon`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// A counted noun: its entry.
    Noun(u32),
    Unit(u16),
    UnitBefore(u16),
    Scale(u16),
    GluedScale(u16),
    Comparator(u16),
    ComparatorAfter(u16),
    /// A word with which the comparator after it is part of something else.
    Absorbs(u16),
    Vague(u16),
    Change(u16),
    Marker(MarkerJob),
    Attribute(u16),
    Context(ContextJob),
    /// One part of a trigger or blocker.
    Part {
        phrase: u32,
        part: u8,
    },
    /// A preposition or cue word that names a slot.
    Slot(u16),
    Cue(u16),
    /// A longer word in which the cue does not count.
    CueNot(u16),
}

/// The words of a trigger or a blocker, in parts with gaps between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    pub(crate) parts: u8,
    pub(crate) event: u16,
    pub(crate) owner: PhraseOwner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhraseOwner {
    Trigger(u16),
    Blocker(u16),
}

/// An attribute and what it can go with.
#[derive(Debug)]
pub(crate) struct AttributeRule {
    pub(crate) id: String,
    pub(crate) kinds: Vec<ClaimKind>,
    pub(crate) units: Vec<String>,
    /// Entries of the nouns that mean it by themselves.
    pub(crate) nouns: Vec<u32>,
}

/// The rules of one event type.
#[derive(Debug)]
pub(crate) struct EventRule {
    /// The type: the stem of the file's name.
    pub(crate) event: String,
    pub(crate) roles: Vec<RoleRule>,
    pub(crate) triggers: Vec<TriggerRule>,
    pub(crate) blockers: Vec<String>,
    pub(crate) examples: Vec<Example>,
    pub(crate) counters: Vec<Counter>,
    pub(crate) file: u16,
}

/// One role of an event type.
#[derive(Debug)]
pub(crate) struct RoleRule {
    pub(crate) name: String,
    pub(crate) core: bool,
    pub(crate) many: bool,
    pub(crate) min: usize,
    pub(crate) fills: Vec<Filler>,
    pub(crate) slots: Vec<Slot>,
}

/// One trigger of an event type.
#[derive(Debug)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        let mut layers = vec![builtin::files()];
        for dir in dirs {
            layers.push(builtin::folder(dir.as_ref())?);
        }
        compile::compile(layers)
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
        self.surfaces.len()
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
        format!("{}:{}", self.files[place.file as usize].shown, place.line)
    }
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lexicon")
            .field("entries", &self.entries.len())
            .field("surfaces", &self.surfaces.len())
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
