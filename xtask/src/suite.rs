//! `cargo xtask suite`: the program against the sentences of `tests/spec/`, each with all that must be found in it.
//!
//! What the files hold and how they are compared is told in `tests/spec/README.md`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use trich::eval::{CharSpan, Text};

use crate::tree::{self, Tree};
use crate::{run, score};

/// The options of `cargo xtask suite`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Print every fault: sentence, what was expected, what was found
    #[arg(long)]
    faults: bool,
}

/// The files, and the records that each is about.
const FILES: [(&str, &str); 8] = [
    ("claims", CLAIM),
    ("negatives", CLAIM),
    ("times", "time"),
    ("modality", EVENT),
    ("phrases", CLAIM),
    ("news", CLAIM),
    ("news-negatives", CLAIM),
    ("news-times", "time"),
];
const CLAIM: &str = "claim";
/// Of events only what is expected is looked at: their triggers by overlap, and no others of the sentence.
const EVENT: &str = "event";

#[derive(Deserialize)]
struct Sentence {
    id: String,
    text: String,
    date: Option<String>,
    #[serde(default, alias = "times", alias = "events")]
    claims: Vec<Expected>,
}

/// What must be found, or may be: the keys that are compared, with their allowed values.
#[derive(Deserialize)]
struct Expected {
    text: String,
    #[serde(default = "first")]
    nth: usize,
    #[serde(default)]
    optional: bool,
    /// Whether the edges of the surface are a matter of taste.
    #[serde(default)]
    loose: bool,
    #[serde(flatten)]
    keys: BTreeMap<String, Value>,
}

fn first() -> usize {
    1
}

/// The outcome of one file.
#[derive(Default, Serialize)]
pub(crate) struct Outcome {
    pub(crate) sentences: usize,
    pub(crate) right: usize,
    /// Records found where none is.
    pub(crate) extra: usize,
    pub(crate) missed: usize,
    /// How often each key was wrong in what was found.
    pub(crate) keys: BTreeMap<String, usize>,
}

/// Prints the figures of each file and, if asked for, the faults.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    for (file, outcome) in outcomes(tree, |fault| {
        if args.faults {
            println!("{fault}");
        }
    })? {
        println!("{file}\t{}", serde_json::to_string(&outcome)?);
    }
    Ok(())
}

/// The outcome of each file; `tell` hears of the faults.
pub(crate) fn outcomes(tree: &Tree, mut tell: impl FnMut(&str)) -> Result<BTreeMap<String, Outcome>> {
    let program = tree.program()?;
    let mut all = BTreeMap::new();
    for (file, kind) in FILES {
        let path = tree.root.join("tests/spec").join(file).with_extension("jsonl");
        let text = tree::read(&path)?;
        let sentences = text
            .lines()
            .map(|line| serde_json::from_str::<Sentence>(line).with_context(|| format!("{file}: {line}")))
            .collect::<Result<Vec<_>>>()?;
        let input: String = sentences
            .iter()
            .map(|s| format!("{}\n", json!({"id": s.id, "text": s.text, "date": s.date})))
            .collect();
        let folder = tree.root.join("target/xtask");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("suite-{file}.jsonl"));
        fs::write(&path, input)?;
        let records = by_document(&run::capture(Command::new(&program).arg("extract").arg(&path))?, kind)?;
        let mut outcome = Outcome::default();
        for sentence in &sentences {
            let found = records.get(&sentence.id).map_or(&[][..], Vec::as_slice);
            compare(sentence, found, &mut outcome, &mut tell)?;
        }
        all.insert(file.to_owned(), outcome);
    }
    Ok(all)
}

/// The records of one type, by document.
fn by_document(records: &str, kind: &str) -> Result<HashMap<String, Vec<Value>>> {
    let mut all: HashMap<String, Vec<Value>> = HashMap::new();
    let records = records.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    let surfaces: HashMap<&str, &Value> =
        records.iter().filter_map(|r| Some((r["id"].as_str()?, r.get("text")?))).collect();
    for record in &records {
        let mut record = record.clone();
        if kind == EVENT {
            for key in ["text", "start", "end"] {
                record[key] = record["trigger"][key].clone();
            }
        }
        if kind == CLAIM {
            flatten(&mut record, &surfaces);
        }
        if record["type"] == kind
            && let Some(document) = record["doc"].as_str()
        {
            all.entry(document.to_owned()).or_default().push(record);
        }
    }
    Ok(all)
}

