//! Articles of a Python iterator through threads: their texts and records, in order.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator};
use trich::{Flow, Options, Pipeline, Seen, Turn, Work, Writer};

use crate::article;
use crate::engine::fault;
use crate::stream::{Feed, Stream};

/// A piece is handed on when it has so many articles, or so many bytes of text.
const ARTICLES: usize = 32;
const BYTES: usize = 1 << 15;

/// The text of an article and its records.
type Read = (String, Vec<u8>);

/// Gives for each article its text and its records as JSON Lines.
#[pyclass(module = "trich._trich")]
pub(crate) struct Pipe(Stream<Articles, Read>);

struct Articles {
    articles: Py<PyIterator>,
    options: Options,
    source: String,
    count: u64,
    seen: Seen,
    /// Raised by the iterator behind articles that are under way.
    raised: Option<PyErr>,
}

impl Pipe {
    pub(crate) fn new(
        articles: Bound<'_, PyIterator>,
        pipeline: &Arc<Pipeline>,
        options: Options,
        writer: Writer,
        source: String,
        jobs: usize,
    ) -> PyResult<Self> {
        let work: Arc<Work<Vec<Read>>> = Arc::new(move |worker, turns| {
            let read = |turn: Turn| {
                let mut lines = Vec::new();
                worker.write_turn(&turn, &writer, &mut lines);
                (turn.item.map_or_else(|_| String::new(), |document| document.text), lines)
            };
            turns.into_iter().map(read).collect()
        });
        let flow = Flow::new(pipeline, jobs, &work).map_err(|error| fault(&error))?;
        let articles = articles.unbind();
        let feed = Articles { articles, options, source, count: 0, seen: Seen::default(), raised: None };
        Ok(Self(Stream::new(feed, flow)))
    }
}

#[pymethods]
impl Pipe {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<(String, Bound<'py, PyBytes>)>> {
        let read = self.0.next(py)?;
        Ok(read.map(|(text, lines)| (text, PyBytes::new(py, &lines))))
    }
}

impl Feed for Articles {
    fn piece(&mut self, py: Python<'_>) -> PyResult<Option<Vec<Turn>>> {
        if let Some(error) = self.raised.take() {
            return Err(error);
        }
        let (mut turns, mut size) = (Vec::new(), 0);
        let mut articles = self.articles.bind(py).clone();
        while turns.len() < ARTICLES && size < BYTES {
            let article = match articles.next() {
                Some(Ok(article)) => article,
                Some(Err(error)) if turns.is_empty() => return Err(error),
                Some(Err(error)) => {
                    self.raised = Some(error);
                    break;
                }
                None => break,
            };
            self.count += 1;
            let item = article::document(&article, &self.options, &self.source, Some(self.count));
            let duplicate = item.as_ref().is_ok_and(|document| self.seen.came_before(document));
            size += item.as_ref().map_or(0, |document| document.text.len());
            turns.push(Turn { item, duplicate });
        }
        Ok((!turns.is_empty()).then_some(turns))
    }
}
