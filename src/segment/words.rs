//! The lexicon of words: which sequences of syllables are words, and how likely a pair of syllables is one by raw news.

use super::atom::{Atom, number};
use super::feature::mix;
use super::table::Table;
use crate::text::fold_into;

/// What is known of a sequence of syllables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word(i32);

/// Written by hand, and gone through.
const WRITTEN: i32 = 16;
/// Written by hand, in bulk.
const BULK: i32 = 32;
/// In a text that was learnt from.
const LEARNT: i32 = 64;
/// A pair that stands inside a longer word.
const INSIDE: i32 = 128;
/// All of these, and the class; a sum stands above.
const FLAGS: i32 = 255;

impl Word {
    /// Whether it is listed as a word.
    pub(crate) fn is_known(self) -> bool {
        self.0 & (WRITTEN | BULK | LEARNT) != 0
    }

    /// How well it is known as a word: 0 not at all, 1 written in bulk, 2 written and gone through, 3 learnt alone, 4 learnt
    /// and written.
    pub(crate) fn trust(self) -> usize {
        match (self.0 & LEARNT != 0, self.0 & WRITTEN != 0, self.0 & BULK != 0) {
            (false, false, bulk) => usize::from(bulk),
            (false, true, _) => 2,
            (true, false, false) => 3,
            (true, _, _) => 4,
        }
    }

    /// Of a pair, how likely it is a word by what raw news tells of it, from 1 (hardly) to 15; 0 where it surely is none or is
    /// rare there. Of a single syllable, how often it is a word of its own there.
    pub(crate) fn class(self) -> usize {
        (self.0 & 15) as usize
    }

    /// Whether there is any ground to join it.
    pub(super) fn is_possible(self) -> bool {
        self.0 & FLAGS != 0
    }

    /// What the two syllables of a listed pair say by themselves, or one as a word of its own, as [`Words::weigh`] has
    /// written it down.
    pub(super) fn sum(self) -> i32 {
        self.0 >> FLAGS.count_ones()
    }
}

/// Words by the numbers of their syllables.
#[derive(Debug)]
pub(crate) struct Words {
    table: Table,
    /// The listed pairs, until they are weighed.
    pairs: Vec<[u64; 2]>,
}

impl Words {
    /// Reads the lines of `lexicons/words.tsv`: syllables, origins, class in raw news. Others are passed over.
    pub(crate) fn read(file: &str) -> Self {
        Self::of(file.lines().filter(|l| !l.starts_with('#')).map(|line| {
            let mut columns = line.split('\t');
            let word = columns.next().unwrap_or_default();
            let origins = columns.next().unwrap_or_default();
            let class = columns.next().and_then(|c| c.trim().parse().ok()).unwrap_or(0);
            (word, origins, class)
        }))
    }

    /// Of rows: syllables, the letters of their origins, and their class in the news.
    pub(crate) fn of<'w>(rows: impl Iterator<Item = (&'w str, &'w str, u8)>) -> Self {
        let (mut values, mut pairs) = (Vec::new(), Vec::new());
        let (mut key, mut numbers) = (String::new(), Vec::new());
        for (word, origins, class) in rows {
            numbers.clear();
            for syllable in word.split(' ') {
                key.clear();
                fold_into(syllable, &mut key);
                numbers.push(number(&key));
            }
            let value = i32::from(class.min(15)) | origins.chars().map(flag).fold(0, |a, b| a | b);
            values.push((sequence(numbers.iter().copied()), value));
            if Word(value).is_known() && numbers.len() > 2 {
                values.extend(numbers.windows(2).map(|pair| (sequence(pair.iter().copied()), INSIDE)));
            }
            pairs.extend(numbers.windows(2).map(|pair| [pair[0], pair[1]]));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { table: Table::new(&values, |a, b| a | b), pairs }
    }

    /// Writes down, for each pair that may be joined and each of its syllables, what `weight` gives for it.
    pub(super) fn weigh(&mut self, weight: impl Fn(&Self, &[u64]) -> i32) {
        for pair in std::mem::take(&mut self.pairs) {
            for numbers in [&pair[..], &pair[..1], &pair[1..]] {
                let sum = weight(self, numbers);
                let value = self.table.get_mut(sequence(numbers.iter().copied()));
                // The same again where it was written down before.
                if *value != 0 {
                    *value |= sum << FLAGS.count_ones();
                }
            }
        }
    }

    /// What is known of the syllables with these numbers together.
    pub(super) fn of_numbers(&self, numbers: &[u64]) -> Word {
        Word(self.table.get(sequence(numbers.iter().copied())))
    }

    /// What is known of `atoms` together.
    #[inline]
    pub(crate) fn get(&self, atoms: &[Atom]) -> Word {
        Word(self.table.get(sequence(atoms.iter().map(|a| a.number))))
    }

    pub(super) fn memory(&self) -> usize {
        self.table.memory()
    }
}

/// What the letter of an origin says.
fn flag(origin: char) -> i32 {
    match origin {
        'w' => WRITTEN,
        'b' => BULK,
        't' => LEARNT,
        _ => 0,
    }
}

/// The number of a sequence of syllables.
#[inline]
fn sequence(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0x5EED, mix)
}
