//! When, of what and on what a measurement was taken.

use std::{fs, thread};

use anyhow::Result;
use serde::Serialize;

use crate::run;
use crate::tree::Tree;

/// The head of a record file.
#[derive(Serialize)]
pub(super) struct Stamp {
    topic: String,
    /// Today in UTC.
    pub(super) date: String,
    /// None before the first commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    /// Whether the tree held changes that the commit does not.
    dirty: bool,
    command: String,
    rustc: String,
    cpu: String,
    cores: usize,
}

impl Stamp {
    pub(super) fn take(tree: &Tree, topic: &str) -> Result<Self> {
        let ask = |program: &str, arguments: &[&str]| {
            let mut command = std::process::Command::new(program);
            run::capture(command.args(arguments).current_dir(&tree.root))
                .map(|answer| answer.trim().to_owned())
        };
        Ok(Self {
            topic: topic.to_owned(),
            date: jiff::Timestamp::now().to_string().chars().take(10).collect(),
            commit: ask("git", &["rev-parse", "--verify", "HEAD"]).ok(),
            dirty: !ask("git", &["status", "--porcelain"])?.is_empty(),
            command: format!(
                "{} measure {topic}",
                if cfg!(debug_assertions) { "cargo xtask" } else { "cargo run --release -p xtask --" }
            ),
            rustc: ask("rustc", &["--version"])?,
            cpu: cpu(),
            cores: thread::available_parallelism()?.get(),
        })
    }
}

/// The processor's name as Linux gives it.
fn cpu() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    model.map_or("unknown".to_owned(), |(_, name)| name.trim().to_owned())
}
