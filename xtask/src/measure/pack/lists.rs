//! Lists of made names, as a lexicon's folder.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use trich::internals::Engine;

use crate::generator::Names;
use crate::generator::words::FAMILIES;
use crate::text::{nfc, nfd};
use crate::tree;

/// The file of the first names, and that of those after them.
const FIRST: &str = "first.tsv";
const MORE: &str = "more.tsv";
const SEED: u64 = 7;
const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];
/// Kinds of the names after the first: no persons, as [`is_person`] says of their names.
const MORE_KINDS: [&str; 4] = ["company", "product", "place", "organization"];

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
        let is_wanted = |name: &str| file == FIRST || !is_person(name);
        for (i, name) in names.by_ref().filter(|(_, name)| is_wanted(name)).take(count) {
            let mut id = slug(&name);
            while !seen.insert(id.clone()) {
                id = format!("{id}-{i}");
            }
            if file == FIRST || !out.contains(&id) {
                let kind = if file == FIRST { KINDS[i % 5] } else { MORE_KINDS[i % 4] };
                writeln!(list, "{id}\t{kind}\t{name}\twikidata=Q{}", 100_000_000 + i)?;
            }
        }
        list.into_inner()?.sync_all()?;
        bytes += fs::metadata(&path)?.len();
    }
    Ok(bytes)
}

/// The ids of the names after the first that stand in `text`, JSON Lines with `title` and `text`.
pub(super) fn standing(folder: &Path, text: &Path) -> Result<HashSet<String>> {
    let (mut names, mut ids, mut patterns) = (Vec::new(), Vec::<Vec<String>>::new(), HashMap::new());
    for row in tree::read(&folder.join(MORE))?.lines().skip(1) {
        let mut cells = row.split('\t');
        let (Some(id), Some(name)) = (cells.next(), cells.nth(1)) else { continue };
        // Names with one key are one pattern of the engine, numbered by the first of them.
        let pattern = *patterns.entry(trich::internals::encoded(name).0).or_insert(ids.len());
        if pattern == ids.len() {
            names.push(name.to_owned());
            ids.push(Vec::new());
        }
        ids[pattern].push(id.to_owned());
    }
    let mut engine = Engine::build(&names);
    let path = Engine::paths()[0];
    let mut found = HashSet::new();
    for line in tree::read(text)?.lines() {
        let article: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| article.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        let article = nfc(&format!("{}\n{}", field("title"), field("text")));
        let patterns = engine.hits(path, &article).into_iter().map(|(_, _, pattern)| pattern);
        found.extend(patterns.flat_map(|pattern| ids[pattern as usize].iter().cloned()));
    }
    Ok(found)
}

/// Whether a made name is a person's. None comes after the first names: full names tell which names that no list holds are
/// persons, and then two lists with the same hits would not give the same records.
fn is_person(name: &str) -> bool {
    name.split(' ').next().is_some_and(|first| FAMILIES.contains(&first))
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
    fn persons_are_told_by_their_family() {
        assert!(is_person("Nguyễn Hoàng Long"));
        assert!(!is_person("Công ty Hoàng Long"));
    }

    #[test]
    fn slugs_are_ids() {
        assert_eq!(slug("Công ty Cổ phần Đá Xanh"), "cong-ty-co-phan-da-xanh");
        assert_eq!(slug("S-90 Pro+"), "s-90-pro");
    }
}
