//! Documents through threads, handed in and taken out in turn by one caller that may be no thread of ours.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use super::window::Window;
use super::{Pipeline, Worker};
use crate::error::Error;
use crate::source::Item;

/// Pieces under way for each thread.
const UNDER_WAY: usize = 4;

/// An input, and whether a document of its source and id came before.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The document, or why there is none.
    pub item: Item,
    /// Whether it came before.
    pub duplicate: bool,
}

/// What makes an output of some inputs, on a thread of the flow.
pub type Work<O> = dyn Fn(&mut Worker<'_>, Vec<Turn>) -> O + Send + Sync;

/// Runs pieces of inputs through threads of its own and gives the outputs in the order of the pieces. The threads end
/// with the flow; nothing waits for them.
///
/// Before each [`Flow::next`], [`Flow::push`] pieces for as long as [`Flow::wants`] them or there are more, then call
/// [`Flow::end`]. Memory is bounded by four pieces and outputs for each thread.
pub struct Flow<O> {
    window: Arc<Window<Vec<Turn>, Option<O>>>,
    jobs: usize,
}

impl<O: Send + 'static> Flow<O> {
    /// A flow with `jobs` threads, at least one.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new(pipeline: &Arc<Pipeline>, jobs: usize, work: &Arc<Work<O>>) -> Result<Self, Error> {
        let jobs = jobs.max(1);
        let flow = Self { window: Arc::new(Window::new(UNDER_WAY * jobs, usize::MAX)), jobs };
        for _ in 0..jobs {
            let (pipeline, work, window) = (pipeline.clone(), work.clone(), flow.window.clone());
            let thread = thread::Builder::new().name("trich".to_owned());
            let run = move || {
                let mut worker = pipeline.worker();
                while let Some((number, turns)) = window.take() {
                    let done = catch_unwind(AssertUnwindSafe(|| work(&mut worker, turns)));
                    window.put(number, done.ok());
                }
            };
            thread.spawn(run).map_err(|e| Error::Threads(e.to_string()))?;
        }
        Ok(flow)
    }

    /// Whether another piece should be handed in before the next output is asked for.
    pub fn wants(&self) -> bool {
        self.window.waiting() < self.jobs && self.window.has_room()
    }

    /// Hands in a piece.
    pub fn push(&self, turns: Vec<Turn>) {
        self.window.push(turns, 0);
    }

    /// Says that no more pieces come.
    pub fn end(&self) {
        self.window.end();
    }

    /// The output of the next piece, once it is there; `None` after the last.
    ///
    /// # Errors
    /// When a thread broke off, which is a fault of this program.
    pub fn next(&self) -> Result<Option<O>, Error> {
        let told = "a thread broke off; please report it";
        match self.window.next(|| Ok::<_, Error>(()))? {
            Some(Some(output)) => Ok(Some(output)),
            Some(None) => Err(Error::Threads(told.to_owned())),
            None => Ok(None),
        }
    }
}

impl<O> Drop for Flow<O> {
    fn drop(&mut self) {
        self.window.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Document;

    fn turn(text: &str) -> Turn {
        Turn { item: Ok(Document::from_text("-", text)), duplicate: false }
    }

    fn lengths() -> Arc<Work<usize>> {
        Arc::new(|_, turns| match &turns[0].item {
            Ok(document) if document.text.is_empty() => panic!("as a fault would"),
            Ok(document) => document.text.len(),
            Err(_) => 0,
        })
    }

    #[test]
    fn outputs_come_in_the_order_of_the_pieces() {
        let pipeline = Arc::new(Pipeline::builder().build().unwrap());
        for jobs in [1, 3] {
            let flow = Flow::new(&pipeline, jobs, &lengths()).unwrap();
            let mut pieces = (1..50).map(|length| vec![turn(&"a".repeat(length))]);
            let mut have = Vec::new();
            loop {
                while flow.wants() {
                    match pieces.next() {
                        Some(piece) => flow.push(piece),
                        None => {
                            flow.end();
                            break;
                        }
                    }
                }
                match flow.next().unwrap() {
                    Some(length) => have.push(length),
                    None => break,
                }
            }
            assert_eq!(have, (1..50).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_thread_that_breaks_off_is_told() {
        let pipeline = Arc::new(Pipeline::builder().build().unwrap());
        let flow = Flow::new(&pipeline, 1, &lengths()).unwrap();
        flow.push(vec![turn("")]);
        assert!(flow.next().is_err());
    }
}
