//! AVX-512: 64 bytes and eight numbers in one register.
//!
//! Reached only by code that was chosen by [`Path`](crate::simd::Path), which asks the processor first. Loads and
//! stores go through references to 64 bytes or eight numbers, so they stay inside.
#![expect(unsafe_code, reason = "vector intrinsics; see the argument above")]

use std::arch::x86_64::*;

use super::avx2::Octet;
use crate::simd::buckets::BELOW;
use crate::simd::{Buckets, Lanes, Words, pinned};

/// 0 to 63.
static PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        places[i] = i as u8;
        i += 1;
    }
    places
};

/// One register of 64 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Avx512(__m512i);

impl Lanes for Avx512 {
    type Mask = u64;
    const BYTES: usize = 64;
    const PICKS: bool = true;
    const SPLITS: bool = false;
    #[inline(always)]
    fn bits(mask: u64) -> u64 {
        pinned(mask)
    }
    #[inline(always)]
    fn load(block: &[u8]) -> Self {
        // SAFETY: the load is the 64 bytes; reached only where the processor has AVX-512.
        Self(unsafe { _mm512_loadu_si512(block[..64].as_ptr().cast()) })
    }
    #[inline(always)]
    fn store(self, block: &mut [u8]) {
        // SAFETY: the store is the 64 bytes; reached only where the processor has AVX-512.
        unsafe { _mm512_storeu_si512(block[..64].as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> u64 {
        // SAFETY: reached only where the processor has AVX-512.
        unsafe { _mm512_cmpeq_epi8_mask(self.0, _mm512_set1_epi8(byte as i8)) }
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> u64 {
        // SAFETY: reached only where the processor has AVX-512.
        unsafe {
            let off = _mm512_sub_epi8(self.0, _mm512_set1_epi8(low as i8));
            _mm512_cmple_epu8_mask(off, _mm512_set1_epi8((high - low) as i8))
        }
    }
    #[inline(always)]
    fn less(self, byte: u8) -> u64 {
        // As signed numbers the bytes from 0x80 on are the least.
        // SAFETY: reached only where the processor has AVX-512.
        unsafe { _mm512_cmplt_epi8_mask(self.0, _mm512_set1_epi8(byte as i8)) }
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        // SAFETY: reached only where the processor has AVX-512.
        Self(unsafe { _mm512_or_si512(self.0, _mm512_set1_epi8(bits as i8)) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        // SAFETY: reached only where the processor has AVX-512.
        Self(unsafe { _mm512_and_si512(self.0, other.0) })
    }
    #[inline(always)]
    fn shares(self, other: Self) -> u64 {
        // SAFETY: reached only where the processor has AVX-512.
        unsafe { _mm512_test_epi8_mask(self.0, other.0) }
    }
    #[inline(always)]
    fn pick(self, table: &[u8; 64]) -> Self {
        // SAFETY: reached only where the processor has AVX-512 with VBMI; the load is the 64 bytes.
        Self(unsafe { _mm512_permutexvar_epi8(self.0, _mm512_loadu_si512(table.as_ptr().cast())) })
    }
    #[inline(always)]
    fn add(self, mask: u64, by: u8) -> Self {
        // SAFETY: reached only where the processor has AVX-512.
        Self(unsafe { _mm512_mask_add_epi8(self.0, mask, self.0, _mm512_set1_epi8(by as i8)) })
    }
    #[inline(always)]
    fn without(mask: u64, other: u64) -> u64 {
        mask & !other
    }
    #[inline(always)]
    fn next(self, mask: u64) -> Self {
        self.add(mask, 1)
    }
    #[inline(always)]
    fn high(self) -> u64 {
        // SAFETY: reached only where the processor has AVX-512.
        unsafe { _mm512_movepi8_mask(self.0) }
    }
    #[inline(always)]
    fn positions(mask: u64, base: u32, out: &mut [u32; 64]) -> usize {
        let count = mask.count_ones() as usize;
        // SAFETY: reached only where the processor has AVX-512 with VBMI2; the four stores are the 64 numbers.
        unsafe {
            let places = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(PLACES.as_ptr().cast()));
            let base = _mm512_set1_epi32(base as i32);
            let at = out.as_mut_ptr();
            let part = |i: usize, part: __m128i| {
                let wide = _mm512_add_epi32(_mm512_cvtepu8_epi32(part), base);
                _mm512_storeu_si512(at.add(16 * i).cast(), wide);
            };
            part(0, _mm512_castsi512_si128(places));
            if count > 16 {
                part(1, _mm512_extracti32x4_epi32::<1>(places));
                part(2, _mm512_extracti32x4_epi32::<2>(places));
                part(3, _mm512_extracti32x4_epi32::<3>(places));
            }
        }
        count
    }
}

/// Eight 64-bit numbers in one register.
#[derive(Clone, Copy)]
pub(crate) struct Wide512(__m512i);

// SAFETY of all blocks below: reached only where the processor has AVX-512; loads and stores go through references to
// eight numbers; gathers read only at places that are less than the length of the list.
impl Words for Wide512 {
    type Ints = Octet;
    type Mask = u8;
    const ONE_BY_ONE: bool = false;

    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self(unsafe { _mm512_set1_epi64(word as i64) })
    }
    #[inline(always)]
    fn load(words: &[u64; 8]) -> Self {
        Self(unsafe { _mm512_loadu_si512(words.as_ptr().cast()) })
    }
    #[inline(always)]
    fn store(self, words: &mut [u64; 8]) {
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm512_add_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Self(unsafe { _mm512_xor_si512(self.0, other.0) })
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(unsafe { _mm512_mullo_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn shr<const BY: u32>(self) -> Self {
        Self(unsafe { _mm512_srli_epi64::<BY>(self.0) })
    }
    #[inline(always)]
    fn places(mask: u8, base: u32, out: &mut [u32; 8]) -> usize {
        unsafe {
            let places =
                _mm256_add_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32(base as i32));
            _mm256_storeu_si256(out.as_mut_ptr().cast(), _mm256_maskz_compress_epi32(mask, places));
        }
        mask.count_ones() as usize
    }
    #[inline(always)]
    fn gather(self, buckets: Buckets<'_>) -> Self {
        let (at, mask) = buckets.parts();
        // Less than how many there are, by what the buckets promise.
        Self(unsafe {
            let places = _mm512_and_si512(_mm512_srli_epi64::<BELOW>(self.0), _mm512_set1_epi64(mask as i64));
            _mm512_i64gather_epi64::<8>(places, at.cast())
        })
    }
    #[inline(always)]
    fn has_bits(self, places: Self) -> u8 {
        unsafe {
            let (first, second) = (places.0, _mm512_srli_epi64::<6>(places.0));
            let both = _mm512_and_si512(_mm512_rorv_epi64(self.0, first), _mm512_rorv_epi64(self.0, second));
            _mm512_test_epi64_mask(both, _mm512_set1_epi64(1))
        }
    }
    #[inline(always)]
    fn widen(ints: Octet) -> Self {
        Self(unsafe { _mm512_cvtepu32_epi64(ints.0) })
    }
    #[inline(always)]
    fn are_words(self) -> Octet {
        Octet(unsafe { _mm512_cvtepi64_epi32(self.0) }).are_words()
    }
    #[inline(always)]
    fn gather_bytes(places: Octet, lengths: Octet, bytes: &[u8]) -> Self {
        let Some(places) = places.up_to(bytes.len().checked_sub(8)) else { return Self::splat(0) };
        let spare = Self::widen(lengths.spare_bits());
        // No place is less than 0, and eight bytes are there behind each.
        Self(unsafe {
            let words = _mm512_i32gather_epi64::<1>(places.0, bytes.as_ptr().cast());
            _mm512_and_si512(words, _mm512_srlv_epi64(_mm512_set1_epi64(-1), spare.0))
        })
    }
}
