//! Cuts WARC and WET archives into records, and reads a record as a document.

use std::io::{self, BufRead, Read};

use super::buffered::Buffered;
use super::charset::Encoding;
use super::cut::{Cut, Growing};
use super::decode::Decoder;
use super::document::{Document, Item};
use super::frame::Options;
use super::json::{Place, checked};
use super::piece::{Form, utf8};
use crate::text::render;

/// The largest header of a record, in bytes.
const HEADER: usize = 1 << 16;
/// How much of a response is looked at to tell what it holds.
const HEAD: usize = 1 << 14;
const VERSION: &[u8] = b"WARC/";
const CODE: &str = "invalid-warc";

/// Cuts an archive. Texts (`conversion`) and pages (`response`) are records, others are passed over.
#[derive(Debug, Default)]
pub(super) struct Warc {
    header: Vec<u8>,
}

impl Warc {
    /// The next record.
    pub(super) fn next<R: Read>(
        &mut self,
        input: &mut Buffered<R>,
        bytes: &mut Vec<u8>,
        limit: usize,
    ) -> io::Result<Cut> {
        input.skip(|b| b.is_ascii_whitespace())?;
        let byte = input.taken();
        let head = input.peek(VERSION.len())?;
        if head.is_empty() {
            return Ok(Cut::End);
        }
        let fault = |message: &str| Cut::Fault { byte: Some(byte), code: CODE, message: message.to_owned() };
        if head != VERSION {
            next_record(input)?;
            return Ok(fault(
                "no record begins here; what follows is read again from the next line with WARC/",
            ));
        }
        if !self.read_header(input)? {
            next_record(input)?;
            return Ok(fault("the header of the record has no end"));
        }
        let header = Header(&self.header);
        let Some(length) = header.get("Content-Length").and_then(|l| l.parse::<u64>().ok()) else {
            next_record(input)?;
            return Ok(fault("the record does not say how long it is"));
        };
        let is_wanted = match header.get("WARC-Type").as_deref() {
            Some("conversion") => true,
            Some("response") => is_page(input.peek(HEAD.min(usize::try_from(length).unwrap_or(HEAD)))?),
            _ => false,
        };
        let mut record = Growing::new(bytes, if is_wanted { limit } else { 0 });
        record.push(&self.header);
        if !take(input, &mut record, length)? {
            return Ok(record.fail(byte, CODE, "the record breaks off: the archive is cut; fetch it again"));
        }
        Ok(if is_wanted { record.end(Form::Warc, byte) } else { Cut::Passed })
    }

    /// Reads a header with the empty line behind it; false where there is none.
    fn read_header<R: Read>(&mut self, input: &mut Buffered<R>) -> io::Result<bool> {
        self.header.clear();
        loop {
            let start = self.header.len();
            let read = input.by_ref().take((HEADER - start) as u64).read_until(b'\n', &mut self.header)?;
            if read == 0 || !self.header.ends_with(b"\n") {
                return Ok(false);
            }
            if self.header[start..].trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }
}

/// Takes `length` bytes; false where there are less.
fn take<R: Read>(input: &mut Buffered<R>, record: &mut Growing<'_>, mut length: u64) -> io::Result<bool> {
    while length > 0 {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let count = buffer.len().min(usize::try_from(length).unwrap_or(usize::MAX));
        record.push(&buffer[..count]);
        input.consume(count);
        length -= count as u64;
    }
    Ok(true)
}

/// Passes over lines up to one that begins a record.
fn next_record<R: Read>(input: &mut Buffered<R>) -> io::Result<()> {
    while input.peek(VERSION.len())? != VERSION {
        input.skip(|b| b != b'\n')?;
        if input.fill_buf()?.is_empty() {
            return Ok(());
        }
        input.consume(1);
    }
    Ok(())
}

/// Whether a response that begins with `head` brings a page or a text.
fn is_page(head: &[u8]) -> bool {
    let header = Header(head);
    let is_good = head.split(|b| *b == b' ').nth(1).is_some_and(|status| status.starts_with(b"2"));
    let kind = header.get("Content-Type").unwrap_or_default().to_ascii_lowercase();
    is_good && ["text/html", "application/xhtml+xml", "text/plain"].iter().any(|page| kind.starts_with(page))
}

/// The fields of a header: a first line, then `name: value` up to an empty line.
struct Header<'h>(&'h [u8]);

