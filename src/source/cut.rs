//! What the cutters of the formats give: a record of the input, or what is wrong with it.

use super::document::InputError;
use super::json::Place;
use super::piece::Form;

/// What comes next in an input.
pub(super) enum Cut {
    /// A record of `size` bytes that begins at `byte` of the input, where it has a place there.
    Record { form: Form, byte: Option<u64>, size: usize },
    /// A record that is no document and was passed over.
    Passed,
    /// Something that is no record, at `byte`.
    Fault { byte: Option<u64>, code: &'static str, message: String },
    /// Nothing more.
    End,
}

/// A record that is being cut: its bytes go behind those of the records before it, unless there are more than `limit`.
pub(super) struct Growing<'b> {
    bytes: &'b mut Vec<u8>,
    start: usize,
    size: usize,
    limit: usize,
}

impl<'b> Growing<'b> {
    pub(super) fn new(bytes: &'b mut Vec<u8>, limit: usize) -> Self {
        Self { start: bytes.len(), bytes, size: 0, limit }
    }

    /// Appends `bytes`; beyond the limit nothing is kept and all is counted.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.size += bytes.len();
        if self.size <= self.limit {
            self.bytes.extend_from_slice(bytes);
        } else {
            self.bytes.truncate(self.start);
        }
    }

    /// Its bytes, none where it is too large.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Ends it as a record that began at `byte`.
    pub(super) fn end(self, form: Form, byte: impl Into<Option<u64>>) -> Cut {
        Cut::Record { form, byte: byte.into(), size: self.size }
    }

    /// Ends it as a fault at `byte`.
    pub(super) fn fail(
        self,
        byte: impl Into<Option<u64>>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Cut {
        self.bytes.truncate(self.start);
        Cut::Fault { byte: byte.into(), code, message: message.into() }
    }
}

/// The error of a record of `size` bytes.
pub(super) fn too_large(place: Place<'_>, size: usize, max: usize) -> InputError {
    place.error(0, "too-large", format!("the record has {size} bytes, more than a document of {max} can need; raise --max-document or split it"))
}
