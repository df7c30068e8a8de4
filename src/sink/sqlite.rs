//! A knowledge base in a file of SQLite.

mod insertion;

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Statement, ToSql};

use crate::kb::{
    Base, BaseError, Dialect, Key, Keys, Rows, TABLES, Table, VERSION, VIEWS, Value, add, create_indexes,
    create_table, upsert,
};
use insertion::Insertion;

/// How long a transaction waits for those of others.
const PATIENCE: Duration = Duration::from_secs(300);
/// Statements that are kept ready.
const STATEMENTS: usize = 128;
/// What the rows of an article take in a table is more than 4 kB now and then. Of a base that is there the size of pages stays.
const PAGES: &str = "PRAGMA page_size = 8192";
const SETTINGS: &str = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY; \
    PRAGMA wal_autocheckpoint = 32768; PRAGMA foreign_keys = OFF;";
/// Tables that get their indexes after the first load: sorting once is faster than inserting in the order of keys.
const LATE: [&str; 4] = ["entity", "mention", "claim", "role"];

/// An open base.
pub(crate) struct Sqlite {
    connection: Connection,
    /// What stands in messages.
    name: String,
    /// Changes with each transaction of others.
    others: Option<i64>,
}

impl Sqlite {
    /// Opens the base in the file `path`, or makes it.
    ///
    /// # Errors
    /// When the file cannot be opened, holds something else, or was made by a later program.
    pub(crate) fn open(path: &Path) -> Result<Self, BaseError> {
        let name = path.display().to_string();
        let connection = Connection::open(path).map_err(|e| {
            BaseError::store(format!("cannot open {name}; check the path and its permissions"), e)
        })?;
        let mut base = Self { connection, name, others: None };
        base.prepare()?;
        Ok(base)
    }

