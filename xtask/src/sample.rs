//! `cargo xtask sample KIND`: records drawn by chance from the program's answers to real news, on a worksheet for a reader.
//!
//! What the readers found is put together by `cargo xtask measure reading`.

pub(crate) mod worksheet;

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use self::worksheet::{Draw, Place, row};
use crate::tree::Tree;
use crate::{run, text};

/// The texts that are drawn from, in `../shared/text`, by their names without `.jsonl.gz`.
const TEXTS: [&str; 3] = ["tech", "tech-brief", "news"];

/// The options of `cargo xtask sample`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which records to draw
    #[arg(value_enum)]
    kind: Kind,
    /// Of these records only those of one sort: a kind of mention (company) or a type of event (launch)
    #[arg(long, value_name = "SORT")]
    of: Option<String>,
    /// Draw from these texts alone
    #[arg(long, value_parser = TEXTS)]
    from: Option<String>,
    /// What decides which records are drawn
    #[arg(long)]
    seed: u64,
    /// How many
    #[arg(long, default_value_t = 100)]
    count: usize,
}

/// A type of record that readers judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    Claim,
    Mention,
    Event,
}

impl Kind {
    /// The type as records say it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Mention => "mention",
            Self::Event => "event",
        }
    }
}

/// Draws the records and writes the worksheet under the build output.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let names = TEXTS.iter().filter(|name| args.from.as_ref().is_none_or(|only| only == *name));
    let paths: Vec<PathBuf> = names.filter_map(|n| tree.shared(&format!("text/{n}.jsonl.gz"))).collect();
    if paths.is_empty() {
        eprintln!("skipped: there is no real news beside the project, in ../shared/text");
        return Ok(());
    }
    let draw = Draw::now(tree, args)?;
    let drawn = drawn(&tree.program()?, &paths, args)?;
    let texts = texts(&paths, &drawn)?;
    let mut sheet = draw.head()?;
    for (place, record) in drawn.values() {
        let text = texts.get(&place.document).with_context(|| format!("no text of {:?}", place.document))?;
        sheet.push_str(&row(place, record, text)?);
    }
    let path = tree.scratch()?.join(format!("{}-{}.tsv", draw.label(), draw.seed));
    fs::write(&path, sheet).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{} records in {}", drawn.len(), path.display());
    Ok(())
}

/// The records whose numbers, made from the seed and their place, are the smallest: every record has the same chance,
/// in whatever order they come.
type Drawn = BTreeMap<[u8; 32], (Place, Value)>;

fn drawn(program: &Path, paths: &[PathBuf], args: &Args) -> Result<Drawn> {
    let only = args.of.as_deref().unwrap_or(args.kind.name());
    let mut child = Command::new(program)
        .args(["extract", "--quiet", "--only", only])
        .args(paths)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let mut drawn = Drawn::new();
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        take(&line?, args, &mut drawn)?;
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("the program failed ({status})");
    }
    Ok(drawn)
}

/// Keeps the record on `line` where its number is among the smallest.
fn take(line: &str, args: &Args, drawn: &mut Drawn) -> Result<()> {
    let record: Value = serde_json::from_str(line).with_context(|| format!("no record: {line}"))?;
    if record["type"] != args.kind.name() {
        return Ok(());
    }
    let place = Place::of(&record).with_context(|| format!("a record without a place: {line}"))?;
    let number = Sha256::digest(format!("{}\t{}\t{}\t{}", args.seed, place.document, place.start, place.end));
    drawn.insert(number.into(), (place, record));
    if drawn.len() > args.count {
        drawn.pop_last();
    }
    Ok(())
}

/// The texts of the drawn documents by id, as offsets count in them.
fn texts(paths: &[PathBuf], drawn: &Drawn) -> Result<HashMap<String, String>> {
    #[derive(Deserialize)]
    struct Article {
        id: String,
        title: Option<String>,
        text: String,
    }
    let mut texts: HashMap<String, String> =
        drawn.values().map(|(place, _)| (place.document.clone(), String::new())).collect();
    for path in paths {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        for line in BufReader::new(MultiGzDecoder::new(file)).lines() {
            let article: Article = serde_json::from_str(&line?)?;
            if let Some(text) = texts.get_mut(&article.id) {
                *text = text::join(article.title.as_deref(), &article.text);
            }
        }
    }
    Ok(texts)
}

/// Today in UTC, and the commit; none before the first.
fn today_and_commit(tree: &Tree) -> (String, Option<String>) {
    let mut git = Command::new("git");
    let commit = run::capture(git.args(["rev-parse", "--verify", "HEAD"]).current_dir(&tree.root));
    let date = jiff::Timestamp::now().to_string().chars().take(10).collect();
    (date, commit.ok().map(|c| c.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_hangs_on_the_seed_and_not_on_the_order() {
        let record =
            |start: usize| format!(r#"{{"type":"claim","doc":"a","start":{start},"end":{}}}"#, start + 2);
        let mut lines: Vec<String> = (0..50).map(record).collect();
        lines.push(r#"{"type":"time","doc":"a","start":0,"end":1}"#.to_owned());
        let places = |lines: &[String], seed| {
            let args = Args { kind: Kind::Claim, of: None, from: None, seed, count: 5 };
            let mut drawn = Drawn::new();
            lines.iter().for_each(|line| take(line, &args, &mut drawn).unwrap());
            drawn.into_values().map(|(place, _)| place).collect::<Vec<_>>()
        };
        let first = places(&lines, 1);
        assert_eq!(first.len(), 5);
        assert_ne!(first, places(&lines, 2));
        lines.reverse();
        assert_eq!(first, places(&lines, 1));
    }
}
