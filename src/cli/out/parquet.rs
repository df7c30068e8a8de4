//! A table as Parquet, with the columns of [`Layout`].

use std::io;

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::super::new_file::NewFile;
use super::tables::TableFile;
use crate::arrow::{Layout, Table};

/// Bytes of records that are handed on at a time.
const BATCH: usize = 4 << 20;
/// Bytes of one group of rows; those of each table are held in memory.
const GROUP: usize = 16 << 20;
const LEVEL: i32 = 3;

pub(super) struct ParquetTable {
    layout: Layout,
    rows: Table,
    /// Bytes of the records in the rows.
    size: usize,
    writer: ArrowWriter<NewFile>,
}

impl TableFile for ParquetTable {
    const EXTENSION: &'static str = "parquet";

    fn create(layout: Layout, file: NewFile) -> io::Result<Self> {
        let level = ZstdLevel::try_new(LEVEL)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer = ArrowWriter::try_new(file, layout.schema(), Some(properties))?;
        Ok(Self { layout, rows: Table::new(layout), size: 0, writer })
    }

    fn push(&mut self, json: &str) -> io::Result<()> {
        self.rows.append_json(json)?;
        self.size += json.len();
        if self.size >= BATCH { self.hand_on() } else { Ok(()) }
    }

    fn finish(mut self) -> io::Result<NewFile> {
        self.hand_on()?;
        Ok(self.writer.into_inner()?)
    }
}

impl ParquetTable {
    fn hand_on(&mut self) -> io::Result<()> {
        let rows = std::mem::replace(&mut self.rows, Table::new(self.layout));
        self.size = 0;
        self.writer.write(&rows.finish().map_err(io::Error::other)?)?;
        if self.writer.in_progress_size() >= GROUP {
            self.writer.flush()?;
        }
        Ok(())
    }
}
