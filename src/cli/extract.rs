//! `trich extract`: articles in, records out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::{Map, Value, json};

use super::args::Extract;
use super::{DONE, WITH_ERRORS, input, lexicon};
use crate::pipeline::{Pipeline, Run, Stage, Statistics};
use crate::record::{Selection, Writer};
use crate::sink::JsonLines;

pub(super) fn run(args: &Extract) -> anyhow::Result<u8> {
    let began = Instant::now();
    let lexicon = lexicon::load(&args.lexicon.lexicon)?;
    let events: Vec<&str> = lexicon.event_types().collect();
    let selection = Selection::new(args.only.iter().map(String::as_str), &events)?;
    let options = args.input.options()?;
    let run = Run {
        jobs: args.jobs.or_else(|| available_parallelism().ok()).map_or(1, usize::from),
        writer: Writer { unit: args.offsets.into(), with_text: args.with_text, selection },
    };
    let pipeline = Pipeline::builder().lexicon(lexicon).build()?;
    let errors = args.errors.as_deref().map(create).transpose()?;
    let mut sink = JsonLines::new(BufWriter::new(io::stdout().lock()), errors);
    let statistics = pipeline.run(&run, input::open(&args.files, &options), &mut sink)?;
    let took = began.elapsed();
    if let Some(path) = &args.summary {
        summarise(path, &statistics, took)?;
    }
    if !args.quiet {
        tell(&statistics, took);
    }
    Ok(if statistics.errors > 0 { WITH_ERRORS } else { DONE })
}

fn create(path: &Path) -> anyhow::Result<Box<dyn Write>> {
    let file = File::create(path)
        .with_context(|| format!("cannot write {}; check the folder and its permissions", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

/// Writes the summary as JSON; times in milliseconds are processor time over all threads.
fn summarise(path: &Path, statistics: &Statistics, took: Duration) -> anyhow::Result<()> {
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
    let line = format!(
        "{documents} documents: {mentions} mentions, {claims} claims, {times} times, {events} events; {errors} errors; {:.1} s, {rate:.1} MB/s",
        took.as_secs_f64()
    );
    // Nothing is lost when nobody reads it.
    let _ = writeln!(io::stderr(), "{line}");
}
