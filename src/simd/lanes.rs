//! As many bytes as a register holds and what can be asked of them, each answer a mask that as bits has bit `i` for byte `i`.

use std::ops::{BitAnd, BitOr};

use super::pinned;

/// The bytes of one register.
pub(crate) trait Lanes: Copy {
    /// How many bytes: 16, 32 or 64.
    const BYTES: usize;
    /// Which of the bytes; kept as the registers have it, so that answers can be joined there.
    type Mask: Copy + BitOr<Output = Self::Mask> + BitAnd<Output = Self::Mask>;
    /// The mask as bits.
    fn bits(mask: Self::Mask) -> u64;
    /// Whether [`Lanes::pick`] is one step.
    const PICKS: bool;
    /// Whether [`Lanes::classes`] is a few steps.
    const SPLITS: bool;
    /// The first bytes of `block`, which holds enough of them.
    fn load(block: &[u8]) -> Self;
    /// Writes the bytes to the beginning of `block`, which has room for them.
    fn store(self, block: &mut [u8]);
    /// Bytes equal to `byte`.
    fn eq(self, byte: u8) -> Self::Mask;
    /// Bytes from `low` to `high`, both included.
    fn within(self, low: u8, high: u8) -> Self::Mask;
    /// Bytes less than `byte`, which is no less than 0x80, and no ASCII.
    fn less(self, byte: u8) -> Self::Mask;
    /// Each byte with the bits of `bits` set.
    fn or(self, bits: u8) -> Self;
    /// Each byte with only the bits that `other`'s has too.
    fn and(self, other: Self) -> Self;
    /// Bytes that have a bit which `other`'s has too.
    fn shares(self, other: Self) -> Self::Mask;
    /// For each byte the one of `table` at its low six bits.
    #[inline(always)]
    fn pick(self, table: &[u8; 64]) -> Self {
        each(self, |byte| table[usize::from(byte & 63)])
    }
    /// For each byte the bits that the first table has at its low half and the second at its high half.
    #[inline(always)]
    fn classes(self, [low, high]: &[[u8; 16]; 2]) -> Self {
        each(self, |byte| low[usize::from(byte & 15)] & high[usize::from(byte >> 4)])
    }
    /// The bytes of `mask` with `by` added, the others as they are. No answer of [`Lanes::high`] will do as a mask.
    fn add(self, mask: Self::Mask, by: u8) -> Self;
    /// The bytes of `mask` with 1 added, the others as they are. No answer of [`Lanes::high`] will do as a mask.
    fn next(self, mask: Self::Mask) -> Self;
    /// Bytes that are not ASCII.
    fn high(self) -> Self::Mask;
    /// What is in `mask` and not in `other`.
    fn without(mask: Self::Mask, other: Self::Mask) -> Self::Mask;

    /// Writes the places of the bits of `mask`, each plus `base`, to the beginning of `out`, in order, and behind them
    /// anything. Returns how many.
    #[inline(always)]
    fn positions(mask: u64, base: u32, out: &mut [u32; 64]) -> usize {
        one_by_one(mask, base, out)
    }
}

/// What `with` makes of each of the bytes, one at a time.
#[inline(always)]
fn each<L: Lanes>(bytes: L, with: impl Fn(u8) -> u8) -> L {
    let mut block = [0; 64];
    bytes.store(&mut block);
    L::load(&block.map(with))
}

/// As [`Lanes::positions`], for any mask.
#[inline(always)]
pub(super) fn one_by_one(mask: u64, base: u32, out: &mut [u32; 64]) -> usize {
    let mut rest = mask;
    // By sixteens, so that the processor seldom guesses wrong how many there are.
    for sixteen in out.chunks_exact_mut(16) {
        for place in sixteen {
            *place = pinned(u64::from(base.wrapping_add(rest.trailing_zeros()))) as u32;
            rest &= rest.wrapping_sub(1);
        }
        if rest == 0 {
            break;
        }
    }
    mask.count_ones() as usize
}

/// The plain form, for processors without vector code here, and for checking the others.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[derive(Clone, Copy)]
pub(crate) struct Bytes([u8; 64]);

