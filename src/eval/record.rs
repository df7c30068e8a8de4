//! The program's records, as far as the scorer reads them.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use serde::Deserialize;
use serde_json::Number;

use super::gold::Article;
use super::{CharSpan, lines};
use crate::error::Error;

/// The records of the documents that are scored, by document.
pub struct Records {
    wanted: HashSet<String>,
    /// The ids of the `document` records.
    seen: HashSet<String>,
    by_document: HashMap<String, Found>,
}

/// The records of one document.
#[derive(Default)]
pub struct Found {
    /// Its names.
    pub mentions: Vec<Mention>,
    /// Its quantities.
    pub claims: Vec<Claim>,
    /// Its events.
    pub events: Vec<Event>,
    /// Surface and place of every record that has both.
    pub surfaces: Vec<(String, CharSpan)>,
}

/// What all records have in common.
#[derive(Deserialize)]
struct Head {
    r#type: String,
    id: Option<String>,
    doc: Option<String>,
    text: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    offset_unit: Option<String>,
}

/// A mention, as far as it is scored.
#[derive(Deserialize)]
pub struct Mention {
    /// Its id.
    pub id: Option<String>,
    /// Its kind.
    pub kind: String,
    /// Its surface.
    pub text: String,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The canonical name.
    pub name: Option<String>,
    /// How the surface refers to the entity.
    pub reference: Option<String>,
    /// What produced it: `companies.tsv#xiaomi`.
    pub via: Option<String>,
}

/// A claim, as far as it is scored.
#[derive(Deserialize)]
pub struct Claim {
    /// Its kind.
    pub kind: String,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// Its surface.
    pub text: Option<String>,
    /// Its comparator.
    pub comparator: Option<String>,
    /// Its value.
    pub value: Option<Number>,
    /// The lower bound of a range.
    pub low: Option<Number>,
    /// The upper bound of a range.
    pub high: Option<Number>,
    /// Its unit.
    pub unit: Option<String>,
    /// What it is about.
    pub subject: Option<Subject>,
    /// What produced it: `companies.tsv#xiaomi`.
    pub via: Option<String>,
}

/// What a claim is about.
#[derive(Deserialize)]
pub struct Subject {
    /// The id of the mention.
    pub mention: Option<String>,
    /// Its slug.
    pub entity: Option<String>,
    /// Its canonical name.
    pub name: Option<String>,
    /// Its surface.
    pub text: Option<String>,
}

/// An event, as far as it is scored.
#[derive(Deserialize)]
pub struct Event {
    /// Its type.
    pub event: String,
    /// The words that name it.
    pub trigger: Trigger,
    /// Who and what plays which part.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Stated or denied.
    pub polarity: Option<String>,
    /// How surely.
    pub modality: Option<String>,
    /// What produced it: `companies.tsv#xiaomi`.
    pub via: Option<String>,
}

/// The words that name an event.
#[derive(Deserialize)]
pub struct Trigger {
    /// Its surface.
    pub text: Option<String>,
    /// The first code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// One part in an event.
#[derive(Deserialize)]
pub struct Role {
    /// Its name.
    pub role: String,
    /// The surface of the filler.
    pub text: Option<String>,
    /// Its first code point.
    pub start: Option<usize>,
    /// One past its last code point.
    pub end: Option<usize>,
    /// The slug of the filler.
    pub entity: Option<String>,
    /// Its canonical name.
    pub name: Option<String>,
    /// The id of the mention or claim that fills it.
    pub record: Option<String>,
}

impl Records {
    /// None yet; those of `articles` will be taken, others passed over.
    pub fn of(articles: &[Article]) -> Self {
        let wanted = articles.iter().map(|article| article.id.clone()).collect();
        Self { wanted, seen: HashSet::new(), by_document: HashMap::new() }
    }

    /// Reads JSON Lines as the program writes them; errors call the input `name`. Of a document that comes again the last
    /// records count.
    ///
    /// # Errors
    /// [`Error::Annotation`], with the line, for what is no record or counts offsets in another unit.
    pub fn read(&mut self, input: impl BufRead, name: &str) -> Result<(), Error> {
        lines(input, name, |line| self.add(line))
    }

    /// Whether the document came, with records or without.
    pub fn has(&self, document: &str) -> bool {
        self.seen.contains(document)
    }

    /// The records of a document, if it has any.
    pub fn found(&self, document: &str) -> Option<&Found> {
        self.by_document.get(document)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let told = |error: serde_json::Error| {
            format!("{error}; each line is a record as `trich extract` writes it, see `trich schema`")
        };
        let head: Head = serde_json::from_str(line).map_err(told)?;
        if head.r#type == "document" {
            if let Some(unit) = head.offset_unit.filter(|unit| unit != "char") {
                return Err(format!(
                    "offsets count in the unit {unit:?}; write the records with --offsets char"
                ));
            }
            if let Some(id) = head.id.filter(|id| self.wanted.contains(id)) {
                self.by_document.remove(&id);
                self.seen.insert(id);
            }
            return Ok(());
        }
        let Some(document) = head.doc.filter(|id| self.wanted.contains(id)) else { return Ok(()) };
        let found = self.by_document.entry(document).or_default();
        if let (Some(text), Some(start), Some(end)) = (head.text, head.start, head.end) {
            found.surfaces.push((text, CharSpan::new(start, end)));
        }
        match head.r#type.as_str() {
            "mention" => found.mentions.push(serde_json::from_str(line).map_err(told)?),
            "claim" => found.claims.push(serde_json::from_str(line).map_err(told)?),
            "event" => found.events.push(serde_json::from_str(line).map_err(told)?),
            _ => {}
        }
        Ok(())
    }
}

impl Found {
    /// The name, else the surface, of each mention by its id.
    pub(super) fn names(&self) -> HashMap<&str, &str> {
        let named = self.mentions.iter().filter_map(|mention| {
            let id = mention.id.as_deref()?;
            Some((id, mention.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&mention.text)))
        });
        named.collect()
    }
}
