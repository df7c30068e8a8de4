//! `cargo xtask measure TOPIC`: raw figures of this machine and commit, as a dated file under benches/record/.

mod equality;
mod form;
mod fuzz;
mod house;
mod kb;
mod machine;
mod matcher;
mod names;
mod pack;
mod process;
mod python;
mod reading;
mod resume;
mod sanitizer;
mod segmentation;
mod stage;
mod stream;
mod streams;
mod text;
mod weight;

use std::fs;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::suite;
use crate::tree::Tree;

/// The options of `cargo xtask measure`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to measure
    #[arg(value_enum)]
    topic: Topic,
    #[command(flatten)]
    reading: reading::Args,
}

/// One topic per part of the product.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Topic {
    Fuzz,
    House,
    Matcher,
    MatcherEquality,
    Names,
    Pack,
    Reading,
    Resume,
    Sanitizer,
    Segmentation,
    Suite,
    Text,
    Streams,
    Memory,
    #[value(name = "kb", alias = "load")]
    Kb,
    Python,
}

/// Measures a topic and writes its file.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let topic = args.topic.to_possible_value().context("each topic has a name")?.get_name().to_owned();
    let stamp = machine::Stamp::take(tree, &topic)?;
    let record = match args.topic {
        Topic::House => toml::to_string(&house::measure(tree)?)?,
        Topic::Fuzz => toml::to_string(&fuzz::measure(tree)?)?,
        Topic::Pack => toml::to_string(&pack::measure(tree)?)?,
        Topic::Names => toml::to_string(&names::measure(tree)?)?,
        Topic::Resume => toml::to_string(&resume::measure(tree)?)?,
        Topic::Text => toml::to_string(&text::measure(tree)?)?,
        Topic::Segmentation => toml::to_string(&segmentation::measure(tree)?)?,
        Topic::Suite => toml::to_string(&suite::outcomes(tree, |_| ())?)?,
        Topic::Sanitizer => toml::to_string(&sanitizer::measure(tree)?)?,
        Topic::MatcherEquality => toml::to_string(&equality::measure(tree)?)?,
        Topic::Python => toml::to_string(&python::measure(tree)?)?,
        Topic::Kb => toml::to_string(&kb::measure(tree)?)?,
        Topic::Streams => toml::to_string(&streams::measure(tree)?)?,
        Topic::Memory => toml::to_string(&streams::memory(tree)?)?,
        Topic::Matcher => return matcher::measure(tree),
        Topic::Reading => return reading::measure(tree, &args.reading),
    };
    let folder = tree.root.join("benches/record");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join(format!("{topic}-{}.toml", stamp.date));
    fs::write(&path, format!("{}\n{record}", toml::to_string(&stamp)?))
        .with_context(|| format!("cannot write {}", path.display()))?;
    eprintln!("wrote {}", path.display());
    Ok(())
}
