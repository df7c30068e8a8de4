//! Lists of made names, as a lexicon's folder.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::generator::Names;
use crate::text::nfd;
use crate::tree;

/// The file of the first names, and that of those after them.
const FIRST: &str = "first.tsv";
pub(super) const MORE: &str = "more.tsv";
const SEED: u64 = 7;
const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];

/// The ids of the builtin lists.
pub(super) fn builtin(lexicons: &Path) -> Result<HashSet<String>> {
    let mut ids = HashSet::new();
    for entry in fs::read_dir(lexicons).with_context(|| format!("cannot read {}", lexicons.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "tsv") {
            ids.extend(tree::read(&path)?.lines().filter_map(|row| Some(row.split_once('\t')?.0.to_owned())));
        }
    }
    Ok(ids)
}

/// Writes the `first` names and `more` after them into a new folder, of the latter without the ids in `out`; bytes
/// of the lists. No id is one of `builtin`, whose entry it would rename.
pub(super) fn write(
    folder: &Path,
    builtin: &HashSet<String>,
    (first, more): (usize, usize),
    out: &HashSet<String>,
) -> Result<u64> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut names = Names::new(SEED).enumerate();
    let mut seen = builtin.clone();
    let mut bytes = 0;
    for (file, count) in [(FIRST, first), (MORE, more)] {
        let path = folder.join(file);
        let mut list = BufWriter::new(File::create(&path)?);
        writeln!(list, "id\tkind\tname\tlinks")?;
        for (i, name) in names.by_ref().take(count) {
            let mut id = slug(&name);
            if !seen.insert(id.clone()) {
                id = format!("{id}-{i}");
            }
            if file == FIRST || !out.contains(&id) {
                writeln!(list, "{id}\t{}\t{name}\twikidata=Q{}", KINDS[i % 5], 100_000_000 + i)?;
            }
        }
        list.into_inner()?.sync_all()?;
        bytes += fs::metadata(&path)?.len();
    }
    Ok(bytes)
}

/// Small ASCII letters and digits, and hyphens between them.
fn slug(name: &str) -> String {
    let letters = nfd(&name.to_lowercase().replace('đ', "d"));
    let letters: String = letters.chars().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect();
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ids() {
        assert_eq!(slug("Công ty Cổ phần Đá Xanh"), "cong-ty-co-phan-da-xanh");
        assert_eq!(slug("S-90 Pro+"), "s-90-pro");
    }
}
