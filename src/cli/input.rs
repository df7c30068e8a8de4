//! Opens the inputs named on the command line, each when its turn comes.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use super::files::{expand, folder_error};
use crate::source::{Format, InputError, Options, PARQUET, Reader};

/// An input: a file, or standard input.
pub(super) type Input = Box<dyn Read + Send>;

/// The readers of the files that `files` stand for, or of standard input where there are none. A file that cannot be opened gives an error.
pub(super) fn open(
    files: &[PathBuf],
    options: &Options,
) -> impl Iterator<Item = Result<Reader<Input>, InputError>> + Send + 'static {
    let files = if files.is_empty() { vec![PathBuf::from("-")] } else { expand(files) };
    open_each(files, options, |input| input)
}

/// The readers of `files`, each of what `through` makes of the opened file.
pub(super) fn open_each(
    files: Vec<PathBuf>,
    options: &Options,
    through: impl Fn(Input) -> Input + Send + 'static,
) -> impl Iterator<Item = Result<Reader<Input>, InputError>> + Send + 'static {
    let options = options.clone();
    files.into_iter().map(move |path| {
        let opened = open_one(&path, &options, &through);
        opened.map_err(|error| InputError {
            source_name: name(&path),
            record: None,
            byte: None,
            code: "unreadable",
            message: format!("{error}; check the path and its permissions"),
        })
    })
}

fn open_one(path: &Path, options: &Options, through: impl Fn(Input) -> Input) -> io::Result<Reader<Input>> {
    let (name, options) = (name(path), options.clone());
    if path.as_os_str() == "-" {
        return Ok(Reader::new(through(Box::new(io::stdin())), name, options));
    }
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(folder_error(path));
    }
    if metadata.is_file() && is_parquet(&mut file, options.format)? {
        return Ok(Reader::parquet(file, name, options));
    }
    Ok(Reader::new(through(Box::new(file)), name, options))
}

/// Whether `file` is Parquet, by its first bytes unless `format` says it.
fn is_parquet(file: &mut File, format: Format) -> io::Result<bool> {
    if format != Format::Auto {
        return Ok(format == Format::Parquet);
    }
    let mut head = Vec::new();
    file.by_ref().take(PARQUET.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == PARQUET)
}

/// What errors and records call the file.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}
