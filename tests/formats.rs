//! Every format, read from files that other programs wrote (`formats.py`): the documents and records are those of the
//! JSON Lines form.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use trich::{Document, FieldMap, Format, Item, Options, Pipeline, Reader, Writer};

#[path = "common/python.rs"]
mod python;

use python::{python, succeeds};

/// What `formats.py` imports.
const PACKAGES: [&str; 5] =
    ["feedgen==1.0.0", "numpy==2.4.6", "pandas==3.1.1", "pyarrow==26.0.1", "warcio==1.8.1"];

/// The files, by the JSON Lines form of what is in them, and where they keep the fields of a document.
const FILES: [(&str, &str, &[&str]); 25] = [
    ("dump.json", "articles.jsonl", &[]),
    ("indented.json", "articles.jsonl", &[]),
    ("nested.json", "articles.jsonl", &NESTED),
    ("pandas.json", "articles.jsonl", &[]),
    ("pandas.jsonl.gz", "articles.jsonl", &[]),
    ("table.csv", "articles.jsonl", &[]),
    ("table.csv.gz", "articles.jsonl", &[]),
    ("quoted.csv", "articles.jsonl", &[]),
    ("table.tsv", "articles.jsonl", &[]),
    ("pandas.parquet", "articles.jsonl", &[]),
    ("none.parquet", "articles.jsonl", &[]),
    ("snappy.parquet", "articles.jsonl", &[]),
    ("gzip.parquet", "articles.jsonl", &[]),
    ("zstd.parquet", "articles.jsonl", &[]),
    ("lz4.parquet", "articles.jsonl", &[]),
    ("v2.parquet", "articles.jsonl", &[]),
    ("nested.parquet", "times.jsonl", &NESTED),
    ("pages.warc", "pages.jsonl", &[]),
    ("pages.warc.gz", "pages.jsonl", &[]),
    ("texts.wet", "texts.jsonl", &[]),
    ("texts.wet.gz", "texts.jsonl", &[]),
    ("feed.rss", "feed.jsonl", &[]),
    ("feed.atom", "feed.jsonl", &[]),
    ("fineweb2.parquet", "fineweb2.jsonl", &["date=date", "id=id"]),
    ("html.jsonl", "html-as-text.jsonl", &["html"]),
];
const NESTED: [&str; 6] = [
    "id=meta.id",
    "date=meta.when.$date+when",
    "source=from",
    "title=head",
    "text=body",
    "url=link.href+url",
];

/// The folder with the files; none where Python or its packages are missing, which is a failure in CI.
fn folder() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER.get_or_init(|| made(Path::new(env!("CARGO_TARGET_TMPDIR")))).as_deref()
}

/// Makes a virtual environment and the files in `target`.
fn made(target: &Path) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = python("the formats", &PACKAGES)?;
    let folder = target.join("formats");
    fs::create_dir_all(&folder).unwrap();
    let mut script = Command::new(&python);
    script.arg(root.join("tests/formats.py")).arg(root.join("corpus/articles.jsonl")).arg(&folder);
    assert!(succeeds(&mut script), "tests/formats.py failed");
    Some(folder)
}

fn options(fields: &[&str], format: Format) -> Options {
    let mut map = FieldMap::default();
    fields.iter().filter(|f| f.contains('=')).for_each(|field| map.set(field).unwrap());
    Options { format, fields: map, html: fields.contains(&"html"), ..Options::default() }
}

/// What is in the file `name`, which is told by its bytes alone.
fn read(folder: &Path, name: &str, fields: &[&str]) -> Vec<Item> {
    let path = folder.join(name);
    let options = options(fields, Format::Auto);
    if name.ends_with(".parquet") {
        let mut reader = Reader::parquet(File::open(path).unwrap(), name, options);
        return std::iter::from_fn(|| reader.next()).collect();
    }
    let mut reader = Reader::new(File::open(path).unwrap(), name, options);
    std::iter::from_fn(|| reader.next()).collect()
}

/// The documents of the JSON Lines `form`, had they come from the file `name`.
fn wanted(folder: &Path, form: &str, name: &str) -> Vec<Document> {
    let file = File::open(folder.join(form)).unwrap();
    let mut reader = Reader::new(file, name, options(&[], Format::JsonLines));
    std::iter::from_fn(|| reader.next()).map(Result::unwrap).collect()
}

