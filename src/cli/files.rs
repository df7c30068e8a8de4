//! Which files the paths on the command line stand for: folders and patterns in a fixed order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

/// The files that `paths` stand for. A folder stands for the files in it and in its folders, in order of their names,
/// those that begin with a dot left out; a path that is not there and has `*`, `?` or `[` in it for what it matches. What
/// cannot be read, or is empty, stays in the list as it is, so that opening it gives an error.
pub(super) fn expand(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => add_folder(path, &mut Vec::new(), &mut files),
            Err(error) if error.kind() == io::ErrorKind::NotFound => add_matches(path, &mut files),
            _ => files.push(path.clone()),
        }
    }
    files
}

fn add_matches(path: &Path, files: &mut Vec<PathBuf>) {
    let options = MatchOptions {
        require_literal_separator: true,
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
    let before = files.len();
    for found in pattern.and_then(|text| glob_with(text, options).ok()).into_iter().flatten() {
        match found {
            Ok(found) if found.is_dir() => add_folder(&found, &mut Vec::new(), files),
            Ok(found) => files.push(found),
            Err(error) => files.push(error.path().to_path_buf()),
        }
    }
    if files.len() == before {
        files.push(path.to_path_buf());
    }
}

/// Adds the files of `folder`, which is in the folders `above`.
fn add_folder(folder: &Path, above: &mut Vec<PathBuf>, files: &mut Vec<PathBuf>) {
    let before = files.len();
    if let Some(entries) = entries(folder, above) {
        for path in entries {
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => add_folder(&path, above, files),
                // A pipe or a device would be waited for.
                Ok(metadata) if !metadata.is_file() => {}
                _ => files.push(path),
            }
        }
        above.pop();
    }
    if files.len() == before {
        files.push(folder.to_path_buf());
    }
}

/// What is in `folder`, in order, and `folder` is put on top of those `above`; none where it cannot be read or is in itself,
/// by way of a link.
fn entries(folder: &Path, above: &mut Vec<PathBuf>) -> Option<Vec<PathBuf>> {
    let real = folder.canonicalize().ok().filter(|real| !above.contains(real))?;
    let paths: Result<Vec<_>, _> = fs::read_dir(folder).ok()?.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.ok()?;
    let is_hidden = |path: &Path| path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
    paths.retain(|path| !is_hidden(path));
    paths.sort();
    above.push(real);
    Some(paths)
}

/// Why the folder `path`, which stayed in the list, gives no files.
pub(super) fn folder_error(path: &Path) -> io::Error {
    match fs::read_dir(path).map(Iterator::count) {
        Err(error) => error,
        Ok(0) => io::Error::other("the folder is empty"),
        Ok(_) => io::Error::other("the folder holds no files, or leads back into itself"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_patterns_are_files_in_order() {
        let root = tempfile::TempDir::new().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("in/b")).unwrap();
        fs::create_dir_all(at("empty")).unwrap();
        for name in ["in/c.txt", "in/a.txt", "in/b/z.txt", "in/.hidden", "x[1].txt"] {
            fs::write(at(name), "").unwrap();
        }
        let expanded = |path: &str| -> Vec<String> {
            let files = expand(&[at(path)]);
            files
                .iter()
                .map(|f| f.strip_prefix(root.path()).unwrap().display().to_string().replace('\\', "/"))
                .collect()
        };
        assert_eq!(expanded("in"), ["in/a.txt", "in/b/z.txt", "in/c.txt"]);
        assert_eq!(expanded("in/*.txt"), ["in/a.txt", "in/c.txt"]);
        assert_eq!(expanded("*/*"), ["in/a.txt", "in/b/z.txt", "in/c.txt"]);
        assert_eq!(expanded("x[1].txt"), ["x[1].txt"]);
        assert_eq!(expanded("in/*.md"), ["in/*.md"]);
        assert_eq!(expanded("empty"), ["empty"]);
        assert!(folder_error(&at("empty")).to_string().contains("empty"));
        assert_eq!(expand(&[PathBuf::from("-")]), [PathBuf::from("-")]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_in_itself_ends() {
        let root = tempfile::TempDir::new().unwrap();
        fs::write(root.path().join("a"), "").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("self")).unwrap();
        assert_eq!(expand(&[root.path().to_path_buf()]), [root.path().join("a"), root.path().join("self")]);
    }
}
