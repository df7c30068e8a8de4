//! Records that come apart from their document: they name its id alone, so they wait until it is known whose.

use std::collections::{HashMap, HashSet};

use super::batch::Batch;
use crate::kb::base::{Base, Dialect};
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::query::names;
use crate::kb::schema::OF_DOCUMENT;

/// Finds the documents of the torn records of `batch`, and brings those rows of the base to the documents in `new` that waited for
/// them. Gives the number of rows written.
///
/// A row goes to the only document with the id that it names. Where several sources use that id, it waits.
pub(super) fn bring_home(
    base: &mut dyn Base,
    batch: &mut Batch<'_>,
    new: &HashSet<Key>,
) -> Result<u64, BaseError> {
    let mut homes = HashMap::new();
    for id in std::mem::take(&mut batch.torn) {
        let waiting = Key::waiting(&id);
        let mut keys: HashSet<Key> = batch.named(&id).collect();
        base.query("SELECT key FROM document WHERE id = $1", &[id.as_str().into()], &mut |row| {
            keys.extend(row[0].key());
        })?;
        match keys.iter().next() {
            Some(&key) if keys.len() == 1 => _ = homes.insert(waiting, key),
            _ => batch.waiting.push([waiting.into(), id.into()]),
        }
    }
    if !homes.is_empty() {
        batch.rename(&homes);
    }
    let mut wait = HashMap::new();
    base.query("SELECT id, document FROM waiting", &[], &mut |row| {
        if let (Some(id), Some(key)) = (row[0].text(), row[1].key()) {
            wait.insert(id.to_owned(), key);
        }
    })?;
    let mut written = 0;
    if wait.is_empty() {
        return Ok(0);
    }
    let mut came: Vec<(Key, Key)> =
        batch.ids(new).filter_map(|(id, key)| wait.get(id).map(|&waiting| (key, waiting))).collect();
    came.sort_unstable();
    for (key, waiting) in came {
        written += move_rows(base, waiting, key)?;
    }
    Ok(written)
}

/// Moves the rows of the document `from` to the document `to`.
fn move_rows(base: &mut dyn Base, from: Key, to: Key) -> Result<u64, BaseError> {
    let mut written = 0;
    // PostgreSQL takes a bare parameter for a text here.
    let key = if base.dialect() == Dialect::Postgres { "$1::bytea" } else { "$1" };
    for table in OF_DOCUMENT {
        let (name, rest) = (table.name, names(&table.columns[1..]));
        let sql = format!(
            "INSERT INTO {name} (document, {rest}) SELECT {key}, {rest} FROM {name} WHERE document = $2 ON CONFLICT DO NOTHING"
        );
        written += base.execute(&sql, &[to.into(), from.into()])?;
        base.execute(&format!("DELETE FROM {name} WHERE document = $1"), &[from.into()])?;
    }
    base.execute("DELETE FROM waiting WHERE document = $1", &[from.into()])?;
    Ok(written)
}
