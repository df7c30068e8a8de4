//! Vector code: 64 bytes of text at a time, with one interface for every processor.
//!
//! This is the leaf where `unsafe` lives. [`Lanes`] is a register of bytes, with the comparisons that a scan of text
//! needs: 64 for AVX-512, 32 for AVX2, 16 for SSE2 (what every x86-64 has), and an array of 64 for all others; a block
//! of text is looked at register by register. [`Words`] is eight numbers, for what is reckoned of tokens, and
//! [`Ints`] eight of half the width. Code that is
//! generic over them is compiled once for each [`Path`], behind a function with the right target features. A closure
//! around an intrinsic may stay a call, through memory: there are none here.

mod buckets;
mod lanes;
mod path;
mod task;
mod words;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(crate) use buckets::Buckets;
#[cfg(any(test, not(target_arch = "x86_64")))]
pub(crate) use lanes::Bytes;
pub(crate) use lanes::Lanes;
pub(crate) use path::Path;
pub(crate) use task::{Task, dispatch};
pub(crate) use words::{Array, Ints, Words};
#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512, Quads, Sse2, Wide512, pinned, places_of, prefetch, same_bytes};

/// `bits`, made before what follows: without this LLVM carries a mask over the next branch as a register of bytes, or
/// takes it apart byte by byte.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn pinned(bits: u64) -> u64 {
    bits
}

/// Does nothing: there is no prefetch here.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn prefetch<T>(_: &[T], _: usize) {}

/// Which of the bytes are the same in both, a bit for each.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn same_bytes(one: &[u8; 32], other: &[u8; 32]) -> u32 {
    (0..32).fold(0, |same, i| same | u32::from(one[i] == other[i]) << i)
}

/// Which of `numbers` are `number`.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn places_of(number: u32, numbers: &[u32; 8]) -> u8 {
    (0..8).fold(0, |places, i| places | u8::from(numbers[i] == number) << i)
}
