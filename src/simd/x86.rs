//! The three forms of x86-64.
//!
//! Every `unsafe` block here calls vector intrinsics. Those of SSE2 are part of every x86-64; those of AVX2 and
//! AVX-512 are reached only by code that was chosen by [`Path`](super::Path), which asks the processor first.
//! Loads and stores go through references to 64 bytes, so they stay inside.
#![expect(unsafe_code, reason = "vector intrinsics; see the argument above")]

use std::arch::x86_64::*;
use std::ops::{BitAnd, BitOr};

use super::{Lanes, Words};

/// Four registers of 16 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Sse2([__m128i; 4]);

impl Sse2 {
    #[inline(always)]
    fn map(self, each: impl Fn(__m128i) -> __m128i) -> Self {
        let [a, b, c, d] = self.0;
        Self([each(a), each(b), each(c), each(d)])
    }
}

impl BitOr for Sse2 {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        let one = |i: usize| unsafe { _mm_or_si128(self.0[i], other.0[i]) };
        Self([one(0), one(1), one(2), one(3)])
    }
}

impl BitAnd for Sse2 {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        let one = |i: usize| unsafe { _mm_and_si128(self.0[i], other.0[i]) };
        Self([one(0), one(1), one(2), one(3)])
    }
}

impl Lanes for Sse2 {
    type Mask = Self;
    const PICKS: bool = false;
    #[inline(always)]
    fn bits(mask: Self) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        let part = |i: usize| u64::from(unsafe { _mm_movemask_epi8(mask.0[i]) } as u32 & 0xFFFF) << (16 * i);
        part(0) | part(1) | part(2) | part(3)
    }
    #[inline(always)]
    fn load(block: &[u8; 64]) -> Self {
        let at = block.as_ptr().cast::<__m128i>();
        // SAFETY: the four loads lie inside the 64 bytes.
        Self(unsafe {
            [
                _mm_loadu_si128(at),
                _mm_loadu_si128(at.add(1)),
                _mm_loadu_si128(at.add(2)),
                _mm_loadu_si128(at.add(3)),
            ]
        })
    }
    #[inline(always)]
    fn store(self, block: &mut [u8; 64]) {
        let at = block.as_mut_ptr().cast::<__m128i>();
        for (i, &part) in self.0.iter().enumerate() {
            // SAFETY: the four stores lie inside the 64 bytes.
            unsafe { _mm_storeu_si128(at.add(i), part) };
        }
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        self.map(|part| unsafe { _mm_cmpeq_epi8(part, _mm_set1_epi8(byte as i8)) })
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        self.map(|part| unsafe {
            let off = _mm_sub_epi8(part, _mm_set1_epi8(low as i8));
            let most = _mm_set1_epi8((high - low) as i8);
            _mm_cmpeq_epi8(_mm_min_epu8(off, most), off)
        })
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        self.map(|part| unsafe { _mm_or_si128(part, _mm_set1_epi8(bits as i8)) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self & other
    }
    #[inline(always)]
    fn shares(self, other: Self) -> Self {
        Self::without(Self::load(&[u8::MAX; 64]), (self & other).eq(0))
    }
    #[inline(always)]
    fn pick(self, table: &[u8; 64]) -> Self {
        Self::load(&pick_each(table, |block| self.store(block)))
    }
    #[inline(always)]
    fn add(self, mask: Self, by: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        let one =
            |i: usize| unsafe { _mm_add_epi8(self.0[i], _mm_and_si128(mask.0[i], _mm_set1_epi8(by as i8))) };
        Self([one(0), one(1), one(2), one(3)])
    }
    #[inline(always)]
    fn without(mask: Self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        let one = |i: usize| unsafe { _mm_andnot_si128(other.0[i], mask.0[i]) };
        Self([one(0), one(1), one(2), one(3)])
    }
    #[inline(always)]
    fn high(self) -> Self {
        self
    }
}

/// Two registers of 32 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Avx2([__m256i; 2]);

impl Avx2 {
    #[inline(always)]
    fn map(self, each: impl Fn(__m256i) -> __m256i) -> Self {
        let [a, b] = self.0;
        Self([each(a), each(b)])
    }
}

impl BitOr for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        let one = |i: usize| unsafe { _mm256_or_si256(self.0[i], other.0[i]) };
        Self([one(0), one(1)])
    }
}

impl BitAnd for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        let one = |i: usize| unsafe { _mm256_and_si256(self.0[i], other.0[i]) };
        Self([one(0), one(1)])
    }
}

