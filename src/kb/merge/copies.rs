//! Near-duplicate texts form one source.
//!
//! Records alone tell them. A sentence that holds records is known by its length and by what they are and where in it they stand:
//! who tells the same in other words hardly meets all of that. Two documents that share half of such sentences are copies; a source is
//! what copies connect, and is named after the first of its documents.

mod fingerprint;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fingerprint::Fingerprint;

use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::row::Rows;
use crate::kb::schema::{BAND, COPY, FINGERPRINT};
use crate::kb::value::Value;

/// Puts `documents`, whose rows changed, to their sources. Gives the other documents whose source is another now.
pub(super) fn merge(base: &mut dyn Base, documents: &[Key]) -> Result<Vec<Key>, BaseError> {
    let before = sources_of(base, documents)?;
    let prints = fingerprint::make(base, documents)?;
    store(base, documents, &prints)?;
    let mut changed: BTreeSet<Key> = before.keys().copied().chain(prints.keys().copied()).collect();
    let gone: Vec<Key> = documents.iter().copied().filter(|key| !prints.contains_key(key)).collect();
    gone.iter().for_each(|key| _ = changed.remove(key));
    base.execute_for("DELETE FROM copy WHERE document {in}", &gone)?;
    let now = connect(base, changed, prints)?;
    let moved: Vec<(Key, Key)> =
        now.into_iter().filter(|(document, origin)| before.get(document) != Some(origin)).collect();
    let mut rows = Rows::new(COPY.columns.len());
    moved.iter().for_each(|&(document, origin)| rows.push([document.into(), origin.into()]));
    rows.sort(COPY.key);
    base.upsert(&COPY, &rows, &mut |_| {})?;
    Ok(moved.into_iter().map(|(document, _)| document).filter(|key| !documents.contains(key)).collect())
}

/// The documents of the sources that `documents` belonged to, with their sources.
fn sources_of(base: &mut dyn Base, documents: &[Key]) -> Result<BTreeMap<Key, Key>, BaseError> {
    let mut origins = BTreeSet::new();
    base.query_for("SELECT origin FROM copy WHERE document {in}", documents, &mut |row| {
        origins.extend(row[0].key());
    })?;
    let origins: Vec<Key> = origins.into_iter().collect();
    let mut members = BTreeMap::new();
    base.query_for("SELECT document, origin FROM copy WHERE origin {in}", &origins, &mut |row| {
        members.extend(row[0].key().zip(row[1].key()));
    })?;
    Ok(members)
}

/// Writes the fingerprints of `documents`, and where those meet that are alike.
fn store(
    base: &mut dyn Base,
    documents: &[Key],
    prints: &BTreeMap<Key, Fingerprint>,
) -> Result<(), BaseError> {
    base.execute_for("DELETE FROM band WHERE document {in}", documents)?;
    base.execute_for("DELETE FROM fingerprint WHERE document {in}", documents)?;
    let (mut whole, mut bands) = (Rows::new(FINGERPRINT.columns.len()), Rows::new(BAND.columns.len()));
    for (&document, print) in prints {
        whole.push([document.into(), Value::Bytes(print.bytes().into())]);
        print.bands().into_iter().for_each(|band| bands.push([band.into(), document.into()]));
    }
    whole.sort(FINGERPRINT.key);
    bands.sort(BAND.key);
    base.upsert(&FINGERPRINT, &whole, &mut |_| {})?;
    base.upsert(&BAND, &bands, &mut |_| {}).map(|_| ())
}

/// The sources of `documents` and of all that copies connect them with.
fn connect(
    base: &mut dyn Base,
    documents: BTreeSet<Key>,
    mut prints: BTreeMap<Key, Fingerprint>,
) -> Result<BTreeMap<Key, Key>, BaseError> {
    let mut parents: HashMap<Key, Key> = HashMap::new();
    let mut wave: Vec<Key> = documents.into_iter().collect();
    while !wave.is_empty() {
        fingerprint::read(base, &wave, &mut prints)?;
        wave.iter().for_each(|&key| _ = parents.entry(key).or_insert(key));
        let bands: BTreeMap<Key, Vec<Key>> = bands_of(&wave, &prints);
        let keys: Vec<Key> = bands.keys().copied().collect();
        let mut met: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
        base.query_for("SELECT band, document FROM band WHERE band {in}", &keys, &mut |row| {
            if let Some((band, other)) = row[0].key().zip(row[1].key()) {
                met.entry(band).or_default().push(other);
            }
        })?;
        let others: BTreeSet<Key> = met.values().flatten().copied().collect();
        let others: Vec<Key> = others.into_iter().collect();
        fingerprint::read(base, &others, &mut prints)?;
        wave = Vec::new();
        let pairs = bands.iter().flat_map(|(band, here)| {
            let there = met.get(band).map(Vec::as_slice).unwrap_or_default();
            here.iter().flat_map(move |&one| there.iter().map(move |&other| (one, other)))
        });
        for (one, other) in pairs {
            let (mine, theirs) = (root(&parents, one), root(&parents, other));
            let alike = || prints.get(&one).zip(prints.get(&other)).is_some_and(|(a, b)| a.is_copy_of(b));
            if mine != theirs && alike() {
                if parents.insert(other, theirs).is_none() {
                    wave.push(other);
                }
                parents.insert(mine.max(theirs), mine.min(theirs));
            }
        }
    }
    name(base, &parents)
}

fn bands_of(documents: &[Key], prints: &BTreeMap<Key, Fingerprint>) -> BTreeMap<Key, Vec<Key>> {
    let mut bands: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
    for document in documents {
        for band in prints.get(document).into_iter().flat_map(Fingerprint::bands) {
            bands.entry(band).or_default().push(*document);
        }
    }
    bands
}

fn root(parents: &HashMap<Key, Key>, mut key: Key) -> Key {
    while let Some(&parent) = parents.get(&key).filter(|&&parent| parent != key) {
        key = parent;
    }
    key
}

/// Names each group after its document of the earliest date, of the least key where several have it.
fn name(base: &mut dyn Base, parents: &HashMap<Key, Key>) -> Result<BTreeMap<Key, Key>, BaseError> {
    let mut documents: Vec<Key> = parents.keys().copied().collect();
    documents.sort_unstable();
    let mut dates = HashMap::new();
    base.query_for("SELECT key, CAST(date AS TEXT) FROM document WHERE key {in}", &documents, &mut |row| {
        let date = row[1].text().map(str::to_owned);
        // A document without a date comes last.
        row[0].key().into_iter().for_each(|key| _ = dates.insert(key, (date.is_none(), date.clone())));
    })?;
    let mut first: HashMap<Key, Key> = HashMap::new();
    documents.sort_by_key(|key| (dates.get(key).cloned(), *key));
    let mut origins = BTreeMap::new();
    for document in documents {
        let origin = *first.entry(root(parents, document)).or_insert(document);
        origins.insert(document, origin);
    }
    Ok(origins)
}
