//! What was read out of one document, ready for a loader: every span counts bytes of the original text.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::id::Id;
use crate::lexicon::{
    ChangeMode, ClaimKind, Comparator, Direction, Kind, Modality, Polarity, Reference, Tier,
};
use crate::quantity::Grain;
use crate::span::SourceSpan;

/// All records of one document. Each list is in the order of its spans in the text.
#[derive(Clone, Debug)]
pub struct Extraction<'l> {
    /// The document itself.
    pub document: DocumentRecord,
    /// The names in it.
    pub mentions: Vec<MentionRecord<'l>>,
    /// The quantities it asserts.
    pub claims: Vec<ClaimRecord<'l>>,
    /// The times it names.
    pub times: Vec<TimeRecord>,
    /// The events it reports.
    pub events: Vec<EventRecord<'l>>,
}

/// The document record, without the fields that stand in the [`Document`](crate::Document) itself.
#[derive(Clone, Debug)]
pub struct DocumentRecord {
    /// The input's own id, else one made from the text.
    pub id: String,
    /// The date of publication, where the input gives one that can be read.
    pub date: Option<Date>,
    /// The sentences.
    pub sentences: Vec<SourceSpan>,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// Whether the same source and id came before in the same run.
    pub duplicate: bool,
}

/// A named entity where it stands.
#[derive(Clone, Debug)]
pub struct MentionRecord<'l> {
    /// Its id.
    pub id: Id,
    /// Its place.
    pub span: SourceSpan,
    /// Index of its sentence.
    pub sentence: u32,
    /// What kind of thing it names.
    pub kind: Kind,
    /// Stable slug: `company/xiaomi`.
    pub entity: Cow<'l, str>,
    /// The canonical name.
    pub name: Cow<'l, str>,
    /// Outside ids: site and id.
    pub links: Vec<(&'l str, &'l str)>,
    /// How the surface refers to the entity.
    pub reference: Reference,
    /// How it fits the entry when not exactly.
    pub tier: Option<Tier>,
    /// In hundredths.
    pub confidence: u8,
    /// What produced it: `companies.tsv#xiaomi`.
    pub via: String,
}

/// A quantity that the text asserts.
#[derive(Clone, Debug)]
pub struct ClaimRecord<'l> {
    /// Its id.
    pub id: Id,
    /// From the comparator's words to the end of the unit.
    pub span: SourceSpan,
    /// Index of its sentence.
    pub sentence: u32,
    /// What kind of quantity.
    pub kind: ClaimKind,
    /// How the value stands to the truth.
    pub comparator: Comparator,
    /// The value; `None` with a range.
    pub value: Option<Decimal>,
    /// The bounds of a range.
    pub bounds: Option<(Decimal, Decimal)>,
    /// ISO code, symbol, or the counted noun phrase in lower case.
    pub unit: Option<Cow<'l, str>>,
    /// The unit as written.
    pub unit_span: Option<SourceSpan>,
    /// What it is about.
    pub subject: Option<SubjectRecord<'l>>,
    /// What is measured.
    pub attribute: Option<&'l str>,
    /// Up or down, by or to.
    pub change: Option<(Direction, ChangeMode)>,
    /// What the change is measured from.
    pub baseline: Option<SourceSpan>,
    /// The time record that it holds for.
    pub time: Option<Id>,
    /// How surely it is stated.
    pub modality: Modality,
    /// Of a ratio: part and whole, as the text has them.
    pub fraction: Option<(u32, u32)>,
    /// Of a rate: per what, in lower case but for symbols (kWh).
    pub per: Option<String>,
    /// Whether the amount was only hinted at ("hàng nghìn").
    pub vague: bool,
    /// The claim that this one is part of.
    pub of: Option<Id>,
    /// The first telling of the same amount.
    pub same_as: Option<Id>,
    /// In hundredths.
    pub confidence: u8,
    /// The entry behind its unit or noun: `units.toml#USD`.
    pub via: &'l str,
}

/// What a claim is about.
#[derive(Clone, Debug)]
pub struct SubjectRecord<'l> {
    /// The mention.
    pub mention: Id,
    /// Its entity.
    pub entity: Cow<'l, str>,
    /// Its canonical name.
    pub name: Cow<'l, str>,
    /// Its place.
    pub span: SourceSpan,
}

/// A time that the text names.
#[derive(Clone, Debug)]
pub struct TimeRecord {
    /// Its id.
    pub id: Id,
    /// Its place.
    pub span: SourceSpan,
    /// Index of its sentence.
    pub sentence: u32,
    /// First and last day, where they are known.
    pub days: Option<(Date, Date)>,
    /// How fine it is.
    pub grain: Grain,
    /// In hundredths.
    pub confidence: u8,
    /// What produced it.
    pub via: &'static str,
}

/// An event that the text reports.
#[derive(Clone, Debug)]
pub struct EventRecord<'l> {
    /// Its id.
    pub id: Id,
    /// Its type: `partnership`.
    pub event: &'l str,
    /// The clause that states it.
    pub span: SourceSpan,
    /// Index of its sentence.
    pub sentence: u32,
    /// The words that name it.
    pub trigger: SourceSpan,
    /// Who and what plays which part.
    pub roles: Vec<RoleRecord<'l>>,
    /// Stated or denied.
    pub polarity: Polarity,
    /// How surely.
    pub modality: Modality,
    /// The time record of when.
    pub time: Option<Id>,
    /// Who says so.
    pub attribution: Option<Attribution<'l>>,
    /// The article's first telling of the same event.
    pub same_as: Option<Id>,
    /// In hundredths.
    pub confidence: u8,
    /// The rule behind it: `launch.toml#ra-mat`.
    pub via: &'l str,
}

/// One part in an event.
#[derive(Clone, Debug)]
pub struct RoleRecord<'l> {
    /// Its name: `partner`.
    pub role: &'l str,
    /// The filler's place.
    pub span: SourceSpan,
    /// The filler's entity and canonical name, where it is a mention.
    pub entity: Option<(Cow<'l, str>, Cow<'l, str>)>,
    /// The mention or claim that fills it.
    pub record: Option<Id>,
}

/// Who says so.
#[derive(Clone, Debug)]
pub struct Attribution<'l> {
    /// The place of the name.
    pub span: SourceSpan,
    /// Its entity.
    pub entity: Cow<'l, str>,
    /// Its canonical name.
    pub name: Cow<'l, str>,
}
