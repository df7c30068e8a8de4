//! Annotation there and back: what the program exports, imported again, scores it at 100 %.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use trich::OffsetUnit;
use trich::eval::gold::{self, Article};
use trich::eval::record::Records;
use trich::eval::{Figure, Scores, score};

const ARTICLES: &str = "corpus/articles.jsonl";
/// Articles that are read: enough for all kinds of records, few enough for a test.
const FEW: usize = 8;

fn trich(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_trich")).args(arguments).assert().success();
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

/// The first articles of the corpus, as a file in `folder`.
fn articles(folder: &Path) -> PathBuf {
    let all = fs::read_to_string(ARTICLES).unwrap();
    let few: Vec<&str> = all.lines().take(FEW).collect();
    let path = folder.join("articles.jsonl");
    fs::write(&path, few.join("\n")).unwrap();
    path
}

/// Exports in `format`, imports, and scores the program's records against what came back.
fn there_and_back(format: &str) -> (Vec<Article>, Scores) {
    let folder = tempfile::tempdir().unwrap();
    let path = articles(folder.path());
    let (path, out) = (path.to_str().unwrap(), folder.path().join("out"));
    let out = out.to_str().unwrap();
    trich(&["annotate", "export", "--format", format, path, "--out", out]);
    let imported = trich(&["annotate", "import", "--format", format, out]);
    let articles = gold::read(imported.as_bytes(), "imported", &gold::Articles::new()).unwrap();
    assert_eq!(articles.len(), FEW);
    let mut records = Records::of(&articles);
    for document in common::corpus().iter().take(FEW) {
        records.read(common::lines(document, OffsetUnit::Char).as_bytes(), "records").unwrap();
    }
    let scores = score(&articles, &records, None, None);
    (articles, scores)
}

/// No fault, and something right where `must` says so.
fn assert_perfect(name: &str, figure: Figure, must: bool) {
    let faults = figure.wrong.unwrap_or(0) + figure.missed.unwrap_or(0);
    assert_eq!(faults, 0, "{name}: {figure:?}");
    assert!(!must || figure.right.is_none_or(|right| right > 0), "{name}: {figure:?}");
}

#[test]
fn brat_carries_everything_that_is_scored() {
    let (articles, scores) = there_and_back("brat");
    assert!(articles.iter().map(|a| a.claims.len()).sum::<usize>() > 20);
    assert!(articles.iter().map(|a| a.events.len()).sum::<usize>() > 20);
    for (name, figure) in scores.figures() {
        assert_perfect(name, figure, !name.contains("none") && !name.contains("marked"));
    }
}

#[test]
fn columns_carry_the_names() {
    let (_, scores) = there_and_back("conll");
    for (name, figure) in scores.figures().filter(|(name, _)| name.starts_with("mention.")) {
        assert_perfect(name, figure, true);
    }
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = articles(folder.path());
    let (file, folder) = (path.to_str().unwrap(), folder.path().to_str().unwrap());
    let export = ["annotate", "export", "--format", "brat", file, "--out", folder];
    let output = Command::new(env!("CARGO_BIN_EXE_trich")).args(export).assert().code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(told.contains("is not empty"), "{told}");
}
