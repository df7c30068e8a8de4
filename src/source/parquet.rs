//! Reads the rows of a Parquet file, those columns that the field map names, as JSON records.

use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::{Timestamp, ToSpan, civil::date};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field, Row};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type};

use super::cut::{Cut, Growing};
use super::field::FieldMap;
use super::piece::Form;

/// Rows that are decoded at a time; a page of each column is held besides.
const BATCH: usize = 64;
const CODE: &str = "invalid-parquet";

/// Cuts a Parquet file into rows. It is read row group by row group, page by page.
pub(super) struct Parquet {
    /// Not opened yet.
    file: Option<File>,
    table: Option<Table>,
    /// Rows of the row group that is being read, and how many of them are left.
    rows: Option<(ReaderIter, i64)>,
    /// The next row group.
    group: usize,
    /// Bytes of all records so far, as they are written in JSON.
    written: u64,
    row: Vec<u8>,
}

struct Table {
    reader: SerializedFileReader<File>,
    /// Those columns that are wanted.
    columns: SchemaDescPtr,
}

impl Parquet {
    pub(super) fn new(file: File) -> Self {
        Self { file: Some(file), table: None, rows: None, group: 0, written: 0, row: Vec::new() }
    }

    /// Bytes of all records so far, as they are written in JSON.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// The next row; of a row group that is damaged, one error tells how many rows it hides.
    pub(super) fn next(&mut self, bytes: &mut Vec<u8>, limit: usize, fields: &FieldMap) -> Cut {
        if let Some(file) = self.file.take() {
            match Table::open(file, fields) {
                Ok(table) => self.table = Some(table),
                Err((code, message)) => return fault(code, message),
            }
        }
        let Some(table) = &self.table else { return Cut::End };
        loop {
            let Some((rows, left)) = &mut self.rows else {
                if self.group == table.reader.num_row_groups() {
                    return Cut::End;
                }
                let (number, count) = (self.group, table.reader.metadata().row_group(self.group).num_rows());
                self.group += 1;
                match guarded(|| table.rows(number)) {
                    Ok(rows) => self.rows = Some((rows, count)),
                    Err(error) => return lost(number, count, &error),
                }
                continue;
            };
            match guarded(|| rows.next().transpose()) {
                Ok(None) => self.rows = None,
                Ok(Some(row)) => {
                    *left -= 1;
                    self.row.clear();
                    write_object(&row, &mut self.row);
                    self.written += self.row.len() as u64;
                    let mut record = Growing::new(bytes, limit);
                    record.push(&self.row);
                    return record.end(Form::Json, None);
                }
                Err(error) => {
                    let left = *left;
                    self.rows = None;
                    return lost(self.group - 1, left, &error);
                }
            }
        }
    }
}

impl Table {
    fn open(file: File, fields: &FieldMap) -> Result<Self, (&'static str, String)> {
        let reader = guarded(|| SerializedFileReader::new(file)).map_err(|error| {
            (CODE, format!("the file is no whole Parquet file ({error}); fetch it again"))
        })?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let all = schema.root_schema().get_fields();
        let wanted: Vec<_> = all.iter().filter(|column| fields.begins_with(column.name())).cloned().collect();
        if wanted.is_empty() {
            let have: Vec<&str> = all.iter().map(|column| column.name()).collect();
            let (path, have) = (fields.shown("text"), have.join(", "));
            let message = format!(
                "the file has no column `{path}`; it has: {have}; name the column with --field text=..."
            );
            return Err(("missing-field", message));
        }
        let columns = Type::group_type_builder("wanted").with_fields(wanted).build();
        let columns = columns.map_err(|error| (CODE, error.to_string()))?;
        Ok(Self { reader, columns: Arc::new(SchemaDescriptor::new(Arc::new(columns))) })
    }

    fn rows(&self, group: usize) -> Result<ReaderIter, ParquetError> {
        let group = self.reader.get_row_group(group)?;
        TreeBuilder::new().with_batch_size(BATCH).as_iter(self.columns.clone(), &*group)
    }
}

/// What `work` gives; that it panics, as the decoders may on damaged files, is an error.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(ParquetError::General("the decoder broke on it".to_owned())))
}

fn fault(code: &'static str, message: String) -> Cut {
    Cut::Fault { byte: None, code, message }
}

fn lost(group: usize, rows: i64, error: &ParquetError) -> Cut {
    fault(
        CODE,
        format!(
            "row group {group} is damaged ({error}), and {rows} rows of it are lost; fetch the file again"
        ),
    )
}

/// Appends `row` as a JSON object.
fn write_object(row: &Row, out: &mut Vec<u8>) {
    out.push(b'{');
    for (i, (name, field)) in row.get_column_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write_text(name, out);
        out.push(b':');
        write_value(field, out);
    }
    out.push(b'}');
}

fn write_value(field: &Field, out: &mut Vec<u8>) {
    match field {
        Field::Str(text) => write_text(text, out),
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => write_text(text, out),
            Err(_) => out.extend_from_slice(b"[]"),
        },
        Field::Bool(value) => write_plain(value, out),
        Field::Byte(value) => write_plain(value, out),
        Field::Short(value) => write_plain(value, out),
        Field::Int(value) => write_plain(value, out),
        Field::Long(value) => write_plain(value, out),
        Field::UByte(value) => write_plain(value, out),
        Field::UShort(value) => write_plain(value, out),
        Field::UInt(value) => write_plain(value, out),
        Field::ULong(value) => write_plain(value, out),
        Field::Float(value) => write_float(f64::from(*value), out),
        Field::Double(value) => write_float(*value, out),
        Field::Date(days) => match date(1970, 1, 1).checked_add(days.days()) {
            Ok(date) => write_text(&date.to_string(), out),
            Err(_) => out.extend_from_slice(b"null"),
        },
        Field::TimestampMillis(time) => write_time(Timestamp::from_millisecond(*time), out),
        Field::TimestampMicros(time) => write_time(Timestamp::from_microsecond(*time), out),
        Field::Group(row) => write_object(row, out),
        // No field of a document can be one of those; a list is told as what it is.
        Field::ListInternal(_) | Field::MapInternal(_) => out.extend_from_slice(b"[]"),
        Field::Null | Field::Float16(_) | Field::Decimal(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => {
            out.extend_from_slice(b"null");
        }
    }
}

// Writing to a `Vec` cannot fail.
fn write_text(text: &str, out: &mut Vec<u8>) {
    _ = serde_json::to_writer(out, text);
}

fn write_plain(value: impl std::fmt::Display, out: &mut Vec<u8>) {
    _ = write!(out, "{value}");
}

fn write_float(value: f64, out: &mut Vec<u8>) {
    match serde_json::Number::from_f64(value) {
        Some(number) => write_plain(number, out),
        None => out.extend_from_slice(b"null"),
    }
}

fn write_time(time: Result<Timestamp, jiff::Error>, out: &mut Vec<u8>) {
    match time {
        Ok(time) => write_text(&time.to_string(), out),
        Err(_) => out.extend_from_slice(b"null"),
    }
}
