//! The tables of a knowledge base, described once: the stores make their own DDL of it, and `docs/knowledge-base.md` draws it.

/// The version of the schema. A base of an earlier one gets what came since when it is opened.
pub(crate) const VERSION: i64 = 2;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// 16 bytes.
    Key,
    /// Text, compared by its bytes.
    Text,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A day.
    Date,
    /// Yes or no.
    Truth,
    /// JSON.
    Json,
    /// Bytes that only this program reads.
    Bytes,
}

/// What becomes of a value where the row is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The new value replaces it.
    Replace,
    /// The new value replaces it, unless it is unknown.
    Known,
    /// The least known value stays, so that the order in which rows arrive does not count.
    Least,
    /// True stays true.
    Sticky,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) holds: Type,
    /// Whether the value may be unknown.
    pub(crate) null: bool,
    pub(crate) rule: Rule,
}

impl Column {
    const fn or_null(mut self) -> Self {
        self.null = true;
        self
    }

    const fn by(mut self, rule: Rule) -> Self {
        self.rule = rule;
        self
    }
}

/// One table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// The schema version that brought it.
    pub(crate) since: i64,
    /// How many of the first columns make the key.
    pub(crate) key: usize,
    pub(crate) columns: &'static [Column],
    /// Columns of the indexes that the questions and the merging want.
    pub(crate) indexes: &'static [&'static [&'static str]],
}

const fn column(name: &'static str, holds: Type) -> Column {
    Column { name, holds, null: false, rule: Rule::Replace }
}
const fn key(name: &'static str) -> Column {
    column(name, Type::Key)
}
const fn text(name: &'static str) -> Column {
    column(name, Type::Text)
}
const fn integer(name: &'static str) -> Column {
    column(name, Type::Integer)
}
const fn decimal(name: &'static str) -> Column {
    column(name, Type::Decimal)
}
const fn date(name: &'static str) -> Column {
    column(name, Type::Date)
}
const fn truth(name: &'static str) -> Column {
    column(name, Type::Truth)
}
const fn json(name: &'static str) -> Column {
    column(name, Type::Json)
}

/// Articles.
pub(crate) const DOCUMENT: Table = Table {
    name: "document",
    since: 1,
    key: 1,
    columns: &[
        key("key"),
        text("id"),
        text("source"),
        date("date").or_null(),
        text("title").or_null(),
        text("url").or_null(),
        text("offset_unit"),
        integer("length"),
        json("sentences"),
        text("sha256"),
        integer("schema"),
        text("engine"),
        text("lexicon"),
        truth("duplicate").by(Rule::Sticky),
        truth("truncated"),
        text("text").or_null().by(Rule::Known),
    ],
    indexes: &[&["id"]],
};

/// What is named, one row whatever it is called.
pub(crate) const ENTITY: Table = Table {
    name: "entity",
    since: 1,
    key: 1,
    columns: &[
        key("key"),
        text("slug"),
        text("kind"),
        text("name").by(Rule::Least),
        text("links").or_null().by(Rule::Least),
    ],
    indexes: &[&["slug"], &["name"]],
};

/// Names where they stand.
pub(crate) const MENTION: Table = Table {
    name: "mention",
    since: 1,
    key: 2,
    columns: &[
        key("document"),
        key("key"),
        text("kind"),
        text("text"),
        integer("begins"),
        integer("ends"),
        integer("sentence"),
        key("entity"),
        text("name"),
        text("links").or_null(),
        text("reference"),
        text("tier").or_null(),
        decimal("confidence"),
        text("via"),
    ],
    indexes: &[&["entity"]],
};

/// Quantities.
pub(crate) const CLAIM: Table = Table {
    name: "claim",
    since: 1,
    key: 2,
    columns: &[
        key("document"),
        key("key"),
        text("kind"),
        text("text"),
        integer("begins"),
        integer("ends"),
        integer("sentence"),
        text("comparator"),
        decimal("value").or_null(),
        decimal("low").or_null(),
        decimal("high").or_null(),
        text("unit").or_null(),
        text("unit_text").or_null(),
        key("subject").or_null(),
        key("subject_mention").or_null(),
        text("subject_text").or_null(),
        text("attribute").or_null(),
        text("direction").or_null(),
        text("mode").or_null(),
        text("baseline").or_null(),
        key("time").or_null(),
        text("modality"),
        text("fraction").or_null(),
        text("per").or_null(),
        truth("vague"),
        key("part_of").or_null(),
        key("same_as").or_null(),
        decimal("confidence"),
        text("via"),
    ],
    indexes: &[&["subject"]],
};

/// Times that texts name.
pub(crate) const TIME: Table = Table {
    name: "time",
    since: 1,
    key: 2,
    columns: &[
        key("document"),
        key("key"),
        text("text"),
        integer("begins"),
        integer("ends"),
        integer("sentence"),
        date("first_day").or_null(),
        date("last_day").or_null(),
        text("grain"),
        decimal("confidence"),
        text("via"),
    ],
    indexes: &[],
};

