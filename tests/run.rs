//! `trich run`: a folder of parts that is the same however often the program was killed while it wrote it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

const KILLS: usize = 15;

/// A folder with inputs and a lexicon that opens at once.
struct Bench {
    folder: TempDir,
    inputs: Vec<&'static str>,
}

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        let corpus = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl")).unwrap();
        // The same documents again are duplicates, which a resumed run must know.
        fs::write(at("a.jsonl"), corpus.repeat(4)).unwrap();
        let bad = [b"{\"id\":1}\n".as_slice(), b"\n", &corpus, b"no json\n"].concat();
        fs::write(at("bad.jsonl"), bad).unwrap();
        fs::write(at("plain.txt"), "Xiaomi bán điện thoại ở hơn 30 quốc gia.\n").unwrap();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&corpus.repeat(3)).unwrap();
        fs::write(at("packed.gz"), packed.finish().unwrap()).unwrap();
        let inputs = vec!["a.jsonl", "missing.jsonl", "bad.jsonl", "plain.txt", "packed.gz"];
        let bench = Self { folder, inputs };
        let built = bench.program().args(["lexicon", "build", "-o", "names.pack"]).output().unwrap();
        assert!(built.status.success(), "{built:?}");
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
        command.current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// `trich run` of all inputs into the folder `out`.
    fn run(&self, out: &str, options: &[&str]) -> Command {
        let mut command = self.program();
        command.arg("run").args(&self.inputs).args(["--out", out, "--part-size", "20000"]);
        command.args(["--lexicon", "names.pack", "--quiet"]).args(options);
        command
    }
}

/// The names and contents of all files of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default())
    };
    fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap())).collect()
}

fn summary(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap()
}

/// Compares without printing what may be megabytes.
fn assert_same(folder: &Path, want: &BTreeMap<String, Vec<u8>>, when: &str) {
    let have = files(folder);
    assert_eq!(have.keys().collect::<Vec<_>>(), want.keys().collect::<Vec<_>>(), "{when}");
    for (name, bytes) in want {
        assert!(have[name] == *bytes, "{name} differs {when}");
    }
}

