//! Word segmentation: which syllables make one word. `extract` never asks for it.
//!
//! A gap between two atoms (linguistic tokens) may be closed only where the lexicon of words knows the pair, or where
//! both sides are no plain syllables. The words that can be made so form a lattice; the best path through it is the one
//! whose gaps and words have the largest sum of weights.

mod atom;
mod feature;
mod lattice;
mod table;
mod weights;
mod words;

pub(crate) use atom::Atoms;
#[cfg(feature = "internals")]
pub(crate) use atom::Shape;
#[cfg(not(feature = "internals"))]
use feature::Part;
#[cfg(feature = "internals")]
pub(crate) use feature::{Features, LONGEST, Lattice, Part};
use feature::{Names, Pair, add_alone, add_length};
pub(crate) use lattice::Path;
use weights::{Sum, Weights};
#[cfg(feature = "internals")]
pub(crate) use words::Words;
#[cfg(not(feature = "internals"))]
use words::Words;

/// The words of the language and the weights that choose among them: build it once, share it among threads.
#[derive(Debug)]
pub struct Segmenter {
    pub(crate) words: Words,
    pub(crate) weights: Weights,
    /// What the length of a word of two syllables weighs, by how well it is known.
    lengths: [i32; 5],
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
            let mut sum = Sum { weights: &weights, sum: 0 };
            match *numbers {
                [first, second] => Pair::of(words, &names, [first, second]).add(&mut sum),
                [number] => add_alone(Part { text: "", number }, &mut sum),
                _ => {}
            }
            sum.sum
        });
        let lengths = std::array::from_fn(|trust| {
            let mut sum = Sum { weights: &weights, sum: 0 };
            add_length(&names, 2, trust, &mut sum);
            sum.sum
        });
        Self { words, weights, lengths }
    }

    /// Bytes that the tables take in memory.
    pub fn memory(&self) -> usize {
        self.words.memory() + self.weights.memory()
    }
}
