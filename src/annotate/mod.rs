//! Annotated articles to and from the tools that annotators use: brat's standoff files and CoNLL columns.
//!
//! An export is pre-annotated with what the program found; an import gives the gold form that `trich eval` reads. All
//! places count code points of the article's text.

mod article;
pub(crate) mod brat;
pub(crate) mod conll;
mod file_name;
mod gold;
#[cfg(test)]
mod tests;

pub(crate) use article::{Annotated, Claim, Event, Filler, Mark, Mention, of_extraction};
pub(crate) use file_name::{document_of, file_of};
pub(crate) use gold::gold_line;

use crate::error::{Diagnostic, Error};

/// The kinds of claims, as annotations name them.
const CLAIMS: [&str; 10] =
    ["count", "money", "percent", "measure", "multiple", "ratio", "rank", "ordinal", "age", "duration"];

/// A fault at `line`, from 1, of `file`.
fn fault(file: &str, line: usize, message: impl Into<String>) -> Error {
    Error::Annotation(Diagnostic { file: file.to_owned(), line, column: 1, message: message.into() })
}
