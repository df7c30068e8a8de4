//! Documents from Arrow record batches, and records as columns (feature `arrow`).
//!
//! The columns are the keys of the contract's records, in their order; [`Layout`] says what a row is. Texts come as Utf8,
//! LargeUtf8 or Utf8View and are read where they lie. The crates are Arrow's small ones, of the major that the feature
//! `parquet` is built with.

mod column;
mod form;
#[cfg(feature = "cli")]
mod json;
mod layout;
mod rows;
mod table;

pub use layout::{Layout, UnknownLayout};
pub use rows::{Rows, RowsError};
pub use table::{Table, TooMuch};
