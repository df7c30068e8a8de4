//! The given bytes as CSV and TSV.
#![no_main]

mod pace;

use libfuzzer_sys::fuzz_target;
use trich::Format;

fuzz_target!(|bytes: &[u8]| [Format::Csv, Format::Tsv]
    .into_iter()
    .for_each(|format| pace::check(bytes, format)));
