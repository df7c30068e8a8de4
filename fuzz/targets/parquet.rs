//! The given bytes as a Parquet file. That its decoder panics is caught and gives an error; it must end, and take no more
//! memory than the file could ask for.
#![no_main]

use std::io::{Seek, Write};

use libfuzzer_sys::fuzz_target;
use trich::{Options, Reader};

fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).and_then(|()| file.rewind()).expect("the file is written");
    let options = Options { max_document: 1 << 12, ..Options::default() };
    let mut reader = Reader::parquet(file, "fuzz", options);
    let items = std::iter::from_fn(|| reader.next()).take(1 << 16);
    assert!(items.count() > 0 || bytes.starts_with(b"PAR1"), "what is no Parquet file gives an error");
});
