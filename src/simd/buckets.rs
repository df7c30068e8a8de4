//! A power of two of words, of which a number names one by its highest bits.
#![expect(unsafe_code, reason = "words that are asked for everywhere, without a check each time; see below")]

/// Words to look up by numbers that are spread evenly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buckets<'w> {
    words: &'w [u64],
    /// By how much a number is moved down to be a place: from 1 to 63, and what is left of it is less than how many
    /// words there are.
    shift: u32,
}

impl<'w> Buckets<'w> {
    /// Those of `words` that make up the largest power of two. Fewer than two are none: each number finds a 0.
    pub(crate) fn new(words: &'w [u64]) -> Self {
        match words.len().checked_ilog2() {
            Some(bits @ 1..) => Self { words, shift: u64::BITS - bits },
            _ => Self { words: &[0; 2], shift: u64::BITS - 1 },
        }
    }

    /// The word of `number`.
    #[inline(always)]
    pub(crate) fn get(self, number: u64) -> u64 {
        // SAFETY: the shift leaves a number less than the length of the words.
        unsafe { *self.words.get_unchecked((number >> self.shift) as usize) }
    }

    /// Where the words are, and the shift by which a number becomes the place of one of them.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(super) fn parts(self) -> (*const u64, u32) {
        (self.words.as_ptr(), self.shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_finds_its_word_or_none() {
        let words: Vec<u64> = (0..11).map(|i| i * 10).collect();
        let of = |length: usize, eighths: u64| Buckets::new(&words[..length]).get(eighths << 61);
        assert_eq!([0, 3, 7].map(|number| of(8, number)), [0, 30, 70]);
        assert_eq!([0, 3, 7].map(|number| of(11, number)), [0, 30, 70], "the last three are not asked");
        assert_eq!([0, 3, 4, 7].map(|number| of(2, number)), [0, 0, 10, 10]);
        assert_eq!([0, 7].map(|number| [of(1, number), of(0, number)]), [[0; 2]; 2]);
        assert_eq!(Buckets::new(&words[..8]).get(u64::MAX), 70);
    }
}
