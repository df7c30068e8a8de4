//! Cuts CSV and TSV into rows, and reads a row as a document.

use std::io::{self, BufRead, Read};
use std::sync::OnceLock;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::buffered::Buffered;
use super::cut::{Cut, Growing};
use super::document::Item;
use super::frame::Options;
use super::json::{Place, from_record};
use super::piece::Form;
use super::sniff::BOM;
use super::value::Value;

/// What the first row of a table says.
#[derive(Debug)]
pub(super) struct Columns {
    delimiter: u8,
    names: Vec<String>,
}

/// Cuts a table into rows; the first one names the columns.
pub(super) struct Rows {
    reader: csv_core::Reader,
    delimiter: u8,
    /// Cells and their ends, which the cutting has no use for.
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl Rows {
    /// For a table with `delimiter` between its cells.
    pub(super) fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, delimiter, cells: vec![0; 1 << 14], ends: vec![0; 256] }
    }

    /// The next row. The first one is kept in `columns` and is no record.
    pub(super) fn next<R: Read>(
        &mut self,
        input: &mut Buffered<R>,
        bytes: &mut Vec<u8>,
        limit: usize,
        columns: &OnceLock<Columns>,
    ) -> io::Result<Cut> {
        if columns.get().is_none() {
            let start = bytes.len();
            // The splitter takes a second byte-order mark for none only where it is in one piece.
            input.peek(BOM.len())?;
            if let Cut::End = self.row(input, bytes, limit)? {
                return Ok(Cut::End);
            }
            let names = Cells::of(&String::from_utf8_lossy(&bytes[start..]), self.delimiter);
            let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
            bytes.truncate(start);
            let is_broken = names.iter().any(|name| name.contains('\n'));
            columns.get_or_init(|| Columns { delimiter: self.delimiter, names });
            // Else a quote without an end could hide the rows behind it.
            if is_broken {
                let message = "a name in the first row goes over lines: a quote has no end".to_owned();
                return Ok(Cut::Fault { byte: Some(0), code: "invalid-csv", message });
            }
        }
        self.row(input, bytes, limit)
    }

    fn row<R: Read>(
        &mut self,
        input: &mut Buffered<R>,
        bytes: &mut Vec<u8>,
        limit: usize,
    ) -> io::Result<Cut> {
        // Empty lines, and the second byte of a line end, belong to no row.
        input.skip(|b| matches!(b, b'\r' | b'\n'))?;
        let byte = input.taken();
        let mut row = Growing::new(bytes, limit);
        loop {
            let buffer = input.fill_buf()?;
            let (result, length, ..) = self.reader.read_record(buffer, &mut self.cells, &mut self.ends);
            row.push(&buffer[..length]);
            input.consume(length);
            match result {
                ReadRecordResult::Record => return Ok(row.end(Form::Row, byte)),
                ReadRecordResult::End => return Ok(Cut::End),
                _ => {}
            }
        }
    }
}

/// The cells of a row, without their quotes.
struct Cells {
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    fn of(row: &str, delimiter: u8) -> Self {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        let most = memchr::memchr_iter(delimiter, row.as_bytes()).count() + 2;
        let (mut text, mut ends) = (vec![0; row.len() + 1], vec![0; most]);
        let (_, _, written, mut cells) = reader.read_record(row.as_bytes(), &mut text, &mut ends);
        // A row without a line end is ended by the end of the input.
        let (_, _, _, last) = reader.read_record(&[], &mut [], &mut ends[cells..]);
        cells += last;
        ends.truncate(cells);
        text.truncate(written);
        // Taking quotes out leaves UTF-8.
        Self { text: String::from_utf8(text).unwrap_or_default(), ends }
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.text.get(start..end).unwrap_or_default())
    }
}

/// What a cell holds; an empty one holds nothing.
fn value(cell: &str) -> Value<'_> {
    if cell.is_empty() { Value::Null } else { Value::Text(cell.into()) }
}

/// Reads `row` as one document.
pub(super) fn document(row: &str, columns: &Columns, place: Place<'_>, options: &Options) -> Item {
    let cells = Cells::of(row, columns.delimiter);
    let (have, want) = (cells.ends.len(), columns.names.len());
    if have != want {
        return Err(place.error(
            0,
            "invalid-csv",
            format!(
                "the row has {have} cells, the first row names {want} columns; mend its quotes or delimiters"
            ),
        ));
    }
    let cells = columns.names.iter().zip(cells.iter());
    let record = Value::Object(cells.map(|(name, cell)| (name.as_str().into(), value(cell))).collect());
    from_record(&record, place, options, options.html)
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Item, Options, Reader};

    fn read(table: &str, format: Format) -> Vec<String> {
        let options = Options { format, max_document: 100, ..Options::default() };
        let mut reader = Reader::new(table.as_bytes(), "-", options);
        let tell = |item: Item| match item {
            Ok(d) => format!("{} {} {}", d.id.unwrap_or_default(), d.text, d.date.unwrap_or_default()),
            Err(e) => format!("{} {} {}", e.record.unwrap(), e.byte.unwrap(), e.code),
        };
        std::iter::from_fn(|| reader.next()).map(tell).collect()
    }

    #[test]
    fn rows_are_records() {
        let table = "\u{feff}id,text,date\r\n1,\"a, \"\"b\"\"\nc\",2025-06-15\r\n\r\n2,5\" màn,\n3,d,";
        assert_eq!(read(table, Format::Csv), ["1 a, \"b\"\nc 2025-06-15", "2 5\" màn ", "3 d "]);
        assert_eq!(read("text\tid\na, b\t1\n\"c\td\"\t2\n", Format::Tsv), ["1 a, b ", "2 c\td "]);
        assert_eq!(read("text\na\n", Format::Csv), [" a "]);
        assert_eq!(read("text\n", Format::Csv), [""; 0]);
        assert_eq!(read("", Format::Csv), [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_is_read() {
        let large = "a".repeat(70_000);
        for (table, want) in [
            ("id,text\n1,a,b\n2\n3,c\n", vec!["1 8 invalid-csv", "2 14 invalid-csv", "3 c "]),
            ("id,body\n1,a\n", vec!["1 8 missing-field"]),
            ("id,text\n1,\n2,b\n", vec!["1 8 missing-field", "2 b "]),
            ("id,text\n1,\"a\n2,b\n", vec!["1 a\n2,b "]),
            ("\"id,text\n1,a\n", vec!["1 0 invalid-csv"]),
            (&*format!("id,text\n1,{large}\n2,b\n"), vec!["1 8 too-large", "2 b "]),
        ] {
            assert_eq!(read(table, Format::Csv), want, "{table}");
        }
    }
}
