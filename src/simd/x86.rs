//! The three forms of x86-64.

mod avx2;
mod avx512;
mod sse2;

pub(crate) use avx2::{Avx2, Quads};
pub(crate) use avx512::{Avx512, Wide512};
pub(crate) use sse2::{Sse2, pinned, places_of, prefetch, same_bytes};
