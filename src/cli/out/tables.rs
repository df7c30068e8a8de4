//! A table for each type of record.

use std::io;
use std::path::Path;

use super::super::new_file::NewFile;
use super::Set;
use crate::arrow::Layout;

/// The tables; without `--nest` one row is one record.
const LAYOUTS: [Layout; 6] =
    [Layout::Document, Layout::Mention, Layout::Claim, Layout::Time, Layout::Event, Layout::Error];
const NESTED: [Layout; 2] = [Layout::Nested, Layout::Error];

/// A table in a file of its own.
pub(super) trait TableFile: Sized {
    /// What the names of such files end in.
    const EXTENSION: &'static str;

    /// An empty table in `file`.
    fn create(layout: Layout, file: NewFile) -> io::Result<Self>;

    /// Adds the record `json`.
    fn push(&mut self, json: &str) -> io::Result<()>;

    /// Writes what is left. Gives the file.
    fn finish(self) -> io::Result<NewFile>;
}

/// The tables of one set of documents.
pub(super) struct Tables<T>(Vec<(&'static str, T)>);

impl<T: TableFile> Tables<T> {
    /// Tables in `folder`, with this number in their names if there is one.
    pub(super) fn create(folder: &Path, number: Option<usize>, nest: bool) -> io::Result<Self> {
        let layouts: &[Layout] = if nest { &NESTED } else { &LAYOUTS };
        let create = |&layout: &Layout| {
            // A document with all that was found in it is a document still.
            let name = if layout == Layout::Nested { Layout::Document.name() } else { layout.name() };
            let number = number.map_or_else(String::new, |number| format!("-{number:06}"));
            let path = folder.join(format!("{name}{number}.{}", T::EXTENSION));
            Ok((name, T::create(layout, NewFile::create(path)?)?))
        };
        layouts.iter().map(create).collect::<io::Result<_>>().map(Self)
    }
}

impl<T: TableFile> Set for Tables<T> {
    fn write(&mut self, records: &[u8]) -> io::Result<()> {
        let text = str::from_utf8(records).map_err(io::Error::other)?;
        for line in text.lines() {
            let kind = line.strip_prefix("{\"type\":\"").and_then(|rest| rest.split('"').next());
            let table = self.0.iter_mut().find(|(name, _)| Some(*name) == kind);
            let (_, table) = table.ok_or_else(|| io::Error::other(format!("no table holds {line}")))?;
            table.push(line)?;
        }
        Ok(())
    }

    fn keep(self: Box<Self>) -> io::Result<()> {
        let files: Vec<NewFile> =
            self.0.into_iter().map(|(_, table)| table.finish()).collect::<io::Result<_>>()?;
        files.into_iter().try_for_each(NewFile::keep)
    }
}
