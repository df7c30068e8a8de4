//! Names never seen: a random third of the gold's names, to be taken out of the lexicon and looked for again.

use std::collections::{BTreeMap, HashSet};

use super::fold;
use super::gold::Article;

/// One name in so many is taken out.
const PART: usize = 3;

/// The names that are taken out.
pub struct Hidden {
    names: usize,
    /// Their surfaces, folded.
    surfaces: HashSet<String>,
}

impl Hidden {
    /// Draws names of `articles` by `seed`.
    pub fn draw(articles: &[Article], seed: u64) -> Self {
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
        let names = drawn.len() / PART;
        Self { names, surfaces: drawn.into_iter().take(names).flat_map(|(_, surfaces)| surfaces).collect() }
    }

    /// How many names they are.
    pub fn names(&self) -> usize {
        self.names
    }

    /// Whether `name` is one of them, in this spelling or one that differs in case, blanks or the place of a tone.
    pub fn hides(&self, name: &str) -> bool {
        self.surfaces.contains(&fold(name))
    }
}
