//! Cuts RSS and Atom into their items, and reads an item as a document.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};

use super::buffered::Buffered;
use super::cut::{Cut, Growing};
use super::document::Item;
use super::frame::Options;
use super::json::{Place, from_record};
use super::piece::Form;
use super::value::Value;
use crate::text::{reference, render};

/// The longest name of an element that is looked at.
const LONGEST_NAME: usize = 64;
/// Elements that a feed has, at least one of them.
const ROOTS: [&str; 4] = ["rss", "feed", "RDF", "channel"];
const ITEMS: [&str; 2] = ["item", "entry"];

/// Cuts a feed into its items. It looks at nothing but their tags, comments and CDATA, so that a fault stays in its item.
#[derive(Debug, Default)]
pub(super) struct Feed {
    /// Whether the input is a feed at all.
    is_feed: bool,
    /// Whether the element around the items has ended.
    is_closed: bool,
    is_over: bool,
}

impl Feed {
    /// The next item.
    pub(super) fn next<R: Read>(
        &mut self,
        input: &mut Buffered<R>,
        bytes: &mut Vec<u8>,
        limit: usize,
    ) -> io::Result<Cut> {
        loop {
            input.skip(|b| b != b'<')?;
            let byte = input.taken();
            match markup(input)? {
                Markup::End => return Ok(self.finish(byte)),
                Markup::Opens(name) if ITEMS.contains(&name.as_str()) => {
                    (self.is_feed, self.is_closed) = (true, false);
                    let cut = item(input, Growing::new(bytes, limit), byte, &name)?;
                    // That the input breaks off is told once.
                    self.is_over = matches!(cut, Cut::Fault { .. }) && input.fill_buf()?.is_empty();
                    return Ok(cut);
                }
                Markup::Opens(name) => {
                    self.is_feed |= ROOTS.contains(&name.as_str());
                    input.consume(1);
                }
                Markup::Hides(end) => take_through(input, &mut Growing::new(&mut Vec::new(), 0), end)?,
                Markup::Closes(name) => {
                    self.is_closed |= ROOTS.contains(&name.as_str());
                    input.consume(1);
                }
                Markup::Other => input.consume(1),
            }
        }
    }

    fn finish(&mut self, byte: u64) -> Cut {
        let message = match self.is_feed {
            _ if std::mem::replace(&mut self.is_over, true) || self.is_closed => return Cut::End,
            true => "the feed has no end: the input breaks off; fetch it again",
            false => "the input is neither RSS nor Atom: it has no `rss`, `feed` or `item`",
        };
        Cut::Fault { byte: Some(byte), code: "invalid-xml", message: message.to_owned() }
    }
}

