//! The records of a base as N-Quads: a named graph for each document, in the words of schema.org and PROV-O, and a few of our own that
//! `docs/knowledge-base.md` explains.

mod quad;

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::kb::{Base, BaseError, Key, Value};
use quad::{Graph, PROV, RDF_TYPE, SCHEMA, TRICH, Term, XSD};

/// Why the file cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RdfWriteError {
    /// The base.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// The file.
    #[error(transparent)]
    File(#[from] io::Error),
}

const DOCUMENTS: &str = "SELECT key, id, source, CAST(date AS TEXT), title, url, text, engine, lexicon, sha256, offset_unit \
    FROM document ORDER BY key";
const MENTIONS: &str = "SELECT m.document, m.key, e.slug, m.kind, m.name, m.links, m.text, m.begins, m.ends, m.sentence, \
    m.reference, CAST(m.confidence AS TEXT), m.via FROM mention m JOIN entity e ON e.key = m.entity \
    ORDER BY m.document, m.key";
const CLAIMS: &str = "SELECT c.document, c.key, e.slug, c.kind, c.comparator, CAST(c.value AS TEXT), CAST(c.low AS TEXT), \
    CAST(c.high AS TEXT), c.unit, c.attribute, c.modality, c.time, c.text, c.begins, c.ends, c.sentence, \
    CAST(c.confidence AS TEXT), c.via, c.direction, c.mode, c.part_of, c.same_as, c.per FROM claim c \
    LEFT JOIN entity e ON e.key = c.subject ORDER BY c.document, c.key";
const TIMES: &str = "SELECT document, key, CAST(first_day AS TEXT), CAST(last_day AS TEXT), grain, text, begins, ends, \
    sentence, CAST(confidence AS TEXT), via FROM time ORDER BY document, key";
const EVENTS: &str = "SELECT v.document, v.key, v.type, v.polarity, v.modality, v.time, e.slug, v.same_as, v.text, v.begins, \
    v.ends, v.sentence, CAST(v.confidence AS TEXT), v.via FROM event v LEFT JOIN entity e ON e.key = v.attribution \
    ORDER BY v.document, v.key";
const ROLES: &str = "SELECT r.document, r.event, r.role, r.text, e.slug, r.record FROM role r \
    LEFT JOIN entity e ON e.key = r.entity ORDER BY r.document, r.event, r.number";

/// Writes what a row says.
type Part = fn(&mut Graph<'_>, &[Value<'_>]);

/// Writes all records of `base` to `out`.
///
/// # Errors
/// When the base cannot be read, or `out` not be written.
pub(crate) fn write_rdf(base: &mut dyn Base, out: &mut dyn Write) -> Result<(), RdfWriteError> {
    let parts: [(&str, Part); 5] =
        [(DOCUMENTS, document), (CLAIMS, claim), (TIMES, time), (EVENTS, event), (ROLES, role)];
    let mut graph = Graph::new(out);
    for (sql, write) in parts {
        base.query(sql, &[], &mut |row| {
            graph.enter(&row[0]);
            write(&mut graph, row);
        })?;
    }
    let mut described: (Option<Key>, BTreeSet<String>) = (None, BTreeSet::new());
    base.query(MENTIONS, &[], &mut |row| {
        graph.enter(&row[0]);
        mention(&mut graph, row, &mut described);
    })?;
    Ok(graph.finish()?)
}

fn document(graph: &mut Graph<'_>, row: &[Value<'_>]) {
    let Some(it) = row[0].key().map(Term::document) else { return };
    graph.quad(&it, RDF_TYPE, &Term::iri(SCHEMA, "NewsArticle"));
    graph.quad(&it, RDF_TYPE, &Term::iri(PROV, "Entity"));
    graph.text(&it, (SCHEMA, "identifier"), &row[1]);
    graph.text(&it, (TRICH, "source"), &row[2]);
    graph.typed(&it, (SCHEMA, "datePublished"), &row[3], "date");
    graph.text(&it, (SCHEMA, "headline"), &row[4]);
    graph.text(&it, (SCHEMA, "url"), &row[5]);
    graph.text(&it, (SCHEMA, "text"), &row[6]);
    graph.text(&it, (TRICH, "engine"), &row[7]);
    graph.text(&it, (TRICH, "lexicon"), &row[8]);
    graph.text(&it, (TRICH, "sha256"), &row[9]);
    graph.text(&it, (TRICH, "offsetUnit"), &row[10]);
}

/// What all records have: their type, document, place, words, confidence and rule.
fn record(graph: &mut Graph<'_>, row: &[Value<'_>], name: &str, rest: &[Value<'_>]) -> Option<Term> {
    let (document, it) = (row[0].key().map(Term::document)?, row[1].key().map(Term::record)?);
    graph.quad(&it, RDF_TYPE, &Term::iri(TRICH, name));
    graph.quad(&it, (PROV, "wasDerivedFrom"), &document);
    graph.text(&it, (TRICH, "text"), &rest[0]);
    graph.typed(&it, (TRICH, "begins"), &rest[1], "integer");
    graph.typed(&it, (TRICH, "ends"), &rest[2], "integer");
    graph.typed(&it, (TRICH, "sentence"), &rest[3], "integer");
    Some(it)
}

