//! Keys: 16 bytes made from content, so that every load and every store gives the same.

use crate::record::Id;

/// The key of a row: the bytes of a record's id, or a hash of what makes a row one of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(pub(crate) [u8; 16]);

impl Key {
    /// The key of what `parts` say; the first part tells the kind of row.
    pub(crate) fn of(parts: &[&str]) -> Self {
        Self(Id::of(parts).bytes())
    }

    /// The key of the document that `source` calls `id`.
    pub(crate) fn document(source: &str, id: &str) -> Self {
        Self::of(&["trich-kb", "document", source, id])
    }

    /// The key under which rows wait for a document named `id`, whose source is not known yet.
    pub(crate) fn waiting(id: &str) -> Self {
        Self::of(&["trich-kb", "waiting", id])
    }

    /// The key of the entity with this slug.
    pub(crate) fn entity(slug: &str) -> Self {
        Self::of(&["trich-kb", "entity", slug])
    }

    /// The bytes of a UUID as it is written; `None` where `text` is none.
    pub(crate) fn uuid(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 36 || [8, 13, 18, 23].iter().any(|&hyphen| bytes[hyphen] != b'-') {
            return None;
        }
        let (mut key, mut at) = ([0; 16], 0);
        for byte in &mut key {
            at += usize::from(matches!(at, 8 | 13 | 18 | 23));
            let (high, low) = (DIGITS[usize::from(bytes[at])], DIGITS[usize::from(bytes[at + 1])]);
            if high | low > 15 {
                return None;
            }
            *byte = high << 4 | low;
            at += 2;
        }
        Some(Self(key))
    }

    /// In 32 hexadecimal digits.
    pub(crate) fn hex(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    /// As a UUID is written.
    pub(crate) fn to_uuid(self) -> String {
        let hex = self.hex();
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }
}

/// What a byte is worth as a hexadecimal digit; 255 where it is none.
const DIGITS: [u8; 256] = {
    let mut digits = [255; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value] as usize] = value as u8;
        digits[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_read_and_written() {
        let text = "01234567-89ab-8def-8011-223344556677";
        let key = Key::uuid(text).unwrap();
        assert_eq!(key.0[..4], [0x01, 0x23, 0x45, 0x67]);
        assert_eq!(key.to_uuid(), text);
        for bad in ["", "0123456789ab8def8011223344556677", "g1234567-89ab-8def-8011-223344556677"] {
            assert_eq!(Key::uuid(bad), None, "{bad}");
        }
    }

    #[test]
    fn source_and_id_are_not_run_together() {
        assert_ne!(Key::document("ab", "c"), Key::document("a", "bc"));
        assert_ne!(Key::document("", "a"), Key::waiting("a"));
    }
}
