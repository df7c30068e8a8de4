//! The given bytes as CSV and TSV.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trich::{Encoding, Format, Options, Reader};

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Csv, Format::Tsv] {
        let options =
            Options { format, encoding: Encoding::Auto, max_document: 1 << 12, ..Options::default() };
        let read = |piece: usize| {
            let mut reader = Reader::new(Pieces(bytes, piece), "fuzz", options.clone());
            let items = std::iter::from_fn(|| reader.next());
            items.take(bytes.len() + 2).collect::<Vec<_>>()
        };
        let whole = read(usize::MAX);
        assert!(whole.len() <= bytes.len() + 1, "each record or fault takes a byte");
        assert_eq!(whole, read(1), "how much comes at a time changes nothing");
    }
});

/// Gives so many bytes at a time.
struct Pieces<'b>(&'b [u8], usize);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.len().min(buffer.len()).min(self.1);
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}
