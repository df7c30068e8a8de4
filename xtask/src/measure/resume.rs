//! `trich run` killed at random moments and resumed: the files must be those of a run that nothing disturbed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::house::round;
use crate::generator::random::Random;
use crate::run;
use crate::tree::Tree;

const KILLS: usize = 200;
/// Copies of the corpus in each of the two inputs.
const COPIES: usize = 100;
const PART: &str = "128K";

/// All figures, in the order of the file.
#[derive(Serialize)]
pub(super) struct Resume {
    note: &'static str,
    kills: usize,
    /// Runs that came to their end, after none or more kills and resumptions.
    finished: usize,
    /// Of these, how many left other files than the run that nothing disturbed.
    differing: usize,
    bytes_in: usize,
    bytes_out: usize,
    files: usize,
    /// Of the run that nothing disturbed.
    seconds: f64,
    /// How many parts there were when the program was killed, in tenths of all; before the first, and after the last.
    parts_at_kill: BTreeMap<String, usize>,
    /// Kills that left half a part, which the next run had to write again.
    half_parts: usize,
}

/// The names and contents of the files of a folder.
type Files = BTreeMap<String, Vec<u8>>;

pub(super) fn measure(tree: &Tree) -> Result<Resume> {
    let bench = Bench::new(tree)?;
    let (whole, killed) = (bench.folder.join("whole"), bench.folder.join("killed"));
    let began = Instant::now();
    bench.run(&whole, 2).status()?;
    let took = began.elapsed();
    let want = files(&whole)?;
    if !want.contains_key("summary.json") {
        bail!("the run that nothing disturbs does not end");
    }
    let all = parts(&want);
    let mut random = Random::new(11);
    let mut resume = Resume {
        note: "delays uniform over the time of the whole run; one to three jobs in turn",
        kills: 0,
        finished: 0,
        differing: 0,
        bytes_in: bench.bytes,
        bytes_out: want.values().map(Vec::len).sum(),
        files: want.len(),
        seconds: round(took.as_secs_f64()),
        parts_at_kill: BTreeMap::new(),
        half_parts: 0,
    };
    while resume.kills < KILLS || killed.exists() {
        let mut child = bench.run(&killed, 1 + resume.kills % 3).spawn()?;
        if resume.kills < KILLS {
            thread::sleep(delay(&mut random, took));
            child.kill()?;
        }
        if child.wait()?.code().is_none() {
            let have = if killed.exists() { files(&killed)? } else { Files::new() };
            resume.kills += 1;
            resume.half_parts += usize::from(have.keys().any(|name| name.ends_with(".jsonl.tmp")));
            *resume.parts_at_kill.entry(share(parts(&have), all)).or_default() += 1;
        } else {
            resume.finished += 1;
            if files(&killed)? != want {
                resume.differing += 1;
                eprintln!("run {} differs", resume.finished);
            }
            fs::remove_dir_all(&killed)?;
        }
    }
    fs::remove_dir_all(&bench.folder)?;
    Ok(resume)
}

/// A random moment of a run.
fn delay(random: &mut Random, took: Duration) -> Duration {
    took.mul_f64(random.below(10_000) as f64 / 10_000.0)
}

fn share(parts: usize, all: usize) -> String {
    match parts * 10 / all.max(1) {
        _ if parts == 0 => "none".to_owned(),
        10 => "all".to_owned(),
        tenths => format!("0.{tenths}"),
    }
}

fn parts(files: &Files) -> usize {
    files.keys().filter(|name| name.starts_with("part-") && name.ends_with(".jsonl")).count()
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
    }
    Ok(files)
}

/// The program with its inputs and a lexicon that opens at once.
struct Bench {
    program: PathBuf,
    folder: PathBuf,
    bytes: usize,
}

impl Bench {
    fn new(tree: &Tree) -> Result<Self> {
        let (program, folder) = (tree.program()?, tree.scratch()?.join("resume"));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let corpus = fs::read(tree.root.join("corpus/articles.jsonl"))?.repeat(COPIES);
        let bad = [corpus.as_slice(), b"{\"id\": 1}\nno json\n"].concat();
        fs::write(folder.join("bare.jsonl"), &bad)?;
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&corpus)?;
        fs::write(folder.join("packed.gz"), packed.finish()?)?;
        run::capture(Command::new(&program).args(["lexicon", "build", "-o"]).arg(folder.join("names.pack")))?;
        Ok(Self { program, folder, bytes: bad.len() + corpus.len() })
    }

    fn run(&self, out: &Path, jobs: usize) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).args(["run", "bare.jsonl", "packed.gz", "--resume", "--quiet"]);
        command.args(["--part-size", PART, "--lexicon", "names.pack", "--jobs", &jobs.to_string()]);
        command.arg("--out").arg(out).stdout(Stdio::null());
        command
    }
}
