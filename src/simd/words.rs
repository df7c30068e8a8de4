//! Eight 64-bit numbers, one for each of eight tokens, and what is reckoned with them.

use std::ops::{BitAnd, BitOr};

/// Eight 64-bit numbers in registers.
pub(crate) trait Words: Copy {
    /// Which of the numbers; kept as the registers have it, so that answers can be joined there.
    type Mask: Copy + BitOr<Output = Self::Mask> + BitAnd<Output = Self::Mask>;
    /// Whether numbers are gathered one at a time, so that a plain loop does better.
    const ONE_BY_ONE: bool;
    /// Eight times `word`.
    fn splat(word: u64) -> Self;
    /// The numbers of `words`.
    fn load(words: &[u64; 8]) -> Self;
    /// The numbers of `words`, widened.
    fn widen(words: &[u32; 8]) -> Self;
    /// Writes the numbers to `words`.
    fn store(self, words: &mut [u64; 8]);
    /// Sums, without carry over 64 bits.
    fn add(self, other: Self) -> Self;
    /// Differences, without borrow over 64 bits.
    fn sub(self, other: Self) -> Self;
    /// Bits in one but not in both.
    fn xor(self, other: Self) -> Self;
    /// Bits in both.
    fn and(self, other: Self) -> Self;
    /// The low 64 bits of the products.
    fn mul(self, other: Self) -> Self;
    /// Moved down by `BY`.
    fn shr<const BY: u32>(self) -> Self;
    /// Moved up by `BY`.
    fn shl<const BY: u32>(self) -> Self;
    /// Each moved down by its own count; 64 and more leave nothing.
    fn shr_each(self, counts: Self) -> Self;
    /// The mask as bits: bit `i` for number `i`.
    fn bits(mask: Self::Mask) -> u8;
    /// The mask with the bits of `bits`.
    fn mask(bits: u8) -> Self::Mask;
    /// Where the numbers are equal.
    fn eq(self, other: Self) -> Self::Mask;
    /// Where the number is less than the other's; both are less than 2^63.
    fn lt(self, other: Self) -> Self::Mask;
    /// `other`'s number where `mask` is set, one's own elsewhere.
    fn or_where(self, mask: Self::Mask, other: Self) -> Self;
    /// Where the lowest byte is one of a folded word or number: a to z, 0 to 9, not ASCII.
    fn are_words(self) -> Self::Mask;
    /// Where the bits are set that the lowest six bits of `places` name, and the next six.
    fn has_bits(self, places: Self) -> Self::Mask;
    /// Writes the places of the bits of `mask`, each plus `base`, to the beginning of `out`, in order, and behind them
    /// anything. Returns how many.
    fn places(mask: Self::Mask, base: u32, out: &mut [u32; 8]) -> usize;
    /// The words of `words` at that part of its length which the high halves are of 2^32; 0 if there are none.
    fn gather(self, words: &[u64]) -> Self;
    /// The eight bytes of `bytes` that begin at each of `places`; 0 where they are not all there.
    fn gather_bytes(places: &[u32; 8], bytes: &[u8]) -> Self;
}

/// The plain form.
#[derive(Clone, Copy)]
pub(crate) struct Array([u64; 8]);

impl Array {
    #[inline(always)]
    fn zip(self, other: Self, with: impl Fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|i| with(self.0[i], other.0[i])))
    }

    #[inline(always)]
    fn test(self, other: Self, test: impl Fn(u64, u64) -> bool) -> u8 {
        let mut mask = 0;
        for i in 0..8 {
            mask |= u8::from(test(self.0[i], other.0[i])) << i;
        }
        mask
    }
}

