//! Bad input: each gives an `error` record or a clear message with its place, and everything else goes on.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Runs `trich extract` with `arguments` and `input`: the records, what stands on standard error, the exit status.
fn extract(arguments: &[&str], input: &[u8]) -> (Vec<Value>, String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trich"))
        .arg("extract")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || {
        // The program may stop reading early.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    let records =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    (records, String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

fn errors(records: &[Value]) -> Vec<(u64, u64, &str)> {
    records
        .iter()
        .filter(|r| r["type"] == "error")
        .map(|r| (r["record"].as_u64().unwrap(), r["byte"].as_u64().unwrap(), r["code"].as_str().unwrap()))
        .collect()
}

fn documents(records: &[Value]) -> usize {
    records.iter().filter(|r| r["type"] == "document").count()
}

#[test]
fn each_bad_record_costs_one_record() {
    let good = "{\"text\": \"Nokia ra mắt Lumia.\"}\n";
    let mut input = good.as_bytes().to_vec();
    let mut expected = Vec::new();
    for (bad, at, code) in [
        (&b"{\"text\": \"Nokia\xff\"}"[..], 15, "invalid-utf8"),
        (b"{\"text\": \"Nokia\"", 16, "invalid-json"),
        (b"[1, 2]", 0, "invalid-json"),
        (b"{\"body\": \"Nokia\"}", 0, "missing-field"),
        (b"{\"text\": 5}", 0, "wrong-type"),
        (b"{\"text\": null}", 0, "missing-field"),
        (b"{\"text\": \"  \"}", 0, "empty-document"),
    ] {
        expected.push((expected.len() as u64 * 2 + 2, input.len() as u64 + at, code));
        input.extend_from_slice(bad);
        input.push(b'\n');
        input.extend_from_slice(good.as_bytes());
    }
    let (records, _, status) = extract(&["-q"], &input);
    assert_eq!(errors(&records), expected);
    assert_eq!(documents(&records), 8);
    assert_eq!(status, 3);
    let order: Vec<_> = records
        .iter()
        .filter_map(|r| r["type"].as_str())
        .filter(|t| ["document", "error"].contains(t))
        .collect();
    assert_eq!(order, ["document", "error"].repeat(7).into_iter().chain(["document"]).collect::<Vec<_>>());
}

#[test]
fn messages_say_what_to_do() {
    let (records, _, _) = extract(&["-q"], b"{\"body\": \"Nokia\", \"lead\": \"x\"}\n");
    let message = records[0]["message"].as_str().unwrap();
    assert_eq!(message, "the record has no `text`; it has: body, lead; name the field with --field text=...");
    let (records, _, status) =
        extract(&["-q", "--field", "text=lead+body"], b"{\"body\": \"Nokia\", \"lead\": \"x\"}\n");
    assert_eq!((records[1]["start"].as_u64(), status), (Some(2), 0));
}

#[test]
fn a_line_of_100_megabytes_is_refused_and_the_next_one_read() {
    let mut input = b"{\"text\": \"".to_vec();
    input.resize(100_000_000, b'a');
    input.extend_from_slice(b"\"}\n{\"text\": \"Nokia\"}\n");
    let (records, _, status) = extract(&["-q"], &input);
    assert_eq!(errors(&records), [(1, 0, "too-large")]);
    assert_eq!((documents(&records), status), (1, 3));
}

#[test]
fn a_text_over_the_limit_is_refused() {
    let (records, _, _) = extract(
        &["-q", "--max-document", "10"],
        b"{\"text\": \"0123456789\"}\n{\"text\": \"0123456789a\"}\n",
    );
    assert_eq!((documents(&records), errors(&records)), (1, vec![(2, 23, "too-large")]));
    let (records, _, _) = extract(&["-q", "--max-document", "10", "--input-format", "text"], b"0123456789a");
    assert_eq!(errors(&records), [(1, 0, "too-large")]);
}

#[test]
fn a_missing_file_is_told_and_the_others_read() {
    let dir = TempDir::new().unwrap();
    let good = dir.path().join("good.txt");
    fs::write(&good, "\u{feff}Nokia ra mắt Lumia.\r\n").unwrap();
    let missing = dir.path().join("missing.jsonl");
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (records, _, status) =
        extract(&["-q", missing.to_str().unwrap(), empty.to_str().unwrap(), good.to_str().unwrap()], b"");
    let codes: Vec<_> =
        records.iter().filter(|r| r["type"] == "error").map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["unreadable", "unreadable"]);
    assert_eq!((documents(&records), status), (1, 3));
    // The mark at the beginning is dropped, the line end stays.
    let document = records.iter().find(|r| r["type"] == "document").unwrap();
    assert_eq!(document["length"], "Nokia ra mắt Lumia.\r\n".chars().count());
}

#[test]
fn errors_go_to_their_own_file() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("errors.jsonl");
    let (records, summary, status) =
        extract(&["--errors", path.to_str().unwrap()], b"{\"text\": \"Nokia\"}\n{}\n");
    assert_eq!((records.len(), status), (2, 3));
    let told: Value = serde_json::from_str(fs::read_to_string(&path).unwrap().trim()).unwrap();
    assert_eq!(told["code"], "missing-field");
    assert!(
        summary.starts_with("1 documents: 1 mentions, 0 claims, 0 times, 0 events; 1 errors;"),
        "{summary}"
    );
}

