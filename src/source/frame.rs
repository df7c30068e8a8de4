//! Framing: cuts a stream of bytes into records, with memory that no line can exhaust.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, OnceLock};

use super::array::Array;
use super::buffered::Buffered;
use super::charset::Encoding;
use super::cut::{Cut, too_large};
use super::decode::Decoded;
use super::document::{InputError, Item};
use super::feed::Feed;
use super::field::FieldMap;
use super::json::{Place, from_record};
#[cfg(feature = "parquet")]
use super::parquet::Parquet;
use super::piece::{Form, Origin, Piece};
use super::row::Rows;
use super::sniff::{self, BOM};
#[cfg(feature = "compression")]
use super::unpack::{Damage, Unpacked};
use super::value::Value;
use super::warc::Warc;

/// How an input is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// Told by the name where it ends in `.csv` or `.tsv`, then by the first bytes: JSON Lines where the first non-blank
    /// one is `{`, JSON where it is `[` and `{` or `]` follows, a feed or WARC where these begin, else plain text.
    #[default]
    Auto,
    /// One JSON object a line.
    JsonLines,
    /// JSON over any number of lines: arrays of objects, or objects that follow each other.
    Json,
    /// Cells between commas; the first row names the fields.
    Csv,
    /// Cells between tabs; the first row names the fields.
    Tsv,
    /// RSS or Atom: each item is a document, its HTML as text.
    Feed,
    /// WARC or WET: each text (`conversion`) and each page (`response`, its HTML as text) is a document.
    Warc,
    /// Parquet, which is read from a file ([`Reader::parquet`]) and from no stream.
    Parquet,
    /// Plain text.
    Text,
}

/// What one document of plain text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PlainDocument {
    /// The whole input.
    #[default]
    Whole,
    /// Each line that is not blank.
    Line,
    /// Each run of lines between blank ones.
    BlankLine,
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// How they are written.
    pub format: Format,
    /// What their bytes are. Places of errors count in the text that they decode to.
    pub encoding: Encoding,
    /// What one document of plain text is.
    pub plain: PlainDocument,
    /// Where records keep the fields of a document.
    pub fields: FieldMap,
    /// Whether titles and texts in JSON and tables are HTML; the text of the document is what it reads as.
    pub html: bool,
    /// The largest text of a document, in bytes; what is larger gives an error.
    pub max_document: usize,
    /// How far compressed inputs may go.
    #[cfg(feature = "compression")]
    pub caps: super::unpack::Caps,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::Auto,
            encoding: Encoding::Auto,
            plain: PlainDocument::Whole,
            fields: FieldMap::default(),
            html: false,
            max_document: 16 << 20,
            #[cfg(feature = "compression")]
            caps: super::unpack::Caps::default(),
        }
    }
}

impl Options {
    /// The document that `record` holds, one of many of `source`; `number` is its place among them, from 1, which an
    /// error tells.
    pub fn document(&self, record: &Value<'_>, source: &str, number: Option<u64>) -> Item {
        let place = Place { source, record: 0, byte: None };
        from_record(record, place, self, self.html).map_err(|error| InputError { record: number, ..error })
    }
}

/// JSON may write a character in up to this many times its bytes (`\u00e0`).
const ESCAPES: usize = 6;
/// What is read from the system at a time, in bytes.
const BUFFER: usize = 1 << 18;

const REFUSED: &str = if cfg!(feature = "parquet") {
    "Parquet is read from its end: name the file itself, neither packed nor through a pipe"
} else {
    "this program was built without Parquet; build it with --features parquet, or convert the file"
};

#[cfg(not(feature = "compression"))]
type Unpacked<R> = R;

/// What cuts an input into records, by its format; none before it is known.
enum Cutter {
    None,
    Lines,
    Text,
    Array(Array),
    Rows(Box<Rows>),
    Feed(Feed),
    Warc(Warc),
    #[cfg(feature = "parquet")]
    Parquet(Box<Parquet>),
    /// Parquet that comes as a stream.
    Refused,
}

