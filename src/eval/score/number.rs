//! Numbers compared: whole ones exactly, fractions as the nearest `f64`.

use serde_json::Number;

/// Whether two numbers are the same; inexactly, they may differ in the tenth digit. Two unknowns are the same.
pub fn same_number(found: Option<&Number>, gold: Option<&Number>, exact: bool) -> bool {
    match (found, gold) {
        (None, None) => true,
        (Some(found), Some(gold)) => equal(found, gold) || (!exact && near(found, gold)),
        _ => false,
    }
}

fn equal(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

fn near(found: &Number, gold: &Number) -> bool {
    let (Some(found), Some(gold)) = (found.as_f64(), gold.as_f64()) else { return false };
    gold != 0.0 && (found - gold).abs() / gold.abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn only_ratios_may_be_rounded() {
        let (third, rounded) = (number("0.33333333333333331"), number("0.3333333333"));
        assert!(same_number(Some(&rounded), Some(&third), false));
        assert!(!same_number(Some(&rounded), Some(&third), true));
        assert!(same_number(Some(&number("7.0")), Some(&number("7")), true));
        assert!(!same_number(Some(&number("60000001")), Some(&number("60000000")), true));
        assert!(!same_number(None, Some(&third), false));
    }
}
