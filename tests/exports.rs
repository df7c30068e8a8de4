//! Parquet and RDF, read back by DuckDB, pyarrow and Oxigraph (`exports.py`): the records are those that were loaded.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

#[path = "common/python.rs"]
mod python;

use python::python;

/// What `exports.py` imports.
const PACKAGES: [&str; 3] = ["duckdb==2.0.1", "pyarrow==26.0.1", "pyoxigraph==0.5.13"];

fn trich(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
    let output = command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A folder with the records of the corpus, the tables and the quads.
fn written() -> TempDir {
    let folder = TempDir::new().unwrap();
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl");
    let records = trich(folder.path(), &["extract", "--quiet", "--with-text", articles]);
    fs::write(folder.path().join("records"), records).unwrap();
    for target in ["parquet:tables", "rdf:records.nq"] {
        trich(folder.path(), &["load", "-q", "--to", target, "records"]);
    }
    folder
}

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().replace('-', "")
}

/// A number as its digits.
fn digits(value: &Value) -> Value {
    if value.is_number() { Value::String(value.to_string()) } else { value.clone() }
}

#[test]
fn the_records_are_read_back_by_other_programs() {
    let Some(python) = python("the exports", &PACKAGES) else { return };
    let folder = written();
    let mut script = Command::new(python);
    script.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exports.py"));
    let output = script.args(["tables", "records.nq"]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    let records = fs::read_to_string(folder.path().join("records")).unwrap();
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    let of_type = |name: &str| records.iter().filter(|r| r["type"] == name).collect::<Vec<_>>();
    for name in ["document", "mention", "claim", "time", "event"] {
        let count = of_type(name).len() as u64;
        assert_eq!(read["counts"][name], serde_json::json!([count, count]), "{name}");
    }
    for name in ["mention", "claim", "time", "event"] {
        let rows: BTreeMap<&str, &Value> = read["rows"][name]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["key"].as_str().unwrap(), row))
            .collect();
        for record in of_type(name) {
            let row = rows[id(record).as_str()];
            for (column, key) in [
                ("text", "text"),
                ("begins", "start"),
                ("ends", "end"),
                ("sentence", "sentence"),
                ("via", "via"),
            ] {
                assert_eq!(row[column], record[key], "{name}.{column}");
            }
            for number in
                ["value", "low", "high", "confidence"].iter().filter(|key| record.get(**key).is_some())
            {
                assert_eq!(row[*number], digits(&record[*number]), "{name}.{number} of {record}");
            }
            for (column, key) in [("first_day", "from"), ("last_day", "to")].iter().filter(|_| name == "time")
            {
                assert_eq!(row[*column], record[*key], "{name}.{column}");
            }
        }
    }
    assert_eq!(read["types"]["claim"]["value"], "decimal128(38, 10)");
    assert_eq!(read["types"]["time"]["first_day"], "date32[day]");
    assert!(read["joined"].as_array().unwrap().contains(&"company/xiaomi".into()));

    let claims: BTreeMap<String, &Value> = read["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row[0].as_str().unwrap().trim_start_matches("urn:uuid:").replace('-', ""), row))
        .collect();
    assert_eq!(claims.len(), of_type("claim").len());
    for record in of_type("claim") {
        let row = claims[&id(record)];
        assert_eq!(row[1], digits(&record["value"]));
        assert_eq!((&row[2], &row[3]), (&digits(&record["start"]), &digits(&record["end"])));
        assert_eq!(row[4], record["text"]);
    }
    assert_eq!(read["events"].as_array().unwrap().len(), of_type("event").len());
    assert_eq!(read["graphs"], of_type("document").len());
    assert!(
        read["partners"]
            .as_array()
            .unwrap()
            .contains(&serde_json::json!(["urn:trich:entity:company/xiaomi"]))
    );
    let all =
        of_type("mention").len() + of_type("claim").len() + of_type("time").len() + of_type("event").len();
    assert_eq!(read["derived"][0][0], all.to_string());
}

#[test]
fn loading_again_gives_the_same_files_and_leaves_nothing_beside_them() {
    let folder = written();
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let before = [read("tables/claim.parquet"), read("records.nq")];
    // Twice the same records, and all in another order.
    let text = fs::read_to_string(folder.path().join("records")).unwrap();
    let mut lines: Vec<&str> = text.lines().chain(text.lines()).collect();
    lines.reverse();
    fs::write(folder.path().join("records"), lines.join("\n")).unwrap();
    for target in ["parquet:tables", "rdf:records.nq"] {
        trich(folder.path(), &["load", "-q", "--to", target, "records"]);
    }
    assert_eq!(before, [read("tables/claim.parquet"), read("records.nq")]);
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["records", "records.nq", "tables"]);
}

#[test]
fn a_folder_with_other_things_is_left_alone() {
    let folder = written();
    fs::write(folder.path().join("tables/mine.txt"), "").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
    let output = command
        .args(["load", "-q", "--to", "parquet:tables", "records"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds `mine.txt`"));
    assert!(folder.path().join("tables/mine.txt").exists());
}
