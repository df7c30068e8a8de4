//! Lists of made names, as a lexicon's folder.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::generator::Names;
use crate::text::nfd;

/// The list's file.
pub(super) const FILE: &str = "made.tsv";
const SEED: u64 = 7;
const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];

/// Writes the first `size` names into a new folder, without the rows whose ids are in `out`; bytes of the list.
pub(super) fn write(folder: &Path, size: usize, out: &HashSet<String>) -> Result<u64> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join(FILE);
    let mut list = BufWriter::new(File::create(&path)?);
    writeln!(list, "id\tkind\tname\tlinks")?;
    let mut seen = HashSet::new();
    for (i, name) in Names::new(SEED).take(size).enumerate() {
        let mut id = slug(&name);
        // A builtin entry of this id would be renamed; and two made names may have one slug.
        if i < 20_000 || !seen.insert(id.clone()) {
            id = format!("{id}-{i}");
        }
        if !out.contains(&id) {
            writeln!(list, "{id}\t{}\t{name}\twikidata=Q{}", KINDS[i % 5], 100_000_000 + i)?;
        }
    }
    list.into_inner()?.sync_all()?;
    Ok(fs::metadata(&path)?.len())
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
