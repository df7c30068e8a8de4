//! `trich extract` over general news: how fast with one thread and with two, where the time goes, what comes out; and the
//! memory of streams ten and a hundred times as long.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use serde::Serialize;
use serde_json::Value;

use super::house::round;
use super::process::watch;
use crate::run;
use crate::tree::Tree;

const ROUNDS: usize = 5;
/// How often the news are fed for the memory of long streams.
const LENGTHS: [usize; 2] = [10, 100];

/// All figures of the speed, in the order of the file.
#[derive(Serialize)]
pub(super) struct Streams {
    note: &'static str,
    news: Speed,
    /// The same with all that is not ASCII written as `\uXXXX`.
    escaped: Speed,
    /// What each stage takes of the processor with one thread, in milliseconds for a megabyte of text.
    stages: BTreeMap<String, f64>,
}

/// One input; megabytes are of the file.
#[derive(Serialize)]
struct Speed {
    bytes_in: u64,
    /// Bytes of records for a byte of input.
    bytes_out_per_byte_in: f64,
    one_job: Jobs,
    two_jobs: Jobs,
    /// Wall of one job by that of two.
    faster_with_two: f64,
    /// Processor time of two jobs by that of one.
    processor_with_two: f64,
    /// Reading each line as JSON and printing it, nothing else.
    parse_and_print_megabytes_a_second: f64,
}

/// The best of the rounds.
#[derive(Serialize)]
struct Jobs {
    megabytes_a_second: f64,
    seconds: Vec<f64>,
    processor_seconds: Vec<f64>,
}

pub(super) fn measure(tree: &Tree) -> Result<Streams> {
    let bench = Bench::new(tree)?;
    let escaped = bench.escaped()?;
    Ok(Streams {
        note: "best of five rounds, interleaved; the lexicon is a pack, output goes to /dev/null",
        news: bench.speed(&bench.news)?,
        escaped: bench.speed(&escaped)?,
        stages: bench.stages()?,
    })
}

/// All figures of the memory.
#[derive(Serialize)]
pub(super) struct Memory {
    note: &'static str,
    run: Vec<Long>,
    /// Of the longest stream beyond that of the shortest, in megabytes.
    growth: f64,
}

#[derive(Serialize)]
struct Long {
    times: usize,
    bytes_in: u64,
    peak_megabytes: f64,
    seconds: f64,
}

pub(super) fn memory(tree: &Tree) -> Result<Memory> {
    let bench = Bench::new(tree)?;
    let run = LENGTHS.map(|times| bench.long(times)).into_iter().collect::<Result<Vec<_>>>()?;
    let growth = round(run[run.len() - 1].peak_megabytes - run[0].peak_megabytes);
    Ok(Memory {
        note: "the news from standard input, one thread that extracts; peak of the resident set",
        run,
        growth,
    })
}

struct Bench {
    program: PathBuf,
    pack: PathBuf,
    folder: PathBuf,
    news: PathBuf,
}

impl Bench {
    fn new(tree: &Tree) -> Result<Self> {
        let (program, folder) = (tree.program()?, tree.scratch()?.join("streams"));
        let Some(packed) = tree.shared("text/news.jsonl.gz") else {
            bail!("this is measured on real news, which are not beside the project");
        };
        fs::create_dir_all(&folder)?;
        let (pack, news) = (folder.join("names.trichpk"), folder.join("news.jsonl"));
        run::capture(Command::new(&program).args(["lexicon", "build", "-o"]).arg(&pack))?;
        std::io::copy(&mut MultiGzDecoder::new(File::open(packed)?), &mut File::create(&news)?)?;
        Ok(Self { program, pack, folder, news })
    }

