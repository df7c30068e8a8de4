//! The documents of record batches, in pieces for a worker.

use arrow_array::RecordBatch;

use crate::pipeline::{Seen, Turn};
use crate::source::{Columns, InputError, Options};

/// A piece is handed on when its documents have this many bytes.
const PIECE: usize = 1 << 17;

/// Why a batch holds no documents.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RowsError(#[from] crate::source::NoColumn);

/// Reads the rows of batches as documents. A row that is none is an error in its place.
pub struct Rows {
    options: Options,
    /// What documents name as their source that bring none.
    source: String,
    /// Rows so far and the documents among them, where the batches are one stream.
    stream: Option<(u64, Seen)>,
    batch: Option<RecordBatch>,
    row: usize,
}

impl Rows {
    /// Reads batches by `options`. Where they are one `stream`, as the lines of a file are, errors tell the number of their row
    /// from 1, and documents that come again are told; else nothing hangs on other rows, so that batches can be read in
    /// any order and again.
    pub fn new(options: Options, source: impl Into<String>, stream: bool) -> Self {
        let stream = stream.then(|| (0, Seen::default()));
        Self { options, source: source.into(), stream, batch: None, row: 0 }
    }

    /// Takes the next batch, once the one before it was read to its end.
    ///
    /// # Errors
    /// When no column of it holds a title or a text.
    pub fn read(&mut self, batch: RecordBatch) -> Result<(), RowsError> {
        Columns::new(&batch, &self.options.fields)?;
        self.batch = Some(batch);
        self.row = 0;
        Ok(())
    }

    /// The next documents of the batch, some 128 kB of them; `None` at its end.
    pub fn piece(&mut self) -> Option<Vec<Turn>> {
        self.turns(PIECE)
    }

    /// All documents of the batch that are left.
    pub fn rest(&mut self) -> Vec<Turn> {
        self.turns(usize::MAX).unwrap_or_default()
    }

    fn turns(&mut self, most: usize) -> Option<Vec<Turn>> {
        let batch = self.batch.as_ref()?;
        // That it fits was seen when it was taken.
        let columns = Columns::new(batch, &self.options.fields).ok()?;
        let (mut turns, mut size) = (Vec::new(), 0);
        while self.row < batch.num_rows() && size < most {
            let number = self.stream.as_mut().map(|(rows, _)| {
                *rows += 1;
                *rows
            });
            let item = match columns.row(self.row) {
                Ok(record) => self.options.document(&record, &self.source, number),
                Err(told) => Err(InputError {
                    source_name: self.source.clone(),
                    record: number,
                    byte: None,
                    code: "invalid-utf8",
                    message: told.to_string(),
                }),
            };
            self.row += 1;
            size += item.as_ref().map_or(0, |document| document.text.len());
            let seen = self.stream.as_mut().map(|(_, seen)| seen);
            let duplicate = item.as_ref().is_ok_and(|d| seen.is_some_and(|seen| seen.came_before(d)));
            turns.push(Turn { item, duplicate });
        }
        if turns.is_empty() {
            self.batch = None;
            return None;
        }
        Some(turns)
    }
}
