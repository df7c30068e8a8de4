//! Records as JSON Lines, in the contract's order and with its keys in their order.

use super::extraction::{ClaimRecord, EventRecord, Extraction, MentionRecord, RoleRecord, TimeRecord};
use super::json::{Object, integer};
use super::select::Selection;
use super::{ENGINE, SCHEMA_VERSION, id::Id};
use crate::lexicon::{ChangeMode, Direction};
use crate::source::{Document, InputError};
use crate::span::{OffsetUnit, Offsets, SourceSpan};

/// How records are written.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// The unit of all offsets.
    pub unit: OffsetUnit,
    /// Whether the document record holds the whole text.
    pub with_text: bool,
    /// Which records are written.
    pub selection: Selection,
    /// Whether the records of a document stand in its own, under `mentions`, `claims`, `times` and `events`, rather than
    /// behind it.
    pub nest: bool,
}

/// A record in the order of its document.
enum Record<'a, 'l> {
    Mention(&'a MentionRecord<'l>),
    Claim(&'a ClaimRecord<'l>),
    Time(&'a TimeRecord),
    Event(&'a EventRecord<'l>),
}

impl Record<'_, '_> {
    /// The contract's order, first by this.
    fn span(&self) -> SourceSpan {
        match self {
            Self::Mention(m) => m.span,
            Self::Claim(c) => c.span,
            Self::Time(t) => t.span,
            Self::Event(e) => e.span,
        }
    }

    /// Then by type, kind or event, id.
    fn key(&self) -> (u8, &str, Id) {
        match self {
            Self::Mention(m) => (0, m.kind.name(), m.id),
            Self::Claim(c) => (1, c.kind.name(), c.id),
            Self::Time(t) => (2, "", t.id),
            Self::Event(e) => (3, e.event, e.id),
        }
    }

    fn type_name(&self) -> &'static str {
        ["mention", "claim", "time", "event"][self.key().0 as usize]
    }
}

impl Writer {
    /// Appends the records of `document` to `out`, one a line. `lexicon` is the digest of the lexicon. Gives the place
    /// in `out` where the document's record says, or would say, that it is a duplicate.
    pub fn write(
        &self,
        document: &Document,
        extraction: &Extraction<'_>,
        lexicon: &str,
        out: &mut Vec<u8>,
    ) -> usize {
        let page = Page {
            text: &document.text,
            offsets: Offsets::new(&document.text, self.unit),
            doc: &extraction.document.id,
        };
        let mut records: Vec<Record<'_, '_>> = Vec::new();
        records.extend(extraction.mentions.iter().map(Record::Mention));
        records.extend(extraction.claims.iter().map(Record::Claim));
        records.extend(extraction.times.iter().map(Record::Time));
        records.extend(extraction.events.iter().map(Record::Event));
        records.retain(|r| self.selection.takes(r.type_name(), r.key().1));
        records.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.key().cmp(&b.key())));
        let nested = self.nest.then_some(records.as_slice());
        let mark = self.document(document, extraction, lexicon, &page, nested, out);
        if nested.is_none() {
            for record in &records {
                page.record(record, out);
                out.push(b'\n');
            }
        }
        mark
    }

    fn document(
        &self,
        document: &Document,
        extraction: &Extraction<'_>,
        lexicon: &str,
        page: &Page<'_>,
        nested: Option<&[Record<'_, '_>]>,
        out: &mut Vec<u8>,
    ) -> usize {
        let record = &extraction.document;
        let mut object = Object::open(out);
        object.text("type", "document");
        object.integer("schema", u64::from(SCHEMA_VERSION));
        object.text("id", &record.id);
        object.text("source", &document.source);
        object.date_or_null("date", record.date);
        object.text_or_null("title", document.title.as_deref());
        object.text_or_null("url", document.url.as_deref());
        object.text("offset_unit", self.unit.name());
        object.integer("length", u64::from(page.offsets.at(document.text.len() as u32)));
        object.list("sentences", &record.sentences, |out, span| {
            out.push(b'[');
            integer(out, u64::from(page.offsets.at(span.start)));
            out.push(b',');
            integer(out, u64::from(page.offsets.at(span.end)));
            out.push(b']');
        });
        object.text("sha256", &record.sha256);
        object.text("engine", ENGINE);
        object.text("lexicon", lexicon);
        let mark = object.end();
        if record.duplicate {
            object.truth("duplicate", true);
        }
        if self.with_text {
            object.text("text", &document.text);
        }
        for (key, name) in NESTED.iter().filter(|_| nested.is_some()) {
            let records = nested.unwrap_or_default().iter().filter(|record| record.type_name() == *name);
            object.list(key, &records.collect::<Vec<_>>(), |out, record| page.record(record, out));
        }
        object.close();
        out.push(b'\n');
        mark
    }
}

/// Where the records of a document stand in its own, and their type.
const NESTED: [(&str, &str); 4] =
    [("mentions", "mention"), ("claims", "claim"), ("times", "time"), ("events", "event")];

/// The text that the records of one document point into.
struct Page<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    doc: &'t str,
}

