//! The files of a lexicon: those that are part of the program, and those of a folder.

use std::fs;
use std::path::Path;

use super::Source;
use crate::error::{Diagnostic, Error};

/// Name within `lexicons/` and text of each builtin file, in order of name.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

/// The builtin files.
pub(super) fn files() -> Vec<Source> {
    FILES
        .iter()
        .map(|&(name, text)| Source {
            name: name.to_owned(),
            shown: format!("lexicons/{name}"),
            text: text.to_owned(),
        })
        .collect()
}

/// What a lexicon's folder holds for `trich lexicon import`, for the normaliser and for `trich tokenize --words`: no part
/// of the lexicon.
const OTHERS: [&str; 4] = ["import", "text", "words.tsv", "model/segmentation.tsv"];

/// The `*.tsv` and `*.toml` files below `dir`, in order of name.
pub(super) fn folder(dir: &Path) -> Result<Vec<Source>, Error> {
    if dir.is_file() {
        return Err(fault(
            dir,
            "this is a file; name the folder that holds your lists (a pack goes to --lexicon)",
        ));
    }
    let mut files = Vec::new();
    collect(dir, dir, &mut files)?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if files.is_empty() {
        let message = "the folder holds no *.tsv and no *.toml file; name the folder that holds your lists";
        return Err(fault(dir, message));
    }
    Ok(files)
}

fn fault(dir: &Path, message: &str) -> Error {
    let file = dir.display().to_string();
    Error::Lexicon(vec![Diagnostic { file, line: 1, column: 1, message: message.to_owned() }])
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<Source>) -> Result<(), Error> {
    let read = |path: &Path| {
        let path = path.to_path_buf();
        move |source| Error::Read { path, source }
    };
    for entry in fs::read_dir(dir).map_err(read(dir))? {
        let path = entry.map_err(read(dir))?.path();
        if OTHERS.iter().any(|other| path == root.join(other)) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "tsv" || e == "toml") {
            let bytes = fs::read(&path).map_err(read(&path))?;
            let shown = path.display().to_string();
            let text = simdutf8::compat::from_utf8(&bytes).map_err(|e| {
                let good = String::from_utf8_lossy(&bytes[..e.valid_up_to()]);
                Error::Lexicon(vec![Diagnostic {
                    file: shown.clone(),
                    line: good.matches('\n').count() + 1,
                    column: good.rsplit('\n').next().map_or(1, |l| l.chars().count() + 1),
                    message: "invalid UTF-8; save the file as UTF-8".to_owned(),
                }])
            })?;
            let text = text.to_owned();
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let name = relative.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>().join("/");
            files.push(Source { name, shown, text });
        }
    }
    Ok(())
}
