//! The questions as views, so that SQL asks them too.

use super::base::Dialect;

/// A view, whose name is that of a question.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) name: &'static str,
    /// The query. `{sentence of X}` stands for the sentence of the record X in the document d, `{names of n}` for the names that
    /// the sorted query n gives, with commas.
    query: &'static str,
    /// The columns by which answers are sorted.
    pub(crate) order: &'static str,
}

/// All views.
pub(crate) const VIEWS: [View; 6] = [
    View {
        name: "timeline",
        query: include_str!("view/timeline.sql"),
        order: "coalesce(first_day, first_seen) NULLS FIRST, event",
    },
    View {
        name: "quantity",
        query: include_str!("view/quantity.sql"),
        order: "attribute, coalesce(first_day, first_seen) NULLS FIRST",
    },
    View { name: "partner", query: include_str!("view/partner.sql"), order: "entity, sources DESC, partner" },
    View {
        name: "contradiction",
        query: include_str!("view/contradiction.sql"),
        order: "entity, attribute, first_day NULLS FIRST",
    },
    View {
        name: "launch",
        query: include_str!("view/launch.sql"),
        order: "coalesce(first_day, first_seen) DESC NULLS LAST",
    },
    View { name: "known", query: include_str!("view/known.sql"), order: "kind, what, first_day NULLS FIRST" },
];

/// The sentence of a record, from the text where it is there, else what the record quotes of it.
const SENTENCE: [&str; 2] = [
    "CASE WHEN d.text IS NOT NULL AND d.offset_unit = 'char' THEN substr(d.text, \
     json_extract(d.sentences, '$[' || X.sentence || '][0]') + 1, json_extract(d.sentences, '$[' || X.sentence || '][1]') \
     - json_extract(d.sentences, '$[' || X.sentence || '][0]')) ELSE X.text END",
    "CASE WHEN d.text IS NOT NULL AND d.offset_unit = 'char' THEN substr(d.text, \
     (d.sentences -> CAST(X.sentence AS INT) ->> 0)::int + 1, (d.sentences -> CAST(X.sentence AS INT) ->> 1)::int \
     - (d.sentences -> CAST(X.sentence AS INT) ->> 0)::int) ELSE X.text END",
];

/// Names with commas. SQLite knows an order within only since 3.44, which is newer than what Debian 12 reads a base with; it keeps that
/// of the query below.
const NAMES: [&str; 2] = ["group_concat(n.name, ', ')", "string_agg(n.name, ', ' ORDER BY n.name)"];

impl View {
    /// Its query in the SQL of `dialect`.
    pub(crate) fn sql(&self, dialect: Dialect) -> String {
        let number = usize::from(dialect == Dialect::Postgres);
        let sentence = SENTENCE[number];
        let mut sql = self.query.trim().replace("{names of n}", NAMES[number]);
        for record in ["c", "v"] {
            sql = sql.replace(&format!("{{sentence of {record}}}"), &sentence.replace('X', record));
        }
        sql
    }
}