/// What a `<` begins.
enum Markup {
    /// The start tag of an element, whose name without prefix is this.
    Opens(String),
    /// An end tag.
    Closes(String),
    /// Something that hides tags, up to this.
    Hides(&'static [u8]),
    /// Something else.
    Other,
    /// The input has no more.
    End,
}

/// What begins with the next byte, a `<`.
fn markup<R: Read>(input: &mut Buffered<R>) -> io::Result<Markup> {
    let head = input.peek(LONGEST_NAME)?;
    let (start, opens) = match head {
        [] => return Ok(Markup::End),
        _ if head.starts_with(b"<![CDATA[") => return Ok(Markup::Hides(b"]]>")),
        _ if head.starts_with(b"<!--") => return Ok(Markup::Hides(b"-->")),
        [b'<', b'/', ..] => (2, false),
        _ => (1, true),
    };
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    let Some(length) = head[start..].iter().position(is_end) else { return Ok(Markup::Other) };
    let name = &head[start..start + length];
    let local = memchr::memrchr(b':', name).map_or(name, |at| &name[at + 1..]);
    let name = String::from_utf8_lossy(local).into_owned();
    Ok(if opens { Markup::Opens(name) } else { Markup::Closes(name) })
}

/// Takes the item that begins at `byte` with the tag of `name`.
fn item<R: Read>(input: &mut Buffered<R>, mut record: Growing<'_>, byte: u64, name: &str) -> io::Result<Cut> {
    take_through(input, &mut record, b">")?;
    if record.bytes().ends_with(b"/>") {
        return Ok(record.end(Form::Item, byte));
    }
    loop {
        take_to_tag(input, &mut record)?;
        match markup(input)? {
            Markup::Closes(closed) if closed == name => {
                take_through(input, &mut record, b">")?;
                return Ok(record.end(Form::Item, byte));
            }
            Markup::End => {
                return Ok(record.fail(byte, "invalid-xml", "the item has no end: the input breaks off"));
            }
            Markup::Opens(other) if other == name => {
                return Ok(record.fail(
                    byte,
                    "invalid-xml",
                    format!("the item has no </{name}>; mend the feed"),
                ));
            }
            Markup::Hides(end) => take_through(input, &mut record, end)?,
            _ => {
                record.push(b"<");
                input.consume(1);
            }
        }
    }
}

/// Takes what comes before the next `<`.
fn take_to_tag<R: Read>(input: &mut Buffered<R>, record: &mut Growing<'_>) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = memchr::memchr(b'<', buffer);
        let length = end.unwrap_or(buffer.len());
        record.push(&buffer[..length]);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}

/// Takes what comes before the next `end`, and that; all the rest where there is none.
fn take_through<R: Read>(input: &mut Buffered<R>, record: &mut Growing<'_>, end: &[u8]) -> io::Result<()> {
    loop {
        let at_hand = input.at_hand();
        let found = memmem::find(at_hand, end).map(|at| at + end.len());
        let length = found.unwrap_or(at_hand.len().saturating_sub(end.len() - 1));
        record.push(&at_hand[..length]);
        input.consume(length);
        if found.is_some() {
            return Ok(());
        }
        if !input.more()? {
            let rest = input.at_hand().len();
            record.push(input.at_hand());
            input.consume(rest);
            return Ok(());
        }
    }
}

/// Reads `item` as one document. Its fields are `id`, `title`, `text`, `date`, `url`,
/// and those elements by name that hold nothing but text.
pub(super) fn document(item: &str, place: Place<'_>, options: &Options) -> Item {
    let elements = elements(item).map_err(|(at, message)| {
        place.error(at, "invalid-xml", format!("{message}; mend or remove the item"))
    })?;
    let first = |names: &[&str]| {
        names.iter().find_map(|name| elements.iter().find(|e| e.name == *name && !e.text.trim().is_empty()))
    };
    let plain = |names: &[&str]| first(names).map(|e| e.text.trim().to_owned());
    let link = elements.iter().find(|e| e.name == "link" && e.is_main_link()).and_then(|e| e.href.clone());
    let known = [
        ("id", plain(&["guid", "id"])),
        ("title", first(&["title"]).map(Element::rendered)),
        ("text", first(&["content:encoded", "content", "description", "summary"]).map(Element::rendered)),
        ("date", plain(&["pubDate", "published", "dc:date", "updated"])),
        ("url", link.or_else(|| plain(&["link"]))),
    ];
    let known = known.into_iter().filter_map(|(name, value)| Some((Cow::Borrowed(name), value?)));
    let mut record: Vec<_> = known.map(|(name, value)| (name, Value::Text(Cow::Owned(value)))).collect();
    for element in &elements {
        if element.is_plain
            && !element.text.trim().is_empty()
            && record.iter().all(|(name, _)| *name != element.name)
        {
            record.push((Cow::Borrowed(&element.name), Value::Text(Cow::Owned(element.rendered()))));
        }
    }
    from_record(&Value::Object(record), place, options, false)
}

/// An element of an item.
#[derive(Default)]
struct Element {
    /// With its prefix, as it is written.
    name: String,
    /// Atom: how its text is written, and where a link leads.
    kind: Option<String>,
    relation: Option<String>,
    href: Option<String>,
    /// Its text with references read; with its tags where it has some.
    text: String,
    /// Whether it has none.
    is_plain: bool,
}

impl Element {
    fn open(tag: &BytesStart<'_>) -> Self {
        let name = tag.name().into_inner().to_owned();
        let mut element = Self { name, is_plain: true, ..Self::default() };
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value = || Some(without_references(&attribute.value));
            match attribute.key.into_inner() {
                "type" => element.kind = value(),
                "rel" => element.relation = value(),
                "href" => element.href = value(),
                _ => {}
            }
        }
        element
    }

    /// Whether a link is the article itself.
    fn is_main_link(&self) -> bool {
        self.relation.as_deref().is_none_or(|relation| relation == "alternate")
    }

    /// Its text without the HTML that feeds write into it.
    fn rendered(&self) -> String {
        // Atom says so where a text has no HTML.
        if self.kind.as_deref() == Some("text") {
            return self.text.trim().to_owned();
        }
        render(&self.text).text
    }
}

