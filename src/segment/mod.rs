//! Word segmentation: which syllables make one word. `extract` never asks for it.
//!
//! A gap between two atoms (linguistic tokens) may be closed only where the lexicon of words knows the pair, or where
//! both sides are no plain syllables. The words that can be made so form a lattice; the best path through it is the one
//! whose gaps and words have the largest sum of weights.

mod atom;
mod feature;
mod group;
mod lattice;
mod look;
mod path;
mod table;
mod weights;
mod words;

pub(crate) use atom::Atoms;
#[cfg(feature = "internals")]
pub(crate) use atom::{Atom, key_into};
pub(crate) use feature::LONGEST;
#[cfg(feature = "internals")]
pub(crate) use feature::{DIGITS, Features};
use feature::{Names, Pair, add_alone};
use group::{Group, Groups, STANDINGS};
#[cfg(feature = "internals")]
pub(crate) use lattice::Lattice;
#[cfg(feature = "internals")]
pub(crate) use look::Look;
pub(crate) use path::Path;
use weights::{Sum, Weights};
#[cfg(feature = "internals")]
pub(crate) use words::Words;
#[cfg(not(feature = "internals"))]
use words::Words;

/// The words of the language and the weights that choose among them: build it once, share it among threads.
#[derive(Debug)]
pub struct Segmenter {
    words: Words,
    weights: Weights,
    groups: Groups,
    /// What the length of a word of two syllables weighs, by its standing.
    lengths: [i32; STANDINGS],
}

impl Segmenter {
    /// The builtin lexicon of words with its weights (`lexicons/words.tsv`, `lexicons/model/segmentation.tsv`).
    ///
    /// ```
    /// let pipeline = trich::Pipeline::builder().build()?;
    /// let document = trich::Document::from_text("-", "Công ty phát triển phần mềm.");
    /// let sentences = pipeline.worker().words(&document, &trich::Segmenter::builtin());
    /// let words: Vec<&str> = sentences[0].tokens.iter().map(|t| t.span.of(&document.text)).collect();
    /// assert_eq!(words, ["Công ty", "phát triển", "phần mềm", "."]);
    /// # Ok::<(), trich::Error>(())
    /// ```
    pub fn builtin() -> Self {
        Self::from_files(
            include_str!("../../lexicons/words.tsv"),
            include_str!("../../lexicons/model/segmentation.tsv"),
        )
    }

    /// Of the texts of two files in the form of the builtin ones; lines that are not in that form are passed over.
    pub fn from_files(words: &str, weights: &str) -> Self {
        let (mut words, weights) = (Words::read(words), Weights::read(weights));
        let names = Names::default();
        words.weigh(|words, numbers| {
            let mut sum = Sum::new(&weights);
            match *numbers {
                [first, second] => Pair::of(words, [first, second]).add(&names, &mut sum),
                [number] => add_alone(number, &mut sum),
                _ => {}
            }
            sum.sum
        });
        let groups = Groups::new(&weights, &names);
        let lengths = std::array::from_fn(|standing| groups.get(Group::Length, &[2, standing]));
        Self { words, weights, groups, lengths }
    }

    /// Bytes that the tables take in memory.
    pub fn memory(&self) -> usize {
        self.words.memory() + self.weights.memory() + self.groups.memory()
    }
}
