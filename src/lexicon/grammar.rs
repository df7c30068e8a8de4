//! The grammar of quantities as data: scales, units, comparators, changes, attributes, and what is no quantity.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::schema::{ClaimKind, Comparator};
use super::table::Keyed;

/// `units.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitFile {
    #[serde(default)]
    pub(crate) unit: Vec<Unit>,
}

/// A unit and how it is written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    /// As the contract writes it.
    pub(crate) symbol: String,
    pub(crate) kind: ClaimKind,
    /// Wordings after the number.
    #[serde(default)]
    pub(crate) words: Vec<String>,
    /// Wordings before the number: `$`.
    #[serde(default)]
    pub(crate) before: Vec<String>,
    /// Whether the capitals must be as written (MB, Mb).
    #[serde(default)]
    pub(crate) exact: bool,
    #[serde(default)]
    pub(crate) off: bool,
    /// `units.toml#USD`.
    #[serde(skip)]
    pub(crate) via: String,
}

impl Unit {
    /// Fills in what follows from the rest.
    pub(crate) fn settle(&mut self) {
        self.via = format!("units.toml#{}", self.symbol);
    }
}

impl Keyed for Unit {
    fn key(&self) -> &str {
        &self.symbol
    }
    fn is_off(&self) -> bool {
        self.off
    }
}

/// `quantity.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuantityFile {
    #[serde(default)]
    pub(crate) scale: Vec<Scale>,
    #[serde(default)]
    pub(crate) comparator: Vec<ComparatorWord>,
    #[serde(default)]
    pub(crate) vague: Vec<Vague>,
    #[serde(default)]
    pub(crate) change: Vec<Change>,
    #[serde(default)]
    pub(crate) marker: Vec<Marker>,
}

/// A scale word: nghìn, triệu.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scale {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    #[serde(deserialize_with = "decimal")]
    pub(crate) factor: Decimal,
    /// Whether it counts only where it is glued to the number (5k, 3tr).
    #[serde(default)]
    pub(crate) glued: bool,
}

/// Words before or after a quantity that say how its value stands to the truth.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparatorWord {
    pub(crate) id: String,
    pub(crate) sign: Comparator,
    #[serde(default)]
    pub(crate) before: Vec<String>,
    #[serde(default)]
    pub(crate) after: Vec<String>,
    /// Words before it with which it is part of something else: "cao hơn".
    #[serde(default)]
    pub(crate) not_after: Vec<String>,
}

/// An amount without a number: "hàng nghìn".
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vague {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    #[serde(deserialize_with = "decimal", serialize_with = "written")]
    pub(crate) low: Decimal,
    #[serde(deserialize_with = "decimal", serialize_with = "written")]
    pub(crate) high: Decimal,
}

/// Words before a quantity that make it the size or the end of a change.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    pub(crate) direction: Direction,
    pub(crate) mode: ChangeMode,
}

/// Which way a value moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Up.
    Increase,
    /// Down.
    Decrease,
}

/// Whether the quantity is the step or where it led.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeMode {
    /// The size of the step.
    By,
    /// The value reached.
    To,
}

/// Words that have a job beside a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Marker {
    pub(crate) id: String,
    pub(crate) job: MarkerJob,
    pub(crate) words: Vec<String>,
}

/// What such words do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MarkerJob {
    /// Directly before a number: the number is a name or an address, no quantity (điều 5, phiên bản 2).
    Label,
    /// Directly before a number: the number is a rank (top 5, vị trí thứ 3).
    Rank,
    /// Between two numbers: a range (5 đến 7).
    To,
    /// Before a range, and before a starting price (từ).
    From,
    /// After a scale: half of it more (2 triệu rưỡi).
    Half,
    /// Points back to the amount before: trong số đó.
    PartOf,
    /// Between two tellings of one amount: tương đương.
    Same,
    /// A word that ends a counted noun phrase which the lexicon does not hold.
    Stop,
    /// Names a day, month, quarter or year before its number.
    Day,
    Month,
    Quarter,
    Year,
}

/// `attributes.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttributeFile {
    #[serde(default)]
    pub(crate) attribute: Vec<Attribute>,
}

/// What a claim measures, and how the text says so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attribute {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) nouns: Vec<String>,
    #[serde(default)]
    pub(crate) cues: Vec<String>,
    #[serde(default)]
    pub(crate) units: Vec<String>,
    #[serde(default)]
    pub(crate) kinds: Vec<ClaimKind>,
}

macro_rules! keyed_by_id {
    ($($type:ty),+) => {
        $(impl Keyed for $type {
            fn key(&self) -> &str {
                &self.id
            }
        })+
    };
}

keyed_by_id!(Scale, ComparatorWord, Vague, Change, Marker, Attribute);

/// Numbers are written as strings or integers, so that none goes by way of a float.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Integer(i64),
        Text(String),
    }
    match Number::deserialize(deserializer)? {
        Number::Integer(n) => Ok(Decimal::from(n)),
        Number::Text(t) => {
            t.parse().map_err(|_| serde::de::Error::custom(format!("`{t}` is no decimal number")))
        }
    }
}

fn written<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}
