//! The grammar of quantities as data: scales, units, comparators, changes, attributes, and what is no quantity.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::marker::Marker;
use super::schema::{ClaimKind, Comparator, Kind};
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
    /// How many of the unit `of` it holds: an hour is 3600 seconds.
    #[serde(default)]
    pub(crate) size: u32,
    #[serde(default)]
    pub(crate) of: String,
    /// Whether it is told in whole numbers, so that the comma of "7,450 MB/s" is a group's.
    #[serde(default)]
    pub(crate) whole: bool,
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
    pub(crate) numeral: Vec<Numeral>,
    #[serde(default)]
    pub(crate) fixed: Vec<Fixed>,
    #[serde(default)]
    pub(crate) vague: Vec<Vague>,
    #[serde(default)]
    pub(crate) change: Vec<Change>,
    #[serde(default)]
    pub(crate) marker: Vec<Marker>,
    #[serde(default)]
    pub(crate) relative: Vec<Relative>,
    #[serde(default)]
    pub(crate) holiday: Vec<Holiday>,
    #[serde(default)]
    pub(crate) weekday: Vec<Weekday>,
    #[serde(default)]
    pub(crate) example: Vec<AmountExample>,
}

/// A sentence with all the amounts and times that must be read from it; of none, it shows what is no amount.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountExample {
    pub(crate) text: toml::Spanned<String>,
    /// Kind, comparator, value, and unit: `count > 30 quốc gia`; of a range `2..9`.
    #[serde(default)]
    pub(crate) claims: Vec<String>,
    /// First and last day, and grain: `2025-04-01..2025-06-30 quarter`. None listed, none looked at.
    #[serde(default)]
    pub(crate) times: Vec<String>,
}

impl Keyed for AmountExample {
    fn key(&self) -> &str {
        self.text.get_ref()
    }
}

/// Words for a time as seen from the document's date: "quý trước".
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Relative {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    pub(crate) grain: Grain,
    /// How many of its grain it lies after the document's own.
    pub(crate) shift: i32,
    /// Of a week: whether Saturday and Sunday alone are meant.
    #[serde(default)]
    pub(crate) weekend: bool,
    /// Whether it counts only after a word that stands before times: "từ đầu năm".
    #[serde(default)]
    pub(crate) since: bool,
    /// Whether it lies after the last one of its grain that the text told, where there is one: "quý liền trước".
    #[serde(default)]
    pub(crate) told: bool,
}

/// A day that bears a name; one without month and day moves through the years, and stays unresolved.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Holiday {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    #[serde(default)]
    pub(crate) month: i8,
    #[serde(default)]
    pub(crate) day: i8,
}

/// A day of the week: 1 is Monday.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weekday {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    pub(crate) number: i8,
}

/// How fine a time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// Six months, from January or July.
    Half,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Grain {
    /// The word in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        }
    }
}

/// A scale word: nghìn, triệu.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scale {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    #[serde(deserialize_with = "decimal", serialize_with = "written")]
    pub(crate) factor: Decimal,
    /// Whether it counts only where it is glued to the number (5k, 3tr).
    #[serde(default)]
    pub(crate) glued: bool,
    /// Whether the capitals must be as written (M, B).
    #[serde(default)]
    pub(crate) exact: bool,
    /// Whether it counts only where the sign of a currency stands before the number ($3.4T).
    #[serde(default)]
    pub(crate) signed: bool,
    /// The currency that it means by itself where nothing is counted (3tr, 20 củ).
    pub(crate) money: Option<String>,
}

/// A word that is a number, or a part of one: hai, mươi, lăm, linh.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numeral {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    pub(crate) place: Place,
    #[serde(default)]
    pub(crate) value: u8,
    /// Whether it is so often another word that what it counts must be known by the lists (năm).
    #[serde(default)]
    pub(crate) wary: bool,
}

/// Where in a number its word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Place {
    /// A digit by itself, or before a scale: hai.
    Digit,
    /// A digit only after tens, a scale or a filler: mốt, lăm.
    Tail,
    /// Nothing, before "trăm" and a decimal point: không.
    Zero,
    /// Ten, with a digit after it or none: mười.
    Ten,
    /// Makes tens of the digit before it: mươi.
    Tens,
    /// Makes hundreds of the digit before it: trăm.
    Hundred,
    /// Stands for empty places: linh, lẻ.
    Filler,
    /// The decimal point: phẩy.
    Point,
    /// A place in an order, only after a word for one: nhì.
    Ordinal,
    /// A month by its own name, only after the word for months: Giêng.
    Month,
}

/// Words that are an amount by themselves: "một nửa", "gấp đôi".
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fixed {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    pub(crate) kind: ClaimKind,
    #[serde(deserialize_with = "decimal", serialize_with = "written")]
    pub(crate) value: Decimal,
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
    /// Those of `before` that are prepositions too: "trên một chiếc" compares nothing.
    #[serde(default)]
    pub(crate) loose: Vec<String>,
    /// The kinds of claim that it goes with, if not all: "lớn hơn 20 V", but no "lớn hơn 20%".
    #[serde(default)]
    pub(crate) kinds: Vec<ClaimKind>,
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
    /// Whether a scale word must follow: "hàng" before "triệu".
    #[serde(default)]
    pub(crate) scaled: bool,
    /// Whether a unit of time may follow instead: "mấy tháng".
    #[serde(default)]
    pub(crate) spans: bool,
}

/// Words before a quantity that make it the size or the end of a change.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) id: String,
    pub(crate) words: Vec<String>,
    pub(crate) direction: Direction,
    pub(crate) mode: ChangeMode,
    /// The kinds of claim that it goes with; empty: all.
    #[serde(default)]
    pub(crate) kinds: Vec<ClaimKind>,
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
    /// Whether a cue of another attribute before its own says better what is measured: "giải thưởng trị giá".
    #[serde(default)]
    pub(crate) generic: bool,
    /// The units in which a measure or a count of it is told; empty: any.
    #[serde(default)]
    pub(crate) only: Vec<String>,
    /// The kinds of mention that have such an attribute; empty: any.
    #[serde(default)]
    pub(crate) of: Vec<Kind>,
    /// Whether a sum by a thing tells it where no cue does: "38.000 đồng/kg".
    #[serde(default)]
    pub(crate) of_rates: bool,
    /// Of two sizes with a slash between them, the one that tells it: "12 GB/256 GB".
    pub(crate) pair: Option<Pair>,
    /// The least size that tells it right behind the name of a product.
    pub(crate) named_from: Option<u32>,
}

/// One of two sizes with a slash between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Pair {
    First,
    Second,
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

keyed_by_id!(Relative, Holiday, Weekday, Scale, Numeral, Fixed, ComparatorWord, Vague, Change, Attribute);

/// Numbers are written as strings or integers, so that none goes by way of a float.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Integer(i64),
        Text(String),
    }
    // A pack says of nothing what it is; there it is what `written` wrote.
    let number = match deserializer.is_human_readable() {
        true => Number::deserialize(deserializer)?,
        false => Number::Text(String::deserialize(deserializer)?),
    };
    match number {
        Number::Integer(n) => Ok(Decimal::from(n)),
        Number::Text(t) => {
            t.parse().map_err(|_| serde::de::Error::custom(format!("`{t}` is no decimal number")))
        }
    }
}

fn written<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}
