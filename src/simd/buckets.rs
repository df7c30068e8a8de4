//! A power of two of words, of which a number names one.
#![expect(unsafe_code, reason = "words that are asked for everywhere, without a check each time; see below")]

/// Words to look up by numbers that are spread evenly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buckets<'w> {
    words: &'w [u64],
    /// One less than the power of two of words that are asked.
    mask: u64,
}

/// Lowest bits of a number that say nothing about its place, but what to look for there.
pub(super) const BELOW: u32 = 24;

impl<'w> Buckets<'w> {
    /// Those of `words` that make up the largest power of two; of none, each number finds a 0.
    pub(crate) fn new(words: &'w [u64]) -> Self {
        match words.len().checked_ilog2() {
            Some(bits) => Self { words, mask: (1 << bits) - 1 },
            None => Self { words: &[0], mask: 0 },
        }
    }

    /// The place of `number` among `count` words, a power of two.
    pub(crate) fn place(number: u64, count: usize) -> usize {
        (number >> BELOW) as usize & (count - 1)
    }

    /// The word of `number`.
    #[inline(always)]
    pub(crate) fn get(self, number: u64) -> u64 {
        // SAFETY: the mask leaves a number less than the length of the words.
        unsafe { *self.words.get_unchecked((number >> BELOW & self.mask) as usize) }
    }

    /// Where the words are, and what masks a number without its [`BELOW`] lowest bits as the place of one of them.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(super) fn parts(self) -> (*const u64, u64) {
        (self.words.as_ptr(), self.mask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_finds_its_word_or_none() {
        let words: Vec<u64> = (0..11).map(|i| i * 10).collect();
        let of = |length: usize, place: u64| Buckets::new(&words[..length]).get(place << BELOW);
        assert_eq!([0, 3, 7, 8].map(|place| of(8, place)), [0, 30, 70, 0]);
        assert_eq!([0, 3, 7].map(|place| of(11, place)), [0, 30, 70], "the last three are not asked");
        assert_eq!([0, 1, 2].map(|place| of(2, place)), [0, 10, 0]);
        assert_eq!([0, 7].map(|place| [of(1, place), of(0, place)]), [[0; 2]; 2]);
        assert_eq!([0, 11].map(|place| of(11, place) + Buckets::place(place << BELOW, 8) as u64), [0, 33]);
        assert_eq!(Buckets::new(&words[..8]).get(u64::MAX), 70);
    }
}
