//! What language says of amounts and times: numerals, units, comparators, ranges, dates. What they are about is `claim`'s.

mod clock;
mod comparator;
mod compound;
mod counted;
mod currency;
mod digits;
mod fraction;
mod number;
mod order;
mod range;
mod rate;
mod read;
mod source;
mod spelled;
mod time;
mod uncounted;

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

pub(crate) use read::read;
pub(crate) use source::Source;
pub(crate) use time::{Time, Times, Today, read as read_times};

pub use crate::lexicon::Grain;
use crate::lexicon::{ClaimKind, Comparator};

/// An amount, read out of its words.
#[derive(Clone, Debug)]
pub(crate) struct Quantity<'l> {
    pub(crate) tokens: Range<usize>,
    pub(crate) kind: ClaimKind,
    pub(crate) comparator: Comparator,
    pub(crate) value: Value,
    pub(crate) unit: Option<Cow<'l, str>>,
    /// The tokens of the unit.
    pub(crate) unit_tokens: Option<Range<usize>>,
    /// The counted noun, where the lexicon has it.
    pub(crate) noun: Option<u32>,
    /// The word of a rate: "mỗi tháng".
    pub(crate) per: Option<Range<usize>>,
    /// Of a ratio: part and whole, "2/3".
    pub(crate) fraction: Option<(u32, u32)>,
    pub(crate) vague: bool,
    /// Whether it says that it is part of the amount before.
    pub(crate) part_of: bool,
    /// The token of the number itself, after comparator and currency sign.
    pub(crate) number: usize,
    /// The entry behind its unit or noun: `units.toml#USD`.
    pub(crate) via: &'l str,
}

/// A value, or the bounds of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Exact(Decimal),
    Between(Decimal, Decimal),
}
