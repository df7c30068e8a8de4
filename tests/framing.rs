//! What is read does not hang on how much of it comes at a time, whatever the bytes: the seeds of the fuzz targets, damaged
//! at random places.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use trich::{Format, Item, Options, Reader};

const ROUNDS: usize = 400;
/// What stands in the formats and may stand in the wrong place.
const PIECES: [&[u8]; 16] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\\",
    b"\n",
    b"\r\n",
    b"<item>",
    b"</item>",
    b"<![CDATA[",
    b"<!--",
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"\xFF",
];

/// Gives so many bytes at a time.
struct Slowly<'b>(&'b [u8], usize);

impl Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(buffer.len()).min(self.1);
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn read(bytes: &[u8], format: Format, at_a_time: usize) -> Vec<Item> {
    let options = Options { format, max_document: 1 << 12, ..Options::default() };
    let mut reader = Reader::new(Slowly(bytes, at_a_time), "-", options);
    let items = std::iter::from_fn(|| reader.next());
    items.take(bytes.len() + 2).collect()
}

#[test]
fn how_much_comes_at_a_time_changes_nothing() {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 11) as usize % below
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (target, formats) in [
        ("json", &[Format::Json, Format::Auto][..]),
        ("table", &[Format::Csv, Format::Tsv]),
        ("feed", &[Format::Feed, Format::Auto]),
        ("warc", &[Format::Warc, Format::Auto]),
    ] {
        for seed in fs::read_dir(folder.join(target)).unwrap() {
            let seed = fs::read(seed.unwrap().path()).unwrap();
            for round in 0..ROUNDS {
                let mut bytes = seed.clone();
                for _ in 0..round % 5 {
                    let (at, piece) = (draw(bytes.len()), PIECES[draw(PIECES.len())]);
                    let end = (at + draw(4)).min(bytes.len());
                    bytes.splice(at..end, piece.iter().copied());
                }
                for &format in formats {
                    let whole = read(&bytes, format, usize::MAX);
                    let shown = String::from_utf8_lossy(&bytes);
                    assert!(whole.len() <= bytes.len() + 1, "it does not end: {shown}");
                    assert_eq!(whole, read(&bytes, format, 1), "{format:?}: {shown}");
                }
            }
        }
    }
}
