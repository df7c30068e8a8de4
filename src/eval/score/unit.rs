//! Units that count as the same.

use crate::eval::fold;
use crate::text::nfc;

/// Other spellings of a unit.
const SPELLINGS: [(&str, &str); 23] = [
    ("năm", "year"),
    ("tuổi", "year"),
    ("tháng", "month"),
    ("tuần", "week"),
    ("ngày", "day"),
    ("giờ", "hour"),
    ("tiếng", "hour"),
    ("thập kỷ", "decade"),
    ("thập niên", "decade"),
    ("quý", "quarter"),
    ("phút", "minute"),
    ("giây", "second"),
    ("percent", "%"),
    ("percentage_point", "pp"),
    ("điểm phần trăm", "pp"),
    ("permille", "‰"),
    ("basis_point", "bp"),
    ("pixel_mega", "mp"),
    ("megapixel", "mp"),
    ("tấn", "t"),
    ("gram", "g"),
    ("gam", "g"),
    ("x", "lần"),
];

/// Units whose case tells them apart.
const CASED: [&str; 15] =
    ["MB", "Mb", "GB", "Gb", "TB", "Tb", "KB", "Kb", "kB", "mW", "MW", "Mbps", "MBps", "Gbps", "GBps"];

/// Whether a unit is one of those allowed. A longer noun phrase than the gold's is fine, a shorter one is not.
pub fn same_unit(found: Option<&str>, allowed: &[Option<String>]) -> bool {
    let found = name(found);
    allowed.iter().any(|unit| {
        let unit = name(unit.as_deref());
        found == unit || extends(&found, &unit)
    })
}

fn extends(found: &str, unit: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    unit.chars().count() > 2
        && found.strip_prefix(unit).is_some_and(|rest| rest.starts_with(' '))
        && words(found) <= words(unit) + 3
}

fn name(unit: Option<&str>) -> String {
    let unit = nfc(unit.unwrap_or_default()).trim().to_owned();
    if CASED.contains(&unit.as_str()) {
        return unit;
    }
    let unit = fold(&unit);
    let known = SPELLINGS.iter().find(|(spelling, _)| *spelling == unit);
    known.map_or(unit, |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(units: &[&str]) -> Vec<Option<String>> {
        units.iter().map(|unit| Some((*unit).to_owned())).collect()
    }

    #[test]
    fn spellings_and_case() {
        assert!(same_unit(Some("tháng"), &allowed(&["month"])));
        assert!(same_unit(Some("MB"), &allowed(&["MB"])));
        assert!(!same_unit(Some("MB"), &allowed(&["Mb"])));
        assert!(same_unit(None, &[None]));
        assert!(!same_unit(None, &allowed(&["thiết bị"])));
    }

    #[test]
    fn a_longer_phrase_is_fine() {
        assert!(same_unit(Some("thiết bị kết nối"), &allowed(&["thiết bị"])));
        assert!(!same_unit(Some("thiết bị"), &allowed(&["thiết bị kết nối"])));
    }
}
