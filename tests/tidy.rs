//! The house rules that a compiler does not see: who imports whom, documented modules, files of a readable size.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of the flow: each imports only from those before it. Rooms in one entry are neighbours
/// that do not import each other.
const ROOMS: [&[&str]; 21] = [
    &["span", "pack", "simd"],
    &["error"],
    &["text"],
    &["token"],
    &["gazetteer"],
    &["lexicon"],
    &["source"],
    &["clause"],
    &["model"],
    &["segment"],
    &["entity"],
    &["quantity"],
    &["claim"],
    &["event"],
    &["record"],
    &["pipeline"],
    &["kb"],
    &["arrow", "sink"],
    &["import"],
    &["eval"],
    &["suggest", "annotate"],
];
/// They see everything.
const FRONT: [&str; 4] = ["cli", "internals", "lib", "main"];
const LONGEST: usize = 800;

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The files of `src/` with the room that each belongs to.
fn files() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).unwrap();
            let first = relative.iter().next().unwrap().to_string_lossy().into_owned();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (room, path, text)
        })
        .collect()
}

fn row(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

#[test]
fn a_room_imports_only_from_rooms_before_it() {
    let mut faults = Vec::new();
    for (room, path, text) in files().into_iter().filter(|(room, ..)| !FRONT.contains(&room.as_str())) {
        let mine = row(&room)
            .unwrap_or_else(|| panic!("{}: the room `{room}` is in no row; add it to ROOMS", path.display()));
        for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for piece in line.split("crate::").skip(1) {
                let other: String =
                    piece.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let allowed = other == room || row(&other).is_some_and(|r| r < mine);
                if !other.is_empty() && !allowed {
                    faults.push(format!(
                        "{}:{}: `{room}` imports from `{other}`, which comes after it",
                        path.display(),
                        i + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    for (_, path, text) in files() {
        assert!(text.starts_with("//!"), "{}: begin the file with a `//!` line", path.display());
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    for (_, path, text) in files() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines; split it by nouns", path.display());
    }
}
