//! Quads, and how they are written.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::kb::{Key, Value};

pub(super) const SCHEMA: &str = "https://schema.org/";
pub(super) const PROV: &str = "http://www.w3.org/ns/prov#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
pub(super) const TRICH: &str = "urn:trich:vocabulary:";
pub(super) const RDF_TYPE: Property<'static> = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type");

/// A property: its namespace and its name.
pub(super) type Property<'p> = (&'p str, &'p str);

/// A resource or a literal, as N-Quads write it.
pub(super) struct Term(String);

impl Term {
    /// The resource `name` of `namespace`.
    pub(super) fn iri(namespace: &str, name: &str) -> Self {
        let mut text = format!("<{namespace}");
        for byte in name.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                    text.push(char::from(byte));
                }
                // Writing to a string cannot fail.
                _ => _ = write!(text, "%{byte:02X}"),
            }
        }
        text.push('>');
        Self(text)
    }

    /// A document, which is its graph, too.
    pub(super) fn document(key: Key) -> Self {
        Self(format!("<urn:uuid:{}>", key.to_uuid()))
    }

    /// A record.
    pub(super) fn record(id: Key) -> Self {
        Self(format!("<urn:uuid:{}>", id.to_uuid()))
    }

    /// An entity.
    pub(super) fn entity(slug: &str) -> Self {
        Self::iri("urn:trich:entity:", slug)
    }

    fn literal(text: &str) -> Self {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for c in text.chars() {
            match c {
                '"' => literal.push_str("\\\""),
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                '\0'..' ' | '\u{7F}' => _ = write!(literal, "\\u{:04X}", u32::from(c)),
                c => literal.push(c),
            }
        }
        literal.push('"');
        Self(literal)
    }
}

/// Writes quads into the graph that was entered last.
pub(super) struct Graph<'w> {
    out: io::BufWriter<&'w mut dyn Write>,
    name: Term,
    failed: Option<io::Error>,
}

impl<'w> Graph<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self { out: io::BufWriter::new(out), name: Term(String::new()), failed: None }
    }

    /// What comes next is of this document.
    pub(super) fn enter(&mut self, document: &Value<'_>) {
        if let Some(key) = document.key() {
            self.name = Term::document(key);
        }
    }

    pub(super) fn quad(&mut self, subject: &Term, property: Property<'_>, object: &Term) {
        if self.failed.is_none() {
            let property = Term::iri(property.0, property.1);
            let written = writeln!(self.out, "{} {} {} {} .", subject.0, property.0, object.0, self.name.0);
            self.failed = written.err();
        }
    }

    /// A text, unless it is unknown.
    pub(super) fn text(&mut self, subject: &Term, property: Property<'_>, value: &Value<'_>) {
        if let Some(text) = value.text() {
            self.quad(subject, property, &Term::literal(text));
        }
    }

    /// A literal of a type of XML Schema, unless it is unknown.
    pub(super) fn typed(&mut self, subject: &Term, property: Property<'_>, value: &Value<'_>, name: &str) {
        let text = value.text().map(str::to_owned).or(value.integer().map(|number| number.to_string()));
        if let Some(text) = text {
            let literal = Term(format!("{}^^{}", Term::literal(&text).0, super::xsd(name).0));
            self.quad(subject, property, &literal);
        }
    }

    /// An entity, unless it is unknown.
    pub(super) fn entity(&mut self, subject: &Term, property: Property<'_>, slug: &Value<'_>) {
        if let Some(slug) = slug.text() {
            self.quad(subject, property, &Term::entity(slug));
        }
    }

    /// Another record, unless it is unknown.
    pub(super) fn record(&mut self, subject: &Term, property: Property<'_>, id: &Value<'_>) {
        if let Some(id) = id.key() {
            self.quad(subject, property, &Term::record(id));
        }
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) -> io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_escaped() {
        assert_eq!(Term::entity("company/at&t").0, "<urn:trich:entity:company/at%26t>");
        assert_eq!(Term::literal("a\"b\\c\nd\u{1}đ").0, "\"a\\\"b\\\\c\\nd\\u0001đ\"");
    }

    #[test]
    fn a_quad_names_its_graph() {
        let mut out = Vec::new();
        let mut graph = Graph::new(&mut out);
        graph.enter(&Key([0; 16]).into());
        let it = Term::entity("company/fpt");
        graph.typed(&it, (TRICH, "value"), &"1.5".into(), "decimal");
        graph.text(&it, (TRICH, "unit"), &Value::Null);
        graph.finish().unwrap();
        let want = "<urn:trich:entity:company/fpt> <urn:trich:vocabulary:value> \"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:uuid:00000000-0000-0000-0000-000000000000> .\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