impl Header<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let lines = self.0.split(|b| *b == b'\n').skip(1).take_while(|line| !line.trim_ascii().is_empty());
        let fields = lines.filter_map(|line| {
            let colon = memchr::memchr(b':', line)?;
            Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
        });
        let mut values = fields.filter(|(n, _)| n.eq_ignore_ascii_case(name.as_bytes()));
        values.next().map(|(_, value)| String::from_utf8_lossy(value).into_owned()).filter(|v| !v.is_empty())
    }
}

/// What stands before and behind the first empty line of `bytes`.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    bytes.split_at(at)
}

/// Reads `record` as one document.
pub(super) fn document(record: &[u8], place: Place<'_>, options: &Options) -> Item {
    let (header, content) = split(record);
    let header = Header(header);
    let document = Document {
        id: header.get("WARC-Record-ID"),
        source: place.source.to_owned(),
        date: header.get("WARC-Date"),
        url: header.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned()),
        ..Document::default()
    };
    let document = if header.get("WARC-Type").as_deref() == Some("response") {
        let (kind, page) = page(content, place, options)?;
        if kind.starts_with("text/plain") {
            Document { text: page, ..document }
        } else {
            let page = render(&page);
            Document { text: page.text, ..document }.with_title(page.title.as_deref().unwrap_or_default())
        }
    } else {
        Document { text: utf8(content, place, Encoding::Auto)?.to_owned(), ..document }
    };
    checked(document, place, options.max_document)
}

/// The type and the text of the page that an answer over HTTP brings.
fn page(
    answer: &[u8],
    place: Place<'_>,
    options: &Options,
) -> Result<(String, String), super::document::InputError> {
    let (head, body) = split(answer);
    let head = Header(head);
    let kind = head.get("Content-Type").unwrap_or_default().to_ascii_lowercase();
    let is_chunked = head.get("Transfer-Encoding").is_some_and(|e| e.eq_ignore_ascii_case("chunked"));
    let joined = if is_chunked { joined_chunks(body) } else { None };
    let body = unpacked(joined.as_deref().unwrap_or(body), place, options)?;
    if let Ok(text) = std::str::from_utf8(&body) {
        return Ok((kind, text.trim_start_matches('\u{feff}').to_owned()));
    }
    match encoding(&kind, &body) {
        Encoding::Auto => utf8(&body, place, Encoding::Auto).map(|text| (kind, text.to_owned())),
        encoding => {
            let (mut decoder, mut text) = (Decoder::new(encoding), Vec::new());
            decoder.push(&body, &mut text);
            decoder.finish(&mut text);
            utf8(&text, place, encoding).map(|text| (kind, text.to_owned()))
        }
    }
}

/// A body that was sent in chunks; none where it is not in that form, as crawlers may store it without.
fn joined_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        let chunk = body.get(end + 1..)?;
        if size == 0 {
            return Some(joined);
        }
        // The last chunk of a page that was cut may be short.
        joined.extend_from_slice(&chunk[..size.min(chunk.len())]);
        let Some(rest) = chunk.get(size..) else { return Some(joined) };
        body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if body.is_empty() {
            return Some(joined);
        }
    }
}

/// `body` as it was before it was packed for its way.
#[cfg(feature = "compression")]
fn unpacked<'b>(
    body: &'b [u8],
    place: Place<'_>,
    options: &Options,
) -> Result<std::borrow::Cow<'b, [u8]>, super::document::InputError> {
    if !body.starts_with(&[0x1F, 0x8B]) {
        return Ok(body.into());
    }
    let mut page = Vec::new();
    let most = options.max_document.saturating_mul(4) as u64;
    match super::unpack::Unpacked::new(body, options.caps).take(most).read_to_end(&mut page) {
        Ok(_) => Ok(page.into()),
        Err(e) => Err(place.error(0, "corrupt-stream", format!("the page cannot be unpacked: {e}"))),
    }
}

#[cfg(not(feature = "compression"))]
fn unpacked<'b>(
    body: &'b [u8],
    _: Place<'_>,
    _: &Options,
) -> Result<std::borrow::Cow<'b, [u8]>, super::document::InputError> {
    Ok(body.into())
}

