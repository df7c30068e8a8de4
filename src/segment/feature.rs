//! What is weighed: the gap between two atoms, closed, and a word in its place.

use super::group::{Group, HALVES};
use super::lattice::Lattice;
use super::look::Look;
use super::words::{Word, Words};
use crate::token::number_of;

/// The most atoms of a word.
pub(crate) const LONGEST: usize = 5;

/// Takes features one after the other: sums their weights, or writes them down.
pub(crate) trait Features {
    /// Takes the feature "`template`=`parts`"; `seed` is the number of the template, and the parts are numbers of keys or
    /// of small values.
    fn add(&mut self, template: &'static str, seed: u64, parts: &[u64]);

    /// Takes all features of `group` for `values`.
    #[inline(always)]
    fn group(&mut self, names: &Names, group: Group, values: &[usize])
    where
        Self: Sized,
    {
        group.expand(names, values, self);
    }
}

/// Puts a number to others.
#[inline(always)]
pub(super) const fn mix(sum: u64, number: u64) -> u64 {
    let mixed = (sum.rotate_left(23) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The number of a template.
pub(super) const fn seed(template: &str) -> u64 {
    // FNV-1a, which can be worked out at compile time.
    let (mut seed, mut i) = (0xCBF2_9CE4_8422_2325_u64, 0);
    while i < template.len() {
        seed = (seed ^ template.as_bytes()[i] as u64).wrapping_mul(0x0100_0000_01B3);
        i += 1;
    }
    seed
}

/// Calls the sink with a template whose number is worked out at compile time.
macro_rules! add {
    ($sink:expr, $template:literal, $($part:expr),+) => {{
        const SEED: u64 = $crate::segment::feature::seed($template);
        $sink.add($template, SEED, &[$($part),+]);
    }};
}
pub(super) use add;

/// The names of small values in the file of weights.
pub(crate) const DIGITS: [&str; 16] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];

/// The numbers of small values.
#[derive(Debug)]
pub(crate) struct Names {
    pub(super) digits: [u64; 16],
    pub(super) looks: [u64; Look::COUNT],
}

impl Default for Names {
    fn default() -> Self {
        let number = |name: &str| number_of(name.as_bytes());
        Self { digits: DIGITS.map(number), looks: Look::ALL.map(|look| number(look.name())) }
    }
}

/// Two syllables with what is known of them together and of each alone.
pub(super) struct Pair {
    pub(super) numbers: [u64; 2],
    pub(super) pair: Word,
    /// How often each is a word of its own in raw news.
    pub(super) alone: [usize; 2],
}

impl Pair {
    /// The pair of the syllables with these numbers, as `words` knows it.
    pub(super) fn of(words: &Words, numbers: [u64; 2]) -> Self {
        let pair = words.pair(numbers);
        Self { numbers, pair, alone: numbers.map(|number| words.syllable(number).class()) }
    }

    /// What the two say by themselves.
    pub(super) fn add(&self, names: &Names, sink: &mut impl Features) {
        let ([a, b], [alone_a, alone_b]) = (self.numbers, self.alone.map(|class| names.digits[class]));
        let (class, trust, standing) = (self.pair.class(), self.pair.trust(), self.pair.standing());
        let [c, t, s] = [class, trust, standing].map(|value| names.digits[value]);
        add!(sink, "pair", a, b);
        add!(sink, "first", a);
        add!(sink, "second", b);
        add!(sink, "class-standing", c, s);
        add!(sink, "first-known", a, c, t);
        add!(sink, "first-standing", a, s);
        add!(sink, "second-standing", b, s);
        add!(sink, "second-known", b, c, t);
        add!(sink, "alone-pair", alone_a, alone_b);
        add!(sink, "alone-standing", alone_a, alone_b, s);
        add!(sink, "alone-class", alone_a, alone_b, c);
        add!(sink, "alone-known", alone_a, alone_b, c, t);
        add!(sink, "alone-first", alone_a, c, t);
        add!(sink, "alone-second", alone_b, c, t);
    }
}

/// The feature of the syllable with this number as a word of its own, wherever it stands.
pub(super) fn add_alone(number: u64, sink: &mut impl Features) {
    add!(sink, "alone", number);
}

impl Lattice<'_> {
    /// The features of closing the gap before atom `at`, which is not the first.
    #[cfg(feature = "internals")]
    pub(crate) fn gap(&self, at: usize, sink: &mut impl Features) {
        self.between(at).add(self.names, sink);
        self.around(at, sink);
    }

    /// The features of closing the gap before atom `at` that look beyond the two syllables.
    #[inline(always)]
    pub(super) fn around(&self, at: usize, sink: &mut impl Features) {
        let names = self.names;
        let [before, left, right, after] = self.cells(at, -2);
        let next = self.cell(at + 1);
        let looks = [before, left, right, after].map(|cell| cell.look as usize);
        let (cl, c, cr) = (left.pair.class(), right.pair.class(), next.pair.class());
        let (tl, t, tr) = (left.pair.trust(), right.pair.trust(), next.pair.trust());
        let three = self.is_listed(at.wrapping_sub(2), 3) + 2 * self.is_listed(at.wrapping_sub(1), 3);
        sink.group(names, Group::Looks, &looks);
        let standing = right.pair.standing();
        sink.group(names, Group::Classes, &[cl, c, cr, standing]);
        sink.group(names, Group::Trusts, &[tl, standing, tr, c, three]);
        sink.group(names, Group::ClassLooks, &[c, looks[0], looks[3]]);
        let alone = [before, left, right, after].map(|cell| cell.alone.class().div_ceil(2).min(HALVES - 1));
        sink.group(names, Group::AloneLeft, &[alone[0], alone[1], alone[2], cl, c]);
        sink.group(names, Group::AloneRight, &[alone[1], alone[2], alone[3], c, cr]);
        let [class, trust] = [c, t].map(|value| names.digits[value]);
        add!(sink, "before-second", before.number, right.number);
        add!(sink, "first-after", left.number, after.number);
        add!(sink, "before-known", before.number, class, trust);
        add!(sink, "after-known", after.number, class, trust);
    }

    /// The features of the word of `length` atoms, at least two, at `at`.
    #[inline(always)]
    pub(crate) fn word(&self, at: usize, length: usize, sink: &mut impl Features) {
        if length > 2 {
            return self.long_word(at, length, sink);
        }
        let [before, first, second, after] = self.cells(at, -1);
        let looks = [before, first, second, after].map(|cell| cell.look as usize);
        sink.group(self.names, Group::Length, &[2, second.pair.standing()]);
        sink.group(self.names, Group::Two, &looks);
    }

    fn long_word(&self, at: usize, length: usize, sink: &mut impl Features) {
        let (digit, names) = (|value: usize| self.names.digits[value], self.names);
        let trust = self.sequence(at, length).trust();
        sink.group(names, Group::Length, &[length, trust]);
        let least = (at + 1..at + length).map(|i| self.cell(i).pair.class()).min().unwrap_or(0);
        add!(sink, "long", digit(length), digit(trust), digit(least));
        let (head, tail) = (self.is_listed(at, length - 1), self.is_listed(at + 1, length - 1));
        let number = |i: usize| self.cell(at + i).number;
        add!(sink, "affix", digit(length), digit(trust), digit(head), digit(tail));
        add!(sink, "prefix", number(0), digit(length), digit(tail));
        add!(sink, "suffix", number(length - 1), digit(length), digit(head));
        let look = |i: usize| names.looks[self.cell(at + i).look as usize];
        let before = names.looks[self.cell(at.wrapping_sub(1)).look as usize];
        match length {
            3 => {
                add!(sink, "shape3", look(0), look(1), look(2));
                add!(sink, "shape3-around", before, look(0), look(1), look(2), look(3));
                add!(sink, "word3", number(0), number(1), number(2));
            }
            4 => {
                add!(sink, "shape4", look(0), look(1), look(2), look(3));
                add!(sink, "shape4-around", before, look(0), look(1), look(2), look(3), look(4));
                add!(sink, "word4", number(0), number(1), number(2), number(3));
            }
            _ => add!(sink, "shape5", look(0), look(1), look(2), look(3), look(4)),
        }
    }

    /// The features of the atom at `at` as a word of its own that look beyond it.
    #[inline(always)]
    pub(super) fn beside(&self, at: usize, sink: &mut impl Features) {
        let [before, own, after] = self.cells(at, -1);
        sink.group(self.names, Group::One, &[before, own, after].map(|cell| cell.look as usize));
    }

    /// The features of the atom at `at` as a word of its own.
    #[cfg(feature = "internals")]
    pub(crate) fn alone(&self, at: usize, sink: &mut impl Features) {
        add_alone(self.cell(at).number, sink);
        self.beside(at, sink);
    }
}
