//! The program's records, as far as the scorer reads them.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Number;

use crate::text::Span;

/// All records of one run, by document.
#[derive(Default)]
pub(crate) struct Records {
    /// The ids of the `document` records.
    pub(crate) seen: HashSet<String>,
    by_document: HashMap<String, Found>,
}

/// The records of one document.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) mentions: Vec<Mention>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) events: Vec<Event>,
    /// Surface and place of every record that has both.
    pub(crate) surfaces: Vec<(String, Span)>,
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
}

#[derive(Deserialize)]
pub(crate) struct Mention {
    pub(crate) id: Option<String>,
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) name: Option<String>,
    pub(crate) reference: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) kind: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) comparator: Option<String>,
    pub(crate) value: Option<Number>,
    pub(crate) low: Option<Number>,
    pub(crate) high: Option<Number>,
    pub(crate) unit: Option<String>,
    pub(crate) subject: Option<Subject>,
}

#[derive(Deserialize)]
pub(crate) struct Subject {
    pub(crate) mention: Option<String>,
    pub(crate) entity: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) text: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) trigger: Trigger,
    #[serde(default)]
    pub(crate) roles: Vec<Role>,
    pub(crate) polarity: Option<String>,
    pub(crate) modality: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Trigger {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Deserialize)]
pub(crate) struct Role {
    pub(crate) role: String,
    pub(crate) text: Option<String>,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
    pub(crate) entity: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) record: Option<String>,
}

impl Records {
    /// Reads JSON Lines as the program writes them.
    pub(crate) fn read(lines: &str) -> Result<Self> {
        let mut records = Self::default();
        for (index, line) in lines.lines().enumerate() {
            records.add(line).with_context(|| format!("record {} is not as the contract says", index + 1))?;
        }
        Ok(records)
    }

    /// The records of a document, if it has any.
    pub(crate) fn of(&self, document: &str) -> Option<&Found> {
        self.by_document.get(document)
    }

    fn add(&mut self, line: &str) -> Result<()> {
        let head: Head = serde_json::from_str(line)?;
        if head.r#type == "document" {
            self.seen.extend(head.id);
            return Ok(());
        }
        let Some(doc) = head.doc else { return Ok(()) };
        let found = self.by_document.entry(doc).or_default();
        if let (Some(text), Some(start), Some(end)) = (head.text, head.start, head.end) {
            found.surfaces.push((text, Span::new(start, end)));
        }
        match head.r#type.as_str() {
            "mention" => found.mentions.push(serde_json::from_str(line)?),
            "claim" => found.claims.push(serde_json::from_str(line)?),
            "event" => found.events.push(serde_json::from_str(line)?),
            _ => {}
        }
        Ok(())
    }
}

impl Found {
    /// The name, else the surface, of each mention by its id.
    pub(crate) fn names(&self) -> HashMap<&str, &str> {
        let named = self.mentions.iter().filter_map(|mention| {
            let id = mention.id.as_deref()?;
            Some((id, mention.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&mention.text)))
        });
        named.collect()
    }
}
