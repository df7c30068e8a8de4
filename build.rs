//! Lists the files of `lexicons/` so that they are part of the program: a new file needs no Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=lexicons");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("lexicons");
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for name in &files {
        let path = root.join(name);
        let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("lexicons.rs");
    fs::write(out, code)
}

/// Adds the lexicon files below `folder`, named relative to `root` with `/` between folders.
fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // What is there for `trich lexicon import` and for the normaliser is no part of the lexicon.
        if path == root.join("import") || path == root.join("text") {
            continue;
        }
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(root, &path, files)?;
        } else if path == root.join("words.tsv") || path == root.join("model/segmentation.tsv") {
            // What only `trich tokenize --words` needs is not read with the lexicon.
            continue;
        } else if path.extension().is_some_and(|e| e == "tsv" || e == "toml") {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = relative.iter().map(|p| p.to_string_lossy()).collect();
            files.push(parts.join("/"));
        }
    }
    Ok(())
}
