//! AVX2: 32 bytes in a register, and eight numbers in two.
//!
//! Reached only by code that was chosen by [`Path`](crate::simd::Path), which asks the processor first. Loads and
//! stores take slices of at least 32 bytes, so they stay inside.
#![expect(unsafe_code, reason = "vector intrinsics; see the argument above")]

use std::arch::x86_64::*;

use std::ops::{BitAnd, BitOr};

use crate::simd::buckets::BELOW;
use crate::simd::{Buckets, Ints, Lanes, Words, pinned};

/// One register of 32 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Avx2(__m256i);

// SAFETY of all blocks below: reached only where the processor has AVX2; loads and stores lie inside 32 bytes that were
// asked for.
impl Lanes for Avx2 {
    type Mask = Self;
    const BYTES: usize = 32;
    const PICKS: bool = false;
    const SPLITS: bool = true;
    #[inline(always)]
    fn bits(mask: Self) -> u64 {
        pinned(u64::from(unsafe { _mm256_movemask_epi8(mask.0) } as u32))
    }
    #[inline(always)]
    fn load(block: &[u8]) -> Self {
        Self(unsafe { _mm256_loadu_si256(block[..32].as_ptr().cast()) })
    }
    #[inline(always)]
    fn store(self, block: &mut [u8]) {
        unsafe { _mm256_storeu_si256(block[..32].as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        Self(unsafe { _mm256_cmpeq_epi8(self.0, _mm256_set1_epi8(byte as i8)) })
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        // The range is moved to the end of the signed bytes.
        let least = 126_u8.wrapping_sub(high - low);
        Self(unsafe {
            let moved = _mm256_add_epi8(self.0, _mm256_set1_epi8(127_u8.wrapping_sub(high) as i8));
            _mm256_cmpgt_epi8(moved, _mm256_set1_epi8(least as i8))
        })
    }
    #[inline(always)]
    fn less(self, byte: u8) -> Self {
        // As signed numbers the bytes from 0x80 on are the least.
        Self(unsafe { _mm256_cmpgt_epi8(_mm256_set1_epi8(byte as i8), self.0) })
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        Self(unsafe { _mm256_or_si256(self.0, _mm256_set1_epi8(bits as i8)) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self & other
    }
    #[inline(always)]
    fn shares(self, other: Self) -> Self {
        Self(unsafe { _mm256_andnot_si256((self & other).eq(0).0, _mm256_set1_epi8(-1)) })
    }
    #[inline(always)]
    fn classes(self, tables: &[[u8; 16]; 2]) -> Self {
        unsafe {
            let [low, high] = tables
                .each_ref()
                .map(|table| _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast())));
            let halves = _mm256_set1_epi8(15);
            let (below, above) = (_mm256_and_si256(self.0, halves), _mm256_srli_epi16::<4>(self.0));
            let above = _mm256_and_si256(above, halves);
            Self(_mm256_and_si256(_mm256_shuffle_epi8(low, below), _mm256_shuffle_epi8(high, above)))
        }
    }
    #[inline(always)]
    fn add(self, mask: Self, by: u8) -> Self {
        Self(unsafe { _mm256_add_epi8(self.0, _mm256_and_si256(mask.0, _mm256_set1_epi8(by as i8))) })
    }
    #[inline(always)]
    fn without(mask: Self, other: Self) -> Self {
        Self(unsafe { _mm256_andnot_si256(other.0, mask.0) })
    }
    #[inline(always)]
    fn next(self, mask: Self) -> Self {
        // A set byte of a mask is -1.
        Self(unsafe { _mm256_sub_epi8(self.0, mask.0) })
    }
    #[inline(always)]
    fn high(self) -> Self {
        self
    }
}

impl BitOr for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(unsafe { _mm256_or_si256(self.0, other.0) })
    }
}

impl BitAnd for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(unsafe { _mm256_and_si256(self.0, other.0) })
    }
}

/// Eight 64-bit numbers in two registers.
#[derive(Clone, Copy)]
pub(crate) struct Quads(__m256i, __m256i);

/// What an operation on each half gives.
macro_rules! halves {
    ($each:expr; $($operand:expr),+) => {
        // SAFETY: reached only where the processor has AVX2.
        unsafe { Quads($each($($operand.0),+), $each($($operand.1),+)) }
    };
}

impl BitOr for Quads {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        halves!(_mm256_or_si256; self, other)
    }
}

impl BitAnd for Quads {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        halves!(_mm256_and_si256; self, other)
    }
}

