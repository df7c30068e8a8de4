//! From bytes to [`Document`]s: framing, field mapping, and errors that name their place.

mod array;
#[cfg(feature = "arrow")]
mod arrow;
mod buffered;
mod charset;
mod cut;
mod date;
mod decode;
mod document;
mod feed;
mod field;
mod frame;
mod guess;
mod json;
#[cfg(feature = "parquet")]
mod parquet;
mod piece;
mod preset;
mod row;
mod sniff;
#[cfg(feature = "compression")]
mod unpack;
mod value;
mod warc;

#[cfg(feature = "arrow")]
pub(crate) use arrow::{Columns, NoColumn};
pub use charset::Encoding;
pub use document::{Document, InputError, Item};
pub use field::{FieldMap, FieldMapError};
pub use frame::{Format, Options, PlainDocument, Reader};
pub(crate) use piece::Piece;
pub use preset::Preset;
#[cfg(feature = "cli")]
pub(crate) use sniff::PARQUET;
#[cfg(feature = "compression")]
pub use unpack::Caps;
#[cfg(any(feature = "import", feature = "sqlite"))]
pub(crate) use unpack::Unpacked;
pub use value::Value;