fn mention(graph: &mut Graph<'_>, row: &[Value<'_>], described: &mut (Option<Key>, BTreeSet<String>)) {
    let Some(it) = record(graph, row, "Mention", &row[6..]) else { return };
    graph.entity(&it, (SCHEMA, "about"), &row[2]);
    graph.text(&it, (TRICH, "reference"), &row[10]);
    graph.typed(&it, (TRICH, "confidence"), &row[11], "decimal");
    graph.text(&it, (TRICH, "via"), &row[12]);
    let Some(slug) = row[2].text() else { return };
    if described.0 != row[0].key() {
        *described = (row[0].key(), BTreeSet::new());
    }
    if described.1.insert(slug.to_owned()) {
        describe(graph, slug, row);
    }
}

/// What an entity is, and what it is called elsewhere.
fn describe(graph: &mut Graph<'_>, slug: &str, row: &[Value<'_>]) {
    let it = Term::entity(slug);
    let kind = match row[3].text() {
        Some("company") => "Corporation",
        Some("product") => "Product",
        Some("person") => "Person",
        Some("place") => "Place",
        Some("organization") => "Organization",
        _ => "Thing",
    };
    graph.quad(&it, RDF_TYPE, &Term::iri(SCHEMA, kind));
    graph.text(&it, (SCHEMA, "name"), &row[4]);
    let links: serde_json::Map<String, serde_json::Value> =
        row[5].text().and_then(|links| serde_json::from_str(links).ok()).unwrap_or_default();
    if let Some(number) = links.get("wikidata").and_then(serde_json::Value::as_str) {
        graph.quad(&it, (SCHEMA, "sameAs"), &Term::iri("http://www.wikidata.org/entity/", number));
    }
}

fn claim(graph: &mut Graph<'_>, row: &[Value<'_>]) {
    let Some(it) = record(graph, row, "Claim", &row[12..]) else { return };
    graph.quad(&it, RDF_TYPE, &Term::iri(SCHEMA, "QuantitativeValue"));
    graph.entity(&it, (SCHEMA, "about"), &row[2]);
    graph.text(&it, (TRICH, "kind"), &row[3]);
    graph.text(&it, (TRICH, "comparator"), &row[4]);
    graph.typed(&it, (SCHEMA, "value"), &row[5], "decimal");
    graph.typed(&it, (SCHEMA, "minValue"), &row[6], "decimal");
    graph.typed(&it, (SCHEMA, "maxValue"), &row[7], "decimal");
    graph.text(&it, (SCHEMA, "unitText"), &row[8]);
    graph.text(&it, (TRICH, "attribute"), &row[9]);
    graph.text(&it, (TRICH, "modality"), &row[10]);
    graph.record(&it, (TRICH, "time"), &row[11]);
    graph.typed(&it, (TRICH, "confidence"), &row[16], "decimal");
    graph.text(&it, (TRICH, "via"), &row[17]);
    graph.text(&it, (TRICH, "direction"), &row[18]);
    graph.text(&it, (TRICH, "mode"), &row[19]);
    graph.record(&it, (TRICH, "partOf"), &row[20]);
    graph.record(&it, (TRICH, "sameAs"), &row[21]);
    graph.text(&it, (TRICH, "per"), &row[22]);
}

fn time(graph: &mut Graph<'_>, row: &[Value<'_>]) {
    let Some(it) = record(graph, row, "Time", &row[5..]) else { return };
    graph.typed(&it, (TRICH, "firstDay"), &row[2], "date");
    graph.typed(&it, (TRICH, "lastDay"), &row[3], "date");
    graph.text(&it, (TRICH, "grain"), &row[4]);
    graph.typed(&it, (TRICH, "confidence"), &row[9], "decimal");
    graph.text(&it, (TRICH, "via"), &row[10]);
}

fn event(graph: &mut Graph<'_>, row: &[Value<'_>]) {
    let Some(it) = record(graph, row, "Event", &row[8..]) else { return };
    graph.quad(&it, RDF_TYPE, &Term::iri(SCHEMA, "Event"));
    graph.text(&it, (TRICH, "eventType"), &row[2]);
    graph.text(&it, (TRICH, "polarity"), &row[3]);
    graph.text(&it, (TRICH, "modality"), &row[4]);
    graph.record(&it, (TRICH, "time"), &row[5]);
    graph.entity(&it, (PROV, "wasAttributedTo"), &row[6]);
    graph.record(&it, (TRICH, "sameAs"), &row[7]);
    graph.typed(&it, (TRICH, "confidence"), &row[12], "decimal");
    graph.text(&it, (TRICH, "via"), &row[13]);
}

/// A role is a property of its event: its value is the entity, else the claim, else the words.
fn role(graph: &mut Graph<'_>, row: &[Value<'_>]) {
    let (Some(it), Some(name)) = (row[1].key().map(Term::record), row[2].text()) else { return };
    let property = (TRICH, name);
    match (row[4].text(), row[5].key()) {
        (Some(_), _) => graph.entity(&it, property, &row[4]),
        (None, Some(_)) => graph.record(&it, property, &row[5]),
        (None, None) => graph.text(&it, property, &row[3]),
    }
}

/// The type of a literal.
fn xsd(name: &str) -> Term {
    Term::iri(XSD, name)
}
