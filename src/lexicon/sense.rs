//! What words outside names can mean.

use serde::{Deserialize, Serialize};

use super::marker::MarkerJob;
use super::rule::ContextJob;

/// What words outside names can mean. The numbers count in the lists of [`Lexicon`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sense {
    /// A counted noun.
    Noun(u32),
    Unit(u16),
    UnitBefore(u16),
    Scale(u16),
    GluedScale(u16),
    /// A word that is a number or part of one.
    Numeral(u16),
    /// Words that are an amount by themselves.
    Fixed(u16),
    Comparator(u16),
    /// A comparator that is a preposition too.
    Loose,
    ComparatorAfter(u16),
    /// A word with which the comparator after it is part of something else.
    Absorbs(u16),
    Vague(u16),
    /// A time as seen from the document's date.
    Relative(u16),
    Holiday(u16),
    Weekday(u16),
    Change(u16),
    Marker(MarkerJob),
    Attribute(u16),
    Context(ContextJob),
    /// One part of a trigger or blocker.
    Part {
        phrase: u32,
        part: u8,
    },
    /// A preposition or cue word that names a slot.
    Slot(u16),
    Cue(u16),
    /// A longer word in which the cue does not count.
    CueNot(u16),
}

impl Sense {
    /// One bit for its kind, which a few rare kinds share: a filter that never hides one.
    pub(crate) const fn bit(self) -> u64 {
        let kind = match self {
            Self::Noun(_) => 0,
            Self::Unit(_) => 1,
            Self::UnitBefore(_) => 2,
            Self::Scale(_) => 3,
            Self::GluedScale(_) => 4,
            Self::Numeral(_) => 5,
            Self::Fixed(_) => 6,
            Self::Comparator(_) => 7,
            Self::Loose => 8,
            Self::ComparatorAfter(_) => 9,
            Self::Absorbs(_) => 10,
            Self::Vague(_) => 11,
            Self::Relative(_) => 12,
            Self::Holiday(_) | Self::Weekday(_) => 13,
            Self::Change(_) => 14,
            Self::Attribute(_) => 15,
            Self::Part { .. } => 16,
            Self::Slot(_) => 17,
            Self::Cue(_) | Self::CueNot(_) => 18,
            Self::Context(job) => 19 + job as u32 % 8,
            Self::Marker(job) => 27 + job as u32 % 37,
        };
        1 << kind
    }
}

/// By pattern: the bits of its senses.
pub(super) fn sense_bits(senses: &[Vec<Sense>]) -> Vec<u64> {
    senses.iter().map(|s| s.iter().fold(0, |bits, sense| bits | sense.bit())).collect()
}
