//! What a document is known by: hashes of its sentences that hold records.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::value::Value;

/// The most hashes that are kept, the least ones: what two documents share among them tells what they share of all.
const KEPT: usize = 64;
/// Copies meet in one of so many bands, which take in two least hashes each.
const BANDS: u64 = 16;

/// Hashes of sentences, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(Vec<u64>);

impl Fingerprint {
    fn of(hashes: BTreeSet<u64>) -> Self {
        Self(hashes.into_iter().take(KEPT).collect())
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        // An odd length, so that it is never taken for a key.
        self.0.iter().flat_map(|hash| hash.to_be_bytes()).chain([0]).collect()
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        Self(
            bytes
                .chunks_exact(8)
                .map(|c| c.iter().fold(0, |hash, &byte| hash << 8 | u64::from(byte)))
                .collect(),
        )
    }

    /// Whether both share half of what they are known by.
    pub(super) fn is_copy_of(&self, other: &Self) -> bool {
        let all: BTreeSet<u64> = self.0.iter().chain(&other.0).copied().collect();
        let has = |print: &Self, hash: &u64| print.0.binary_search(hash).is_ok();
        let seen = all.len().min(KEPT);
        let shared = all.iter().take(KEPT).filter(|hash| has(self, hash) && has(other, hash)).count();
        shared > 0 && 2 * shared >= seen
    }

    /// Where it meets those that are like it.
    pub(super) fn bands(&self) -> BTreeSet<Key> {
        let least = |seed: u64| self.0.iter().map(|h| xxh3_64_with_seed(&h.to_be_bytes(), seed)).min();
        let band = |number: u64| {
            let pair = [least(2 * number)?, least(2 * number + 1)?];
            Some(Key::of(&["trich-kb", "band", &format!("{number} {:x} {:x}", pair[0], pair[1])]))
        };
        (0..BANDS).filter_map(band).collect()
    }
}

/// The fingerprints of those of `documents` that are there.
pub(super) fn make(base: &mut dyn Base, documents: &[Key]) -> Result<BTreeMap<Key, Fingerprint>, BaseError> {
    let mut sentences = BTreeMap::new();
    base.query_for(
        "SELECT key, CAST(sentences AS TEXT) FROM document WHERE key {in}",
        documents,
        &mut |row| {
            if let Some((key, spans)) = row[0].key().zip(row[1].text()) {
                let spans: Vec<(i64, i64)> = serde_json::from_str(spans).unwrap_or_default();
                sentences.insert(key, spans);
            }
        },
    )?;
    // What stands in each sentence, in the order of its place.
    let mut held: BTreeMap<(Key, i64), BTreeSet<(i64, String)>> = BTreeMap::new();
    for table in ["mention", "claim"] {
        let sql = format!("SELECT document, sentence, begins, text FROM {table} WHERE document {{in}}");
        base.query_for(&sql, documents, &mut |row| {
            if let (Some(key), Some(sentence), Some(begins), Some(text)) =
                (row[0].key(), row[1].integer(), row[2].integer(), row[3].text())
            {
                held.entry((key, sentence)).or_default().insert((begins, text.to_owned()));
            }
        })?;
    }
    let mut hashes: BTreeMap<Key, BTreeSet<u64>> =
        sentences.keys().map(|&key| (key, BTreeSet::new())).collect();
    for ((document, sentence), records) in held {
        let spans = sentences.get(&document);
        let span = spans.and_then(|spans| spans.get(usize::try_from(sentence).ok()?));
        if let (Some((begins, ends)), Some(hashes)) = (span, hashes.get_mut(&document)) {
            hashes.insert(hash(*begins, *ends, &records));
        }
    }
    Ok(hashes.into_iter().map(|(document, hashes)| (document, Fingerprint::of(hashes))).collect())
}

/// The hash of a sentence: its length, and its records by their places in it.
fn hash(begins: i64, ends: i64, records: &BTreeSet<(i64, String)>) -> u64 {
    let mut all = format!("{}", ends - begins);
    for (place, text) in records {
        all += &format!("\u{1F}{}\u{1F}{text}", place - begins);
    }
    xxh3_64(all.as_bytes())
}

/// Reads the fingerprints of those of `documents` that `prints` does not have yet.
pub(super) fn read(
    base: &mut dyn Base,
    documents: &[Key],
    prints: &mut BTreeMap<Key, Fingerprint>,
) -> Result<(), BaseError> {
    let missing: Vec<Key> = documents.iter().copied().filter(|key| !prints.contains_key(key)).collect();
    base.query_for("SELECT document, prints FROM fingerprint WHERE document {in}", &missing, &mut |row| {
        if let (Some(key), Value::Bytes(bytes)) = (row[0].key(), &row[1]) {
            prints.insert(key, Fingerprint::from_bytes(bytes));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(hashes: impl IntoIterator<Item = u64>) -> Fingerprint {
        Fingerprint::of(hashes.into_iter().map(|h| xxh3_64(&h.to_be_bytes())).collect())
    }

    #[test]
    fn half_of_the_sentences_make_a_copy() {
        assert!(print(0..10).is_copy_of(&print(2..11)));
        assert!(!print(0..10).is_copy_of(&print(6..16)));
        assert!(!print([]).is_copy_of(&print([])));
        assert!(print(0..1000).is_copy_of(&print(50..1000)));
    }

    #[test]
    fn copies_meet_in_a_band() {
        let (a, b) = (print(0..20), print(4..22));
        assert!(a.is_copy_of(&b) && a.bands().intersection(&b.bands()).count() > 0);
        assert!(print([]).bands().is_empty());
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let whole = print(0..100);
        assert_eq!(Fingerprint::from_bytes(&whole.bytes()), whole);
        assert_eq!(whole.0.len(), KEPT);
    }
}
