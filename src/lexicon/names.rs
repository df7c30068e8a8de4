//! The names of a lexicon while rows are laid on them, layer by layer.

use std::collections::HashMap;

use super::entry::{self, Entries, EntryRow, MOST_FILES, SurfaceRow};
use super::schema::{Kind, Reference};
use super::tsv::{Row, RowKind};
use super::{Place, Source};
use crate::error::{Diagnostic, Error};
use crate::gazetteer::{Fast, Patterns};

const TOO_LONG: &str = "ids, names and links have at most 65535 bytes each; shorten them";

/// Entries and surfaces so far.
#[derive(Default)]
pub(super) struct Names {
    entries: Vec<EntryRow>,
    surfaces: Vec<SurfaceRow>,
    text: Vec<u8>,
    /// By entity.
    numbers: HashMap<Box<str>, u32, foldhash::fast::RandomState>,
    /// Entries with the ids of their makers.
    makers: Vec<(u32, String)>,
    /// Entries that an earlier layer made: a row of a later one may rename them.
    settled: usize,
}

impl Names {
    pub(super) fn row(&mut self, row: &Row<'_>, file: u16, source: &Source, faults: &mut Vec<Diagnostic>) {
        let place = Place { file, line: row.line };
        let before = faults.len();
        let mut fault = |message: String| {
            faults.push(Diagnostic {
                file: source.shown.clone(),
                line: row.line as usize,
                column: 1,
                message,
            });
        };
        let entity = [row.kind.name(), "/", &row.id].concat();
        let known = self.numbers.get(entity.as_str()).copied();
        if row.flags.off {
            self.take_out(known, &entity, row);
            return;
        }
        let longest = usize::from(u16::MAX);
        if row.name.len() > longest || row.aliases.iter().any(|alias| alias.len() > longest) {
            return fault(TOO_LONG.to_owned());
        }
        let aliases: usize = row.aliases.iter().map(|alias| alias.len()).sum();
        if self.text.len() + aliases + 3 * longest > u32::MAX as usize || usize::from(file) >= MOST_FILES {
            return fault(format!("the names exceed 4 GiB, or {MOST_FILES} files; make a smaller lexicon"));
        }
        let number = known.unwrap_or(self.entries.len() as u32);
        if known.is_none() {
            match self.put(&entity, row, place) {
                Some(text) => self.entries.push(text),
                None => return fault(TOO_LONG.to_owned()),
            }
            self.numbers.insert(entity.into_boxed_str(), number);
            self.makers.extend(row.maker.map(|maker| (number, maker.to_owned())));
            self.name_surface(number, row, place);
        } else if self.name(number) != row.name.as_bytes() {
            if (number as usize) < self.settled {
                self.rename(number, row);
                self.name_surface(number, row, place);
            } else {
                let first = String::from_utf8_lossy(self.name(number)).into_owned();
                fault(format!(
                    "the id `{}` stands already for \"{first}\"; write the same name, or take another id",
                    row.id
                ));
            }
        }
        if faults.len() > before {
            return;
        }
        let reference = if row.flags.nickname { Reference::Nickname } else { Reference::Alias };
        for alias in &row.aliases {
            let at = self.text.len() as u32;
            self.text.extend_from_slice(alias.as_bytes());
            self.surface(number, (at, alias.len() as u16), reference, row, place);
        }
    }

    /// Writes the text of an entry; its row.
    fn put(&mut self, entity: &str, row: &Row<'_>, place: Place) -> Option<EntryRow> {
        let length = |text: &str| u16::try_from(text.len()).ok();
        let lengths = [length(entity)?, length(row.name)?, length(row.links)?];
        let at = self.text.len() as u32;
        for part in [entity, row.name, row.links] {
            self.text.extend_from_slice(part.as_bytes());
        }
        Some(entry::entry_row(row.kind, row.flags, place, at, lengths))
    }

    /// Place and length of an entry's name.
    fn name_place(&self, number: u32) -> (u32, u16) {
        let [text, _, lengths, _] = self.entries[number as usize];
        (text + (lengths & 0xFFFF), (lengths >> 16) as u16)
    }