/// The encoding that a page of type `kind` says it is in; `Auto` where it says none of those that are known.
fn encoding(kind: &str, page: &[u8]) -> Encoding {
    let head = String::from_utf8_lossy(&page[..page.len().min(1024)]).to_ascii_lowercase();
    let named = [kind, &head].into_iter().find_map(|text| text.split_once("charset=").map(|(_, rest)| rest));
    let name = named.unwrap_or_default().trim_start_matches(['"', '\'']);
    let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match name.as_str() {
        "windows-1258" | "cp1258" => Encoding::Windows1258,
        "tcvn" | "tcvn-5712" | "x-viet-tcvn5712" => Encoding::Tcvn3,
        "vni" | "x-viet-vni" => Encoding::Vni,
        "utf-16" | "utf-16le" => Encoding::Utf16,
        _ => Encoding::Auto,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Item, Options, Reader};

    fn record(kind: &str, content: &str) -> String {
        let length = content.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{length}>\r\nWARC-Date: 2025-06-15T00:00:00Z\r\nWARC-Target-URI: https://a.example/\r\ncontent-length: {length}\r\n\r\n{content}\r\n\r\n"
        )
    }

    fn read(warc: &[u8]) -> Vec<String> {
        let options = Options { format: Format::Auto, ..Options::default() };
        let mut reader = Reader::new(warc, "-", options);
        let tell = |item: Item| match item {
            Ok(d) => format!("{} {} {}", d.id.unwrap(), d.text, d.date.unwrap()),
            Err(e) => format!("{} {} {}", e.record.unwrap(), e.byte.unwrap(), e.code),
        };
        std::iter::from_fn(|| reader.next()).map(tell).collect()
    }

    #[test]
    fn texts_and_pages_are_records() {
        let page =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<title>Tin</title><p>Nokia</p>";
        let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>No\r\n4;x\r\nkia \r\n0\r\n\r\n";
        let missing = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x</p>";
        let image = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx";
        let archive = [
            record("warcinfo", "software: x\r\n"),
            record("conversion", "Nokia\n"),
            record("request", "GET /"),
            record("response", page),
            record("response", chunked),
            record("response", missing),
            record("response", image),
        ];
        let want = [
            "<urn:uuid:6> Nokia\n 2025-06-15T00:00:00Z".to_owned(),
            format!("<urn:uuid:{}> Tin\nNokia 2025-06-15T00:00:00Z", page.len()),
            format!("<urn:uuid:{}> Nokia 2025-06-15T00:00:00Z", chunked.len()),
        ];
        assert_eq!(read(archive.concat().as_bytes()), want);
    }

    #[test]
    fn a_page_says_what_its_bytes_are() {
        let page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1258\r\n\r\n<p>\xd4ng</p>";
        // The byte that is no UTF-8 takes the place of an `x`.
        let warc = record("response", &String::from_utf8_lossy(page).replace('\u{fffd}', "x"));
        let mut warc = warc.into_bytes();
        let at = warc.windows(3).position(|w| w == b"xng").unwrap();
        warc[at] = 0xD4;
        assert_eq!(read(&warc).len(), 1);
        assert!(read(&warc)[0].contains("> Ông "), "{:?}", read(&warc));
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_is_read() {
        let good = record("conversion", "b");
        let want = "<urn:uuid:1> b 2025-06-15T00:00:00Z";
        for (warc, first) in [
            (
                format!("{}{good}", record("conversion", "abc").replace("length: 3", "length: 1")),
                "<urn:uuid:3> a 2025-06-15T00:00:00Z",
            ),
            (format!("WARC/1.0\r\nWARC-Type: conversion\r\n\r\n{good}"), "1 0 invalid-warc"),
            (format!("{}{good}", record("conversion", "  ")), "1 0 empty-document"),
        ] {
            let have = read(warc.as_bytes());
            assert_eq!((have[0].as_str(), have[have.len() - 1].as_str()), (first, want), "{warc}");
        }
        let cut = &good.as_bytes()[..good.len() - 5];
        assert_eq!(read(cut), ["1 0 invalid-warc"]);
        assert_eq!(read(b"WARC/1.0\r\nx: y"), ["1 0 invalid-warc"]);
    }
}
