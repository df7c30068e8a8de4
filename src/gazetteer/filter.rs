//! A filter: of each sequence of tokens that it knows two bits in one word, and one more for each kind that it is of.

use std::ops::RangeInclusive;

use crate::simd::Buckets;

/// What a filter knows of a sequence.
pub(super) mod kind {
    /// Only that the sequence is there.
    pub(in super::super) const ANY: u32 = 0;
    /// In the second filter, that it is a name.
    pub(in super::super) const NAME: u32 = 1;
    /// In the second filter, that a longer name begins so.
    pub(in super::super) const BEGINNING: u32 = 2;

    /// From which bit on the number of a sequence says where its bit for a kind is.
    pub(in super::super) const fn place(kind: u32) -> u32 {
        6 + 6 * kind
    }
}

/// Bits that a filter may have and be in the cache with all else.
const ROOM: usize = 1 << 20;
/// Bits for each sequence, at least and at most; up to twice as many where the power of two wants it.
const EACH: RangeInclusive<usize> = 8..=32;

/// The words of a filter that knows `sequences`: number and kind of each.
pub(super) fn words(sequences: &mut Vec<(u64, u32)>) -> Vec<u64> {
    sequences.sort_unstable();
    sequences.dedup();
    let each = (ROOM / sequences.len().max(1)).clamp(*EACH.start(), *EACH.end());
    let count = (sequences.len() * each).div_ceil(64).next_power_of_two();
    let mut words = vec![0; count];
    for &(number, kind) in sequences.iter() {
        words[Buckets::place(number, count)] |= bits(number, kind);
    }
    words
}

/// The bits that stand for `number` in its word, if it is of that kind.
#[inline(always)]
fn bits(number: u64, kind: u32) -> u64 {
    let of_kind = if kind == kind::ANY { 0 } else { 1 << (number >> kind::place(kind) & 63) };
    1 << (number & 63) | 1 << (number >> 6 & 63) | of_kind
}

/// Whether `word` of a filter has the bits of `number`, as one of that kind.
#[inline(always)]
pub(super) fn is_known(word: u64, number: u64, kind: u32) -> bool {
    let bits = bits(number, kind);
    word & bits == bits
}

/// Whether `filter` knows `number`, of whatever kind.
#[inline(always)]
pub(super) fn knows(filter: Buckets<'_>, number: u64) -> bool {
    is_known(filter.get(number), number, kind::ANY)
}
