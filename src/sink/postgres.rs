//! A knowledge base in a PostgreSQL server.

mod copy;
mod parameter;

use std::collections::HashMap;
use std::env;
use std::io::Write as _;

use postgres::types::{ToSql, Type as Native};
use postgres::{Client, Config, NoTls, Row, Statement};

use crate::kb::{
    Base, BaseError, Dialect, Key, Keys, Rows, TABLES, Table, VERSION, VIEWS, Value, create_indexes,
    create_table, names, upsert,
};

/// The number of the lock that keeps writers apart: so none waits for a row that another holds.
const LOCK: i64 = 0x7472_6963_685F_6B62;

/// An open base.
pub(crate) struct Postgres {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Postgres {
    /// Opens the base at `address`, or makes it there. What the address leaves open is taken from PGHOST, PGPORT, PGUSER, PGPASSWORD and
    /// PGDATABASE. The connection is not encrypted.
    ///
    /// # Errors
    /// When there is no server, or its tables are of something else or of a later program.
    pub(crate) fn open(address: &str) -> Result<Self, BaseError> {
        let told = "cannot open the base; check the address, and whether the server runs";
        let config = configuration(address).map_err(|e| BaseError::store(told, e))?;
        let client = config.connect(NoTls).map_err(|e| BaseError::store(told, reason(&e)))?;
        let mut base = Self { client, statements: HashMap::new() };
        base.batch("SET client_min_messages = warning; SET jit = off; SET datestyle = iso")?;
        base.begin()?;
        if let Err(error) = base.migrate() {
            let _ = base.roll_back();
            return Err(error);
        }
        base.commit()?;
        Ok(base)
    }

    fn batch(&mut self, sql: &str) -> Result<(), BaseError> {
        self.client.batch_execute(sql).map_err(fault)
    }

    /// Whether there is a table `name`.
    fn has(&mut self, name: &str) -> Result<bool, BaseError> {
        let row =
            self.client.query_one("SELECT to_regclass($1::text) IS NOT NULL", &[&name]).map_err(fault)?;
        row.try_get(0).map_err(fault)
    }

    /// Makes what has come since the version that the base has.
    fn migrate(&mut self) -> Result<(), BaseError> {
        let mut found: i64 = 0;
        if self.has("schema_version")? {
            let row = self.client.query_one("SELECT version FROM schema_version", &[]).map_err(fault)?;
            found = row.try_get(0).map_err(fault)?;
        } else {
            for table in TABLES {
                if self.has(table.name)? {
                    return Err(BaseError::Foreign(format!(
                        "the database, which has a table `{}`,",
                        table.name
                    )));
                }
            }
        }
        if found > VERSION {
            return Err(BaseError::Newer { found, known: VERSION });
        }
        if found == VERSION {
            return Ok(());
        }
        let mut sql = String::from("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);\n");
        for table in TABLES.iter().filter(|table| table.since > found) {
            sql += &create_table(table, Dialect::Postgres);
            sql += ";\n";
        }
        for view in VIEWS {
            let (name, query) = (view.name, view.sql(Dialect::Postgres));
            sql += &format!("DROP VIEW IF EXISTS {name}; CREATE VIEW {name} AS {query};\n");
        }
        sql += &format!("DELETE FROM schema_version; INSERT INTO schema_version VALUES ({VERSION});");
        self.batch(&sql)
    }

    /// The statement for `sql`, kept ready.
    fn statement(&mut self, sql: &str) -> Result<Statement, BaseError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(fault)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn read(
        &mut self,
        sql: &str,
        parameters: &[&(dyn ToSql + Sync)],
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError> {
        let statement = self.statement(sql)?;
        for found in self.client.query(&statement, parameters).map_err(fault)? {
            let values: Result<Vec<Value<'_>>, _> =
                (0..found.len()).map(|column| told(&found, column)).collect();
            row(&values.map_err(fault)?);
        }
        Ok(())
    }
}

fn fault(error: postgres::Error) -> BaseError {
    BaseError::store("PostgreSQL", reason(&error))
}

/// What the server says, or why it cannot be reached.
fn reason(error: &postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(error), _) => error.to_string(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// What `address` says, and the environment where it says nothing.
fn configuration(address: &str) -> Result<Config, postgres::Error> {
    let mut config: Config = address.parse()?;
    if config.get_hosts().is_empty() {
        config.host(env::var("PGHOST").as_deref().unwrap_or("localhost"));
        if let Some(port) = env::var("PGPORT").ok().and_then(|port| port.parse().ok()) {
            config.port(port);
        }
    }
    if config.get_user().is_none()
        && let Ok(user) = env::var("PGUSER").or_else(|_| env::var("USER"))
    {
        config.user(&user);
    }
    if config.get_password().is_none()
        && let Ok(password) = env::var("PGPASSWORD")
    {
        config.password(password);
    }
    if config.get_dbname().is_none()
        && let Ok(name) = env::var("PGDATABASE")
    {
        config.dbname(&name);
    }
    Ok(config)
}

/// What the server tells, as a value.
fn told(row: &Row, column: usize) -> Result<Value<'static>, postgres::Error> {
    Ok(match *row.columns()[column].type_() {
        Native::BYTEA => {
            row.try_get::<_, Option<Vec<u8>>>(column)?.map_or(
                Value::Null,
                |bytes| match <[u8; 16]>::try_from(bytes.as_slice()) {
                    Ok(key) => Value::Key(Key(key)),
                    Err(_) => Value::Bytes(bytes.into()),
                },
            )
        }
        Native::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
        Native::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from).into(),
        _ => row.try_get::<_, Option<String>>(column)?.into(),
    })
}

/// The parameters as the driver takes them.
fn references<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn bytes(keys: Keys<'_>) -> Vec<&[u8]> {
    keys.iter().map(|key| key.0.as_slice()).collect()
}

impl Base for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn begin(&mut self) -> Result<(), BaseError> {
        self.batch(&format!("BEGIN; SELECT pg_advisory_xact_lock({LOCK})"))
    }

