//! `cargo xtask ci`: what CI runs, in order, up to the first failure.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tree::Tree;
use crate::{debian, licence, python, run, score};

/// Which tests CI runs.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// With the tests that take too long for every run: Spark, with an executor that is killed
    #[arg(long)]
    full: bool,
}

/// The last step is `cargo test`, and nothing is printed after it: its closing lines end the run.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let start = Instant::now();
    let cargo = |arguments: &str| run::call(&mut run::cargo(&tree.root, arguments));

    step("format", || {
        component("fmt", "rustfmt")?;
        cargo("fmt --all --check").context("run `cargo fmt --all`")
    })?;
    step("lints", || {
        component("clippy", "clippy")?;
        cargo("clippy --workspace --all-targets --all-features -- -D warnings")
    })?;
    step("library alone", || cargo("build --no-default-features --lib"))?;
    step("licences", || licence::check(tree))?;
    step("program", || cargo("build --release --bin trich"))?;
    step("lexicon", || {
        run::call(Command::new(tree.built()).args(["lexicon", "check"]).current_dir(&tree.root))
    })?;
    step("score", || score::check(tree))?;
    step("python", || python::test(tree, args.full))?;
    step("properties of text", || {
        run::call(
            run::cargo(&tree.root, "test --release --test properties")
                .env("PROPTEST_CASES", CASES)
                .env("PROPTEST_RNG_SEED", SEED),
        )
    })?;
    step("benches", || cargo("bench --no-run"))?;
    step("documentation", || {
        run::call(run::cargo(&tree.root, "doc --no-deps --workspace").env("RUSTDOCFLAGS", "-D warnings"))
    })?;

    step("PostgreSQL", server)?;

    eprintln!("== tests (all before them took {:.0} s)", start.elapsed().as_secs_f64());
    run::call(
        run::cargo(&tree.root, "test --workspace --all-features")
            .env("PROPTEST_RNG_SEED", SEED)
            .env("TRICH_CI", "1"),
    )
    .context("step `tests` failed")
}

/// CI draws the same random cases each time; new ones are for the measurements.
const SEED: &str = "20261124";
/// Of each property of `tests/properties.rs`, in a release build.
const CASES: &str = "100000";

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("== {name}");
    let start = Instant::now();
    work().with_context(|| format!("step `{name}` failed"))?;
    eprintln!("   {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Makes sure that a cargo command is installed; asks rustup for it once.
fn component(command: &str, component: &str) -> Result<()> {
    if answers(command) {
        return Ok(());
    }
    eprintln!("   `cargo {command}` is missing: rustup component add {component}");
    let added = Command::new("rustup").args(["component", "add", component]).status();
    if !added.is_ok_and(|status| status.success()) || !answers(command) {
        bail!("`cargo {command}` is missing; install it with `rustup component add {component}`");
    }
    Ok(())
}

/// Makes sure that a PostgreSQL server can be started for the tests.
fn server() -> Result<()> {
    debian::ensure("pg_virtualenv", &["postgresql", "postgresql-common"], || {
        Command::new("pg_virtualenv").arg("-h").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    })
}

fn answers(command: &str) -> bool {
    debian::answers(Command::new("cargo").args([command, "--version"]))
}
