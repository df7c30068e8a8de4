//! The matching key of a word: one spelling for all that readers take for the same.
//!
//! Folded are case, the look-alikes of Đ, the place of the tone mark in open `oa`, `oe`, `uy` (hoà, hòa)
//! and `i`/`y` where they stand alone as a rime (kỹ, kĩ; công ty, công ti). Tones and vowels stay:
//! without them words are other words. Both the lexicon and the text are folded; neither is rewritten.

/// Plain vowels that move or change, each with its five tones: huyền, hỏi, ngã, sắc, nặng.
const VOWELS: [[char; 6]; 6] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// The initials after which a lone `y` with a tone is also written `i`.
const IY_INITIALS: [&str; 7] = ["h", "k", "l", "m", "s", "t", "qu"];

/// Appends the key of `word` (one matcher token, composed) to `out`.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    let start = out.len();
    lower_into(word, out);
    move_tone(out, start);
    merge_iy(out, start);
}

/// Appends `word` in lower case, with the look-alikes of Đ as đ. A letter whose lower case is longer stays.
pub(crate) fn lower_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        out.push(match c {
            'Đ' | 'Ð' | 'ð' | 'Ɖ' => 'đ',
            _ => {
                let mut lower = c.to_lowercase();
                match (lower.next(), lower.next()) {
                    (Some(l), None) => l,
                    _ => c,
                }
            }
        });
    }
}

/// Puts the tone of an open `oa`, `oe`, `uy` at the end of `out` on its first letter; but `quý` keeps its own.
pub(crate) fn move_tone(out: &mut String, start: usize) {
    let mut back = out[start..].chars().rev();
    let (Some(last), Some(first)) = (back.next(), back.next()) else { return };
    let after_q = back.next() == Some('q');
    let (Some((last_base, last_tone)), Some((first_base, first_tone))) = (split(last), split(first)) else {
        return;
    };
    if !matches!((first_base, last_base), ('o', 'a' | 'e') | ('u', 'y')) {
        return;
    }
    let (first_new, last_new) = match (first_tone, last_tone, after_q) {
        (0, tone, false) if tone > 0 => (toned(first_base, tone), last_base),
        (tone, 0, true) if tone > 0 && first_base == 'u' => (first_base, toned(last_base, tone)),
        _ => return,
    };
    out.truncate(out.len() - first.len_utf8() - last.len_utf8());
    out.push(first_new);
    out.push(last_new);
}

/// Writes a lone `y` rime as `i`.
fn merge_iy(out: &mut String, start: usize) {
    let Some(last) = out[start..].chars().next_back() else { return };
    let Some(('y', tone)) = split(last) else { return };
    let initial = &out[start..out.len() - last.len_utf8()];
    if IY_INITIALS.contains(&initial) && (tone > 0 || initial == "t") {
        out.truncate(out.len() - last.len_utf8());
        out.push(toned('i', tone));
    }
}

/// A plain vowel and the number of its tone, 0 for none.
fn split(c: char) -> Option<(char, usize)> {
    VOWELS.iter().find_map(|row| row.iter().position(|&v| v == c).map(|tone| (row[0], tone)))
}

fn toned(base: char, tone: usize) -> char {
    VOWELS.iter().find(|row| row[0] == base).map_or(base, |row| row[tone])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(word: &str) -> String {
        let mut out = String::new();
        fold_into(word, &mut out);
        out
    }

    #[test]
    fn readers_take_these_for_the_same() {
        for (a, b) in [
            ("NOKIA", "nokia"),
            ("Đà", "Ðà"),
            ("hoà", "hòa"),
            ("Khoẻ", "khỏe"),
            ("thuý", "thúy"),
            ("xoẽ", "xõe"),
            ("kỹ", "kĩ"),
            ("Mỹ", "mĩ"),
            ("tỷ", "tỉ"),
            ("ty", "ti"),
            ("quý", "qúy"),
            ("quý", "quí"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
    }

    #[test]
    fn these_stay_apart() {
        for (a, b) in [
            ("My", "Mi"),
            ("tuy", "tui"),
            ("hoàn", "hòan"),
            ("thúy", "thúi"),
            ("vàng", "vang"),
            ("quả", "quá"),
        ] {
            assert_ne!(fold(a), fold(b), "{a} and {b}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for word in ["Thuỷ", "KỸ", "hoà", "İstanbul", "ẞ", "qúy", "Quỹ"] {
            let once = fold(word);
            assert_eq!(fold(&once), once);
        }
    }
}
