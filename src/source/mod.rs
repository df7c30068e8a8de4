//! From bytes to [`Document`]s: framing, field mapping, and errors that name their place.

mod document;
mod field;
mod frame;
mod json;
mod plain;

pub use document::{Document, InputError, Item};
pub use field::{FieldMap, FieldMapError};
pub use frame::{Format, Options, PlainDocument, Reader};
