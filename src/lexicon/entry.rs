//! The entities and their names: rows of a fixed size and one run of text, in memory or in a pack.
//!
//! Numbers and places in a pack may be wrong; what they lead to is then empty, and nothing breaks.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::schema::{Kind, Reference};
use super::tsv::{Flags, RowKind};
use super::{Place, Source};
use crate::pack::{Array, Pack, PackError};

/// The form of the sections below; counted up when it changes.
pub(super) const FORM: u32 = 2;

/// Where its text begins, its line, the lengths of entity and name, the length of its links with [`tags`]. The text
/// is the entity (`company/xiaomi`), the name and the links (`wikidata=Q95`, by commas).
pub(super) type EntryRow = [u32; 4];
/// Its entry, where its text begins, its line, the length of its text with [`tags`].
pub(super) type SurfaceRow = [u32; 4];

/// The most files that a lexicon can have: their numbers share 16 bits with six flags.
pub(super) const MOST_FILES: usize = 1 << 10;
/// In the tags of an entry: a model designation may follow its name.
const LINE: u16 = 1 << 3;
/// In the tags of an entry: its name is that of the firm behind the product too.
const FIRM: u16 = 1 << 4;
/// In the tags of a surface.
const EXACT: u16 = 1 << 2;
const CONTEXT: u16 = 1 << 3;
/// Other surfaces have the same pattern.
const SHARED: u16 = 1 << 4;

/// What the lexicon knows by a name: an entity, or a counted noun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'l> {
    pub(crate) kind: RowKind,
    /// `company/xiaomi`.
    pub(crate) entity: &'l str,
    pub(crate) name: &'l str,
    /// `wikidata=Q95`, by commas.
    links: &'l str,
    /// Whether a model designation may follow its name.
    pub(crate) line: bool,
    /// Whether a product's name is that of the firm behind it too.
    pub(crate) firm: bool,
    pub(crate) place: Place,
}

/// One way to write an entry's name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surface<'l> {
    pub(crate) entry: u32,
    pub(crate) text: &'l str,
    pub(crate) reference: Reference,
    pub(crate) exact_case: bool,
    pub(crate) needs_context: bool,
    pub(crate) place: Place,
}

impl<'l> Entry<'l> {
    /// Its id without the kind.
    pub(crate) fn id(&self) -> &'l str {
        self.entity.split_once('/').map_or("", |(_, id)| id)
    }

    /// Sites and ids there.
    pub(crate) fn links(&self) -> Vec<(&'l str, &'l str)> {
        self.links.split(',').filter_map(|link| link.split_once('=')).collect()
    }
}

/// All entries and surfaces. The surface of a pattern has its number; further ones of the same pattern come after
/// these, by pattern; then those that are no pattern of the names: nouns.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) entries: Array<EntryRow>,
    pub(super) surfaces: Array<SurfaceRow>,
    /// The patterns of the further surfaces.
    pub(super) further: Array<u32>,
    /// How many patterns there are.
    pub(super) patterns: Array<u32>,
    /// Entries with their makers, by entry.
    pub(super) makers: Array<[u32; 2]>,
    pub(super) text: Array<u8>,
}

impl Entries {
    /// From the sections of `pack`, of which nothing is read.
    pub(super) fn open(pack: &Arc<Pack>) -> Result<Self, PackError> {
        Ok(Self {
            entries: Array::of(pack, "entity.entries", FORM)?,
            surfaces: Array::of(pack, "entity.surfaces", FORM)?,
            further: Array::of(pack, "entity.further", FORM)?,
            patterns: Array::of(pack, "entity.patterns", FORM)?,
            makers: Array::of(pack, "entity.makers", FORM)?,
            text: Array::of(pack, "entity.text", FORM)?,
        })
    }

    /// The sections, as [`Entries::open`] reads them.
    pub(super) fn sections(&self) -> [(&'static str, &[u8]); 6] {
        [
            ("entity.entries", self.entries.bytes()),
            ("entity.surfaces", self.surfaces.bytes()),
            ("entity.further", self.further.bytes()),
            ("entity.patterns", self.patterns.bytes()),
            ("entity.makers", self.makers.bytes()),
            ("entity.text", self.text.bytes()),
        ]
    }

    fn text(&self, from: u32, length: u32) -> &str {
        let from = from as usize;
        self.text.get(from..from + length as usize).and_then(|b| str::from_utf8(b).ok()).unwrap_or_default()
    }

    pub(super) fn entry(&self, number: u32) -> Entry<'_> {
        let row = self.entries.get(number as usize).copied().unwrap_or_default();
        let [text, line, lengths, last] = row;
        let ((entity, name), (links, tags)) = (halves(lengths), halves(last));
        let at = |skip: u32| text.saturating_add(skip);
        Entry {
            kind: kind_of(tags),
            entity: self.text(text, entity),
            name: self.text(at(entity), name),
            links: self.text(at(entity + name), links),
            line: tags as u16 & LINE != 0,
            firm: tags as u16 & FIRM != 0,
            place: Place { file: file_of(tags), line },
        }
    }

    /// What an entry is the name of, without the rest of it.
    pub(super) fn kind(&self, number: u32) -> RowKind {
        kind_of(self.entries.get(number as usize).map_or(0, |row| row[3]) >> 16)
    }

    /// The entry of a surface, without the rest of it.
    pub(super) fn entry_of(&self, surface: u32) -> u32 {
        self.surfaces.get(surface as usize).map_or(0, |row| row[0])
    }

