//! General news annotated after other guidelines: tokens with labels that have no beginnings. Nothing is promised on it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::percent;
use crate::run;
use crate::tree::{self, Tree};

/// What is counted by label: span exact, then overlapping.
#[derive(Serialize)]
pub(super) struct Vlsp {
    about: &'static str,
    documents: usize,
    /// Precision, recall, right, wrong, missed.
    exact: BTreeMap<&'static str, super::Cells>,
    overlapping: BTreeMap<&'static str, super::Cells>,
}

/// A name: its label and its place in code points.
#[derive(Clone, Copy)]
struct Name {
    label: &'static str,
    start: usize,
    end: usize,
}

/// The label of an address, whose parts are not annotated.
const ADDRESS: &str = "ADDRESS";
const LABELS: [&str; 3] = ["PERSON", "LOCATION", "ORGANIZATION"];

pub(super) fn measure(tree: &Tree, program: &Path, path: &Path) -> Result<Vlsp> {
    let parts: Vec<(String, Vec<Name>)> =
        tree::read(path)?.split("\n\n").map(part).filter(|(text, _)| !text.is_empty()).collect();
    let mut input = String::new();
    for (number, (text, _)) in parts.iter().enumerate() {
        writeln!(input, "{}", json!({ "id": number.to_string(), "text": text }))?;
    }
    let file = tree.scratch()?.join("vlsp.jsonl");
    fs::write(&file, input)?;
    let records =
        run::capture(Command::new(program).args(["extract", "--quiet", "--only", "mention"]).arg(&file))?;
    let mut found: HashMap<String, Vec<Name>> = HashMap::new();
    for line in records.lines() {
        let record: Value = serde_json::from_str(line)?;
        if let (Some(document), Some(name)) = (record["doc"].as_str(), name(&record)) {
            found.entry(document.to_owned()).or_default().push(name);
        }
    }
    let none = Vec::new();
    let pairs =
        || parts.iter().enumerate().map(|(i, (_, gold))| (gold, found.get(&i.to_string()).unwrap_or(&none)));
    let same = |a: &Name, b: &Name| a.start == b.start && a.end == b.end;
    let over = |a: &Name, b: &Name| a.start < b.end && b.start < a.end;
    Ok(Vlsp {
        about: "VLSP 2021, development part: other guidelines, general news; names inside ADDRESS are left out; company and organization are ORGANIZATION; products and coreferences are not counted",
        documents: parts.len(),
        exact: LABELS.into_iter().map(|label| (label, cells(label, pairs(), same))).collect(),
        overlapping: LABELS.into_iter().map(|label| (label, cells(label, pairs(), over))).collect(),
    })
}

/// The text of some lines, tokens with a blank between them, and the names in it: neighbours of one label are one.
fn part(lines: &str) -> (String, Vec<Name>) {
    let (mut text, mut names, mut length) = (String::new(), Vec::<Name>::new(), 0);
    let mut last = "O";
    for (word, label) in lines.lines().filter_map(|line| line.split_once('\t')) {
        if !text.is_empty() {
            text.push(' ');
            length += 1;
        }
        let start = length;
        text.push_str(word);
        length += word.chars().count();
        let known = LABELS.iter().chain(&[ADDRESS]).find(|known| **known == label);
        match (known, names.last_mut()) {
            (Some(_), Some(name)) if label == last => name.end = length,
            (Some(&label), _) => names.push(Name { label, start, end: length }),
            (None, _) => {}
        }
        last = label;
    }
    (text, names)
}

fn name(record: &Value) -> Option<Name> {
    let label = match record["kind"].as_str()? {
        "person" => "PERSON",
        "place" => "LOCATION",
        "company" | "organization" => "ORGANIZATION",
        _ => return None,
    };
    if record["type"] != "mention" || record["reference"] == "coreference" {
        return None;
    }
    let at = |key: &str| Some(record[key].as_u64()? as usize);
    Some(Name { label, start: at("start")?, end: at("end")? })
}

fn cells<'a>(
    label: &str,
    pairs: impl Iterator<Item = (&'a Vec<Name>, &'a Vec<Name>)>,
    fits: fn(&Name, &Name) -> bool,
) -> super::Cells {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (gold, found) in pairs {
        let inside = |name: &&Name| {
            gold.iter().any(|g| g.label == ADDRESS && g.start < name.end && name.start < g.end)
        };
        let mut free: Vec<&Name> = found.iter().filter(|n| n.label == label && !inside(n)).collect();
        for answer in gold.iter().filter(|g| g.label == label) {
            match free.iter().position(|name| fits(answer, name)) {
                Some(at) => {
                    free.remove(at);
                    right += 1;
                }
                None => missed += 1,
            }
        }
        wrong += free.len() as u64;
    }
    (percent(right, wrong), percent(right, missed), right, wrong, missed)
}
