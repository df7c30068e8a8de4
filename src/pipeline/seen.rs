//! Which documents came before in a stream.

use std::collections::HashSet;

use crate::record::Id;
use crate::source::Document;

/// The documents of a stream so far: 16 bytes each.
#[derive(Debug, Default)]
pub struct Seen(HashSet<Id>);

impl Seen {
    /// Whether a document of the same source and id came before; it has now.
    pub fn came_before(&mut self, document: &Document) -> bool {
        !self.0.insert(key(document))
    }
}

/// Of the source and the id of `document`.
pub(super) fn key(document: &Document) -> Id {
    match &document.id {
        Some(id) => Id::of(&[&document.source, id]),
        None => Id::of(&[&document.source, &Id::of_text(&document.text).to_string()]),
    }
}
