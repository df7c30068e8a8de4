//! What names are made of: Vietnamese family names and syllables, words of English.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet, HashSetExt};

use serde::{Deserialize, Serialize};

use super::entry::Entries;
use super::rule::{ContextJob, ContextWord};
use super::{Kind, Lexicon, RowKind};
use crate::text::{fold_into, toneless_into};

/// How surely a capital makes a word the family name of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Family {
    /// Nearly always: Nguyễn.
    Common,
    /// The word has other uses: Cao, Hoa.
    Rare,
}

/// The words that names are told by: looked up by key, not looked for in texts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(crate) struct NameWords {
    families: HashMap<String, Family>,
    english: HashSet<String>,
    given: HashSet<String>,
}

/// As they lie in a pack: in order, so that the same words give the same bytes.
#[derive(Serialize, Deserialize)]
struct Stored {
    families: BTreeMap<String, Family>,
    english: BTreeSet<String>,
    given: BTreeSet<String>,
}

impl From<Stored> for NameWords {
    fn from(stored: Stored) -> Self {
        Self {
            families: stored.families.into_iter().collect(),
            english: stored.english.into_iter().collect(),
            given: stored.given.into_iter().collect(),
        }
    }
}

impl From<NameWords> for Stored {
    fn from(words: NameWords) -> Self {
        Self {
            families: words.families.into_iter().collect(),
            english: words.english.into_iter().collect(),
            given: words.given.into_iter().collect(),
        }
    }
}

impl NameWords {
    /// Those of `words` whose job it is, and the first names of the persons among `entries`.
    pub(super) fn of(words: &[ContextWord], entries: &Entries) -> Self {
        let keys = |job: ContextJob| {
            words.iter().filter(move |w| w.job == job).flat_map(|w| &w.words).map(|word| {
                let mut key = String::new();
                fold_into(word, &mut key);
                key
            })
        };
        let rare = keys(ContextJob::Family).map(|key| (key, Family::Rare));
        let common = keys(ContextJob::CommonFamily).map(|key| (key, Family::Common));
        Self {
            families: rare.chain(common).collect(),
            english: keys(ContextJob::English).collect(),
            given: given(entries),
        }
    }

    /// Whether words of `job` are looked up here.
    pub(super) fn is_for(job: ContextJob) -> bool {
        matches!(job, ContextJob::Family | ContextJob::CommonFamily | ContextJob::English)
    }

    /// The family name with the key `key`.
    pub(crate) fn family(&self, key: &str) -> Option<Family> {
        self.families.get(key).copied()
    }

    /// Whether `key` is the first name of two persons or more.
    pub(crate) fn is_given(&self, key: &str) -> bool {
        self.given.contains(key)
    }

    /// Whether `key` is a common word of English.
    pub(crate) fn is_english(&self, key: &str) -> bool {
        self.english.contains(key)
    }
}

/// The keys of the words that two persons or more have for a first name.
fn given(entries: &Entries) -> HashSet<String> {
    let (mut once, mut given) = (HashSet::new(), HashSet::new());
    for person in entries.all().filter(|e| e.kind == RowKind::Entity(Kind::Person)) {
        if let Some((first, _)) = person.name.split_once(' ') {
            let mut key = String::new();
            fold_into(first, &mut key);
            if !once.insert(key.clone()) {
                given.insert(key);
            }
        }
    }
    given
}

/// The syllables of Vietnamese, without tones.
pub(super) struct Toneless(HashSet<String>);

/// Whether a word can be Vietnamese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A Vietnamese syllable with a mark of the language.
    Marked,
    /// A Vietnamese syllable that other languages could write too: Tim, Sam.
    Plain,
    /// No Vietnamese syllable.
    Foreign,
}

impl Lexicon {
    /// Where the word with the key `key` can come from; `buffer` is used for its letters without tones.
    pub(crate) fn origin(&self, key: &str, buffer: &mut String) -> Origin {
        let Toneless(syllables) = self.toneless.get_or_init(|| {
            Toneless(self.syllables.parts().map(|(initial, rime)| format!("{initial}{rime}")).collect())
        });
        buffer.clear();
        toneless_into(key, buffer);
        match syllables.contains(buffer.as_str()) {
            false => Origin::Foreign,
            true if key.is_ascii() => Origin::Plain,
            true => Origin::Marked,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Family, Lexicon, Origin};

    #[test]
    fn syllables_and_families() {
        let lexicon = Lexicon::builtin().unwrap();
        let mut buffer = String::new();
        for (key, want) in [
            ("nguyễn", Origin::Marked),
            ("nghiêng", Origin::Marked),
            ("quyết", Origin::Marked),
            ("tim", Origin::Plain),
            ("google", Origin::Foreign),
            ("x", Origin::Foreign),
        ] {
            assert_eq!(lexicon.origin(key, &mut buffer), want, "{key}");
        }
        assert_eq!(lexicon.name_words.family("nguyễn"), Some(Family::Common));
        assert_eq!(lexicon.name_words.family("cao"), Some(Family::Rare));
        assert_eq!(lexicon.name_words.family("google"), None);
    }
}
