//! `trich run`: files in, a folder of parts out, which a later run can go on with.

mod errors;
mod manifest;
mod parts;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use serde_json::json;

use super::args::Batch;
use super::files::expand;
use super::new_file::NewFile;
use super::progress::{self, Progress};
use super::signal::Signals;
use super::{DONE, WITH_ERRORS, extract, input, lexicon};
use crate::pipeline::{Pipeline, Run};
use manifest::Manifest;
use parts::Parts;

pub(super) fn run(args: &Batch) -> anyhow::Result<u8> {
    let began = Instant::now();
    let work = &args.work;
    let files = expand(&args.files);
    if let Some(path) = files.iter().find(|path| path.as_os_str() == "-") {
        anyhow::bail!(
            "`{}` cannot be read again by --resume; write it to a file, or use trich extract",
            path.display()
        );
    }
    let lexicon = lexicon::load(&work.lexicon.lexicon)?;
    let writer = work.writer(&lexicon)?;
    let options = args.input.options()?;
    let pipeline = Pipeline::builder().lexicon(lexicon).build()?;
    let manifest = Manifest::of(args, &files, pipeline.lexicon().digest());

    let signals = Signals::watch().context("cannot watch for SIGINT and SIGTERM")?;
    let (mut parts, start) = Parts::open(args, &manifest)?;
    if args.resume && !work.quiet {
        let told = format!("{} parts with {} documents are there", parts.count(), parts.total().documents);
        // Nothing is lost when nobody reads it.
        let _ = writeln!(io::stderr(), "{told}");
    }
    let run = Run { jobs: work.jobs(), writer, max_errors: work.max_errors(), part: Some(args.part_size) };
    let progress =
        Arc::new(Progress::new(work.quiet, manifest.size(usize::MAX), manifest.size(start.position.input)));
    parts.watch(progress.clone(), signals.clone());
    let files: Vec<PathBuf> =
        if parts.is_whole() { Vec::new() } else { files[start.position.input..].to_vec() };
    let inputs = input::open_each(files, &options, progress::through(&progress, &signals));
    let ran = pipeline.run_from(&run, start, inputs, &mut parts);
    progress.clear();
    if let Some(status) = signals.status() {
        let told = "ended by a signal; the parts so far are whole, go on with --resume";
        let _ = writeln!(io::stderr(), "trich: {told}");
        return Ok(status);
    }
    let statistics = ran?;
    let (count, total) = parts.finish()?;
    let mut summary = serde_json::to_value(&total)?;
    summary["parts"] = json!(count);
    NewFile::whole(&args.out.join("summary.json"), format!("{summary}\n").as_bytes())?;
    extract::summarise(work, &statistics, began.elapsed())?;
    Ok(if total.errors > 0 { WITH_ERRORS } else { DONE })
}
