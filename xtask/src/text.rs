//! Composed and decomposed text, and the text of a document.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// A document's text: its title, one line feed, its body.
pub(crate) fn join(title: Option<&str>, body: &str) -> String {
    match title {
        Some(title) if !title.is_empty() => format!("{title}\n{body}"),
        _ => body.to_owned(),
    }
}

/// In composed form.
pub(crate) fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// In decomposed form.
pub(crate) fn nfd(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}
