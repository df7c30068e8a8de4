//! Faults behind a figure: where, what was expected, what was found and by which rule.

use serde::Serialize;

use super::gold::{self, Article, Placed};
use super::{CharSpan, Text, record};

/// How much of the line is shown before and after a fault, in code points.
const CONTEXT: usize = 60;

/// Which faults are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The figure: `claim.full`.
    pub figure: String,
    /// The most faults that are kept; further ones are counted.
    pub limit: usize,
}

/// What kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FaultKind {
    /// An answer that no record fits.
    Missed,
    /// A record that no answer fits, or that says something else.
    Wrong,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// The id of the document.
    pub document: String,
    /// Its first code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// What stands there.
    pub text: String,
    /// What the gold has there, or that it has nothing.
    pub expected: Option<String>,
    /// What the records have there, or that they have nothing.
    pub found: Option<String>,
    /// What produced the record: `companies.tsv#xiaomi`.
    pub via: Option<String>,
    /// The line around it, the place in brackets.
    pub context: String,
}

/// An answer or a record, as a fault shows it.
pub(super) trait Shown {
    /// Where it stands, if that is known.
    fn span(&self) -> Option<CharSpan>;
    /// What it says, in one line.
    fn tell(&self) -> String;
    /// What produced it.
    fn via(&self) -> Option<&str> {
        None
    }
}

impl Fault {
    /// A fault of `article` between what was expected and what was found; one of both is there.
    pub(super) fn new(
        kind: FaultKind,
        article: &Article,
        expected: Option<&dyn Shown>,
        found: Option<&dyn Shown>,
    ) -> Self {
        let place = |shown: Option<&dyn Shown>| shown.and_then(Shown::span);
        let span = match kind {
            FaultKind::Missed => place(expected).or(place(found)),
            FaultKind::Wrong => place(found).or(place(expected)),
        };
        let span = span.unwrap_or(CharSpan::new(0, 0));
        Self {
            kind,
            document: article.id.clone(),
            start: span.start,
            end: span.end,
            text: article.text.string(span),
            expected: expected.map(Shown::tell),
            found: found.map(Shown::tell),
            via: found.and_then(|found| found.via().map(ToOwned::to_owned)),
            context: context(&article.text, span),
        }
    }
}

fn context(text: &Text, span: CharSpan) -> String {
    let around = text.around(span, CONTEXT);
    let piece = |start: usize, end: usize| text.string(CharSpan::new(start, end)).replace('\n', " ");
    let before = piece(around.start, span.start);
    format!("{before}[{}]{}", piece(span.start, span.end), piece(span.end, around.end))
}

/// Of `all` the first that overlaps `span`.
pub(super) fn beside<T: Shown>(span: Option<CharSpan>, all: &[T]) -> Option<&dyn Shown> {
    let over = |other: &&T| span.zip(other.span()).is_some_and(|(span, other)| span.overlaps(other));
    all.iter().find(over).map(|other| other as &dyn Shown)
}

fn either(allowed: &[String]) -> String {
    allowed.join("|")
}

/// The values that there are, by `|`.
fn names(allowed: &[Option<String>]) -> String {
    let names: Vec<&str> = allowed.iter().map(|name| name.as_deref().unwrap_or("none")).collect();
    names.join("|")
}

fn amount(
    comparator: &str,
    value: Option<&serde_json::Number>,
    low: Option<&serde_json::Number>,
    high: Option<&serde_json::Number>,
) -> String {
    match (value, low, high) {
        (Some(value), ..) => format!("{comparator} {value}"),
        (None, Some(low), Some(high)) => format!("{comparator} {low} to {high}"),
        _ => comparator.to_owned(),
    }
}

impl Shown for Placed<gold::Claim> {
    fn span(&self) -> Option<CharSpan> {
        Some(self.span)
    }

    fn tell(&self) -> String {
        let gold::Claim { kind, comparator, value, low, high, unit, subject, .. } = &self.item;
        let amount = amount(&either(comparator), value.as_ref(), low.as_ref(), high.as_ref());
        let subject = if subject.is_empty() { "none".to_owned() } else { names(subject) };
        format!("{} {amount}, unit {}, subject {subject}", either(kind), names(unit))
    }
}

impl Shown for record::Claim {
    fn span(&self) -> Option<CharSpan> {
        Some(CharSpan::new(self.start, self.end))
    }

    fn tell(&self) -> String {
        let comparator = self.comparator.as_deref().unwrap_or_default();
        let amount = amount(comparator, self.value.as_ref(), self.low.as_ref(), self.high.as_ref());
        let unit = self.unit.as_deref().unwrap_or("none");
        let subject = self.subject.as_ref().and_then(|s| s.name.as_deref().or(s.text.as_deref()));
        format!("{} {amount}, unit {unit}, subject {}", self.kind, subject.unwrap_or("none"))
    }

    fn via(&self) -> Option<&str> {
        self.via.as_deref()
    }
}

fn stance<'a>(polarity: Option<&'a str>, modality: Option<&'a str>) -> String {
    format!("{}, {}", polarity.unwrap_or("positive"), modality.unwrap_or("asserted"))
}

impl Shown for gold::Event {
    fn span(&self) -> Option<CharSpan> {
        Some(self.trigger)
    }

    fn tell(&self) -> String {
        let stance = stance(self.item.polarity.as_deref(), self.item.modality.as_deref());
        let roles = self.roles.iter().map(|role| format!(", {} “{}”", role.item.role, role.item.text));
        format!("{}: {stance}{}", either(&self.item.event), roles.collect::<String>())
    }
}

impl Shown for record::Event {
    fn span(&self) -> Option<CharSpan> {
        Some(CharSpan::new(self.trigger.start, self.trigger.end))
    }

    fn tell(&self) -> String {
        let stance = stance(self.polarity.as_deref(), self.modality.as_deref());
        let text = |role: &record::Role| role.text.clone().or(role.name.clone()).unwrap_or_default();
        let roles = self.roles.iter().map(|role| format!(", {} “{}”", role.role, text(role)));
        format!("{}: {stance}{}", self.event, roles.collect::<String>())
    }

    fn via(&self) -> Option<&str> {
        self.via.as_deref()
    }
}