impl Lanes for Avx2 {
    type Mask = Self;
    const PICKS: bool = false;
    #[inline(always)]
    fn bits(mask: Self) -> u64 {
        // SAFETY: reached only where the processor has AVX2.
        let part = |i: usize| u64::from(unsafe { _mm256_movemask_epi8(mask.0[i]) } as u32) << (32 * i);
        part(0) | part(1)
    }
    #[inline(always)]
    fn extract(bits: u64, mask: u64) -> u64 {
        // SAFETY: reached only where the processor has BMI2.
        unsafe { _pext_u64(bits, mask) }
    }
    #[inline(always)]
    fn load(block: &[u8; 64]) -> Self {
        let at = block.as_ptr().cast::<__m256i>();
        // SAFETY: both loads lie inside the 64 bytes; reached only where the processor has AVX2.
        Self(unsafe { [_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1))] })
    }
    #[inline(always)]
    fn store(self, block: &mut [u8; 64]) {
        let at = block.as_mut_ptr().cast::<__m256i>();
        // SAFETY: both stores lie inside the 64 bytes; reached only where the processor has AVX2.
        unsafe {
            _mm256_storeu_si256(at, self.0[0]);
            _mm256_storeu_si256(at.add(1), self.0[1]);
        }
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        self.map(|part| unsafe { _mm256_cmpeq_epi8(part, _mm256_set1_epi8(byte as i8)) })
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        self.map(|part| unsafe {
            let off = _mm256_sub_epi8(part, _mm256_set1_epi8(low as i8));
            let most = _mm256_set1_epi8((high - low) as i8);
            _mm256_cmpeq_epi8(_mm256_min_epu8(off, most), off)
        })
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        self.map(|part| unsafe { _mm256_or_si256(part, _mm256_set1_epi8(bits as i8)) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self & other
    }
    #[inline(always)]
    fn shares(self, other: Self) -> Self {
        Self::without(Self::load(&[u8::MAX; 64]), (self & other).eq(0))
    }
    #[inline(always)]
    fn pick(self, table: &[u8; 64]) -> Self {
        Self::load(&pick_each(table, |block| self.store(block)))
    }
    #[inline(always)]
    fn add(self, mask: Self, by: u8) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        let one = |i: usize| unsafe {
            _mm256_add_epi8(self.0[i], _mm256_and_si256(mask.0[i], _mm256_set1_epi8(by as i8)))
        };
        Self([one(0), one(1)])
    }
    #[inline(always)]
    fn without(mask: Self, other: Self) -> Self {
        // SAFETY: reached only where the processor has AVX2.
        let one = |i: usize| unsafe { _mm256_andnot_si256(other.0[i], mask.0[i]) };
        Self([one(0), one(1)])
    }
    #[inline(always)]
    fn high(self) -> Self {
        self
    }
}

/// [`Lanes::pick`], a byte at a time, of what `store` writes.
#[inline(always)]
fn pick_each(table: &[u8; 64], store: impl Fn(&mut [u8; 64])) -> [u8; 64] {
    let mut block = [0; 64];
    store(&mut block);
    for byte in &mut block {
        *byte = table[usize::from(*byte & 63)];
    }
    block
}

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
    const PICKS: bool = true;
    #[inline(always)]
    fn bits(mask: u64) -> u64 {
        mask
    }
    #[inline(always)]
    fn extract(bits: u64, mask: u64) -> u64 {
        // SAFETY: reached only where the processor has BMI2.
        unsafe { _pext_u64(bits, mask) }
    }
    #[inline(always)]
    fn load(block: &[u8; 64]) -> Self {
        // SAFETY: the load is the 64 bytes; reached only where the processor has AVX-512.
        Self(unsafe { _mm512_loadu_si512(block.as_ptr().cast()) })
    }
    #[inline(always)]
    fn store(self, block: &mut [u8; 64]) {
        // SAFETY: the store is the 64 bytes; reached only where the processor has AVX-512.
        unsafe { _mm512_storeu_si512(block.as_mut_ptr().cast(), self.0) }
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

/// Which of `numbers` are `number`.
#[inline(always)]
pub(crate) fn places_of(number: u32, numbers: &[u32; 8]) -> u8 {
    // SAFETY: SSE2 is part of x86-64; both loads lie inside the eight numbers.
    unsafe {
        let at = numbers.as_ptr().cast::<__m128i>();
        let want = _mm_set1_epi32(number as i32);
        let low = _mm_cmpeq_epi32(_mm_loadu_si128(at), want);
        let high = _mm_cmpeq_epi32(_mm_loadu_si128(at.add(1)), want);
        _mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(low, high), _mm_setzero_si128())) as u8
    }
}

