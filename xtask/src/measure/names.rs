//! Names: how many are found that no list holds, how many the lists hold, and a set annotated by others.

mod vlsp;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;

use self::vlsp::Vlsp;
use crate::run;
use crate::tree::Tree;

/// The gold files, each beside the texts of the same name.
const SETS: [&str; 2] = ["dev", "train"];
const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];
/// Names are drawn so many times.
const SEEDS: [u64; 3] = [1, 2, 3];

/// All of it, in the order of the file.
#[derive(Serialize)]
pub(super) struct Names {
    /// What the figures are.
    about: &'static str,
    sets: BTreeMap<&'static str, Set>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vlsp2021_dev: Option<Vlsp>,
}

/// One gold file. Figures are precision, recall, right, wrong, missed.
#[derive(Serialize)]
struct Set {
    /// The program as it is.
    full: BTreeMap<String, Cells>,
    /// Without the weights for names that no list holds: what the lists alone find.
    lists_alone: BTreeMap<String, Cells>,
    unseen: Vec<Draw>,
}

/// One draw of names. The weights have seen the articles of train, and other articles with the names of dev.
#[derive(Serialize)]
struct Draw {
    seed: u64,
    names: u64,
    entries: u64,
    /// Precision over company, product and person together, of the full run and of the one without the names.
    precision_together: (f64, f64),
    /// The same by kind.
    precision: BTreeMap<String, (f64, f64)>,
    /// Recall on the names that were taken out, in percent, then right and missed.
    recall: BTreeMap<String, (f64, u64, u64)>,
}

type Cells = (f64, f64, u64, u64, u64);

pub(super) fn measure(tree: &Tree) -> Result<Names> {
    if tree.shared("gold").is_none() {
        bail!("skipped: the annotated articles are not beside the project, in ../shared/gold");
    }
    let program = tree.program()?;
    let mut sets = BTreeMap::new();
    for name in SETS {
        let gold = tree.shared(&format!("gold/{name}.jsonl"));
        let texts = tree.shared(&format!("text/{name}.jsonl"));
        if let (Some(gold), Some(texts)) = (gold, texts) {
            sets.insert(name, set(tree, &program, &gold, &texts)?);
        }
    }
    let vlsp = tree.shared("gold/ner/vlsp2021-dev.conll");
    Ok(Names {
        about: "mention.KIND: precision, recall, right, wrong, missed; unseen: a third of the gold's names out of the lists",
        sets,
        vlsp2021_dev: vlsp.map(|path| vlsp::measure(tree, &program, &path)).transpose()?,
    })
}

fn set(tree: &Tree, program: &Path, gold: &Path, texts: &Path) -> Result<Set> {
    let eval = |arguments: &[&str]| -> Result<Value> {
        let mut command = Command::new(program);
        command.arg("eval").arg(gold).arg("--articles").arg(texts).arg("--json").args(arguments);
        serde_json::from_str(&run::capture(&mut command)?).context("what `trich eval --json` printed")
    };
    let folder = without_weights(tree)?;
    let folder = folder.to_string_lossy();
    let unseen = |seed: u64| -> Result<Draw> { Ok(draw(&eval(&["--unseen", &seed.to_string()])?)) };
    Ok(Set {
        full: mentions(&eval(&[])?["figures"]),
        lists_alone: mentions(&eval(&["--lexicon", &folder])?["figures"]),
        unseen: SEEDS.into_iter().map(unseen).collect::<Result<_>>()?,
    })
}

/// A folder that lays a model without weights over the builtin one.
fn without_weights(tree: &Tree) -> Result<PathBuf> {
    let folder = tree.scratch()?.join("without-weights");
    fs::create_dir_all(folder.join("model"))?;
    fs::write(folder.join("model/entity.tsv"), "# no weights\n")?;
    Ok(folder)
}

fn count(figure: &Value, key: &str) -> u64 {
    figure[key].as_u64().unwrap_or_default()
}

fn share(figure: &Value, key: &str) -> f64 {
    figure[key].as_f64().unwrap_or_default()
}

fn mentions(figures: &Value) -> BTreeMap<String, Cells> {
    let names = KINDS.iter().flat_map(|kind| [format!("mention.{kind}"), format!("mention.{kind}.loose")]);
    let cells = |figure: &Value| {
        let [right, wrong, missed] = ["right", "wrong", "missed"].map(|key| count(figure, key));
        (share(figure, "precision"), share(figure, "recall"), right, wrong, missed)
    };
    names.map(|name| (name.clone(), cells(&figures[&name]))).collect()
}

fn draw(told: &Value) -> Draw {
    let (full, less) = (&told["figures"], &told["without"]);
    let recall = KINDS.iter().filter_map(|kind| {
        let figure = less.get(format!("unseen.{kind}"))?;
        Some(((*kind).to_owned(), (share(figure, "recall"), count(figure, "right"), count(figure, "missed"))))
    });
    let precision = KINDS.iter().map(|kind| {
        let of = |figures: &Value| share(&figures[format!("mention.{kind}")], "precision");
        ((*kind).to_owned(), (of(full), of(less)))
    });
    Draw {
        seed: told["seed"].as_u64().unwrap_or_default(),
        names: told["names"].as_u64().unwrap_or_default(),
        entries: told["entries"].as_u64().unwrap_or_default(),
        precision_together: (together(full), together(less)),
        precision: precision.collect(),
        recall: recall.collect(),
    }
}

/// The precision over the three kinds that have a bar.
fn together(figures: &Value) -> f64 {
    let sum =
        |key| KINDS[..3].iter().map(|kind| count(&figures[format!("mention.{kind}")], key)).sum::<u64>();
    percent(sum("right"), sum("wrong"))
}

/// The share of the first in both, in percent with one decimal.
fn percent(part: u64, rest: u64) -> f64 {
    if part + rest == 0 { 0.0 } else { (1000.0 * part as f64 / (part + rest) as f64).round() / 10.0 }
}
