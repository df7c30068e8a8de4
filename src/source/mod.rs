//! From bytes to [`Document`]s: framing, field mapping, and errors that name their place.

mod charset;
mod decode;
mod document;
mod field;
mod frame;
mod guess;
mod json;
mod piece;
#[cfg(feature = "compression")]
mod unpack;
mod value;

pub use charset::Encoding;
pub use document::{Document, InputError, Item};
pub use field::{FieldMap, FieldMapError};
pub use frame::{Format, Options, PlainDocument, Reader};
pub(crate) use piece::Piece;
#[cfg(feature = "compression")]
pub use unpack::Caps;
#[cfg(feature = "import")]
pub(crate) use unpack::Unpacked;