impl Page<'_> {
    /// The text of the place, and its bounds.
    fn place(&self, object: &mut Object<'_>, span: SourceSpan) {
        object.text("text", span.of(self.text));
        self.bounds(object, span);
    }

    fn bounds(&self, object: &mut Object<'_>, span: SourceSpan) {
        object.integer("start", u64::from(self.offsets.at(span.start)));
        object.integer("end", u64::from(self.offsets.at(span.end)));
    }

    fn record(&self, record: &Record<'_, '_>, out: &mut Vec<u8>) {
        match record {
            Record::Mention(mention) => self.mention(mention, out),
            Record::Claim(claim) => self.claim(claim, out),
            Record::Time(time) => self.time(time, out),
            Record::Event(event) => self.event(event, out),
        }
    }

    fn mention(&self, mention: &MentionRecord<'_>, out: &mut Vec<u8>) {
        let mut object = Object::open(out);
        object.text("type", "mention");
        object.id("id", mention.id);
        object.text("doc", self.doc);
        object.text("kind", mention.kind.name());
        self.place(&mut object, mention.span);
        object.integer("sentence", u64::from(mention.sentence));
        object.text("entity", &mention.entity);
        object.text("name", &mention.name);
        object.object("links", |links| {
            for (site, id) in &mention.links {
                links.text(site, id);
            }
        });
        object.text("reference", mention.reference.name());
        if let Some(tier) = mention.tier {
            object.text("tier", tier.name());
        }
        object.hundredths("confidence", mention.confidence);
        object.text("via", &mention.via);
        object.close();
    }

    fn claim(&self, claim: &ClaimRecord<'_>, out: &mut Vec<u8>) {
        let mut object = Object::open(out);
        object.text("type", "claim");
        object.id("id", claim.id);
        object.text("doc", self.doc);
        object.text("kind", claim.kind.name());
        self.place(&mut object, claim.span);
        object.integer("sentence", u64::from(claim.sentence));
        object.text("comparator", claim.comparator.name());
        object.decimal_or_null("value", claim.value);
        object.decimal_or_null("low", claim.bounds.map(|(low, _)| low));
        object.decimal_or_null("high", claim.bounds.map(|(_, high)| high));
        object.text_or_null("unit", claim.unit.as_deref());
        object.text_or_null("unit_text", claim.unit_span.map(|s| s.of(self.text)));
        match &claim.subject {
            Some(subject) => object.object("subject", |o| {
                o.id("mention", subject.mention);
                o.text("entity", &subject.entity);
                o.text("name", &subject.name);
                o.text("text", subject.span.of(self.text));
            }),
            None => object.null("subject"),
        }
        object.text_or_null("attribute", claim.attribute);
        match claim.change {
            Some((direction, mode)) => object.object("change", |o| {
                o.text("direction", if direction == Direction::Increase { "increase" } else { "decrease" });
                o.text("mode", if mode == ChangeMode::By { "by" } else { "to" });
                o.text_or_null("baseline", claim.baseline.map(|s| s.of(self.text)));
            }),
            None => object.null("change"),
        }
        object.id_or_null("time", claim.time);
        object.text("modality", claim.modality.name());
        if let Some((part, whole)) = claim.fraction {
            object.text("fraction", &format!("{part}/{whole}"));
        }
        if let Some(per) = &claim.per {
            object.text("per", per);
        }
        if claim.vague {
            object.truth("vague", true);
        }
        if let Some(of) = claim.of {
            object.id("of", of);
        }
        if let Some(first) = claim.same_as {
            object.id("same_as", first);
        }
        object.hundredths("confidence", claim.confidence);
        object.text("via", claim.via);
        object.close();
    }

    fn time(&self, time: &TimeRecord, out: &mut Vec<u8>) {
        let mut object = Object::open(out);
        object.text("type", "time");
        object.id("id", time.id);
        object.text("doc", self.doc);
        self.place(&mut object, time.span);
        object.integer("sentence", u64::from(time.sentence));
        object.date_or_null("from", time.days.map(|(from, _)| from));
        object.date_or_null("to", time.days.map(|(_, to)| to));
        object.text("grain", time.grain.name());
        object.hundredths("confidence", time.confidence);
        object.text("via", time.via);
        object.close();
    }

    fn event(&self, event: &EventRecord<'_>, out: &mut Vec<u8>) {
        let mut object = Object::open(out);
        object.text("type", "event");
        object.id("id", event.id);
        object.text("doc", self.doc);
        object.text("event", event.event);
        self.place(&mut object, event.span);
        object.integer("sentence", u64::from(event.sentence));
        object.object("trigger", |o| self.place(o, event.trigger));
        object.list("roles", &event.roles, |out, role| self.role(role, out));
        object.text("polarity", event.polarity.name());
        object.text("modality", event.modality.name());
        object.id_or_null("time", event.time);
        match &event.attribution {
            Some(who) => object.object("attribution", |o| {
                self.place(o, who.span);
                o.text("entity", &who.entity);
                o.text("name", &who.name);
            }),
            None => object.null("attribution"),
        }
        if let Some(first) = event.same_as {
            object.id("same_as", first);
        }
        object.hundredths("confidence", event.confidence);
        object.text("via", event.via);
        object.close();
    }

    fn role(&self, role: &RoleRecord<'_>, out: &mut Vec<u8>) {
        let mut object = Object::open(out);
        object.text("role", role.role);
        self.place(&mut object, role.span);
        object.text_or_null("entity", role.entity.as_ref().map(|(entity, _)| entity.as_ref()));
        object.text_or_null("name", role.entity.as_ref().map(|(_, name)| name.as_ref()));
        object.id_or_null("record", role.record);
        object.close();
    }
}

/// Appends the `error` record of `error` to `out`.
pub fn write_error(error: &InputError, out: &mut Vec<u8>) {
    let mut object = Object::open(out);
    object.text("type", "error");
    object.text("source", &error.source_name);
    match error.record {
        Some(record) => object.integer("record", record),
        None => object.null("record"),
    }
    match error.byte {
        Some(byte) => object.integer("byte", byte),
        None => object.null("byte"),
    }
    object.text("code", error.code);
    object.text("message", &error.message);
    object.close();
    out.push(b'\n');
}
