//! Raw news as one long row of numbered syllables, and its pairs of small syllables that stand together.

use std::collections::HashMap;

use trich::internals::Segments;
use trich::{Lexicon, Segmenter};

/// A pair that stands less often says nothing.
const SELDOM: u32 = 4;
/// The number of all that is no small syllable, and of the edges of sentences.
pub(super) const EDGE: u32 = 0;
/// The number of a pair that is none, or rare.
pub(super) const NONE: u32 = u32::MAX;

/// The syllables of raw news in order.
pub(super) struct Stream {
    /// The syllables by number; [`EDGE`] has none.
    pub(super) names: Vec<String>,
    /// The number of what stands at each place; the first and the last are edges.
    pub(super) syllables: Vec<u32>,
    /// How often each syllable stands there.
    pub(super) single: Vec<f64>,
    /// The pairs, as the numbers of their syllables, and how often each stands there.
    pub(super) pairs: Vec<(u32, u32)>,
    pub(super) counts: Vec<f64>,
    /// For each place the number of the pair that ends there.
    pub(super) ends: Vec<u32>,
    index: HashMap<(u32, u32), u32>,
}

impl Stream {
    /// Of the texts of `news`.
    pub(super) fn new(lexicon: &Lexicon, news: &[String]) -> Self {
        let (mut segments, nothing) = (Segments::new(lexicon), Segmenter::from_files("", ""));
        let (mut names, mut numbers) = (vec![String::new()], HashMap::<String, u32>::new());
        let mut syllables = vec![EDGE];
        for (keys, small, _) in news.iter().flat_map(|text| segments.cut(text, &nothing)) {
            for (key, is_small) in keys.into_iter().zip(small) {
                syllables.push(match is_small {
                    false => EDGE,
                    true => *numbers.entry(key).or_insert_with_key(|key| {
                        names.push(key.clone());
                        names.len() as u32 - 1
                    }),
                });
            }
            syllables.push(EDGE);
        }
        let mut single = vec![0.0; names.len()];
        syllables.iter().for_each(|&s| single[s as usize] += 1.0);
        let mut stream = Self {
            names,
            syllables,
            single,
            pairs: Vec::new(),
            counts: Vec::new(),
            ends: Vec::new(),
            index: HashMap::new(),
        };
        stream.pair();
        stream
    }

    /// Counts the pairs, and numbers those that are not rare.
    fn pair(&mut self) {
        let mut counts = HashMap::<(u32, u32), u32>::new();
        let pairs = self.syllables.windows(2).map(|w| (w[0], w[1]));
        pairs.filter(|&(a, b)| a != EDGE && b != EDGE).for_each(|pair| *counts.entry(pair).or_default() += 1);
        let mut often: Vec<_> = counts.into_iter().filter(|&(_, count)| count >= SELDOM).collect();
        often.sort_unstable();
        self.index = (0..).zip(&often).map(|(number, &(pair, _))| (pair, number)).collect();
        (self.pairs, self.counts) = often.into_iter().map(|(pair, count)| (pair, f64::from(count))).unzip();
        self.ends = std::iter::once(NONE)
            .chain(self.syllables.windows(2).map(|w| self.number((w[0], w[1])).unwrap_or(NONE)))
            .collect();
    }

    /// The number of a pair of syllables.
    pub(super) fn number(&self, pair: (u32, u32)) -> Option<u32> {
        self.index.get(&pair).copied()
    }

    /// The syllables with their numbers.
    pub(super) fn numbers(&self) -> HashMap<&str, u32> {
        (0..).zip(&self.names).map(|(number, name)| (name.as_str(), number)).collect()
    }

    /// The number of the pair of two syllables; `numbers` holds those of the syllables.
    pub(super) fn pair_of(&self, numbers: &HashMap<&str, u32>, first: &str, second: &str) -> Option<usize> {
        let pair = (*numbers.get(first)?, *numbers.get(second)?);
        self.number(pair).map(|pair| pair as usize)
    }

    /// The places where pairs end, with the numbers of the pairs.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let places = self.ends.iter().enumerate().filter(|&(_, &pair)| pair != NONE);
        places.map(|(at, &pair)| (at, pair as usize))
    }

    /// A pair as it is written.
    pub(super) fn name(&self, pair: usize) -> String {
        let (first, second) = self.pairs[pair];
        format!("{} {}", self.names[first as usize], self.names[second as usize])
    }
}
