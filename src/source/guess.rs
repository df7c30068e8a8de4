//! A guess at the encoding of bytes that are no UTF-8, for the error that they give.

use super::charset::Encoding;
use super::decode::Decoder;

/// How much of the bytes is looked at.
const ENOUGH: usize = 4096;

/// The encoding in which `bytes` read most like Vietnamese, if they do in any.
pub(super) fn guess(bytes: &[u8]) -> Option<Encoding> {
    let bytes = &bytes[..bytes.len().min(ENOUGH)];
    if bytes.iter().filter(|&&b| b == 0).count() > bytes.len() / 8 {
        return Some(Encoding::Utf16);
    }
    let all = [Encoding::Tcvn3, Encoding::Vni, Encoding::Windows1258];
    let best =
        all.into_iter().map(|encoding| (likeness(bytes, encoding), encoding)).max_by_key(|(score, _)| *score);
    best.filter(|(score, _)| *score > 0).map(|(_, encoding)| encoding)
}

/// Words with Vietnamese letters that could be syllables, less those that could not.
fn likeness(bytes: &[u8], encoding: Encoding) -> i32 {
    let (mut decoder, mut out) = (Decoder::new(encoding), Vec::new());
    decoder.push(bytes, &mut out);
    decoder.finish(&mut out);
    let text = String::from_utf8_lossy(&out);
    let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    words.filter(|word| !word.is_ascii()).map(|word| if could_be_syllable(word) { 1 } else { -1 }).sum()
}

/// Whether all letters of `word` are Vietnamese, in one case or with a capital at the head, and its vowels stand together
/// with one tone at most.
fn could_be_syllable(word: &str) -> bool {
    let (mut vowels, mut tones, mut runs, mut in_vowel) = (0, 0, 0, false);
    for (i, c) in word.chars().enumerate() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        if i > 0 && c.is_uppercase() != word.chars().nth(1).is_some_and(char::is_uppercase) {
            return false;
        }
        let place = VOWELS.iter().position(|row| row.contains(lower));
        match place {
            Some(row) => {
                vowels += 1;
                tones += usize::from(row > 0);
                runs += usize::from(!in_vowel);
            }
            None if lower.is_ascii_alphabetic() || lower == 'đ' => {}
            None => return false,
        }
        in_vowel = place.is_some();
    }
    (1..=3).contains(&vowels) && tones <= 1 && runs == 1
}

/// Vowels by tone, those without one first.
const VOWELS: [&str; 6] =
    ["aăâeêioôơuưy", "àằầèềìòồờùừỳ", "ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ", "áắấéếíóốớúứý", "ạặậẹệịọộợụựỵ"];

#[cfg(test)]
mod tests;