    /// The news with escapes.
    fn escaped(&self) -> Result<PathBuf> {
        let path = self.folder.join("escaped.jsonl");
        let text = fs::read_to_string(&self.news)?;
        let mut escaped = String::with_capacity(text.len() * 2);
        for character in text.chars() {
            if character.is_ascii() {
                escaped.push(character);
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(escaped, "\\u{unit:04x}")?;
                }
            }
        }
        fs::write(&path, escaped)?;
        Ok(path)
    }

    fn command(&self, jobs: usize) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["extract", "--quiet", "--jobs", &jobs.to_string(), "--lexicon"]).arg(&self.pack);
        command
    }

    fn speed(&self, input: &Path) -> Result<Speed> {
        let bytes = fs::metadata(input)?.len();
        let mut all = [Jobs::default(), Jobs::default()];
        let mut floor = f64::MAX;
        for _ in 0..ROUNDS {
            for (jobs, taken) in [1, 2].into_iter().zip(&mut all) {
                let began = Instant::now();
                let mut child = self.command(jobs).arg(input).stdout(Stdio::null()).spawn()?;
                let (status, used) = watch(&mut child)?;
                if !status.success() {
                    bail!("extraction of {} failed", input.display());
                }
                taken.seconds.push(round(began.elapsed().as_secs_f64()));
                taken.processor_seconds.push(round(used.processor));
            }
            floor = floor.min(parse_and_print(input)?);
        }
        let megabytes = bytes as f64 / 1e6;
        all.iter_mut().for_each(|jobs| jobs.megabytes_a_second = round(megabytes / best(&jobs.seconds)));
        let [one_job, two_jobs] = all;
        Ok(Speed {
            bytes_in: bytes,
            bytes_out_per_byte_in: round(self.bytes_out(input)? as f64 / bytes as f64),
            faster_with_two: round(best(&one_job.seconds) / best(&two_jobs.seconds)),
            processor_with_two: round(best(&two_jobs.processor_seconds) / best(&one_job.processor_seconds)),
            parse_and_print_megabytes_a_second: round(megabytes / floor),
            one_job,
            two_jobs,
        })
    }

    fn bytes_out(&self, input: &Path) -> Result<u64> {
        let mut child = self.command(2).arg(input).stdout(Stdio::piped()).spawn()?;
        let mut out = child.stdout.take().context("a pipe")?;
        let bytes = std::io::copy(&mut out, &mut std::io::sink())?;
        child.wait()?;
        Ok(bytes)
    }

    fn stages(&self) -> Result<BTreeMap<String, f64>> {
        let path = self.folder.join("summary.json");
        let mut command = self.command(1);
        run::call(command.arg("--summary").arg(&path).arg(&self.news).stdout(Stdio::null()))?;
        let summary: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
        let megabytes = summary["bytes"].as_f64().context("a summary counts bytes")? / 1e6;
        let stages = summary["stages"].as_object().context("a summary has stages")?;
        Ok(stages
            .iter()
            .map(|(name, ms)| (name.clone(), round(ms.as_f64().unwrap_or_default() / megabytes)))
            .collect())
    }

    /// The news so many times in one stream, each time under other ids: the same documents again would be duplicates.
    fn long(&self, times: usize) -> Result<Long> {
        let began = Instant::now();
        let mut child = self.command(1).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let mut pipe = child.stdin.take().context("a pipe")?;
        let mut news = Vec::new();
        File::open(&self.news)?.read_to_end(&mut news)?;
        let feeder = std::thread::spawn(move || -> std::io::Result<u64> {
            let mut bytes = 0;
            for number in 0..times {
                let id = format!("{{\"id\":\"{number}-");
                for line in news.split_inclusive(|byte| *byte == b'\n') {
                    let rest = line.strip_prefix(b"{\"id\": \"").or_else(|| line.strip_prefix(b"{\"id\":\""));
                    let head = if rest.is_some() { id.as_bytes() } else { b"" };
                    pipe.write_all(head)?;
                    pipe.write_all(rest.unwrap_or(line))?;
                    bytes += (head.len() + rest.unwrap_or(line).len()) as u64;
                }
            }
            Ok(bytes)
        });
        let (status, used) = watch(&mut child)?;
        let bytes_in = feeder.join().map_err(|_| anyhow::anyhow!("the feeding thread broke off"))??;
        if !status.success() {
            bail!("extraction of {times} times the news failed");
        }
        let peak_megabytes = round(used.memory as f64 / 1e6);
        eprintln!("{times} times: {peak_megabytes} MB");
        Ok(Long { times, bytes_in, peak_megabytes, seconds: round(began.elapsed().as_secs_f64()) })
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self { megabytes_a_second: 0.0, seconds: Vec::new(), processor_seconds: Vec::new() }
    }
}

fn best(seconds: &[f64]) -> f64 {
    seconds.iter().copied().fold(f64::MAX, f64::min)
}

/// Seconds that it takes to read each line as JSON and print it.
fn parse_and_print(input: &Path) -> Result<f64> {
    let began = Instant::now();
    let mut lines = BufReader::with_capacity(1 << 20, File::open(input)?);
    let (mut line, mut out, mut printed) = (String::new(), Vec::new(), 0);
    while lines.read_line(&mut line)? > 0 {
        let value: Value = serde_json::from_str(&line)?;
        serde_json::to_writer(&mut out, &value)?;
        printed += out.len();
        out.clear();
        line.clear();
    }
    if printed == 0 {
        bail!("{} is empty", input.display());
    }
    Ok(began.elapsed().as_secs_f64())
}
