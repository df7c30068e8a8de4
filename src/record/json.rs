//! Writes JSON objects key by key, in the order they are given.

use std::io::Write as _;

use rust_decimal::Decimal;

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
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        string(self.key(key), value);
    }

    pub(super) fn text_or_null(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.null(key),
        }
    }

    pub(super) fn display_or_null(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        match value {
            Some(value) => self.display(key, value),
            None => self.null(key),
        }
    }

    /// A value whose text needs no escapes, in quotes.
    pub(super) fn display(&mut self, key: &str, value: impl std::fmt::Display) {
        let out = self.key(key);
        // Writing to a `Vec` cannot fail.
        let _ = write!(out, "\"{value}\"");
    }

    pub(super) fn null(&mut self, key: &str) {
        self.key(key).extend_from_slice(b"null");
    }

    pub(super) fn truth(&mut self, key: &str, value: bool) {
        self.key(key).extend_from_slice(if value { b"true" } else { b"false" });
    }

    pub(super) fn integer(&mut self, key: &str, value: u64) {
        let out = self.key(key);
        let _ = write!(out, "{value}");
    }

    /// An exact decimal in plain notation, without trailing zeros.
    pub(super) fn decimal_or_null(&mut self, key: &str, value: Option<Decimal>) {
        match value {
            Some(value) => {
                let out = self.key(key);
                let _ = write!(out, "{}", value.normalize());
            }
            None => self.null(key),
        }
    }

    /// A share in hundredths, as a number from 0 to 1.
    pub(super) fn hundredths(&mut self, key: &str, value: u8) {
        self.decimal_or_null(key, Some(Decimal::new(i64::from(value), 2)));
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

/// Appends `value` as a JSON string.
pub(super) fn string(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    let mut from = 0;
    for (i, byte) in value.bytes().enumerate() {
        let escape: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 => b"",
            _ => continue,
        };
        out.extend_from_slice(&value.as_bytes()[from..i]);
        if escape.is_empty() {
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.extend_from_slice(escape);
        }
        from = i + 1;
    }
    out.extend_from_slice(&value.as_bytes()[from..]);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_agree_with_serde_json() {
        for text in ["", "Việt Nam", "a\"b\\c\n\r\t\u{1}\u{1f}\u{7f}🚀", "\u{2028}"] {
            let mut out = Vec::new();
            string(&mut out, text);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
            assert_eq!(String::from_utf8(out).unwrap().len(), serde_json::to_string(text).unwrap().len());
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
