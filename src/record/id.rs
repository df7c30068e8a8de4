//! Ids made from content: the same input gives the same ids, in every run and on every machine.

use std::collections::HashMap;
use std::fmt;

use xxhash_rust::xxh3::Xxh3;

/// A UUIDv8 (RFC 9562) that holds a 128-bit XXH3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u128);

/// Stands between the parts that are hashed.
const SEPARATOR: u8 = 0x1F;

impl Id {
    /// The id of `parts`, joined by U+001F, under the seed 0.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut hash = Xxh3::new();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                hash.update(&[SEPARATOR]);
            }
            hash.update(part.as_bytes());
        }
        let bits = hash.digest128();
        let versioned = bits & !(0xF << 76) | (0x8 << 76);
        Self(versioned & !(0x3 << 62) | (0x2 << 62))
    }

    /// The id of a document that brings none.
    pub(crate) fn of_text(text: &str) -> Self {
        Self::of(&["trich1", "document", text])
    }

    /// The 16 bytes, as a UUID orders them.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let x = self.0;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            x >> 96,
            x >> 80 & 0xFFFF,
            x >> 64 & 0xFFFF,
            x >> 48 & 0xFFFF,
            x & 0xFFFF_FFFF_FFFF
        )
    }
}

/// Gives the records of one document their ids; equal ones are told apart by a number.
pub(super) struct Ids<'d> {
    source: &'d str,
    document: &'d str,
    seen: HashMap<Id, u32>,
}

impl<'d> Ids<'d> {
    pub(super) fn new(source: &'d str, document: &'d str) -> Self {
        Self { source, document, seen: HashMap::new() }
    }

    /// The id of a record; `start`, `end` and `trigger` are byte offsets in the original text.
    pub(super) fn next(&mut self, kind: (&str, &str), start: u32, end: u32, trigger: Option<u32>) -> Id {
        let trigger = trigger.map_or_else(String::new, |t| t.to_string());
        let make = |n: u32| {
            Id::of(&[
                "trich1",
                self.source,
                self.document,
                kind.0,
                kind.1,
                &start.to_string(),
                &end.to_string(),
                &trigger,
                &n.to_string(),
            ])
        };
        let first = make(0);
        let count = self.seen.entry(first).or_insert(0);
        let id = if *count == 0 { first } else { make(*count) };
        *count += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_8() {
        let id = Id::of_text("Nokia và Xiaomi").to_string();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "8");
        assert!("89ab".contains(&id[19..20]));
    }

    #[test]
    fn equal_records_get_different_ids_in_every_run_alike() {
        let ids = |_: ()| {
            let mut ids = Ids::new("s", "d");
            [ids.next(("mention", "company"), 0, 5, None), ids.next(("mention", "company"), 0, 5, None)]
        };
        assert_ne!(ids(())[0], ids(())[1]);
        assert_eq!(ids(()), ids(()));
    }
}
