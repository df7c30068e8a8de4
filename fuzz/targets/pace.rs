//! That records do not hang on how much of the input comes at a time, nor end later than the input.

use std::io::Read;

use trich::{Encoding, Format, Options, Reader};

/// Reads `bytes` as `format` at once and byte by byte.
pub fn check(bytes: &[u8], format: Format) {
    let options = Options { format, encoding: Encoding::Auto, max_document: 1 << 12, ..Options::default() };
    let read = |piece: usize| {
        let mut reader = Reader::new(Pieces(bytes, piece), "fuzz", options.clone());
        let items = std::iter::from_fn(|| reader.next());
        items.take(bytes.len() + 2).collect::<Vec<_>>()
    };
    let whole = read(usize::MAX);
    assert!(whole.len() <= bytes.len() + 1, "each record or fault takes a byte");
    assert_eq!(whole, read(1), "how much comes at a time changes nothing");
}

/// Gives so many bytes at a time.
struct Pieces<'b>(&'b [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.len().min(buffer.len()).min(self.1);
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}