/// The elements right under the one that `item` is; else where it is broken, and how.
fn elements(item: &str) -> Result<Vec<Element>, (usize, String)> {
    let mut reader = quick_xml::Reader::from_str(item);
    reader.config_mut().allow_dangling_amp = true;
    let (mut elements, mut open, mut depth) = (Vec::new(), None::<(Element, usize)>, 0_usize);
    loop {
        let before = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|e| (reader.error_position() as usize, e.to_string()))?;
        let after = reader.buffer_position() as usize;
        match (event, &mut open) {
            (Event::Start(tag), None) => {
                depth += 1;
                if depth == 2 {
                    open = Some((Element::open(&tag), 1));
                }
            }
            (Event::Start(_), Some((element, depth))) => {
                *depth += 1;
                element.is_plain = false;
                element.text.push_str(&item[before..after]);
            }
            (Event::Empty(tag), None) => elements.push(Element::open(&tag)),
            (Event::End(_), None) => depth = depth.saturating_sub(1),
            (Event::End(_), Some((element, inner))) => {
                *inner -= 1;
                if *inner > 0 {
                    element.text.push_str(&item[before..after]);
                } else if let Some((element, _)) = open.take() {
                    elements.push(element);
                    depth -= 1;
                }
            }
            (Event::Text(text), Some((element, _))) => element.text.push_str(&text),
            (Event::CData(text), Some((element, _))) => element.text.push_str(&text),
            (Event::Empty(_), Some((element, _))) => element.text.push_str(&item[before..after]),
            (Event::GeneralRef(name), Some((element, _))) => {
                element.text.push_str(&without_references(&format!("&{};", &*name)));
            }
            (Event::Eof, _) => return Ok(elements),
            _ => {}
        }
    }
}

/// `text` with its references to characters read, once.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'&', &text.as_bytes()[at..]) {
        out.push_str(&text[at..at + next]);
        at += next;
        // What is written twice over is HTML in XML, and is read by the one who reads the HTML.
        let (c, length) = match text[at..].starts_with("&amp;") {
            true => ('&', "&amp;".len()),
            false => reference(&text[at..]).unwrap_or(('&', 1)),
        };
        out.push(c);
        at += length;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Item, Options, Reader};

    fn read(xml: &str) -> Vec<String> {
        let options = Options { format: Format::Auto, max_document: 200, ..Options::default() };
        let mut reader = Reader::new(xml.as_bytes(), "-", options);
        let tell = |item: Item| match item {
            Ok(d) => format!(
                "{}|{}|{}|{}",
                d.id.unwrap_or_default(),
                d.text,
                d.date.unwrap_or_default(),
                d.url.unwrap_or_default()
            ),
            Err(e) => format!("{} {} {}", e.record.unwrap(), e.byte.unwrap(), e.code),
        };
        std::iter::from_fn(|| reader.next()).map(tell).collect()
    }

    #[test]
    fn items_of_rss_are_records() {
        let rss = r#"<?xml version="1.0"?>
            <!-- <item> --><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>x</title>
            <item><title>Nokia &amp;amp; Xiaomi</title><link>https://a.example/?a=1&amp;b=2</link>
            <guid isPermaLink="false">7</guid><pubDate>Sun, 15 Jun 2025 08:00:00 +0700</pubDate>
            <description>&lt;p&gt;Ngắn&lt;/p&gt;</description>
            <content:encoded><![CDATA[<p>Hai&nbsp;hãng <b>ký</b></p><p>xong </item></p>]]></content:encoded></item>
            <item><description>Chỉ mô tả &#7879;</description></item></channel></rss>"#;
        let first =
            "7|Nokia & Xiaomi\nHai\u{a0}hãng ký\nxong|2025-06-15T08:00:00+07:00|https://a.example/?a=1&b=2";
        assert_eq!(read(rss), [first, "|Chỉ mô tả ệ||"]);
    }

    #[test]
    fn entries_of_atom_are_records() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
            <entry><id>urn:1</id><title type="text">1 &lt;b&gt; 2</title><updated>2025-06-16T00:00:00Z</updated>
            <published>2025-06-15T00:00:00Z</published><link rel="self" href="https://a.example/atom"/>
            <link href="https://a.example/1"/><author><name>Ai</name></author>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Một</p><p>Hai<br/>Ba</p></div></content>
            </entry><entry><id>2</id><summary>Tóm tắt</summary></entry></feed>"#;
        let first = "urn:1|1 <b> 2\nMột\nHai\nBa|2025-06-15T00:00:00Z|https://a.example/1";
        assert_eq!(read(atom), [first, "2|Tóm tắt||"]);
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_is_read() {
        for (xml, want) in [
            (
                "<rss><item><title>a</b></item><item><title>b</title></item></rss>",
                vec!["1 19 invalid-xml", "|b||"],
            ),
            (
                "<rss><item><title>a</title><item><title>b</title></item></rss>",
                vec!["1 5 invalid-xml", "|b||"],
            ),
            ("<rss><item><title>a</title>", vec!["1 5 invalid-xml"]),
            ("<rss><item><title><![CDATA[a</title></item>", vec!["1 5 invalid-xml"]),
            ("<rss><item/></rss>", vec!["1 5 missing-field"]),
            (
                "<rss><item></item><item><title>b</title></item>",
                vec!["1 5 missing-field", "|b||", "3 47 invalid-xml"],
            ),
            ("<rss></rss>", vec![]),
        ] {
            assert_eq!(read(xml), want, "{xml}");
        }
    }
}
