//! The rows of an Arrow record batch as records: those columns that the field map names.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use jiff::{Timestamp, ToSpan, civil::date};

use super::field::FieldMap;
use super::value::Value;

/// Those columns of a batch in which the paths of a field map begin.
pub(crate) struct Columns<'b>(Vec<(&'b str, &'b dyn Array)>);

/// A batch in which no column holds a title or a text.
#[derive(Debug, thiserror::Error)]
#[error(
    "the batch has no column `{wanted}`; it has: {have}; name the column with the field map, as text=..."
)]
pub(crate) struct NoColumn {
    wanted: String,
    have: String,
}

/// A row in which a column that is meant as a text holds other bytes.
#[derive(Debug, thiserror::Error)]
#[error("the column `{0}` holds bytes that are no UTF-8; decode it with the encoding that it is in")]
pub(crate) struct NoText(String);

impl<'b> Columns<'b> {
    pub(crate) fn new(batch: &'b RecordBatch, fields: &FieldMap) -> Result<Self, NoColumn> {
        let schema = batch.schema_ref();
        let names = || schema.fields().iter().map(|field| field.name().as_str());
        if !names().any(|name| fields.holds_text(name)) {
            let have = names().collect::<Vec<_>>().join(", ");
            return Err(NoColumn { wanted: fields.shown("text"), have });
        }
        let columns = schema.fields().iter().zip(batch.columns());
        let wanted = columns.filter(|(field, _)| fields.begins_with(field.name()));
        Ok(Self(wanted.map(|(field, column)| (field.name().as_str(), column.as_ref())).collect()))
    }

    /// The record that stands in `row`. Its texts lie in the batch.
    pub(crate) fn row(&self, row: usize) -> Result<Value<'b>, NoText> {
        let cells = self.0.iter().map(|(name, column)| {
            let value = value(*column, row).map_err(|NotUtf8| NoText((*name).to_owned()))?;
            Ok(((*name).into(), value))
        });
        Ok(Value::Object(cells.collect::<Result<_, _>>()?))
    }
}

struct NotUtf8;

/// What stands in `row` of `column`; a time as ISO 8601.
fn value(column: &dyn Array, row: usize) -> Result<Value<'_>, NotUtf8> {
    if column.is_null(row) {
        return Ok(Value::Null);
    }
    Ok(match column.data_type() {
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => Value::Text(column.as_string::<i64>().value(row).into()),
        DataType::Utf8View => Value::Text(column.as_string_view().value(row).into()),
        DataType::Binary => text(column.as_binary::<i32>().value(row))?,
        DataType::LargeBinary => text(column.as_binary::<i64>().value(row))?,
        DataType::BinaryView => text(column.as_binary_view().value(row))?,
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            let Value::Number(key) = value(dictionary.keys(), row)? else { return Ok(Value::Null) };
            key.parse().map_or(Ok(Value::Null), |key| value(dictionary.values().as_ref(), key))?
        }
        DataType::Struct(fields) => {
            let cells = fields.iter().zip(column.as_struct().columns());
            let read =
                cells.map(|(field, cell)| Ok((field.name().as_str().into(), value(cell.as_ref(), row)?)));
            Value::Object(read.collect::<Result<_, _>>()?)
        }
        DataType::Int8 => number::<Int8Type>(column, row),
        DataType::Int16 => number::<Int16Type>(column, row),
        DataType::Int32 => number::<Int32Type>(column, row),
        DataType::Int64 => number::<Int64Type>(column, row),
        DataType::UInt8 => number::<UInt8Type>(column, row),
        DataType::UInt16 => number::<UInt16Type>(column, row),
        DataType::UInt32 => number::<UInt32Type>(column, row),
        DataType::UInt64 => number::<UInt64Type>(column, row),
        DataType::Float32 => real(f64::from(column.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => real(column.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => Value::Truth,
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row).days();
            shown(date(1970, 1, 1).checked_add(days))
        }
        DataType::Timestamp(unit, _) => shown(timestamp(*unit, column, row)),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => Value::List,
        DataType::Null => Value::Null,
        _ => Value::Unread,
    })
}

/// Bytes that are meant as a text.
fn text(bytes: &[u8]) -> Result<Value<'_>, NotUtf8> {
    simdutf8::basic::from_utf8(bytes).map(|text| Value::Text(text.into())).map_err(|_| NotUtf8)
}

fn timestamp(unit: TimeUnit, column: &dyn Array, row: usize) -> Result<Timestamp, jiff::Error> {
    match unit {
        TimeUnit::Second => Timestamp::from_second(column.as_primitive::<TimestampSecondType>().value(row)),
        TimeUnit::Millisecond => {
            Timestamp::from_millisecond(column.as_primitive::<TimestampMillisecondType>().value(row))
        }
        TimeUnit::Microsecond => {
            Timestamp::from_microsecond(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        TimeUnit::Nanosecond => {
            let nanoseconds = column.as_primitive::<TimestampNanosecondType>().value(row);
            Timestamp::from_nanosecond(i128::from(nanoseconds))
        }
    }
}

fn number<'v, T: ArrowPrimitiveType>(column: &dyn Array, row: usize) -> Value<'v>
where
    T::Native: std::fmt::Display,
{
    Value::Number(column.as_primitive::<T>().value(row).to_string())
}

fn real<'v>(number: f64) -> Value<'v> {
    serde_json::Number::from_f64(number).map_or(Value::Null, |number| Value::Number(number.to_string()))
}

fn shown<'v>(time: Result<impl ToString, jiff::Error>) -> Value<'v> {
    time.map_or(Value::Null, |time| Value::Text(time.to_string().into()))
}
