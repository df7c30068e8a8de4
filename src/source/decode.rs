//! Decoding: a stream of bytes in any encoding becomes a stream of UTF-8.

use std::io::{self, Read};

use super::charset::{Encoding, character, vni_marks};
use crate::text::nfc;

/// What stands in the decoded stream for bytes that have no meaning: it is no UTF-8, so that the record gives an error.
const FAULT: u8 = 0xFF;
const PIECE: usize = 1 << 14;

/// Reads `input` as UTF-8, whatever it is written in. UTF-8 is passed on as it is.
pub(super) struct Decoded<R> {
    input: R,
    encoding: Encoding,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// Decoded and not yet handed on: from `at`.
    out: Vec<u8>,
    at: usize,
    begun: bool,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(input: R, encoding: Encoding) -> Self {
        let (raw, out) = (Vec::new(), Vec::new());
        Self { input, encoding, decoder: None, raw, out, at: 0, begun: false, ended: false }
    }

    /// Looks at the first two bytes for a mark of UTF-16.
    fn begin(&mut self) -> io::Result<()> {
        let mut head = [0; 2];
        let mut length = 0;
        while length < 2 {
            match self.input.read(&mut head[length..]) {
                Ok(0) => break,
                Ok(n) => length += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        self.begun = true;
        let mark = match head {
            [0xFF, 0xFE] => Some(Decoder::utf16(false)),
            [0xFE, 0xFF] => Some(Decoder::utf16(true)),
            _ => None,
        };
        self.decoder = match self.encoding {
            Encoding::Auto => mark,
            Encoding::Utf16 => Some(mark.unwrap_or(Decoder::utf16(false))),
            encoding => Some(Decoder { encoding, ..Decoder::default() }),
        };
        match &mut self.decoder {
            Some(decoder) => decoder.push(&head[..length], &mut self.out),
            None => self.out.extend_from_slice(&head[..length]),
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            self.begin()?;
        }
        while self.at == self.out.len() && !self.ended {
            let Some(decoder) = &mut self.decoder else { return self.input.read(buffer) };
            self.out.clear();
            self.at = 0;
            self.raw.resize(PIECE, 0);
            let read = self.input.read(&mut self.raw)?;
            decoder.push(&self.raw[..read], &mut self.out);
            if read == 0 {
                decoder.finish(&mut self.out);
                self.ended = true;
            }
        }
        let count = buffer.len().min(self.out.len() - self.at);
        buffer[..count].copy_from_slice(&self.out[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Turns bytes into UTF-8, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    encoding: Encoding,
    big_end_first: bool,
    /// The first byte of a unit of UTF-16.
    half: Option<u8>,
    /// The first unit of a pair.
    high: Option<u16>,
    /// A letter that the next byte may put a mark on.
    letter: Option<char>,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding, ..Self::default() }
    }

    fn utf16(big_end_first: bool) -> Self {
        Self { big_end_first, ..Self::new(Encoding::Utf16) }
    }

    /// Appends what `bytes` mean to `out`; what may depend on the bytes to come is held back.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for &byte in bytes {
            if self.encoding == Encoding::Utf16 {
                self.unit_byte(byte, out);
            } else {
                self.byte(byte, out);
            }
        }
    }

    /// Appends what was held back.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        self.flush(out);
        if self.half.take().is_some() | self.high.take().is_some() {
            out.push(FAULT);
        }
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        if let Some(letter) = self.letter.take() {
            put(letter, out);
        }
    }

    fn unit_byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        let Some(first) = self.half.take() else {
            self.half = Some(byte);
            return;
        };
        let pair = [first, byte];
        let unit = if self.big_end_first { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
        match (self.high.take(), unit) {
            (None, 0xD800..=0xDBFF) => self.high = Some(unit),
            (None, _) => unit_or_fault(&[unit], out),
            (Some(high), 0xDC00..=0xDFFF) => unit_or_fault(&[high, unit], out),
            (Some(_), 0xD800..=0xDBFF) => {
                out.push(FAULT);
                self.high = Some(unit);
            }
            (Some(_), _) => {
                out.push(FAULT);
                unit_or_fault(&[unit], out);
            }
        }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        let c = character(self.encoding, byte);
        if let Some(letter) = self.letter {
            let mut mark = [0; 4];
            let marks = match (self.encoding, c) {
                (Encoding::Vni, _) => vni_marks(byte),
                (_, Some(c @ '\u{300}'..='\u{36F}')) => Some(&*c.encode_utf8(&mut mark)),
                _ => None,
            };
            if let Some(toned) = marks.and_then(|marks| compose(letter, marks)) {
                self.letter = None;
                put(toned, out);
                return;
            }
        }
        self.flush(out);
        match c {
            Some(c) if c.is_alphabetic() => self.letter = Some(c),
            Some(c) => put(c, out),
            None => out.push(FAULT),
        }
    }
}

/// The one letter that `letter` with `marks` is, if there is one.
fn compose(letter: char, marks: &str) -> Option<char> {
    let apart = format!("{letter}{marks}");
    let composed = nfc(&apart);
    let mut chars = composed.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn unit_or_fault(units: &[u16], out: &mut Vec<u8>) {
    for c in char::decode_utf16(units.iter().copied()) {
        match c {
            Ok(c) => put(c, out),
            Err(_) => out.push(FAULT),
        }
    }
}

fn put(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
