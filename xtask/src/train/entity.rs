//! `lexicons/model/entity.tsv`: which pieces of a text are names that no list holds, and of what kind.

mod data;
mod learn;
mod report;
mod weights;

use std::path::PathBuf;

use anyhow::Result;
use trich::Lexicon;

use self::data::Data;
use self::learn::Model;
use super::articles;
use crate::tree::Tree;

/// The options of `cargo xtask train entities`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Gold answers with their texts [default: all annotated articles at hand]
    #[arg(long, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Raw news (JSON Lines, .gz): names of the lists are hidden in it, and found again by their context
    #[arg(long, value_name = "FILE")]
    raw: Vec<PathBuf>,
    /// General news in CoNLL form, a token and a label a line
    #[arg(long, value_name = "FILE")]
    conll: Vec<PathBuf>,
    /// The most raw documents of each file
    #[arg(long, default_value_t = 4000)]
    documents: usize,
    /// How many parts the gold articles are cut into for the cross-validation; 0 for none
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Lists laid over the builtin ones, as the program takes them
    #[arg(long, value_name = "DIR")]
    lexicon: Vec<PathBuf>,
    /// Learn without the gold articles of this part, counted from 0, of --folds
    #[arg(long, value_name = "N")]
    without: Option<usize>,
    /// Where to write the weights [default: lexicons/model/entity.tsv]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Learns the weights and writes them.
pub(super) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let or = |given: &[PathBuf], names: &[&str]| -> Vec<PathBuf> {
        if given.is_empty() { names.iter().filter_map(|n| tree.shared(n)).collect() } else { given.to_vec() }
    };
    let gold = if args.gold.is_empty() { vec![articles::annotated(tree)?] } else { args.gold.clone() };
    let raw = or(&args.raw, &["text/tech.jsonl.gz", "text/news.jsonl.gz"]);
    let conll = or(&args.conll, &["gold/ner/vlsp2021-dev.conll"]);
    let data = Data::read(Lexicon::from_dirs(&args.lexicon)?, &gold, &raw, &conll, args.documents)?;
    eprintln!("{}", data.describe());
    let inside = |article: u32, fold: usize| article as usize % args.folds == fold;
    if args.folds > 1 && args.without.is_none() {
        let mut report = report::Report::default();
        for fold in 0..args.folds {
            let model = Model::learn(&data, |e| !e.is_gold || !inside(e.article, fold));
            report.add(&data, &model, |e| e.is_gold && inside(e.article, fold));
        }
        print!("{report}");
    }
    let left_out = |e: &data::Example| e.is_gold && args.without.is_some_and(|fold| inside(e.article, fold));
    let model = Model::learn(&data, |e| !left_out(e));
    let out = args.out.clone().unwrap_or_else(|| tree.root.join("lexicons/model/entity.tsv"));
    weights::write(&out, &data, &model)
}
