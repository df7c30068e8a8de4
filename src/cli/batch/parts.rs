//! The parts of a run, in a folder: each is written under a temporary name, and noted in parts.jsonl once it is there.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::super::args::Batch;
use super::super::new_file::NewFile;
use super::super::out::{Compression, Packed};
use super::super::progress::Progress;
use super::super::signal::Signals;
use super::errors::ErrorFile;
use super::manifest::Manifest;
use crate::pipeline::{Output, Position, Sink, Start, Statistics};
use crate::source::{Caps, Unpacked};

const MANIFEST: &str = "manifest.json";
const LOG: &str = "parts.jsonl";

/// Writes the records of a run into a folder.
pub(super) struct Parts {
    folder: PathBuf,
    compression: Option<Compression>,
    /// Where `error` records go, if not into the parts.
    errors: Option<ErrorFile>,
    /// parts.jsonl, which no other process can lock until this ends.
    log: File,
    count: usize,
    total: Statistics,
    /// Whether the last part of the run is there.
    is_whole: bool,
    open: Option<Part>,
    watch: Option<(Arc<Progress>, Signals)>,
}

/// The part that is being written.
struct Part {
    file: Packed,
    size: u64,
    hash: Xxh3,
    statistics: Statistics,
}

/// A line of parts.jsonl.
#[derive(Serialize, Deserialize)]
struct Note {
    part: String,
    /// In bytes, before it is compressed.
    size: u64,
    xxh3: String,
    #[serde(flatten)]
    statistics: Statistics,
    /// Where the next part begins; null in the last.
    end: Option<Position>,
    /// How long the file of `error` records is then, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_bytes: Option<u64>,
}

impl Parts {
    /// The parts in `folder` of the run that `manifest` tells of, and where it goes on.
    pub(super) fn open(args: &Batch, manifest: &Manifest) -> anyhow::Result<(Self, Start)> {
        let (folder, resume) = (args.out.as_path(), args.resume);
        let named = || folder.display();
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}; check its permissions", named()))?;
        let path = folder.join(MANIFEST);
        let ours = [MANIFEST, "manifest.json.tmp", LOG];
        let mut there =
            fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", named()))?;
        if !resume && there.next().is_some() {
            bail!(
                "the folder {} is not empty; go on with its run by --resume, or name another folder",
                named()
            );
        }
        // A run that was killed at its very beginning leaves no more than these.
        let foreign = |entry: io::Result<fs::DirEntry>| {
            entry.is_ok_and(|entry| !ours.iter().any(|name| entry.file_name() == *name))
        };
        if !path.exists() && there.any(foreign) {
            bail!("the folder {} holds files and no run to resume; name another folder", named());
        }
        let log = open_log(&folder.join(LOG))?;
        match Manifest::read(&path)? {
            Some(earlier) => manifest.check(&earlier)?,
            None => NewFile::whole(&path, manifest.to_json()?.as_bytes())?,
        }
        let mut parts = Self {
            folder: folder.to_path_buf(),
            compression: args.compress,
            errors: args.errors.as_deref().map(ErrorFile::open).transpose()?,
            log,
            count: 0,
            total: Statistics::default(),
            is_whole: false,
            open: None,
            watch: None,
        };
        let start = parts.read()?;
        Ok((parts, start))
    }

    /// Reads what earlier runs wrote. Half a line at the end of parts.jsonl, and a part that has none, count for
    /// nothing: the part is written again.
    fn read(&mut self) -> anyhow::Result<Start> {
        let path = self.folder.join(LOG);
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let end = memchr::memrchr(b'\n', &text).map_or(0, |at| at + 1);
        self.log.set_len(end as u64).with_context(|| format!("cannot write {}", path.display()))?;
        let mut start = Start::default();
        let mut errors = 0;
        for line in text[..end].split_inclusive(|byte| *byte == b'\n') {
            let note: Note = serde_json::from_slice(line).with_context(|| {
                format!("{}, line {}; begin again in another folder", path.display(), self.count + 1)
            })?;
            read_part(&self.folder.join(&note.part), &note, &mut start)?;
            self.count += 1;
            self.total.add(&note.statistics);
            self.is_whole = note.end.is_none();
            start.position = note.end.unwrap_or_default();
            errors = note.error_bytes.unwrap_or(0);
        }
        if let Some(file) = &mut self.errors {
            file.cut(errors)?;
        }
        start.errors = self.total.errors;
        Ok(start)
    }

    /// Tells `progress` what is written, and ends the run when `signals` say so.
    pub(super) fn watch(&mut self, progress: Arc<Progress>, signals: Signals) {
        self.watch = Some((progress, signals));
    }

    /// How many parts there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// What the parts hold.
    pub(super) fn total(&self) -> &Statistics {
        &self.total
    }

    /// Whether the last part of the run is there.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Ends the last part. Gives how many there are, and what they hold.
    pub(super) fn finish(mut self) -> io::Result<(usize, Statistics)> {
        self.end(None)?;
        Ok((self.count, self.total))
    }

    /// The part that is being written, a new one where there is none.
    fn part(&mut self) -> io::Result<&mut Part> {
        let part = match self.open.take() {
            Some(part) => part,
            None => Part {
                file: Packed::new(NewFile::create(self.folder.join(self.name()))?, self.compression)?,
                size: 0,
                hash: Xxh3::new(),
                statistics: Statistics::default(),
            },
        };
        Ok(self.open.insert(part))
    }

    /// Writes `records` into the part.
    fn write(&mut self, records: &[u8]) -> io::Result<()> {
        let part = self.part()?;
        part.file.write_all(records)?;
        part.size += records.len() as u64;
        part.hash.update(records);
        Ok(())
    }

    /// The name of the part that comes next, counted from 0.
    fn name(&self) -> String {
        let end = self.compression.map_or_else(String::new, |c| format!(".{}", c.extension()));
        format!("part-{:06}.jsonl{end}", self.count)
    }

    /// Brings the part to the disk, then notes it.
    fn end(&mut self, end: Option<Position>) -> io::Result<()> {
        let Some(Part { file, size, hash, statistics }) = self.open.take() else { return Ok(()) };
        file.finish()?.keep()?;
        let error_bytes = self.errors.as_mut().map(ErrorFile::sync).transpose()?;
        self.total.add(&statistics);
        let (part, xxh3) = (self.name(), digest(&hash));
        let mut line = serde_json::to_vec(&Note { part, size, xxh3, statistics, end, error_bytes })?;
        line.push(b'\n');
        self.log.write_all(&line)?;
        self.log.sync_data()?;
        self.count += 1;
        Ok(())
    }
}

