//! Names never seen: a random third of the gold's names is taken out of the lists, and looked for again.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::fold::fold;
use super::head::trim;
use super::table::Scores;
use crate::gold::{self, Article};
use crate::record::Found;
use crate::text::Span;
use crate::tree::{self, Tree};

/// One name in so many is taken out.
const PART: usize = 3;
/// The lists of names, by file.
const LISTS: [&str; 5] = ["companies", "organizations", "people", "places", "products"];

/// The names that are taken out, in all their surfaces, folded.
pub(super) struct Hidden(HashSet<String>);

impl Hidden {
    /// Draws names of `articles` by `seed`.
    pub(super) fn draw(articles: &[Article], seed: u64) -> Self {
        let mut names: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        for mention in articles.iter().flat_map(|a| &a.mentions).filter(|m| !m.item.coreference) {
            let canonical: Vec<&String> = mention.item.name.iter().flatten().collect();
            let name = fold(canonical.first().map_or(&mention.item.text, |n| n));
            let surfaces = names.entry(name).or_default();
            surfaces.insert(fold(&mention.item.text));
            surfaces.extend(canonical.iter().map(|n| fold(n)));
        }
        let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut drawn: Vec<(u64, HashSet<String>)> = names
            .into_values()
            .map(|surfaces| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                (random, surfaces)
            })
            .collect();
        drawn.sort_by_key(|(number, _)| *number);
        let count = drawn.len() / PART;
        Self(drawn.into_iter().take(count).flat_map(|(_, surfaces)| surfaces).collect())
    }

    /// Writes lists that take the names out of the builtin ones; gives their folder.
    pub(super) fn write(&self, tree: &Tree, seed: u64) -> Result<PathBuf> {
        let folder = tree.scratch()?.join(format!("unseen-{seed}"));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for list in LISTS {
            let rows = self.rows(&tree::read(&tree.root.join(format!("lexicons/{list}.tsv")))?);
            let path = folder.join(format!("{list}.tsv"));
            fs::write(&path, rows).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(folder)
    }

    /// A row with the flag `off` for each entry of `list` that has one of the names.
    fn rows(&self, list: &str) -> String {
        let mut out = String::from("id\tkind\tname\tflags\n");
        let mut last = "";
        for line in list.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [id, kind, name, ..] = cells[..] else { continue };
            let aliases = cells.get(3).into_iter().flat_map(|a| a.split('|'));
            if id != last && std::iter::once(name).chain(aliases).any(|s| self.0.contains(&fold(s))) {
                let _ = writeln!(out, "{id}\t{kind}\t{name}\toff");
                last = id;
            }
        }
        out
    }

    /// Counts how many of the hidden names are found, at their place and of a right kind, as `unseen.KIND`.
    pub(super) fn score(&self, article: &Article, found: &Found, scores: &mut Scores) {
        let at = |start, end| trim(&article.text, Span::new(start, end));
        let seen: HashSet<(Span, &str)> =
            found.mentions.iter().map(|m| (at(m.start, m.end), m.kind.as_str())).collect();
        let counted = |m: &&gold::Placed<gold::Mention>| !m.item.optional && !m.item.coreference;
        for mention in article.mentions.iter().filter(counted) {
            if self.0.contains(&fold(&mention.item.text)) {
                let span = trim(&article.text, mention.span);
                let right = mention.item.kind.iter().any(|kind| seen.contains(&(span, kind.as_str())));
                let figure = format!("unseen.{}", mention.item.kind[0]);
                scores.found(&figure, usize::from(right), usize::from(!right));
            }
        }
    }
}

/// Tells where the lists are, so that the weights can be learnt without the names too.
pub(super) fn tell(folder: &Path) {
    let folder = folder.display();
    eprintln!(
        "the names are taken out by {folder}; weights that never saw them: `train entities --lexicon {folder}`"
    );
}
