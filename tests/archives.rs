//! Archives that other programs made: they give the documents that are in them, and errors where they are broken.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use trich::{Caps, Format, Item, Options, Reader};

/// How to pack with another program, which reads standard input and writes standard output.
const PACKERS: [(&str, &[&str]); 8] = [
    ("gzip", &["gzip", "-c"]),
    ("bzip2", &["bzip2", "-c"]),
    ("xz", &["xz", "-c"]),
    ("xz in blocks", &["xz", "-c", "-9", "--block-size=4096", "--check=sha256"]),
    ("zstd", &["zstd", "-c", "-q"]),
    ("zstd without digest", &["zstd", "-c", "-q", "--no-check", "-19"]),
    (
        "Python's gzip",
        &[
            "python3",
            "-c",
            "import gzip, sys; sys.stdout.buffer.write(gzip.compress(sys.stdin.buffer.read()))",
        ],
    ),
    (
        "Python's lzma",
        &[
            "python3",
            "-c",
            "import lzma, sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read()))",
        ],
    ),
];

/// The archives of `bytes`. A program that is missing is a failure, except on machines where the shared texts are not.
fn archives(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").exists();
    let mut archives = Vec::new();
    for (name, command) in PACKERS {
        let child =
            Command::new(command[0]).args(&command[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut child) = child else {
            assert!(!shared, "{} is missing; install it", command[0]);
            eprintln!("{name} is skipped: {} is missing", command[0]);
            continue;
        };
        let mut stdin = child.stdin.take().unwrap();
        let bytes = bytes.to_vec();
        let feeder = std::thread::spawn(move || stdin.write_all(&bytes).unwrap());
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        assert!(output.status.success(), "{name}");
        archives.push((name, output.stdout));
    }
    archives
}

/// The documents and errors of an input that holds `bytes`.
fn read(bytes: &[u8], options: Options) -> Vec<Item> {
    let mut reader = Reader::new(bytes, "-", options);
    std::iter::from_fn(|| reader.next()).collect()
}

fn json() -> Options {
    Options { format: Format::JsonLines, ..Options::default() }
}

fn corpus() -> Vec<u8> {
    fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl")).unwrap()
}

#[test]
fn an_archive_gives_what_is_in_it() {
    let corpus = corpus();
    let want = read(&corpus, Options::default());
    assert!(want.len() > 20 && want.iter().all(Result::is_ok));
    for (name, archive) in archives(&corpus) {
        assert!(read(&archive, Options::default()) == want, "{name}");
    }
}

#[test]
fn archives_that_were_put_together_are_read_as_one() {
    let corpus = corpus();
    // The cut is in the middle of a line.
    let (first, second) = corpus.split_at(corpus.len() / 2);
    let want = read(&corpus, Options::default());
    for ((name, mut archive), (_, rest)) in archives(first).into_iter().zip(archives(second)) {
        archive.extend(rest);
        assert!(read(&archive, Options::default()) == want, "{name}");
    }
}

#[test]
fn an_archive_that_breaks_off_gives_what_it_has_and_an_error() {
    let corpus = corpus();
    let want = read(&corpus, Options::default());
    for (name, archive) in archives(&corpus) {
        for cut in [20, archive.len() / 2, archive.len() - 3] {
            let mut items = read(&archive[..cut], json());
            let error = items.pop().unwrap().unwrap_err();
            assert_eq!(
                (error.code, error.record),
                ("truncated-stream", Some(items.len() as u64 + 1)),
                "{name}"
            );
            assert!(items == want[..items.len()], "{name}");
        }
    }
}

#[test]
fn an_archive_that_is_damaged_gives_an_error() {
    for (name, mut archive) in archives(&corpus()) {
        let middle = archive.len() / 2;
        for byte in &mut archive[middle..middle + 8] {
            *byte ^= 0xA5;
        }
        // Without a digest, damage may pass as text: that is then no JSON.
        assert!(read(&archive, json()).iter().any(Result::is_err), "{name}");
    }
}

#[test]
fn an_archive_of_blanks_is_refused() {
    let mut blanks = vec![b' '; 18 << 20];
    blanks.extend_from_slice(b"\n{\"text\": \"Nokia\"}\n");
    let quick = |(name, _): &(&str, Vec<u8>)| ["gzip", "zstd"].contains(name);
    for (name, archive) in archives(&blanks).into_iter().filter(quick) {
        let items = read(&archive, json());
        let error = items[0].as_ref().unwrap_err();
        assert_eq!((items.len(), error.code), (1, "too-large"), "{name}");
        assert!(error.message.contains("--max-ratio"), "{error}");
        let caps = Caps { ratio: 1 << 20, ..Caps::default() };
        let items = read(&archive, Options { caps, ..json() });
        assert_eq!(items.last().unwrap().as_ref().unwrap().text, "Nokia", "{name}");
    }
}

#[test]
fn the_program_reads_archives_of_all_kinds_at_once() {
    let dir = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
    command.args(["extract", "-q"]);
    let mut count = 0;
    for (name, archive) in archives(b"{\"id\": 1, \"text\": \"Nokia\"}\n") {
        let path = dir.path().join(name);
        fs::write(&path, archive).unwrap();
        command.arg(path);
        count += 1;
    }
    let output = command.output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert_eq!(String::from_utf8(output.stdout).unwrap().matches("\"text\":\"Nokia\"").count(), count);
}
