//! The room that a comparator leaves to a value: what other values say the same, told in other words or rounded.

use rust_decimal::Decimal;

/// The most that rounding may move a plain value, as a share of it.
const ROUNDING: Decimal = Decimal::from_parts(25, 0, 0, false, 3);
/// How far "about" reaches to both sides, as a share of the value.
const ABOUT: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
/// How far "more than" and "less than" reach, as a share of the value: who says more than 30 does not mean 60.
const BEYOND: Decimal = Decimal::from_parts(20, 0, 0, false, 2);
const TWO: Decimal = Decimal::from_parts(2, 0, 0, false, 0);

/// Bounds, both included; `None` has no end.
type Bounds = (Option<Decimal>, Option<Decimal>);

/// What a claim says of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    /// What is stated.
    stated: Bounds,
    /// What may be meant.
    meant: Bounds,
}

impl Room {
    /// The room of `value` under `comparator`, or of the range from `low` to `high`; `None` where it is not known.
    pub(crate) fn of(
        comparator: &str,
        value: Option<Decimal>,
        low: Option<Decimal>,
        high: Option<Decimal>,
    ) -> Option<Self> {
        if comparator == "range" {
            let bounds = (low, high);
            return (low.is_some() && high.is_some()).then_some(Self { stated: bounds, meant: bounds });
        }
        let value = value?;
        let share = |share: Decimal| (value.abs()).checked_mul(share).unwrap_or_default();
        let around = |by: Decimal| (value.checked_sub(by), value.checked_add(by));
        let point = (Some(value), Some(value));
        let one = |bounds| Self { stated: bounds, meant: bounds };
        Some(match comparator {
            "=" => Self { stated: point, meant: around(share(ROUNDING).min(half_place(value))) },
            "~" => Self { stated: point, meant: around(share(ABOUT)) },
            ">" => one((Some(value), value.checked_add(share(BEYOND)))),
            ">=" => one((Some(value), None)),
            "<" => one((value.checked_sub(share(BEYOND)), Some(value))),
            "<=" => one((None, Some(value))),
            _ => return None,
        })
    }

    /// The room of the same amount downwards: a fall by 5 is a change by -5.
    pub(crate) fn negated(self) -> Self {
        let turn = |(low, high): Bounds| (high.map(|h| -h), low.map(|l| -l));
        Self { stated: turn(self.stated), meant: turn(self.meant) }
    }

    /// Whether both may be true of one quantity: what one states lies in the room of the other.
    pub(crate) fn agrees(self, other: Self) -> bool {
        meet(self.stated, other.meant) || meet(self.meant, other.stated)
    }
}

fn meet(a: Bounds, b: Bounds) -> bool {
    let below = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
        (Some(low), Some(high)) => low <= high,
        _ => true,
    };
    below(a.0, b.1) && below(b.0, a.1)
}

/// Half of the last place that is not zero: 1500000 is told in hundreds of thousands, 27.4 in tenths.
fn half_place(value: Decimal) -> Decimal {
    let value = value.normalize();
    let mut digits = value.mantissa().unsigned_abs();
    let mut place = Decimal::ONE;
    if value.scale() > 0 {
        place = Decimal::new(1, value.scale());
    } else {
        while digits > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            place = place.checked_mul(Decimal::TEN).unwrap_or(place);
        }
    }
    place / TWO
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(text: &str) -> Room {
        let (comparator, value) = text.split_once(' ').unwrap();
        let number = |text: &str| Some(text.parse().unwrap());
        match value.split_once("..") {
            Some((low, high)) => Room::of(comparator, None, number(low), number(high)).unwrap(),
            None => Room::of(comparator, number(value), None, None).unwrap(),
        }
    }

    #[test]
    fn rounded_and_vague_values_agree() {
        for (a, b) in [
            ("= 1500000", "= 1504000"),
            ("> 30", "= 31"),
            ("~ 30", "= 32"),
            ("> 30", "~ 29"),
            ("= 27.4", "= 27"),
            (">= 100", "= 900"),
            ("<= 20", "< 18"),
            ("range 20..90", "= 45"),
            ("< 1000000", "~ 950000"),
        ] {
            assert!(room(a).agrees(room(b)) && room(b).agrees(room(a)), "{a}, {b}");
        }
    }

    #[test]
    fn other_values_do_not() {
        for (a, b) in [
            ("= 27", "= 28"),
            ("= 30", "= 32"),
            ("> 30", "= 45"),
            ("~ 30", "~ 36"),
            ("<= 20", "= 25"),
            ("range 20..90", "= 120"),
            ("= 60000000", "= 63000000"),
        ] {
            assert!(!room(a).agrees(room(b)) && !room(b).agrees(room(a)), "{a}, {b}");
        }
    }

    #[test]
    fn up_and_down_are_different_changes() {
        assert!(!room("= 5").agrees(room("= 5").negated()));
        assert!(room("> 5").negated().agrees(room("= 5.5").negated()));
    }
}
