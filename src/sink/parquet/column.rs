//! One column of a group of rows.

use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::schema::types::Type as Schema;

use super::{ParquetWriteError, decimal};
use crate::kb::{Column, Type, Value};

/// How Parquet calls `column`.
pub(super) fn field(column: &Column) -> ParquetResult<Arc<Schema>> {
    let repetition = if column.null { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let (physical, logical, length) = match column.holds {
        Type::Key => (Physical::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Uuid), 16),
        Type::Text | Type::Json => (Physical::BYTE_ARRAY, Some(LogicalType::String), 0),
        Type::Integer => (Physical::INT64, None, 0),
        Type::Decimal => {
            let (scale, precision) = (decimal::SCALE, decimal::PRECISION);
            let logical = LogicalType::decimal(scale, precision);
            (Physical::FIXED_LEN_BYTE_ARRAY, Some(logical), 16)
        }
        Type::Date => (Physical::INT32, Some(LogicalType::Date), 0),
        Type::Truth => (Physical::BOOLEAN, None, 0),
        Type::Bytes => (Physical::BYTE_ARRAY, None, 0),
    };
    let mut builder = Schema::primitive_type_builder(column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .with_length(length);
    if column.holds == Type::Decimal {
        builder = builder.with_precision(decimal::PRECISION).with_scale(decimal::SCALE);
    }
    Ok(Arc::new(builder.build()?))
}

/// The values of a column: those that are known, and for a column that has unknown ones which they are.
pub(super) struct Values {
    kind: Type,
    /// 1 where a value is known, 0 where not; `None` in a column where all are.
    known: Option<Vec<i16>>,
    data: Data,
}

enum Data {
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
    Long(Vec<i64>),
    Short(Vec<i32>),
    Truth(Vec<bool>),
}

impl Values {
    pub(super) fn of(column: &Column) -> Self {
        let data = match column.holds {
            Type::Key | Type::Decimal => Data::Fixed(Vec::new()),
            Type::Text | Type::Json | Type::Bytes => Data::Bytes(Vec::new()),
            Type::Integer => Data::Long(Vec::new()),
            Type::Date => Data::Short(Vec::new()),
            Type::Truth => Data::Truth(Vec::new()),
        };
        Self { kind: column.holds, known: column.null.then(Vec::new), data }
    }

    /// Adds `value`.
    pub(super) fn push(&mut self, value: &Value<'_>) -> Result<(), ParquetWriteError> {
        if let Some(known) = &mut self.known {
            known.push(i16::from(*value != Value::Null));
            if *value == Value::Null {
                return Ok(());
            }
        }
        let fixed = |bytes: [u8; 16]| FixedLenByteArray::from(bytes.to_vec());
        match (&mut self.data, value) {
            (Data::Fixed(all), Value::Key(key)) => all.push(fixed(key.0)),
            (Data::Fixed(all), Value::Text(text)) => {
                let number =
                    decimal::bytes(text).ok_or_else(|| ParquetWriteError::Number(text.to_string()))?;
                all.push(fixed(number));
            }
            (Data::Bytes(all), Value::Text(text)) => all.push(ByteArray::from(text.as_bytes().to_vec())),
            (Data::Bytes(all), Value::Bytes(bytes)) => all.push(ByteArray::from(bytes.to_vec())),
            (Data::Long(all), Value::Integer(number)) => all.push(*number),
            (Data::Truth(all), Value::Integer(number)) => all.push(*number != 0),
            (Data::Short(all), Value::Text(text)) => all.push(days(text)?),
            _ => {
                return Err(ParquetError::General(format!("{value:?} in a column of {:?}", self.kind)).into());
            }
        }
        Ok(())
    }

    /// Writes all of them.
    pub(super) fn write(&self, writer: &mut ColumnWriter<'_>) -> ParquetResult<()> {
        let known = self.known.as_deref();
        match (writer, &self.data) {
            (ColumnWriter::ByteArrayColumnWriter(writer), Data::Bytes(all)) => {
                writer.write_batch(all, known, None)?
            }
            (ColumnWriter::FixedLenByteArrayColumnWriter(writer), Data::Fixed(all)) => {
                writer.write_batch(all, known, None)?
            }
            (ColumnWriter::Int64ColumnWriter(writer), Data::Long(all)) => {
                writer.write_batch(all, known, None)?
            }
            (ColumnWriter::Int32ColumnWriter(writer), Data::Short(all)) => {
                writer.write_batch(all, known, None)?
            }
            (ColumnWriter::BoolColumnWriter(writer), Data::Truth(all)) => {
                writer.write_batch(all, known, None)?
            }
            _ => {
                return Err(ParquetError::General(format!("a column of {:?} has another writer", self.kind)));
            }
        };
        Ok(())
    }
}

/// Days since 1970.
fn days(text: &str) -> Result<i32, ParquetWriteError> {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    let day: Date = text.parse().map_err(|_| ParquetError::General(format!("`{text}` is no day")))?;
    Ok((day - EPOCH).get_days())
}
