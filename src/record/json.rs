//! Writes JSON objects key by key, in the order they are given.

use std::io::Write as _;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fields::Fields;
use super::id::Id;
use crate::span::SourceSpan;

/// One object being written to the end of a buffer.
pub(super) struct Object<'b> {
    out: &'b mut Vec<u8>,
    empty: bool,
}

impl<'b> Object<'b> {
    pub(super) fn open(out: &'b mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, empty: true }
    }

    /// Ends the object, and its line.
    pub(super) fn close_line(self) {
        self.out.extend_from_slice(b"}\n");
    }

    /// Where the buffer ends.
    pub(super) fn end(&self) -> usize {
        self.out.len()
    }

    /// Writes an object that stands in this one as a value.
    fn inner(&mut self, fill: impl FnOnce(&mut Self)) {
        self.out.push(b'{');
        self.empty = true;
        fill(self);
        self.out.push(b'}');
        self.empty = false;
    }

    /// Writes `key`; what is then appended to the buffer is its value.
    fn key(&mut self, key: &str) -> &mut Vec<u8> {
        self.key_and(key, b"\":")
    }

    /// Writes `key` and the quote that opens a string.
    fn key_of_string(&mut self, key: &str) -> &mut Vec<u8> {
        self.key_and(key, b"\":\"")
    }

    fn key_and(&mut self, key: &str, behind: &[u8]) -> &mut Vec<u8> {
        self.out.extend_from_slice(if self.empty { b"\"" } else { b",\"" });
        self.empty = false;
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(behind);
        self.out
    }
}

impl Fields for Object<'_> {
    fn text(&mut self, key: &'static str, value: &str) {
        let out = self.key_of_string(key);
        unquoted(out, value);
        out.push(b'"');
    }

    /// An id, in quotes.
    fn id(&mut self, key: &'static str, id: Id) {
        let out = self.key_of_string(key);
        out.extend_from_slice(&id.text());
        out.push(b'"');
    }

    fn integer(&mut self, key: &'static str, value: u64) {
        integer(self.key(key), value);
    }

    fn truth(&mut self, key: &'static str, value: bool) {
        self.key(key).extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// In plain notation, without trailing zeros.
    fn decimal(&mut self, key: &'static str, value: Decimal) {
        decimal(self.key(key), value);
    }

    fn hundredths(&mut self, key: &'static str, value: u8) {
        let out = self.key(key);
        let (whole, tenths, rest) = (value / 100, value % 100 / 10, value % 10);
        integer(out, u64::from(whole));
        match (tenths, rest) {
            (0, 0) => {}
            (tenths, 0) => out.extend_from_slice(&[b'.', b'0' + tenths]),
            (tenths, rest) => out.extend_from_slice(&[b'.', b'0' + tenths, b'0' + rest]),
        }
    }

    fn date(&mut self, key: &'static str, date: Date) {
        let out = self.key_of_string(key);
        if date.year() < 0 {
            // Writing to a `Vec` cannot fail.
            _ = write!(out, "{date}");
        } else {
            let two = |number: i8| [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
            let year = date.year();
            out.extend_from_slice(&two((year / 100) as i8));
            out.extend_from_slice(&two((year % 100) as i8));
            for part in [two(date.month()), two(date.day())] {
                out.push(b'-');
                out.extend_from_slice(&part);
            }
        }
        out.push(b'"');
    }

    fn null(&mut self, key: &'static str) {
        self.key(key).extend_from_slice(b"null");
    }

    fn spans(&mut self, key: &'static str, spans: &[SourceSpan], at: impl Fn(u32) -> u32) {
        let out = self.key(key);
        out.push(b'[');
        for (i, span) in spans.iter().enumerate() {
            out.extend_from_slice(if i > 0 { b",[" } else { b"[" });
            integer(out, u64::from(at(span.start)));
            out.push(b',');
            integer(out, u64::from(at(span.end)));
            out.push(b']');
        }
        out.push(b']');
    }

    fn pairs(&mut self, key: &'static str, pairs: &[(&str, &str)]) {
        self.key(key);
        self.inner(|object| {
            for (name, value) in pairs {
                let out = object.key_of_string(name);
                unquoted(out, value);
                out.push(b'"');
            }
        });
    }

    fn object(&mut self, key: &'static str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.inner(fill);
    }

    fn list<T>(&mut self, key: &'static str, items: &[T], mut fill: impl FnMut(&mut Self, &T)) {
        self.key(key).push(b'[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            self.inner(|object| fill(object, item));
        }
        self.out.push(b']');
    }
}

/// Appends `value` in digits.
fn integer(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends `value` in plain notation, without trailing zeros.
fn decimal(out: &mut Vec<u8>, value: Decimal) {
    match u64::try_from(value.mantissa()) {
        Ok(whole) if value.scale() == 0 => integer(out, whole),
        // Writing to a `Vec` cannot fail.
        _ => _ = write!(out, "{}", value.normalize()),
    }
}

/// Appends `value` as it stands between the quotes of a JSON string.
fn unquoted(out: &mut Vec<u8>, value: &str) {
    // Looked at without a branch for each byte: nearly no text has one of those.
    if value.bytes().fold(false, |found, byte| found | needs_escape(byte)) {
        escaped(out, value);
    } else {
        out.extend_from_slice(value.as_bytes());
    }
}

fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Appends `value` with its escapes.
#[cold]
fn escaped(out: &mut Vec<u8>, value: &str) {
    let mut from = 0;
    for (i, byte) in value.bytes().enumerate().filter(|&(_, byte)| needs_escape(byte)) {
        out.extend_from_slice(&value.as_bytes()[from..i]);
        from = i + 1;
        match byte {
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => _ = write!(out, "\\u{byte:04x}"),
            _ => out.extend_from_slice(&[b'\\', byte]),
        }
    }
    out.extend_from_slice(&value.as_bytes()[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_agree_with_serde_json() {
        for text in ["", "Việt Nam", "a\"b\\c\n\r\t\u{1}\u{1f}\u{7f}🚀", "\u{2028}"] {
            let mut out = vec![b'"'];
            unquoted(&mut out, text);
            out.push(b'"');
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
            assert_eq!(String::from_utf8(out).unwrap().len(), serde_json::to_string(text).unwrap().len());
        }
    }

    #[test]
    fn dates_are_written_as_the_calendar_does() {
        for date in ["2025-06-15", "0007-01-02", "9999-12-31", "-000005-01-01"] {
            let mut out = Vec::new();
            let mut object = Object::open(&mut out);
            object.date_or_null("v", Some(date.parse().unwrap()));
            object.close_line();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":\"{date}\"}}\n"));
        }
    }

    #[test]
    fn hundredths_are_shares() {
        for (value, want) in [(0, "0"), (5, "0.05"), (50, "0.5"), (93, "0.93"), (100, "1"), (110, "1.1")] {
            let mut out = Vec::new();
            let mut object = Object::open(&mut out);
            object.hundredths("v", value);
            object.close_line();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":{want}}}\n"));
        }
    }

    #[test]
    fn decimals_are_plain_and_short() {
        for (text, want) in
            [("60000000", "60000000"), ("1.50", "1.5"), ("0.00", "0"), ("-3.10", "-3.1"), ("100", "100")]
        {
            let mut out = Vec::new();
            let mut object = Object::open(&mut out);
            object.decimal_or_null("v", Some(text.parse().unwrap()));
            object.close_line();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":{want}}}\n"));
        }
    }
}
