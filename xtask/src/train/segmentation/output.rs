//! The two files as people can read them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};

use super::Model;
use crate::tree::Tree;

const WORDS: &str = "# The words of `trich tokenize --words`, made by `cargo xtask train segmentation`; docs/segmentation.md tells how.
# A word or a pair of syllables; its origins: w written by hand, t in a training text, n joined in raw news;
# how often the pair is joined in raw news, from 1 (seldom) to 15 (always).
# To add a word, add a line with origin w: training keeps it.
";
const WEIGHTS: &str = "# What speaks for joining syllables to a word: made by `cargo xtask train segmentation`, see docs/segmentation.md.
# feature\tweight
";

/// The words that were written by hand, of the file `words`.
pub(super) fn written(words: &str) -> Vec<String> {
    let rows = words.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    rows.filter(|r| r.len() > 1 && r[1].contains('w')).map(|r| r[0].to_owned()).collect()
}

/// The file of words of `model`.
pub(super) fn words(model: &Model) -> String {
    let mut rows: BTreeMap<&str, (String, u8)> = BTreeMap::new();
    model.written.iter().for_each(|word| rows.entry(word).or_default().0.push('w'));
    model.learnt.keys().for_each(|word| rows.entry(word).or_default().0.push('t'));
    for (pair, &joined) in &model.pairs {
        let row = rows.entry(pair).or_default();
        row.0.push('n');
        row.1 = joined;
    }
    let mut out = WORDS.to_owned();
    for (word, (origins, joined)) in rows {
        let _ = match joined {
            0 => writeln!(out, "{word}\t{origins}"),
            _ => writeln!(out, "{word}\t{origins}\t{joined}"),
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