/// Asks for the cache line of `list[at]` ahead of its use; nothing happens for a place that is not there.
#[inline(always)]
pub(crate) fn prefetch<T>(list: &[T], at: usize) {
    if let Some(item) = list.get(at) {
        // SAFETY: SSE is part of x86-64, and a prefetch reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(item).cast()) };
    }
}

/// Eight 64-bit numbers in one register.
#[derive(Clone, Copy)]
pub(crate) struct Wide512(__m512i);

impl Wide512 {
    /// [`Words::gather`] from more words than 32 bits count.
    #[cold]
    fn gather_far(self, words: &[u64]) -> Self {
        let mut numbers = [0; 8];
        self.store(&mut numbers);
        for number in &mut numbers {
            *number = words[((u128::from(*number >> 32) * words.len() as u128) >> 32) as usize];
        }
        Self::load(&numbers)
    }
}

// SAFETY of all blocks below: reached only where the processor has AVX-512; loads and stores go through references to
// eight numbers; gathers read only at places that are less than the length of the list.
impl Words for Wide512 {
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
    fn widen(words: &[u32; 8]) -> Self {
        Self(unsafe { _mm512_cvtepu32_epi64(_mm256_loadu_si256(words.as_ptr().cast())) })
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
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm512_sub_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Self(unsafe { _mm512_xor_si512(self.0, other.0) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(unsafe { _mm512_and_si512(self.0, other.0) })
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(unsafe { _mm512_or_si512(self.0, other.0) })
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(unsafe { _mm512_mullo_epi64(self.0, other.0) })
    }
    #[inline(always)]
    fn mul_low(self, other: Self) -> Self {
        Self(unsafe { _mm512_mul_epu32(self.0, other.0) })
    }
    #[inline(always)]
    fn shr<const BY: u32>(self) -> Self {
        Self(unsafe { _mm512_srli_epi64::<BY>(self.0) })
    }
    #[inline(always)]
    fn shl<const BY: u32>(self) -> Self {
        Self(unsafe { _mm512_slli_epi64::<BY>(self.0) })
    }
    #[inline(always)]
    fn rotl<const BY: i32>(self) -> Self {
        Self(unsafe { _mm512_rol_epi64::<BY>(self.0) })
    }
    #[inline(always)]
    fn shr_each(self, counts: Self) -> Self {
        Self(unsafe { _mm512_srlv_epi64(self.0, counts.0) })
    }
    #[inline(always)]
    fn eq(self, other: Self) -> u8 {
        unsafe { _mm512_cmpeq_epi64_mask(self.0, other.0) }
    }
    #[inline(always)]
    fn lt(self, other: Self) -> u8 {
        unsafe { _mm512_cmplt_epu64_mask(self.0, other.0) }
    }
    #[inline(always)]
    fn or_where(self, mask: u8, other: Self) -> Self {
        Self(unsafe { _mm512_mask_mov_epi64(self.0, mask, other.0) })
    }
    #[inline(always)]
    fn compress(self, mask: u8, out: &mut [u64; 8]) -> usize {
        unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), _mm512_maskz_compress_epi64(mask, self.0)) };
        mask.count_ones() as usize
    }
    #[inline(always)]
    fn gather(self, words: &[u64]) -> Self {
        let Ok(length) = u32::try_from(words.len()) else { return self.gather_far(words) };
        if length == 0 {
            return Self::splat(0);
        }
        // Less than the length: the high half is less than 2^32.
        let places = self.shr::<32>().mul_low(Self::splat(u64::from(length))).shr::<32>();
        Self(unsafe { _mm512_i64gather_epi64::<8>(places.0, words.as_ptr().cast()) })
    }
    #[inline(always)]
    fn ror_each(self, counts: Self) -> Self {
        Self(unsafe { _mm512_rorv_epi64(self.0, counts.0) })
    }
    #[inline(always)]
    fn shares(self, other: Self) -> u8 {
        unsafe { _mm512_test_epi64_mask(self.0, other.0) }
    }
    #[inline(always)]
    fn gather_bytes(self, bytes: &[u8]) -> Self {
        let inside = self.lt(Self::splat(bytes.len().saturating_sub(7) as u64));
        Self(unsafe {
            _mm512_mask_i64gather_epi64::<1>(_mm512_setzero_si512(), inside, self.0, bytes.as_ptr().cast())
        })
    }
}