#[test]
fn an_empty_input_is_told() {
    for input in ["", "  \n"] {
        let (records, _, status) = extract(&["-q"], input.as_bytes());
        assert_eq!((errors(&records), status), (vec![(1, 0, "empty-document")], 3), "{input:?}");
    }
    let (records, _, status) = extract(&["-q", "--input-format", "jsonl"], b"\n\n");
    assert_eq!((records.len(), status), (0, 0));
}

#[test]
fn other_encodings_are_read_and_suggested() {
    // "Nokia ở Việt Nam có một số máy" in TCVN3.
    let old = b"Nokia \xeb Vi\xd6t Nam c\xe3 m\xe9t s\xe8 m\xb8y";
    let (records, _, status) = extract(&["-q"], old);
    assert_eq!((errors(&records), status), (vec![(1, 6, "invalid-utf8")], 3));
    let message = records[0]["message"].as_str().unwrap();
    assert_eq!(message, "the bytes are no UTF-8; they look like tcvn3: try --encoding tcvn3");
    let (records, _, status) = extract(&["-q", "--encoding", "tcvn3", "--with-text"], old);
    assert_eq!((records[0]["text"].as_str(), status), (Some("Nokia ở Việt Nam có một số máy"), 0));
    let place = records.iter().find(|r| r["name"] == "Việt Nam").unwrap();
    assert_eq!((place["start"].as_u64(), place["end"].as_u64()), (Some(8), Some(16)));
    let units = "\u{feff}{\"text\": \"Nokia ở Việt Nam\"}\n".encode_utf16();
    let (records, _, status) = extract(&["-q"], &units.flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    assert_eq!((records.len(), status), (3, 0));
    let (records, _, _) = extract(&["-q", "--encoding", "windows-1258"], b"Nokia \x8a");
    assert_eq!(errors(&records), [(1, 6, "invalid-encoding")]);
}

#[test]
fn plain_text_is_one_document_or_many() {
    let text = "Nokia ra mắt Lumia.\n\nXiaomi\nra mắt Redmi.\n \nHết";
    for (arguments, want) in [
        (&["-q"][..], 1),
        (&["-q", "--document-per", "line"], 4),
        (&["-q", "--document-per", "blank-line"], 3),
    ] {
        assert_eq!(documents(&extract(arguments, text.as_bytes()).0), want, "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let line = "{\"text\": \"Nokia và Xiaomi ký kết thoả thuận hợp tác.\"}\n".repeat(20_000);
    let mut child = Command::new(env!("CARGO_BIN_EXE_trich"))
        .args(["extract", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        let _ = stdin.write_all(line.as_bytes());
        // The input stays open: the program must not wait for more of it.
        std::thread::sleep(std::time::Duration::from_secs(2));
    });
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 100]).unwrap();
    drop(stdout);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
    feeder.join().unwrap();
}

#[test]
fn a_slow_producer_sees_records_at_once() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trich"))
        .args(["extract", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"id\": \"one\", \"text\": \"Nokia\"}\n").unwrap();
    stdin.flush().unwrap();
    // The input is still open: the record comes all the same.
    let mut start = [0; 30];
    child.stdout.as_mut().unwrap().read_exact(&mut start).unwrap();
    assert!(start.starts_with(b"{\"type\":\"document\",\"schema\":1"));
    drop(stdin);
    assert!(child.wait_with_output().unwrap().status.success());
}
