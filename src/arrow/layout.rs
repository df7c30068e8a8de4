//! What a row of a table of records is.

use std::sync::Arc;

use arrow_schema::{Schema, SchemaRef};

use super::form::{self, Key};

/// What a row is, and so which columns there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A document: its keys, its records in the lists `mentions`, `claims`, `times` and `events`, and all of them as
    /// JSON Lines in `json`. An input that could not be read is a row with `error` and `json` alone.
    Nested,
    /// A record of any type, as JSON in `json`, with its `source`, `doc`, `type` and `id`.
    Json,
    /// A document by itself.
    Document,
    /// A mention.
    Mention,
    /// A claim.
    Claim,
    /// A time.
    Time,
    /// An event.
    Event,
    /// An input that could not be read.
    Error,
}

/// A name that is no layout.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no layout; use nested, json, document, mention, claim, time, event or error")]
pub struct UnknownLayout(String);

impl Layout {
    /// The layout of this name, in lower case.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_name(name: &str) -> Result<Self, UnknownLayout> {
        let all = [
            Self::Nested,
            Self::Json,
            Self::Document,
            Self::Mention,
            Self::Claim,
            Self::Time,
            Self::Event,
            Self::Error,
        ];
        all.into_iter().find(|layout| layout.name() == name).ok_or_else(|| UnknownLayout(name.to_owned()))
    }

    /// Its name, which is that of the type of record in its rows where they hold one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nested => "nested",
            Self::Json => "json",
            Self::Document => "document",
            Self::Mention => "mention",
            Self::Claim => "claim",
            Self::Time => "time",
            Self::Event => "event",
            Self::Error => "error",
        }
    }

    /// The columns. Offsets are 32-bit integers in the unit of the records, numbers decimal128(38,10), dates date32.
    pub fn schema(self) -> SchemaRef {
        Arc::new(Schema::new(form::fields(self.keys())))
    }

    pub(super) fn keys(self) -> &'static [Key] {
        match self {
            Self::Nested => form::NESTED,
            Self::Json => form::LINE,
            Self::Document => &form::DOCUMENT,
            Self::Mention => form::MENTION,
            Self::Claim => form::CLAIM,
            Self::Time => form::TIME,
            Self::Event => form::EVENT,
            Self::Error => form::ERROR,
        }
    }
}
