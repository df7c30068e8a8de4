//! Documents are taken out with all that came of them.

use std::collections::BTreeSet;

use super::mark;
use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::schema::OF_DOCUMENT;

/// Entities whose name or links no mention has any more.
const STALE: &str = "SELECT e.key FROM entity e WHERE e.key {in} AND ( \
    NOT EXISTS (SELECT 1 FROM mention m WHERE m.entity = e.key AND m.name = e.name) \
    OR e.links IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.entity = e.key AND m.links = e.links))";
/// Those of them that nothing names.
const UNUSED: &str = "DELETE FROM entity WHERE key {in} \
    AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.entity = entity.key) \
    AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.subject = entity.key) \
    AND NOT EXISTS (SELECT 1 FROM role r WHERE r.entity = entity.key)";
const NAME_ANEW: &str = "UPDATE entity SET \
    name = (SELECT min(m.name) FROM mention m WHERE m.entity = entity.key), \
    links = (SELECT min(m.links) FROM mention m WHERE m.entity = entity.key) \
    WHERE key {in} AND EXISTS (SELECT 1 FROM mention m WHERE m.entity = entity.key)";

/// Deletes `documents` and their rows; what was merged of them goes with the next merge. Gives the number of rows written.
///
/// # Errors
/// When the store fails. It is to be called in a transaction.
pub(crate) fn take_out(base: &mut dyn Base, documents: &[Key]) -> Result<u64, BaseError> {
    if documents.is_empty() {
        return Ok(0);
    }
    base.index()?;
    let mut entities = BTreeSet::new();
    for (table, column) in
        [("mention", "entity"), ("claim", "subject"), ("role", "entity"), ("event", "attribution")]
    {
        let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE document {{in}}");
        base.query_for(&sql, documents, &mut |row| entities.extend(row[0].key()))?;
    }
    let mut written = 0;
    for table in OF_DOCUMENT {
        written +=
            base.execute_for(&format!("DELETE FROM {} WHERE document {{in}}", table.name), documents)?;
    }
    written += base.execute_for("DELETE FROM document WHERE key {in}", documents)?;
    let entities: Vec<Key> = entities.into_iter().collect();
    let mut stale = Vec::new();
    base.query_for(STALE, &entities, &mut |row| stale.extend(row[0].key()))?;
    written += base.execute_for(UNUSED, &stale)?;
    written += base.execute_for(NAME_ANEW, &stale)?;
    mark(base, documents.iter().copied())?;
    Ok(written)
}