/// Cuts one input into records, in order, and reads the documents in them. Memory is bounded by the largest document
/// allowed.
pub struct Reader<R> {
    input: Buffered<Decoded<Unpacked<R>>>,
    origin: Arc<Origin>,
    cutter: Cutter,
    record: u64,
    /// For [`Reader::next`].
    one: Piece,
    done: bool,
}

#[cfg(feature = "parquet")]
impl Reader<Box<dyn Read + Send>> {
    /// A reader of the Parquet file `file`, which errors call `name`. It is read row group by row group; of its columns
    /// those that the field map names. That it is no Parquet file is the first and only item.
    pub fn parquet(file: std::fs::File, name: impl Into<String>, options: Options) -> Self {
        let mut reader = Self::new(Box::new(io::empty()), name, options);
        reader.cutter = Cutter::Parquet(Box::new(Parquet::new(file)));
        reader
    }
}

impl<R: Read> Reader<R> {
    /// A reader of `input`, which errors call `name` (a path, or `-`).
    pub fn new(input: R, name: impl Into<String>, options: Options) -> Self {
        let origin = Arc::new(Origin { name: name.into(), options, columns: OnceLock::new() });
        #[cfg(feature = "compression")]
        let input = Unpacked::new(input, origin.options.caps);
        Self {
            input: Buffered::new(Decoded::new(input, origin.options.encoding), BUFFER),
            cutter: Cutter::None,
            one: Piece::new(origin.clone()),
            origin,
            record: 0,
            done: false,
        }
    }

    /// Whether the next document may have to wait for more input: time to hand on what there is.
    pub fn is_dry(&self) -> bool {
        #[cfg(feature = "parquet")]
        if matches!(self.cutter, Cutter::Parquet(_)) {
            return false;
        }
        self.input.at_hand().is_empty()
    }

