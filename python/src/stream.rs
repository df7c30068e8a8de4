//! An iterator of Python through the threads of a flow, in order.

use std::collections::VecDeque;
use std::mem;
use std::process;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use trich::{Flow, Turn};

use crate::engine::fault;

/// Gives pieces of inputs; `None` at the end.
pub(crate) trait Feed {
    /// The next piece, taken from Python.
    fn piece(&mut self, py: Python<'_>) -> PyResult<Option<Vec<Turn>>>;
}

/// A flow that is fed from Python. The threads know nothing of Python, so that they never wait for the interpreter nor
/// it for them, not even when it ends.
pub(crate) struct Stream<F, O: Send + 'static> {
    feed: F,
    /// There until it is dropped.
    flow: Option<Flow<Vec<O>>>,
    ready: VecDeque<O>,
    ended: bool,
    /// What ended the feed; it is raised after all that came before it.
    raised: Option<PyErr>,
    /// The process that has the threads: a fork has none.
    process: u32,
}

impl<F: Feed + Sync, O: Send + Sync> Stream<F, O> {
    pub(crate) fn new(feed: F, flow: Flow<Vec<O>>) -> Self {
        Self {
            feed,
            flow: Some(flow),
            ready: VecDeque::new(),
            ended: false,
            raised: None,
            process: process::id(),
        }
    }

    /// The next output; `None` after the last. The interpreter is free while it is waited for.
    pub(crate) fn next(&mut self, py: Python<'_>) -> PyResult<Option<O>> {
        if self.process != process::id() {
            return Err(PyRuntimeError::new_err(format!(
                "this iterator was begun in process {}; begin a new one after the fork",
                self.process
            )));
        }
        let Some(flow) = &self.flow else { return Ok(None) };
        loop {
            if let Some(output) = self.ready.pop_front() {
                return Ok(Some(output));
            }
            while !self.ended && flow.wants() {
                let piece = self.feed.piece(py);
                if let Ok(Some(turns)) = piece {
                    flow.push(turns);
                } else {
                    self.raised = piece.err();
                    self.ended = true;
                    flow.end();
                }
            }
            match py.detach(|| flow.next()).map_err(|error| fault(&error))? {
                Some(outputs) => self.ready.extend(outputs),
                None => return self.raised.take().map_or(Ok(None), Err),
            }
        }
    }
}

impl<F, O: Send + 'static> Drop for Stream<F, O> {
    fn drop(&mut self) {
        // In a fork the threads are gone, and one of them may have held the lock.
        if self.process != process::id() {
            mem::forget(self.flow.take());
        }
    }
}
