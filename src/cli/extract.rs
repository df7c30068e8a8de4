//! `trich extract`: articles in, records out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::{Map, Value, json};

use super::args::{Extract, Work};
use super::out::Files;
use super::signal::Signals;
use super::{DONE, WITH_ERRORS, input, lexicon};
use crate::pipeline::{Pipeline, Run, Stage, Statistics};
use crate::sink::JsonLines;

pub(super) fn run(args: &Extract) -> anyhow::Result<u8> {
    let began = Instant::now();
    let work = &args.work;
    let lexicon = lexicon::load(&work.lexicon.lexicon)?;
    let writer = work.writer(&lexicon)?;
    let options = args.input.options()?;
    let run = Run { jobs: work.jobs(), writer, max_errors: work.max_errors(), part: None };
    let pipeline = Pipeline::builder().lexicon(lexicon).build()?;
    let errors = args.errors.as_deref().map(create).transpose()?;
    let inputs = input::open(&args.files, &options);
    let statistics = if let Some(destination) = &args.to {
        let signals = Signals::watch().context("cannot watch for SIGINT and SIGTERM")?;
        let mut files = Files::open(destination.clone(), work.nest, args.rotate, errors, signals.clone())?;
        let ran = pipeline.run(&run, inputs, &mut files);
        if let Some(status) = signals.status() {
            // Nothing is lost when nobody reads it.
            let _ = writeln!(io::stderr(), "trich: ended by a signal; what was not finished is not kept");
            return Ok(status);
        }
        let statistics = ran?;
        files.finish()?;
        statistics
    } else {
        let mut sink = JsonLines::new(BufWriter::new(io::stdout().lock()), errors);
        pipeline.run(&run, inputs, &mut sink)?
    };
    let took = began.elapsed();
    summarise(work, &statistics, took)?;
    Ok(if statistics.errors > 0 { WITH_ERRORS } else { DONE })
}

fn create(path: &Path) -> anyhow::Result<Box<dyn Write>> {
    let file = File::create(path)
        .with_context(|| format!("cannot write {}; check the folder and its permissions", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

/// Tells what the program did, as far as it is wanted: as JSON, and as a line for people.
pub(super) fn summarise(work: &Work, statistics: &Statistics, took: Duration) -> anyhow::Result<()> {
    if let Some(path) = &work.summary {
        write_summary(path, statistics, took)?;
    }
    if !work.quiet {
        tell(statistics, took);
    }
    Ok(())
}

/// Writes the summary as JSON; times in milliseconds are processor time over all threads.
fn write_summary(path: &Path, statistics: &Statistics, took: Duration) -> anyhow::Result<()> {
    let mut summary = serde_json::to_value(statistics)?;
    let stages: Map<String, Value> =
        Stage::ALL.iter().map(|&s| (s.name().to_owned(), json!(milliseconds(statistics.time(s))))).collect();
    summary["seconds"] = json!(milliseconds(took) / 1000.0);
    summary["stages"] = Value::Object(stages);
    let text = format!("{summary}\n");
    if path.as_os_str() == "-" {
        io::stderr().write_all(text.as_bytes())?;
    } else {
        create(path)?.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// One line for people on standard error.
fn tell(statistics: &Statistics, took: Duration) {
    let Statistics { documents, mentions, claims, times, events, errors, .. } = statistics;
    let rate = statistics.bytes as f64 / 1e6 / took.as_secs_f64().max(1e-9);
    let passed = match statistics.passed {
        0 => String::new(),
        passed => format!("; {passed} records that are no documents"),
    };
    let line = format!(
        "{documents} documents: {mentions} mentions, {claims} claims, {times} times, {events} events; {errors} errors{passed}; {:.1} s, {rate:.1} MB/s",
        took.as_secs_f64()
    );
    // Nothing is lost when nobody reads it.
    let _ = writeln!(io::stderr(), "{line}");
}
