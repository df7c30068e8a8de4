//! `cargo xtask score`: the program's records against the gold answers, by the figures of [`trich::eval`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use trich::eval::gold;
use trich::eval::record::Records;
use trich::eval::{Scores, bare, same_number, same_unit};

use crate::run;
use crate::tree::{self, Tree};

/// The options of `cargo xtask score`.
#[derive(Default, clap::Args)]
pub(crate) struct Args {
    /// Compare with corpus/scores.tsv, write nothing, and fail where they differ
    #[arg(long, conflicts_with_all = ["articles", "gold", "records"])]
    check: bool,
    /// The articles, as JSON Lines [default: corpus/articles.jsonl]
    #[arg(long, value_name = "FILE")]
    articles: Option<PathBuf>,
    /// The gold answers, by surface or by offsets [default: corpus/gold.jsonl]
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Lists or weights laid over the builtin ones, as the program takes them
    #[arg(long, value_name = "DIR", conflicts_with_all = ["check", "records"])]
    lexicon: Vec<PathBuf>,
    /// Score these records instead of running the program
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
}

/// Scores, prints the table, and writes it where the corpus of the tree was scored.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let corpus = tree.root.join("corpus");
    let articles = args.articles.clone().unwrap_or_else(|| corpus.join("articles.jsonl"));
    let gold = args.gold.clone().unwrap_or_else(|| corpus.join("gold.jsonl"));
    let scores = match &args.records {
        Some(records) => score(&gold, &articles, &tree::read(records)?)?,
        None => score(&gold, &articles, &records(&tree.program()?, &articles, &args.lexicon)?)?,
    };
    let table = scores.to_tsv();
    let kept = corpus.join("scores.tsv");
    if args.check {
        return compare(&kept, &table);
    }
    print!("{table}");
    let is_plain = args.records.is_none() && args.lexicon.is_empty();
    if args.articles.is_none() && args.gold.is_none() && is_plain {
        fs::write(&kept, table).with_context(|| format!("cannot write {}", kept.display()))?;
    }
    Ok(())
}

/// Whether the table in the tree is the one that the program deserves; in CI.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    run(tree, &Args { check: true, ..Args::default() })
}

/// Runs the program over the articles and scores what it writes.
pub(crate) fn of_program(program: &Path, gold: &Path, articles: &Path) -> Result<Scores> {
    score(gold, articles, &records(program, articles, &[])?)
}

/// What the program writes for `articles`, with `layers` over its lexicon.
fn records(program: &Path, articles: &Path, layers: &[PathBuf]) -> Result<String> {
    let mut command = Command::new(program);
    command.arg("extract").arg(articles);
    layers.iter().for_each(|layer| {
        command.arg("--lexicon").arg(layer);
    });
    run::capture(&mut command)
}

fn score(gold: &Path, articles: &Path, records: &str) -> Result<Scores> {
    let articles = gold::read_files(gold, &[articles.to_owned()])?;
    let mut found = Records::of(&articles);
    found.read(records.as_bytes(), "the records")?;
    Ok(trich::eval::score(&articles, &found, None, None))
}

/// Whether a number is the decimal that `text` writes.
pub(crate) fn is_number(found: &serde_json::Number, text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|wanted| same_number(Some(found), Some(&wanted), true))
}

/// Whether a unit is `wanted`, or goes on from it.
pub(crate) fn is_unit(found: Option<&str>, wanted: Option<&str>) -> bool {
    same_unit(found, &[wanted.map(ToOwned::to_owned)])
}

/// Whether a name is `wanted` but for case and marks.
pub(crate) fn is_alike(found: Option<&str>, wanted: &str) -> bool {
    found.is_some_and(|found| bare(found) == bare(wanted))
}

fn compare(kept: &Path, table: &str) -> Result<()> {
    let old = tree::read(kept)?;
    if old == table {
        return Ok(());
    }
    let gone = old.lines().filter(|line| !table.lines().any(|other| other == *line));
    let come = table.lines().filter(|line| !old.lines().any(|other| other == *line));
    let gone = gone.map(|line| format!("- {line}"));
    let diff: Vec<_> = gone.chain(come.map(|line| format!("+ {line}"))).collect();
    bail!(
        "{} is not what the program scores now; if that is meant, run `cargo xtask score` and commit it\n{}",
        kept.display(),
        diff.join("\n")
    );
}
