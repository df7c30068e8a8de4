//! HTML to the text that its readers see.

use memchr::{memchr, memchr2, memmem};

use super::markup::{Meaning, meaning, reference};

/// A page or a piece of one as text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// What its `title` element says.
    pub(crate) title: Option<String>,
    /// Its text, a line for each block, without blanks at the edges of lines and without empty lines.
    pub(crate) text: String,
}

/// Elements whose text is not the article's, in order: scripts, forms, and what stands around the article.
const HIDDEN: [&str; 14] = [
    "button", "footer", "head", "iframe", "math", "nav", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea",
];
/// Of these, those that hold no tags: only their end tag ends them.
const RAW: [&str; 4] = ["iframe", "script", "style", "textarea"];
/// The longest name of an element that is looked at.
const LONGEST_NAME: usize = 16;

/// The text of `html`. Unlike the repair of dirty text, it takes everything that looks like a tag for one.
pub(crate) fn render(html: &str) -> Rendered {
    let keeps_lines = memchr(b'<', html.as_bytes()).is_none();
    let mut page = Page { keeps_lines, ..Page::default() };
    let mut at = 0;
    while let Some(next) = memchr2(b'<', b'&', &html.as_bytes()[at..]) {
        page.text(&html[at..at + next]);
        at += next;
        at += if html.as_bytes()[at] == b'&' { page.reference(&html[at..]) } else { page.tag(&html[at..]) };
    }
    page.text(&html[at..]);
    page.finish()
}

/// A page that is being read.
#[derive(Default)]
struct Page {
    text: String,
    /// A blank or a line end that comes before the next character.
    gap: Option<char>,
    /// Whether the lines of the source are those of the text: it has no tags.
    keeps_lines: bool,
    /// The hidden element that is open, and how many of its name are.
    hidden: Option<(String, usize)>,
    title: Option<String>,
    in_title: bool,
    /// Elements of raw text whose end was looked for in vain: no text is looked through again and again.
    endless: Vec<String>,
}

