//! Extractions as the columns of a record batch.

use arrow_array::RecordBatch;

use super::column::Objects;
use super::layout::Layout;
use crate::pipeline::{Turn, Worker};
use crate::record::{Extraction, Fields, Page, Record, Writer, error, write_error};
use crate::source::{Document, InputError};

/// The rows of a batch of records while it grows.
pub struct Table {
    layout: Layout,
    objects: Objects,
    /// The records of one row as JSON.
    json: Vec<u8>,
}

/// More text than a column of a batch can count, which is 2 GB.
#[derive(Debug, thiserror::Error)]
#[error("the records take more than 2 GB in one batch; hand in fewer rows at a time")]
pub struct TooMuch;

impl Table {
    /// No rows yet.
    pub fn new(layout: Layout) -> Self {
        Self { layout, objects: Objects::new(layout.keys()), json: Vec::new() }
    }

    /// Adds what `worker` finds in `turn`, or its error, as `writer` selects it and in its unit of offsets.
    pub fn append(&mut self, worker: &mut Worker<'_>, turn: &Turn, writer: &Writer) {
        let extracted = turn.item.as_ref().map_err(Clone::clone).and_then(|document| {
            let extraction = worker.attempt(document, |worker| worker.run(document))?;
            Ok((document, extraction))
        });
        match extracted {
            Ok((document, mut extraction)) => {
                extraction.document.duplicate = turn.duplicate;
                self.document(document, &extraction, worker.lexicon_digest(), writer);
            }
            Err(told) => self.error(&told),
        }
    }

    /// Adds a record that was written as JSON, of the type of the rows.
    ///
    /// # Errors
    /// When it is no such record.
    #[cfg(feature = "cli")]
    pub(crate) fn append_json(&mut self, json: &str) -> serde_json::Result<()> {
        super::json::append(&mut self.objects, self.layout.keys(), json)
    }

    /// The rows as a batch.
    ///
    /// # Errors
    /// When a column would hold more than 2 GB of text.
    pub fn finish(self) -> Result<RecordBatch, TooMuch> {
        if self.objects.overflowed() {
            return Err(TooMuch);
        }
        Ok(RecordBatch::from(self.objects.finish()))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn document(&mut self, document: &Document, extraction: &Extraction<'_>, lexicon: &str, writer: &Writer) {
        let page = Page::new(document, extraction, writer.unit);
        let records = Record::all(extraction, &writer.selection);
        let objects = &mut self.objects;
        if matches!(self.layout, Layout::Nested | Layout::Json) {
            self.json.clear();
            writer.write_page(&page, &records, lexicon, &mut self.json);
        }
        match self.layout {
            Layout::Nested => objects.append(|object| {
                page.document(lexicon, object);
                page.document_end(writer.with_text, object);
                page.nested(&records, object);
                object.text("json", text(&self.json));
            }),
            Layout::Json => {
                let mut lines = text(&self.json).lines();
                let doc = extraction.document.id.as_str();
                let mut line = |kind: &'static str, id: &str| {
                    objects.append(|object| {
                        object.text("source", &document.source);
                        object.text("doc", doc);
                        object.text("type", kind);
                        object.text("id", id);
                        object.text("json", lines.next().unwrap_or_default());
                    });
                };
                line("document", doc);
                records
                    .iter()
                    .filter(|_| !writer.nest)
                    .for_each(|r| line(r.type_name(), &r.id().to_string()));
            }
            Layout::Document => objects.append(|object| {
                page.document(lexicon, object);
                page.document_end(writer.with_text, object);
            }),
            layout => {
                for record in records.iter().filter(|record| record.type_name() == layout.name()) {
                    objects.append(|object| page.record(record, object));
                }
            }
        }
    }

    fn error(&mut self, told: &InputError) {
        let objects = &mut self.objects;
        self.json.clear();
        write_error(told, &mut self.json);
        match self.layout {
            Layout::Nested => objects.append(|object| {
                object.object("error", |object| error(told, object));
                object.text("json", text(&self.json));
            }),
            Layout::Json => objects.append(|object| {
                object.text("source", &told.source_name);
                object.text("type", "error");
                object.text("json", text(&self.json).trim_end());
            }),
            Layout::Error => objects.append(|object| error(told, object)),
            _ => {}
        }
    }
}

/// Records are written as UTF-8.
fn text(json: &[u8]) -> &str {
    str::from_utf8(json).unwrap_or_default()
}
