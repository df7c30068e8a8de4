//! SSE2, which every x86-64 has: 16 bytes in a register.
//!
//! Loads and stores take slices of at least 16 bytes, so they stay inside.
#![expect(unsafe_code, reason = "vector intrinsics that need no asking")]

use std::arch::asm;
use std::arch::x86_64::*;

use crate::simd::halves::Register;

// SAFETY of all blocks below: SSE2 is part of x86-64; loads and stores lie inside 16 bytes that were asked for.
impl Register for __m128i {
    const BYTES: usize = 16;
    #[inline(always)]
    fn load(block: &[u8]) -> Self {
        unsafe { _mm_loadu_si128(block[..16].as_ptr().cast()) }
    }
    #[inline(always)]
    fn store(self, block: &mut [u8]) {
        unsafe { _mm_storeu_si128(block[..16].as_mut_ptr().cast(), self) }
    }
    #[inline(always)]
    fn bits(self) -> u64 {
        pinned(u64::from(unsafe { _mm_movemask_epi8(self) } as u32))
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        unsafe { _mm_cmpeq_epi8(self, _mm_set1_epi8(byte as i8)) }
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        // The range is moved to the end of the signed bytes.
        let least = 126_u8.wrapping_sub(high - low);
        unsafe {
            let moved = _mm_add_epi8(self, _mm_set1_epi8(127_u8.wrapping_sub(high) as i8));
            _mm_cmpgt_epi8(moved, _mm_set1_epi8(least as i8))
        }
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        unsafe { _mm_or_si128(self, other) }
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        unsafe { _mm_and_si128(self, other) }
    }
    #[inline(always)]
    fn without(self, other: Self) -> Self {
        unsafe { _mm_andnot_si128(other, self) }
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        unsafe { _mm_add_epi8(self, other) }
    }
    #[inline(always)]
    fn splat(byte: u8) -> Self {
        unsafe { _mm_set1_epi8(byte as i8) }
    }
}

/// `bits`, made before what follows: without this LLVM carries a mask over the next branch as a register of bytes, or
/// takes it apart byte by byte; and it gathers numbers into registers only to store them.
#[inline(always)]
pub(crate) fn pinned(bits: u64) -> u64 {
    let mut bits = bits;
    // SAFETY: no instruction.
    unsafe { asm!("/* {0} */", inout(reg) bits, options(nomem, nostack, preserves_flags)) };
    bits
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

