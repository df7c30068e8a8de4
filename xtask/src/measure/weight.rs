//! What the library carries along, and how long the program takes to build.

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use anyhow::Result;
use serde::Serialize;

use super::house::round;
use crate::run;
use crate::tree::Tree;

/// Crates that the library alone must never bring.
const HEAVY: [&str; 6] = ["rusqlite", "postgres", "tokio", "hyper", "reqwest", "pyo3"];

/// The crates under the library without features.
#[derive(Serialize)]
pub(super) struct Dependencies {
    command: String,
    crates: usize,
    heavy: Vec<&'static str>,
}

pub(super) fn dependencies(tree: &Tree) -> Result<Dependencies> {
    let mut command =
        run::cargo(&tree.root, "tree --package trich -e normal --no-default-features --prefix none");
    let listing = run::capture(&mut command)?;
    // `name vVERSION (where) (*)`; the first line is the library itself.
    let name = |line: &'_ str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let crates: BTreeSet<String> =
        listing.lines().skip(1).map(name).filter(|name| !name.is_empty()).collect();
    let has = |heavy: &&str| crates.iter().any(|name| name.split(' ').next() == Some(heavy));
    Ok(Dependencies {
        command: run::line(&command),
        crates: crates.len(),
        heavy: HEAVY.into_iter().filter(has).collect(),
    })
}

/// A release build of the default program from nothing.
#[derive(Serialize)]
pub(super) struct Build {
    command: String,
    seconds: f64,
}

pub(super) fn build(tree: &Tree) -> Result<Build> {
    let target = tree.scratch()?.join("clean-build");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let mut command = run::cargo(&tree.root, "build --release --bin trich");
    let start = Instant::now();
    run::call(command.env("CARGO_TARGET_DIR", &target))?;
    let seconds = round(start.elapsed().as_secs_f64());
    fs::remove_dir_all(&target)?;
    Ok(Build { command: run::line(&command), seconds })
}
