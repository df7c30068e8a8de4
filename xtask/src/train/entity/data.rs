//! Examples for the model of unknown names: pieces of texts with their features, and what they are.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use trich::eval::{gold, trim};
use trich::internals::{Known, Names, Sample};
use trich::{Kind, Lexicon, Pipeline};

use crate::tree;

/// No name.
pub(super) const NONE: u8 = 0;
/// Nobody knows.
pub(super) const UNLABELLED: u8 = u8::MAX;
/// A firm or an organisation: its head tells.
const ORGANIZED: u8 = u8::MAX - 1;
/// How often each annotated article is read, each time with other names hidden; the first time with none.
const READINGS: u64 = 3;
/// What an example of raw news counts beside an annotated one.
const RAW_WEIGHT: f32 = 0.3;
/// What one counts that was found to be no name by a first model.
pub(super) const FOUND_WEIGHT: f32 = 0.1;
const GENERAL_WEIGHT: f32 = 0.5;

/// One piece of a text.
pub(super) struct Example {
    pub(super) features: Vec<u32>,
    /// 0 for no name, else the kind's place in the contract's order from 1.
    pub(super) label: u8,
    pub(super) weight: f32,
    pub(super) article: u32,
    /// Whether the article is an annotated one.
    pub(super) is_gold: bool,
    /// Whether names were hidden in it.
    pub(super) is_hidden: bool,
    /// A number for the name's words.
    pub(super) name: u32,
}

/// All examples, and the names of their features.
#[derive(Default)]
pub(super) struct Data {
    pub(super) examples: Vec<Example>,
    pub(super) features: Vec<String>,
    numbers: HashMap<String, u32>,
    names: HashMap<String, u32>,
    articles: u32,
}

impl Data {
    pub(super) fn read(
        lexicon: Lexicon,
        gold: &[PathBuf],
        raw: &[PathBuf],
        conll: &[PathBuf],
        documents: usize,
    ) -> Result<Self> {
        let pipeline = Pipeline::builder().lexicon(lexicon).build()?;
        let mut names = Names::new(&pipeline);
        let mut data = Self::default();
        for path in gold {
            data.gold(&mut names, path)?;
        }
        for path in conll {
            data.conll(&mut names, path)?;
        }
        for path in raw {
            data.raw(&mut names, path, documents)?;
        }
        Ok(data)
    }

    pub(super) fn describe(&self) -> String {
        let count = |label| self.examples.iter().filter(|e| e.label == label).count();
        let kinds = Kind::ALL.iter().enumerate().map(|(i, k)| format!("{} {}", k.name(), count(i as u8 + 1)));
        format!(
            "{} articles, {} examples ({} no name, {} unlabelled, {}), {} features",
            self.articles,
            self.examples.len(),
            count(NONE),
            count(UNLABELLED),
            kinds.collect::<Vec<_>>().join(", "),
            self.features.len()
        )
    }

    fn gold(&mut self, names: &mut Names<'_>, path: &Path) -> Result<()> {
        for article in gold::read_files(path, &[])? {
            let text: String = article.text.chars().iter().collect();
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let answers: Vec<Answer> = article
                .mentions
                .iter()
                .map(|m| {
                    let span = trim(&article.text, m.span);
                    // Bylines are optional persons.
                    let is_sure = !m.item.optional || m.item.kind[0] == "person";
                    let label = if is_sure { label(&m.item.kind[0]) } else { UNLABELLED };
                    Answer { start: starts[span.start], end: starts[span.end], label }
                })
                .collect();
            for reading in 0..READINGS {
                let is_hidden = |entity: &str| reading > 0 && u64::from(hash(entity) & 1) == reading - 1;
                let (_, samples) = names.of(&text, is_hidden);
                for sample in samples {
                    let label = answer(&answers, &sample, NONE);
                    self.add(sample, &text, label, 1.0, (true, reading > 0));
                }
            }
            self.articles += 1;
        }
        Ok(())
    }

