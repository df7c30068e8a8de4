//! The given bytes as JSON over any number of lines.
#![no_main]

mod pace;

use libfuzzer_sys::fuzz_target;
use trich::Format;

fuzz_target!(|bytes: &[u8]| [Format::Json].into_iter().for_each(|format| pace::check(bytes, format)));
