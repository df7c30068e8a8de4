//! Opens the inputs named on the command line, each when its turn comes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::{InputError, Options, Reader};

/// An input: a file, or standard input.
pub(super) type Input = Box<dyn Read + Send>;

/// The readers of `files`, or of standard input where there are none. A file that cannot be opened gives an error.
pub(super) fn open(
    files: &[PathBuf],
    options: &Options,
) -> impl Iterator<Item = Result<Reader<Input>, InputError>> + Send + 'static {
    let files = if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() };
    open_each(files, options, |input| input)
}

/// The readers of `files`, each of what `through` makes of the opened file.
pub(super) fn open_each(
    files: Vec<PathBuf>,
    options: &Options,
    through: impl Fn(Input) -> Input + Send + 'static,
) -> impl Iterator<Item = Result<Reader<Input>, InputError>> + Send + 'static {
    let options = options.clone();
    files.into_iter().map(move |path| match open_one(&path) {
        Ok(input) => Ok(Reader::new(through(input), name(&path), options.clone())),
        Err(error) => Err(InputError {
            source_name: name(&path),
            record: None,
            byte: None,
            code: "unreadable",
            message: format!("{error}; check the path and its permissions"),
        }),
    })
}

fn open_one(path: &Path) -> io::Result<Input> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, a file is wanted"));
    }
    Ok(Box::new(file))
}

/// What errors and records call the file.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}
