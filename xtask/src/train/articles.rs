//! The annotated articles to learn from: gold answers beside the project, and the project's own annotation joined with
//! the texts it was made on.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::tree::{self, Tree};

/// Gold answers that carry their texts; the measuring part is not among them.
const GOLD: [&str; 2] = ["gold/train.jsonl", "gold/seed.jsonl"];
/// Annotation without texts, and where the texts are.
const ANNOTATION: &str = "corpus/annotation/articles.jsonl";
const TEXTS: [&str; 3] = ["text/tech.jsonl.gz", "text/tech-brief.jsonl.gz", "text/news.jsonl.gz"];

/// Writes all annotated articles with their texts into one file, and says where it lies.
pub(super) fn annotated(tree: &Tree) -> Result<PathBuf> {
    let mut lines = Vec::new();
    for name in GOLD {
        let Some(path) = tree.shared(name) else {
            bail!("../shared/{name} is not there: name a file of annotated articles with --gold");
        };
        lines.extend(tree::read(&path)?.lines().map(str::to_owned));
    }
    let texts = texts(tree)?;
    let annotation = tree.root.join(ANNOTATION);
    for (index, line) in tree::read(&annotation)?.lines().enumerate() {
        let joined = join(line, &texts).with_context(|| format!("{}:{}", annotation.display(), index + 1))?;
        lines.push(joined);
    }
    write(tree, "annotated.jsonl", &lines)
}

/// Writes the articles of these ids into a file, and says where it lies.
pub(super) fn of(tree: &Tree, ids: &BTreeSet<String>) -> Result<PathBuf> {
    let texts = texts(tree)?;
    let line = |id: &String| {
        let text = texts.get(id).with_context(|| format!("no text has the id {id:?}"))?;
        Ok(json!({ "id": id, "text": text }).to_string())
    };
    write(tree, "named.jsonl", &ids.iter().map(line).collect::<Result<Vec<_>>>()?)
}

fn write(tree: &Tree, name: &str, lines: &[String]) -> Result<PathBuf> {
    let path = tree.scratch()?.join(name);
    fs::write(&path, lines.join("\n") + "\n").with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// The texts at hand, by id.
fn texts(tree: &Tree) -> Result<HashMap<String, String>> {
    let mut texts = HashMap::new();
    for path in TEXTS.iter().filter_map(|name| tree.shared(name)) {
        read_texts(&path, &mut texts)?;
    }
    Ok(texts)
}

/// Adds the texts of `path`, by id: the title, a line feed, the body.
fn read_texts(path: &Path, texts: &mut HashMap<String, String>) -> Result<()> {
    let mut lines = String::new();
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    MultiGzDecoder::new(file)
        .read_to_string(&mut lines)
        .with_context(|| format!("cannot unpack {}", path.display()))?;
    for line in lines.lines() {
        let article: Map<String, Value> = serde_json::from_str(line)?;
        let field = |name: &str| article.get(name).and_then(Value::as_str).unwrap_or_default();
        texts.insert(field("id").to_owned(), format!("{}\n{}", field("title"), field("text")));
    }
    Ok(())
}

/// Gives each answer that says where it stands the words that stand there.
fn fill(value: &mut Value, text: &[char]) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| fill(value, text)),
        Value::Object(answer) => {
            answer.values_mut().for_each(|value| fill(value, text));
            let at = |name: &str| Some(answer.get(name)?.as_u64()? as usize);
            let words = at("start").zip(at("end")).and_then(|(start, end)| text.get(start..end));
            if let Some(words) = words {
                let words: String = words.iter().collect();
                answer.insert("text".to_owned(), words.into());
            }
        }
        _ => {}
    }
}

/// The annotation `line` with its text, which must be the one that was read when it was made.
fn join(line: &str, texts: &HashMap<String, String>) -> Result<String> {
    let mut article: Map<String, Value> = serde_json::from_str(line)?;
    let id = article.get("id").and_then(Value::as_str).context("no id")?;
    let text = texts.get(id).with_context(|| format!("no text has the id {id:?}"))?.clone();
    let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    if article.get("sha256").and_then(Value::as_str) != Some(&digest) {
        bail!("the text of {id:?} is another than the one that was annotated (its SHA-256 is {digest})");
    }
    let chars: Vec<char> = text.chars().collect();
    article.values_mut().for_each(|value| fill(value, &chars));
    article.insert("text".to_owned(), text.into());
    Ok(Value::Object(article).to_string())
}
