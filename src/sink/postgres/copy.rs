//! Rows as the lines of text that COPY reads.

use crate::kb::{Table, Type, Value};

/// Appends the line of `row`. PostgreSQL holds no U+0000; it becomes U+FFFD, so that places stay as they are.
pub(super) fn add_line(table: &Table, row: &[Value<'_>], out: &mut Vec<u8>) {
    for (place, (value, column)) in row.iter().zip(table.columns).enumerate() {
        if place > 0 {
            out.push(b'\t');
        }
        match value {
            Value::Null => out.extend_from_slice(b"\\N"),
            Value::Key(key) => add_bytes(&key.0, out),
            Value::Bytes(bytes) => add_bytes(bytes, out),
            Value::Integer(number) if column.holds == Type::Truth => {
                out.push(if *number == 0 { b'f' } else { b't' });
            }
            Value::Integer(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
            Value::Text(text) => add_text(text, out),
        }
    }
    out.push(b'\n');
}

fn add_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(b"\\\\x");
    for byte in bytes {
        out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

fn add_text(text: &str, out: &mut Vec<u8>) {
    let mut from = 0;
    let is_special = |byte: u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r' | 0);
    for (place, byte) in text.bytes().enumerate().filter(|&(_, byte)| is_special(byte)) {
        out.extend_from_slice(&text.as_bytes()[from..place]);
        from = place + 1;
        out.extend_from_slice(match byte {
            b'\\' => b"\\\\",
            b'\t' => b"\\t",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            _ => "\u{FFFD}".as_bytes(),
        });
    }
    out.extend_from_slice(&text.as_bytes()[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::{Key, TABLES};

    #[test]
    fn a_line_escapes_what_copy_reads() {
        let document = TABLES.iter().find(|table| table.name == "document").unwrap();
        let mut row: Vec<Value<'_>> = vec![Value::Null; document.columns.len()];
        row[0] = Key([0xAB; 16]).into();
        row[1] = "a\tb\\c\nd\0".into();
        row[7] = 12_i64.into();
        row[13] = true.into();
        let mut line = Vec::new();
        add_line(document, &row, &mut line);
        let line = String::from_utf8(line).unwrap();
        let fields: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
        assert_eq!(fields[0], format!("\\\\x{}", "ab".repeat(16)));
        assert_eq!(fields[1], "a\\tb\\\\c\\nd\u{FFFD}");
        assert_eq!((fields[2], fields[7], fields[13]), ("\\N", "12", "t"));
    }
}
