//! SQL made from the description of the tables.

use super::base::Dialect;
use super::schema::{Column, Rule, Table, Type};

/// `CREATE TABLE` for `table`.
pub(crate) fn create_table(table: &Table, dialect: Dialect) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let null = if column.null { "" } else { " NOT NULL" };
            format!("{} {}{null}", column.name, type_name(column.holds, dialect))
        })
        .collect();
    let end = match dialect {
        Dialect::Sqlite => " WITHOUT ROWID, STRICT",
        Dialect::Postgres => "",
    };
    let (name, columns, key) = (table.name, columns.join(", "), names(&table.columns[..table.key]));
    format!("CREATE TABLE IF NOT EXISTS {name} ({columns}, PRIMARY KEY ({key})){end}")
}

/// `CREATE INDEX` for each index of `tables`.
pub(crate) fn create_indexes<'t>(
    tables: impl IntoIterator<Item = &'t Table>,
) -> impl Iterator<Item = String> {
    tables.into_iter().flat_map(|table| table.indexes.iter().map(|columns| create_index(table, columns)))
}

fn create_index(table: &Table, columns: &[&str]) -> String {
    let name = format!("{}_by_{}", table.name, columns.join("_"));
    format!("CREATE INDEX IF NOT EXISTS {name} ON {} ({})", table.name, columns.join(", "))
}

fn type_name(holds: Type, dialect: Dialect) -> &'static str {
    match (dialect, holds) {
        (Dialect::Sqlite, Type::Key | Type::Bytes) => "BLOB",
        (Dialect::Sqlite, Type::Integer | Type::Truth) => "INTEGER",
        (Dialect::Sqlite, Type::Text | Type::Decimal | Type::Date | Type::Json) => "TEXT",
        (Dialect::Postgres, Type::Key | Type::Bytes) => "BYTEA",
        (Dialect::Postgres, Type::Text) => "TEXT COLLATE \"C\"",
        (Dialect::Postgres, Type::Integer) => "BIGINT",
        (Dialect::Postgres, Type::Truth) => "BOOLEAN",
        (Dialect::Postgres, Type::Decimal) => "NUMERIC",
        (Dialect::Postgres, Type::Date) => "DATE",
        (Dialect::Postgres, Type::Json) => "JSONB",
    }
}

/// The names of `columns`, with commas.
pub(crate) fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

/// An insertion of what `values` (`VALUES (...)` or a query) gives into `table`. A row that is there stays.
pub(crate) fn add(table: &Table, values: &str) -> String {
    let key = names(&table.columns[..table.key]);
    format!("INSERT INTO {} ({}) {values} ON CONFLICT ({key}) DO NOTHING", table.name, names(table.columns))
}

/// An insertion of what `values` (`VALUES (...)` or a query) gives into `table`. A row that is there is updated by the rules of its
/// columns, and only where that changes it.
pub(crate) fn upsert(table: &Table, values: &str) -> String {
    let rest = &table.columns[table.key..];
    let add = add(table, values);
    if rest.is_empty() {
        return add;
    }
    let head = add.trim_end_matches(" NOTHING");
    let merged = |column: &Column| {
        let (old, new) = (format!("{}.{}", table.name, column.name), format!("excluded.{}", column.name));
        match column.rule {
            Rule::Replace => new,
            Rule::Known => format!("coalesce({new}, {old})"),
            Rule::Least => format!("CASE WHEN {old} <= {new} THEN {old} ELSE coalesce({new}, {old}) END"),
            Rule::Sticky => format!("({old} OR {new})"),
        }
    };
    let sets: Vec<String> = rest.iter().map(|c| format!("{} = {}", c.name, merged(c))).collect();
    let differs: Vec<String> =
        rest.iter().map(|c| format!("{}.{} IS DISTINCT FROM {}", table.name, c.name, merged(c))).collect();
    format!("{head} UPDATE SET {} WHERE {}", sets.join(", "), differs.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::super::schema::{ENTITY, PENDING};
    use super::*;

    #[test]
    fn ddl_has_the_types_of_the_store() {
        let sqlite = create_table(&ENTITY, Dialect::Sqlite);
        assert!(
            sqlite.contains("key BLOB NOT NULL") && sqlite.ends_with("WITHOUT ROWID, STRICT"),
            "{sqlite}"
        );
        let postgres = create_table(&ENTITY, Dialect::Postgres);
        assert!(
            postgres.contains("key BYTEA NOT NULL") && postgres.contains("name TEXT COLLATE \"C\" NOT NULL"),
            "{postgres}"
        );
    }

    #[test]
    fn a_table_of_keys_alone_is_only_added_to() {
        let sql = upsert(&PENDING, "VALUES ($1)");
        assert_eq!(sql, "INSERT INTO pending (document) VALUES ($1) ON CONFLICT (document) DO NOTHING");
    }
}
