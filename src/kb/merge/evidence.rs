//! The records behind merged rows.

use std::collections::BTreeSet;

use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::row::Rows;
use crate::kb::schema::EVIDENCE;

/// The merged rows that records of `documents` stand behind.
pub(super) fn merged_of(base: &mut dyn Base, documents: &[Key]) -> Result<BTreeSet<Key>, BaseError> {
    let mut merged = BTreeSet::new();
    base.query_for("SELECT DISTINCT merged FROM evidence WHERE document {in}", documents, &mut |row| {
        merged.extend(row[0].key());
    })?;
    Ok(merged)
}

/// Writes that the record of a document stands behind a merged row, for each.
pub(super) fn write(
    base: &mut dyn Base,
    evidence: impl IntoIterator<Item = (Key, Key, Key)>,
) -> Result<(), BaseError> {
    let mut rows = Rows::new(EVIDENCE.columns.len());
    for (merged, document, record) in evidence {
        rows.push([merged.into(), document.into(), record.into()]);
    }
    rows.sort(EVIDENCE.key);
    base.upsert(&EVIDENCE, &rows, &mut |_| {}).map(|_| ())
}