/// What happened, as each clause tells it.
pub(crate) const EVENT: Table = Table {
    name: "event",
    since: 1,
    key: 2,
    columns: &[
        key("document"),
        key("key"),
        text("type"),
        text("text"),
        integer("begins"),
        integer("ends"),
        integer("sentence"),
        text("trigger_text"),
        integer("trigger_begins"),
        integer("trigger_ends"),
        text("polarity"),
        text("modality"),
        key("time").or_null(),
        key("attribution").or_null(),
        text("attribution_text").or_null(),
        integer("attribution_begins").or_null(),
        integer("attribution_ends").or_null(),
        key("same_as").or_null(),
        decimal("confidence"),
        text("via"),
    ],
    indexes: &[],
};

/// Who and what plays which part in an event.
pub(crate) const ROLE: Table = Table {
    name: "role",
    since: 1,
    key: 3,
    columns: &[
        key("document"),
        key("event"),
        integer("number"),
        text("role"),
        text("text"),
        integer("begins"),
        integer("ends"),
        key("entity").or_null(),
        key("record").or_null(),
    ],
    indexes: &[&["entity"]],
};

/// Documents that rows have arrived for, but not themselves.
pub(crate) const WAITING: Table =
    Table { name: "waiting", since: 1, key: 1, columns: &[key("document"), text("id")], indexes: &[] };

/// Documents whose rows changed since the last merge.
pub(crate) const PENDING: Table =
    Table { name: "pending", since: 1, key: 1, columns: &[key("document")], indexes: &[] };

/// What tells near-duplicate texts: hashes of the sentences that hold records.
pub(crate) const FINGERPRINT: Table = Table {
    name: "fingerprint",
    since: 2,
    key: 1,
    columns: &[key("document"), column("prints", Type::Bytes)],
    indexes: &[],
};

/// Where documents with similar fingerprints meet.
pub(crate) const BAND: Table = Table {
    name: "band",
    since: 2,
    key: 2,
    columns: &[key("band"), key("document")],
    indexes: &[&["document"]],
};

/// The source that a document tells: itself, or the first of the near-duplicates that it is one of.
pub(crate) const COPY: Table = Table {
    name: "copy",
    since: 2,
    key: 1,
    columns: &[key("document"), key("origin")],
    indexes: &[&["origin"]],
};

/// What is claimed of one subject, attribute and time.
pub(crate) const FACT: Table = Table {
    name: "fact",
    since: 2,
    key: 1,
    columns: &[
        key("key"),
        key("entity"),
        text("attribute"),
        date("first_day").or_null(),
        date("last_day").or_null(),
        integer("sources"),
        date("first_seen").or_null(),
        date("last_seen").or_null(),
        truth("contradicted"),
    ],
    indexes: &[&["entity", "attribute"]],
};

/// The values of a fact.
pub(crate) const FACT_VALUE: Table = Table {
    name: "fact_value",
    since: 2,
    key: 2,
    columns: &[
        key("fact"),
        key("key"),
        text("kind"),
        text("comparator"),
        decimal("value").or_null(),
        decimal("low").or_null(),
        decimal("high").or_null(),
        text("unit").or_null(),
        text("direction").or_null(),
        text("mode").or_null(),
        text("per").or_null(),
        truth("part"),
        text("modality"),
        integer("sources"),
        date("first_seen").or_null(),
        date("last_seen").or_null(),
        truth("contradicted"),
    ],
    indexes: &[],
};

/// What happened, one row however many articles tell it.
pub(crate) const HAPPENING: Table = Table {
    name: "happening",
    since: 2,
    key: 1,
    columns: &[
        key("key"),
        key("block"),
        text("type"),
        text("polarity"),
        text("modality"),
        date("first_day").or_null(),
        date("last_day").or_null(),
        integer("sources"),
        date("first_seen").or_null(),
        date("last_seen").or_null(),
    ],
    indexes: &[&["block"], &["type", "first_day"]],
};

/// The entities that take part in a happening.
pub(crate) const HAPPENING_ROLE: Table = Table {
    name: "happening_role",
    since: 2,
    key: 3,
    columns: &[key("happening"), text("role"), key("entity"), truth("core"), integer("sources")],
    indexes: &[&["entity"]],
};

/// The records behind a fact or a happening.
pub(crate) const EVIDENCE: Table = Table {
    name: "evidence",
    since: 2,
    key: 3,
    columns: &[key("merged"), key("document"), key("record")],
    indexes: &[&["document"]],
};

/// All tables, in the order in which they are made.
pub(crate) const TABLES: [&Table; 17] = [
    &DOCUMENT,
    &ENTITY,
    &MENTION,
    &CLAIM,
    &TIME,
    &EVENT,
    &ROLE,
    &WAITING,
    &PENDING,
    &FINGERPRINT,
    &BAND,
    &COPY,
    &FACT,
    &FACT_VALUE,
    &HAPPENING,
    &HAPPENING_ROLE,
    &EVIDENCE,
];

/// The tables whose rows are records of a document, by their first column.
pub(crate) const OF_DOCUMENT: [&Table; 5] = [&MENTION, &CLAIM, &TIME, &EVENT, &ROLE];
