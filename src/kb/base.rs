//! What the knowledge base asks of a store.

use super::error::BaseError;
use super::key::Key;
use super::row::Rows;
use super::schema::Table;
use super::value::Value;

/// Which SQL a store speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite 3.39 and later.
    Sqlite,
    /// PostgreSQL 12 and later.
    Postgres,
}

/// Keys that a query is about.
pub(crate) type Keys<'k> = &'k [Key];

/// A store that holds a knowledge base. All its tables, indexes and views are there.
///
/// Parameters stand in SQL as `$1`, `$2` in order. Queries give keys, whole numbers, texts and nulls; decimals and dates are to be
/// cast to text.
pub(crate) trait Base {
    /// Which SQL it speaks.
    fn dialect(&self) -> Dialect;

    /// Begins a transaction that writes; waits for others to end theirs.
    fn begin(&mut self) -> Result<(), BaseError>;

    /// Ends it.
    fn commit(&mut self) -> Result<(), BaseError>;

    /// Undoes it.
    fn roll_back(&mut self) -> Result<(), BaseError>;

    /// Whether nobody else wrote into the base since this was asked before; `false` where that is not known. It is to be asked in a
    /// transaction.
    fn is_as_left(&mut self) -> Result<bool, BaseError>;

    /// Makes the indexes that the questions want, where a load into an empty base left them out.
    fn index(&mut self) -> Result<(), BaseError>;

    /// Inserts `rows`, which are in order of their keys and have each key once, or updates those that differ. Gives the number of rows
    /// written, and tells `changed` the first key of each.
    fn upsert(
        &mut self,
        table: &'static Table,
        rows: &Rows<'_>,
        changed: &mut dyn FnMut(Key),
    ) -> Result<u64, BaseError>;

    /// Runs `sql`. Gives the number of rows written.
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, BaseError>;

    /// Runs `sql`, which says `{in}` where a column is to be one of `keys`. Gives the number of rows written.
    fn execute_for(&mut self, sql: &str, keys: Keys<'_>) -> Result<u64, BaseError>;

    /// Tells `row` the rows that `sql` gives.
    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError>;

    /// Tells `row` the rows that `sql` gives, which says `{in}` where a column is to be one of `keys`.
    fn query_for(
        &mut self,
        sql: &str,
        keys: Keys<'_>,
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError>;

    /// The names of the columns that `sql` gives.
    fn columns(&mut self, sql: &str) -> Result<Vec<String>, BaseError>;
}

/// Does `work` in a transaction: all of it, or nothing where it fails.
pub(crate) fn in_transaction<T>(
    base: &mut dyn Base,
    work: impl FnOnce(&mut dyn Base) -> Result<T, BaseError>,
) -> Result<T, BaseError> {
    base.begin()?;
    match work(base) {
        Ok(done) => base.commit().map(|()| done),
        Err(error) => {
            // The first error is the one to tell.
            let _ = base.roll_back();
            Err(error)
        }
    }
}
