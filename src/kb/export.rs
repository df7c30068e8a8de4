//! Whole tables out of a base.

use super::base::Base;
use super::error::BaseError;
use super::query::names;
use super::schema::{Table, Type};
use super::value::Value;

/// Tells `row` all rows of `table` in the order of their keys: a value for each column, decimals and dates as text.
pub(crate) fn each_row(
    base: &mut dyn Base,
    table: &Table,
    row: &mut dyn FnMut(&[Value<'_>]),
) -> Result<(), BaseError> {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| match column.holds {
            Type::Decimal | Type::Date | Type::Json => format!("CAST({0} AS TEXT)", column.name),
            Type::Truth => format!("CASE WHEN {0} THEN 1 ELSE 0 END", column.name),
            Type::Key | Type::Text | Type::Integer | Type::Bytes => column.name.to_owned(),
        })
        .collect();
    let key = names(&table.columns[..table.key]);
    base.query(&format!("SELECT {} FROM {} ORDER BY {key}", columns.join(", "), table.name), &[], row)
}
