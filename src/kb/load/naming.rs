//! What names entities: the same words for the same entity are told to the base once.

use std::borrow::Cow;
use std::collections::HashSet;

use foldhash::fast::RandomState;
use serde_json::value::RawValue;

use crate::kb::key::Key;
use crate::kb::record::Text;
use crate::kb::row::{self, Rows};
use crate::record::Id;

/// Digests of slugs with names and links.
pub(super) type Prints = HashSet<u128, RandomState>;

#[derive(Debug)]
struct Naming<'a> {
    document: Key,
    print: u128,
    slug: Cow<'a, str>,
    name: Cow<'a, str>,
    links: Option<&'a RawValue>,
}

/// What the documents of a batch name.
#[derive(Debug)]
pub(super) struct Namings<'a> {
    all: Vec<Naming<'a>>,
    /// What the last document has named so far.
    last: (Key, Prints),
    /// What was given as rows.
    given: Prints,
}

impl Default for Namings<'_> {
    fn default() -> Self {
        Self { all: Vec::new(), last: (Key([0; 16]), Prints::default()), given: Prints::default() }
    }
}

impl<'a> Namings<'a> {
    /// Notes that `document` calls an entity so.
    pub(super) fn add(
        &mut self,
        document: Key,
        slug: &Text<'a>,
        name: &Text<'a>,
        links: Option<&'a RawValue>,
    ) {
        if self.last.0 != document {
            self.last.0 = document;
            self.last.1.clear();
        }
        let print = Id::of(&["naming", &slug.0, &name.0, links.map_or("{}", RawValue::get)]);
        let print = u128::from_be_bytes(print.bytes());
        if self.last.1.insert(print) {
            let (slug, name) = (slug.0.clone(), name.0.clone());
            self.all.push(Naming { document, print, slug, name, links });
        }
    }

    /// Forgets what `documents` name.
    pub(super) fn pass_over(&mut self, documents: &HashSet<Key>) {
        self.all.retain(|naming| !documents.contains(&naming.document));
    }

    /// Adds a row to `rows` for each that is not `known` to be in the base.
    pub(super) fn give(&mut self, known: &Prints, rows: &mut Rows<'a>) {
        for naming in self.all.drain(..) {
            if !known.contains(&naming.print) && self.given.insert(naming.print) {
                rows.push(row::entity(naming.slug, naming.name, naming.links));
            }
        }
    }

    /// What was given as rows.
    pub(super) fn given(&self) -> &Prints {
        &self.given
    }
}
