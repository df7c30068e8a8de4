//! Records into a base: documents are replaced as a whole where they changed, and rows that are as they were are not written.

mod batch;
mod naming;
mod take_out;
mod waiting;

use std::collections::HashSet;

use batch::Batch;
use naming::Prints;
pub(crate) use take_out::take_out;

use super::base::{Base, in_transaction};
use super::error::BaseError;
use super::key::Key;
use super::line::LineBatch;
use super::record::Record;
use super::row::Rows;
use super::schema::{PENDING, ROLE};
use crate::source::InputError;

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Loaded {
    /// Records of all types that were read.
    pub(crate) records: u64,
    /// Documents among them.
    pub(crate) documents: u64,
    /// Rows that were inserted, updated or deleted.
    pub(crate) written: u64,
    /// Documents that took the place of an earlier text, engine or lexicon.
    pub(crate) replaced: u64,
    /// Documents that were passed over, since their source and id come again later in the same run.
    pub(crate) passed: u64,
    /// `error` records, which have no place in a base.
    pub(crate) errors: u64,
    /// Lines that are no records.
    pub(crate) faults: u64,
}

/// So many namings of entities are kept in memory at most, of 16 bytes each.
const KNOWN: usize = 1 << 21;

/// Loads batches of lines into one base.
#[derive(Debug, Default)]
pub(crate) struct Loader {
    /// The document that the records belong to which come next: id and key.
    current: Option<(String, Key)>,
    /// What entities are named in the base for sure: it is not asked for them again.
    known: Prints,
    /// Has the memory of the last batch.
    spare: Batch<'static>,
    /// What was done so far.
    pub(crate) loaded: Loaded,
}

impl Loader {
    /// Records that come next belong to no document but their own.
    pub(crate) fn begin_input(&mut self) {
        self.current = None;
    }

    /// Loads `lines`, and tells `fault` those that are no records.
    ///
    /// # Errors
    /// When the store fails; what is not in it then is missing as a whole batch.
    pub(crate) fn load(
        &mut self,
        base: &mut dyn Base,
        lines: &LineBatch,
        fault: &mut dyn FnMut(InputError),
    ) -> Result<(), BaseError> {
        let mut batch = std::mem::take(&mut self.spare).emptied();
        for (line, number, byte) in lines.iter() {
            match read(line) {
                Ok(record) => {
                    self.loaded.records += 1;
                    if batch.has(&record) {
                        self.write(base, std::mem::take(&mut batch))?;
                    }
                    batch.add(record, &mut self.current, &mut self.loaded);
                }
                Err(error) => {
                    self.loaded.faults += 1;
                    fault(InputError {
                        source_name: lines.name.clone(),
                        record: Some(number),
                        byte: Some(byte),
                        code: "invalid-record",
                        message: format!("{error}; load what trich extract or trich run wrote"),
                    });
                }
            }
        }
        self.write(base, batch)
    }

    /// Writes `batch` in one transaction.
    fn write(&mut self, base: &mut dyn Base, mut batch: Batch<'_>) -> Result<(), BaseError> {
        let before = self.loaded;
        let written = in_transaction(base, |base| self.write_all(base, &mut batch));
        match written {
            Ok(()) => self.known.extend(batch.naming.given()),
            Err(_) => self.loaded = before,
        }
        self.spare = batch.emptied();
        written
    }

    fn write_all(&mut self, base: &mut dyn Base, batch: &mut Batch<'_>) -> Result<(), BaseError> {
        let stored = batch.compare(base)?;
        self.loaded.replaced += stored.outdated.len() as u64;
        self.loaded.passed += stored.earlier.len() as u64;
        self.loaded.written += take_out(base, &stored.outdated)?;
        batch.pass_over(&stored.earlier);
        self.loaded.written += waiting::bring_home(base, batch, &stored.new)?;
        if !base.is_as_left()? || !stored.outdated.is_empty() || self.known.len() > KNOWN {
            self.known.clear();
        }
        batch.sort(&self.known);
        let mut changed = HashSet::new();
        for (table, rows) in batch.tables() {
            let of_document = table.name != "entity" && table.name != "waiting";
            let written = base.upsert(table, rows, &mut |key| {
                if of_document {
                    changed.insert(key);
                }
            })?;
            self.loaded.written += written;
        }
        let old: Vec<Key> = changed.iter().filter(|key| !stored.new.contains(key)).copied().collect();
        self.loaded.written += cut_roles(base, batch, &old)?;
        mark(base, changed)
    }
}

/// The record that `line` holds, or why it is none.
fn read(line: &[u8]) -> Result<Record<'_>, String> {
    let line = simdutf8::compat::from_utf8(line).map_err(|error| error.to_string())?;
    Record::read(line).map_err(|error| error.to_string())
}

/// Notes that the rows of `documents` changed. That is no row of a record, and not counted.
fn mark(base: &mut dyn Base, documents: impl IntoIterator<Item = Key>) -> Result<(), BaseError> {
    let mut rows = Rows::new(PENDING.columns.len());
    documents.into_iter().for_each(|document| rows.push([document.into()]));
    rows.sort(PENDING.key);
    base.upsert(&PENDING, &rows, &mut |_| {}).map(|_| ())
}

/// Deletes the roles that events of `documents` had before, beyond those that `batch` brings.
fn cut_roles(base: &mut dyn Base, batch: &Batch<'_>, documents: &[Key]) -> Result<u64, BaseError> {
    if documents.is_empty() {
        return Ok(0);
    }
    let counts = batch.role_counts();
    let mut beyond = Vec::new();
    let sql = "SELECT document, event, count(*) FROM role WHERE document {in} GROUP BY document, event";
    base.query_for(sql, documents, &mut |row| {
        if let (Some(document), Some(event), Some(count)) = (row[0].key(), row[1].key(), row[2].integer())
            && let Some(&now) = counts.get(&(document, event))
            && now < count
        {
            beyond.push((document, event, now));
        }
    })?;
    let sql = format!("DELETE FROM {} WHERE document = $1 AND event = $2 AND number >= $3", ROLE.name);
    let mut written = 0;
    for (document, event, now) in beyond {
        written += base.execute(&sql, &[document.into(), event.into(), now.into()])?;
    }
    Ok(written)
}
