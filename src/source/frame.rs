//! Framing: cuts a stream of bytes into records, with memory that no line can exhaust.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use super::charset::Encoding;
use super::decode::Decoded;
use super::document::{InputError, Item};
use super::field::FieldMap;
use super::json::Place;
use super::piece::{Form, Origin, Piece};
#[cfg(feature = "compression")]
use super::unpack::{Damage, Unpacked};

/// How an input is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// JSON Lines where the first non-blank byte is `{`, else plain text.
    #[default]
    Auto,
    /// One JSON object a line.
    JsonLines,
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
    /// Where JSON records keep the fields of a document.
    pub fields: FieldMap,
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
            max_document: 16 << 20,
            #[cfg(feature = "compression")]
            caps: super::unpack::Caps::default(),
        }
    }
}

/// JSON may write a character in up to this many times its bytes (`\u00e0`).
const ESCAPES: usize = 6;
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// What is read from the system at a time, in bytes.
const BUFFER: usize = 1 << 18;

#[cfg(not(feature = "compression"))]
type Unpacked<R> = R;

/// Cuts one input into records, in order, and reads the documents in them. Memory is bounded by the largest document
/// allowed.
pub struct Reader<R> {
    input: BufReader<Decoded<Unpacked<R>>>,
    origin: Arc<Origin>,
    format: Format,
    record: u64,
    byte: u64,
    /// For [`Reader::next`].
    one: Piece,
    done: bool,
}

impl<R: Read> Reader<R> {
    /// A reader of `input`, which errors call `name` (a path, or `-`).
    pub fn new(input: R, name: impl Into<String>, options: Options) -> Self {
        let origin = Arc::new(Origin { name: name.into(), options });
        #[cfg(feature = "compression")]
        let input = Unpacked::new(input, origin.options.caps);
        Self {
            input: BufReader::with_capacity(BUFFER, Decoded::new(input, origin.options.encoding)),
            format: origin.options.format,
            one: Piece::new(origin.clone()),
            origin,
            record: 0,
            byte: 0,
            done: false,
        }
    }

    /// Whether the next document may have to wait for more input: time to hand on what there is.
    pub fn is_dry(&self) -> bool {
        self.input.buffer().is_empty()
    }

    /// The next document or error; `None` at the end. After an error of the system nothing more comes.
    #[expect(
        clippy::should_implement_trait,
        reason = "a lending face may come later; an iterator is `by_ref` away"
    )]
    pub fn next(&mut self) -> Option<Item> {
        let mut one = std::mem::replace(&mut self.one, Piece::new(self.origin.clone()));
        one.clear();
        self.read_into(&mut one);
        let item = one.items().next();
        self.one = one;
        item
    }

    /// Where it is: how many bytes of the unpacked and decoded input were read.
    pub(crate) fn byte(&self) -> u64 {
        self.byte
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
        match self.read(piece) {
            Ok(more) => {
                self.done = !more;
                more
            }
            Err(error) => {
                self.done = true;
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
            byte: Some(self.byte),
            code,
            message: format!("{error}; what was read before stands"),
        }
    }

    fn read(&mut self, piece: &mut Piece) -> io::Result<bool> {
        if self.format == Format::Auto {
            self.format = self.sniff()?;
        }
        let max = self.origin.options.max_document;
        match (self.format, self.origin.options.plain) {
            (Format::JsonLines, _) => {
                self.one_line(piece, Form::Json, max.saturating_mul(ESCAPES).max(1 << 16))
            }
            (_, PlainDocument::Whole) => self.whole(piece),
            (_, PlainDocument::Line) => self.one_line(piece, Form::Plain, max),
            (_, PlainDocument::BlankLine) => self.paragraph(piece),
        }
    }

    /// Tells the format by the first non-blank byte; a byte-order mark is passed over.
    fn sniff(&mut self) -> io::Result<Format> {
        let start = self.input.fill_buf()?;
        let start = start.strip_prefix(BOM).unwrap_or(start);
        let first = start.iter().find(|b| !b.is_ascii_whitespace());
        Ok(if first == Some(&b'{') { Format::JsonLines } else { Format::Text })
    }

    /// Appends what comes up to the end of the line, with that, to `out`. Returns the bytes read, 0 at the end of the
    /// input; of a line longer than `limit` nothing is kept, it is read past and only counted.
    fn line(&mut self, limit: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        let (start, mut read) = (out.len(), 0);
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
        if self.byte == 0 && out[start..].starts_with(BOM) {
            out.drain(start..start + BOM.len());
        }
        Ok(read)
    }

    /// The next line that is not blank.
    fn one_line(&mut self, piece: &mut Piece, form: Form, limit: usize) -> io::Result<bool> {
        let start = piece.bytes.len();
        loop {
            let byte = self.byte;
            let read = self.line(limit, &mut piece.bytes)?;
            if read == 0 {
                return Ok(false);
            }
            self.byte += read as u64;
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
        let (mut byte, mut size) = (self.byte, 0);
        loop {
            let line = piece.bytes.len();
            let read = self.line(max, &mut piece.bytes)?;
            self.byte += read as u64;
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
            byte = self.byte;
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
        self.byte = (byte + size) as u64;
        self.add(piece, Form::Whole, start, byte as u64, (size > max).then_some(size));
        Ok(true)
    }

    /// Ends the record that begins at `start` of the piece's bytes, or says that its `size` is too large.
    fn add(&self, piece: &mut Piece, form: Form, start: usize, byte: u64, size: Option<usize>) {
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

fn too_large(place: Place<'_>, size: usize, max: usize) -> InputError {
    place.error(0, "too-large", format!("the record has {size} bytes, more than a document of {max} can need; raise --max-document or split it"))
}