    /// All entries, those that were taken out too.
    pub(super) fn all(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.entries.len() as u32).map(|number| self.entry(number))
    }

    pub(super) fn surface(&self, number: u32) -> Surface<'_> {
        let [entry, text, line, last] = self.surfaces.get(number as usize).copied().unwrap_or_default();
        let (length, tags) = halves(last);
        let flag = |flag: u16| tags as u16 & flag != 0;
        Surface {
            entry,
            text: self.text(text, length),
            reference: Reference::ALL[tags as usize & 3],
            exact_case: flag(EXACT),
            needs_context: flag(CONTEXT),
            place: Place { file: file_of(tags), line },
        }
    }

    /// The maker of an entry.
    pub(super) fn maker(&self, entry: u32) -> Option<u32> {
        let at = self.makers.binary_search_by_key(&entry, |pair| pair[0]).ok()?;
        Some(self.makers[at][1])
    }

    /// How many patterns the names have.
    pub(super) fn pattern_count(&self) -> u32 {
        // Each has a surface of its own.
        self.patterns.first().copied().unwrap_or(0).min(self.surfaces.len() as u32)
    }

    /// The surfaces of a pattern.
    pub(super) fn of_pattern(&self, pattern: u32) -> impl Iterator<Item = u32> + use<> {
        let patterns = self.pattern_count();
        let first = (pattern < patterns).then_some(pattern);
        let shared = first
            .and_then(|p| self.surfaces.get(p as usize))
            .is_some_and(|row| (row[3] >> 16) as u16 & SHARED != 0);
        let further = if shared { self.further_of(pattern) } else { 0..0 };
        first.into_iter().chain(further.map(move |i| patterns.saturating_add(i)))
    }

    /// The surfaces that are no pattern of the names.
    pub(super) fn rest(&self) -> Range<u32> {
        let firsts = self.pattern_count() as usize + self.further.len();
        firsts as u32..self.surfaces.len() as u32
    }

    fn further_of(&self, pattern: u32) -> Range<u32> {
        let from = self.further.partition_point(|&p| p < pattern);
        let count = self.further[from..].iter().take_while(|&&p| p == pattern).count();
        from as u32..(from + count) as u32
    }

    /// How many entries there are of each kind, those that were taken out too. Reads them all.
    pub(super) fn by_kind(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for row in self.entries.iter() {
            *counts.entry(kind_of(row[3] >> 16).name()).or_default() += 1;
        }
        counts
    }

    /// Puts the surfaces into the order of their patterns: `patterns` gives that of each, if it has one.
    pub(super) fn by_pattern(&mut self, patterns: &[Option<u32>]) {
        let count = patterns.iter().flatten().max().map_or(0, |&last| last as usize + 1);
        let mut firsts: Vec<SurfaceRow> = vec![[0; 4]; count];
        let (mut taken, mut further, mut rest) = (vec![false; count], Vec::new(), Vec::new());
        for (&row, &pattern) in self.surfaces.iter().zip(patterns) {
            match pattern {
                None => rest.push(row),
                Some(p) if taken[p as usize] => {
                    firsts[p as usize][3] |= u32::from(SHARED) << 16;
                    further.push((p, row));
                }
                Some(p) => {
                    taken[p as usize] = true;
                    firsts[p as usize] = row;
                }
            }
        }
        further.sort_by_key(|&(pattern, _)| pattern);
        firsts.extend(further.iter().map(|&(_, row)| row));
        firsts.extend(rest);
        self.surfaces = firsts.into();
        self.further = further.iter().map(|&(pattern, _)| pattern).collect::<Vec<_>>().into();
        self.patterns = vec![count as u32].into();
    }
}

impl RowKind {
    /// The word in lexicon files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Entity(kind) => kind.name(),
            Self::Noun => "noun",
        }
    }
}

/// The row of an entry whose text begins at `text`; the lengths are those of entity, name and links.
pub(super) fn entry_row(kind: RowKind, flags: Flags, place: Place, text: u32, lengths: [u16; 3]) -> EntryRow {
    let kind = match kind {
        RowKind::Entity(kind) => Kind::ALL.iter().position(|&k| k == kind).unwrap_or_default(),
        RowKind::Noun => Kind::ALL.len(),
    };
    let flags = flag(flags.line, LINE) | flag(flags.firm, FIRM);
    let tags = place.file << 6 | flags | kind as u16;
    let [entity, name, links] = lengths;
    [text, place.line, join(entity, name), join(links, tags)]
}

/// The row of a surface whose text is `length` bytes from `text`.
pub(super) fn surface_row(
    entry: u32,
    (text, length): (u32, u16),
    reference: Reference,
    flags: Flags,
    place: Place,
) -> SurfaceRow {
    let reference = Reference::ALL.iter().position(|&r| r == reference).unwrap_or_default();
    let flags = flag(flags.exact_case, EXACT) | flag(flags.needs_context, CONTEXT);
    [entry, text, place.line, join(length, place.file << 6 | flags | reference as u16)]
}

fn flag(on: bool, flag: u16) -> u16 {
    if on { flag } else { 0 }
}

fn join(low: u16, high: u16) -> u32 {
    u32::from(low) | u32::from(high) << 16
}

fn halves(both: u32) -> (u32, u32) {
    (both & 0xFFFF, both >> 16)
}

fn file_of(tags: u32) -> u16 {
    (tags >> 6) as u16
}

fn kind_of(tags: u32) -> RowKind {
    Kind::ALL.get(tags as usize & 7).map_or(RowKind::Noun, |&kind| RowKind::Entity(kind))
}

/// `companies.tsv#xiaomi`.
pub(super) fn via(file: &Source, id: &str) -> String {
    format!("{}#{id}", file.name)
}
