//! Markup that was left in a text: character references, tags, comments, CDATA.

use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::{memchr2, memmem};

/// What a tag stands for in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing: a tag within a line, a comment.
    Nothing,
    /// A tag that ends a line.
    Line,
}

/// The longest body of a character reference.
const LONGEST: usize = 32;

/// Reads the character reference that begins at the `&` that opens `text`: what it stands for, and its length. One
/// that was written twice over (`&amp;nbsp;`) is read to its end.
pub(crate) fn reference(text: &str) -> Option<(char, usize)> {
    let mut start = 1;
    while text[start..].starts_with("amp;") && start <= 9 {
        start += 4;
    }
    let body = &text.as_bytes()[start..text.len().min(start + LONGEST)];
    let whole = memchr::memchr(b';', body)
        .and_then(|end| Some((named_or_numbered(text.get(start..start + end)?)?, start + end + 1)));
    whole.or((start > 1).then_some(('&', 5)))
}

fn named_or_numbered(body: &str) -> Option<char> {
    let Some(number) = body.strip_prefix('#') else {
        return names().get(body).copied();
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        0 => None,
        // Numbers of Windows-1252, which HTML takes for what their writers meant.
        0x80..=0x9F => WINDOWS_1252.chars().nth(code as usize - 0x80),
        _ => char::from_u32(code),
    }
}

const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

fn names() -> &'static HashMap<&'static str, char> {
    static NAMES: OnceLock<HashMap<&str, char>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let rows = include_str!("../../lexicons/text/entities.tsv").lines();
        let rows = rows.filter_map(|row| row.split_once('\t'));
        rows.filter_map(|(name, code)| Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?)))
            .collect()
    })
}

/// Elements that stand within a line.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label",
    "mark", "o", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "u", "wbr",
];

/// Elements that end a line.
const BLOCK: [&str; 58] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "object",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "section",
    "select",
    "source",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "title",
    "tr",
    "ul",
];

/// Elements whose text is not the article's.
const HIDDEN: [&str; 3] = ["noscript", "script", "style"];

/// What the tags of `element`, in small letters, stand for; none where HTML has no such element.
pub(super) fn meaning(element: &str) -> Option<Meaning> {
    let has = |list: &[&str]| list.binary_search(&element).is_ok();
    match () {
        () if has(&INLINE) => Some(Meaning::Nothing),
        () if has(&BLOCK) || has(&HIDDEN) => Some(Meaning::Line),
        () => None,
    }
}

/// Reads tags; it remembers what it looked for in vain, so that no text is looked through again and again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tags {
    /// Ends that the rest of the text does not hold.
    lacks: [bool; 5],
}

impl Tags {
    /// Reads the tag, comment or opening of CDATA that begins at the `<` that opens `text`: what it stands for, and
    /// its length.
    pub(super) fn read(&mut self, text: &str) -> Option<(Meaning, usize)> {
        if text.starts_with("<![CDATA[") {
            return Some((Meaning::Nothing, 9));
        }
        if text.starts_with("<!--") {
            return self.past(text, "-->", 0).map(|end| (Meaning::Nothing, end));
        }
        let bytes = text.as_bytes();
        let name = if matches!(bytes.get(1), Some(b'/')) { 2 } else { 1 };
        let length = bytes[name..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
        let after = bytes.get(name + length)?;
        if !(after.is_ascii_whitespace() || matches!(after, b'>' | b'/')) {
            return None;
        }
        let element = text[name..name + length].to_ascii_lowercase();
        let meaning = meaning(&element)?;
        let hidden = HIDDEN.iter().position(|h| *h == element);
        let end = memchr2(b'<', b'>', &bytes[name..])? + name;
        if bytes[end] != b'>' {
            return None;
        }
        let close = hidden
            .filter(|_| name == 1)
            .and_then(|h| self.past(text, ["</noscript>", "</script>", "</style>"][h], h + 1));
        Some((meaning, close.unwrap_or(end + 1)))
    }

    /// Where the `]]>` that closes the CDATA just opened begins in `text`, which begins behind the opening.
    pub(super) fn cdata_end(&mut self, text: &str) -> Option<usize> {
        self.past(text, "]]>", 4).map(|end| end - 3)
    }

    /// One past the first `end` in `text`.
    fn past(&mut self, text: &str, end: &str, which: usize) -> Option<usize> {
        if self.lacks[which] {
            return None;
        }
        let at = memmem::find(text.as_bytes(), end.as_bytes());
        self.lacks[which] = at.is_none();
        at.map(|at| at + end.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, want) in [
            ("&agrave; la", Some(('à', 8))),
            ("&#7879;t", Some(('ệ', 7))),
            ("&#x1EC7;", Some(('ệ', 8))),
            ("&#150;", Some(('–', 6))),
            ("&amp;nbsp;x", Some(('\u{a0}', 10))),
            ("&amp;T", Some(('&', 5))),
            ("&amp;", Some(('&', 5))),
            ("&T;", None),
            ("&agrave", None),
            ("&#xD800;", None),
            ("&#0;", None),
            ("&#99999999999;", None),
            ("&ắắắắắắắắắắắắắắắ;", None),
        ] {
            assert_eq!(reference(text), want, "{text}");
        }
    }

    #[test]
    fn tags() {
        for (text, want) in [
            ("<p class=\"x\">a", Some((Meaning::Line, 13))),
            ("</P>", Some((Meaning::Line, 4))),
            ("<br/>", Some((Meaning::Line, 5))),
            ("<a href='#'>", Some((Meaning::Nothing, 12))),
            ("<![CDATA[x", Some((Meaning::Nothing, 9))),
            ("<!-- a > b -->c", Some((Meaning::Nothing, 14))),
            ("<script>var a = 1 < 2;</script>b", Some((Meaning::Line, 31))),
            ("<Nokia>", None),
            ("<b", None),
            ("<b <b>", None),
            ("<bé>", None),
            ("<!-- never closed", None),
        ] {
            assert_eq!(Tags::default().read(text), want, "{text}");
        }
    }

    #[test]
    fn lists_are_in_order() {
        for list in [INLINE.as_slice(), &BLOCK, &HIDDEN] {
            assert!(list.is_sorted());
        }
    }
}
