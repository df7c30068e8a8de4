//! Which records are written: by type, by kind of mention, by type of event.

use crate::lexicon::Kind;

/// The records that a run writes. `document` and `error` records are always written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Empty: all.
    names: Vec<String>,
}

/// A word that selects no record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` selects no record; use mention, claim, time, event, a kind of mention (company, product, person, place, organization) or a type of event"
)]
pub struct UnknownSelector(String);

const TYPES: [&str; 4] = ["mention", "claim", "time", "event"];

/// The contract's event types, in its order.
const EVENTS: [&str; 25] = [
    "partnership",
    "acquisition",
    "investment",
    "listing",
    "launch",
    "update",
    "discontinuation",
    "development",
    "supply",
    "licensing",
    "financial_report",
    "sales_report",
    "usage_milestone",
    "pricing",
    "expansion",
    "personnel_change",
    "layoff",
    "lawsuit",
    "regulation",
    "security_incident",
    "outage",
    "recall",
    "valuation",
    "forecast",
    "restructuring",
];

impl Selection {
    /// The selection of `names`: record types, kinds of mention, event types; none selects everything.
    /// Event types that only a lexicon of the user's has are known from `events`.
    ///
    /// # Errors
    /// The first word that selects nothing.
    pub fn new<'a>(
        names: impl IntoIterator<Item = &'a str>,
        events: &[&str],
    ) -> Result<Self, UnknownSelector> {
        let mut selection = Self::default();
        for name in names {
            let known = TYPES.contains(&name)
                || Kind::from_name(name).is_some()
                || EVENTS.contains(&name)
                || events.contains(&name);
            if !known {
                return Err(UnknownSelector(name.to_owned()));
            }
            selection.names.push(name.to_owned());
        }
        Ok(selection)
    }

    /// Whether a record of `record_type` (and kind or event type `kind`) is written.
    pub(crate) fn takes(&self, record_type: &str, kind: &str) -> bool {
        self.names.is_empty()
            || self.names.iter().any(|n| n == record_type || (!kind.is_empty() && n == kind))
    }
}
