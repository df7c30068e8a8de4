//! Where the time goes, as the program itself counts it (`--summary`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::house::round;
use crate::run;
use crate::tree::{self, Tree};

/// The program's own summary of a run.
#[derive(Deserialize)]
struct Summary {
    documents: u64,
    bytes: u64,
    seconds: f64,
    /// Milliseconds by stage.
    stages: BTreeMap<String, f64>,
}

/// The stages of a run, with the share of each in their sum.
#[derive(Serialize)]
pub(super) struct Stages {
    documents: u64,
    bytes: u64,
    seconds: f64,
    milliseconds: BTreeMap<String, f64>,
    percent: BTreeMap<String, f64>,
}

pub(super) fn measure(program: &Path, tree: &Tree, input: &str) -> Result<Stages> {
    let path = tree.scratch()?.join("summary.json");
    let mut command = Command::new(program);
    command.args(["extract", "--quiet", "--summary"]).arg(&path);
    run::pipe(&mut command, input.as_bytes())?;
    let summary: Summary = serde_json::from_str(&tree::read(&path)?)
        .with_context(|| format!("`{}` wrote another summary than expected", run::line(&command)))?;
    fs::remove_file(&path)?;
    let sum: f64 = summary.stages.values().sum();
    let each = |scale: f64| summary.stages.iter().map(move |(name, ms)| (name.clone(), round(ms * scale)));
    Ok(Stages {
        documents: summary.documents,
        bytes: summary.bytes,
        seconds: round(summary.seconds),
        milliseconds: each(1.0).collect(),
        percent: each(if sum > 0.0 { 100.0 / sum } else { 0.0 }).collect(),
    })
}