/// The low 64 bits of the products.
#[inline(always)]
unsafe fn mul(one: __m256i, other: __m256i) -> __m256i {
    unsafe {
        let crossed = _mm256_mullo_epi32(one, _mm256_shuffle_epi32::<0b10_11_00_01>(other));
        let high = _mm256_add_epi32(_mm256_slli_epi64::<32>(crossed), crossed);
        let high = _mm256_and_si256(high, _mm256_set1_epi64x(!0 << 32));
        _mm256_add_epi64(_mm256_mul_epu32(one, other), high)
    }
}

/// In the highest bits, as [`Words::has_bit`].
#[inline(always)]
unsafe fn has_bit(words: __m256i, places: __m256i) -> __m256i {
    unsafe { _mm256_sllv_epi64(words, _mm256_andnot_si256(places, _mm256_set1_epi64x(63))) }
}

/// In the highest bits, as [`Words::has_bits`].
#[inline(always)]
unsafe fn has_bits(words: __m256i, places: __m256i) -> __m256i {
    unsafe { _mm256_and_si256(has_bit(words, places), has_bit(words, _mm256_srli_epi64::<6>(places))) }
}

/// For eight bits, the places of those that are set, in order.
static PLACES: [[u8; 8]; 256] = {
    let mut places = [[0; 8]; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut i, mut count) = (0, 0);
        while i < 8 {
            if mask >> i & 1 != 0 {
                places[mask][count] = i;
                count += 1;
            }
            i += 1;
        }
        mask += 1;
    }
    places
};

/// Writes the places of the `bits`, each plus `base`, to the beginning of `out`; returns how many.
#[inline(always)]
fn places(bits: u8, base: u32, out: &mut [u32; 8]) -> usize {
    // SAFETY: reached only where the processor has AVX2; the load and the store are of eight numbers.
    unsafe {
        let places = _mm_loadl_epi64(PLACES[usize::from(bits)].as_ptr().cast());
        let places = _mm256_add_epi32(_mm256_cvtepu8_epi32(places), _mm256_set1_epi32(base as i32));
        _mm256_storeu_si256(out.as_mut_ptr().cast(), places);
    }
    bits.count_ones() as usize
}

// SAFETY of all blocks below: reached only where the processor has AVX2; loads and stores go through references to
// eight numbers; gathers read only at places that are less than the length of the list.
impl Words for Quads {
    type Ints = Octet;
    /// The highest bit of each number.
    type Mask = Self;
    const ONE_BY_ONE: bool = false;

    #[inline(always)]
    fn splat(word: u64) -> Self {
        let all = unsafe { _mm256_set1_epi64x(word as i64) };
        Self(all, all)
    }
    #[inline(always)]
    fn load(words: &[u64; 8]) -> Self {
        let at = words.as_ptr().cast::<__m256i>();
        unsafe { Self(_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1))) }
    }
    #[inline(always)]
    fn store(self, words: &mut [u64; 8]) {
        let at = words.as_mut_ptr().cast::<__m256i>();
        unsafe {
            _mm256_storeu_si256(at, self.0);
            _mm256_storeu_si256(at.add(1), self.1);
        }
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        halves!(_mm256_add_epi64; self, other)
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        halves!(_mm256_xor_si256; self, other)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        halves!(mul; self, other)
    }
    #[inline(always)]
    fn shr<const BY: u32>(self) -> Self {
        let by = Self::splat(u64::from(BY));
        halves!(_mm256_srlv_epi64; self, by)
    }
    #[inline(always)]
    fn widen(ints: Octet) -> Self {
        unsafe {
            Self(
                _mm256_cvtepu32_epi64(_mm256_castsi256_si128(ints.0)),
                _mm256_cvtepu32_epi64(_mm256_extracti128_si256::<1>(ints.0)),
            )
        }
    }
    #[inline(always)]
    fn are_words(self) -> Octet {
        unsafe {
            let (low, high) = (_mm256_castsi256_ps(self.0), _mm256_castsi256_ps(self.1));
            let crossed = _mm256_castps_si256(_mm256_shuffle_ps::<0b10_00_10_00>(low, high));
            Octet(_mm256_permute4x64_epi64::<0b11_01_10_00>(crossed)).are_words()
        }
    }
    #[inline(always)]
    fn has_bits(self, places: Self) -> Self {
        halves!(has_bits; self, places)
    }
    #[inline(always)]
    fn places(mask: Self, base: u32, out: &mut [u32; 8]) -> usize {
        let bits = unsafe {
            let low = _mm256_movemask_pd(_mm256_castsi256_pd(mask.0));
            let high = _mm256_movemask_pd(_mm256_castsi256_pd(mask.1));
            (low | high << 4) as u8
        };
        places(bits, base, out)
    }
    #[inline(always)]
    fn gather(self, buckets: Buckets<'_>) -> Self {
        let (at, mask) = buckets.parts();
        // Less than how many there are, by what the buckets promise.
        unsafe {
            let mask = _mm256_set1_epi64x(mask as i64);
            let place = |number| _mm256_and_si256(_mm256_srli_epi64::<{ BELOW as i32 }>(number), mask);
            Self(
                _mm256_i64gather_epi64::<8>(at.cast(), place(self.0)),
                _mm256_i64gather_epi64::<8>(at.cast(), place(self.1)),
            )
        }
    }
    #[inline(always)]
    fn gather_bytes(places: Octet, lengths: Octet, bytes: &[u8]) -> Self {
        let Some(places) = places.up_to(bytes.len().checked_sub(8)) else { return Self::splat(0) };
        let (at, spare) = (bytes.as_ptr().cast(), Self::widen(lengths.spare_bits()));
        // No place is less than 0, and eight bytes are there behind each.
        unsafe {
            let ones = _mm256_set1_epi64x(-1);
            let low = _mm256_i32gather_epi64::<1>(at, _mm256_castsi256_si128(places.0));
            let high = _mm256_i32gather_epi64::<1>(at, _mm256_extracti128_si256::<1>(places.0));
            Self(
                _mm256_and_si256(low, _mm256_srlv_epi64(ones, spare.0)),
                _mm256_and_si256(high, _mm256_srlv_epi64(ones, spare.1)),
            )
        }
    }
}

