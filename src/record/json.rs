//! Writes JSON objects key by key, in the order they are given.

use std::io::Write as _;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::id::Id;

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

    pub(super) fn close(self) {
        self.out.push(b'}');
    }

    /// Where the buffer ends.
    pub(super) fn end(&self) -> usize {
        self.out.len()
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

    pub(super) fn text(&mut self, key: &str, value: &str) {
        let out = self.key_of_string(key);
        unquoted(out, value);
        out.push(b'"');
    }

    pub(super) fn text_or_null(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.null(key),
        }
    }

    pub(super) fn date_or_null(&mut self, key: &str, value: Option<Date>) {
        match value {
            // Writing to a `Vec` cannot fail.
            Some(date) if date.year() < 0 => _ = write!(self.key(key), "\"{date}\""),
            Some(date) => {
                let two = |number: i8| [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
                let year = date.year();
                let (century, in_century) = (two((year / 100) as i8), two((year % 100) as i8));
                let (month, day) = (two(date.month()), two(date.day()));
                let out = self.key(key);
                out.push(b'"');
                out.extend_from_slice(&century);
                out.extend_from_slice(&in_century);
                for part in [month, day] {
                    out.push(b'-');
                    out.extend_from_slice(&part);
                }
                out.push(b'"');
            }
            None => self.null(key),
        }
    }

    /// An id, in quotes.
    pub(super) fn id(&mut self, key: &str, id: Id) {
        let out = self.key_of_string(key);
        out.extend_from_slice(&id.text());
        out.push(b'"');
    }

    pub(super) fn id_or_null(&mut self, key: &str, id: Option<Id>) {
        match id {
            Some(id) => self.id(key, id),
            None => self.null(key),
        }
    }

    pub(super) fn null(&mut self, key: &str) {
        self.key(key).extend_from_slice(b"null");
    }

    pub(super) fn truth(&mut self, key: &str, value: bool) {
        self.key(key).extend_from_slice(if value { b"true" } else { b"false" });
    }

    pub(super) fn integer(&mut self, key: &str, value: u64) {
        integer(self.key(key), value);
    }

    /// An exact decimal in plain notation, without trailing zeros.
    pub(super) fn decimal_or_null(&mut self, key: &str, value: Option<Decimal>) {
        match value {
            Some(value) => decimal(self.key(key), value),
            None => self.null(key),
        }
    }

    /// A share in hundredths, as a number from 0 to 1.
    pub(super) fn hundredths(&mut self, key: &str, value: u8) {
        let out = self.key(key);
        let (whole, tenths, rest) = (value / 100, value % 100 / 10, value % 10);
        integer(out, u64::from(whole));
        match (tenths, rest) {
            (0, 0) => {}
            (tenths, 0) => out.extend_from_slice(&[b'.', b'0' + tenths]),
            (tenths, rest) => out.extend_from_slice(&[b'.', b'0' + tenths, b'0' + rest]),
        }
    }

    /// An object as value: `fill` writes its keys.
    pub(super) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Object<'_>)) {
        let mut object = Object::open(self.key(key));
        fill(&mut object);
        object.close();
    }

    /// A list as value: `fill` writes each item.
    pub(super) fn list<T>(&mut self, key: &str, items: &[T], mut fill: impl FnMut(&mut Vec<u8>, &T)) {
        let out = self.key(key);
        out.push(b'[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            fill(out, item);
        }
        out.push(b']');
    }
}

/// Appends `value` in digits.
pub(super) fn integer(out: &mut Vec<u8>, value: u64) {
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
            object.close();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":\"{date}\"}}"));
        }
    }

    #[test]
    fn hundredths_are_shares() {
        for (value, want) in [(0, "0"), (5, "0.05"), (50, "0.5"), (93, "0.93"), (100, "1"), (110, "1.1")] {
            let mut out = Vec::new();
            let mut object = Object::open(&mut out);
            object.hundredths("v", value);
            object.close();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":{want}}}"));
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
            object.close();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":{want}}}"));
        }
    }
}
