//! Raw news: what pairs of syllables have in common there, and how often a model joins them.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use trich::internals::Segments;
use trich::{Lexicon, Options, Reader, Segmenter};

use super::Pairs;
use crate::text::nfc;

/// A pair that stands less often says nothing.
const SELDOM: u32 = 4;

/// The texts of the first `documents` documents.
pub(crate) fn read(path: &Path, documents: usize) -> Result<Vec<String>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut reader = Reader::new(MultiGzDecoder::new(file), path.display().to_string(), Options::default());
    let texts = std::iter::from_fn(|| reader.next()).filter_map(Result::ok);
    Ok(texts.take(documents).map(|document| nfc(&document.text)).collect())
}

/// Counts over pairs of small syllables: how often they stand, and how often they are joined.
#[derive(Default)]
struct Counts {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    single: Vec<u32>,
    pairs: HashMap<(u32, u32), [u32; 2]>,
    all: u64,
}

impl Counts {
    fn read(lexicon: &Lexicon, news: &[String], segmenter: &Segmenter) -> Self {
        let (mut counts, mut segments) = (Self::default(), Segments::new(lexicon));
        for text in news {
            for (keys, small, starts) in segments.cut(text, segmenter) {
                let mut before = None;
                for ((key, is_small), is_start) in keys.into_iter().zip(small).zip(starts) {
                    let number = counts.number(key);
                    counts.single[number as usize] += 1;
                    counts.all += 1;
                    if let Some(before) = before.filter(|_| is_small) {
                        let pair = counts.pairs.entry((before, number)).or_default();
                        *pair = [pair[0] + 1, pair[1] + u32::from(!is_start)];
                    }
                    before = is_small.then_some(number);
                }
            }
        }
        counts
    }

    fn number(&mut self, key: String) -> u32 {
        let next = self.names.len() as u32;
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        self.names.push(key.clone());
        self.single.push(0);
        self.numbers.insert(key, next);
        next
    }

    /// The pairs to which `class` gives more than nothing.
    fn classes(&self, class: impl Fn((u32, u32), [u32; 2]) -> u8) -> Pairs {
        let name = |(a, b): (u32, u32)| format!("{} {}", self.names[a as usize], self.names[b as usize]);
        let rows = self.pairs.iter().filter(|(_, counts)| counts[0] >= SELDOM);
        let rows = rows.map(|(&pair, &counts)| (name(pair), class(pair, counts)));
        rows.filter(|(_, class)| *class > 0).collect::<BTreeMap<_, _>>()
    }
}

/// By how much more often pairs stand together than by chance, in logarithmic steps.
pub(super) fn associated(lexicon: &Lexicon, news: &[String]) -> Pairs {
    let counts = Counts::read(lexicon, news, &Segmenter::from_files("", ""));
    counts.classes(|(a, b), [count, _]| {
        let chance = f64::from(counts.single[a as usize]) * f64::from(counts.single[b as usize]);
        let together = ((f64::from(count) - 0.5) * counts.all as f64 / chance).ln();
        (together * 1.5).clamp(0.0, 15.0) as u8
    })
}

/// How often `segmenter` joins pairs: the odds in logarithmic steps.
pub(super) fn joined(lexicon: &Lexicon, news: &[String], segmenter: &Segmenter) -> Pairs {
    let counts = Counts::read(lexicon, news, segmenter);
    counts.classes(|_, [count, joined]| {
        let share = (f64::from(joined) + 0.5) / (f64::from(count) + 1.0);
        if joined < 2 || share < 0.03 {
            return 0;
        }
        ((share / (1.0 - share)).ln() + 5.0).clamp(1.0, 15.0) as u8
    })
}
