//! From names found to linked mentions.
//!
//! Every hit of the gazetteer is a candidate. It is checked against its flags (capitals, context), the
//! longest of those that pass stays, a line's name takes the model designation after it, and a maker's name
//! directly before a product becomes part of the product's.

mod adjacent;
mod candidate;
mod feature;
mod head;
mod homonym;
mod memory;
mod model;
mod origin;
mod resolve;
mod run;
mod unknown;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use resolve::{Resolver, Source};
pub(crate) use unknown::Finder;
#[cfg(feature = "internals")]
pub(crate) use unknown::samples;

use crate::lexicon::{Kind, Reference, Tier};
use crate::span::Span;

/// A linked mention, in the normalised text.
#[derive(Clone, Debug)]
pub(crate) struct Mention<'l> {
    pub(crate) tokens: Range<usize>,
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// Whether the name of a product is that of the firm behind it too: Facebook.
    pub(crate) is_firm: bool,
    pub(crate) entity: Cow<'l, str>,
    pub(crate) name: Cow<'l, str>,
    pub(crate) links: Vec<(&'l str, &'l str)>,
    pub(crate) reference: Reference,
    pub(crate) tier: Option<Tier>,
    /// In hundredths.
    pub(crate) confidence: u8,
    pub(crate) via: String,
    /// The surface of the lexicon behind it; none for a name that it does not hold.
    pub(crate) surface: Option<u32>,
}

impl Mention<'_> {
    /// Whether it names a thing of `kind`; some products are firms too.
    pub(crate) fn is_of(&self, kind: Kind) -> bool {
        self.kind == kind || (self.is_firm && kind == Kind::Company)
    }
}

/// A reading that was not taken, and why: for `explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) span: Span,
    pub(crate) what: String,
    pub(crate) why: String,
}

/// Collects lost readings when somebody asks for them; costs nothing otherwise.
#[derive(Debug, Default)]
pub(crate) struct Trace(pub(crate) Option<Vec<Lost>>);

impl Trace {
    /// Notes what `lost` makes, if anybody asked.
    pub(crate) fn note(&mut self, span: Span, lost: impl FnOnce() -> (String, String)) {
        if let Some(list) = &mut self.0 {
            let (what, why) = lost();
            list.push(Lost { span, what, why });
        }
    }
}
