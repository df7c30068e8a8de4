//! What can go wrong, and how it is told: what, where, and what to do.

use std::path::PathBuf;

use crate::pack::PackError;

/// One fault in a lexicon file, with its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct Diagnostic {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Why a lexicon, a pipeline or a run could not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Lexicon files with faults, at least one.
    #[error("{}", list(.0))]
    Lexicon(Vec<Diagnostic>),
    /// A file or folder that cannot be read.
    #[error("cannot read {}; check the path and its permissions", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A pack that cannot be used or written.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Annotation, or records to be scored, that cannot be used.
    #[error(transparent)]
    Annotation(Diagnostic),
    /// A list of names that the matcher cannot hold.
    #[error("the lexicon does not fit the matcher: {0}; split it into smaller ones")]
    Matcher(String),
    /// The worker threads could not be started.
    #[error("cannot start the worker threads: {0}; try a smaller --jobs")]
    Threads(String),
    /// More `error` records than a run may have.
    #[error(
        "more than {most} input records could not be read, at last this one: {record}; mend the input, or allow more with --max-errors"
    )]
    TooManyErrors {
        /// How many it may have.
        most: u64,
        /// The record of the first beyond them, as JSON.
        record: String,
    },
    /// Records that could not be written.
    #[error("cannot write the records: {0}")]
    Write(#[from] std::io::Error),
}

fn list(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
