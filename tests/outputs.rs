//! What `trich extract --to` writes: other programs unpack and read it, and the records are those of standard output.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

#[path = "common/python.rs"]
mod python;

use python::python;

/// What `outputs.py` imports: the same as `exports.py`.
const PACKAGES: [&str; 3] = ["duckdb==2.0.1", "pyarrow==26.0.1", "pyoxigraph==0.5.13"];
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl");

/// A folder with an input that cannot be read as a whole.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let corpus = fs::read(CORPUS).unwrap();
        fs::write(folder.path().join("in.jsonl"), [&corpus[..], b"no json\n", &corpus].concat()).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn extract(&self, options: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
        command.args(["extract", "in.jsonl", "--quiet"]).args(options).current_dir(self.0.path());
        command.output().unwrap()
    }

    /// The records on standard output.
    fn records(&self, options: &[&str]) -> Vec<u8> {
        let output = self.extract(options);
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        output.stdout
    }

    /// Runs into `to`, which leaves nothing on standard output.
    fn write(&self, to: &str, options: &[&str]) {
        assert_eq!(self.records(&[&["--to", to], options].concat()), b"");
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn failure(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_file_is_compressed_by_its_name() {
    let bench = Bench::new();
    let want = bench.records(&[]);
    for (name, unpack) in [
        ("bare.jsonl", "cat"),
        ("a.jsonl.gz", "gzip"),
        ("a.jsonl.bz2", "bzip2"),
        ("a.jsonl.xz", "xz"),
        ("a.jsonl.zst", "zstd"),
    ] {
        bench.write(name, &[]);
        let arguments: &[&str] = if unpack == "cat" { &[] } else { &["-dc"] };
        let Ok(output) = Command::new(unpack).args(arguments).arg(bench.path(name)).output() else {
            assert!(std::env::var_os("TRICH_CI").is_none(), "{unpack} is missing; install it");
            eprintln!("{name} is skipped: {unpack} is missing");
            continue;
        };
        assert!(output.stdout == want, "{name} holds other records than standard output");
        assert!(unpack == "cat" || fs::read(bench.path(name)).unwrap().len() < want.len() / 2, "{name}");
    }
}

#[test]
fn files_rotate_between_documents() {
    let bench = Bench::new();
    let want = bench.records(&[]);
    const SIZE: usize = 20_000;
    bench.write("out.jsonl", &["--rotate", &SIZE.to_string(), "--jobs", "2"]);
    let names: Vec<_> = bench.names(".").into_iter().filter(|name| name.starts_with("out-")).collect();
    assert!(names.len() > 3 && names[2] == "out-000002.jsonl", "{names:?}");
    let files: Vec<Vec<u8>> = names.iter().map(|name| fs::read(bench.path(name)).unwrap()).collect();
    assert!(files.concat() == want, "the files hold other records than standard output");
    for file in &files {
        let first = file.split(|byte| *byte == b'\n').next().unwrap();
        assert!(first.starts_with(b"{\"type\":\"document\"") || first.starts_with(b"{\"type\":\"error\""));
    }
    assert!(files[..files.len() - 1].iter().all(|file| file.len() >= SIZE));
    let again = failure(&bench.extract(&["--to", "out.jsonl", "--rotate", "20K"]));
    assert!(again.contains("out-000000.jsonl is there already"), "{again}");
}

#[test]
fn tables_hold_the_records() {
    let Some(python) = python("the tables", &PACKAGES) else { return };
    let bench = Bench::new();
    fs::write(bench.path("records"), bench.records(&["--with-text"])).unwrap();
    bench.write("csv:csv", &["--with-text"]);
    bench.write("parquet:parquet", &["--with-text"]);
    bench.write("parquet:rotated", &["--with-text", "--rotate", "50K"]);
    bench.write("parquet:nested", &["--with-text", "--nest"]);
    let types = ["claim", "document", "error", "event", "mention", "time"];
    assert_eq!(bench.names("csv"), types.map(|name| format!("{name}.csv")));
    assert_eq!(bench.names("parquet"), types.map(|name| format!("{name}.parquet")));
    assert_eq!(bench.names("nested"), ["document.parquet", "error.parquet"]);
    assert!(bench.names("rotated").contains(&"mention-000001.parquet".to_owned()));
    let mut script = Command::new(python);
    script.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outputs.py")).current_dir(bench.path("."));
    let output = script.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_there_is_not_lost() {
    let bench = Bench::new();
    fs::create_dir(bench.path("full")).unwrap();
    fs::write(bench.path("full/mine.txt"), "x").unwrap();
    let told = failure(&bench.extract(&["--to", "csv:full"]));
    assert!(told.contains("the folder full is not empty; name another one"), "{told}");
    // A run that fails leaves the file as it was, and nothing beside it.
    fs::write(bench.path("old.jsonl"), "old").unwrap();
    let before = bench.names(".");
    failure(&bench.extract(&["--to", "old.jsonl", "--strict"]));
    assert_eq!(fs::read(bench.path("old.jsonl")).unwrap(), b"old");
    assert_eq!(bench.names("."), before);
    bench.write("old.jsonl", &["--errors", "errors.jsonl"]);
    let errors = fs::read_to_string(bench.path("errors.jsonl")).unwrap();
    assert_eq!(errors.lines().count(), 1);
    assert!(!fs::read_to_string(bench.path("old.jsonl")).unwrap().contains("\"type\":\"error\""));
}

#[test]
fn a_full_disk_is_told() {
    // Whatever is written to it finds no room.
    let full = Path::new("/dev/full");
    if !full.exists() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    let bench = Bench::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
    command.args(["extract", "in.jsonl", "--quiet"]).current_dir(bench.path("."));
    let output = command.stdout(fs::OpenOptions::new().write(true).open(full).unwrap()).output().unwrap();
    let told = failure(&output);
    assert!(told.contains("No space left on device"), "{told}");
}
