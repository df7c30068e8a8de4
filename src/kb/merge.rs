//! Rows of many documents become one: copies one source, claims one fact, tellings one happening.
//!
//! What comes out hangs on the rows alone, not on the order in which they came: a merge after each load gives what one merge of all
//! gives, and a document that is taken out leaves nothing behind.

mod copies;
mod core_role;
mod days;
mod evidence;
mod facts;
mod happenings;
mod quantity;
mod telling;

use std::collections::BTreeSet;

pub(crate) use core_role::CoreRoles;

use super::base::{Base, in_transaction};
use super::error::BaseError;
use super::key::Key;

/// How many documents are merged in one transaction; it bounds the memory.
const CHUNK: usize = 8000;

/// What is in the base after a merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Merged {
    /// Documents whose rows had changed.
    pub(crate) documents: u64,
    /// Sources: documents, near-duplicates counted once.
    pub(crate) sources: u64,
    /// Facts.
    pub(crate) facts: u64,
    /// Facts whose sources contradict each other.
    pub(crate) contradicted: u64,
    /// Happenings.
    pub(crate) happenings: u64,
}

/// Merges what changed since the last time, and tells `progress` how many documents are done and how many there are.
///
/// # Errors
/// When the store fails; what was merged so far stays, and the next merge goes on from there.
pub(crate) fn merge(
    base: &mut dyn Base,
    roles: &CoreRoles,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Merged, BaseError> {
    base.index()?;
    let total = count(base, "SELECT count(*) FROM pending")?;
    let mut done = 0;
    loop {
        let chunk = in_transaction(base, |base| {
            let chunk = pending(base)?;
            merge_chunk(base, roles, &chunk)?;
            base.execute_for("DELETE FROM pending WHERE document {in}", &chunk)?;
            Ok(chunk.len())
        })?;
        done += chunk as u64;
        progress(done, total.max(done));
        if chunk == 0 {
            break;
        }
    }
    Ok(Merged {
        documents: done,
        sources: count(base, "SELECT count(DISTINCT origin) FROM copy")?,
        facts: count(base, "SELECT count(*) FROM fact")?,
        contradicted: count(
            base,
            "SELECT count(*) FROM fact WHERE CASE WHEN contradicted THEN 1 ELSE 0 END = 1",
        )?,
        happenings: count(base, "SELECT count(*) FROM happening")?,
    })
}

fn pending(base: &mut dyn Base) -> Result<Vec<Key>, BaseError> {
    let mut documents = Vec::new();
    let sql = format!("SELECT document FROM pending ORDER BY document LIMIT {CHUNK}");
    base.query(&sql, &[], &mut |row| documents.extend(row[0].key()))?;
    Ok(documents)
}

fn merge_chunk(base: &mut dyn Base, roles: &CoreRoles, documents: &[Key]) -> Result<(), BaseError> {
    if documents.is_empty() {
        return Ok(());
    }
    let moved = copies::merge(base, documents)?;
    let touched: BTreeSet<Key> = documents.iter().chain(&moved).copied().collect();
    let touched: Vec<Key> = touched.into_iter().collect();
    let before = evidence::merged_of(base, &touched)?;
    let blocks = happenings::blocks(base, &before)?;
    let tellings = telling::read(base, roles, documents)?;
    base.execute_for("DELETE FROM evidence WHERE document {in}", documents)?;
    facts::merge(base, documents, &before)?;
    happenings::merge(base, roles, tellings, blocks)
}

/// The number that `sql` gives.
fn count(base: &mut dyn Base, sql: &str) -> Result<u64, BaseError> {
    let mut count = 0;
    base.query(sql, &[], &mut |row| count = row[0].integer().unwrap_or(0))?;
    Ok(count.max(0) as u64)
}
