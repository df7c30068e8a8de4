//! Many documents at once: a reading thread, workers over batches, output in the order of the input.

use std::collections::HashSet;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;

use super::statistics::Statistics;
use super::{Pipeline, Worker};
use crate::error::Error;
use crate::record::{Id, Writer, write_error};
use crate::source::{InputError, Item, Reader};

/// A batch is handed on when its texts reach this many bytes, or when the input has nothing more at hand.
const BATCH: usize = 1 << 20;
/// What one worker takes at a time.
const PIECE: usize = 16;
/// Batches read ahead.
const AHEAD: usize = 2;

/// How a run goes.
#[derive(Clone, Debug)]
pub struct Run {
    /// Threads that extract; 1 does without a pool.
    pub jobs: usize,
    /// How records are written.
    pub writer: Writer,
}

/// Takes the records of a run, in order.
pub trait Sink {
    /// Takes the records of some inputs.
    ///
    /// # Errors
    /// When they cannot be written.
    fn records(&mut self, lines: &[Line]) -> io::Result<()>;

    /// Makes what was taken so far visible to the reader.
    ///
    /// # Errors
    /// When it cannot be written.
    fn flush(&mut self) -> io::Result<()>;
}

/// An opened input, or why it could not be opened.
type Opened<R> = Result<Reader<R>, InputError>;

impl Pipeline {
    /// Extracts all documents of `inputs`, in order, and hands their records to `sink`. Memory is bounded by a
    /// few batches; only the hash of each document's source and id is kept, to tell duplicates.
    ///
    /// # Errors
    /// When the sink cannot be written or the threads cannot be started. Bad inputs are no errors: they are
    /// handed to the sink as records.
    pub fn run<R, I>(&self, run: &Run, inputs: I, sink: &mut dyn Sink) -> Result<Statistics, Error>
    where
        R: Read + Send + 'static,
        I: Iterator<Item = Opened<R>> + Send + 'static,
    {
        let (sender, batches) = sync_channel(AHEAD);
        // Not scoped: when the sink fails, the run ends at once, even if the reader waits for input that never comes.
        let reader = thread::spawn(move || {
            let mut batch = Batch::default();
            for input in inputs {
                let mut input = match input {
                    Ok(input) => input,
                    Err(error) => {
                        batch.push(Err(error));
                        continue;
                    }
                };
                while let Some(item) = input.next() {
                    batch.push(item);
                    if (batch.bytes >= BATCH || input.is_dry())
                        && sender.send(std::mem::take(&mut batch)).is_err()
                    {
                        return;
                    }
                }
            }
            // Nobody listens any more only when the run has failed already.
            let _ = sender.send(batch);
        });
        let statistics = self.work(run, batches, sink)?;
        match reader.join() {
            Ok(()) => Ok(statistics),
            Err(_) => {
                Err(Error::Threads("the reading thread broke off; the records so far are whole".to_owned()))
            }
        }
    }

    fn work(&self, run: &Run, batches: Receiver<Batch>, sink: &mut dyn Sink) -> Result<Statistics, Error> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(run.jobs.max(1))
            .build()
            .map_err(|e| Error::Threads(e.to_string()))?;
        let workers = Mutex::new(Vec::new());
        let mut seen = HashSet::new();
        let mut total = Statistics::default();
        for batch in batches {
            let duplicates = batch.duplicates(&mut seen);
            let pieces: Vec<_> = batch.items.chunks(PIECE).zip(duplicates.chunks(PIECE)).collect();
            let work = |&(items, duplicates): &(&[Item], &[bool])| {
                self.piece(&workers, &run.writer, items, duplicates)
            };
            let outputs: Vec<Output> = if run.jobs <= 1 {
                pieces.iter().map(work).collect()
            } else {
                pool.install(|| pieces.par_iter().map(work).collect())
            };
            for output in outputs {
                total.add(&output.statistics);
                sink.records(&output.lines)?;
            }
            sink.flush()?;
        }
        Ok(total)
    }

    /// Extracts one piece of a batch with a worker that is free.
    fn piece<'p>(
        &'p self,
        workers: &Mutex<Vec<Worker<'p>>>,
        writer: &Writer,
        items: &[Item],
        duplicates: &[bool],
    ) -> Output {
        let free = workers.lock().ok().and_then(|mut w| w.pop());
        let mut worker = free.unwrap_or_else(|| self.worker());
        let mut output = Output::default();
        for (item, &duplicate) in items.iter().zip(duplicates) {
            let mut line = Line { bytes: Vec::new(), is_error: false };
            match item {
                Ok(document) => {
                    let done = catch_unwind(AssertUnwindSafe(|| {
                        worker.write(document, duplicate, writer, &mut line.bytes)
                    }));
                    if done.is_err() {
                        // The worker's buffers may be half filled: take a new one.
                        worker = self.worker();
                        line.bytes.clear();
                        line.fail(&broken(document.id.as_deref(), &document.source), &mut output.statistics);
                    }
                }
                Err(error) => line.fail(error, &mut output.statistics),
            }
            output.lines.push(line);
        }
        output.statistics.add(&worker.take_statistics());
        if let Ok(mut workers) = workers.lock() {
            workers.push(worker);
        }
        output
    }
}

/// The records of one input: those of a document, or one error.
#[derive(Debug)]
pub struct Line {
    /// JSON Lines.
    pub bytes: Vec<u8>,
    /// Whether it is an error.
    pub is_error: bool,
}

impl Line {
    fn fail(&mut self, error: &InputError, statistics: &mut Statistics) {
        write_error(error, &mut self.bytes);
        self.is_error = true;
        statistics.errors += 1;
    }
}

/// What came out of one piece.
#[derive(Default)]
struct Output {
    lines: Vec<Line>,
    statistics: Statistics,
}

/// Inputs that travel together.
#[derive(Default)]
struct Batch {
    items: Vec<Item>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, item: Item) {
        self.bytes += item.as_ref().map_or(0, |d| d.text.len()) + 256;
        self.items.push(item);
    }

    /// For each input whether its source and id came before; notes them in `seen`.
    fn duplicates(&self, seen: &mut HashSet<Id>) -> Vec<bool> {
        let key = |item: &Item| {
            let document = item.as_ref().ok()?;
            let own = || Id::of_text(&document.text).to_string();
            Some(Id::of(&[&document.source, &document.id.clone().unwrap_or_else(own)]))
        };
        self.items.iter().map(|item| key(item).is_some_and(|k| !seen.insert(k))).collect()
    }
}

fn broken(id: Option<&str>, source: &str) -> InputError {
    InputError {
        source_name: source.to_owned(),
        record: None,
        byte: None,
        code: "internal",
        message: format!(
            "the program broke on the document {}; please report it with its text",
            id.unwrap_or("without id")
        ),
    }
}
