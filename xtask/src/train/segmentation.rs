//! `lexicons/words.tsv` and `lexicons/model/segmentation.tsv`: which syllables make one word.
//!
//! First boosted trees learn from what raw news tells of pairs of syllables how likely each is a word. Then, twice over, a model
//! learns with these classes: the first cuts some of the news; how often it left each syllable alone is what the second learns with too. Words of the lexicon that
//! were written by hand are kept.

mod boost;
mod form;
pub(crate) mod gold;
mod learn;
mod likely;
pub(crate) mod news;
mod output;
mod pair;
mod stream;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};
use trich::internals::{SegmentWords, Segments};
use trich::{Lexicon, Segmenter};

use self::gold::Sentence;
use self::learn::{Example, Learner};
use self::likely::Pairs;
use crate::tree::{self, Tree};

/// The options of `cargo xtask train segmentation`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many parts the texts are cut into for the cross-validation; 0 for none
    #[arg(long, default_value_t = 3)]
    folds: usize,
    /// Only the cross-validation: write nothing
    #[arg(long)]
    dry: bool,
    /// The most raw documents
    #[arg(long, default_value_t = usize::MAX)]
    documents: usize,
}

/// Classes of pairs, and of syllables, in the raw news, from 1 to 15.
type Classes = BTreeMap<String, u8>;

/// Parts of the texts: the words of each are taken out of the lexicon where it is learnt from.
const PARTS: usize = 10;
/// How many of the raw documents the first model cuts.
const CUT: usize = 1500;
/// Weights are whole numbers; this is one.
const UNIT: f32 = 128.0;
/// A smaller weight is left out.
const LEAST: f32 = 0.06;

/// Learns and writes.
pub(super) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let names = ["gold/segmentation/vi_vtb-ud-train.conllu", "gold/segmentation/rdr-train-gold.txt"];
    let files: Vec<PathBuf> = names.iter().filter_map(|n| tree.shared(n)).collect();
    let (2, Some(raw)) = (files.len(), tree.shared("text/news.jsonl.gz")) else {
        bail!("the texts to learn from are not beside the project: {names:?} and text/news.jsonl.gz");
    };
    let sets = [gold::conllu(&files[0])?, gold::underscores(&files[1])?];
    let lexicon = Lexicon::builtin()?;
    let news = news::read(&raw, args.documents)?;
    let written = output::written(&tree::read(&tree.root.join("lexicons/words.tsv"))?);
    let pairs = Pairs::read(&lexicon, &news, &written);
    let trainer = Trainer { lexicon: &lexicon, pairs, news, written };
    if args.folds > 1 {
        let mut results = [gold::Score::default(); 2];
        for fold in 0..args.folds {
            let inside = |i: usize, count: usize| i * args.folds / count == fold;
            let part = |wanted: bool| -> Vec<Vec<&Sentence>> {
                let of = |set: &[Sentence]| -> Vec<usize> {
                    (0..set.len()).filter(|&i| inside(i, set.len()) == wanted).collect()
                };
                sets.iter().map(|set| of(set).into_iter().map(|i| &set[i]).collect()).collect()
            };
            let model = trainer.learn(&part(false).concat())?;
            let segmenter = model.segmenter();
            for (result, unseen) in results.iter_mut().zip(part(true)) {
                result.add(&gold::score(&segmenter, unseen.into_iter())?);
            }
            println!("unseen, fold {fold}: {:.2} and {:.2}", results[0].f1(), results[1].f1());
        }
    }
    if args.dry {
        return Ok(());
    }
    let all: Vec<&Sentence> = sets.iter().flatten().collect();
    let model = trainer.learn(&all)?;
    println!("seen: {:.2}", gold::score(&model.segmenter(), all.into_iter())?.f1());
    output::write(tree, &model)
}

/// What a model is learnt with beside the texts.
struct Trainer<'a> {
    lexicon: &'a Lexicon,
    news: Vec<String>,
    pairs: Pairs,
    /// Words written by hand, with the letters of their origins.
    written: Vec<(String, String)>,
}

/// A model: its words with their origins, the classes of the news, and the weights.
struct Model {
    written: Vec<(String, String)>,
    learnt: BTreeMap<String, u32>,
    /// Pairs between which a word ends somewhere in the texts.
    apart: BTreeSet<String>,
    pairs: Classes,
    alone: Classes,
    weights: Vec<(String, i32)>,
}

impl Model {
    fn segmenter(&self) -> Segmenter {
        Segmenter::from_files(&output::words(self), &output::weights(self))
    }
}

impl Trainer<'_> {
    /// Learns from `sentences`, twice.
    fn learn(&self, sentences: &[&Sentence]) -> Result<Model> {
        let pairs = self.pairs.classes(self.lexicon, sentences);
        let first = self.once(sentences, pairs.clone(), Classes::new());
        let cut = &self.news[..self.news.len().min(CUT)];
        let alone = news::alone(self.lexicon, cut, &first.segmenter());
        Ok(self.once(sentences, pairs, alone))
    }

    fn once(&self, sentences: &[&Sentence], pairs: Classes, alone: Classes) -> Model {
        let mut learner = Learner::default();
        let mut segments = Segments::new(self.lexicon);
        let mut examples: Vec<Example> = Vec::new();
        for part in 0..PARTS {
            let others = sentences.iter().enumerate().filter(|(i, _)| i % PARTS != part).map(|(_, s)| *s);
            let (learnt, apart) = (gold::words(others.clone()), gold::apart(others));
            let written = self.written.iter().map(|(word, origins)| (word.as_str(), origins.as_str(), 0));
            let learnt = learnt.keys().map(|word| (word.as_str(), "t", 0));
            let apart = apart.iter().map(|pair| (pair.as_str(), "o", 0));
            let news = pairs.iter().chain(&alone).map(|(word, &class)| (word.as_str(), "n", class));
            let words = SegmentWords::new(written.chain(learnt).chain(apart).chain(news));
            for sentence in sentences.iter().skip(part).step_by(PARTS) {
                for sample in segments.samples(&sentence.text, true, &words) {
                    examples.extend(learner.example(&sample, sentence));
                }
            }
        }
        let weights = learner.learn(&examples);
        let [learnt, apart] = [(); 2].map(|()| sentences.iter().copied());
        let (learnt, apart) = (gold::words(learnt), gold::apart(apart));
        Model { written: self.written.clone(), learnt, apart, pairs, alone, weights }
    }
}
