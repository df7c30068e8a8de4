//! A table as comma-separated values (RFC 4180): a row of names first, unknown values empty.
//!
//! The keys of an object within a record are columns of their own, `subject.entity`; a list is JSON.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use arrow_schema::DataType;
use csv::Writer;
use serde_json::value::RawValue;

use super::super::new_file::NewFile;
use super::tables::TableFile;
use crate::arrow::Layout;

pub(super) struct CsvTable {
    columns: Vec<Column>,
    writer: Writer<NewFile>,
}

/// A key of the record, and the key of the object in it.
struct Column {
    key: String,
    inner: Option<String>,
}

type Object<'j> = HashMap<&'j str, &'j RawValue>;

impl TableFile for CsvTable {
    const EXTENSION: &'static str = "csv";

    fn create(layout: Layout, file: NewFile) -> io::Result<Self> {
        let columns = columns(layout);
        let mut writer = Writer::from_writer(file);
        let name = |Column { key, inner }: &Column| match inner {
            Some(inner) => format!("{key}.{inner}"),
            None => key.clone(),
        };
        writer.write_record(columns.iter().map(name))?;
        Ok(Self { columns, writer })
    }

    fn push(&mut self, json: &str) -> io::Result<()> {
        let record: Object<'_> = serde_json::from_str(json)?;
        let mut inside: HashMap<&str, Object<'_>> = HashMap::new();
        for column in &self.columns {
            let value = record.get(column.key.as_str()).map_or("null", |value| value.get());
            let value = match &column.inner {
                None => value,
                Some(_) if value == "null" => value,
                Some(inner) => {
                    if !inside.contains_key(column.key.as_str()) {
                        inside.insert(&column.key, serde_json::from_str(value)?);
                    }
                    inside[column.key.as_str()].get(inner.as_str()).map_or("null", |value| value.get())
                }
            };
            self.writer.write_field(&*field(value)?)?;
        }
        // Ends the row.
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(self) -> io::Result<NewFile> {
        self.writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

fn columns(layout: Layout) -> Vec<Column> {
    let schema = layout.schema();
    let of = |field: &arrow_schema::FieldRef| {
        let key = field.name().clone();
        match field.data_type() {
            DataType::Struct(inner) => {
                inner.iter().map(|i| Column { key: key.clone(), inner: Some(i.name().clone()) }).collect()
            }
            _ => vec![Column { key, inner: None }],
        }
    };
    schema.fields().iter().flat_map(of).collect()
}

/// A JSON value as a field: texts without their quotes, null as nothing.
fn field(value: &str) -> serde_json::Result<Cow<'_, str>> {
    match value {
        "null" => Ok("".into()),
        _ if value.starts_with('"') => serde_json::from_str(value),
        _ => Ok(value.into()),
    }
}
