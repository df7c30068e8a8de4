//! Names of files that lead back to the ids of documents.

/// The file name, without an ending, of the document `id`: letters, digits, `.`, `-` and `_` stay, each other byte is `=`
/// and two hexadecimal digits.
pub(crate) fn file_of(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for (at, byte) in id.bytes().enumerate() {
        match byte {
            b'.' if at == 0 => name.push_str("=2E"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => name.push(byte as char),
            _ => name.push_str(&format!("={byte:02X}")),
        }
    }
    name
}

/// The id of the document in the file `name`, without its ending; a name that [`file_of`] did not make is the id itself.
pub(crate) fn document_of(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'=');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_ids() {
        for id in ["galaxy-s24-2024", "zing/6dbb", "..", "https://a.vn/?b=c", "điện thoại"] {
            let name = file_of(id);
            assert!(!name.starts_with('.') && name.is_ascii() && !name.contains('/'), "{name}");
            assert_eq!(document_of(&name), id);
        }
        assert_eq!(document_of("a=b"), "a=b");
    }
}
