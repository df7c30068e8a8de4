//! The multi-pattern matcher: finds the names of a compiled list in a text. It knows no language data.
//!
//! A name is a sequence of tokens; it is found where the text has the same folded tokens with the same
//! kinds of joints. Between two words or numbers a blank, a hyphen, an apostrophe and nothing are one
//! kind (Wi-Fi, Wi Fi; iPhone 15, iPhone15); beside any other mark a blank counts (AT&T is not AT & T);
//! no name reaches over a line break. What a pattern means is its owner's business.
//!
//! [`Fast`] is the engine; [`Reference`] is slow and plainly right, and every test compares the two.

mod fast;
mod filter;
mod pattern;
#[cfg(any(test, feature = "internals"))]
mod reference;
mod section;
mod table;
mod walk;

pub(crate) use fast::{Fast, Search};
pub(crate) use pattern::Patterns;
#[cfg(any(test, feature = "internals"))]
pub(crate) use reference::Reference;
#[cfg(feature = "internals")]
pub(crate) use reference::encode;
pub(crate) use section::FORM;

use crate::token::Edges;

/// A name found: tokens `first..last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// As [`Patterns::add`] numbered it.
    pub(crate) pattern: u32,
}

/// An engine that finds all names of a compiled list.
pub(crate) trait Matcher {
    /// Puts every hit into `out`, overlapping ones too, ordered by first token, the longest first.
    fn all(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>);

    /// Puts the leftmost-longest hits into `out`: none overlaps another, and where two do, the one that
    /// begins earlier stays, of two that begin together the longer one.
    #[cfg_attr(
        not(any(test, feature = "internals")),
        expect(dead_code, reason = "entities choose among all hits")
    )]
    fn longest(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>);
}
