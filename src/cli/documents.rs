//! One document after the other, for the commands that need no threads.

use std::io::{self, Write};
use std::path::PathBuf;

use super::input;
use crate::source::{Document, InputError, Options};

/// Hands each document of `files` (standard input where there are none) to `take`. What cannot be read is told on
/// standard error, counted, and passed over.
pub(super) fn each(
    files: &[PathBuf],
    options: &Options,
    mut take: impl FnMut(Document) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let mut errors = 0;
    let mut tell = |error: &InputError| {
        errors += 1;
        // Nothing is lost when nobody reads it: the exit status says it too.
        let _ = writeln!(io::stderr(), "trich: {error}");
    };
    for reader in input::open(files, options) {
        match reader {
            Err(error) => tell(&error),
            Ok(mut reader) => {
                while let Some(item) = reader.next() {
                    match item {
                        Ok(document) => take(document)?,
                        Err(error) => tell(&error),
                    }
                }
            }
        }
    }
    Ok(errors)
}
