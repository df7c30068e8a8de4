//! CoNLL columns: a token and its tag a line, an empty line after a sentence, `# doc_id = ID` before a document.
//!
//! Tags are `B-company`, `I-company` and `O`, by the kinds of mentions; only names are carried. `# text = "..."`, as JSON,
//! keeps the text, so that an import gives the offsets in it.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;
