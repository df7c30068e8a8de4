//! Random numbers that come out the same on every machine.

/// A xorshift generator (xorshift64*).
pub(crate) struct Random(u64);

impl Random {
    /// The generator for `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number below `n`, which is not 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (((self.next() >> 32) * n as u64) >> 32) as usize
    }

    /// A number below `n`, the small ones far more often: `power` 1 is even, 3 much like the ranks of words.
    pub(crate) fn skewed(&mut self, n: usize, power: i32) -> usize {
        ((n as f64 * self.unit().powi(power)) as usize).min(n - 1)
    }

    /// True in `percent` of a hundred times.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `list`, evenly.
    pub(crate) fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// One of `list`, those in front more often.
    pub(crate) fn front<'a, T: ?Sized>(&mut self, list: &[&'a T], power: i32) -> &'a T {
        list[self.skewed(list.len(), power)]
    }

    /// Puts `list` in another order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}
