//! Raw news, and how often a model leaves a syllable alone there.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use trich::internals::Segments;
use trich::{Lexicon, Options, Reader, Segmenter};

use super::Classes;
use crate::text::nfc;

/// A syllable that stands less often says nothing.
const SELDOM: u32 = 4;

/// The texts of the first `documents` documents.
pub(crate) fn read(path: &Path, documents: usize) -> Result<Vec<String>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut reader = Reader::new(MultiGzDecoder::new(file), path.display().to_string(), Options::default());
    let texts = std::iter::from_fn(|| reader.next()).filter_map(Result::ok);
    Ok(texts.take(documents).map(|document| nfc(&document.text)).collect())
}

/// How often `segmenter` leaves small syllables alone: the odds in logarithmic steps.
pub(super) fn alone(lexicon: &Lexicon, news: &[String], segmenter: &Segmenter) -> Classes {
    let (mut counts, mut segments) = (BTreeMap::<String, [u32; 2]>::new(), Segments::new(lexicon));
    for text in news {
        for (keys, small, starts) in segments.cut(text, segmenter) {
            for (i, key) in keys.into_iter().enumerate().filter(|(i, _)| small[*i]) {
                let is_alone = starts[i] && starts.get(i + 1).is_none_or(|next| *next);
                let count = counts.entry(key).or_default();
                *count = [count[0] + 1, count[1] + u32::from(is_alone)];
            }
        }
    }
    let class = |[all, alone]: [u32; 2]| {
        let share = (f64::from(alone) + 0.5) / (f64::from(all) + 1.0);
        ((share / (1.0 - share)).ln() * 1.2 + 6.0).clamp(1.0, 12.0) as u8
    };
    let often = counts.into_iter().filter(|(_, [all, _])| *all > SELDOM);
    often.map(|(key, count)| (key, class(count))).collect()
}
