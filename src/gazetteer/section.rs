//! The compiled names as sections of a pack, or as the same arrays in memory.

use std::sync::Arc;

use super::table::{Line, Parts, Table};
use crate::pack::{Array, Pack, PackError};
use crate::simd::Buckets;

/// The form of the sections. Filters, lines and records hold numbers that are made from the tokens of a name: when
/// the making of these numbers or the layout of the table changes, packs made before are of no use, and this is
/// counted up. A test keeps the digest of a small list.
pub(crate) const FORM: u32 = 5;

/// The parts of a table, wherever they lie.
#[derive(Debug)]
pub(crate) struct Stored {
    filters: [Array<u64>; 3],
    lines: Array<Line>,
    records: Array<u8>,
}

impl From<Parts> for Stored {
    fn from(Parts { filters, lines, records }: Parts) -> Self {
        Self { filters: filters.map(Array::from), lines: lines.into(), records: records.into() }
    }
}

impl Stored {
    /// The parts that `pack` holds in the sections whose names begin with `prefix`; nothing of them is read. What
    /// they say is checked where it is used.
    pub(super) fn open(pack: &Arc<Pack>, prefix: &str) -> Result<Self, PackError> {
        let filter = |number| Array::of(pack, &format!("{prefix}.filter.{number}"), FORM);
        Ok(Self {
            filters: [filter(1)?, filter(2)?, filter(3)?],
            lines: Array::of(pack, &format!("{prefix}.lines"), FORM)?,
            records: Array::of(pack, &format!("{prefix}.records"), FORM)?,
        })
    }

    /// The sections, with their names, as [`Stored::open`] reads them.
    pub(crate) fn sections(&self, prefix: &str) -> [(String, &[u8]); 5] {
        let [one, two, three] = &self.filters;
        [
            (format!("{prefix}.filter.1"), one.bytes()),
            (format!("{prefix}.filter.2"), two.bytes()),
            (format!("{prefix}.filter.3"), three.bytes()),
            (format!("{prefix}.lines"), self.lines.bytes()),
            (format!("{prefix}.records"), self.records.bytes()),
        ]
    }

    /// Whether no hit can have a pattern that is not below `patterns`. Reads it all.
    pub(crate) fn holds(&self, patterns: usize) -> bool {
        self.table().holds(patterns)
    }

    /// The table that these parts make.
    #[inline]
    pub(super) fn table(&self) -> Table<'_> {
        let filters = self.filters.each_ref().map(|words| Buckets::new(words));
        Table { filters, lines: &self.lines, records: &self.records }
    }
}

#[cfg(test)]
mod tests {
    use xxhash_rust::xxh3::xxh3_64;

    use super::*;
    use crate::gazetteer::{Fast, Patterns};

    fn names(list: &[&str]) -> Fast {
        let mut patterns = Patterns::default();
        for name in list {
            patterns.add(name);
        }
        Fast::build(&patterns).unwrap()
    }

    #[test]
    fn the_form_has_its_number() {
        let fast = names(&[
            "Nokia",
            "Thế Giới Di Động",
            "AT&T",
            "iPhone 15 Pro Max",
            "Công ty Cổ phần Hòa Lạc",
            "Mỹ",
        ]);
        let mut all = FORM.to_le_bytes().to_vec();
        for (_, bytes) in fast.stored().sections("") {
            all.extend_from_slice(bytes);
        }
        assert_eq!(
            format!("{:016x}", xxh3_64(&all)),
            "a4f260eb2db89c83",
            "packs made before do not fit any more: count FORM up, and put the new digest here"
        );
    }

    #[test]
    fn values_and_records_are_followed_to_their_ends() {
        let fast = names(&["Nokia", "Xiaomi", "Hòa Lạc"]);
        assert!(fast.stored().holds(3));
        assert!(!fast.stored().holds(2), "pattern 2 is there");
        let cut = |stored: &Stored, by: usize| Stored {
            filters: [vec![1].into(), vec![1].into(), vec![1].into()],
            lines: stored.lines.to_vec().into(),
            records: stored.records[by..].to_vec().into(),
        };
        assert!(cut(fast.stored(), 0).holds(3));
        assert!(!cut(fast.stored(), 4).holds(usize::MAX), "a value leads into the middle of a record");
    }
}
