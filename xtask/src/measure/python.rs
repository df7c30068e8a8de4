//! The wheel: its size, its bytes and speed beside the program's, other packages on the same articles, memory.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Serialize;
use toml::{Table, Value};

use super::house::round;
use crate::python::{self, Environment};
use crate::run;
use crate::tree::Tree;

/// What other packages are measured by.
const PEERS: &[&str] = &["pyvi==0.1.1", "spacy==3.8.18", "underthesea==9.5.0"];
const NAMES: [&str; 4] = ["underthesea-ner", "underthesea-words", "pyvi-words", "spacy-ruler"];
/// The Vietnamese part of FineWeb2, in GB of text.
const CORPUS_GB: f64 = 340.0;
const CORES: [u32; 4] = [2, 16, 64, 256];

/// All figures, in the order of the file.
#[derive(Serialize)]
pub(super) struct Figures {
    note: &'static str,
    wheel_megabytes: f64,
    equality: Value,
    /// Tech articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    tech: Option<Value>,
    /// News of all kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    news: Option<Value>,
    leak: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    large_corpus: Option<Large>,
    /// On one thread, by processor time, tech articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    peer: Vec<Value>,
}

/// What a corpus as large as FineWeb2's Vietnamese part would take, by the figures of `news`.
#[derive(Serialize)]
struct Large {
    gigabytes: f64,
    core_hours: f64,
    core_seconds_per_gigabyte: f64,
    /// As Parquet with Zstandard, with the JSON of each document and without.
    output_gigabytes: f64,
    output_gigabytes_without_json: f64,
    run: Vec<Cores>,
}

#[derive(Serialize)]
struct Cores {
    cores: u32,
    hours: f64,
}

pub(super) fn measure(tree: &Tree) -> Result<Figures> {
    let program = tree.program()?;
    let environment = python::environment(tree, true)?;
    let bench = tree.root.join("python/bench");
    let script = |python: &Path, name: &str, arguments: &[&OsStr]| -> Result<Value> {
        eprintln!("   {name} {}", arguments.first().map_or("".into(), |a| a.to_string_lossy()));
        let told = run::capture(Command::new(python).arg(bench.join(name)).args(arguments))?;
        Ok(Value::try_from(serde_json::from_str::<serde_json::Value>(&told).context("no JSON")?)?)
    };
    let Environment { python, wheel } = &environment;
    let corpus = tree.root.join("corpus/articles.jsonl");
    let (tech, news) = (tree.shared("text/tech.jsonl.gz"), tree.shared("text/news.jsonl.gz"));
    let mut equal = vec![program.as_os_str(), corpus.as_os_str()];
    equal.extend(tech.iter().map(|path| path.as_os_str()));
    let folder = tree.scratch()?.join("python/speed");
    let speed = |path: &Path| {
        script(python, "speed.py", &[program.as_os_str(), path.as_os_str(), folder.as_os_str()])
    };
    let news_figures = news.as_deref().map(speed).transpose()?;
    let mut peer = Vec::new();
    if let Some(tech) = &tech {
        let lexicons = tree.root.join("lexicons");
        let others = python::cached(&tree.scratch()?.join("python"), "peers", PEERS)?;
        peer.push(script(python, "peers.py", &["trich".as_ref(), tech.as_os_str()])?);
        for name in NAMES {
            let arguments = [name.as_ref(), tech.as_os_str(), lexicons.as_os_str()];
            peer.push(script(&others, "peers.py", &arguments)?);
        }
    }
    Ok(Figures {
        note: "speed_beside_program is the wheel's over the program's in the same round, medians; other work ran on the machine",
        wheel_megabytes: round(fs::metadata(wheel)?.len() as f64 / 1e6),
        equality: script(python, "equality.py", &equal)?,
        tech: tech.as_deref().map(speed).transpose()?,
        large_corpus: news_figures.as_ref().and_then(large),
        news: news_figures,
        leak: script(python, "leak.py", &[])?,
        peer,
    })
}

/// Reckoned from the processor time that documents with their records took, by the text of the documents.
fn large(news: &Value) -> Option<Large> {
    let number = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
    let of = |table: &Table, key: &str| table.get(key).and_then(number);
    let news = news.as_table()?;
    let nested = news.get("parquet_nested")?.as_table()?;
    let text = of(news, "text_bytes")?;
    let per_gigabyte = of(nested, "cpu_seconds")? / text * 1e9;
    let output = |key: &str| of(news, key).map(|bytes| round(bytes / text * CORPUS_GB));
    let core_hours = per_gigabyte * CORPUS_GB / 3600.0;
    Some(Large {
        gigabytes: CORPUS_GB,
        core_hours: round(core_hours),
        core_seconds_per_gigabyte: round(per_gigabyte),
        output_gigabytes: output("parquet_zstd_bytes")?,
        output_gigabytes_without_json: output("parquet_zstd_bytes_without_json")?,
        run: CORES.map(|cores| Cores { cores, hours: round(core_hours / f64::from(cores)) }).into(),
    })
}