    fn commit(&mut self) -> Result<(), BaseError> {
        self.batch("COMMIT")
    }

    fn roll_back(&mut self) -> Result<(), BaseError> {
        self.batch("ROLLBACK")
    }

    fn is_as_left(&mut self) -> Result<bool, BaseError> {
        Ok(false)
    }

    fn index(&mut self) -> Result<(), BaseError> {
        let mut sql = format!("SELECT pg_advisory_xact_lock({LOCK})");
        create_indexes(TABLES).for_each(|index| sql = format!("{sql};\n{index}"));
        self.batch(&sql)
    }

    fn upsert(
        &mut self,
        table: &'static Table,
        rows: &Rows<'_>,
        changed: &mut dyn FnMut(Key),
    ) -> Result<u64, BaseError> {
        if rows.is_empty() {
            return Ok(0);
        }
        let (name, columns) = (table.name, names(table.columns));
        self.batch(&format!(
            "CREATE TEMP TABLE IF NOT EXISTS load_{name} (LIKE {name}) ON COMMIT DELETE ROWS; TRUNCATE load_{name}"
        ))?;
        let mut writer =
            self.client.copy_in(&format!("COPY load_{name} ({columns}) FROM STDIN")).map_err(fault)?;
        let mut lines = Vec::with_capacity(1 << 17);
        for row in rows.iter() {
            copy::add_line(table, row, &mut lines);
            if lines.len() >= 1 << 16 {
                writer.write_all(&lines).map_err(|e| BaseError::store("PostgreSQL, COPY", e))?;
                lines.clear();
            }
        }
        writer.write_all(&lines).map_err(|e| BaseError::store("PostgreSQL, COPY", e))?;
        writer.finish().map_err(fault)?;
        let (key, first) = (names(&table.columns[..table.key]), table.columns[0].name);
        let insertion = upsert(table, &format!("SELECT {columns} FROM load_{name} ORDER BY {key}"));
        let sql = format!(
            "WITH written AS ({insertion} RETURNING {first}) SELECT {first}, count(*) FROM written GROUP BY {first}"
        );
        let mut written = 0;
        self.read(&sql, &[], &mut |row| {
            row[0].key().into_iter().for_each(&mut *changed);
            written += row[1].integer().unwrap_or(0) as u64;
        })?;
        Ok(written)
    }

    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, BaseError> {
        let statement = self.statement(sql)?;
        self.client.execute(&statement, &references(parameters)).map_err(fault)
    }

    fn execute_for(&mut self, sql: &str, keys: Keys<'_>) -> Result<u64, BaseError> {
        if keys.is_empty() {
            return Ok(0);
        }
        let statement = self.statement(&sql.replace("{in}", "= ANY($1)"))?;
        self.client.execute(&statement, &[&bytes(keys)]).map_err(fault)
    }

    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError> {
        self.read(sql, &references(parameters), row)
    }

    fn query_for(
        &mut self,
        sql: &str,
        keys: Keys<'_>,
        row: &mut dyn FnMut(&[Value<'_>]),
    ) -> Result<(), BaseError> {
        if keys.is_empty() {
            return Ok(());
        }
        self.read(&sql.replace("{in}", "= ANY($1)"), &[&bytes(keys)], row)
    }

    fn columns(&mut self, sql: &str) -> Result<Vec<String>, BaseError> {
        let statement = self.statement(sql)?;
        Ok(statement.columns().iter().map(|column| column.name().to_owned()).collect())
    }
}
