//! Records in files of their own: JSON Lines, or a folder of tables. A file is there when all of it is written.

mod csv;
mod destination;
mod lines;
mod packed;
mod parquet;
mod tables;

use std::io::{self, Write};

pub(super) use destination::Destination;
pub(super) use packed::{Compression, Packed};

use super::signal::Signals;
use crate::pipeline::{Output, Sink};

/// Files that are written together and appear together.
trait Set {
    /// Takes the records of whole documents, one JSON object a line.
    fn write(&mut self, records: &[u8]) -> io::Result<()>;

    /// Brings the files to the disk and gives them their names.
    fn keep(self: Box<Self>) -> io::Result<()>;
}

/// Writes the records of a run into files.
pub(super) struct Files<'w> {
    destination: Destination,
    /// Whether a record is a document with all that was found in it.
    nest: bool,
    /// Files end with the document that fills up so many bytes of records.
    rotate: Option<u64>,
    errors: Option<Box<dyn Write + 'w>>,
    signals: Signals,
    open: Option<Box<dyn Set>>,
    /// Bytes of records in the files that are open.
    size: u64,
    /// Files that are there already.
    count: usize,
}

impl<'w> Files<'w> {
    /// Files at `destination`; `error` records go to `errors` where there is such a writer.
    ///
    /// # Errors
    /// When something stands there that would be lost, or the folder cannot be made.
    pub(super) fn open(
        destination: Destination,
        nest: bool,
        rotate: Option<u64>,
        errors: Option<Box<dyn Write + 'w>>,
        signals: Signals,
    ) -> anyhow::Result<Self> {
        destination.prepare(rotate.is_some())?;
        Ok(Self { destination, nest, rotate, errors, signals, open: None, size: 0, count: 0 })
    }

    /// Ends the last files. Files that nothing went into are there, too, where no others are.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.count == 0 {
            self.set()?;
        }
        self.end()?;
        self.flush()
    }

    /// The files that are being written, new ones where there are none.
    fn set(&mut self) -> io::Result<&mut dyn Set> {
        let set = match self.open.take() {
            Some(set) => set,
            None => self.destination.begin(self.rotate.map(|_| self.count), self.nest)?,
        };
        Ok(&mut **self.open.insert(set))
    }

    fn end(&mut self) -> io::Result<()> {
        let Some(set) = self.open.take() else { return Ok(()) };
        set.keep()?;
        self.count += 1;
        self.size = 0;
        Ok(())
    }

    fn write(&mut self, records: &[u8]) -> io::Result<()> {
        self.set()?.write(records)?;
        self.size += records.len() as u64;
        if self.rotate.is_some_and(|most| self.size >= most) { self.end() } else { Ok(()) }
    }
}

impl Sink for Files<'_> {
    fn records(&mut self, output: &Output) -> io::Result<()> {
        self.signals.check()?;
        for (records, is_error) in output.parts() {
            match &mut self.errors {
                Some(errors) if is_error => errors.write_all(records)?,
                _ => self.write(records)?,
            }
        }
        Ok(())
    }

    /// Nobody sees a file before its end.
    fn flush(&mut self) -> io::Result<()> {
        self.errors.as_mut().map_or(Ok(()), |errors| errors.flush())
    }
}
