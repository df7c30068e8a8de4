//! A run of records of one input as they are written: cut by the reading thread, read where they are worked on.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::charset::Encoding;
use super::document::{Document, InputError, Item};
use super::frame::Options;
use super::guess::guess;
use super::json::{self, Place, checked};
use super::row::Columns;
use super::{feed, row, warc};

/// The input that records come from.
#[derive(Debug)]
pub(super) struct Origin {
    /// Its path, or `-`.
    pub(super) name: String,
    pub(super) options: Options,
    /// What the first row of a table says.
    pub(super) columns: OnceLock<Columns>,
}

/// How a record is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// A JSON object.
    Json,
    /// A row of a table, of which the first row is known.
    Row,
    /// An item of RSS or Atom.
    Item,
    /// A record of a WARC archive, with its header.
    Warc,
    /// Plain text; the end of its last line is no part of it.
    Plain,
    /// A whole input of plain text.
    Whole,
}

/// Some records of one input, in order.
#[derive(Debug)]
pub(crate) struct Piece {
    origin: Arc<Origin>,
    pub(super) bytes: Vec<u8>,
    /// How many records were passed over that are no documents.
    pub(super) passed: u64,
    entries: Vec<Entry>,
}

#[derive(Debug)]
enum Entry {
    Record { form: Form, bytes: Range<usize>, record: u64, byte: Option<u64> },
    Fault(InputError),
}

impl Piece {
    pub(super) fn new(origin: Arc<Origin>) -> Self {
        Self { origin, bytes: Vec::new(), passed: 0, entries: Vec::new() }
    }

    /// A piece that holds nothing but an error.
    pub(crate) fn fault(error: InputError) -> Self {
        let origin =
            Origin { name: error.source_name.clone(), options: Options::default(), columns: OnceLock::new() };
        let mut piece = Self::new(Arc::new(origin));
        piece.fail(error);
        piece
    }

    /// The bytes of its records.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.passed == 0
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.passed = 0;
        self.entries.clear();
    }

    /// Ends the record that begins at `start` of the bytes; it is the input's `record`th and begins at its byte `byte`, where it has a place.
    pub(super) fn add(&mut self, form: Form, start: usize, record: u64, byte: Option<u64>) {
        self.entries.push(Entry::Record { form, bytes: start..self.bytes.len(), record, byte });
    }

    pub(super) fn fail(&mut self, error: InputError) {
        self.entries.push(Entry::Fault(error));
    }

    /// How many records were passed over that are no documents.
    pub(crate) fn passed(&self) -> u64 {
        self.passed
    }

    /// The documents and errors, each read when its turn comes.
    pub(crate) fn items(&self) -> impl Iterator<Item = Item> {
        self.entries.iter().map(|entry| match entry {
            Entry::Fault(error) => Err(error.clone()),
            Entry::Record { form, bytes, record, byte } => {
                let place = Place { source: &self.origin.name, record: *record, byte: *byte };
                read(*form, &self.bytes[bytes.clone()], place, &self.origin)
            }
        })
    }
}

fn read(form: Form, bytes: &[u8], place: Place<'_>, origin: &Origin) -> Item {
    let options = &origin.options;
    if matches!(form, Form::Warc) {
        return warc::document(bytes, place, options);
    }
    let bytes = if matches!(form, Form::Whole) { bytes } else { trim_line_end(bytes) };
    let text = utf8(bytes, place, options.encoding)?;
    match form {
        Form::Json => json::document(text, place, options),
        Form::Item => feed::document(text, place, options),
        Form::Row => match origin.columns.get() {
            Some(columns) => row::document(text, columns, place, options),
            None => Err(place.error(0, "invalid-csv", "the table has no first row")),
        },
        Form::Plain | Form::Whole | Form::Warc => {
            checked(Document::from_text(place.source, text), place, options.max_document)
        }
    }
}

fn trim_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// `bytes` as text, checked by the vectorised validator; the slow one is asked only where the fault is.
pub(super) fn utf8<'b>(bytes: &'b [u8], place: Place<'_>, encoding: Encoding) -> Result<&'b str, InputError> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| {
        let at = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
        if encoding != Encoding::Auto {
            let message = format!("a byte before this place means nothing in {}; name the encoding of the input with --encoding", encoding.name());
            return place.error(at, "invalid-encoding", message);
        }
        if cfg!(not(feature = "compression")) && bytes.starts_with(&[0x1F, 0x8B]) {
            let message = "the input is packed, and this library was built without the feature `compression`";
            return place.error(at, "compressed", message);
        }
        let message = match guess(bytes) {
            Some(likely) => format!("the bytes are no UTF-8; they look like {0}: try --encoding {0}", likely.name()),
            None => "the bytes are no UTF-8; name their encoding with --encoding, or convert them, e.g. with iconv".to_owned(),
        };
        place.error(at, "invalid-utf8", message)
    })
}