    fn name(&self, number: u32) -> &[u8] {
        let (at, length) = self.name_place(number);
        &self.text[at as usize..at as usize + usize::from(length)]
    }

    /// Writes the text of an entry anew, with the name of `row`.
    fn rename(&mut self, number: u32, row: &Row<'_>) {
        let [text, line, lengths, last] = self.entries[number as usize];
        let (at, name) = self.name_place(number);
        let links =
            at as usize + usize::from(name)..at as usize + usize::from(name) + (last & 0xFFFF) as usize;
        let new = self.text.len() as u32;
        self.text.extend_from_within(text as usize..at as usize);
        self.text.extend_from_slice(row.name.as_bytes());
        self.text.extend_from_within(links);
        self.entries[number as usize] = [new, line, lengths & 0xFFFF | (row.name.len() as u32) << 16, last];
    }

    fn name_surface(&mut self, number: u32, row: &Row<'_>, place: Place) {
        self.surface(number, self.name_place(number), Reference::Name, row, place);
    }

    fn surface(&mut self, entry: u32, text: (u32, u16), reference: Reference, row: &Row<'_>, place: Place) {
        self.surfaces.push(entry::surface_row(entry, text, reference, row.flags, place));
    }

    /// An `off` row takes out the aliases that it lists, or the whole entry where it lists none.
    fn take_out(&mut self, entry: Option<u32>, entity: &str, row: &Row<'_>) {
        let Some(entry) = entry else { return };
        let text = &self.text;
        self.surfaces.retain(|&[of, at, _, last]| {
            let written = &text[at as usize..at as usize + (last & 0xFFFF) as usize];
            of != entry || !(row.aliases.is_empty() || row.aliases.iter().any(|a| a.as_bytes() == written))
        });
        if row.aliases.is_empty() {
            self.numbers.remove(entity);
        }
    }

    pub(super) fn end_layer(&mut self) {
        self.settled = self.entries.len();
    }

    /// The compiled names, and what a maintainer should mend in the makers.
    pub(super) fn finish(self, files: &[Source]) -> Result<(Entries, Fast, Vec<Diagnostic>), Error> {
        let mut makers = Vec::with_capacity(self.makers.len());
        let mut missing = Vec::new();
        for (entry, id) in self.makers {
            let maker = self.numbers.get(format!("{}/{id}", Kind::Company.name()).as_str());
            makers.extend(maker.map(|&maker| [entry, maker]));
            missing.push((entry, id, maker.is_none()));
        }
        drop(self.numbers);
        let mut entries = Entries {
            entries: self.entries.into(),
            surfaces: self.surfaces.into(),
            makers: makers.into(),
            text: self.text.into(),
            ..Entries::default()
        };
        let faults = maker_faults(&entries, files, &missing);
        let matcher = compile(&mut entries)?;
        Ok((entries, matcher, faults))
    }
}

/// Compiles the names of entities and puts the surfaces into their order.
fn compile(entries: &mut Entries) -> Result<Fast, Error> {
    let mut patterns = Patterns::default();
    let numbers: Vec<Option<u32>> = (0..entries.surfaces.len() as u32)
        .map(|i| {
            let surface = entries.surface(i);
            let is_noun = entries.entry(surface.entry).kind == RowKind::Noun;
            if is_noun { None } else { patterns.add(surface.text) }
        })
        .collect();
    entries.by_pattern(&numbers);
    Fast::build(&patterns).map_err(Error::Matcher)
}

/// Makers that the lexicon does not have, and makers of what nobody makes.
fn maker_faults(entries: &Entries, files: &[Source], makers: &[(u32, String, bool)]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (number, id, is_missing) in makers {
        let entry = entries.entry(*number);
        let mut fault = |message: String| {
            let file = files.get(usize::from(entry.place.file)).map_or("", |f| &f.shown).to_owned();
            faults.push(Diagnostic { file, line: entry.place.line as usize, column: 1, message });
        };
        if *is_missing {
            fault(format!("the maker `{id}` is no company of the lexicon; add it, or leave the cell empty"));
        }
        if entry.kind != RowKind::Entity(Kind::Product) {
            fault("only a product has a maker; leave the cell empty".to_owned());
        }
    }
    faults
}
