//! Notes that hold values: `value=30; unit=nước`.

/// What a note can hold.
pub(super) const KEYS: [&str; 6] = ["name", "value", "low", "high", "unit", "attribute"];

/// The note of some values; those that are missing are left out.
pub(super) fn note(values: &[(&str, Option<&str>)]) -> String {
    let told = values.iter().filter_map(|(key, value)| Some(format!("{key}={}", (*value)?)));
    told.collect::<Vec<_>>().join("; ")
}

/// The values of a note, by key. What begins with no key belongs to the value before it; a note that begins with none is a
/// remark and has no values.
pub(super) fn values(note: &str) -> Vec<(&'static str, String)> {
    let mut values: Vec<(&'static str, String)> = Vec::new();
    for piece in note.split("; ") {
        let known = piece.trim_start().split_once('=');
        let known = known.and_then(|(key, value)| Some((KEYS.iter().find(|k| **k == key)?, value)));
        match (known, values.last_mut()) {
            (Some((key, value)), _) => values.push((key, value.trim_end().to_owned())),
            (None, Some((_, last))) => *last = format!("{last}; {piece}"),
            (None, None) => return values,
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lead_back_to_notes() {
        let text = note(&[("name", None), ("value", Some("30")), ("unit", Some("nước; vùng a=b"))]);
        assert_eq!(text, "value=30; unit=nước; vùng a=b");
        let values = values(&text);
        assert_eq!(values, [("value", "30".to_owned()), ("unit", "nước; vùng a=b".to_owned())]);
        assert!(super::values("is this a name?").is_empty());
    }
}
