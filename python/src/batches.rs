//! Arrow record batches of a Python iterator through threads: their records as batches, in order.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_pyarrow::{FromPyArrow, PyArrowType};
use arrow_schema::Schema;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use trich::arrow::{Layout, Rows, Table, TooMuch};
use trich::{Flow, Pipeline, Turn, Work, Writer};

use crate::engine::{fault, told};
use crate::stream::{Feed, Stream};

/// Gives the records of some rows at a time as a batch, in the order of the rows.
#[pyclass(module = "trich._trich")]
pub(crate) struct Batches(Stream<Source, Result<RecordBatch, TooMuch>>);

struct Source {
    batches: Py<PyIterator>,
    rows: Rows,
}

impl Batches {
    pub(crate) fn new(
        batches: Bound<'_, PyIterator>,
        pipeline: &Arc<Pipeline>,
        rows: Rows,
        writer: Writer,
        layout: Layout,
        jobs: usize,
    ) -> PyResult<Self> {
        let work: Arc<Work<Vec<Result<RecordBatch, TooMuch>>>> = Arc::new(move |worker, turns| {
            let mut table = Table::new(layout);
            turns.iter().for_each(|turn| table.append(worker, turn, &writer));
            if table.is_empty() { Vec::new() } else { vec![table.finish()] }
        });
        let flow = Flow::new(pipeline, jobs, &work).map_err(|error| fault(&error))?;
        Ok(Self(Stream::new(Source { batches: batches.unbind(), rows }, flow)))
    }
}

#[pymethods]
impl Batches {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<PyArrowType<RecordBatch>>> {
        let batch = self.0.next(py)?.transpose().map_err(told)?;
        Ok(batch.map(PyArrowType))
    }
}

impl Feed for Source {
    fn piece(&mut self, py: Python<'_>) -> PyResult<Option<Vec<Turn>>> {
        loop {
            let rows = &mut self.rows;
            if let Some(turns) = py.detach(|| rows.piece()) {
                return Ok(Some(turns));
            }
            let Some(batch) = self.batches.bind(py).clone().next().transpose()? else { return Ok(None) };
            self.rows.read(taken(&batch)?).map_err(told)?;
        }
    }
}

/// The batch of pyarrow, by the C data interface. Arrow takes no column of texts in which one is no UTF-8; then texts are
/// taken as bytes, so that only their row is an error.
pub(crate) fn taken(batch: &Bound<'_, PyAny>) -> PyResult<RecordBatch> {
    RecordBatch::from_pyarrow_bound(batch).or_else(|error| {
        if error.is_instance_of::<PyTypeError>(batch.py()) {
            return Err(error);
        }
        let bytes = batch.py().import("trich.batch")?.call_method1("as_bytes", (batch,))?;
        RecordBatch::from_pyarrow_bound(&bytes)
    })
}

/// The schema of the batches of `layout`.
#[pyfunction(name = "arrow_schema")]
pub(crate) fn schema(layout: &str) -> PyResult<PyArrowType<Schema>> {
    let layout = Layout::from_name(layout).map_err(told)?;
    Ok(PyArrowType(layout.schema().as_ref().clone()))
}
