//! The development program: what CI runs, the quality table, the licence check and the measurements.
//!
//! Run it as `cargo xtask VERB` from anywhere in the workspace.

#![allow(clippy::print_stdout, reason = "a development program speaks on stdout; no records pass through it")]

mod ci;
mod debian;
#[path = "../../benches/generator/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the benches use the rest")]
mod generator;
mod licence;
mod measure;
mod python;
mod run;
mod sample;
mod score;
mod suite;
mod text;
mod train;
mod tree;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

/// Development tasks of trich.
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Verb {
    /// Run what CI runs, in its order, up to the first failure.
    Ci(ci::Args),
    /// Score the program against the gold answers and write corpus/scores.tsv.
    Score(score::Args),
    /// Compare the program with the sentences of tests/spec/, key by key.
    Suite(suite::Args),
    /// Check the licence of every dependency in the resolved tree.
    Licences,
    /// Train the weights of a model on annotated articles and write them into lexicons/model/.
    Train(train::Args),
    /// Draw records of real news by chance and write a worksheet for a reader.
    Sample(sample::Args),
    /// Measure one topic and write a dated file under benches/record/.
    Measure(measure::Args),
}

fn main() -> ExitCode {
    match start(Verb::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(verb: Verb) -> Result<()> {
    let tree = tree::Tree::find()?;
    match verb {
        Verb::Ci(args) => ci::run(&tree, &args),
        Verb::Score(args) => score::run(&tree, &args),
        Verb::Suite(args) => suite::run(&tree, &args),
        Verb::Licences => licence::check(&tree),
        Verb::Measure(args) => measure::run(&tree, &args),
        Verb::Sample(args) => sample::run(&tree, &args),
        Verb::Train(args) => train::run(&tree, &args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn all_verbs_and_options_go_together() {
        Verb::command().debug_assert();
    }
}
