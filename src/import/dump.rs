//! The lines of a dump: one entity each, out of a plain file or one compressed with gzip, bzip2, xz or Zstandard.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use memchr::memchr;

use crate::source::{Caps, InputError, Unpacked};

/// The longest line that is kept, in bytes; the largest entities of Wikidata have a few MB.
pub(super) const LONGEST: usize = 64 << 20;

const BUFFER: usize = 1 << 18;

/// A dump while it is read.
pub(super) struct Dump {
    input: BufReader<Unpacked<Counted>>,
    name: String,
    line: Vec<u8>,
    /// Number of the line last read, from 1.
    number: u64,
    /// Where the next line begins, in bytes of the text without compression.
    byte: u64,
    size: u64,
    read: Rc<Cell<u64>>,
    ended: bool,
}

/// One entity of a dump, as written.
pub(super) struct Line<'a> {
    /// The JSON object, without the comma after it.
    pub(super) text: &'a str,
    number: u64,
    byte: u64,
    name: &'a str,
}

impl Dump {
    /// Opens the file at `path`; its first bytes tell how it is compressed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let read = Rc::new(Cell::new(0));
        let input = Unpacked::new(Counted { file, read: read.clone() }, Caps::default());
        let input = BufReader::with_capacity(BUFFER, input);
        let name = path.display().to_string();
        Ok(Self { input, name, line: Vec::new(), number: 0, byte: 0, size, read, ended: false })
    }

    /// The next entity, or why its line cannot be read; `None` at the end. A fault of the compressed stream ends
    /// the dump; only a fault of the system is an `Err` outside.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<Line<'_>, InputError>>> {
        loop {
            if self.ended {
                return Ok(None);
            }
            let start = self.byte;
            let kept = match self.read_line() {
                Ok(0) => return Ok(None),
                Ok(length) => length <= LONGEST as u64,
                Err(error) if error.raw_os_error().is_some() => return Err(error),
                Err(error) => return Ok(Some(Err(self.cut_off(&error)))),
            };
            if !kept {
                let message = format!("the line is longer than {LONGEST} bytes and is left out");
                return Ok(Some(Err(fault(&self.name, self.number, start, "too-large", message))));
            }
            let (lead, length) = object(&self.line);
            if length > 0 {
                return Ok(Some(self.line(start, lead, length)));
            }
        }
    }

    /// How much of the file was read, from 0 to 1.
    pub(super) fn share(&self) -> f64 {
        self.read.get() as f64 / self.size.max(1) as f64
    }

    fn line(&self, start: u64, lead: usize, length: usize) -> Result<Line<'_>, InputError> {
        let byte = start + lead as u64;
        let bytes = &self.line[lead..lead + length];
        match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => Ok(Line { text, number: self.number, byte, name: &self.name }),
            Err(error) => {
                let byte = byte + error.valid_up_to() as u64;
                let message = "the line is not UTF-8 and is left out".to_owned();
                Err(fault(&self.name, self.number, byte, "invalid-utf8", message))
            }
        }
    }

    /// Reads one line into `self.line`, as far as it may be kept, and gives its whole length.
    fn read_line(&mut self) -> io::Result<u64> {
        self.line.clear();
        let mut length = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = memchr(b'\n', buffer).map(|i| i + 1);
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            let used = piece.len();
            let room = (LONGEST + 1).saturating_sub(self.line.len());
            self.line.extend_from_slice(&piece[..used.min(room)]);
            self.input.consume(used);
            length += used as u64;
            if end.is_some() || used == 0 {
                self.byte += length;
                self.number += u64::from(length > 0);
                return Ok(length);
            }
        }
    }

    fn cut_off(&mut self, error: &io::Error) -> InputError {
        self.ended = true;
        let message = format!("{error}; the rest of the dump is not read");
        fault(&self.name, self.number + 1, self.byte, "truncated-stream", message)
    }
}

impl Line<'_> {
    /// The fault `message` of the JSON of this line, at its byte `column`, from 1.
    pub(super) fn fault(&self, column: usize, message: &str) -> InputError {
        let byte = self.byte + column.saturating_sub(1) as u64;
        fault(self.name, self.number, byte, "invalid-json", format!("{message}; the line is left out"))
    }
}

fn fault(name: &str, line: u64, byte: u64, code: &'static str, message: String) -> InputError {
    InputError { source_name: name.to_owned(), record: Some(line), byte: Some(byte), code, message }
}

/// Where the object of a line begins, and its length: without the brackets of the array and the comma.
fn object(line: &[u8]) -> (usize, usize) {
    let text = line.trim_ascii_end();
    let text = text.strip_suffix(b",").unwrap_or(text).trim_ascii_end();
    let lead = text.len() - text.trim_ascii_start().len();
    match &text[lead..] {
        b"[" | b"]" => (lead, 0),
        rest => (lead, rest.len()),
    }
}

/// A file that counts what was read of it.
struct Counted {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.read.set(self.read.get() + length as u64);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_found_between_brackets_and_comma() {
        for (line, want) in [
            ("[\n", ""),
            ("]", ""),
            ("\n", ""),
            ("{\"id\":\"Q1\"},\r\n", "{\"id\":\"Q1\"}"),
            (" {} , \n", "{}"),
            ("{}", "{}"),
        ] {
            let (lead, length) = object(line.as_bytes());
            assert_eq!(&line[lead..lead + length], want);
        }
    }

    #[test]
    fn lines_know_their_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("d.json");
        std::fs::write(&path, b"[\n{\"a\":1},\n\xFF\n {\"b\":2}\n]\n").unwrap();
        let mut dump = Dump::open(&path).unwrap();
        assert_eq!(dump.next().unwrap().unwrap().unwrap().text, "{\"a\":1}");
        let fault = dump.next().unwrap().unwrap().err().unwrap();
        assert_eq!((fault.record, fault.byte, fault.code), (Some(3), Some(11), "invalid-utf8"));
        let line = dump.next().unwrap().unwrap().unwrap();
        assert_eq!((line.text, line.fault(3, "x").byte), ("{\"b\":2}", Some(16)));
        assert!(dump.next().unwrap().is_none());
    }
}
