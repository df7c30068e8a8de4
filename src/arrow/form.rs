//! The types of the columns: the contract's keys, in its order.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields};

/// What a column holds; any of them may be null.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Text,
    /// 32 bits: offsets and counts within a document.
    Integer,
    /// 64 bits: places in an input.
    Long,
    Truth,
    /// From 0 to 1.
    Share,
    /// decimal128(38,10), as the contract says.
    Decimal,
    /// Days since 1970.
    Date,
    Object(&'static [Key]),
    List(&'static [Key]),
}

/// A column: its name and type.
pub(super) type Key = (&'static str, Form);

pub(super) const PRECISION: u8 = 38;
pub(super) const SCALE: i8 = 10;

use Form::{Date, Decimal, Integer, List, Long, Object, Share, Text, Truth};

const SPAN: &[Key] = &[("start", Integer), ("end", Integer)];
const LINK: &[Key] = &[("site", Text), ("id", Text)];
const TRIGGER: &[Key] = &[("text", Text), ("start", Integer), ("end", Integer)];
const SUBJECT: &[Key] = &[("mention", Text), ("entity", Text), ("name", Text), ("text", Text)];
const CHANGE: &[Key] = &[("direction", Text), ("mode", Text), ("baseline", Text)];
const ATTRIBUTION: &[Key] =
    &[("text", Text), ("start", Integer), ("end", Integer), ("entity", Text), ("name", Text)];
const ROLE: &[Key] = &[
    ("role", Text),
    ("text", Text),
    ("start", Integer),
    ("end", Integer),
    ("entity", Text),
    ("name", Text),
    ("record", Text),
];

pub(super) const MENTION: &[Key] = &[
    ("id", Text),
    ("doc", Text),
    ("kind", Text),
    ("text", Text),
    ("start", Integer),
    ("end", Integer),
    ("sentence", Integer),
    ("entity", Text),
    ("name", Text),
    ("links", List(LINK)),
    ("reference", Text),
    ("tier", Text),
    ("confidence", Share),
    ("via", Text),
];
pub(super) const CLAIM: &[Key] = &[
    ("id", Text),
    ("doc", Text),
    ("kind", Text),
    ("text", Text),
    ("start", Integer),
    ("end", Integer),
    ("sentence", Integer),
    ("comparator", Text),
    ("value", Decimal),
    ("low", Decimal),
    ("high", Decimal),
    ("unit", Text),
    ("unit_text", Text),
    ("subject", Object(SUBJECT)),
    ("attribute", Text),
    ("change", Object(CHANGE)),
    ("time", Text),
    ("modality", Text),
    ("fraction", Text),
    ("per", Text),
    ("vague", Truth),
    ("of", Text),
    ("same_as", Text),
    ("confidence", Share),
    ("via", Text),
];
pub(super) const TIME: &[Key] = &[
    ("id", Text),
    ("doc", Text),
    ("text", Text),
    ("start", Integer),
    ("end", Integer),
    ("sentence", Integer),
    ("from", Date),
    ("to", Date),
    ("grain", Text),
    ("confidence", Share),
    ("via", Text),
];
pub(super) const EVENT: &[Key] = &[
    ("id", Text),
    ("doc", Text),
    ("event", Text),
    ("text", Text),
    ("start", Integer),
    ("end", Integer),
    ("sentence", Integer),
    ("trigger", Object(TRIGGER)),
    ("roles", List(ROLE)),
    ("polarity", Text),
    ("modality", Text),
    ("time", Text),
    ("attribution", Object(ATTRIBUTION)),
    ("same_as", Text),
    ("confidence", Share),
    ("via", Text),
];
pub(super) const ERROR: &[Key] =
    &[("source", Text), ("record", Long), ("byte", Long), ("code", Text), ("message", Text)];
pub(super) const DOCUMENT: [Key; 14] = [
    ("schema", Integer),
    ("id", Text),
    ("source", Text),
    ("date", Date),
    ("title", Text),
    ("url", Text),
    ("offset_unit", Text),
    ("length", Integer),
    ("sentences", List(SPAN)),
    ("sha256", Text),
    ("engine", Text),
    ("lexicon", Text),
    ("duplicate", Truth),
    ("text", Text),
];
/// One row a document.
pub(super) const NESTED: &[Key] = &{
    let mut keys = [("", Text); DOCUMENT.len() + 6];
    let mut i = 0;
    while i < DOCUMENT.len() {
        keys[i] = DOCUMENT[i];
        i += 1;
    }
    keys[i] = ("mentions", List(MENTION));
    keys[i + 1] = ("claims", List(CLAIM));
    keys[i + 2] = ("times", List(TIME));
    keys[i + 3] = ("events", List(EVENT));
    keys[i + 4] = ("error", Object(ERROR));
    keys[i + 5] = ("json", Text);
    keys
};
/// One row a record of any type.
pub(super) const LINE: &[Key] =
    &[("source", Text), ("doc", Text), ("type", Text), ("id", Text), ("json", Text)];

/// The Arrow fields of `keys`.
pub(super) fn fields(keys: &[Key]) -> Fields {
    keys.iter().map(|(name, form)| Field::new(*name, form.data_type(), true)).collect()
}

/// The field of the items of a list.
pub(super) fn item(keys: &[Key]) -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(fields(keys)), true))
}

impl Form {
    fn data_type(self) -> DataType {
        match self {
            Text => DataType::Utf8,
            Integer => DataType::Int32,
            Long => DataType::Int64,
            Truth => DataType::Boolean,
            Share => DataType::Float64,
            Decimal => DataType::Decimal128(PRECISION, SCALE),
            Date => DataType::Date32,
            Object(keys) => DataType::Struct(fields(keys)),
            List(keys) => DataType::List(item(keys)),
        }
    }
}
