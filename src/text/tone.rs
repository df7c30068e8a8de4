//! Words without their tones.

/// The vowels without and with each of the five tones.
const TONES: [(char, &str); 12] = [
    ('a', "àảãáạ"),
    ('ă', "ằẳẵắặ"),
    ('â', "ầẩẫấậ"),
    ('e', "èẻẽéẹ"),
    ('ê', "ềểễếệ"),
    ('i', "ìỉĩíị"),
    ('o', "òỏõóọ"),
    ('ô', "ồổỗốộ"),
    ('ơ', "ờởỡớợ"),
    ('u', "ùủũúụ"),
    ('ư', "ừửữứự"),
    ('y', "ỳỷỹýỵ"),
];

/// Appends `word` (in small letters) to `out`, its vowels without tones: "nguyễn" is "nguyên".
pub(crate) fn toneless_into(word: &str, out: &mut String) {
    for c in word.chars() {
        let plain = if c.is_ascii() { None } else { TONES.iter().find(|(_, toned)| toned.contains(c)) };
        out.push(plain.map_or(c, |(plain, _)| *plain));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_go_and_vowels_stay() {
        for (word, want) in [("nguyễn", "nguyên"), ("đường", "đương"), ("apple", "apple"), ("ỵ", "y")]
        {
            let mut out = String::new();
            toneless_into(word, &mut out);
            assert_eq!(out, want);
        }
    }
}
