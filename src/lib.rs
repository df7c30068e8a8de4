//! Reads Vietnamese tech news and gives back what a knowledge base can load: names, quantities, events.
//!
//! ```
//! use trich::{Document, Pipeline};
//!
//! let pipeline = Pipeline::builder().build()?;
//! let mut worker = pipeline.worker();
//! let document = Document::from_text("example", "Xiaomi đang bán điện thoại ở hơn 30 nước.");
//! let extraction = worker.extract(&document);
//! let claim = &extraction.claims[0];
//! assert_eq!(claim.span.of(&document.text), "hơn 30 nước");
//! assert_eq!(claim.subject.as_ref().map(|s| s.name.as_ref()), Some("Xiaomi"));
//! # Ok::<(), trich::Error>(())
//! ```
//!
//! A [`Pipeline`] is immutable and shared; each thread has a [`Worker`] of its own, which uses its buffers
//! again. All offsets are half-open byte ranges ([`SourceSpan`]) of the document's text as it was given;
//! [`Writer`] converts them to other units. ARCHITECTURE.md shows the rooms that a document goes through.

#[cfg(feature = "cli")]
mod annotate;
#[cfg(feature = "arrow")]
pub mod arrow;
mod claim;
mod clause;
mod entity;
mod error;
mod event;
mod gazetteer;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "sqlite")]
mod kb;
mod lexicon;
mod model;
mod pack;
mod pipeline;
mod quantity;
mod record;
mod segment;
mod simd;
mod sink;
mod source;
mod span;
#[cfg(feature = "cli")]
mod suggest;
mod text;
mod token;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "eval")]
pub mod eval;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;

pub use error::{Diagnostic, Error};
pub use lexicon::{
    ChangeMode, ClaimKind, Comparator, Direction, Kind, Lexicon, Modality, Polarity, Reference, Tier,
};
pub use pack::{PackError, PackFault};
pub use pipeline::{
    Builder, Examples, Explanation, Flow, Output, Pipeline, Position, Run, Seen, Sink, Stage, Start,
    Statistics, Turn, Work, Worker,
};
pub use quantity::Grain;
pub use record::{
    Attribution, ClaimRecord, DocumentRecord, ENGINE, EventRecord, Extraction, Id, MentionRecord, RoleRecord,
    SCHEMA, SCHEMA_VERSION, Selection, SentenceRecord, SubjectRecord, TimeRecord, TokenRecord,
    UnknownSelector, Writer, write_conllu, write_error, write_tokens, write_tokens_as_text,
    write_words_as_text,
};
pub use segment::Segmenter;
pub use sink::JsonLines;
#[cfg(feature = "compression")]
pub use source::Caps;
pub use source::{
    Document, Encoding, FieldMap, FieldMapError, Format, InputError, Item, Options, PlainDocument, Preset,
    Reader, Value,
};
pub use span::{OffsetUnit, SourceSpan};
pub use token::LexemeKind;
