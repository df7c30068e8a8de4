//! 64 bytes in two registers, or in two halves that are two registers each.
//!
//! Every function is `inline(always)` and none is a closure: a call that is left between here and the intrinsics goes
//! through memory.

use std::ops::{BitAnd, BitOr};

use super::Lanes;

/// Bytes in one register, or in several that act as one; masks are registers too, with all bits of a byte set.
pub(crate) trait Register: Copy {
    /// How many bytes.
    const BYTES: usize;
    /// The first bytes of `block`.
    fn load(block: &[u8]) -> Self;
    /// Writes the bytes to the beginning of `block`.
    fn store(self, block: &mut [u8]);
    /// The highest bit of each byte.
    fn bits(self) -> u64;
    /// Bytes equal to `byte`.
    fn eq(self, byte: u8) -> Self;
    /// Bytes from `low` to `high`, both included.
    fn within(self, low: u8, high: u8) -> Self;
    /// Bits in either.
    fn or(self, other: Self) -> Self;
    /// Bits in both.
    fn and(self, other: Self) -> Self;
    /// Bits in this one only.
    fn without(self, other: Self) -> Self;
    /// Sums of the bytes, without carry.
    fn add(self, other: Self) -> Self;
    /// The same byte everywhere.
    fn splat(byte: u8) -> Self;
}

/// Two registers that act as one.
#[derive(Clone, Copy)]
pub(crate) struct Halves<R>(R, R);

impl<R: Register> Register for Halves<R> {
    const BYTES: usize = 2 * R::BYTES;
    #[inline(always)]
    fn load(block: &[u8]) -> Self {
        Self(R::load(block), R::load(&block[R::BYTES..]))
    }
    #[inline(always)]
    fn store(self, block: &mut [u8]) {
        self.0.store(block);
        self.1.store(&mut block[R::BYTES..]);
    }
    #[inline(always)]
    fn bits(self) -> u64 {
        self.0.bits() | self.1.bits() << R::BYTES
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        Self(self.0.eq(byte), self.1.eq(byte))
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        Self(self.0.within(low, high), self.1.within(low, high))
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(self.0.or(other.0), self.1.or(other.1))
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(self.0.and(other.0), self.1.and(other.1))
    }
    #[inline(always)]
    fn without(self, other: Self) -> Self {
        Self(self.0.without(other.0), self.1.without(other.1))
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(self.0.add(other.0), self.1.add(other.1))
    }
    #[inline(always)]
    fn splat(byte: u8) -> Self {
        Self(R::splat(byte), R::splat(byte))
    }
}

impl<R: Register> BitOr for Halves<R> {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Register::or(self, other)
    }
}

impl<R: Register> BitAnd for Halves<R> {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Register::and(self, other)
    }
}

impl<R: Register> Lanes for Halves<R> {
    type Mask = Self;
    const PICKS: bool = false;
    #[inline(always)]
    fn bits(mask: Self) -> u64 {
        Register::bits(mask)
    }
    #[inline(always)]
    fn load(block: &[u8; 64]) -> Self {
        <Self as Register>::load(block)
    }
    #[inline(always)]
    fn store(self, block: &mut [u8; 64]) {
        Register::store(self, block);
    }
    #[inline(always)]
    fn eq(self, byte: u8) -> Self {
        Register::eq(self, byte)
    }
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        Register::within(self, low, high)
    }
    #[inline(always)]
    fn or(self, bits: u8) -> Self {
        Register::or(self, Self::splat(bits))
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Register::and(self, other)
    }
    #[inline(always)]
    fn shares(self, other: Self) -> Self {
        Self::splat(u8::MAX).without(Register::eq(Register::and(self, other), 0))
    }
    #[inline(always)]
    fn pick(self, table: &[u8; 64]) -> Self {
        let mut block = [0; 64];
        Register::store(self, &mut block);
        for byte in &mut block {
            *byte = table[usize::from(*byte & 63)];
        }
        <Self as Register>::load(&block)
    }
    #[inline(always)]
    fn add(self, mask: Self, by: u8) -> Self {
        Register::add(self, Register::and(mask, Self::splat(by)))
    }
    #[inline(always)]
    fn without(mask: Self, other: Self) -> Self {
        Register::without(mask, other)
    }
    #[inline(always)]
    fn high(self) -> Self {
        self
    }
}