fn failure(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Waits until `done`, or fails.
fn wait_for(child: &mut Child, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
        assert!(began.elapsed() < Duration::from_secs(60), "it does not come so far");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_killed_run_resumes_to_the_same_files() {
    resumes_to_the_same_files(&[]);
}

#[test]
fn a_killed_run_resumes_to_the_same_archives_and_errors() {
    resumes_to_the_same_files(&["--compress", "zstd", "--errors", "errors.jsonl"]);
}

fn resumes_to_the_same_files(options: &[&str]) {
    let bench = Bench::new();
    let began = Instant::now();
    let whole = bench.run("whole", options).output().unwrap();
    let took = began.elapsed();
    assert_eq!(whole.status.code(), Some(3), "{whole:?}");
    let want = files(&bench.path("whole"));
    let errors = fs::read(bench.path("errors.jsonl")).unwrap_or_default();
    assert_eq!(errors.is_empty(), options.is_empty());
    assert!(want.len() > 10, "{:?}", want.keys());

    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut moments = Vec::new();
    let mut finished = 0;
    while moments.len() < KILLS || !bench.path("killed/summary.json").exists() {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let jobs = ["1", "2", "3"][moments.len() % 3];
        let mut child =
            bench.run("killed", &[options, &["--resume", "--jobs", jobs]].concat()).spawn().unwrap();
        let delay = took.mul_f64((random % 1000) as f64 / 1400.0);
        if moments.len() < KILLS {
            thread::sleep(delay);
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        if status.code().is_none() {
            moments.push(delay);
        } else {
            assert_eq!(status.code(), Some(3), "after kills at {moments:?}");
            assert_same(&bench.path("killed"), &want, &format!("after kills at {moments:?}"));
            let left = fs::read(bench.path("errors.jsonl")).unwrap_or_default();
            assert!(left == errors, "other errors after kills at {moments:?}");
            finished += 1;
            if moments.len() < KILLS {
                fs::remove_dir_all(bench.path("killed")).unwrap();
            }
        }
    }
    assert!(finished > 0);
}

#[test]
fn the_parts_are_the_records_of_extract() {
    let bench = Bench::new();
    let mut extract = bench.program();
    extract.arg("extract").args(&bench.inputs).args(["--lexicon", "names.pack", "--quiet"]);
    let want = extract.stdout(Stdio::piped()).output().unwrap().stdout;
    assert_eq!(bench.run("one", &["--jobs", "1"]).output().unwrap().status.code(), Some(3));
    assert_eq!(bench.run("two", &["--jobs", "2"]).output().unwrap().status.code(), Some(3));
    let one = files(&bench.path("one"));
    assert_same(&bench.path("two"), &one, "with two jobs");
    let parts = one.iter().filter(|(name, _)| name.starts_with("part-"));
    let have: Vec<u8> = parts.flat_map(|(_, bytes)| bytes.clone()).collect();
    assert!(have == want, "the parts hold other records than extract writes");
    // Four times, once and three times the corpus, a text; two bad lines and a file that is not there.
    let told = summary(&bench.path("one"));
    let corpus = include_str!("../corpus/articles.jsonl").lines().count();
    assert_eq!(told["documents"], 8 * corpus + 1);
    assert_eq!(told["errors"], 3);
    assert_eq!(told["parts"], one.keys().filter(|name| name.starts_with("part-")).count());
}

#[test]
fn compressed_parts_are_the_parts() {
    let bench = Bench::new();
    bench.run("bare", &[]).output().unwrap();
    bench.run("packed", &["--compress", "gzip", "--errors", "errors.jsonl"]).output().unwrap();
    let unpacked = |bytes: &[u8]| {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
        text
    };
    let parts = |folder: &str, end: &str| {
        let files = files(&bench.path(folder));
        let parts = files.into_iter().filter(|(name, _)| name.starts_with("part-"));
        parts
            .map(|(name, bytes)| (name.strip_suffix(end).unwrap().to_owned(), bytes))
            .collect::<BTreeMap<_, _>>()
    };
    let (mut bare, packed) = (parts("bare", ".jsonl"), parts("packed", ".jsonl.gz"));
    let mut errors = Vec::new();
    for bytes in bare.values_mut() {
        let (told, records): (Vec<_>, Vec<_>) = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .partition(|line| line.starts_with(b"{\"type\":\"error\""));
        errors.extend(told.concat());
        *bytes = records.concat();
    }
    assert_eq!(fs::read(bench.path("errors.jsonl")).unwrap(), errors);
    let packed: BTreeMap<_, _> = packed.iter().map(|(name, bytes)| (name.clone(), unpacked(bytes))).collect();
    assert!(packed == bare, "the parts hold other records");
    // What a store loads from the folder is the same.
    let loaded = |folder: &str| {
        let summary = format!("{folder}.json");
        let mut load = bench.program();
        load.args(["load", "--to", &format!("sqlite:{folder}.db"), "--summary", &summary, folder]);
        load.output().unwrap();
        let summary: Value = serde_json::from_slice(&fs::read(bench.path(&summary)).unwrap()).unwrap();
        summary["written"].clone()
    };
    assert_eq!(loaded("packed"), loaded("bare"));
}

/// A small disk, as long as this lives.
struct Disk(PathBuf);

impl Disk {
    /// None where nobody may mount one.
    fn mount(at: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(&at);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    fn grow(&self, size: &str) {
        let mut mount = Command::new("mount");
        let mounted = mount.args(["-o", &format!("remount,size={size}")]).arg(&self.0).status();
        assert!(mounted.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_run_goes_on_when_a_full_disk_has_room_again() {
    let bench = Bench::new();
    let Some(disk) = Disk::mount(bench.path("disk"), "1m") else {
        eprintln!("skipped: only root can mount a small disk");
        return;
    };
    bench.run("whole", &[]).output().unwrap();
    let told = failure(&bench.run("disk/out", &[]).output().unwrap());
    assert!(told.contains("No space left on device"), "{told}");
    let left: Vec<String> = files(&bench.path("disk/out")).into_keys().collect();
    assert!(!left.iter().any(|name| name.ends_with(".tmp") || name == "summary.json"), "{left:?}");
    assert!(left.iter().any(|name| name.starts_with("part-")), "{left:?}");
    disk.grow("64m");
    assert_eq!(bench.run("disk/out", &["--resume"]).output().unwrap().status.code(), Some(3));
    assert_same(&bench.path("disk/out"), &files(&bench.path("whole")), "after the disk was full");
}

#[test]
fn a_signal_ends_a_run_cleanly() {
    let bench = Bench::new();
    bench.run("whole", &[]).output().unwrap();
    for (signal, status) in [("TERM", 143), ("INT", 130)] {
        let mut child = bench.run(signal, &[]).spawn().unwrap();
        wait_for(&mut child, || bench.path(signal).join("part-000001.jsonl").exists());
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(child.id().to_string()).status();
        assert!(sent.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(status));
        let left: Vec<String> = files(&bench.path(signal)).into_keys().collect();
        assert!(!left.iter().any(|name| name.ends_with(".tmp") || name == "summary.json"), "{left:?}");
        assert_eq!(bench.run(signal, &["--resume"]).output().unwrap().status.code(), Some(3));
        assert_same(&bench.path(signal), &files(&bench.path("whole")), "after the signal");
    }
}

#[test]
fn a_folder_takes_one_run_at_a_time() {
    let bench = Bench::new();
    let mut child = bench.run("out", &[]).spawn().unwrap();
    wait_for(&mut child, || bench.path("out/part-000000.jsonl").exists());
    let second = failure(&bench.run("out", &["--resume"]).output().unwrap());
    assert!(second.contains("another process writes to out/parts.jsonl"), "{second}");
    child.kill().unwrap();
    child.wait().unwrap();

    let again = failure(&bench.run("out", &[]).output().unwrap());
    assert!(again.contains("the folder out is not empty; go on with its run by --resume"), "{again}");
    fs::create_dir(bench.path("foreign")).unwrap();
    fs::write(bench.path("foreign/mine.txt"), "x").unwrap();
    let foreign = failure(&bench.run("foreign", &["--resume"]).output().unwrap());
    assert!(foreign.contains("the folder foreign holds files and no run to resume"), "{foreign}");
    assert_eq!(files(&bench.path("foreign")).len(), 1);
}

#[test]
fn only_the_same_run_is_resumed() {
    let bench = Bench::new();
    let mut child = bench.run("out", &[]).spawn().unwrap();
    wait_for(&mut child, || bench.path("out/part-000002.jsonl").exists());
    child.kill().unwrap();
    child.wait().unwrap();

    let other = failure(&bench.run("out", &["--resume", "--offsets", "byte"]).output().unwrap());
    assert!(other.contains("--offsets \"char\", this one \"byte\""), "{other}");
    let plain = fs::read(bench.path("plain.txt")).unwrap();
    fs::write(bench.path("plain.txt"), "Thêm chữ.\n").unwrap();
    let changed = failure(&bench.run("out", &["--resume"]).output().unwrap());
    assert!(changed.contains("plain.txt has changed since the run began"), "{changed}");
    fs::write(bench.path("plain.txt"), plain).unwrap();
    let fewer = Bench { folder: bench.folder, inputs: bench.inputs[..2].to_vec() };
    let fewer_told = failure(&fewer.run("out", &["--resume"]).output().unwrap());
    assert!(fewer_told.contains("reads 5 files and not 2"), "{fewer_told}");
}

#[test]
fn a_damaged_part_is_not_built_upon() {
    let bench = Bench::new();
    let mut child = bench.run("out", &[]).spawn().unwrap();
    wait_for(&mut child, || bench.path("out/part-000002.jsonl").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let part = bench.path("out/part-000000.jsonl");
    let mut bytes = fs::read(&part).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    fs::write(&part, bytes).unwrap();
    let told = failure(&bench.run("out", &["--resume"]).output().unwrap());
    assert!(told.contains("part-000000.jsonl"), "{told}");
    fs::remove_file(&part).unwrap();
    let told = failure(&bench.run("out", &["--resume"]).output().unwrap());
    assert!(told.contains("cannot read out/part-000000.jsonl; put it back"), "{told}");
}

#[test]
fn errors_are_allowed_up_to_a_number() {
    let bench = Bench::new();
    // The file that is missing, the record without text, the line that is no JSON: in this order.
    let strict = failure(&bench.run("out", &["--strict"]).output().unwrap());
    assert!(strict.contains("more than 0 input records") && strict.contains("missing.jsonl"), "{strict}");
    let one = failure(&bench.run("out", &["--resume", "--max-errors", "2"]).output().unwrap());
    assert!(one.contains("more than 2 input records") && one.contains("bad.jsonl"), "{one}");
    assert!(!bench.path("out/summary.json").exists());
    let three = bench.run("out", &["--resume", "--max-errors", "3"]).output().unwrap();
    assert_eq!(three.status.code(), Some(3));
    bench.run("whole", &[]).output().unwrap();
    assert_same(&bench.path("out"), &files(&bench.path("whole")), "after runs that failed");

    let mut extract = bench.program();
    extract.arg("extract").args(["bad.jsonl", "--lexicon", "names.pack", "--quiet"]);
    let all = extract.stdout(Stdio::piped()).output().unwrap();
    let limited = extract.args(["--max-errors", "1"]).output().unwrap();
    assert!(failure(&limited).contains("more than 1 input records"));
    // The second error is the last record of the file: all was written before the run failed.
    assert!(limited.stdout == all.stdout);
    let strict = bench.program().args(["extract", "--strict", "bad.jsonl"]).stdout(Stdio::piped()).output();
    let strict = strict.unwrap();
    failure(&strict);
    let written = String::from_utf8(strict.stdout).unwrap();
    assert!(written.lines().count() == 1 && written.starts_with("{\"type\":\"error\""), "{written}");
}
