//! How a syllable is spelt: its first consonants, its rime without the tone, its tone.

use crate::text::{nfc, nfd};

/// The parts of a syllable.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Form {
    consonants: String,
    rime: String,
    /// 0 where no mark stands, 1 to 5 for grave, acute, tilde, hook and dot.
    pub(super) tone: u8,
    pub(super) letters: usize,
}

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
const CONSONANTS: &str = "bcdđghklmnpqrstvx";

impl Form {
    /// Of a syllable in small letters.
    pub(super) fn of(syllable: &str) -> Self {
        let apart = nfd(syllable);
        let tone = TONES.iter().position(|&mark| apart.contains(mark)).map_or(0, |i| i as u8 + 1);
        let bare = nfc(&apart.replace(TONES, ""));
        let mut end = bare.find(|c| !CONSONANTS.contains(c)).unwrap_or(bare.len());
        let is_glide = |glide: &str| bare[end..].starts_with(glide) && bare[end..].chars().count() > 1;
        if (bare[..end] == *"g" && is_glide("i")) || (bare[..end] == *"q" && is_glide("u")) {
            end += 1;
        }
        let (consonants, rime) = bare.split_at(end);
        Self { consonants: consonants.to_owned(), rime: rime.to_owned(), tone, letters: bare.chars().count() }
    }

    /// 3 where both are spelt alike but for the tone, 1 where they begin alike, 2 where they rhyme, else 0.
    pub(super) fn echo(&self, other: &Self) -> f64 {
        match (self.consonants == other.consonants, self.rime == other.rime) {
            (true, true) => 3.0,
            (true, false) if !self.consonants.is_empty() => 1.0,
            (false, true) => 2.0,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_fall_into_parts() {
        let parts = |s: &str| {
            let form = Form::of(s);
            (form.consonants, form.rime, form.tone)
        };
        let of = |consonants: &str, rime: &str, tone| (consonants.to_owned(), rime.to_owned(), tone);
        assert_eq!(parts("nghiệp"), of("ngh", "iêp", 5));
        assert_eq!(parts("giá"), of("gi", "a", 2));
        assert_eq!(parts("quả"), of("qu", "a", 4));
        assert_eq!(parts("gì"), of("g", "i", 1));
        assert_eq!(parts("ở"), of("", "ơ", 4));
    }

    #[test]
    fn echoes_are_told_apart() {
        let echo = |a: &str, b: &str| Form::of(a).echo(&Form::of(b));
        assert_eq!(
            [echo("đo", "đỏ"), echo("lung", "linh"), echo("lon", "ton"), echo("điện", "thoại")],
            [3.0, 1.0, 2.0, 0.0]
        );
    }
}