    fn prepare(&mut self) -> Result<(), BaseError> {
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS);
        self.connection.busy_timeout(PATIENCE).map_err(|e| self.fault(e))?;
        self.connection.execute_batch(PAGES).map_err(|e| self.fault(e))?;
        self.patiently("PRAGMA journal_mode = WAL")?;
        self.connection.execute_batch(SETTINGS).map_err(|e| self.fault(e))?;
        let found = self.version()?;
        if found > VERSION {
            return Err(BaseError::Newer { found, known: VERSION });
        }
        if found == VERSION {
            return Ok(());
        }
        self.begin()?;
        let migrated = self.migrate();
        if migrated.is_err() {
            let _ = self.roll_back();
        }
        migrated.and_then(|()| self.commit())
    }

    /// Runs a pragma that does not wait by itself for others.
    fn patiently(&self, sql: &str) -> Result<(), BaseError> {
        let began = Instant::now();
        loop {
            match self.connection.query_row(sql, [], |_| Ok(())) {
                Err(e)
                    if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                        && began.elapsed() < PATIENCE =>
                {
                    std::thread::sleep(Duration::from_millis(10));
                }
                done => return done.map_err(|e| self.fault(e)),
            }
        }
    }

    /// The schema version of the base; 0 where the file is new.
    fn version(&self) -> Result<i64, BaseError> {
        let sql = "SELECT count(*), coalesce(sum(name = 'schema_version'), 0) FROM sqlite_schema";
        let (tables, known): (i64, i64) = self
            .connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|e| self.fault(e))?;
        match (tables, known) {
            (0, _) => Ok(0),
            (_, 0) => Err(BaseError::Foreign(self.name.clone())),
            _ => {
                let sql = "SELECT version FROM schema_version";
                self.connection.query_row(sql, [], |row| row.get(0)).map_err(|e| self.fault(e))
            }
        }
    }

    /// Makes what has come since the version that the base has. Another process may have done it meanwhile.
    fn migrate(&mut self) -> Result<(), BaseError> {
        let found = self.version()?;
        if found >= VERSION {
            return Ok(());
        }
        let mut sql =
            String::from("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT;\n");
        for table in TABLES.iter().filter(|table| table.since > found) {
            sql += &create_table(table, Dialect::Sqlite);
            sql += ";\n";
        }
        let new = TABLES.iter().filter(|table| table.since > found && !LATE.contains(&table.name));
        for index in create_indexes(new.copied()) {
            sql += &index;
            sql += ";\n";
        }
        for view in VIEWS {
            sql += &format!(
                "DROP VIEW IF EXISTS {}; CREATE VIEW {} AS {};\n",
                view.name,
                view.name,
                view.sql(Dialect::Sqlite)
            );
        }
        sql += &format!("DELETE FROM schema_version; INSERT INTO schema_version VALUES ({VERSION});");
        self.connection.execute_batch(&sql).map_err(|e| self.fault(e))
    }

    fn fault(&self, error: rusqlite::Error) -> BaseError {
        BaseError::store(format!("SQLite, {}", self.name), error)
    }

    /// The statement for `sql`, kept ready.
    fn statement(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, BaseError> {
        self.connection.prepare_cached(sql).map_err(|e| self.fault(e))
    }

    /// Runs `statement` with parameters that are bound, and tells `row` what it gives.
    fn read(
        &self,
        statement: &mut Statement<'_>,
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError> {
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let mut values = Vec::with_capacity(width);
        while let Some(found) = rows.next().map_err(|e| self.fault(e))? {
            values.clear();
            for column in 0..width {
                let value = found.get_ref(column).map_err(|e| self.fault(e))?;
                values.push(told(value));
            }
            row(&values);
        }
        Ok(())
    }
}

/// What SQLite tells, as a value.
fn told(value: ValueRef<'_>) -> Value<'static> {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.to_string().into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => match bytes.try_into() {
            Ok(key) => Value::Key(Key(key)),
            Err(_) => Value::Bytes(bytes.into()),
        },
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Key(key) => ValueRef::Blob(&key.0),
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Binds `values` to the parameters of `statement`.
fn bind(statement: &mut Statement<'_>, values: &[Value<'_>]) -> rusqlite::Result<()> {
    for (place, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(place + 1, value)?;
    }
    Ok(())
}

impl Base for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn begin(&mut self) -> Result<(), BaseError> {
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|e| self.fault(e))
    }

    fn commit(&mut self) -> Result<(), BaseError> {
        self.connection.execute_batch("COMMIT").map_err(|e| self.fault(e))
    }

    fn roll_back(&mut self) -> Result<(), BaseError> {
        self.connection.execute_batch("ROLLBACK").map_err(|e| self.fault(e))
    }

    fn is_as_left(&mut self) -> Result<bool, BaseError> {
        let now = self.connection.query_row("PRAGMA data_version", [], |row| row.get(0));
        let now: i64 = now.map_err(|e| self.fault(e))?;
        Ok(self.others.replace(now) == Some(now))
    }

    fn index(&mut self) -> Result<(), BaseError> {
        for index in create_indexes(TABLES) {
            self.connection.execute_batch(&index).map_err(|e| self.fault(e))?;
        }
        Ok(())
    }

    fn upsert(
        &mut self,
        table: &'static Table,
        rows: &Rows<'_>,
        changed: &mut dyn FnMut(Key),
    ) -> Result<u64, BaseError> {
        let places: Vec<String> = (1..=table.columns.len()).map(|place| format!("${place}")).collect();
        let values = format!("VALUES ({})", places.join(", "));
        let prepare = |sql: &str| {
            Insertion::prepare(&self.connection, sql, table.columns.len()).map_err(|e| self.fault(e))
        };
        let (mut adding, mut merging) = (prepare(&add(table, &values))?, prepare(&upsert(table, &values))?);
        // Where one row is new its neighbours mostly are, and adding is the lesser statement.
        let (mut is_new, mut written, mut last) = (true, 0, None);
        for row in rows.iter() {
            let run = |statement: &mut Insertion<'_>| {
                statement.run(row).map(|()| self.connection.changes() > 0).map_err(|e| self.fault(e))
            };
            is_new = is_new && run(&mut adding)? || run(&mut merging)?;
            if !is_new {
                continue;
            }
            written += 1;
            let key = row[0].key();
            if key != last {
                key.into_iter().for_each(&mut *changed);
                last = key;
            }
        }
        Ok(written)
    }

    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, BaseError> {
        let mut statement = self.statement(sql)?;
        let ran = bind(&mut statement, parameters).and_then(|()| statement.raw_execute());
        ran.map(|count| count as u64).map_err(|e| self.fault(e))
    }

    fn execute_for(&mut self, sql: &str, keys: Keys<'_>) -> Result<u64, BaseError> {
        let sql = sql.replace("{in}", "= $1");
        keys.iter().map(|&key| self.execute(&sql, &[key.into()])).sum()
    }

    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError> {
        let mut statement = self.statement(sql)?;
        bind(&mut statement, parameters).map_err(|e| self.fault(e))?;
        self.read(&mut statement, row)
    }

    fn query_for(
        &mut self,
        sql: &str,
        keys: Keys<'_>,
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError> {
        let mut statement = self.statement(&sql.replace("{in}", "= $1"))?;
        for &key in keys {
            bind(&mut statement, &[key.into()]).map_err(|e| self.fault(e))?;
            self.read(&mut statement, row)?;
        }
        Ok(())
    }

    fn columns(&mut self, sql: &str) -> Result<Vec<String>, BaseError> {
        Ok(self.statement(sql)?.column_names().map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests;
