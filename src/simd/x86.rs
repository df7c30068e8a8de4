//! The three forms of x86-64.

mod avx2;
mod avx512;
mod sse2;

use super::halves::Halves;

/// Two registers of 32 bytes.
pub(crate) type Avx2 = Halves<std::arch::x86_64::__m256i>;
/// Four registers of 16 bytes.
pub(crate) type Sse2 = Halves<Halves<std::arch::x86_64::__m128i>>;

pub(crate) use avx2::Quads;
pub(crate) use avx512::{Avx512, Wide512};
pub(crate) use sse2::{pinned, places_of, prefetch};
