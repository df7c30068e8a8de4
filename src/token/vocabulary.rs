//! What the words of a text can be: Vietnamese syllables, units, words of model names.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::edge::number_of;
use super::list::{Case, Tokens};
use crate::text::{fold_into, lower_into, nfc};

/// Words by their keys.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// The numbers of their keys.
    syllables: HashSet<u64, RandomState>,
    /// Syllables without any mark.
    plain: HashSet<Box<str>, RandomState>,
    units: HashSet<Box<str>, RandomState>,
    models: HashSet<Box<str>, RandomState>,
    /// Those that a number follows.
    numbered: HashSet<Box<str>, RandomState>,
}

/// The five tones that are written: the last two are those of syllables that end in a stop.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

impl Vocabulary {
    /// All syllables of `parts`, each an initial and a rime without tone, in every tone that it can have.
    pub(crate) fn new<'p>(parts: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut vocabulary = Self::default();
        let mut word = String::new();
        for (initial, rime) in parts {
            let is_stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
            vocabulary.plain.insert(plain(&format!("{initial}{rime}")).into());
            let tones = if is_stopped { &TONES[3..] } else { &TONES };
            for (at, vowel) in rime.char_indices().filter(|(_, c)| "aăâeêioôơuưy".contains(*c)) {
                let end = at + vowel.len_utf8();
                for tone in tones {
                    let toned = format!("{initial}{}{tone}{}", &rime[..end], &rime[end..]);
                    vocabulary.syllable(&nfc(&toned), &mut word);
                }
            }
            if !is_stopped {
                vocabulary.syllable(&format!("{initial}{rime}"), &mut word);
            }
        }
        vocabulary
    }

    fn syllable(&mut self, syllable: &str, word: &mut String) {
        word.clear();
        fold_into(syllable, word);
        self.syllables.insert(number_of(word.as_bytes()));
    }

    /// Adds units, as they are written.
    pub(crate) fn add_units<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        self.units.extend(words.map(Box::from));
    }

    /// Adds words that go on a model's name: Pro, Max; with `#` behind it, one that a number goes on: `Gen #`.
    pub(crate) fn add_models<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        for word in words.map(lower) {
            match word.strip_suffix(" #") {
                Some(word) => self.numbered.insert(word.into()),
                None => self.models.insert(word.into()),
            };
        }
    }

    /// Whether the key with this number is a Vietnamese syllable.
    #[inline]
    pub(super) fn is_syllable(&self, number: u64) -> bool {
        self.syllables.contains(&number)
    }

    /// Whether `tokens`, which have no accents, are Vietnamese all the same: most small words are syllables.
    pub(crate) fn is_plain_text(&self, tokens: &Tokens) -> bool {
        let (mut small, mut syllables) = (0, 0);
        for (i, _) in tokens.all().iter().enumerate().filter(|(_, t)| t.case == Case::Lower) {
            small += 1;
            syllables += usize::from(self.plain.contains(tokens.key(i)));
        }
        syllables >= 4 && syllables * 5 >= small * 4
    }

    /// Whether `word` is a unit, in its own capitals, or in others where it has more than one letter.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word) || (word.len() > 1 && self.units.contains(lower(word).as_str()))
    }

    pub(super) fn is_model(&self, key: &str) -> bool {
        self.models.contains(key)
    }

    /// Whether a number behind `key` goes on the model's name.
    pub(super) fn is_numbered(&self, key: &str) -> bool {
        self.numbered.contains(key)
    }
}

fn lower(word: &str) -> String {
    let mut out = String::new();
    lower_into(word, &mut out);
    out
}

/// `word` in small letters without any mark.
pub(crate) fn plain(word: &str) -> String {
    let apart = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    let lower = lower(word);
    let letters = apart.normalize(&lower);
    letters
        .chars()
        .filter(|c| !('\u{300}'..='\u{36F}').contains(c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_with_and_without_marks() {
        let vocabulary =
            Vocabulary::new([("ngh", "iêp"), ("đ", "iên"), ("h", "oa"), ("", "oan")].into_iter());
        for (key, want) in [
            ("nghiệp", true),
            ("nghiêp", false),
            ("nghiềp", false),
            ("điện", true),
            ("điên", true),
            ("hòa", true),
            ("dien", false),
        ] {
            assert_eq!(vocabulary.is_syllable(number_of(key.as_bytes())), want, "{key}");
        }
        let is_plain = |text| vocabulary.is_plain_text(&Tokens::of(text));
        assert!(is_plain("dien Samsung hoa nghiep oan"));
        assert!(!is_plain("the dien of hoa is nghiep oan"));
        assert_eq!(plain("Đường Nguyễn"), "duong nguyen");
    }
}
