//! `syllable.toml`: what Vietnamese syllables are made of; and the names as they stand in a text without accents.

use serde::{Deserialize, Serialize};

use super::table::Keyed;
use super::{Lexicon, RowKind};
use crate::gazetteer::{Fast, Patterns};
use crate::token::{Tokens, Vocabulary, plain};

/// `syllable.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SyllableFile {
    #[serde(default)]
    pub(super) initial: Vec<Initial>,
    #[serde(default)]
    pub(super) rime: Vec<Rime>,
}

/// Initials that stand before the same rimes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Initial {
    id: String,
    letters: Vec<String>,
    /// First letters of the rimes; all, where there are none.
    #[serde(default)]
    before: String,
}

/// Rimes without tone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rime {
    id: String,
    rimes: Vec<String>,
}

impl Keyed for Initial {
    fn key(&self) -> &str {
        &self.id
    }
}

impl Keyed for Rime {
    fn key(&self) -> &str {
        &self.id
    }
}

impl SyllableFile {
    /// Every initial with every rime that it stands before.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        let rimes = || self.rime.iter().flat_map(|r| &r.rimes);
        self.initial.iter().flat_map(move |initial| {
            let fits = |rime: &&String| {
                initial.before.is_empty() || rime.starts_with(|c| initial.before.contains(c))
            };
            let pairs = |letters| rimes().filter(fits).map(move |rime: &String| (letters, rime.as_str()));
            initial
                .letters
                .iter()
                .flat_map(move |letters: &String| pairs(letters.as_str()))
                .collect::<Vec<_>>()
        })
    }
}

/// The names of a lexicon without their accents.
pub(crate) struct PlainNames {
    pub(crate) names: Fast,
    /// By pattern: the surfaces.
    surfaces: Vec<Vec<u32>>,
}

impl Lexicon {
    /// What words can be: made when it is first asked for, since most runs never do.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| {
            let mut vocabulary = Vocabulary::new(self.syllables.parts());
            vocabulary.add_units(self.units.iter().flat_map(|u| &u.words).map(String::as_str));
            vocabulary.add_models(self.models.iter().map(String::as_str));
            vocabulary
        })
    }

    /// The names of two words and more as they are written without accents; none where they do not fit the matcher.
    pub(crate) fn plain_names(&self) -> Option<&PlainNames> {
        self.plain.get_or_init(|| self.compile_plain_names()).as_ref()
    }

    /// The surfaces of a pattern of the names without accents.
    pub(crate) fn plain_surfaces(&self, pattern: u32) -> Option<&[u32]> {
        self.plain_names()?.surfaces.get(pattern as usize).map(Vec::as_slice)
    }

    fn compile_plain_names(&self) -> Option<PlainNames> {
        let (mut patterns, mut by_pattern) = (Patterns::default(), Vec::<Vec<u32>>::new());
        for i in 0..self.entries.surfaces.len() as u32 {
            let surface = self.surface(i);
            let is_noun = self.entry(surface.entry).kind == RowKind::Noun;
            let bare = plain(surface.text);
            // Without its accents a single word is too many other words.
            if is_noun || surface.text.is_ascii() || Tokens::of(&bare).len() < 2 {
                continue;
            }
            if let Some(pattern) = patterns.add(&bare) {
                by_pattern.resize_with(by_pattern.len().max(pattern as usize + 1), Vec::new);
                by_pattern[pattern as usize].push(i);
            }
        }
        Some(PlainNames { names: Fast::build(&patterns).ok()?, surfaces: by_pattern })
    }
}
