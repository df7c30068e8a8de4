//! Places in a text: half-open ranges, each of which says which text it counts in.

use serde::Serialize;

/// Half-open byte range in the *normalised* text of a document, on character boundaries.
///
/// The rooms between `text` and `record` speak of these; [`SourceSpan`] is what leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The smallest span that holds both.
    /// How many bytes it is long.
    pub(crate) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub(crate) fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The piece of `text` (the normalised text) that the span covers.
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Half-open byte range in the *original* text of a document, as it was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct SourceSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl SourceSpan {
    /// The piece of the original text that the span covers.
    ///
    /// # Panics
    /// When `text` is not the text that the span was made from.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// The unit in which offsets are written. Inside the program all offsets are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OffsetUnit {
    /// Unicode code points, as Python, PostgreSQL and SQLite count.
    #[default]
    Char,
    /// UTF-8 bytes, as Rust, Go and Parquet count.
    Byte,
    /// UTF-16 units, as Java, JavaScript and Lucene count.
    Utf16,
}

impl OffsetUnit {
    /// The unit's name in records: `char`, `byte` or `utf16`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Char => "char",
            Self::Byte => "byte",
            Self::Utf16 => "utf16",
        }
    }
}

/// Converts byte offsets of one text into another unit.
///
/// Keeps one count for every 64 bytes, so that a look-up reads at most 64 bytes of the text.
pub(crate) struct Offsets<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    counts: Vec<u32>,
}

const BLOCK: usize = 64;

impl<'t> Offsets<'t> {
    /// Counts `text` once, in `unit`; bytes need no counting.
    pub(crate) fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let text = text.as_bytes();
        let mut counts = Vec::new();
        if unit != OffsetUnit::Byte {
            counts.reserve(text.len() / BLOCK + 1);
            let mut total = 0;
            for block in text.chunks(BLOCK) {
                counts.push(total);
                total += count(block, unit);
            }
        }
        Self { text, unit, counts }
    }

    /// `byte` (a character boundary) in the unit of this table.
    pub(crate) fn at(&self, byte: u32) -> u32 {
        if self.unit == OffsetUnit::Byte {
            return byte;
        }
        let byte = byte as usize;
        let block = (byte / BLOCK).min(self.counts.len().saturating_sub(1));
        let before = self.counts.get(block).copied().unwrap_or(0);
        before + count(&self.text[block * BLOCK..byte], self.unit)
    }
}

/// Characters (or UTF-16 units) that begin in `bytes`.
fn count(bytes: &[u8], unit: OffsetUnit) -> u32 {
    let starts = bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count();
    let pairs = if unit == OffsetUnit::Utf16 { bytes.iter().filter(|&&b| b >= 0xF0).count() } else { 0 };
    (starts + pairs) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_counting_from_the_start() {
        let text = "Việt Nam 🚀 có hơn 60 triệu thiết bị, ".repeat(7);
        for unit in [OffsetUnit::Char, OffsetUnit::Byte, OffsetUnit::Utf16] {
            let table = Offsets::new(&text, unit);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = &text[..byte];
                let want = match unit {
                    OffsetUnit::Char => before.chars().count(),
                    OffsetUnit::Byte => byte,
                    OffsetUnit::Utf16 => before.encode_utf16().count(),
                };
                assert_eq!(table.at(byte as u32) as usize, want, "{unit:?} at byte {byte}");
            }
        }
    }

    #[test]
    fn offsets_of_an_empty_text() {
        assert_eq!(Offsets::new("", OffsetUnit::Char).at(0), 0);
    }
}