impl Words for Array {
    type Mask = u8;
    const ONE_BY_ONE: bool = true;

    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self([word; 8])
    }
    #[inline(always)]
    fn load(words: &[u64; 8]) -> Self {
        Self(*words)
    }
    #[inline(always)]
    fn widen(words: &[u32; 8]) -> Self {
        Self(words.map(u64::from))
    }
    #[inline(always)]
    fn store(self, words: &mut [u64; 8]) {
        *words = self.0;
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, u64::wrapping_add)
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, u64::wrapping_sub)
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        self.zip(other, |a, b| a ^ b)
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, u64::wrapping_mul)
    }
    #[inline(always)]
    fn shr<const BY: u32>(self) -> Self {
        Self(self.0.map(|a| a >> BY))
    }
    #[inline(always)]
    fn shl<const BY: u32>(self) -> Self {
        Self(self.0.map(|a| a << BY))
    }
    #[inline(always)]
    fn shr_each(self, counts: Self) -> Self {
        self.zip(counts, |a, by| if by < 64 { a >> by } else { 0 })
    }
    #[inline(always)]
    fn bits(mask: u8) -> u8 {
        mask
    }
    #[inline(always)]
    fn mask(bits: u8) -> u8 {
        bits
    }
    #[inline(always)]
    fn eq(self, other: Self) -> u8 {
        self.test(other, |a, b| a == b)
    }
    #[inline(always)]
    fn lt(self, other: Self) -> u8 {
        self.test(other, |a, b| a < b)
    }
    #[inline(always)]
    fn or_where(self, mask: u8, other: Self) -> Self {
        Self(std::array::from_fn(|i| if mask >> i & 1 != 0 { other.0[i] } else { self.0[i] }))
    }
    #[inline(always)]
    fn are_words(self) -> u8 {
        self.test(self, |a, _| matches!(a as u8, b'a'..=b'z' | b'0'..=b'9' | 0x80..))
    }
    #[inline(always)]
    fn has_bits(self, places: Self) -> u8 {
        self.test(places, |a, at| a >> (at & 63) & a >> (at >> 6 & 63) & 1 != 0)
    }
    #[inline(always)]
    fn places(mask: u8, base: u32, out: &mut [u32; 8]) -> usize {
        let mut count = 0;
        for i in 0..8 {
            out[count & 7] = base + i;
            count += usize::from(mask >> i & 1);
        }
        count
    }
    #[inline(always)]
    fn gather(self, words: &[u64]) -> Self {
        let at = |n: u64| ((u128::from(n >> 32) * words.len() as u128) >> 32) as usize;
        Self(self.0.map(|n| words.get(at(n)).copied().unwrap_or(0)))
    }
    #[inline(always)]
    fn gather_bytes(places: &[u32; 8], bytes: &[u8]) -> Self {
        Self(places.map(|at| {
            let piece = bytes.get(at as usize..).and_then(|b| b.first_chunk());
            piece.map_or(0, |piece| u64::from_le_bytes(*piece))
        }))
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;
    use crate::simd::{Path, Quads, Wide512};

    fn list(words: impl Words) -> [u64; 8] {
        let mut out = [0; 8];
        words.store(&mut out);
        out
    }

    /// Compares every answer of `W` with the plain form's.
    fn agrees<W: Words>() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ state >> 29
        };
        let words: Vec<u64> = (0..100).map(|_| next()).collect();
        let bytes: Vec<u8> = (0..100).map(|_| next() as u8).collect();
        for round in 0..5000 {
            let a: [u64; 8] = std::array::from_fn(|_| next() >> (round % 64));
            let b: [u64; 8] =
                std::array::from_fn(
                    |i| if round % 3 == 0 && i % 2 == 0 { a[i] } else { next() >> (round % 61) },
                );
            let small: [u32; 8] = std::array::from_fn(|_| (next() % 110) as u32);
            let (x, y, z) = (W::load(&a), W::load(&b), W::widen(&small));
            let (p, q, r) = (Array::load(&a), Array::load(&b), Array::widen(&small));
            assert_eq!(list(x.add(y).xor(z)), list(p.add(q).xor(r)));
            assert_eq!(list(x.sub(y).and(x)), list(p.sub(q).and(p)));
            assert_eq!(list(x.mul(y)), list(p.mul(q)));
            assert_eq!(list(x.shr::<29>().shl::<3>()), list(p.shr::<29>().shl::<3>()));
            assert_eq!(list(x.shr_each(z)), list(p.shr_each(r)));
            assert_eq!(W::bits(x.eq(y)), p.eq(q));
            assert_eq!(W::bits(x.shr::<1>().lt(y.shr::<1>())), p.shr::<1>().lt(q.shr::<1>()));
            assert_eq!(W::bits(x.are_words() | W::mask(round as u8)), p.are_words() | round as u8);
            assert_eq!(W::bits(x.has_bits(y)), p.has_bits(q));
            assert_eq!(list(x.or_where(W::mask(round as u8), y)), list(p.or_where(round as u8, q)));
            let (mut left, mut right) = ([0; 8], [0; 8]);
            let count = W::places(W::mask(round as u8), round as u32, &mut left);
            assert_eq!(count, Array::places(round as u8, round as u32, &mut right));
            assert_eq!(left[..count], right[..count]);
            assert_eq!(list(z.gather(&words)), list(r.gather(&words)));
            assert_eq!(list(W::gather_bytes(&small, &bytes)), list(Array::gather_bytes(&small, &bytes)));
            assert_eq!(list(x.gather(&words)), list(p.gather(&words)));
        }
    }

    #[test]
    fn every_form_gives_the_same_answers() {
        for path in Path::available() {
            match path {
                Path::Avx512 => agrees::<Wide512>(),
                Path::Avx2 => agrees::<Quads>(),
                Path::Portable => {}
            }
        }
    }
}
