//! A repaired text and the sparse list of edits that leads back to the text it was made from.

use crate::span::{SourceSpan, Span};

/// A rewritten piece: `source_len` bytes at `source` became `len` bytes at `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: u32,
    pub(super) len: u32,
    pub(super) source: u32,
    pub(super) source_len: u32,
}

impl Edit {
    pub(super) fn end(&self) -> u32 {
        self.at + self.len
    }

    pub(super) fn source_end(&self) -> u32 {
        self.source + self.source_len
    }
}

/// A normalised text and the way back to the text it was made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Normal<'t> {
    pub(super) text: &'t str,
    pub(super) edits: &'t [Edit],
}

impl<'t> Normal<'t> {
    /// The normalised text.
    pub(crate) fn as_str(&self) -> &'t str {
        self.text
    }

    /// Whether nothing was rewritten, so that spans are the same in both texts.
    pub(crate) fn is_clean(&self) -> bool {
        self.edits.is_empty()
    }

    /// Whether the original text has the very characters of the normalised one in `span`.
    pub(crate) fn is_verbatim(&self, span: Span) -> bool {
        let first = self.edits.partition_point(|e| e.end() <= span.start);
        self.edits.get(first).is_none_or(|e| e.at >= span.end)
    }

    /// The place in the original text that `span` was made from. A rewritten piece is never cut; what was left out
    /// at the edges of the span stays outside.
    pub(crate) fn source(&self, span: Span) -> SourceSpan {
        if self.is_clean() {
            return SourceSpan { start: span.start, end: span.end };
        }
        SourceSpan { start: self.start(span.start), end: self.end(span.end) }
    }

    /// As [`Normal::source`], for spans that come in their order.
    pub(crate) fn sources(&self) -> Sources<'t> {
        Sources { normal: *self, next: 0 }
    }

    /// Where the character that begins at `at` began.
    fn start(&self, at: u32) -> u32 {
        let before = self.edits.partition_point(|e| e.at < at || e.end() == at);
        match before.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at < edit.end() => edit.source,
            Some(edit) => edit.source_end() + (at - edit.end()),
        }
    }

    /// Where the character that ends at `at` ended.
    fn end(&self, at: u32) -> u32 {
        let before = self.edits.partition_point(|e| e.at < at);
        match before.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at < edit.end() => edit.source_end(),
            Some(edit) => edit.source_end() + (at - edit.end()),
        }
    }
}

/// The way back for spans that come in their order, none of them before the one before: a step each, and no search.
pub(crate) struct Sources<'t> {
    normal: Normal<'t>,
    /// The first edit that does not end before the last span.
    next: usize,
}

impl Sources<'_> {
    /// The place in the original text that `span` was made from.
    #[inline]
    pub(crate) fn of(&mut self, span: Span) -> SourceSpan {
        let edits = self.normal.edits;
        while edits.get(self.next).is_some_and(|edit| edit.end() <= span.start) {
            self.next += 1;
        }
        if edits.get(self.next).is_some_and(|edit| edit.at < span.end) {
            return self.normal.source(span);
        }
        let (at, source) = match self.next.checked_sub(1).map(|before| edits[before]) {
            Some(before) => (before.end(), before.source_end()),
            None => (0, 0),
        };
        SourceSpan { start: span.start - at + source, end: span.end - at + source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_in_their_order_lead_back_as_they_do_one_by_one() {
        // "ab" from 3 bytes, a byte left out before "d", "f" from 6 bytes.
        let edits = [
            Edit { at: 1, len: 2, source: 1, source_len: 3 },
            Edit { at: 4, len: 0, source: 5, source_len: 1 },
            Edit { at: 6, len: 1, source: 8, source_len: 6 },
        ];
        let normal = Normal { text: "-ab.de.f-", edits: &edits };
        for length in 1..5 {
            let mut sources = normal.sources();
            for start in 0..9 - length {
                let span = Span::new(start, start + length);
                assert_eq!(sources.of(span), normal.source(span), "{span:?}");
            }
        }
    }
}
