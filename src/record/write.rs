//! Records as JSON Lines, in the contract's order and with its keys in their order.

use super::extraction::Extraction;
use super::json::Object;
use super::page::{self, Page, Record};
use super::select::Selection;
use crate::source::{Document, InputError};
use crate::span::OffsetUnit;

/// How records are written.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// The unit of all offsets.
    pub unit: OffsetUnit,
    /// Whether the document record holds the whole text.
    pub with_text: bool,
    /// Which records are written.
    pub selection: Selection,
    /// Whether the records of a document stand in its own, under `mentions`, `claims`, `times` and `events`, rather than
    /// behind it.
    pub nest: bool,
}

impl Writer {
    /// Appends the records of `document` to `out`, one a line. `lexicon` is the digest of the lexicon. Gives the place
    /// in `out` where the document's record says, or would say, that it is a duplicate.
    pub fn write(
        &self,
        document: &Document,
        extraction: &Extraction<'_>,
        lexicon: &str,
        out: &mut Vec<u8>,
    ) -> usize {
        let page = Page::new(document, extraction, self.unit);
        self.write_page(&page, &Record::all(extraction, &self.selection), lexicon, out)
    }

    /// [`Writer::write`] of a page with its `records`.
    pub(crate) fn write_page(
        &self,
        page: &Page<'_>,
        records: &[Record<'_, '_>],
        lexicon: &str,
        out: &mut Vec<u8>,
    ) -> usize {
        let mut object = Object::open(out);
        page.document(lexicon, &mut object);
        let mark = object.end();
        page.document_end(self.with_text, &mut object);
        if self.nest {
            page.nested(records, &mut object);
        }
        object.close_line();
        for record in records.iter().filter(|_| !self.nest) {
            let mut object = Object::open(out);
            page.record(record, &mut object);
            object.close_line();
        }
        mark
    }
}

/// Appends the `error` record of `error` to `out`.
pub fn write_error(error: &InputError, out: &mut Vec<u8>) {
    let mut object = Object::open(out);
    page::error(error, &mut object);
    object.close_line();
}
