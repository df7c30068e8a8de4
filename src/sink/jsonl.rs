//! Records as JSON Lines to a writer; errors among them, or to a writer of their own.

use std::io::{self, Write};

use crate::pipeline::{Line, Sink};

/// Writes JSON Lines.
pub struct JsonLines<'w> {
    records: Box<dyn Write + 'w>,
    errors: Option<Box<dyn Write + 'w>>,
}

impl<'w> JsonLines<'w> {
    /// Writes everything to `records`, or the `error` records to `errors` where there is such a writer.
    pub fn new(records: impl Write + 'w, errors: Option<Box<dyn Write + 'w>>) -> Self {
        Self { records: Box::new(records), errors }
    }
}

impl Sink for JsonLines<'_> {
    fn records(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            match &mut self.errors {
                Some(errors) if line.is_error => errors.write_all(&line.bytes)?,
                _ => self.records.write_all(&line.bytes)?,
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.records.flush()?;
        self.errors.as_mut().map_or(Ok(()), |e| e.flush())
    }
}