/// Eight numbers of 32 bits in one register.
#[derive(Clone, Copy)]
pub(crate) struct Octet(pub(super) __m256i);

// SAFETY of all blocks below: reached only where the processor has AVX2; loads and stores go through references to
// eight numbers.
impl Octet {
    /// The numbers, but none greater than `most`, nor than 2^31 - 1; none if there is no most.
    #[inline(always)]
    pub(super) fn up_to(self, most: Option<usize>) -> Option<Self> {
        let most = i32::try_from(most?).unwrap_or(i32::MAX);
        Some(Self(unsafe { _mm256_min_epu32(self.0, _mm256_set1_epi32(most)) }))
    }

    /// Of lengths in bytes, how many bits are left of eight bytes.
    #[inline(always)]
    pub(super) fn spare_bits(self) -> Self {
        unsafe {
            let spare = Self(_mm256_slli_epi32::<3>(Self::splat(8).sub(self).0));
            spare.without(self.gt(8))
        }
    }

    /// As [`Words::are_words`].
    #[inline(always)]
    pub(super) fn are_words(self) -> Self {
        let bytes = Avx2(self.0);
        let words = bytes.within(b'a', b'z') | bytes.within(b'0', b'9') | bytes.high();
        Self(unsafe { _mm256_srai_epi32::<31>(_mm256_slli_epi32::<24>(words.0)) })
    }
}

impl BitOr for Octet {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(unsafe { _mm256_or_si256(self.0, other.0) })
    }
}

impl BitAnd for Octet {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(unsafe { _mm256_and_si256(self.0, other.0) })
    }
}

impl Ints for Octet {
    #[inline(always)]
    fn splat(number: u32) -> Self {
        Self(unsafe { _mm256_set1_epi32(number as i32) })
    }
    #[inline(always)]
    fn load(numbers: &[u32; 8]) -> Self {
        Self(unsafe { _mm256_loadu_si256(numbers.as_ptr().cast()) })
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm256_sub_epi32(self.0, other.0) })
    }
    #[inline(always)]
    fn without(self, other: Self) -> Self {
        Self(unsafe { _mm256_andnot_si256(other.0, self.0) })
    }
    #[inline(always)]
    fn eq(self, number: u32) -> Self {
        Self(unsafe { _mm256_cmpeq_epi32(self.0, Self::splat(number).0) })
    }
    #[inline(always)]
    fn gt(self, number: u32) -> Self {
        Self(unsafe { _mm256_cmpgt_epi32(self.0, Self::splat(number).0) })
    }
    #[inline(always)]
    fn after(self, before: Self) -> Self {
        Self(unsafe {
            let middle = _mm256_permute2x128_si256::<0x21>(before.0, self.0);
            _mm256_alignr_epi8::<12>(self.0, middle)
        })
    }
    #[inline(always)]
    fn places(self, base: u32, out: &mut [u32; 8]) -> usize {
        places(unsafe { _mm256_movemask_ps(_mm256_castsi256_ps(self.0)) } as u8, base, out)
    }
}
