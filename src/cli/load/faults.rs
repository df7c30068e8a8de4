//! Lines that cannot be loaded: told on standard error, or kept in a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;

use crate::kb::LineBatch;
use crate::record::write_error;
use crate::source::InputError;

/// How an `error` record begins.
const ERROR: &[u8] = b"{\"type\":\"error\",";

/// Where they go.
pub(super) struct Faults {
    out: BufWriter<Box<dyn Write>>,
    failed: Option<io::Error>,
}

impl Faults {
    /// To the file `path`, or to standard error.
    pub(super) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let out: Box<dyn Write> = match path {
            Some(path) => Box::new(File::create(path).with_context(|| {
                format!("cannot write {}; check the folder and its permissions", path.display())
            })?),
            None => Box::new(io::stderr()),
        };
        Ok(Self { out: BufWriter::new(out), failed: None })
    }

    /// Writes `fault` as an `error` record.
    pub(super) fn tell(&mut self, fault: &InputError) {
        let mut line = Vec::new();
        write_error(fault, &mut line);
        if line.last() != Some(&b'\n') {
            line.push(b'\n');
        }
        self.write(&line);
    }

    /// Writes the `error` records among the lines.
    pub(super) fn pass_on(&mut self, lines: &LineBatch) {
        lines.iter().filter(|(line, ..)| line.starts_with(ERROR)).for_each(|(line, ..)| self.write(line));
    }

    fn write(&mut self, line: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.out.write_all(line).err();
        }
    }

    /// Ends the file.
    pub(super) fn close(mut self) -> io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.out.flush(),
        }
    }
}
