//! The keys of every record, in the contract's order and whatever they are written to.

use super::extraction::{ClaimRecord, EventRecord, Extraction, MentionRecord, RoleRecord, TimeRecord};
use super::fields::Fields;
use super::select::Selection;
use super::{ENGINE, SCHEMA_VERSION, id::Id};
use crate::lexicon::{ChangeMode, Direction};
use crate::source::{Document, InputError};
use crate::span::{OffsetUnit, Offsets, SourceSpan};

/// A record in the order of its document.
pub(crate) enum Record<'a, 'l> {
    Mention(&'a MentionRecord<'l>),
    Claim(&'a ClaimRecord<'l>),
    Time(&'a TimeRecord),
    Event(&'a EventRecord<'l>),
}

impl<'a, 'l> Record<'a, 'l> {
    /// The records of a document that `selection` takes, in the contract's order.
    pub(crate) fn all(extraction: &'a Extraction<'l>, selection: &Selection) -> Vec<Self> {
        let mut records = Vec::new();
        records.extend(extraction.mentions.iter().map(Record::Mention));
        records.extend(extraction.claims.iter().map(Record::Claim));
        records.extend(extraction.times.iter().map(Record::Time));
        records.extend(extraction.events.iter().map(Record::Event));
        records.retain(|r| selection.takes(r.type_name(), r.key().1));
        records.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.key().cmp(&b.key())));
        records
    }

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

    #[cfg(feature = "arrow")]
    pub(crate) fn id(&self) -> Id {
        self.key().2
    }

    pub(crate) fn type_name(&self) -> &'static str {
        ["mention", "claim", "time", "event"][self.key().0 as usize]
    }
}

/// Where the records of a document stand in its own, and their type.
const NESTED: [(&str, &str); 4] =
    [("mentions", "mention"), ("claims", "claim"), ("times", "time"), ("events", "event")];

/// A document, with the text that its records point into.
pub(crate) struct Page<'t> {
    document: &'t Document,
    extraction: &'t Extraction<'t>,
    text: &'t str,
    unit: OffsetUnit,
    offsets: Offsets<'t>,
    doc: &'t str,
}

impl<'t> Page<'t> {
    pub(crate) fn new(document: &'t Document, extraction: &'t Extraction<'t>, unit: OffsetUnit) -> Self {
        let (text, doc) = (document.text.as_str(), extraction.document.id.as_str());
        Self { document, extraction, text, unit, offsets: Offsets::new(text, unit), doc }
    }

    /// The document's own keys that are always there.
    pub(crate) fn document(&self, lexicon: &str, object: &mut impl Fields) {
        let record = &self.extraction.document;
        object.text("type", "document");
        object.integer("schema", u64::from(SCHEMA_VERSION));
        object.text("id", &record.id);
        object.text("source", &self.document.source);
        object.date_or_null("date", record.date);
        object.text_or_null("title", self.document.title.as_deref());
        object.text_or_null("url", self.document.url.as_deref());
        object.text("offset_unit", self.unit.name());
        object.integer("length", u64::from(self.offsets.at(self.text.len() as u32)));
        object.spans("sentences", &record.sentences, |byte| self.offsets.at(byte));
        object.text("sha256", &record.sha256);
        object.text("engine", ENGINE);
        object.text("lexicon", lexicon);
    }

    /// The keys that may follow them.
    pub(crate) fn document_end(&self, with_text: bool, object: &mut impl Fields) {
        if self.extraction.document.duplicate {
            object.truth("duplicate", true);
        }
        if with_text {
            object.text("text", self.text);
        }
    }

    /// The lists of the document's `records`.
    pub(crate) fn nested(&self, records: &[Record<'_, '_>], object: &mut impl Fields) {
        for (key, name) in NESTED {
            let records: Vec<_> = records.iter().filter(|record| record.type_name() == name).collect();
            object.list(key, &records, |object, record| self.record(record, object));
        }
    }

    /// The text of the place, and its bounds.
    fn place(&self, object: &mut impl Fields, span: SourceSpan) {
        object.text("text", span.of(self.text));
        self.bounds(object, span);
    }

    fn bounds(&self, object: &mut impl Fields, span: SourceSpan) {
        object.integer("start", u64::from(self.offsets.at(span.start)));
        object.integer("end", u64::from(self.offsets.at(span.end)));
    }

    pub(crate) fn record(&self, record: &Record<'_, '_>, object: &mut impl Fields) {
        match record {
            Record::Mention(mention) => self.mention(mention, object),
            Record::Claim(claim) => self.claim(claim, object),
            Record::Time(time) => self.time(time, object),
            Record::Event(event) => self.event(event, object),
        }
    }

    fn mention(&self, mention: &MentionRecord<'_>, object: &mut impl Fields) {
        object.text("type", "mention");
        object.id("id", mention.id);
        object.text("doc", self.doc);
        object.text("kind", mention.kind.name());
        self.place(object, mention.span);
        object.integer("sentence", u64::from(mention.sentence));
        object.text("entity", &mention.entity);
        object.text("name", &mention.name);
        object.pairs("links", &mention.links);
        object.text("reference", mention.reference.name());
        if let Some(tier) = mention.tier {
            object.text("tier", tier.name());
        }
        object.hundredths("confidence", mention.confidence);
        object.text("via", &mention.via);
    }

    fn claim(&self, claim: &ClaimRecord<'_>, object: &mut impl Fields) {
        object.text("type", "claim");
        object.id("id", claim.id);
        object.text("doc", self.doc);
        object.text("kind", claim.kind.name());
        self.place(object, claim.span);
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
    }

    fn time(&self, time: &TimeRecord, object: &mut impl Fields) {
        object.text("type", "time");
        object.id("id", time.id);
        object.text("doc", self.doc);
        self.place(object, time.span);
        object.integer("sentence", u64::from(time.sentence));
        object.date_or_null("from", time.days.map(|(from, _)| from));
        object.date_or_null("to", time.days.map(|(_, to)| to));
        object.text("grain", time.grain.name());
        object.hundredths("confidence", time.confidence);
        object.text("via", time.via);
    }

    fn event(&self, event: &EventRecord<'_>, object: &mut impl Fields) {
        object.text("type", "event");
        object.id("id", event.id);
        object.text("doc", self.doc);
        object.text("event", event.event);
        self.place(object, event.span);
        object.integer("sentence", u64::from(event.sentence));
        object.object("trigger", |o| self.place(o, event.trigger));
        object.list("roles", &event.roles, |object, role| self.role(role, object));
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
    }

    fn role(&self, role: &RoleRecord<'_>, object: &mut impl Fields) {
        object.text("role", role.role);
        self.place(object, role.span);
        object.text_or_null("entity", role.entity.as_ref().map(|(entity, _)| entity.as_ref()));
        object.text_or_null("name", role.entity.as_ref().map(|(_, name)| name.as_ref()));
        object.id_or_null("record", role.record);
    }
}

/// The keys of the `error` record.
pub(crate) fn error(error: &InputError, object: &mut impl Fields) {
    object.text("type", "error");
    object.text("source", &error.source_name);
    object.integer_or_null("record", error.record);
    object.integer_or_null("byte", error.byte);
    object.text("code", error.code);
    object.text("message", &error.message);
}
