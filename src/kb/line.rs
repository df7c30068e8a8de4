//! Lines of records, read in batches that end where a document ends.

use std::io::{self, BufRead, BufReader, Read};

/// A batch ends before the document that comes after this many bytes, or lines.
const BYTES: usize = 32 << 20;
const LINES: usize = 100_000;
/// A batch of records of one document ends after this many times as much.
const FORCED: usize = 4;
/// How a line begins that holds a document.
const DOCUMENT: &[u8] = b"{\"type\":\"document\",";

/// Reads the lines of one input.
pub(crate) struct Lines<R> {
    input: BufReader<R>,
    name: String,
    /// The line that the next batch begins with, which was read already.
    next: Vec<u8>,
    /// Lines and bytes that were read.
    number: u64,
    byte: u64,
}

/// Some lines of one input.
#[derive(Debug, Default)]
pub(crate) struct LineBatch {
    /// The name of the input.
    pub(crate) name: String,
    bytes: Vec<u8>,
    /// Where the lines begin and end in `bytes`, their numbers and their places in the input.
    lines: Vec<(std::ops::Range<usize>, u64, u64)>,
}

impl LineBatch {
    /// The lines that are not blank, each with its number in the input, from 1, and its place there in bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], u64, u64)> {
        self.lines.iter().map(|(range, number, byte)| (&self.bytes[range.clone()], *number, *byte))
    }
}

impl<R: Read> Lines<R> {
    /// The lines of `input`, which faults will name so.
    pub(crate) fn new(input: R, name: String) -> Self {
        Self { input: BufReader::with_capacity(1 << 18, input), name, next: Vec::new(), number: 0, byte: 0 }
    }

    /// Reads the next lines in the place of those that `batch` holds. Gives whether there were any.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(crate) fn read(&mut self, batch: &mut LineBatch) -> io::Result<bool> {
        batch.name.clone_from(&self.name);
        batch.bytes.clear();
        batch.lines.clear();
        batch.bytes.append(&mut self.next);
        loop {
            let begins = batch.lines.last().map_or(0, |(range, ..)| range.end);
            if batch.bytes.len() == begins && self.input.read_until(b'\n', &mut batch.bytes)? == 0 {
                return Ok(!batch.lines.is_empty());
            }
            let full = begins >= BYTES || batch.lines.len() >= LINES;
            let forced = begins >= FORCED * BYTES || batch.lines.len() >= FORCED * LINES;
            if forced || full && batch.bytes[begins..].starts_with(DOCUMENT) {
                self.next.extend_from_slice(&batch.bytes[begins..]);
                batch.bytes.truncate(begins);
                return Ok(true);
            }
            self.take(batch, begins);
        }
    }

    /// Counts the line from `begins` in, unless it is blank.
    fn take(&mut self, batch: &mut LineBatch, begins: usize) {
        let line = &batch.bytes[begins..];
        let (length, is_blank) = (line.len() as u64, line.trim_ascii().is_empty());
        self.number += 1;
        if is_blank {
            batch.bytes.truncate(begins);
        } else {
            batch.lines.push((begins..batch.bytes.len(), self.number, self.byte));
        }
        self.byte += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_numbers_and_places() {
        let mut lines = Lines::new(&b"{}\n\n \n{\"a\":1}"[..], "x".to_owned());
        let mut batch = LineBatch::default();
        assert!(lines.read(&mut batch).unwrap());
        let told: Vec<_> = batch.iter().map(|(line, number, byte)| (line.len(), number, byte)).collect();
        assert_eq!(told, [(3, 1, 0), (7, 4, 6)]);
        assert!(!lines.read(&mut batch).unwrap());
    }

    #[test]
    fn a_batch_ends_where_a_document_begins() {
        let mut text = String::new();
        for document in 0..3 {
            text += &format!("{{\"type\":\"document\",\"id\":\"{document}\"}}\n");
            text += &"{\"type\":\"time\"}\n".repeat(LINES - 10);
        }
        let mut lines = Lines::new(text.as_bytes(), String::new());
        let (mut sizes, mut batch) = (Vec::new(), LineBatch::default());
        while lines.read(&mut batch).unwrap() {
            sizes.push(batch.lines.len());
        }
        assert_eq!(sizes, [2 * (LINES - 9), LINES - 9]);
    }
}
