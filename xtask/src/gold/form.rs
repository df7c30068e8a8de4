//! One article's gold as it stands in the file: by surface (`all`, `nth`) or by offsets.

use serde::{Deserialize, Deserializer};
use serde_json::Number;

#[derive(Deserialize)]
pub(crate) struct Form {
    pub(crate) id: String,
    /// The article's text, where the gold carries it.
    pub(crate) text: Option<String>,
    pub(crate) sentences: Option<Vec<(usize, usize)>>,
    #[serde(default)]
    pub(crate) mentions: Vec<Mention>,
    #[serde(default)]
    pub(crate) claims: Vec<Claim>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
}

#[derive(Clone, Deserialize)]
pub(crate) struct Mention {
    #[serde(deserialize_with = "list")]
    pub(crate) kind: Vec<String>,
    pub(crate) text: String,
    /// The canonical name, or several that are equally right.
    #[serde(default, deserialize_with = "list")]
    pub(crate) name: Vec<Option<String>>,
    #[serde(default)]
    pub(crate) all: bool,
    pub(crate) nth: Option<usize>,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) coreference: bool,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    #[serde(default, deserialize_with = "list")]
    pub(crate) kind: Vec<String>,
    pub(crate) text: String,
    pub(crate) nth: Option<usize>,
    #[serde(deserialize_with = "list")]
    pub(crate) comparator: Vec<String>,
    pub(crate) value: Option<Number>,
    pub(crate) low: Option<Number>,
    pub(crate) high: Option<Number>,
    #[serde(default = "none", deserialize_with = "list")]
    pub(crate) unit: Vec<Option<String>>,
    #[serde(default, deserialize_with = "list")]
    pub(crate) subject: Vec<Option<String>>,
    #[serde(default)]
    pub(crate) optional: bool,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    /// The type, or several that are allowed; the roles are those of the first.
    #[serde(deserialize_with = "list")]
    pub(crate) event: Vec<String>,
    pub(crate) trigger: Trigger,
    pub(crate) nth: Option<usize>,
    pub(crate) polarity: Option<String>,
    pub(crate) modality: Option<String>,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) roles: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Trigger {
    Surface(String),
    Placed { start: usize, end: usize },
}

#[derive(Deserialize)]
pub(crate) struct Role {
    pub(crate) role: String,
    pub(crate) text: String,
    /// Other surfaces of the same filler.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) optional: bool,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
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