    fn raw(&mut self, names: &mut Names<'_>, path: &Path, documents: usize) -> Result<()> {
        #[derive(Deserialize)]
        struct Input {
            title: Option<String>,
            text: String,
        }
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let reader: Box<dyn Read> = if path.extension().is_some_and(|e| e == "gz") {
            Box::new(MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        for (number, line) in BufReader::new(reader).lines().take(documents).enumerate() {
            let input: Input =
                serde_json::from_str(&line?).with_context(|| format!("{}:{}", path.display(), number + 1))?;
            let text = crate::text::join(input.title.as_deref(), &input.text);
            let is_hidden = |entity: &str| (hash(entity) ^ number as u32) & 1 == 0;
            let (known, samples) = names.of(&text, is_hidden);
            let answers: Vec<Answer> =
                known.iter().filter(|k| is_hidden(&k.entity)).map(Answer::of).collect();
            for sample in samples {
                let label = answer(&answers, &sample, UNLABELLED);
                self.add(sample, &text, label, RAW_WEIGHT, (false, true));
            }
            self.articles += 1;
        }
        Ok(())
    }

    /// General news; its label for organisations holds firms too and is passed over.
    fn conll(&mut self, names: &mut Names<'_>, path: &Path) -> Result<()> {
        let read = tree::read(path)?;
        for part in read.split("\n\n") {
            let (mut text, mut answers, mut last) = (String::new(), Vec::<Answer>::new(), "O");
            for (word, tag) in part.lines().filter_map(|l| l.split_once('\t')) {
                if !text.is_empty() {
                    text.push(' ');
                }
                let start = text.len();
                text.push_str(word);
                let label = match tag {
                    "PERSON" => label("person"),
                    "LOCATION" => label("place"),
                    "ORGANIZATION" => ORGANIZED,
                    "O" | "DATETIME" | "QUANTITY" | "PERSONTYPE" | "SKILL" => NONE,
                    _ => UNLABELLED,
                };
                match answers.last_mut().filter(|_| tag == last) {
                    Some(answer) => answer.end = text.len(),
                    None => answers.push(Answer { start, end: text.len(), label }),
                }
                last = tag;
            }
            answers.retain(|a| a.label != NONE);
            let (known, samples) = names.of(&text, |_| false);
            for sample in samples {
                // A name of the lists that is inside goes by its list.
                let over = known
                    .iter()
                    .any(|k| k.place.start < sample.place.end && sample.place.start < k.place.end);
                let has = |head: &str| sample.features.iter().any(|f| f.starts_with(head));
                let label = match answer(&answers, &sample, NONE) {
                    ORGANIZED if has("head=organization") => label("organization"),
                    ORGANIZED if has("head=company") => label("company"),
                    ORGANIZED => UNLABELLED,
                    label => label,
                };
                if label != UNLABELLED && (!over || has("head=")) {
                    self.add(sample, &text, label, GENERAL_WEIGHT, (false, false));
                }
            }
            self.articles += 1;
        }
        Ok(())
    }

    fn add(
        &mut self,
        sample: Sample,
        text: &str,
        label: u8,
        weight: f32,
        (is_gold, is_hidden): (bool, bool),
    ) {
        let mut number = |feature: String| {
            let next = self.features.len() as u32;
            *self.numbers.entry(feature).or_insert_with_key(|feature| {
                self.features.push(feature.clone());
                next
            })
        };
        let features = sample.features.into_iter().map(&mut number).collect();
        let next = self.names.len() as u32;
        let name = *self.names.entry(text[sample.place].to_lowercase()).or_insert(next);
        let article = self.articles;
        self.examples.push(Example { features, label, weight, article, is_gold, is_hidden, name });
    }
}

/// Where a name stands, in bytes, and what it is.
struct Answer {
    start: usize,
    end: usize,
    label: u8,
}

impl Answer {
    fn of(known: &Known) -> Self {
        Self { start: known.place.start, end: known.place.end, label: label(known.kind.name()) }
    }
}

/// The label of a sample: that of the answer at its very place, none where it only overlaps one, else `otherwise`.
fn answer(answers: &[Answer], sample: &Sample, otherwise: u8) -> u8 {
    let place = &sample.place;
    match answers.iter().find(|a| a.start == place.start && a.end == place.end) {
        Some(answer) => answer.label,
        None => {
            let mut over = answers.iter().filter(|a| a.start < place.end && place.start < a.end);
            match over.next() {
                Some(first) if first.label >= ORGANIZED => UNLABELLED,
                Some(_) => NONE,
                None => otherwise,
            }
        }
    }
}

fn label(kind: &str) -> u8 {
    Kind::ALL.iter().position(|k| k.name() == kind).map_or(UNLABELLED, |at| at as u8 + 1)
}

/// FNV-1a.
fn hash(text: &str) -> u32 {
    let hash = text.bytes().fold(0x811C_9DC5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}
