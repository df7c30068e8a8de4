//! One article's gold as it stands in the file: by surface (`all`, `nth`) or by offsets.

use serde::{Deserialize, Deserializer};
use serde_json::Number;

#[derive(Deserialize)]
pub(super) struct Form {
    pub(super) id: String,
    /// The article's text, where the gold carries it.
    pub(super) text: Option<String>,
    pub(super) sentences: Option<Vec<(usize, usize)>>,
    #[serde(default)]
    pub(super) mentions: Vec<Mention>,
    #[serde(default)]
    pub(super) claims: Vec<Claim>,
    #[serde(default)]
    pub(super) events: Vec<Event>,
}

/// A name.
#[derive(Clone, Deserialize)]
pub struct Mention {
    /// `company`, `product`, `person`, `place` or `organization`, or several that are allowed; the first is the figure it counts in.
    #[serde(deserialize_with = "list")]
    pub kind: Vec<String>,
    /// Its surface.
    pub text: String,
    /// The canonical name, or several that are equally right.
    #[serde(default, deserialize_with = "list")]
    pub name: Vec<Option<String>>,
    /// Whether all occurrences of the surface are meant.
    #[serde(default)]
    pub all: bool,
    /// Which occurrence is meant, from 1.
    pub nth: Option<usize>,
    /// Whether it counts neither as missed nor as wrong.
    #[serde(default)]
    pub optional: bool,
    /// Whether it is no name but stands for one ("hãng này").
    #[serde(default)]
    pub coreference: bool,
    /// Its first code point, where it is given by offsets.
    pub start: Option<usize>,
    /// One past its last code point.
    pub end: Option<usize>,
}

/// A quantity.
#[derive(Deserialize)]
pub struct Claim {
    /// Its kind, or several that are allowed.
    #[serde(default, deserialize_with = "list")]
    pub kind: Vec<String>,
    /// Its surface.
    pub text: String,
    /// Which occurrence of the surface is meant, from 1.
    pub nth: Option<usize>,
    /// Its comparator, or several that are allowed.
    #[serde(deserialize_with = "list")]
    pub comparator: Vec<String>,
    /// Its value; none with a range.
    pub value: Option<Number>,
    /// The lower bound of a range.
    pub low: Option<Number>,
    /// The upper bound of a range.
    pub high: Option<Number>,
    /// Its unit, or several that are allowed; none is the unit null.
    #[serde(default = "none", deserialize_with = "list")]
    pub unit: Vec<Option<String>>,
    /// The name of what it is about, or several that are allowed; none where nothing is named.
    #[serde(default, deserialize_with = "list")]
    pub subject: Vec<Option<String>>,
    /// Whether it counts neither as missed nor as wrong.
    #[serde(default)]
    pub optional: bool,
    /// Its first code point, where it is given by offsets.
    pub start: Option<usize>,
    /// One past its last code point.
    pub end: Option<usize>,
}

/// An event, as the file has it.
#[derive(Deserialize)]
pub struct Event {
    /// The type, or several that are allowed; the roles are those of the first.
    #[serde(deserialize_with = "list")]
    pub event: Vec<String>,
    /// The words that name it.
    pub trigger: Trigger,
    /// Which occurrence of the trigger is meant, from 1.
    pub nth: Option<usize>,
    /// `positive` unless said.
    pub polarity: Option<String>,
    /// `asserted` unless said.
    pub modality: Option<String>,
    /// Whether it counts neither as missed nor as wrong.
    #[serde(default)]
    pub optional: bool,
    /// Who and what plays which part.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// The words that name an event: by their surface or by offsets.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Trigger {
    /// Its words; `nth` tells which.
    Surface(String),
    /// From the first code point up to one past the last.
    Placed {
        /// The first code point.
        start: usize,
        /// One past the last.
        end: usize,
    },
}

/// A role, as the file has it.
#[derive(Deserialize)]
pub struct Role {
    /// Its name: `maker`.
    pub role: String,
    /// The surface of the filler.
    pub text: String,
    /// Other surfaces of the same filler.
    #[serde(default)]
    pub names: Vec<String>,
    /// Whether it counts neither as missed nor as wrong.
    #[serde(default)]
    pub optional: bool,
    /// The first code point of the filler, where it is given by offsets.
    pub start: Option<usize>,
    /// One past its last code point.
    pub end: Option<usize>,
}

/// A unit left out is the unit null.
fn none() -> Vec<Option<String>> {
    vec![None]
}

/// One value or a list of values, as a list.
fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        Many(Vec<T>),
        One(T),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::Many(many) => many,
        Either::One(one) => vec![one],
    })
}
