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
    /// The line that the next batch begins with.
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

    /// The next batch; `None` at the end.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(crate) fn batch(&mut self) -> io::Result<Option<LineBatch>> {
        let mut batch = LineBatch { name: self.name.clone(), ..LineBatch::default() };
        loop {
            if self.next.is_empty() && self.input.read_until(b'\n', &mut self.next)? == 0 {
                return Ok(if batch.lines.is_empty() { None } else { Some(batch) });
            }
            let (bytes, lines) = (batch.bytes.len(), batch.lines.len());
            let full = bytes >= BYTES || lines >= LINES;
            let forced = bytes >= FORCED * BYTES || lines >= FORCED * LINES;
            if forced || full && self.next.starts_with(DOCUMENT) {
                return Ok(Some(batch));
            }
            self.take(&mut batch);
        }
    }

    /// Moves the line that was read into `batch`.
    fn take(&mut self, batch: &mut LineBatch) {
        let begins = batch.bytes.len();
        self.number += 1;
        if !self.next.trim_ascii().is_empty() {
            batch.bytes.extend_from_slice(&self.next);
            batch.lines.push((begins..batch.bytes.len(), self.number, self.byte));
        }
        self.byte += self.next.len() as u64;
        self.next.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_numbers_and_places() {
        let mut lines = Lines::new(&b"{}\n\n \n{\"a\":1}"[..], "x".to_owned());
        let batch = lines.batch().unwrap().unwrap();
        let told: Vec<_> = batch.iter().map(|(line, number, byte)| (line.len(), number, byte)).collect();
        assert_eq!(told, [(3, 1, 0), (7, 4, 6)]);
        assert!(lines.batch().unwrap().is_none());
    }

    #[test]
    fn a_batch_ends_where_a_document_begins() {
        let mut text = String::new();
        for document in 0..3 {
            text += &format!("{{\"type\":\"document\",\"id\":\"{document}\"}}\n");
            text += &"{\"type\":\"time\"}\n".repeat(LINES - 10);
        }
        let mut lines = Lines::new(text.as_bytes(), String::new());
        let mut sizes = Vec::new();
        while let Some(batch) = lines.batch().unwrap() {
            sizes.push(batch.lines.len());
        }
        assert_eq!(sizes, [2 * (LINES - 9), LINES - 9]);
    }
}
