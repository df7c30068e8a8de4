//! The engine: a lexicon, how inputs are read and how records are written. It holds no thread.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator};
use trich::arrow::{Layout, Rows, Table};
use trich::{Error, FieldMap, Lexicon, OffsetUnit, Options, Pipeline, Selection, Turn, Writer};

use crate::article;
use crate::batches::{Batches, taken};
use crate::pipe::Pipe;

/// Extracts; shared by all threads.
#[pyclass(frozen, module = "trich._trich")]
pub(crate) struct Engine {
    pipeline: Arc<Pipeline>,
    options: Options,
    writer: Writer,
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (lexicon, offsets, with_text, only, fields, html, max_document))]
    #[expect(clippy::too_many_arguments, reason = "each is an option of `trich.load`, by its name")]
    fn new(
        py: Python<'_>,
        lexicon: Vec<PathBuf>,
        offsets: &str,
        with_text: bool,
        only: Vec<String>,
        fields: Vec<String>,
        html: bool,
        max_document: usize,
    ) -> PyResult<Self> {
        let unit = [OffsetUnit::Char, OffsetUnit::Byte, OffsetUnit::Utf16]
            .into_iter()
            .find(|unit| unit.name() == offsets)
            .ok_or_else(|| PyValueError::new_err(format!("offsets={offsets:?}: use char, byte or utf16")))?;
        let mut map = FieldMap::default();
        for mapping in &fields {
            map.set(mapping).map_err(told)?;
        }
        let pipeline = py.detach(|| pipeline(&lexicon)).map_err(|error| fault(&error))?;
        let events: Vec<&str> = pipeline.lexicon().event_types().collect();
        let selection = Selection::new(only.iter().map(String::as_str), &events).map_err(told)?;
        Ok(Self {
            options: Options { fields: map, html, max_document, ..Options::default() },
            writer: Writer { unit, with_text, selection, nest: false },
            pipeline: Arc::new(pipeline),
        })
    }

    /// The digest of the lexicon.
    #[getter]
    fn digest(&self) -> &str {
        self.pipeline.lexicon().digest()
    }

    /// The text of `article` and its records as JSON Lines.
    fn extract<'py>(
        &self,
        py: Python<'py>,
        article: &Bound<'py, PyAny>,
        source: &str,
    ) -> PyResult<(String, Bound<'py, PyBytes>)> {
        let item = article::document(article, &self.options, source, None);
        let turn = Turn { item, duplicate: false };
        let mut lines = Vec::new();
        py.detach(|| self.pipeline.worker().write_turn(&turn, &self.writer, &mut lines));
        Ok((turn.item.map_or_else(|_| String::new(), |d| d.text), PyBytes::new(py, &lines)))
    }

    /// Texts and records of `articles`, in order.
    fn pipe(&self, articles: &Bound<'_, PyAny>, source: String, jobs: usize) -> PyResult<Pipe> {
        Pipe::new(
            articles.try_iter()?,
            &self.pipeline,
            self.options.clone(),
            self.writer.clone(),
            source,
            jobs,
        )
    }

    /// The records of one batch as one batch, on the calling thread.
    fn extract_batch(
        &self,
        py: Python<'_>,
        batch: &Bound<'_, PyAny>,
        layout: &str,
        source: String,
    ) -> PyResult<PyArrowType<RecordBatch>> {
        let layout = Layout::from_name(layout).map_err(told)?;
        let mut rows = Rows::new(self.options.clone(), source, false);
        rows.read(taken(batch)?).map_err(told)?;
        let table = py.detach(|| {
            let (mut table, mut worker) = (Table::new(layout), self.pipeline.worker());
            rows.rest().iter().for_each(|turn| table.append(&mut worker, turn, &self.writer));
            table.finish()
        });
        table.map(PyArrowType).map_err(told)
    }

    /// The records of `batches`, batch by batch.
    fn extract_batches(
        &self,
        batches: &Bound<'_, PyAny>,
        layout: &str,
        source: String,
        jobs: usize,
        stream: bool,
    ) -> PyResult<Batches> {
        let layout = Layout::from_name(layout).map_err(told)?;
        let batches: Bound<'_, PyIterator> = batches
            .try_iter()
            .map_err(|_| PyTypeError::new_err("extract_batches wants an iterable of pyarrow.RecordBatch"))?;
        let rows = Rows::new(self.options.clone(), source, stream);
        Batches::new(batches, &self.pipeline, rows, self.writer.clone(), layout, jobs)
    }
}

fn pipeline(lexicon: &[PathBuf]) -> Result<Pipeline, Error> {
    let lexicon = match lexicon {
        [] => Lexicon::builtin(),
        [pack] if pack.is_file() => Lexicon::from_pack(pack),
        dirs => Lexicon::from_dirs(dirs),
    };
    Pipeline::builder().lexicon(lexicon?).build()
}

/// What a wrong argument is told as.
pub(crate) fn told(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// What the library tells, with the system's reason where it is one.
pub(crate) fn fault(error: &Error) -> PyErr {
    let reason = std::error::Error::source(error).map_or_else(String::new, |source| format!(" ({source})"));
    match error {
        Error::Read { .. } => PyOSError::new_err(format!("{error}{reason}")),
        _ => PyValueError::new_err(format!("{error}{reason}")),
    }
}
