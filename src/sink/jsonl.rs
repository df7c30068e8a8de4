//! Records as JSON Lines to a writer; errors among them, or to a writer of their own.

use std::io::{self, Write};

use crate::pipeline::{Output, Sink};

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
    fn records(&mut self, output: &Output) -> io::Result<()> {
        let Some(errors) = self.errors.as_mut().filter(|_| output.has_errors()) else {
            return self.records.write_all(output.bytes());
        };
        for (records, is_error) in output.parts() {
            if is_error {
                errors.write_all(records)?;
            } else {
                self.records.write_all(records)?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.records.flush()?;
        self.errors.as_mut().map_or(Ok(()), |e| e.flush())
    }
}