#[cfg(any(test, not(target_arch = "x86_64")))]
impl Bytes {
    #[inline(always)]
    fn mask(self, test: impl Fn(u8) -> bool) -> u64 {
        let mut mask = 0;
        for (i, &byte) in self.0.iter().enumerate() {
            mask |= u64::from(test(byte)) << i;
        }
        mask
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
impl Lanes for Bytes {
    type Mask = u64;
    const BYTES: usize = 64;
    const PICKS: bool = true;
    const SPLITS: bool = true;
    #[inline(always)]
    fn bits(mask: u64) -> u64 {
        mask
    }
    #[inline(always)]
    fn load(block: &[u8]) -> Self {
        Self(std::array::from_fn(|i| block[i]))
    }
    #[inline(always)]
    fn store(self, block: &mut [u8]) {
        block[..64].copy_from_slice(&self.0);
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> u64 {
        self.mask(|b| b == byte)
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> u64 {
        self.mask(|b| b.wrapping_sub(low) <= high - low)
    }
    #[inline(always)]
    fn less(self, byte: u8) -> u64 {
        self.mask(|b| b >= 0x80 && b < byte)
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        Self(self.0.map(|b| b | bits))
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }
    #[inline(always)]
    fn shares(self, other: Self) -> u64 {
        self.and(other).mask(|b| b != 0)
    }
    #[inline(always)]
    fn add(self, mask: u64, by: u8) -> Self {
        let mut bytes = self.0;
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = byte.wrapping_add(by & 0u8.wrapping_sub((mask >> i & 1) as u8));
        }
        Self(bytes)
    }
    #[inline(always)]
    fn next(self, mask: u64) -> Self {
        self.add(mask, 1)
    }
    #[inline(always)]
    fn high(self) -> u64 {
        self.mask(|b| b >= 0x80)
    }
    #[inline(always)]
    fn without(mask: u64, other: u64) -> u64 {
        mask & !other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares every answer of `L` with the plain form's.
    fn agrees<L: Lanes>(name: &str) {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let all = u64::MAX >> (64 - L::BYTES);
        for round in 0..2000 {
            let mut block = [0; 64];
            for byte in &mut block {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = (state >> 56) as u8;
            }
            let (ours, plain) = (L::load(&block), Bytes::load(&block));
            let (a, b) = (block[round % 64], block[(round * 7) % 64]);
            let (low, high) = (a.min(b), a.max(b));
            assert_eq!(L::bits(ours.eq(a) | ours.eq(b)), (plain.eq(a) | plain.eq(b)) & all, "{name}");
            assert_eq!(
                L::bits(ours.within(low, high) & ours.high()),
                plain.within(low, high) & plain.high() & all,
                "{name} {low} {high}"
            );
            assert_eq!(L::bits(ours.high()), plain.high() & all, "{name}");
            assert_eq!(
                L::bits(ours.shares(ours.pick(&block))),
                plain.shares(plain.pick(&block)) & all,
                "{name}"
            );
            let tables = [block.first_chunk(), block.last_chunk()].map(|table| *table.unwrap());
            let (mut left, mut right) = ([0; 64], [0; 64]);
            ours.classes(&tables).store(&mut left);
            plain.classes(&tables).store(&mut right);
            assert_eq!(left[..L::BYTES], right[..L::BYTES], "{name}");
            ours.pick(&block).and(ours).store(&mut left);
            plain.pick(&block).and(plain).store(&mut right);
            assert_eq!(left[..L::BYTES], right[..L::BYTES], "{name}");
            ours.or(b)
                .add(L::without(ours.within(low, high), ours.eq(a)), a)
                .next(ours.less(a | 0x80))
                .store(&mut left);
            plain
                .or(b)
                .add(Bytes::without(plain.within(low, high), plain.eq(a)), a)
                .next(plain.less(a | 0x80))
                .store(&mut right);
            assert_eq!(left[..L::BYTES], right[..L::BYTES], "{name}");
            let (mut left, mut right) = ([0; 64], [0; 64]);
            for mask in [state, state & state >> 7, state & state >> 7 & state >> 13] {
                let count = L::positions(mask, round as u32, &mut left);
                assert_eq!(count, Bytes::positions(mask, round as u32, &mut right), "{name}");
                assert_eq!(left[..count], right[..count], "{name}");
            }
        }
    }

    #[test]
    fn every_form_gives_the_same_answers() {
        #[cfg(target_arch = "x86_64")]
        {
            agrees::<crate::simd::Sse2>("sse2");
            for path in crate::simd::Path::available() {
                match path {
                    crate::simd::Path::Avx512 => agrees::<crate::simd::Avx512>("avx512"),
                    crate::simd::Path::Avx2 => agrees::<crate::simd::Avx2>("avx2"),
                    crate::simd::Path::Portable => {}
                }
            }
        }
        agrees::<Bytes>("plain");
    }
}
