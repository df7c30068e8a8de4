//! Tells the format of an input by its first bytes.

use super::frame::Format;

/// How far the first element of a feed is looked for, in bytes.
const FAR: usize = 4096;
/// What a Parquet file begins with.
pub(crate) const PARQUET: &[u8] = b"PAR1";
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The format of what begins with `head`; none where more bytes must tell.
pub(super) fn format(head: &[u8]) -> Option<Format> {
    let head = head.strip_prefix(BOM).unwrap_or(head);
    if !head.is_empty() && BOM.starts_with(head) {
        return None;
    }
    let head = head.trim_ascii_start();
    match head.first()? {
        b'{' => Some(Format::JsonLines),
        b'[' => match head[1..].trim_ascii_start().first()? {
            b'{' | b']' => Some(Format::Json),
            // `[Video] Nokia ...` is how many headlines begin.
            _ => Some(Format::Text),
        },
        b'W' => begins(head, b"WARC/", Format::Warc),
        b'P' => begins(head, PARQUET, Format::Parquet),
        b'<' => markup(head),
        _ => Some(Format::Text),
    }
}

/// `format` where `head` begins with `magic`; none where it is too short to tell.
fn begins(head: &[u8], magic: &[u8], format: Format) -> Option<Format> {
    match head.len() < magic.len() {
        true if magic.starts_with(head) => None,
        _ if head.starts_with(magic) => Some(format),
        _ => Some(Format::Text),
    }
}

/// The format of what begins with a `<`: that of a feed where its first element is that of one.
fn markup(head: &[u8]) -> Option<Format> {
    let mut rest = head;
    loop {
        let at = memchr::memchr(b'<', rest).unwrap_or(rest.len());
        rest = &rest[at..];
        match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => {
                let end = memchr::memmem::find(rest, b"-->");
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            Some(b'?' | b'!') => rest = &rest[1..],
            Some(_) => break,
            None if head.len() < FAR => return None,
            None => return Some(Format::Text),
        }
    }
    let name = rest[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b':').count();
    if 1 + name == rest.len() && name < 16 {
        return None;
    }
    let is_feed = [&b"rss"[..], b"feed", b"rdf:RDF"].contains(&&rest[1..1 + name]);
    Some(if is_feed { Format::Feed } else { Format::Text })
}

/// The format that the name of a file tells, before its ending for an archive: tables have no first bytes of their own.
pub(super) fn format_of_name(name: &str) -> Option<Format> {
    let name = name.to_ascii_lowercase();
    let name = [".gz", ".bz2", ".xz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "csv" => Some(Format::Csv),
        "tsv" => Some(Format::Tsv),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_formats() {
        for (head, want) in [
            ("", None),
            (" \n", None),
            ("\u{feff}{", Some(Format::JsonLines)),
            (" [", None),
            ("[ {", Some(Format::Json)),
            ("[Video]", Some(Format::Text)),
            ("WAR", None),
            ("WARC/1.0", Some(Format::Warc)),
            ("War", Some(Format::Text)),
            ("<", None),
            ("<?xml version=\"1.0\"?>", None),
            ("<?xml version=\"1.0\"?><!-- x --><rs", None),
            ("<?xml version=\"1.0\"?><!-- x --><rss>", Some(Format::Feed)),
            ("<feed xmlns", Some(Format::Feed)),
            ("<html>", Some(Format::Text)),
            ("<3 Nokia", Some(Format::Text)),
        ] {
            assert_eq!(format(head.as_bytes()), want, "{head}");
        }
    }

    #[test]
    fn names_tell_tables() {
        assert_eq!(format_of_name("a.b/C.CSV"), Some(Format::Csv));
        assert_eq!(format_of_name("c.tsv.gz"), Some(Format::Tsv));
        assert_eq!(format_of_name("c.csv.txt"), None);
        assert_eq!(format_of_name("-"), None);
    }
}
