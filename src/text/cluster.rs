//! Clusters: a character with the marks that compose with it, and their composition (NFC).

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

/// `text` in NFC.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Whether `c` may compose with, or change places among, what stands before it.
pub(super) fn continues(c: char) -> bool {
    match c {
        ..'\u{300}' => false,
        '\u{300}'..='\u{34E}' => true,
        _ => CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0 || is_late_starter(c),
    }
}

/// The starters that compose with the character before: Hangul vowels and finals, Indic signs; and Tibetan vowels that
/// fall apart into marks.
fn is_late_starter(c: char) -> bool {
    matches!(c, '\u{F73}' | '\u{F75}' | '\u{F81}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' | '\u{09BE}' | '\u{09D7}' | '\u{0B3E}'
        | '\u{0B56}' | '\u{0B57}' | '\u{0BBE}' | '\u{0BD7}' | '\u{0CC2}' | '\u{0CD5}' | '\u{0CD6}'
        | '\u{0D3E}' | '\u{0D57}' | '\u{0DCF}' | '\u{0DDF}' | '\u{102E}' | '\u{1B35}' | '\u{11127}'
        | '\u{1133E}' | '\u{11357}' | '\u{114B0}' | '\u{114BA}' | '\u{114BD}' | '\u{115AF}' | '\u{11930}' | '\u{FB5}' | '\u{FB7}' | '\u{113B8}' | '\u{113BB}' | '\u{113C2}' | '\u{113C5}' | '\u{113C7}'..='\u{113C9}'
        | '\u{1611E}'..='\u{16129}' | '\u{16D67}' | '\u{16D68}')
}

/// Composes clusters; short ones are remembered, the same for every text.
#[derive(Debug)]
pub(super) struct Composer {
    memory: Box<[Memo; 1024]>,
    long: String,
}

/// A cluster of up to eight bytes, and what it composes to.
#[derive(Clone, Copy, Debug, Default)]
struct Memo {
    cluster: [u8; 8],
    composed: [u8; 8],
    /// Bytes of the cluster; 0 for a memo that is not yet used.
    length: u8,
    composed_length: u8,
}

impl Default for Composer {
    fn default() -> Self {
        Self { memory: Box::new([Memo::default(); 1024]), long: String::new() }
    }
}

impl Composer {
    /// `cluster` in NFC.
    pub(super) fn compose(&mut self, cluster: &str) -> &str {
        let mut bytes = [0; 8];
        let Some(room) = bytes.get_mut(..cluster.len()) else {
            self.long.clear();
            self.long.push_str(&ComposingNormalizerBorrowed::new_nfc().normalize(cluster));
            return &self.long;
        };
        room.copy_from_slice(cluster.as_bytes());
        let place = u64::from_le_bytes(bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
        let memo = &mut self.memory[place as usize & 1023];
        if memo.cluster != bytes || usize::from(memo.length) != cluster.len() {
            let composed = ComposingNormalizerBorrowed::new_nfc().normalize(cluster);
            let mut kept = [0; 8];
            let Some(room) = kept.get_mut(..composed.len()) else {
                self.long.clear();
                self.long.push_str(&composed);
                return &self.long;
            };
            room.copy_from_slice(composed.as_bytes());
            let (length, composed_length) = (cluster.len() as u8, composed.len() as u8);
            *memo = Memo { cluster: bytes, composed: kept, length, composed_length };
        }
        std::str::from_utf8(&memo.composed[..usize::from(memo.composed_length)]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composes_as_the_standard_does_again_and_again() {
        let mut composer = Composer::default();
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        let marks = ['\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{309}', '\u{31B}', '\u{323}'];
        for _ in 0..2 {
            for base in ('A'..='z').chain("âăêôơưđ\u{0}\u{AC00}".chars()) {
                for first in marks {
                    for second in marks {
                        let cluster: String = [base, first, second].into_iter().collect();
                        assert_eq!(composer.compose(&cluster), nfc.normalize(&cluster));
                    }
                }
            }
        }
    }

    #[test]
    fn what_continues_is_what_unicode_says() {
        assert!(continues('\u{323}') && continues('\u{3099}') && continues('\u{1161}'));
        assert!(!continues('a') && !continues('\u{34F}') && !continues('а'));
    }

    #[test]
    fn all_that_composes_with_what_stands_before_continues_it() {
        let nfd = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
        let mut missing = std::collections::BTreeSet::new();
        for c in '\u{0}'..=char::MAX {
            let apart = nfd.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
            missing.extend(apart.chars().skip(1).filter(|&c| !continues(c)));
            missing
                .extend(apart.chars().take(1).filter(|&first| continues(first) && !continues(c)).map(|_| c));
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}
