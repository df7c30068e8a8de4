//! The matcher against the reference engine on a million random lists and texts, by every vector path.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Serialize;

use super::house::round;
use super::sanitizer::counts;
use crate::run;
use crate::tree::Tree;

/// The filter of `cargo test` that names the properties.
const PROPERTIES: &str = "equals_the_reference";
/// Cases of each.
const CASES: u32 = 1_000_000;

/// What came of it.
#[derive(Serialize)]
pub(super) struct Equality {
    command: String,
    /// Of each property; each case compares all hits and the leftmost-longest ones, by every path of the processor.
    cases: u32,
    properties: usize,
    /// Properties with a case in which the answers differ.
    differing: usize,
    seconds: f64,
}

/// Runs the properties; fails where one fails.
pub(super) fn measure(tree: &Tree) -> Result<Equality> {
    let mut command = Command::new("cargo");
    command.args(["test", "--release", "--lib", "--features", "internals", PROPERTIES]);
    command.current_dir(&tree.root);
    let line = format!("PROPTEST_CASES={CASES} {}", run::line(&command));
    command.env("PROPTEST_CASES", CASES.to_string());
    let start = Instant::now();
    let output = run::capture(&mut command)?;
    let seconds = round(start.elapsed().as_secs_f64());
    let (properties, differing) = counts(&output).context("cargo test told no result")?;
    Ok(Equality { command: line, cases: CASES, properties, differing, seconds })
}
