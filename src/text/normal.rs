//! Composition (NFC) with an offset map of sparse edits.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

use crate::span::{SourceSpan, Span};

/// A rewritten piece: `source_len` bytes at `source` became `len` bytes at `at`.
#[derive(Clone, Copy, Debug)]
struct Edit {
    at: u32,
    len: u32,
    source: u32,
    source_len: u32,
}

/// A normalised text and the way back to the text it was made from.
#[derive(Debug)]
pub(crate) struct Normal<'t> {
    text: Cow<'t, str>,
    edits: Vec<Edit>,
}

impl<'t> Normal<'t> {
    /// Composes `source`; clean text is borrowed.
    pub(crate) fn new(source: &'t str) -> Self {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        let (clean, rest) = nfc.split_normalized(source);
        if rest.is_empty() {
            return Self { text: Cow::Borrowed(source), edits: Vec::new() };
        }
        let mut text = String::with_capacity(source.len());
        text.push_str(clean);
        let mut edits = Vec::new();
        let mut at = clean.len();
        for cluster in Clusters::new(rest) {
            let composed = nfc.normalize(cluster);
            if composed != cluster {
                edits.push(Edit {
                    at: text.len() as u32,
                    len: composed.len() as u32,
                    source: at as u32,
                    source_len: cluster.len() as u32,
                });
            }
            text.push_str(&composed);
            at += cluster.len();
        }
        Self { text: Cow::Owned(text), edits }
    }

    /// The normalised text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether nothing was rewritten, so that spans are the same in both texts.
    pub(crate) fn is_clean(&self) -> bool {
        self.edits.is_empty()
    }

    /// The place in the original text that `span` was made from; a rewritten cluster is never cut.
    pub(crate) fn source(&self, span: Span) -> SourceSpan {
        SourceSpan { start: self.back(span.start, false), end: self.back(span.end, true) }
    }

    fn back(&self, at: u32, is_end: bool) -> u32 {
        let before = self.edits.partition_point(|e| e.at < at);
        let Some(edit) = before.checked_sub(1).map(|i| self.edits[i]) else { return at };
        if at < edit.at + edit.len {
            return if is_end { edit.source + edit.source_len } else { edit.source };
        }
        edit.source + edit.source_len + (at - edit.at - edit.len)
    }
}

/// `text` in NFC.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Cuts a text into pieces that compose independently of each other.
struct Clusters<'t> {
    rest: &'t str,
    classes: CanonicalCombiningClassMapBorrowed<'static>,
}

impl<'t> Clusters<'t> {
    fn new(rest: &'t str) -> Self {
        Self { rest, classes: CanonicalCombiningClassMapBorrowed::new() }
    }

    /// Whether `c` may compose with, or change places among, what stands before it.
    fn continues(&self, c: char) -> bool {
        c >= '\u{300}'
            && (self.classes.get_u8(c) != 0
                // The starters that compose with the character before: Hangul vowels and finals, Indic signs.
                || matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' | '\u{09BE}' | '\u{09D7}' | '\u{0B3E}'
                    | '\u{0B56}' | '\u{0B57}' | '\u{0BBE}' | '\u{0BD7}' | '\u{0CC2}' | '\u{0CD5}' | '\u{0CD6}'
                    | '\u{0D3E}' | '\u{0D57}' | '\u{0DCF}' | '\u{0DDF}' | '\u{102E}' | '\u{1B35}' | '\u{11127}'
                    | '\u{1133E}' | '\u{11357}' | '\u{114B0}' | '\u{114BA}' | '\u{114BD}' | '\u{115AF}' | '\u{11930}'))
    }
}

impl<'t> Iterator for Clusters<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let mut chars = self.rest.char_indices();
        chars.next()?;
        let end = chars.find(|&(_, c)| !self.continues(c)).map_or(self.rest.len(), |(i, _)| i);
        let (cluster, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(cluster)
    }
}

#[cfg(test)]
mod tests {
    use icu_normalizer::DecomposingNormalizerBorrowed;

    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        let normal = Normal::new("Nokia và Xiaomi ký kết");
        assert!(matches!(normal.text, Cow::Borrowed(_)));
        assert!(normal.is_clean());
    }

    #[test]
    fn decomposed_text_maps_back_to_its_clusters() {
        let source = "ký kết với Việt Nam";
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(source);
        let normal = Normal::new(&decomposed);
        assert_eq!(normal.as_str(), source);
        let at = source.find("Việt").unwrap() as u32;
        let span = normal.source(Span::new(at, at + "Việt Nam".len() as u32));
        assert_eq!(nfc(span.of(&decomposed)), "Việt Nam");
        assert_eq!(span.end as usize, decomposed.len());
    }

    #[test]
    fn half_composed_and_wrongly_ordered_marks() {
        // e + circumflex as one letter, dot below apart; then dot below before circumflex.
        for form in ["Vi\u{ea}\u{323}t", "Vie\u{323}\u{302}t", "Vie\u{302}\u{323}t"] {
            assert_eq!(Normal::new(form).as_str(), "Việt", "{form:?}");
        }
    }
}
