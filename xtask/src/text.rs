//! Text by code points, the unit of the gold's and the records' offsets.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// A half-open stretch of a text, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub(crate) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(crate) fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A text that can be cut at code points.
pub(crate) struct Text(Vec<char>);

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.chars().collect())
    }

    pub(crate) fn chars(&self) -> &[char] {
        &self.0
    }

    /// The stretch under a span; what lies outside the text is left out.
    pub(crate) fn slice(&self, span: Span) -> &[char] {
        let end = span.end.min(self.0.len());
        &self.0[span.start.min(end)..end]
    }

    /// Where `surface` stands for the `nth` time, from 1.
    pub(crate) fn occurrence(&self, surface: &str, nth: usize) -> Option<Span> {
        let surface: Vec<char> = surface.chars().collect();
        let mut places = self.0.windows(surface.len()).enumerate().filter(|(_, window)| *window == surface);
        let (start, _) = places.nth(nth.checked_sub(1)?)?;
        Some(Span::new(start, start + surface.len()))
    }

    /// Whether exactly `surface` stands at the span.
    pub(crate) fn reads(&self, span: Span, surface: &str) -> bool {
        self.slice(span).iter().copied().eq(surface.chars())
    }
}

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
