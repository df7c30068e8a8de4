//! The given bytes as a file of JSON Lines (or of what its first byte says), through everything to records.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use trich::{OffsetUnit, Options, Pipeline, Reader, Writer};

fuzz_target!(|bytes: &[u8]| {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    let pipeline = PIPELINE.get_or_init(|| Pipeline::builder().build().expect("the builtin lexicon loads"));
    let mut worker = pipeline.worker();
    let options = Options { max_document: 1 << 16, ..Options::default() };
    let mut reader = Reader::new(bytes, "fuzz", options);
    let mut out = Vec::new();
    while let Some(item) = reader.next() {
        let Ok(document) = item else { continue };
        for unit in [OffsetUnit::Char, OffsetUnit::Byte, OffsetUnit::Utf16] {
            out.clear();
            let writer = Writer { unit, with_text: true, ..Writer::default() };
            worker.write(&document, false, &writer, &mut out);
            assert!(str::from_utf8(&out).is_ok(), "records are UTF-8");
        }
    }
});
