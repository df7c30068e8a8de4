//! Plain text to documents.

use super::document::{Document, Item};
use super::json::{Place, checked};

/// A document of `text`; line ends at the cut are the caller's business.
pub(super) fn document(text: &str, place: Place<'_>, max: usize) -> Item {
    checked(Document::from_text(place.source, text), place, max)
}
