//! The tables of a base as files of Parquet.

mod column;
mod decimal;

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type as Schema;

use crate::kb::{Base, BaseError, TABLES, Table, each_row};
use column::Values;

/// Rows of one group; they are held in memory.
const GROUP: usize = 100_000;
/// The tables of records: what is merged belongs to a base.
const WRITTEN: [&str; 7] = ["document", "entity", "mention", "claim", "time", "event", "role"];

/// Why files cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ParquetWriteError {
    /// The base.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// The files.
    #[error(transparent)]
    File(#[from] io::Error),
    /// What Parquet says.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    /// A number that decimal(38, 10) does not hold.
    #[error("`{0}` has more digits than decimal(38, 10) holds; load it to SQLite or PostgreSQL")]
    Number(String),
    /// A folder that somebody keeps other things in.
    #[error("the folder holds `{0}`, which is no table of trich; give a new folder")]
    Foreign(String),
}

/// Writes the tables of records in `base` into the folder `target`, a file each; all of them, or nothing where that fails. What an
/// earlier load wrote there is replaced.
///
/// # Errors
/// When the folder holds other files, or cannot be written.
pub(crate) fn write_parquet(base: &mut dyn Base, target: &Path) -> Result<(), ParquetWriteError> {
    if let Some(name) = foreign(target)? {
        return Err(ParquetWriteError::Foreign(name));
    }
    let beside = |end: &str| {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{}.{end}", std::process::id()));
        std::path::PathBuf::from(name)
    };
    let (new, old) = (beside("new"), beside("old"));
    fs::create_dir_all(&new)?;
    let written = write_all(base, &new).and_then(|()| {
        if target.exists() {
            fs::rename(target, &old)?;
        }
        Ok(fs::rename(&new, target)?)
    });
    // What is not there any more cannot be removed.
    let _ = fs::remove_dir_all(&new);
    if written.is_ok() {
        let _ = fs::remove_dir_all(&old);
    }
    written
}

/// A file in `folder` that this program did not write.
fn foreign(folder: &Path) -> io::Result<Option<String>> {
    if !folder.exists() {
        return Ok(None);
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !WRITTEN.iter().any(|table| name == format!("{table}.parquet")) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

fn write_all(base: &mut dyn Base, folder: &Path) -> Result<(), ParquetWriteError> {
    for table in TABLES.iter().filter(|table| WRITTEN.contains(&table.name)) {
        let file = File::create_new(folder.join(format!("{}.parquet", table.name)))?;
        write_table(base, table, file)?;
    }
    Ok(())
}

fn write_table(base: &mut dyn Base, table: &Table, file: File) -> Result<(), ParquetWriteError> {
    let fields: Result<Vec<Arc<Schema>>, _> = table.columns.iter().map(column::field).collect();
    let schema = Schema::group_type_builder(table.name).with_fields(fields?).build()?;
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).build();
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
    let new = || -> Vec<Values> { table.columns.iter().map(Values::of).collect() };
    let (mut columns, mut rows) = (new(), 0);
    let mut failed = None;
    each_row(base, table, &mut |row| {
        if failed.is_some() {
            return;
        }
        let pushed = columns.iter_mut().zip(row).try_for_each(|(column, value)| column.push(value));
        rows += 1;
        let done = pushed.and_then(|()| {
            if rows < GROUP {
                return Ok(());
            }
            rows = 0;
            write_group(&mut writer, &std::mem::replace(&mut columns, new()))
        });
        failed = done.err();
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if rows > 0 {
        write_group(&mut writer, &columns)?;
    }
    writer.finish()?;
    writer.inner().sync_all()?;
    Ok(())
}

fn write_group(writer: &mut SerializedFileWriter<File>, columns: &[Values]) -> Result<(), ParquetWriteError> {
    let mut group = writer.next_row_group()?;
    for values in columns {
        if let Some(mut column) = group.next_column()? {
            values.write(column.untyped())?;
            column.close()?;
        }
    }
    group.close()?;
    Ok(())
}
