//! Many documents at once: one thread reads, workers extract, the caller's thread writes, in the order of the input.

use std::io::{self, Read};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::output::{Key, Line, Output};
use super::position::{Position, Ruler, Start};
use super::seen::key;
use super::statistics::{Stage, Statistics};
use super::window::Window;
use super::{Pipeline, Worker};
use crate::error::Error;
use crate::record::Writer;
use crate::source::{Document, InputError, Piece, Reader};

/// A piece is handed on when its records have this many bytes, or when the input has nothing more at hand.
const PIECE: usize = 1 << 17;
/// Pieces under way for each worker: one in work, and enough that neither the reader nor a worker waits for another.
const UNDER_WAY: usize = 4;
/// Bytes of input under way for each worker.
const WINDOW: usize = 4 << 20;

/// How a run goes.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Threads that extract; 0 counts as one. Reading and writing have a thread each beside them.
    pub jobs: usize,
    /// How records are written.
    pub writer: Writer,
    /// The most `error` records; the run fails at the next one, after what comes before it was written.
    pub max_errors: Option<u64>,
    /// A part ends with the record that fills up this many bytes of the inputs as they are unpacked; one part unless
    /// said. Where parts end hangs on the inputs alone.
    pub part: Option<u64>,
}

/// Takes the records of a run, in order.
pub trait Sink {
    /// Takes the records of some inputs.
    ///
    /// # Errors
    /// When they cannot be written.
    fn records(&mut self, output: &Output) -> io::Result<()>;

    /// Is told that a part ends at `position`, after all its records.
    ///
    /// # Errors
    /// When what was taken cannot be written.
    fn end_part(&mut self, position: Position) -> io::Result<()> {
        let _ = position;
        Ok(())
    }

    /// Makes what was taken so far visible to the reader.
    ///
    /// # Errors
    /// When it cannot be written.
    fn flush(&mut self) -> io::Result<()>;
}

/// An opened input, or why it could not be opened.
type Opened<R> = Result<Reader<R>, InputError>;
/// Pieces, with the position where a part ends after them.
type Pieces = Window<(Piece, Option<Position>), Output>;

impl Pipeline {
    /// Extracts all documents of `inputs`, in order, and hands their records to `sink`. Memory is bounded by a
    /// few pieces of the input for each worker; only the hash of each document's source and id is kept, to tell
    /// duplicates.
    ///
    /// # Errors
    /// When the sink cannot be written or the threads cannot be started. Bad inputs are no errors: they are
    /// handed to the sink as records, unless there are more than `run` allows.
    pub fn run<R, I>(&self, run: &Run, inputs: I, sink: &mut dyn Sink) -> Result<Statistics, Error>
    where
        R: Read + Send + 'static,
        I: Iterator<Item = Opened<R>> + Send + 'static,
    {
        self.run_from(run, Start::default(), inputs, sink)
    }

    /// The same from `start` on; `inputs` begins with the input that `start` is in. Gives what this run did alone.
    ///
    /// # Errors
    /// As for [`Pipeline::run`].
    pub fn run_from<R, I>(
        &self,
        run: &Run,
        start: Start,
        inputs: I,
        sink: &mut dyn Sink,
    ) -> Result<Statistics, Error>
    where
        R: Read + Send + 'static,
        I: Iterator<Item = Opened<R>> + Send + 'static,
    {
        let jobs = run.jobs.max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(|e| Error::Threads(e.to_string()))?;
        let window = Arc::new(Pieces::new(UNDER_WAY * jobs, WINDOW * jobs));
        // Not scoped: when the sink fails, the run ends at once, even if the reader waits for input that never comes.
        let reader = thread::spawn({
            let window = window.clone();
            let ruler = Ruler::new(start.position, run.part);
            move || {
                let _end = End(&window);
                read(inputs, ruler, &window)
            }
        });
        let collected = pool.in_place_scope(|scope| {
            let _stop = Stop(&window);
            for _ in 0..jobs {
                scope.spawn(|_| self.work(&window, &run.writer));
            }
            collect(&window, run.max_errors, start, sink)
        });
        let mut statistics = collected?;
        match reader.join() {
            Ok(took) => statistics.book(Stage::Read, took),
            Err(_) => {
                let told = "the reading thread broke off; the records so far are whole";
                return Err(Error::Threads(told.to_owned()));
            }
        }
        Ok(statistics)
    }

