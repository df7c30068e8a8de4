//! Texts that are cut into words, and the score against them: words are spans over the characters that are no blanks.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use anyhow::Result;
use trich::{Document, Pipeline, Segmenter};

use crate::text::nfc;
use crate::tree;

/// One sentence: blanks between its words and between their syllables.
pub(crate) struct Sentence {
    pub(crate) text: String,
    words: Vec<String>,
}

impl Sentence {
    fn new(words: Vec<String>) -> Self {
        Self { text: words.join(" "), words }
    }

    /// Its words, with blanks between their syllables.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Where words begin, in bytes of the text.
    pub(super) fn starts(&self) -> HashSet<usize> {
        let mut at = 0;
        let next = |word: &String| {
            let start = at;
            at += word.len() + 1;
            start
        };
        self.words.iter().map(next).collect()
    }
}

/// Reads CoNLL-U; a form with blanks is a word of several syllables.
pub(crate) fn conllu(path: &Path) -> Result<Vec<Sentence>> {
    let text = nfc(&tree::read(path)?);
    let form = |line: &str| {
        let mut columns = line.split('\t');
        let id = columns.next()?;
        id.bytes().all(|b| b.is_ascii_digit()).then(|| columns.next().map(str::to_owned))?
    };
    let blocks = text.split("\n\n").map(|block| block.lines().filter_map(form).collect::<Vec<_>>());
    Ok(blocks.filter(|words| !words.is_empty()).map(Sentence::new).collect())
}

/// Reads a sentence a line, `_` between the syllables of a word.
pub(crate) fn underscores(path: &Path) -> Result<Vec<Sentence>> {
    let text = nfc(&tree::read(path)?);
    let word = |word: &str| word.split('_').filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
    let lines =
        text.lines().map(|line| line.split_whitespace().map(word).filter(|w| !w.is_empty()).collect());
    Ok(lines.filter(|words: &Vec<String>| !words.is_empty()).map(Sentence::new).collect())
}

/// The words of several syllables in `sentences`, in small letters, with their counts; names are left out.
pub(super) fn words<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> BTreeMap<String, u32> {
    let mut words = BTreeMap::new();
    for word in sentences.flat_map(|s| &s.words).filter(|w| w.contains(' ')) {
        let is_word = |w: &str| w.chars().all(|c| c == ' ' || c.is_alphabetic());
        let capitals = word.split(' ').filter(|s| s.starts_with(char::is_uppercase)).count();
        if is_word(word) && capitals <= 1 {
            *words.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    words
}

/// The pairs of syllables in `sentences` between which a word ends, in small letters; the second has no capital.
pub(super) fn apart<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> BTreeSet<String> {
    let is_syllable = |s: &str| s.chars().all(char::is_alphabetic);
    let pair = |words: &[String]| {
        let first = words[0].rsplit(' ').next()?;
        let second = words[1].split(' ').next()?;
        let is_pair = is_syllable(first) && is_syllable(second) && second.starts_with(char::is_lowercase);
        is_pair.then(|| format!("{} {second}", first.to_lowercase()))
    };
    sentences.flat_map(|s| s.words.windows(2).filter_map(pair)).collect()
}

/// Words that are right, found, and wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    pub(super) fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }

    /// In percent.
    pub(crate) fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    /// Counts the words of one sentence.
    pub(crate) fn count<'w>(
        &mut self,
        wanted: impl Iterator<Item = &'w str>,
        found: impl Iterator<Item = &'w str>,
    ) {
        let (wanted, found) = (spans(wanted), spans(found));
        self.right += wanted.intersection(&found).count();
        self.wanted += wanted.len();
        self.found += found.len();
    }
}

/// Words as places among the characters that are no blanks.
fn spans<'w>(words: impl Iterator<Item = &'w str>) -> HashSet<(usize, usize)> {
    let mut at = 0;
    let place = |word: &str| {
        let start = at;
        at += word.chars().filter(|c| !c.is_whitespace()).count();
        (start, at)
    };
    words.map(place).collect()
}

/// The score of `segmenter` on `sentences`.
pub(crate) fn score<'s>(
    segmenter: &Segmenter,
    sentences: impl Iterator<Item = &'s Sentence>,
) -> Result<Score> {
    let pipeline = Pipeline::builder().build()?;
    let mut worker = pipeline.worker();
    let mut score = Score::default();
    for sentence in sentences {
        let document = Document::from_text("-", sentence.text.as_str());
        let found = worker.words(&document, segmenter);
        let found = found.iter().flat_map(|s| &s.tokens).map(|t| t.span.of(&document.text));
        score.count(sentence.words(), found);
    }
    Ok(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_by_place() {
        let mut score = Score::default();
        score.count(["Công ty", "A", "."].into_iter(), ["Công", "ty", "A", "."].into_iter());
        // Two of three wanted words, among four found.
        assert!((score.f1() - 400.0 / 7.0).abs() < 1e-9);
    }
}