    /// The next document or error; `None` at the end. After an error of the system nothing more comes.
    #[expect(
        clippy::should_implement_trait,
        reason = "a lending face may come later; an iterator is `by_ref` away"
    )]
    pub fn next(&mut self) -> Option<Item> {
        let mut one = std::mem::replace(&mut self.one, Piece::new(self.origin.clone()));
        let item = loop {
            one.clear();
            let more = self.read_into(&mut one);
            let item = one.items().next();
            // What was passed over gives nothing.
            if item.is_some() || !more {
                break item;
            }
        };
        self.one = one;
        item
    }

    /// Where it is: how many bytes of the unpacked and decoded input were read.
    pub(crate) fn byte(&self) -> u64 {
        #[cfg(feature = "parquet")]
        if let Cutter::Parquet(parquet) = &self.cutter {
            return parquet.written();
        }
        self.input.taken()
    }

    /// Reads past the next `records` records; false when there are no more.
    pub(crate) fn pass(&mut self, records: u64) -> bool {
        let mut passed = self.piece();
        for _ in 0..records {
            passed.clear();
            if !self.read_into(&mut passed) {
                return false;
            }
        }
        true
    }

    /// An empty piece for the records of this input.
    pub(crate) fn piece(&self) -> Piece {
        Piece::new(self.origin.clone())
    }

    /// Adds the next record to `piece`, as it is written or as an error; false when there is none.
    pub(crate) fn read_into(&mut self, piece: &mut Piece) -> bool {
        if self.done {
            return false;
        }
        let start = piece.bytes.len();
        match self.read(piece) {
            Ok(more) => {
                self.done = !more;
                more
            }
            Err(error) => {
                self.done = true;
                piece.bytes.truncate(start);
                piece.fail(self.unreadable(&error));
                true
            }
        }
    }

    fn unreadable(&self, error: &io::Error) -> InputError {
        let code = code(error);
        InputError {
            source_name: self.origin.name.clone(),
            record: Some(self.record + 1),
            byte: Some(self.byte()),
            code,
            message: format!("{error}; what was read before stands"),
        }
    }

    fn read(&mut self, piece: &mut Piece) -> io::Result<bool> {
        if matches!(self.cutter, Cutter::None) {
            self.cutter = self.begin()?;
        }
        let max = self.origin.options.max_document;
        let record = max.saturating_mul(ESCAPES).max(1 << 16);
        let (input, bytes) = (&mut self.input, &mut piece.bytes);
        let cut = match &mut self.cutter {
            Cutter::None | Cutter::Lines => return self.one_line(piece, Form::Json, record),
            Cutter::Text => {
                return match self.origin.options.plain {
                    PlainDocument::Whole => self.whole(piece),
                    PlainDocument::Line => self.one_line(piece, Form::Plain, max),
                    PlainDocument::BlankLine => self.paragraph(piece),
                };
            }
            Cutter::Array(array) => array.next(input, bytes, record)?,
            Cutter::Rows(rows) => rows.next(input, bytes, record, &self.origin.columns)?,
            Cutter::Feed(feed) => feed.next(input, bytes, record)?,
            Cutter::Warc(warc) => warc.next(input, bytes, record)?,
            #[cfg(feature = "parquet")]
            Cutter::Parquet(parquet) => parquet.next(bytes, record, &self.origin.options.fields),
            Cutter::Refused if self.record > 0 => Cut::End,
            Cutter::Refused => Cut::Fault { byte: Some(0), code: "unsupported", message: REFUSED.to_owned() },
        };
        Ok(self.take(cut, piece, record))
    }

    /// The cutter for the format; where nobody said that, the name and the first bytes tell it.
    fn begin(&mut self) -> io::Result<Cutter> {
        let format = match self.origin.options.format {
            Format::Auto => match sniff::format_of_name(&self.origin.name) {
                Some(format) => format,
                None => self.sniff()?,
            },
            format => format,
        };
        let cutter = match format {
            Format::JsonLines => Cutter::Lines,
            Format::Json => Cutter::Array(Array::default()),
            Format::Csv => Cutter::Rows(Box::new(Rows::new(b','))),
            Format::Tsv => Cutter::Rows(Box::new(Rows::new(b'\t'))),
            Format::Feed => Cutter::Feed(Feed::default()),
            Format::Warc => Cutter::Warc(Warc::default()),
            Format::Parquet => Cutter::Refused,
            Format::Auto | Format::Text => Cutter::Text,
        };
        if !matches!(cutter, Cutter::Lines | Cutter::Text) {
            self.take_mark()?;
        }
        Ok(cutter)
    }

    /// Tells the format by the first bytes.
    fn sniff(&mut self) -> io::Result<Format> {
        loop {
            match sniff::format(self.input.at_hand()) {
                Some(format) => return Ok(format),
                None if !self.input.more()? => return Ok(Format::Text),
                None => {}
            }
        }
    }

    /// Takes the byte-order mark at the beginning.
    fn take_mark(&mut self) -> io::Result<()> {
        if self.byte() == 0
            && self.input.fill_buf()?.first() == Some(&BOM[0])
            && self.input.peek(BOM.len())? == BOM
        {
            self.input.consume(BOM.len());
        }
        Ok(())
    }

    /// Adds what was cut to `piece`, the bytes of a record of `limit` at most being there already; false at the end.
    fn take(&mut self, cut: Cut, piece: &mut Piece, limit: usize) -> bool {
        match cut {
            Cut::Record { form, byte, size } => {
                self.record += 1;
                let start = piece.bytes.len() - if size > limit { 0 } else { size };
                self.add(piece, form, start, byte, (size > limit).then_some(size));
            }
            Cut::Fault { byte, code, message } => {
                self.record += 1;
                let place = Place { source: &self.origin.name, record: self.record, byte };
                piece.fail(place.error(0, code, message));
            }
            Cut::Passed => piece.passed += 1,
            Cut::End => return false,
        }
        true
    }

    /// Appends what comes up to the end of the line, with that, to `out`. Returns the bytes read, 0 at the end of the
    /// input; of a line longer than `limit` nothing is kept, it is read past and only counted.
    fn line(&mut self, limit: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        let (start, mut read, begins) = (out.len(), 0, self.byte() == 0);
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => {
                    out.truncate(start);
                    return Err(e);
                }
            };
            if buffer.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', buffer);
            let line = &buffer[..end.map_or(buffer.len(), |i| i + 1)];
            read += line.len();
            if read <= limit {
                out.extend_from_slice(line);
            } else {
                out.truncate(start);
            }
            let used = line.len();
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if begins && out[start..].starts_with(BOM) {
            out.drain(start..start + BOM.len());
        }
        Ok(read)
    }

    /// The next line that is not blank.
    fn one_line(&mut self, piece: &mut Piece, form: Form, limit: usize) -> io::Result<bool> {
        let start = piece.bytes.len();
        loop {
            let byte = self.byte();
            let read = self.line(limit, &mut piece.bytes)?;
            if read == 0 {
                return Ok(false);
            }
            if read <= limit && is_blank(&piece.bytes[start..]) {
                piece.bytes.truncate(start);
                continue;
            }
            self.record += 1;
            self.add(piece, form, start, byte, (read > limit).then_some(read));
            return Ok(true);
        }
    }

    /// The lines up to the next blank one.
    fn paragraph(&mut self, piece: &mut Piece) -> io::Result<bool> {
        let max = self.origin.options.max_document;
        let start = piece.bytes.len();
        let (mut byte, mut size) = (self.byte(), 0);
        loop {
            let line = piece.bytes.len();
            let read = self.line(max, &mut piece.bytes)?;
            if read > 0 && !(read <= max && is_blank(&piece.bytes[line..])) {
                size += read;
                if size > max {
                    piece.bytes.truncate(start);
                }
                continue;
            }
            piece.bytes.truncate(line);
            if size > 0 {
                break;
            }
            if read == 0 {
                return Ok(false);
            }
            byte = self.byte();
        }
        self.record += 1;
        self.add(piece, Form::Plain, start, byte, (size > max).then_some(size));
        Ok(true)
    }

    /// All of the input, with the end of its last line.
    fn whole(&mut self, piece: &mut Piece) -> io::Result<bool> {
        if self.record > 0 {
            return Ok(false);
        }
        let max = self.origin.options.max_document;
        let start = piece.bytes.len();
        let mut limited = (&mut self.input).take(max as u64 + 1 + BOM.len() as u64);
        if let Err(error) = limited.read_to_end(&mut piece.bytes) {
            piece.bytes.truncate(start);
            return Err(error);
        }
        let byte = if piece.bytes[start..].starts_with(BOM) { BOM.len() } else { 0 };
        piece.bytes.drain(start..start + byte);
        let mut size = piece.bytes.len() - start;
        if size > max {
            piece.bytes.truncate(start);
            size += io::copy(&mut self.input, &mut io::sink())? as usize;
        }
        self.record = 1;
        self.add(piece, Form::Whole, start, byte as u64, (size > max).then_some(size));
        Ok(true)
    }

    /// Ends the record that begins at `start` of the piece's bytes, or says that its `size` is too large.
    fn add(
        &self,
        piece: &mut Piece,
        form: Form,
        start: usize,
        byte: impl Into<Option<u64>>,
        size: Option<usize>,
    ) {
        let byte = byte.into();
        match size {
            Some(size) => {
                let place = Place { source: &self.origin.name, record: self.record, byte };
                piece.fail(too_large(place, size, self.origin.options.max_document));
            }
            None => piece.add(form, start, self.record, byte),
        }
    }
}

/// The code of an error while reading: an archive says its own.
fn code(error: &io::Error) -> &'static str {
    #[cfg(feature = "compression")]
    if let Some(damage) = error.get_ref().and_then(|e| e.downcast_ref::<Damage>()) {
        return damage.code;
    }
    if error.kind() == io::ErrorKind::UnexpectedEof { "truncated-stream" } else { "unreadable" }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}
