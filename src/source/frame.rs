//! Framing: cuts a stream of bytes into records, with memory that no line can exhaust.

use std::io::{self, BufRead, BufReader, Read};

use super::charset::Encoding;
use super::decode::Decoded;
use super::document::{InputError, Item};
use super::field::FieldMap;
use super::guess::guess;
use super::json::{self, Place};
use super::plain;

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
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::Auto,
            encoding: Encoding::Auto,
            plain: PlainDocument::Whole,
            fields: FieldMap::default(),
            max_document: 16 << 20,
        }
    }
}

/// JSON may write a character in up to this many times its bytes (`\u00e0`).
const ESCAPES: usize = 6;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads the documents of one input, in order. Memory is bounded by the largest document allowed.
pub struct Reader<R> {
    input: BufReader<Decoded<R>>,
    name: String,
    options: Options,
    format: Format,
    record: u64,
    byte: u64,
    line: Vec<u8>,
    text: Vec<u8>,
    done: bool,
}

impl<R: Read> Reader<R> {
    /// A reader of `input`, which errors call `name` (a path, or `-`).
    pub fn new(input: R, name: impl Into<String>, options: Options) -> Self {
        Self {
            input: BufReader::with_capacity(1 << 16, Decoded::new(input, options.encoding)),
            name: name.into(),
            format: options.format,
            options,
            record: 0,
            byte: 0,
            line: Vec::new(),
            text: Vec::new(),
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
        if self.done {
            return None;
        }
        let item = self.read();
        match item {
            Ok(item) => {
                self.done |= item.is_none();
                item
            }
            Err(error) => {
                self.done = true;
                Some(Err(self.unreadable(&error)))
            }
        }
    }

    fn unreadable(&self, error: &io::Error) -> InputError {
        let code =
            if error.kind() == io::ErrorKind::UnexpectedEof { "truncated-stream" } else { "unreadable" };
        InputError {
            source_name: self.name.clone(),
            record: Some(self.record + 1),
            byte: Some(self.byte),
            code,
            message: format!("{error}; what was read before stands"),
        }
    }

    fn read(&mut self) -> io::Result<Option<Item>> {
        if self.format == Format::Auto {
            self.format = self.sniff()?;
        }
        match (self.format, self.options.plain) {
            (Format::JsonLines, _) => self.json(),
            (_, PlainDocument::Whole) => self.whole(),
            (_, PlainDocument::Line) => self.plain_line(),
            (_, PlainDocument::BlankLine) => self.paragraph(),
        }
    }

    /// Tells the format by the first non-blank byte; a byte-order mark is passed over.
    fn sniff(&mut self) -> io::Result<Format> {
        let start = self.input.fill_buf()?;
        let start = start.strip_prefix(BOM).unwrap_or(start);
        let first = start.iter().find(|b| !b.is_ascii_whitespace());
        Ok(if first == Some(&b'{') { Format::JsonLines } else { Format::Text })
    }

    /// Reads on to the end of the line, into `self.line` without its end. Returns the bytes read, 0 at the end
    /// of the input; what exceeds `limit` is read past and only counted.
    fn line(&mut self, limit: usize) -> io::Result<usize> {
        self.line.clear();
        let mut read = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if buffer.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', buffer);
            let piece = &buffer[..end.map_or(buffer.len(), |i| i + 1)];
            if read + piece.len() <= limit {
                self.line.extend_from_slice(piece);
            }
            read += piece.len();
            let used = piece.len();
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if self.byte == 0 && self.line.starts_with(BOM) {
            self.line.drain(..BOM.len());
        }
        Ok(read)
    }

    fn json(&mut self) -> io::Result<Option<Item>> {
        let limit = self.options.max_document.saturating_mul(ESCAPES).max(1 << 16);
        loop {
            let start = self.byte;
            let read = self.line(limit)?;
            if read == 0 {
                return Ok(None);
            }
            self.byte += read as u64;
            let blank = read <= limit && self.line.iter().all(u8::is_ascii_whitespace);
            if blank {
                continue;
            }
            self.record += 1;
            let place = Place { source: &self.name, record: self.record, byte: start };
            if read > limit {
                return Ok(Some(Err(too_large(place, read, self.options.max_document))));
            }
            let max = self.options.max_document;
            let line = trim_line_end(&self.line);
            return Ok(Some(
                utf8(line, place, self.options.encoding)
                    .and_then(|line| json::document(line, place, &self.options.fields, max)),
            ));
        }
    }

    fn plain_line(&mut self) -> io::Result<Option<Item>> {
        let max = self.options.max_document;
        loop {
            let start = self.byte;
            let read = self.line(max)?;
            if read == 0 {
                return Ok(None);
            }
            self.byte += read as u64;
            if read <= max && self.line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.record += 1;
            let place = Place { source: &self.name, record: self.record, byte: start };
            if read > max {
                return Ok(Some(Err(too_large(place, read, max))));
            }
            let line = trim_line_end(&self.line);
            return Ok(Some(
                utf8(line, place, self.options.encoding).and_then(|line| plain::document(line, place, max)),
            ));
        }
    }

    fn paragraph(&mut self) -> io::Result<Option<Item>> {
        let max = self.options.max_document;
        let (mut start, mut size) = (self.byte, 0);
        self.text.clear();
        loop {
            let read = self.line(max)?;
            self.byte += read as u64;
            let blank = read <= max && self.line.iter().all(u8::is_ascii_whitespace);
            if read > 0 && !blank {
                size += read;
                if size <= max {
                    self.text.extend_from_slice(&self.line);
                }
                continue;
            }
            if size > 0 {
                break;
            }
            if read == 0 {
                return Ok(None);
            }
            start = self.byte;
        }
        self.record += 1;
        let place = Place { source: &self.name, record: self.record, byte: start };
        if size > max {
            return Ok(Some(Err(too_large(place, size, max))));
        }
        let text = trim_line_end(&self.text);
        Ok(Some(utf8(text, place, self.options.encoding).and_then(|text| plain::document(text, place, max))))
    }

    fn whole(&mut self) -> io::Result<Option<Item>> {
        if self.record > 0 {
            return Ok(None);
        }
        self.record = 1;
        let max = self.options.max_document;
        self.text.clear();
        let mut limited = (&mut self.input).take(max as u64 + 1 + BOM.len() as u64);
        limited.read_to_end(&mut self.text)?;
        self.byte = self.text.len() as u64;
        let text = self.text.strip_prefix(BOM).unwrap_or(&self.text);
        let place = Place { source: &self.name, record: 1, byte: (self.text.len() - text.len()) as u64 };
        if text.len() > max {
            let rest = io::copy(&mut self.input, &mut io::sink())?;
            return Ok(Some(Err(too_large(place, text.len() + rest as usize, max))));
        }
        Ok(Some(utf8(text, place, self.options.encoding).and_then(|text| plain::document(text, place, max))))
    }
}

fn too_large(place: Place<'_>, size: usize, max: usize) -> InputError {
    place.error(0, "too-large", format!("the record has {size} bytes, more than a document of {max} can need; raise --max-document or split it"))
}

fn trim_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// `bytes` as text, checked by the vectorised validator; the slow one is asked only where the fault is.
fn utf8<'b>(bytes: &'b [u8], place: Place<'_>, encoding: Encoding) -> Result<&'b str, InputError> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| {
        let at = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
        if encoding != Encoding::Auto {
            let message = format!("a byte before this place means nothing in {}; name the encoding of the input with --encoding", encoding.name());
            return place.error(at, "invalid-encoding", message);
        }
        if bytes.starts_with(&[0x1F, 0x8B]) || bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            let message = "the input is compressed; unpack it first, e.g. zcat dump.jsonl.gz | trich extract";
            return place.error(at, "compressed", message);
        }
        let message = match guess(bytes) {
            Some(likely) => format!("the bytes are no UTF-8; they look like {0}: try --encoding {0}", likely.name()),
            None => "the bytes are no UTF-8; name their encoding with --encoding, or convert them, e.g. with iconv".to_owned(),
        };
        place.error(at, "invalid-utf8", message)
    })
}
