//! Raw news: by how much more often pairs of syllables stand there than by chance, and how often a model leaves one alone.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use trich::internals::Segments;
use trich::{Lexicon, Options, Reader, Segmenter};

use super::Classes;
use crate::text::nfc;

/// A pair that stands less often says nothing, nor does one of a lower class.
const SELDOM: u32 = 4;
const LOW: u8 = 2;

/// The texts of the first `documents` documents.
pub(crate) fn read(path: &Path, documents: usize) -> Result<Vec<String>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut reader = Reader::new(MultiGzDecoder::new(file), path.display().to_string(), Options::default());
    let texts = std::iter::from_fn(|| reader.next()).filter_map(Result::ok);
    Ok(texts.take(documents).map(|document| nfc(&document.text)).collect())
}

/// By how much more often pairs of small syllables stand together than by chance, in logarithmic steps.
pub(super) fn associated(lexicon: &Lexicon, news: &[String]) -> Classes {
    let (mut single, mut pairs) = (HashMap::<String, u32>::new(), HashMap::<(String, String), u32>::new());
    let (mut segments, nothing, mut all) = (Segments::new(lexicon), Segmenter::from_files("", ""), 0_u64);
    for text in news {
        for (keys, small, _) in segments.cut(text, &nothing) {
            for i in 1..keys.len() {
                if small[i - 1] && small[i] {
                    *pairs.entry((keys[i - 1].clone(), keys[i].clone())).or_default() += 1;
                }
            }
            all += keys.len() as u64;
            keys.into_iter().for_each(|key| *single.entry(key).or_default() += 1);
        }
    }
    let class = |((a, b), count): (&(String, String), &u32)| {
        let chance = f64::from(single[a]) * f64::from(single[b]);
        let together = ((f64::from(*count) - 0.5) * all as f64 / chance).ln();
        (format!("{a} {b}"), (together * 1.5).clamp(0.0, 15.0) as u8)
    };
    let often = pairs.iter().filter(|(_, count)| **count >= SELDOM).map(class);
    often.filter(|(_, class)| *class >= LOW).collect()
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
