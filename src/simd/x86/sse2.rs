//! SSE2, which every x86-64 has: 16 bytes in a register.
//!
//! Loads and stores take slices of at least 16 bytes, so they stay inside.
#![expect(unsafe_code, reason = "vector intrinsics that need no asking")]

use std::arch::asm;
use std::arch::x86_64::*;
use std::ops::{BitAnd, BitOr};

use crate::simd::Lanes;
use crate::simd::lanes::one_by_one;

/// For eight bits, the places of the first four that are set, in order.
static FIRST_FOUR: FirstFour = FirstFour({
    let mut places = [[0; 4]; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut i, mut count) = (0, 0);
        while i < 8 && count < 4 {
            if mask >> i & 1 != 0 {
                places[mask][count] = i;
                count += 1;
            }
            i += 1;
        }
        mask += 1;
    }
    places
});

/// Each four places are one register.
#[repr(align(64))]
struct FirstFour([[u32; 4]; 256]);

/// One register of 16 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Sse2(__m128i);

// SAFETY of all blocks below: SSE2 is part of x86-64; loads and stores lie inside 16 bytes that were asked for.
impl Lanes for Sse2 {
    type Mask = Self;
    const BYTES: usize = 16;
    const PICKS: bool = false;
    const SPLITS: bool = false;
    #[inline(always)]
    fn bits(mask: Self) -> u64 {
        pinned(u64::from(unsafe { _mm_movemask_epi8(mask.0) } as u32))
    }
    #[inline(always)]
    fn load(block: &[u8]) -> Self {
        Self(unsafe { _mm_loadu_si128(block[..16].as_ptr().cast()) })
    }
    #[inline(always)]
    fn store(self, block: &mut [u8]) {
        unsafe { _mm_storeu_si128(block[..16].as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        Self(unsafe { _mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte as i8)) })
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        // The range is moved to the end of the signed bytes.
        let least = 126_u8.wrapping_sub(high - low);
        Self(unsafe {
            let moved = _mm_add_epi8(self.0, _mm_set1_epi8(127_u8.wrapping_sub(high) as i8));
            _mm_cmpgt_epi8(moved, _mm_set1_epi8(least as i8))
        })
    }
    #[inline(always)]
    fn less(self, byte: u8) -> Self {
        // As signed numbers the bytes from 0x80 on are the least.
        Self(unsafe { _mm_cmpgt_epi8(_mm_set1_epi8(byte as i8), self.0) })
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        Self(unsafe { _mm_or_si128(self.0, _mm_set1_epi8(bits as i8)) })
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self & other
    }
    #[inline(always)]
    fn shares(self, other: Self) -> Self {
        Self(unsafe { _mm_andnot_si128((self & other).eq(0).0, _mm_set1_epi8(-1)) })
    }
    #[inline(always)]
    fn add(self, mask: Self, by: u8) -> Self {
        Self(unsafe { _mm_add_epi8(self.0, _mm_and_si128(mask.0, _mm_set1_epi8(by as i8))) })
    }
    #[inline(always)]
    fn without(mask: Self, other: Self) -> Self {
        Self(unsafe { _mm_andnot_si128(other.0, mask.0) })
    }
    #[inline(always)]
    fn next(self, mask: Self) -> Self {
        // A set byte of a mask is -1.
        Self(unsafe { _mm_sub_epi8(self.0, mask.0) })
    }
    #[inline(always)]
    fn high(self) -> Self {
        self
    }
    #[inline(always)]
    fn positions(mask: u64, base: u32, out: &mut [u32; 64]) -> usize {
        /// Eight times the byte.
        const fn each(byte: u64) -> u64 {
            0x0101_0101_0101_0101 * byte
        }
        // How many bits each byte of the mask has, and then how many it and those before it have.
        let pairs = mask - ((mask >> 1) & each(0x55));
        let fours = (pairs & each(0x33)) + ((pairs >> 2) & each(0x33));
        let counts = (fours + (fours >> 4)) & each(0x0F);
        // More than four in one of them: its highest bit is set by what is added.
        if (counts + each(0x80 - 5)) & each(0x80) != 0 {
            return one_by_one(mask, base, out);
        }
        let sums = counts.wrapping_mul(each(1));
        let at = out.as_mut_ptr();
        for byte in 0..8 {
            let before = (sums << 8 >> (8 * byte)) as u8;
            let places = FIRST_FOUR.0[usize::from((mask >> (8 * byte)) as u8)];
            // SAFETY: no byte has more than four bits, so the four numbers go behind 28 others at most.
            unsafe {
                let places = _mm_loadu_si128(places.as_ptr().cast());
                let places = _mm_add_epi32(places, _mm_set1_epi32(base.wrapping_add(8 * byte) as i32));
                _mm_storeu_si128(at.add(usize::from(before)).cast(), places);
            }
        }
        (sums >> 56) as usize
    }
}

impl BitOr for Sse2 {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(unsafe { _mm_or_si128(self.0, other.0) })
    }
}

impl BitAnd for Sse2 {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(unsafe { _mm_and_si128(self.0, other.0) })
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

/// Which of the bytes are the same in both, a bit for each.
#[inline(always)]
pub(crate) fn same_bytes(one: &[u8; 32], other: &[u8; 32]) -> u32 {
    let (at, other) = (one.as_ptr().cast::<__m128i>(), other.as_ptr().cast::<__m128i>());
    // SAFETY: SSE2 is part of x86-64; the loads lie inside the 32 bytes.
    unsafe {
        let low = _mm_cmpeq_epi8(_mm_loadu_si128(at), _mm_loadu_si128(other));
        let high = _mm_cmpeq_epi8(_mm_loadu_si128(at.add(1)), _mm_loadu_si128(other.add(1)));
        _mm_movemask_epi8(low) as u32 | (_mm_movemask_epi8(high) as u32) << 16
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
