//! Packs that are damaged at random, opened and used: the fuzz target `pack_open` for some minutes.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::run;
use crate::tree::Tree;

const TARGET: &str = "pack_open";
const SECONDS: u32 = 180;

/// What came of it; a run that finds a fault writes nothing.
#[derive(Serialize)]
pub(super) struct Fuzz {
    target: &'static str,
    command: String,
    seconds: u32,
    runs: u64,
    new_inputs: u64,
}

/// Runs the target; fails where it breaks, and tells where the input lies.
pub(super) fn measure(tree: &Tree) -> Result<Fuzz> {
    let folder = tree.root.join("fuzz");
    // Made here: the fuzzer writes what it finds into its first folder.
    std::fs::create_dir_all(folder.join("found")).context("cannot make fuzz/found")?;
    let mut command = Command::new("cargo");
    command.args(["+nightly", "fuzz", "run", TARGET, "found"]).arg(format!("corpus/{TARGET}"));
    command.arg("--").arg(format!("-max_total_time={SECONDS}")).arg("-print_final_stats=1");
    command.current_dir(&folder).env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    let line = run::line(&command);
    let output = command.output().with_context(|| format!("cannot start `{line}`"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!(
            "`{line}` failed ({}); it needs the nightly compiler and `cargo install cargo-fuzz`, and what breaks \
             lies in fuzz/artifacts:\n{told}",
            output.status
        );
    }
    let count = |name| statistic(&told, name).with_context(|| format!("the fuzzer told no {name}"));
    Ok(Fuzz {
        target: TARGET,
        command: line.clone(),
        seconds: SECONDS,
        runs: count("number_of_executed_units")?,
        new_inputs: count("new_units_added")?,
    })
}

/// The number in a line `stat::NAME: NUMBER`.
fn statistic(told: &str, name: &str) -> Option<u64> {
    told.lines().find_map(|line| {
        line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':')?.trim().parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_read() {
        let told = "DONE cov: 12\nstat::number_of_executed_units: 4312\nstat::new_units_added:          17\n";
        assert_eq!(statistic(told, "number_of_executed_units"), Some(4312));
        assert_eq!(statistic(told, "new_units_added"), Some(17));
        assert_eq!(statistic(told, "peak_rss_mb"), None);
    }
}
