//! Ids made from content: the same input gives the same ids, in every run and on every machine.

use std::collections::HashMap;
use std::fmt;

use foldhash::fast::FixedState;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A UUIDv8 (RFC 9562) that holds a 128-bit XXH3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u128);

/// Stands between the parts that are hashed.
const SEPARATOR: u8 = 0x1F;
/// Parts of so many bytes are hashed at one go, which takes a third of the time.
const SHORT: usize = 192;

impl Id {
    /// The id of `parts`, joined by U+001F, under the seed 0.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let length: usize = parts.iter().map(|part| part.len() + 1).sum();
        if length <= SHORT {
            let mut joined = [0; SHORT];
            let mut end = 0;
            for part in parts {
                joined[end..end + part.len()].copy_from_slice(part.as_bytes());
                end += part.len() + 1;
                joined[end - 1] = SEPARATOR;
            }
            return Self::versioned(xxh3_128(&joined[..end.saturating_sub(1)]));
        }
        let mut hash = Xxh3::new();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                hash.update(&[SEPARATOR]);
            }
            hash.update(part.as_bytes());
        }
        Self::versioned(hash.digest128())
    }

    /// The id that holds the bits of `hash`, but for those of the version.
    fn versioned(hash: u128) -> Self {
        let versioned = hash & !(0xF << 76) | (0x8 << 76);
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

/// Places of the hyphens in a UUID.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl Id {
    /// As a UUID is written: 36 characters.
    pub(crate) fn text(self) -> [u8; 36] {
        let mut text = [b'-'; 36];
        let digits = (0..32).rev().map(|place| b"0123456789abcdef"[(self.0 >> (4 * place)) as usize & 0xF]);
        let places = (0..text.len()).filter(|place| !HYPHENS.contains(place));
        for (place, digit) in places.zip(digits) {
            text[place] = digit;
        }
        text
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().iter().try_for_each(|&b| fmt::Write::write_char(f, char::from(b)))
    }
}

/// Gives the records of one document their ids; equal ones are told apart by a number.
pub(super) struct Ids {
    /// What all ids are made from, and behind it the parts of the last one.
    parts: Vec<u8>,
    /// Bytes of it that are common to all.
    common: usize,
    seen: HashMap<Id, u32, FixedState>,
}

impl Ids {
    pub(super) fn new(source: &str, document: &str) -> Self {
        let mut parts = Vec::with_capacity(source.len() + document.len() + 80);
        parts.extend_from_slice(b"trich1");
        for part in [source, document] {
            parts.push(SEPARATOR);
            parts.extend_from_slice(part.as_bytes());
        }
        Self { common: parts.len(), parts, seen: HashMap::default() }
    }

    /// The id of a record; `start`, `end` and `trigger` are byte offsets in the original text.
    pub(super) fn next(&mut self, kind: (&str, &str), start: u32, end: u32, trigger: Option<u32>) -> Id {
        let first = self.make(kind, start, end, trigger, 0);
        let count = self.seen.entry(first).or_insert(0);
        let number = *count;
        *count += 1;
        if number == 0 { first } else { self.make(kind, start, end, trigger, number) }
    }

    fn make(&mut self, kind: (&str, &str), start: u32, end: u32, trigger: Option<u32>, number: u32) -> Id {
        self.parts.truncate(self.common);
        for part in [kind.0, kind.1] {
            self.parts.push(SEPARATOR);
            self.parts.extend_from_slice(part.as_bytes());
        }
        let mut digits = itoa::Buffer::new();
        for part in [Some(start), Some(end), trigger, Some(number)] {
            self.parts.push(SEPARATOR);
            self.parts.extend_from_slice(part.map_or("", |n| digits.format(n)).as_bytes());
        }
        Id::versioned(xxh3_128(&self.parts))
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
    fn an_id_of_a_record_is_made_of_its_parts() {
        let parts = ["trich1", "s", "d", "event", "launch", "1", "20", "7", "0"];
        let id = Ids::new("s", "d").next(("event", "launch"), 1, 20, Some(7));
        assert_eq!(id, Id::of(&parts));
        let parts = ["trich1", "s", "d", "time", "", "1", "20", "", "0"];
        assert_eq!(Ids::new("s", "d").next(("time", ""), 1, 20, None), Id::of(&parts));
        assert_eq!(
            Id(0x0123_4567_89ab_cdef_0011_2233_4455_6677).to_string(),
            "01234567-89ab-cdef-0011-223344556677"
        );
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
