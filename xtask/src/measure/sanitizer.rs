//! The tests of the rooms with `unsafe` and of those that use it, under AddressSanitizer.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::house::round;
use crate::run;
use crate::tree::Tree;

/// The rooms whose tests run; each is a filter of `cargo test`.
const ROOMS: [&str; 4] = ["simd::", "token::", "gazetteer::", "pack::"];
/// Kept beside the ordinary build.
const TARGET: &str = "sanitizer";

/// What came of it.
#[derive(Serialize)]
pub(super) struct Sanitizer {
    sanitizer: &'static str,
    compiler: String,
    target: String,
    command: String,
    rooms: [&'static str; 4],
    tests_passed: usize,
    tests_failed: usize,
    seconds: f64,
}

/// Runs the tests; fails where one fails or the sanitizer speaks.
pub(super) fn measure(tree: &Tree) -> Result<Sanitizer> {
    let version = run::capture(Command::new("rustc").args(["+nightly", "--version", "--verbose"]))
        .context("the sanitizer needs the nightly compiler: rustup toolchain install nightly")?;
    let field = |name: &str| version.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default().trim();
    let target = field("host:").to_owned();
    let mut command = Command::new("cargo");
    command
        .args(["+nightly", "test", "--lib", "--features", "internals", "--target", &target, "--"])
        .args(ROOMS);
    command.current_dir(&tree.root);
    let line = format!("RUSTFLAGS=-Zsanitizer=address {}", run::line(&command));
    // Doctests, build scripts and macros are of the host and stay as they are.
    command.env("RUSTFLAGS", "-Zsanitizer=address").env("CARGO_TARGET_DIR", tree.scratch()?.join(TARGET));
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    let start = Instant::now();
    let output = run::capture(&mut command)?;
    let seconds = round(start.elapsed().as_secs_f64());
    let (tests_passed, tests_failed) = counts(&output).context("cargo test told no result")?;
    if tests_passed == 0 {
        bail!("no test ran; are the rooms still called {}?", ROOMS.join(" "));
    }
    Ok(Sanitizer {
        sanitizer: "address",
        compiler: version.lines().next().unwrap_or_default().to_owned(),
        target,
        command: line,
        rooms: ROOMS,
        tests_passed,
        tests_failed,
        seconds,
    })
}

/// Passed and failed, from the line `test result: ok. 5 passed; 0 failed; ...`.
pub(super) fn counts(output: &str) -> Option<(usize, usize)> {
    let line = output.lines().find(|line| line.starts_with("test result:"))?;
    let number = |what: &str| {
        line.split([';', '.']).find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok())
    };
    Some((number("passed")?, number("failed")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read() {
        let line = "running 2 tests\ntest result: ok. 12 passed; 3 failed; 0 ignored; finished in 0.1s\n";
        assert_eq!(counts(line), Some((12, 3)));
        assert_eq!(counts("error: no such target"), None);
    }
}
