//! Days as numbers, so that they can be told apart and compared.

use jiff::civil::Date;

use crate::kb::value::Value;

/// The first and the last of some days, both included, as the stores write dates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Days {
    pub(super) first: String,
    pub(super) last: String,
}

impl Days {
    /// What `first` and `last` say; `None` where either is unknown.
    pub(super) fn of(first: &Value<'_>, last: &Value<'_>) -> Option<Self> {
        Some(Self { first: first.text()?.to_owned(), last: last.text()?.to_owned() })
    }

    /// One day.
    pub(super) fn day(day: &str) -> Self {
        Self { first: day.to_owned(), last: day.to_owned() }
    }

    /// How many days lie between the two; 0 where they meet. `None` where that cannot be told.
    pub(super) fn gap(&self, other: &Self) -> Option<i64> {
        let number = |day: &str| day.parse::<Date>().ok().map(since_epoch);
        let (a, b) =
            ((number(&self.first)?, number(&self.last)?), (number(&other.first)?, number(&other.last)?));
        Some((a.0 - b.1).max(b.0 - a.1).max(0))
    }
}

fn since_epoch(day: Date) -> i64 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    (day - EPOCH).get_days().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_counted_in_days() {
        let march = Days { first: "2025-03-01".into(), last: "2025-03-31".into() };
        assert_eq!(march.gap(&Days::day("2025-03-15")), Some(0));
        assert_eq!(march.gap(&Days::day("2025-04-02")), Some(2));
        assert_eq!(Days::day("2024-12-30").gap(&march), Some(61));
        assert_eq!(march.gap(&Days::day("spring")), None);
    }
}
