//! Exact decimals as Parquet holds them: 16 bytes, scaled by ten to the tenth.

/// Digits in all, and behind the point.
pub(super) const PRECISION: i32 = 38;
pub(super) const SCALE: i32 = 10;

/// The bytes of the number that `text` writes in plain notation; `None` where it has too many digits.
pub(super) fn bytes(text: &str) -> Option<[u8; 16]> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    if whole.is_empty() || part.len() > SCALE as usize {
        return None;
    }
    let mut scaled: i128 = format!("{whole}{part}").parse().ok()?;
    for _ in part.len()..SCALE as usize {
        scaled = scaled.checked_mul(10)?;
    }
    let is_short = scaled.checked_ilog10().is_none_or(|log| (log as i32) < PRECISION);
    is_short.then(|| if is_negative { -scaled } else { scaled }.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_scaled_exactly() {
        let scaled = |text: &str| bytes(text).map(i128::from_be_bytes);
        assert_eq!(scaled("1.5"), Some(15_000_000_000));
        assert_eq!(scaled("-0.0000000001"), Some(-1));
        assert_eq!(scaled("0"), Some(0));
        let longest = "9".repeat(28);
        assert_eq!(scaled(&longest), Some((10_i128.pow(28) - 1) * 10_i128.pow(10)));
        assert_eq!(
            (scaled("1".repeat(29).as_str()), scaled("0.00000000001"), scaled(".5")),
            (None, None, None)
        );
    }
}
