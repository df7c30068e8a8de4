//! The two files as people can read them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};

use super::Model;
use crate::tree::Tree;

const WORDS: &str = "# The words of `trich tokenize --words`, made by `cargo xtask train segmentation`; docs/segmentation.md tells how.
# A word, a pair of syllables or a syllable; its origins: w written by hand, b written in bulk, t in a training text, o two words there, n raw news;
# its class by raw news, from 1 to 15: how likely a pair is a word by what stands around it there, how often a syllable stands alone.
# To add a word, add a line with origin w: training keeps it.
";
const WEIGHTS: &str = "# What speaks for joining syllables to a word: made by `cargo xtask train segmentation`, see docs/segmentation.md.
# feature\tweight
";

/// The words that were written by hand, of the file `words`, with the letters that say so.
pub(super) fn written(words: &str) -> Vec<(String, String)> {
    let rows = words.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let row = |row: Vec<&str>| {
        let origins: String = row.get(1)?.chars().filter(|c| matches!(c, 'w' | 'b')).collect();
        (!origins.is_empty()).then(|| (row[0].to_owned(), origins))
    };
    rows.filter_map(row).collect()
}

/// The file of words of `model`.
pub(super) fn words(model: &Model) -> String {
    let mut rows: BTreeMap<&str, (String, u8)> = BTreeMap::new();
    model.written.iter().for_each(|(word, origins)| rows.entry(word).or_default().0.push_str(origins));
    model.learnt.keys().for_each(|word| rows.entry(word).or_default().0.push('t'));
    for (word, &class) in model.pairs.iter().chain(&model.alone) {
        let row = rows.entry(word).or_default();
        row.0.push('n');
        row.1 = class;
    }
    // Of other pairs nothing needs to be known: they are not joined.
    for pair in &model.apart {
        if let Some(row) = rows.get_mut(pair.as_str()) {
            row.0.push('o');
        }
    }
    let mut out = WORDS.to_owned();
    for (word, (origins, class)) in rows {
        let _ = match class {
            0 => writeln!(out, "{word}\t{origins}"),
            _ => writeln!(out, "{word}\t{origins}\t{class}"),
        };
    }
    out
}

/// The file of weights of `model`.
pub(super) fn weights(model: &Model) -> String {
    let mut out = WEIGHTS.to_owned();
    for (feature, weight) in &model.weights {
        let _ = writeln!(out, "{feature}\t{weight}");
    }
    out
}

/// Writes both.
pub(super) fn write(tree: &Tree, model: &Model) -> Result<()> {
    for (name, text) in [("words.tsv", words(model)), ("model/segmentation.tsv", weights(model))] {
        let path = tree.root.join("lexicons").join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
