//! `trich load`: records in, a knowledge base or files for other programs out.

mod faults;
mod records;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::json;

use super::args::Load;
use super::new_file::NewFile;
use super::progress::Progress;
use super::signal::Signals;
use super::target::Target;
use super::{DONE, WITH_ERRORS, kb};
use crate::kb::{Base, LineBatch, Loaded, Loader};
use crate::sink;
use faults::Faults;

pub(super) fn run(args: &Load) -> anyhow::Result<u8> {
    let began = Instant::now();
    let signals = Signals::watch().context("cannot watch for SIGINT and SIGTERM")?;
    let loaded = match &args.to {
        Target::Sqlite(_) | Target::Postgres(_) => fill(args, &mut *kb::open(&args.to)?, &signals),
        Target::Parquet(folder) => {
            through_scratch(args, folder, &signals, |base| Ok(sink::write_parquet(base, folder)?))
        }
        Target::Rdf(file) => through_scratch(args, file, &signals, |base| {
            let mut new = NewFile::create(file.clone())?;
            sink::write_rdf(base, &mut new)?;
            Ok(new.keep()?)
        }),
    };
    if let Some(status) = signals.status() {
        let told = "ended by a signal; whole documents are loaded, give the same command again for the rest";
        let _ = writeln!(io::stderr(), "trich: {told}");
        return Ok(status);
    }
    let loaded = loaded?;
    summarise(args, &loaded, began.elapsed())?;
    Ok(if loaded.faults + loaded.errors > 0 { WITH_ERRORS } else { DONE })
}

/// Loads the records of all inputs into `base`.
fn fill(args: &Load, base: &mut dyn Base, signals: &Signals) -> anyhow::Result<Loaded> {
    let files = records::files(&args.files);
    let progress = Arc::new(Progress::new(args.quiet, records::size(&files), 0));
    let mut faults = Faults::open(args.errors.as_deref())?;
    let (mut loader, mut batch) = (Loader::default(), LineBatch::default());
    let began = Instant::now();
    for path in &files {
        let mut lines = records::open(path, &progress, signals)?;
        loader.begin_input();
        while lines.read(&mut batch).with_context(|| format!("cannot read {}", path.display()))? {
            loader.load(base, &batch, &mut |fault| faults.tell(&fault))?;
            faults.pass_on(&batch);
            let loaded = &loader.loaded;
            let rate = loaded.records as f64 / began.elapsed().as_secs_f64();
            progress.say(format!(
                "{} records, {rate:.0} a second, {} rows written",
                loaded.records, loaded.written
            ));
            signals.check()?;
        }
    }
    base.index()?;
    progress.clear();
    faults.close()?;
    Ok(loader.loaded)
}

/// Loads into a base that lives as long as this, and has `write` make `target` of it: so order and repetition do not count there either.
fn through_scratch(
    args: &Load,
    target: &Path,
    signals: &Signals,
    write: impl FnOnce(&mut dyn Base) -> anyhow::Result<()>,
) -> anyhow::Result<Loaded> {
    let scratch = Scratch::beside(target);
    let mut base = sink::Sqlite::open(&scratch.0)?;
    let loaded = fill(args, &mut base, signals)?;
    write(&mut base).with_context(|| format!("cannot write {}", target.display()))?;
    Ok(loaded)
}

/// A file beside another that goes with all that SQLite puts beside it.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn beside(target: &Path) -> Self {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        Self(name.into())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(end);
            // What was never made cannot be removed.
            let _ = std::fs::remove_file(name);
        }
    }
}

/// Tells what the load did, as far as it is wanted.
fn summarise(args: &Load, loaded: &Loaded, took: Duration) -> anyhow::Result<()> {
    let seconds = took.as_secs_f64();
    if let Some(path) = &args.summary {
        let mut summary = serde_json::to_value(loaded)?;
        summary["seconds"] = json!((seconds * 1e3).round() / 1e3);
        let text = format!("{summary}\n");
        if path.as_os_str() == "-" {
            io::stderr().write_all(text.as_bytes())?;
        } else {
            let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            BufWriter::new(file).write_all(text.as_bytes())?;
        }
    }
    if !args.quiet {
        let rate = loaded.records as f64 / seconds.max(1e-3);
        // It is no fault if nobody reads it.
        let _ = writeln!(
            io::stderr(),
            "{} records of {} documents in {seconds:.1} s, {rate:.0} a second: {} rows written, {} documents replaced, {} lines that are no records, {} errors",
            loaded.records,
            loaded.documents,
            loaded.written,
            loaded.replaced,
            loaded.faults,
            loaded.errors
        );
    }
    Ok(())
}