impl Sink for Parts {
    fn records(&mut self, output: &Output) -> io::Result<()> {
        if let Some((progress, signals)) = &self.watch {
            signals.check()?;
            progress.wrote(output.statistics());
        }
        self.part()?.statistics.add(output.statistics());
        if self.errors.is_none() || !output.has_errors() {
            return self.write(output.bytes());
        }
        for (records, is_error) in output.parts() {
            match &mut self.errors {
                Some(errors) if is_error => errors.write(records)?,
                _ => self.write(records)?,
            }
        }
        Ok(())
    }

    fn end_part(&mut self, position: Position) -> io::Result<()> {
        self.end(Some(position))
    }

    /// Nobody sees a part before its end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn digest(hash: &Xxh3) -> String {
    format!("{:032x}", hash.digest128())
}

/// Opens parts.jsonl for this process alone.
fn open_log(path: &Path) -> anyhow::Result<File> {
    let log = OpenOptions::new().append(true).create(true).open(path);
    let log = log.with_context(|| format!("cannot write {}; check its permissions", path.display()))?;
    // A system that has no locks must do without.
    if let Err(TryLockError::WouldBlock) = log.try_lock() {
        bail!("another process writes to {}; wait for its end", path.display());
    }
    Ok(log)
}

/// The fields of a `document` record that tell whether a document came before.
#[derive(Deserialize)]
struct Document {
    source: String,
    id: String,
}

/// Compares a part with what was noted of it, and tells `start` which documents it has.
fn read_part(path: &Path, note: &Note, start: &mut Start) -> anyhow::Result<()> {
    const DOCUMENT: &[u8] = b"{\"type\":\"document\",";
    let mut read = || -> anyhow::Result<(u64, String)> {
        let file = Unpacked::new(File::open(path)?, Caps { ratio: u64::MAX, unpacked: u64::MAX });
        let mut file = BufReader::with_capacity(1 << 18, file);
        let (mut line, mut size, mut hash) = (Vec::new(), 0, Xxh3::new());
        while file.read_until(b'\n', &mut line)? > 0 {
            size += line.len() as u64;
            hash.update(&line);
            if line.starts_with(DOCUMENT) {
                let document: Document = serde_json::from_slice(&line)?;
                start.saw(&document.source, &document.id);
            }
            line.clear();
        }
        Ok((size, digest(&hash)))
    };
    let advice = "put it back as the run wrote it, or begin again in another folder";
    let (size, digest) = read().with_context(|| format!("cannot read {}; {advice}", path.display()))?;
    if (size, digest.as_str()) != (note.size, note.xxh3.as_str()) {
        bail!("{} has changed; {advice}", path.display());
    }
    Ok(())
}