/// The records of `documents`.
fn records(documents: &[Document]) -> Vec<u8> {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    let mut worker = PIPELINE.get_or_init(|| Pipeline::builder().build().unwrap()).worker();
    let mut out = Vec::new();
    for document in documents {
        worker.write(document, false, &Writer::default(), &mut out);
    }
    out
}

#[test]
fn every_format_gives_the_records_of_json_lines() {
    let Some(folder) = folder() else { return };
    for (name, form, fields) in FILES {
        let want = wanted(folder, form, name);
        assert!(want.len() > 20, "{form}");
        let have: Vec<Document> = read(folder, name, fields)
            .into_iter()
            .map(|item| item.unwrap_or_else(|e| panic!("{name}: {e}")))
            .collect();
        for (have, want) in have.iter().zip(&want) {
            assert_eq!(have, want, "{name}");
        }
        assert_eq!(have.len(), want.len(), "{name}");
        assert!(records(&have) == records(&want), "{name}");
    }
}

#[test]
fn a_file_that_breaks_off_gives_errors_and_all_before() {
    let Some(folder) = folder() else { return };
    for (name, ..) in FILES.iter().filter(|(name, form, fields)| fields.is_empty() && name != form) {
        let bytes = fs::read(folder.join(name)).unwrap();
        let whole = read(folder, name, &[]);
        let cut = format!("cut-{name}");
        for share in [3, 30, 70] {
            fs::write(folder.join(&cut), &bytes[..bytes.len() * share / 100]).unwrap();
            let items = read(folder, &cut, &[]);
            // A table says nowhere that it ends.
            let is_told =
                items.last().is_some_and(Result::is_err) || name.contains(".csv") || name.contains(".tsv");
            assert!(is_told, "{name}, {share} %: {:?}", items.last());
            let good = items.iter().take_while(|item| item.is_ok()).count();
            for (have, want) in items[..good.saturating_sub(1)].iter().zip(&whole) {
                assert_eq!(have.as_ref().unwrap().text, want.as_ref().unwrap().text, "{name}, {share} %");
            }
        }
    }
}

#[test]
fn damage_gives_errors_and_never_a_panic() {
    let Some(folder) = folder() else { return };
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for (name, ..) in FILES.iter().filter(|(name, ..)| !name.ends_with(".gz")) {
        let bytes = fs::read(folder.join(name)).unwrap();
        let damaged = format!("damaged-{name}");
        for _ in 0..20 {
            let mut bytes = bytes.clone();
            for _ in 0..8 {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let at = random as usize % bytes.len();
                bytes[at] = (random >> 32) as u8;
            }
            fs::write(folder.join(&damaged), bytes).unwrap();
            let items = read(folder, &damaged, &[]);
            assert!(!items.is_empty(), "{name} gives nothing");
        }
    }
}

#[test]
fn what_an_archive_holds_besides_is_counted() {
    let Some(folder) = folder() else { return };
    let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
    command.args(["extract", "-q", "--only", "time", "--summary", "-"]).arg(folder.join("pages.warc.gz"));
    let output = command.output().unwrap();
    let summary: Value = serde_json::from_slice(&output.stderr).unwrap();
    let pages = wanted(folder, "pages.jsonl", "-").len();
    assert_eq!((output.status.code(), summary["documents"].as_u64()), (Some(0), Some(pages as u64)));
    // A request for each page, and the words about the archive.
    assert_eq!(summary["passed"], pages + 1);
}

#[test]
fn parquet_is_told_apart_where_it_cannot_be_read() {
    let Some(folder) = folder() else { return };
    let bytes = fs::read(folder.join("snappy.parquet")).unwrap();
    let mut reader = Reader::new(bytes.as_slice(), "-", Options::default());
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!((error.code, reader.next()), ("unsupported", None));
    let mut reader = Reader::parquet(
        File::open(folder.join("nested.parquet")).unwrap(),
        "-",
        options(&["text=x", "title=y", "id=z", "date=z", "url=z", "source=z"], Format::Auto),
    );
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!((error.code, reader.next()), ("missing-field", None));
    assert!(error.message.contains("it has: meta, when, from, head, body, url"), "{}", error.message);
}
