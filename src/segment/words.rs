//! The lexicon of words: which sequences of syllables are words, and how likely a pair of syllables is one by raw news.

use super::feature::mix;
use super::table::Table;
use crate::text::fold_into;
use crate::token::number_of;

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
/// A pair that stands apart in a text that was learnt from; no ground to join it.
const APART: i32 = 256;
/// All of these, and the class; a sum stands above.
const FLAGS: i32 = 511;

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

    /// Of a pair, what is known of it by lists and by the texts that were learnt from: 0 not listed, 1 written in bulk, 2
    /// written and gone through; and 3 more where it only stands apart there, 6 where it stands both ways, 9 where it is
    /// always joined.
    pub(crate) fn standing(self) -> usize {
        let listed = match (self.0 & WRITTEN != 0, self.0 & BULK != 0) {
            (true, _) => 2,
            (false, bulk) => usize::from(bulk),
        };
        listed
            + match (self.0 & LEARNT != 0, self.0 & APART != 0) {
                (false, apart) => 3 * usize::from(apart),
                (true, true) => 6,
                (true, false) => 9,
            }
    }

    /// Of a pair, how likely it is a word by what raw news tells of it, from 1 (hardly) to 15; 0 where it surely is none or is
    /// rare there. Of a single syllable, how often it is a word of its own there.
    pub(crate) fn class(self) -> usize {
        (self.0 & 15) as usize
    }

    /// Whether there is any ground to join it.
    pub(super) fn is_possible(self) -> bool {
        self.0 & (FLAGS & !APART) != 0
    }

    /// Whether it is a pair that stands inside a longer word.
    pub(super) fn is_inside(self) -> bool {
        self.0 & INSIDE != 0
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
    /// Single syllables: many look-ups, few rows.
    syllables: Table,
    sequences: Table,
    /// The listed pairs, until they are weighed.
    pairs: Vec<[u64; 2]>,
}

impl Words {
    /// Reads the lines of `lexicons/words.tsv`: syllables, origins, class in raw news. Others are passed over.
    pub(crate) fn read(file: &str) -> Self {
        Self::of_rows(file.lines().filter(|l| !l.starts_with('#')).map(|line| {
            let mut columns = line.split('\t');
            let word = columns.next().unwrap_or_default();
            let origins = columns.next().unwrap_or_default();
            let class = columns.next().and_then(|c| c.trim().parse().ok()).unwrap_or(0);
            (word, origins, class)
        }))
    }

    /// Of rows: syllables, the letters of their origins, and their class in the news.
    pub(crate) fn of_rows<'w>(rows: impl Iterator<Item = (&'w str, &'w str, u8)>) -> Self {
        let (mut syllables, mut sequences, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut key, mut numbers) = (String::new(), Vec::new());
        for (word, origins, class) in rows {
            numbers.clear();
            for syllable in word.split(' ') {
                key.clear();
                fold_into(syllable, &mut key);
                numbers.push(number_of(key.as_bytes()));
            }
            let value = i32::from(class.min(15)) | origins.chars().map(flag).fold(0, |a, b| a | b);
            match numbers[..] {
                [number] => syllables.push((number, value)),
                _ => sequences.push((sequence(&numbers), value)),
            }
            if Word(value).is_known() && numbers.len() > 2 {
                sequences.extend(numbers.windows(2).map(|pair| (sequence(pair), INSIDE)));
            }
            pairs.extend(numbers.windows(2).map(|pair| [pair[0], pair[1]]));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let [syllables, sequences] = [syllables, sequences].map(|rows| Table::new(&rows, |a, b| a | b));
        Self { syllables, sequences, pairs }
    }

    /// Writes down, for each pair that may be joined and each of its syllables, what `weight` gives for it.
    pub(super) fn weigh(&mut self, weight: impl Fn(&Self, &[u64]) -> i32) {
        let keep = |value: Option<&mut i32>, sum: i32| {
            if let Some(value) = value {
                *value = *value & FLAGS | sum << FLAGS.count_ones();
            }
        };
        let pairs = std::mem::take(&mut self.pairs);
        let mut syllables = pairs.concat();
        syllables.sort_unstable();
        syllables.dedup();
        for pair in pairs {
            let sum = weight(self, &pair);
            keep(self.sequences.get_mut(sequence(&pair)), sum);
        }
        for number in syllables {
            let sum = weight(self, &[number]);
            keep(self.syllables.get_mut(number), sum);
        }
    }

    /// What is known of the syllable with this number.
    #[inline(always)]
    pub(super) fn syllable(&self, number: u64) -> Word {
        Word(self.syllables.get(number))
    }

    /// What is known of the pair of the syllables with these numbers.
    #[inline(always)]
    pub(super) fn pair(&self, numbers: [u64; 2]) -> Word {
        self.sequence(sequence(&numbers))
    }

    /// What is known of the sequence with this number, made of those of its syllables by [`mix`] on [`SEQUENCE`].
    #[inline(always)]
    pub(super) fn sequence(&self, number: u64) -> Word {
        Word(self.sequences.get(number))
    }

    pub(super) fn memory(&self) -> usize {
        self.syllables.memory() + self.sequences.memory()
    }
}

/// What the letter of an origin says.
fn flag(origin: char) -> i32 {
    match origin {
        'w' => WRITTEN,
        'b' => BULK,
        't' => LEARNT,
        'o' => APART,
        _ => 0,
    }
}

/// The number of the empty sequence.
pub(super) const SEQUENCE: u64 = 0x5EED;

/// The number of a sequence of syllables.
#[inline(always)]
fn sequence(numbers: &[u64]) -> u64 {
    numbers.iter().fold(SEQUENCE, |sum, &number| mix(sum, number))
}