    /// Works on pieces until there are no more.
    fn work(&self, window: &Pieces, writer: &Writer) {
        let mut worker = self.worker();
        while let Some((number, (piece, part_end))) = window.take() {
            let mut output = Output { part_end, ..Output::default() };
            let mut items = piece.items();
            loop {
                let began = Instant::now();
                let Some(item) = items.next() else { break };
                output.statistics.book(Stage::Source, began.elapsed());
                match item {
                    Ok(document) => extract(&mut worker, &document, writer, &mut output),
                    Err(error) => output.fail(&error),
                }
            }
            output.statistics.add(&worker.take_statistics());
            output.statistics.passed = piece.passed();
            window.put(number, output);
        }
    }
}

/// Appends the records of `document` to `output`; should extraction break, an error.
fn extract(worker: &mut Worker<'_>, document: &Document, writer: &Writer, output: &mut Output) {
    let (start, bytes) = (output.bytes.len(), &mut output.bytes);
    match worker.attempt(document, |worker| worker.write(document, false, writer, bytes)) {
        Ok(mark) => {
            let key = Key { id: key(document), mark };
            output.lines.push(Line { end: output.bytes.len(), document: Some(key) });
        }
        Err(error) => {
            output.bytes.truncate(start);
            output.fail(&error);
        }
    }
}

/// Cuts `inputs` into pieces for the window. Gives the time that reading took, which is mostly that of the system and
/// of unpacking.
fn read<R: Read>(inputs: impl Iterator<Item = Opened<R>>, mut ruler: Ruler, window: &Pieces) -> Duration {
    let mut took = Duration::ZERO;
    for input in inputs {
        match input {
            Ok(mut input) => {
                if !read_one(&mut input, &mut ruler, window, &mut took) {
                    break;
                }
            }
            Err(error) => {
                if !window.push((Piece::fault(error), None), 0) {
                    break;
                }
            }
        }
        ruler.next_input();
    }
    took
}

/// Cuts one input; false when nobody wants pieces any more.
fn read_one<R: Read>(input: &mut Reader<R>, ruler: &mut Ruler, window: &Pieces, took: &mut Duration) -> bool {
    let mut began = Instant::now();
    let mut more = input.pass(ruler.records());
    while more {
        let mut piece = input.piece();
        let mut part_end = None;
        while more && part_end.is_none() && piece.size() < PIECE && (piece.is_empty() || !input.is_dry()) {
            let byte = input.byte();
            more = input.read_into(&mut piece);
            if more {
                part_end = ruler.step(input.byte() - byte);
            }
        }
        *took += began.elapsed();
        let size = piece.size();
        if !piece.is_empty() && !window.push((piece, part_end), size) {
            return false;
        }
        began = Instant::now();
    }
    true
}

/// Hands the outputs to `sink`, with marks where a document came before.
fn collect(
    window: &Pieces,
    max_errors: Option<u64>,
    start: Start,
    sink: &mut dyn Sink,
) -> Result<Statistics, Error> {
    let (mut seen, errors_before) = (start.seen, start.errors);
    let mut total = Statistics::default();
    while let Some(mut output) = window.next(|| sink.flush())? {
        let began = Instant::now();
        output.mark(|id| !seen.insert(id));
        if let Some(most) = max_errors
            && let Some(record) = output.cut_behind_error(most.saturating_sub(errors_before + total.errors))
        {
            sink.records(&output)?;
            sink.flush()?;
            return Err(Error::TooManyErrors { most, record });
        }
        total.add(&output.statistics);
        sink.records(&output)?;
        if let Some(position) = output.part_end {
            sink.end_part(position)?;
        }
        total.book(Stage::Sink, began.elapsed());
    }
    sink.flush()?;
    Ok(total)
}

/// Says that no more pieces come, also when the reading thread breaks off.
struct End<'w>(&'w Pieces);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Lets the workers end, also when the sink fails.
struct Stop<'w>(&'w Pieces);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}
