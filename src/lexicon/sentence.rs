//! `sentence.toml`: abbreviations, and words that begin a sentence.

use serde::{Deserialize, Serialize};

use super::table::Keyed;
use crate::token::Breaks;

/// `sentence.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentenceFile {
    /// A full stop after these ends no sentence.
    #[serde(default)]
    pub(super) abbreviation: Vec<WordList>,
    /// These begin a sentence, where they stand with a capital after a word.
    #[serde(default)]
    pub(super) opener: Vec<WordList>,
}

/// Words of one kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordList {
    id: String,
    words: Vec<String>,
}

impl Keyed for WordList {
    fn key(&self) -> &str {
        &self.id
    }
}

impl SentenceFile {
    /// The words as the splitter looks them up.
    pub(super) fn breaks(&self) -> Breaks {
        let words =
            |lists: &[WordList]| -> Vec<String> { lists.iter().flat_map(|l| l.words.clone()).collect() };
        Breaks::new(&words(&self.abbreviation), &words(&self.opener))
    }
}
