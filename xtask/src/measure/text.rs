//! The text before all names: the speed of normalising and cutting it, the properties that hold for any text, the score
//! of sentence edges.

use std::fs::File;
use std::io;
use std::time::Instant;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use serde::Serialize;

use super::house::round;
use crate::run;
use crate::tree::Tree;

/// Cases of each property; a nightly run asks for more by `PROPTEST_CASES`.
const CASES: &str = "100000";
/// What the score prints before its figures.
const SCORE: &str = " sentences: ";

/// All of it, in the order of the file.
#[derive(Serialize)]
pub(super) struct Text {
    /// Processor time, one thread.
    speed: toml::Table,
    sentences: Sentences,
    properties: Properties,
}

#[derive(Serialize)]
struct Sentences {
    command: String,
    score: String,
}

#[derive(Serialize)]
struct Properties {
    command: String,
    cases: u64,
    seconds: f64,
    passed: u64,
}

pub(super) fn measure(tree: &Tree) -> Result<Text> {
    Ok(Text { speed: speed(tree)?, sentences: sentences(tree)?, properties: properties(tree)? })
}

/// Runs the bench over real news where they are at hand, else over the corpus.
fn speed(tree: &Tree) -> Result<toml::Table> {
    let mut cargo = run::cargo(&tree.root, "bench --features internals --bench text --");
    let unpacked = tree.scratch()?.join("text.jsonl");
    if let Some(news) = tree.shared("text/news.jsonl.gz") {
        let mut out =
            File::create(&unpacked).with_context(|| format!("cannot write {}", unpacked.display()))?;
        io::copy(&mut MultiGzDecoder::new(File::open(&news)?), &mut out)
            .with_context(|| format!("cannot unpack {}", news.display()))?;
        cargo.arg("--text").arg(&unpacked);
    } else {
        eprintln!("no real news beside the project: the corpus is measured");
    }
    let table = run::capture(&mut cargo)?;
    if unpacked.exists() {
        std::fs::remove_file(&unpacked)?;
    }
    toml::from_str(&table).context("the bench printed no table")
}

fn sentences(tree: &Tree) -> Result<Sentences> {
    let mut cargo = run::cargo(&tree.root, "test --release --test sentences -- --nocapture");
    let command = run::line(&cargo);
    let told = run::capture(&mut cargo)?;
    let score = told.lines().find(|line| line.contains(SCORE)).context("the test printed no score")?;
    Ok(Sentences { command, score: score.to_owned() })
}

/// Every property of `tests/properties.rs` and of the normaliser and the tokens, many cases each.
fn properties(tree: &Tree) -> Result<Properties> {
    let cases = std::env::var("PROPTEST_CASES").unwrap_or_else(|_| CASES.to_owned());
    let began = Instant::now();
    let mut passed = 0;
    let mut command = String::new();
    for what in ["--test properties", "--lib text::", "--lib token::lexeme"] {
        let mut cargo = run::cargo(&tree.root, &format!("test --release {what}"));
        command = format!("{command}PROPTEST_CASES={cases} {}; ", run::line(&cargo));
        let told = run::capture(cargo.env("PROPTEST_CASES", &cases))?;
        let results = told.lines().filter_map(|line| line.strip_prefix("test result: ok. "));
        passed += results.filter_map(|r| r.split(' ').next()?.parse::<u64>().ok()).sum::<u64>();
    }
    let command = command.trim_end_matches("; ").to_owned();
    Ok(Properties { command, cases: cases.parse()?, seconds: round(began.elapsed().as_secs_f64()), passed })
}
