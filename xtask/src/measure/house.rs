//! The whole program: quality, volume, sameness, weight, and where the time goes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use serde::Serialize;
use trich::eval::{COLUMNS, Scores};

use super::{form, stage, stream, weight};
use crate::score;
use crate::tree::{self, Tree};

/// All of it, in the order of the file. What needs the shared texts is none on a machine without them.
#[derive(Serialize)]
pub(super) struct House {
    /// Why parts are missing, if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'static str>,
    score: Score,
    #[serde(skip_serializing_if = "Option::is_none")]
    tech: Option<stream::Volume>,
    jobs: stream::Jobs,
    form: form::Form,
    dependencies: weight::Dependencies,
    build: weight::Build,
    stages: BTreeMap<&'static str, stage::Stages>,
}

/// A table of figures per gold file; a cell that a figure does not have is `-`.
#[derive(Serialize)]
struct Score {
    columns: [&'static str; 6],
    #[serde(flatten)]
    of: BTreeMap<&'static str, BTreeMap<String, Vec<toml::Value>>>,
}

pub(super) fn measure(tree: &Tree) -> Result<House> {
    let program = tree.program()?;
    let articles = tree.root.join("corpus/articles.jsonl");
    let corpus = tree::read(&articles)?;
    let train = tree.shared("text/train.jsonl").map(|path| tree::read(&path)).transpose()?;
    let tech = tree.shared("text/tech.jsonl.gz").map(|path| unzip(&path)).transpose()?;
    let (train, all) = (train.unwrap_or_default(), tech.as_deref().unwrap_or_default());
    let small = [train.as_str(), &corpus].concat();

    let mut stages = BTreeMap::from([("corpus", stage::measure(&program, tree, &corpus)?)]);
    if let Some(tech) = &tech {
        stages.insert("tech", stage::measure(&program, tree, tech)?);
    }
    Ok(House {
        skipped: tech.is_none().then_some("../shared is missing: only the corpus was measured"),
        score: Score { columns: COLUMNS, of: quality(tree, &program)? },
        tech: tech.as_deref().map(|tech| stream::volume(&program, tech)).transpose()?,
        jobs: stream::jobs(&program, &small)?,
        form: form::measure(&program, &[&small, all].concat())?,
        dependencies: weight::dependencies(tree)?,
        build: weight::build(tree)?,
        stages,
    })
}

/// The score on each shared gold file.
fn quality(
    tree: &Tree,
    program: &Path,
) -> Result<BTreeMap<&'static str, BTreeMap<String, Vec<toml::Value>>>> {
    let mut of = BTreeMap::new();
    for name in ["seed", "dev", "train"] {
        let file = format!("{name}.jsonl");
        let gold = tree.shared("gold").map(|folder| folder.join(&file));
        let text = tree.shared("text").map(|folder| folder.join(&file));
        if let (Some(gold), Some(text)) = (gold, text) {
            of.insert(name, rows(&score::of_program(program, &gold, &text)?));
        }
    }
    Ok(of)
}

fn rows(scores: &Scores) -> BTreeMap<String, Vec<toml::Value>> {
    let cell = |cell: String| {
        let count = cell.parse().map(toml::Value::Integer);
        let share = || cell.parse().map(toml::Value::Float);
        count.or_else(|_| share()).unwrap_or(toml::Value::String(cell))
    };
    scores.rows().map(|(name, cells)| (name.to_owned(), cells.map(cell).to_vec())).collect()
}

fn unzip(path: &Path) -> Result<String> {
    let read = || -> std::io::Result<String> {
        let mut text = String::new();
        MultiGzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
        Ok(text)
    };
    read().with_context(|| format!("cannot read {}", path.display()))
}

/// A figure with three decimals.
pub(super) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
