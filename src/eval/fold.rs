//! Strings made comparable: without case, tone placement, spacing; at last without marks at all.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

use crate::text::nfc;

/// The older placement of a tone mark and the newer.
const TONES: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// In lower case, tones in one place, blanks single.
pub fn fold(text: &str) -> String {
    let mut folded = nfc(text).to_lowercase();
    for (old, new) in TONES {
        folded = folded.replace(old, new);
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without marks, as a slug writes it: runs of a-z and 0-9 with single blanks between them.
pub fn bare(text: &str) -> String {
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let folded = fold(text).replace('đ', "d");
    let plain = DecomposingNormalizerBorrowed::new_nfd().normalize(&folded);
    let letters = plain.chars().filter(|c| classes.get_u8(*c) == 0);
    let blanked: String =
        letters.map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { ' ' }).collect();
    blanked.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_placement_and_marks() {
        assert_eq!(fold("  Hoà  THUỶ"), "hòa thủy");
        assert_eq!(bare("Điện-Máy XANH"), "dien may xanh");
        assert_eq!(bare("…"), "");
    }
}