/// Gives a claim the parts of its change as keys of its own, and the surfaces of the records that it points at.
fn flatten(claim: &mut Value, surfaces: &HashMap<&str, &Value>) {
    for key in ["direction", "mode", "baseline"] {
        claim[key] = claim["change"].get(key).cloned().unwrap_or_default();
    }
    for key in ["time", "of", "same_as"] {
        let told = claim[key].as_str().and_then(|id| surfaces.get(id));
        claim[key] = told.map_or(Value::Null, |text| (*text).clone());
    }
}

fn compare(
    sentence: &Sentence,
    found: &[Value],
    outcome: &mut Outcome,
    tell: &mut impl FnMut(&str),
) -> Result<()> {
    let text = Text::new(&sentence.text);
    let mut free: Vec<&Value> = found.iter().collect();
    let mut faults = Vec::new();
    let mut excused = Vec::new();
    for expected in &sentence.claims {
        let span = text
            .occurrence(&expected.text, expected.nth)
            .with_context(|| format!("{}: {:?} does not stand in it", sentence.id, expected.text))?;
        let here = |record: &&Value| overlaps(record, span);
        let as_meant = |record: &&Value| here(record) && wrong_keys(expected, record).is_empty();
        let Some(at) = free.iter().position(as_meant).or(free.iter().position(here)) else {
            if !expected.optional {
                outcome.missed += 1;
                faults.push(format!("missed {:?}", expected.text));
            }
            continue;
        };
        if expected.optional {
            excused.push(span);
            continue;
        }
        let record = free.remove(at);
        let wrong = wrong_keys(expected, record);
        for key in &wrong {
            *outcome.keys.entry((*key).to_owned()).or_default() += 1;
        }
        if !wrong.is_empty() {
            let told: Vec<_> = wrong
                .iter()
                .map(|key| format!("{key}: {} for {}", record[*key], wanted(expected, key)))
                .collect();
            faults.push(format!("{:?} {}", expected.text, told.join(", ")));
        }
    }
    for record in free {
        if record["type"] == EVENT || excused.iter().any(|span| overlaps(record, *span)) {
            continue;
        }
        outcome.extra += 1;
        faults.push(format!("extra {} {}", record["text"], record["kind"]));
    }
    outcome.sentences += 1;
    outcome.right += usize::from(faults.is_empty());
    if !faults.is_empty() {
        tell(&format!("{}\t{}\n\t{}", sentence.id, sentence.text, faults.join("\n\t")));
    }
    Ok(())
}

fn overlaps(record: &Value, span: CharSpan) -> bool {
    let at = |key: &str| record[key].as_u64().map_or(0, |n| n as usize);
    CharSpan::new(at("start"), at("end")).overlaps(span)
}

fn wanted(expected: &Expected, key: &str) -> Value {
    match key {
        "text" => json!(expected.text),
        _ => expected.keys.get(key).cloned().unwrap_or_default(),
    }
}

/// The keys of `record` that are not as expected.
fn wrong_keys<'e>(expected: &'e Expected, record: &Value) -> Vec<&'e str> {
    let mut wrong: Vec<&str> = expected
        .keys
        .iter()
        .filter(|(key, allowed)| !fits(key, allowed, &record[key.as_str()]))
        .map(|(key, _)| key.as_str())
        .collect();
    let is_exact = record["type"] != EVENT && !expected.loose;
    if is_exact && record["text"] != expected.text && !same_but_for_unit(expected, record) {
        wrong.push("text");
    }
    wrong
}

/// Whether the surface has a longer unit at its end, and no other difference.
fn same_but_for_unit(expected: &Expected, record: &Value) -> bool {
    let found = record["text"].as_str().unwrap_or_default();
    let extra = found.strip_prefix(expected.text.as_str()).filter(|rest| rest.starts_with(' '));
    extra.is_some_and(|rest| rest.split_whitespace().count() <= 3)
}

fn fits(key: &str, allowed: &Value, found: &Value) -> bool {
    match allowed {
        Value::Array(list) => list.iter().any(|one| fits(key, one, found)),
        Value::String(text) if matches!(key, "value" | "low" | "high") => {
            found.as_number().is_some_and(|n| score::is_number(n, text))
        }
        Value::Null | Value::String(_) if key == "unit" => score::is_unit(found.as_str(), allowed.as_str()),
        Value::Null if key == "subject" => found.is_null() || found["entity"].is_null(),
        Value::String(name) if key == "subject" => score::is_alike(found["name"].as_str(), name),
        _ => allowed == found || (allowed == &Value::Bool(false) && found.is_null()),
    }
}
