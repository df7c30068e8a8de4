//! Eight 64-bit numbers, one for each of eight tokens, and what is reckoned with them.

use std::ops::{BitAnd, BitOr};

use super::Buckets;

/// Eight 32-bit numbers in registers, all of them less than 2^31: places in a text, lengths, and answers, which are all
/// ones or 0.
pub(crate) trait Ints: Copy + BitOr<Output = Self> + BitAnd<Output = Self> {
    /// Eight times `number`.
    fn splat(number: u32) -> Self;
    /// The numbers of `numbers`.
    fn load(numbers: &[u32; 8]) -> Self;
    /// Differences, without borrow over 32 bits.
    fn sub(self, other: Self) -> Self;
    /// What is in one's own and not in `other`.
    fn without(self, other: Self) -> Self;
    /// Where the number is `number`.
    fn eq(self, number: u32) -> Self;
    /// Where the number is greater than `number`.
    fn gt(self, number: u32) -> Self;
    /// Each number moved to the next place; the first is the last of `before`.
    fn after(self, before: Self) -> Self;
    /// Writes the places of the ones of an answer, each plus `base`, to the beginning of `out`, in order, and behind
    /// them anything. Returns how many.
    fn places(self, base: u32, out: &mut [u32; 8]) -> usize;
}

/// Eight 64-bit numbers in registers.
pub(crate) trait Words: Copy {
    /// Eight numbers of half the width.
    type Ints: Ints;
    /// Which of the numbers; kept as the registers have it, so that answers can be joined there.
    type Mask: Copy + BitOr<Output = Self::Mask>;
    /// Whether numbers are gathered one at a time, so that a plain loop does better.
    const ONE_BY_ONE: bool;
    /// Eight times `word`.
    fn splat(word: u64) -> Self;
    /// The numbers of `words`.
    fn load(words: &[u64; 8]) -> Self;
    /// The numbers of `ints`, widened.
    fn widen(ints: Self::Ints) -> Self;
    /// Writes the numbers to `words`.
    fn store(self, words: &mut [u64; 8]);
    /// Sums, without carry over 64 bits.
    fn add(self, other: Self) -> Self;
    /// Bits in one but not in both.
    fn xor(self, other: Self) -> Self;
    /// The low 64 bits of the products.
    fn mul(self, other: Self) -> Self;
    /// Moved down by `BY`.
    fn shr<const BY: u32>(self) -> Self;
    /// Where the lowest byte is one of a folded word or number: a to z, 0 to 9, not ASCII.
    fn are_words(self) -> Self::Ints;
    /// Where the bits are set that the lowest six bits of `places` name, and the next six.
    fn has_bits(self, places: Self) -> Self::Mask;
    /// Writes the places of the bits of `mask`, each plus `base`, to the beginning of `out`, in order, and behind them
    /// anything. Returns how many.
    fn places(mask: Self::Mask, base: u32, out: &mut [u32; 8]) -> usize;
    /// The words of `buckets` for each number.
    fn gather(self, buckets: Buckets<'_>) -> Self;
    /// The bytes of `bytes` that begin at each of `places`, so many of them as `lengths` says, and never more than eight;
    /// the last eight for a place behind which there are fewer, 0 if there are not so many.
    fn gather_bytes(places: Self::Ints, lengths: Self::Ints, bytes: &[u8]) -> Self;
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
    type Ints = Octet;
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
    fn store(self, words: &mut [u64; 8]) {
        *words = self.0;
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, u64::wrapping_add)
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        self.zip(other, |a, b| a ^ b)
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
    fn widen(ints: Octet) -> Self {
        Self(ints.0.map(u64::from))
    }
    #[inline(always)]
    fn are_words(self) -> Octet {
        Octet(self.0.map(|a| ones(matches!(a as u8, b'a'..=b'z' | b'0'..=b'9' | 0x80..))))
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
    fn gather(self, buckets: Buckets<'_>) -> Self {
        Self(self.0.map(|n| buckets.get(n)))
    }
    #[inline(always)]
    fn gather_bytes(places: Octet, lengths: Octet, bytes: &[u8]) -> Self {
        let Some(last) = bytes.len().checked_sub(8) else { return Self::splat(0) };
        let piece = |at: u32| bytes[last.min(at as usize)..].first_chunk().copied().unwrap_or_default();
        Self(std::array::from_fn(|i| {
            let spare = 64_u32.saturating_sub(lengths.0[i].saturating_mul(8));
            u64::from_le_bytes(piece(places.0[i])) & u64::MAX.checked_shr(spare).unwrap_or(0)
        }))
    }
}

/// The plain form of eight numbers of 32 bits.
#[derive(Clone, Copy)]
pub(crate) struct Octet([u32; 8]);

impl Octet {
    #[inline(always)]
    fn zip(self, other: Self, with: impl Fn(u32, u32) -> u32) -> Self {
        Self(std::array::from_fn(|i| with(self.0[i], other.0[i])))
    }
}

/// An answer.
#[inline(always)]
fn ones(is_so: bool) -> u32 {
    if is_so { u32::MAX } else { 0 }
}

impl BitOr for Octet {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }
}

impl BitAnd for Octet {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
}

impl Ints for Octet {
    #[inline(always)]
    fn splat(number: u32) -> Self {
        Self([number; 8])
    }
    #[inline(always)]
    fn load(numbers: &[u32; 8]) -> Self {
        Self(*numbers)
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, u32::wrapping_sub)
    }
    #[inline(always)]
    fn without(self, other: Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }
    #[inline(always)]
    fn eq(self, number: u32) -> Self {
        Self(self.0.map(|a| ones(a == number)))
    }
    #[inline(always)]
    fn gt(self, number: u32) -> Self {
        Self(self.0.map(|a| ones(a > number)))
    }
    #[inline(always)]
    fn after(self, before: Self) -> Self {
        Self(std::array::from_fn(|i| if i == 0 { before.0[7] } else { self.0[i - 1] }))
    }
    #[inline(always)]
    fn places(self, base: u32, out: &mut [u32; 8]) -> usize {
        let bits = (0..8).fold(0, |bits, i| bits | u8::from(self.0[i] != 0) << i);
        Array::places(bits, base, out)
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

    fn all<W: Words>(ints: W::Ints) -> [u64; 8] {
        list(W::widen(ints))
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
            let buckets = Buckets::new(&words[..round as usize % 101]);
            let a: [u64; 8] = std::array::from_fn(|_| next() >> (round % 64));
            let b: [u64; 8] =
                std::array::from_fn(
                    |i| if round % 3 == 0 && i % 2 == 0 { a[i] } else { next() >> (round % 61) },
                );
            let small: [u32; 8] = std::array::from_fn(|_| (next() % (90 + round % 20)) as u32);
            let less: [u32; 8] = std::array::from_fn(|_| (next() % 12) as u32);
            let (x, y, u, v) = (W::load(&a), W::load(&b), W::Ints::load(&small), W::Ints::load(&less));
            let (p, q, m, n) = (Array::load(&a), Array::load(&b), Octet(small), Octet(less));
            let (z, r) = (W::widen(u), Array::widen(m));
            assert_eq!(list(x.add(y).xor(z)), list(p.add(q).xor(r)));
            assert_eq!(list(x.mul(y)), list(p.mul(q)));
            assert_eq!(list(x.shr::<29>()), list(p.shr::<29>()));
            let (mut left, mut right) = ([0; 8], [0; 8]);
            let count = W::places(x.has_bits(y), round as u32, &mut left);
            assert_eq!(count, Array::places(p.has_bits(q), round as u32, &mut right));
            assert_eq!(left[..count], right[..count]);
            let count = v.gt(5).places(round as u32, &mut left);
            assert_eq!(count, n.gt(5).places(round as u32, &mut right));
            assert_eq!(left[..count], right[..count]);
            assert_eq!(all::<W>(u.sub(v).after(v)), all::<Array>(m.sub(n).after(n)));
            assert_eq!(all::<W>(v.eq(7).without(u.gt(50))), all::<Array>(n.eq(7).without(m.gt(50))));
            assert_eq!(all::<W>(x.are_words() & u | v), all::<Array>(p.are_words() & m | n));
            assert_eq!(list(z.gather(buckets)), list(r.gather(buckets)));
            assert_eq!(list(W::gather_bytes(u, v, &bytes)), list(Array::gather_bytes(m, n, &bytes)));
            assert_eq!(list(x.gather(buckets)), list(p.gather(buckets)));
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
