//! The contract's records: ids, provenance, their JSON, and the JSON Schema.

mod build;
mod extraction;
mod fields;
mod id;
mod json;
mod page;
mod select;
mod tokens;
mod write;

pub(crate) use build::{Stages, build};
pub use extraction::{
    Attribution, ClaimRecord, DocumentRecord, EventRecord, Extraction, MentionRecord, RoleRecord,
    SubjectRecord, TimeRecord,
};
#[cfg(feature = "arrow")]
pub(crate) use fields::Fields;
pub use id::Id;
#[cfg(feature = "arrow")]
pub(crate) use page::{Page, Record, error};
pub use select::{Selection, UnknownSelector};
pub use tokens::{
    SentenceRecord, TokenRecord, write_conllu, write_tokens, write_tokens_as_text, write_words_as_text,
};
pub use write::{Writer, write_error};

/// The JSON Schema of the records (draft 2020-12).
pub const SCHEMA: &str = include_str!("schema.json");

/// The version of the record contract.
pub const SCHEMA_VERSION: u32 = 1;

/// The program and its version, as documents name it.
pub const ENGINE: &str = concat!("trich ", env!("CARGO_PKG_VERSION"));
