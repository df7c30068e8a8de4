//! The given bytes as RSS or Atom, and the HTML in it as text.
#![no_main]

mod pace;

use libfuzzer_sys::fuzz_target;
use trich::Format;

fuzz_target!(|bytes: &[u8]| [Format::Feed].into_iter().for_each(|format| pace::check(bytes, format)));
