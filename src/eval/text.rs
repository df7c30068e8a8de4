//! Text by code points, the unit of the gold's and the records' offsets.

use std::ops::Range;

/// A half-open stretch of a text, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharSpan {
    /// The first code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl CharSpan {
    /// From `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many code points it covers.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the two share a code point.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within it.
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A text that can be cut at code points.
#[derive(Clone, Debug, Default)]
pub struct Text(Vec<char>);

impl Text {
    /// The code points of `text`.
    pub fn new(text: &str) -> Self {
        Self(text.chars().collect())
    }

    /// The code points.
    pub fn chars(&self) -> &[char] {
        &self.0
    }

    /// The stretch under a span; what lies outside the text is left out.
    pub fn slice(&self, span: CharSpan) -> &[char] {
        let end = span.end.min(self.0.len());
        &self.0[span.start.min(end)..end]
    }

    /// The same as a string.
    pub fn string(&self, span: CharSpan) -> String {
        self.slice(span).iter().collect()
    }

    /// Where `surface` stands for the `nth` time, from 1.
    pub fn occurrence(&self, surface: &str, nth: usize) -> Option<CharSpan> {
        let surface: Vec<char> = surface.chars().collect();
        if surface.is_empty() {
            return None;
        }
        let mut places = self.0.windows(surface.len()).enumerate().filter(|(_, window)| *window == surface);
        let (start, _) = places.nth(nth.checked_sub(1)?)?;
        Some(CharSpan::new(start, start + surface.len()))
    }

    /// Whether exactly `surface` stands at the span.
    pub fn reads(&self, span: CharSpan, surface: &str) -> bool {
        self.slice(span).iter().copied().eq(surface.chars())
    }

    /// The line around a span, cut to `most` code points before and after it, as the range of the line.
    pub(crate) fn around(&self, span: CharSpan, most: usize) -> Range<usize> {
        let is_line_end = |c: &char| *c == '\n';
        let start = span.start.min(self.0.len());
        let end = span.end.clamp(start, self.0.len());
        let before = self.0[..start].iter().rev().take(most).take_while(|c| !is_line_end(c)).count();
        let after = self.0[end..].iter().take(most).take_while(|c| !is_line_end(c)).count();
        start - before..end + after
    }
}
