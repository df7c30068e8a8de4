//! Vector code: 64 bytes of text at a time, with one interface for every processor.
//!
//! This is the leaf where `unsafe` lives. [`Lanes`] is 64 bytes in registers, with the comparisons that a
//! scan of text needs; AVX-512 holds them in one register, AVX2 in two, SSE2 (what every x86-64 has) in four,
//! and plain Rust in an array for all others. Code that is generic over `Lanes` is compiled once for each
//! [`Path`], behind a function with the right target features.

#[cfg(target_arch = "x86_64")]
mod halves;
mod lanes;
mod path;
mod task;
mod words;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(any(test, not(target_arch = "x86_64")))]
pub(crate) use lanes::Bytes;
pub(crate) use lanes::Lanes;
pub(crate) use path::Path;
pub(crate) use task::{Task, dispatch};
pub(crate) use words::{Array, Words};
#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512, Quads, Sse2, Wide512, pinned, places_of, prefetch};

/// `bits`, made before what follows: without this LLVM carries a mask over the next branch as a register of bytes, or
/// takes it apart byte by byte.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn pinned(bits: u64) -> u64 {
    bits
}

/// Does nothing: there is no prefetch here.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn prefetch<T>(_: &[T], _: usize) {}

/// Which of `numbers` are `number`.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn places_of(number: u32, numbers: &[u32; 8]) -> u8 {
    (0..8).fold(0, |places, i| places | u8::from(numbers[i] == number) << i)
}
