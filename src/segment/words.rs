//! The lexicon of words: which sequences of syllables are words, and how often a pair of syllables is joined in the news.

use super::atom::{Atom, number};
use super::feature::mix;
use super::table::Table;
use crate::text::fold_into;

/// What is known of a sequence of syllables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word(i32);

/// The sequence is a word.
const KNOWN: i32 = 16;
/// A pair that stands inside a longer word.
const INSIDE: i32 = 32;

impl Word {
    /// Whether it is listed as a word.
    pub(crate) fn is_known(self) -> bool {
        self.0 & KNOWN != 0
    }

    /// How often the pair is joined where it stands in raw news, from 1 (seldom) to 15 (always); 0 for hardly ever.
    pub(crate) fn joined(self) -> usize {
        (self.0 & 15) as usize
    }

    /// Whether there is any ground to join it.
    pub(super) fn is_possible(self) -> bool {
        self.0 != 0
    }
}

/// Words by the numbers of their syllables.
#[derive(Debug)]
pub(crate) struct Words(Table);

impl Words {
    /// Reads the lines of `lexicons/words.tsv`: syllables, origins, how often joined. Others are passed over.
    pub(crate) fn read(file: &str) -> Self {
        Self::of(file.lines().filter(|l| !l.starts_with('#')).map(|line| {
            let mut columns = line.split('\t');
            let word = columns.next().unwrap_or_default();
            let is_known = columns.next().is_some_and(|origins| origins.contains(['t', 'w']));
            let joined = columns.next().and_then(|c| c.trim().parse().ok()).unwrap_or(0);
            (word, is_known, joined)
        }))
    }

    /// Of words: their syllables, whether they are words, and how often they are joined in the news.
    pub(crate) fn of<'w>(rows: impl Iterator<Item = (&'w str, bool, u8)>) -> Self {
        let mut pairs = Vec::new();
        let (mut key, mut numbers) = (String::new(), Vec::new());
        for (word, is_known, joined) in rows {
            numbers.clear();
            for syllable in word.split(' ') {
                key.clear();
                fold_into(syllable, &mut key);
                numbers.push(number(&key));
            }
            let value = i32::from(joined.min(15)) | if is_known { KNOWN } else { 0 };
            pairs.push((sequence(numbers.iter().copied()), value));
            if is_known && numbers.len() > 2 {
                pairs.extend(numbers.windows(2).map(|pair| (sequence(pair.iter().copied()), INSIDE)));
            }
        }
        Self(Table::new(&pairs, |a, b| a | b))
    }

    /// What is known of `atoms` together.
    #[inline]
    pub(crate) fn get(&self, atoms: &[Atom]) -> Word {
        Word(self.0.get(sequence(atoms.iter().map(|a| a.number))))
    }

    pub(super) fn memory(&self) -> usize {
        self.0.memory()
    }
}

/// The number of a sequence of syllables.
#[inline]
fn sequence(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0x5EED, mix)
}
