//! The files of records that a load reads.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::super::files::{expand, folder_error};
use super::super::input::{Input, name};
use super::super::progress::{self, Progress};
use super::super::signal::Signals;
use crate::kb::Lines;
use crate::source::{Caps, Unpacked};

/// What `trich run` writes beside the parts.
const BESIDE: [&str; 3] = ["manifest.json", "parts.jsonl", "summary.json"];

/// The files that `paths` stand for; of a folder of `trich run` only its parts.
pub(super) fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        return vec![PathBuf::from("-")];
    }
    let is_beside = |path: &Path| {
        let is_named = path.file_name().is_some_and(|name| BESIDE.iter().any(|beside| name == *beside));
        is_named && !paths.iter().any(|given| given == path) && path.with_file_name(BESIDE[0]).exists()
    };
    expand(paths).into_iter().filter(|path| !is_beside(path)).collect()
}

/// Bytes of all files, as they lie on the disk.
pub(super) fn size(files: &[PathBuf]) -> u64 {
    files.iter().filter_map(|path| fs::metadata(path).ok()).map(|metadata| metadata.len()).sum()
}

/// The lines of the file `path`, unpacked.
pub(super) fn open(
    path: &Path,
    progress: &Arc<Progress>,
    signals: &Signals,
) -> anyhow::Result<Lines<Unpacked<Input>>> {
    let told = || format!("cannot read {}; check the path and its permissions", path.display());
    let input: Input = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        let file = File::open(path).with_context(told)?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(folder_error(path)).with_context(told);
        }
        Box::new(file)
    };
    let input = progress::through(progress, signals)(input);
    Ok(Lines::new(Unpacked::new(input, Caps::default()), name(path)))
}
