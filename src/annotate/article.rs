//! An annotated article, as all formats share it.

use std::collections::HashMap;

use crate::lexicon::{Kind, Reference};
use crate::record::{Extraction, Id};
use crate::source::Document;
use crate::span::{OffsetUnit, Offsets, SourceSpan};

/// A stretch of the text, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mark {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// An article with its answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Annotated {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) events: Vec<Event>,
}

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    pub(crate) kind: Kind,
    pub(crate) mark: Mark,
    /// The canonical name.
    pub(crate) name: Option<String>,
    pub(crate) optional: bool,
    pub(crate) coreference: bool,
}

/// A quantity. Numbers are written in plain notation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Claim {
    pub(crate) kind: String,
    pub(crate) mark: Mark,
    pub(crate) comparator: String,
    pub(crate) value: Option<String>,
    pub(crate) low: Option<String>,
    pub(crate) high: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) attribute: Option<String>,
    /// Index of the mention that it is about.
    pub(crate) subject: Option<usize>,
    pub(crate) optional: bool,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) trigger: Mark,
    pub(crate) roles: Vec<(String, Filler)>,
    pub(crate) polarity: String,
    pub(crate) modality: String,
    pub(crate) optional: bool,
}

/// What plays a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Filler {
    /// Index of a mention.
    Mention(usize),
    /// Index of a claim.
    Claim(usize),
    /// Other words.
    Phrase(Mark),
}

impl Annotated {
    /// The place of a filler.
    pub(crate) fn mark(&self, filler: Filler) -> Mark {
        match filler {
            Filler::Mention(i) => self.mentions[i].mark,
            Filler::Claim(i) => self.claims[i].mark,
            Filler::Phrase(mark) => mark,
        }
    }
}

/// What the program found in `document`.
pub(crate) fn of_extraction(document: &Document, extraction: &Extraction<'_>) -> Annotated {
    let offsets = Offsets::new(&document.text, OffsetUnit::Char);
    let mark = |span: SourceSpan| Mark {
        start: offsets.at(span.start) as usize,
        end: offsets.at(span.end) as usize,
    };
    let mention_numbers: HashMap<Id, usize> =
        extraction.mentions.iter().enumerate().map(|(i, m)| (m.id, i)).collect();
    let claim_numbers: HashMap<Id, usize> =
        extraction.claims.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
    let mentions = extraction.mentions.iter().map(|m| Mention {
        kind: m.kind,
        mark: mark(m.span),
        name: Some(m.name.to_string()),
        optional: false,
        coreference: m.reference == Reference::Coreference,
    });
    let claims = extraction.claims.iter().map(|c| Claim {
        kind: c.kind.name().to_owned(),
        mark: mark(c.span),
        comparator: c.comparator.name().to_owned(),
        value: c.value.map(|value| value.normalize().to_string()),
        low: c.bounds.map(|(low, _)| low.normalize().to_string()),
        high: c.bounds.map(|(_, high)| high.normalize().to_string()),
        unit: c.unit.as_ref().map(ToString::to_string),
        attribute: c.attribute.map(ToOwned::to_owned),
        subject: c.subject.as_ref().and_then(|s| mention_numbers.get(&s.mention).copied()),
        optional: false,
    });
    let filler = |record: Option<Id>, span| {
        let mention = record.and_then(|id| mention_numbers.get(&id)).map(|&i| Filler::Mention(i));
        let claim = record.and_then(|id| claim_numbers.get(&id)).map(|&i| Filler::Claim(i));
        mention.or(claim).unwrap_or(Filler::Phrase(mark(span)))
    };
    let events = extraction.events.iter().map(|e| Event {
        event: e.event.to_owned(),
        trigger: mark(e.trigger),
        roles: e.roles.iter().map(|r| (r.role.to_owned(), filler(r.record, r.span))).collect(),
        polarity: e.polarity.name().to_owned(),
        modality: e.modality.name().to_owned(),
        optional: false,
    });
    Annotated {
        id: extraction.document.id.clone(),
        text: document.text.clone(),
        mentions: mentions.collect(),
        claims: claims.collect(),
        events: events.collect(),
    }
}