impl Page {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.character(c);
        }
    }

    fn character(&mut self, c: char) {
        if self.in_title {
            self.title.get_or_insert_default().push(c);
        } else if self.hidden.is_some() {
        } else if c == '\n' && self.keeps_lines {
            self.gap = Some(c);
        } else if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
            self.gap = self.gap.or(Some(' '));
        } else {
            if let Some(gap) = self.gap.take().filter(|_| !self.text.is_empty()) {
                self.text.push(gap);
            }
            self.text.push(c);
        }
    }

    /// Reads the `&` that opens `html`; gives how many bytes were read.
    fn reference(&mut self, html: &str) -> usize {
        let (c, length) = reference(html).unwrap_or(('&', 1));
        self.character(c);
        length
    }

    /// Reads the `<` that opens `html`; gives how many bytes were read.
    fn tag(&mut self, html: &str) -> usize {
        for (open, close, shown) in [("<!--", "-->", false), ("<![CDATA[", "]]>", true)] {
            if let Some(rest) = html.strip_prefix(open) {
                let end = memmem::find(rest.as_bytes(), close.as_bytes());
                let inside = &rest[..end.unwrap_or(rest.len())];
                if shown {
                    self.text(inside);
                }
                return open.len() + inside.len() + end.map_or(0, |_| close.len());
            }
        }
        let closes = html[1..].starts_with('/');
        let start = 1 + usize::from(closes);
        match html.as_bytes().get(start) {
            Some(b'!' | b'?') if !closes => {
                return memchr(b'>', html.as_bytes()).map_or(html.len(), |end| end + 1);
            }
            Some(first) if first.is_ascii_alphabetic() => {}
            _ => {
                self.character('<');
                return 1;
            }
        }
        let name = html.as_bytes()[start..].iter().take_while(|b| is_name(**b)).count();
        let length = tag_length(html);
        if name <= LONGEST_NAME {
            let element = html[start..start + name].to_ascii_lowercase();
            return length + self.element(&element, closes, &html[length..], html[..length].ends_with("/>"));
        }
        length
    }

    /// Opens or closes `element`, behind whose tag `rest` follows; gives how many bytes of that were read too.
    fn element(&mut self, element: &str, closes: bool, rest: &str, is_empty: bool) -> usize {
        if element == "title" && self.hidden.as_ref().is_none_or(|(name, _)| name == "head") {
            self.in_title = !closes && self.title.is_none();
            return 0;
        }
        if meaning(element) == Some(Meaning::Line) {
            self.gap = Some('\n');
        }
        match &mut self.hidden {
            // A head that nobody closed ends with the body.
            Some((name, _)) if name == "head" && element == "body" => self.hidden = None,
            Some((name, depth)) if name == element => {
                *depth = if closes { *depth - 1 } else { *depth + usize::from(!is_empty) };
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            None if !closes && !is_empty && HIDDEN.binary_search(&element).is_ok() => {
                if RAW.contains(&element) {
                    return self.raw(element, rest);
                }
                self.gap = self.gap.or(Some(' '));
                self.hidden = Some((element.to_owned(), 1));
            }
            Some(_) if !closes && RAW.contains(&element) => return self.raw(element, rest),
            _ => {}
        }
        0
    }

    /// How many bytes of `rest` come before the end tag of `element`; none where there is none.
    fn raw(&mut self, element: &str, rest: &str) -> usize {
        if self.endless.iter().any(|name| name == element) {
            return 0;
        }
        let mut at = 0;
        while let Some(next) = memmem::find(&rest.as_bytes()[at..], b"</") {
            at += next + 2;
            let name = &rest.as_bytes()[at..rest.len().min(at + element.len())];
            if name.eq_ignore_ascii_case(element.as_bytes()) {
                return at - 2;
            }
        }
        self.endless.push(element.to_owned());
        0
    }

    fn finish(self) -> Rendered {
        let title = self.title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
        Rendered { title: title.filter(|title| !title.is_empty()), text: self.text }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_')
}

/// The length of the tag that opens `html`: up to the first `>` that is in no quotes, or in any where these never end.
fn tag_length(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = 1;
    while let Some(next) = bytes[at..].iter().position(|b| matches!(b, b'>' | b'"' | b'\'' | b'<')) {
        at += next;
        match bytes[at] {
            b'>' => return at + 1,
            b'<' => return at,
            // A quote opens a value only behind `=`.
            quote if bytes[at - 1] == b'=' => match memchr(quote, &bytes[at + 1..]) {
                Some(length) => at += length + 2,
                None => break,
            },
            _ => at += 1,
        }
    }
    memchr(b'>', bytes).map_or(html.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_its_readers_see_it() {
        let html = "<!DOCTYPE html><html><head><title>Nokia\n ra mắt</title><style>p > a {}</style></head>
            <body class=\"a>b\"><nav><a href=/>Trang chủ</a><nav>x</nav></nav>
            <p>Nokia   &amp; Xiaomi <b>ký</b> kết.<!-- < --><br>Giá&nbsp;5&nbsp;tri&#7879;u</p>
            <script>if (a < b) { document.write('<p>x</p>') }</script><video src=x></video>
            <ul><li>Một</li><li>Hai<svg/></li></ul><footer>Liên hệ</footer></body></html>";
        let want = "Nokia & Xiaomi ký kết.\nGiá\u{a0}5\u{a0}triệu\nMột\nHai";
        assert_eq!(render(html), Rendered { title: Some("Nokia ra mắt".to_owned()), text: want.to_owned() });
    }

    #[test]
    fn what_is_no_markup_stays() {
        for (html, want) in [
            ("a < b & c > d", "a < b & c > d"),
            ("AT&T; 3 <5", "AT&T; 3 <5"),
            ("<p>a", "a"),
            ("a<b", "a"),
            ("a<b title=\"x", "a"),
            ("a<b title=\"x>b", "ab"),
            ("a<!-- b", "a"),
            ("<![CDATA[a < b]]>", "a < b"),
            ("<script>a", "a"),
            ("<head><title>t</title><body>a", "a"),
            ("</nav>a", "a"),
            ("<nav>a", ""),
            ("<svg><title>x</title></svg>a", "a"),
            ("a &amp; b \n\n c ", "a & b\nc"),
            ("", ""),
        ] {
            assert_eq!(render(html).text, want, "{html}");
        }
    }

    #[test]
    fn lists_are_in_order() {
        assert!(HIDDEN.is_sorted());
    }
}
