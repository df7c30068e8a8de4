//! Reads the TOML files of the lexicon: faults with their place, later folders over earlier ones by key.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::error::Diagnostic;

/// A word of a TOML file with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Placed {
    pub(crate) text: String,
    pub(crate) line: u32,
}

/// One file while it is read.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

impl File<'_> {
    /// Reads the whole file as a `T`; a fault is told with its place.
    pub(crate) fn parse<T: DeserializeOwned>(&self, faults: &mut Vec<Diagnostic>) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                faults.push(
                    self.fault(span, format!("{}; see lexicons/README.md for the keys", error.message())),
                );
                None
            }
        }
    }

    /// A fault at the bytes `at` of the file.
    pub(crate) fn fault(&self, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let before = &self.text[..at.start.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Diagnostic {
            file: self.name.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }

    /// The word with its line.
    pub(crate) fn placed(&self, word: &Spanned<String>) -> Placed {
        let before = &self.text[..word.span().start.min(self.text.len())];
        Placed { text: word.get_ref().clone(), line: before.matches('\n').count() as u32 + 1 }
    }
}

/// Something that a later folder replaces, or takes out, by its key.
pub(crate) trait Keyed {
    /// What it is known by within its file.
    fn key(&self) -> &str;
    /// Whether it only takes the earlier one out.
    fn is_off(&self) -> bool {
        false
    }
}

/// Lays `over` on `base`: equal keys replace, new ones are added, those that are off go.
pub(crate) fn merge<T: Keyed>(base: &mut Vec<T>, over: Vec<T>) {
    for item in over {
        let at = base.iter().position(|b| b.key() == item.key());
        match (at, item.is_off()) {
            (Some(i), true) => drop(base.remove(i)),
            (Some(i), false) => base[i] = item,
            (None, true) => {}
            (None, false) => base.push(item),
        }
    }
}
