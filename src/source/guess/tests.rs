//! Every Vietnamese syllable there and back in each encoding, and guesses from a sentence.

use std::collections::HashMap;
use std::io::Read;

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::guess;
use crate::source::charset::{Encoding, character, vni_marks};
use crate::source::decode::Decoded;

const SINGLE: [Encoding; 3] = [Encoding::Tcvn3, Encoding::Vni, Encoding::Windows1258];

fn decode(bytes: &[u8], encoding: Encoding) -> String {
    let mut out = String::new();
    Decoded::new(bytes, encoding).read_to_string(&mut out).unwrap();
    out
}

/// The byte that is `c` by itself, and no mark.
fn byte(c: char, encoding: Encoding) -> Option<u8> {
    let is_mark = |b| encoding == Encoding::Vni && vni_marks(b).is_some();
    (0..=255).find(|&b| character(encoding, b) == Some(c) && !is_mark(b))
}

/// `text` as a program of the time would have written it.
fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let mut known = HashMap::new();
    let write = |c| letter(c, encoding).unwrap_or_else(|| panic!("{c} in {encoding:?}"));
    text.chars().flat_map(|c| known.entry(c).or_insert_with(|| write(c)).clone()).collect()
}

/// The bytes of one letter: itself, or a plainer letter with its marks.
fn letter(c: char, encoding: Encoding) -> Option<Vec<u8>> {
    if let Some(byte) = byte(c, encoding) {
        return Some(vec![byte]);
    }
    let apart: Vec<char> =
        DecomposingNormalizerBorrowed::new_nfd().normalize(c.encode_utf8(&mut [0; 4])).chars().collect();
    for marks in 1..apart.len() {
        // The base keeps the marks that are not taken off, whichever these are.
        for taken in apart[1..]
            .iter()
            .copied()
            .map(|m| vec![m])
            .chain([apart[1..].to_vec()])
            .filter(|t| t.len() == marks)
        {
            let rest: String = apart.iter().filter(|c| !taken.contains(c)).collect();
            let base = crate::text::nfc(&rest).chars().next()?;
            let Some(first) = byte(base, encoding) else { continue };
            let second = match encoding {
                Encoding::Vni => (0xC0..=0xFF).find(|&b| {
                    let given = vni_marks(b).map(|m| m.chars().collect::<Vec<_>>());
                    let fits_case = (b & 0x20 == 0) == c.is_uppercase();
                    fits_case
                        && given
                            .is_some_and(|g| g.len() == taken.len() && g.iter().all(|m| taken.contains(m)))
                }),
                _ => byte(*taken.first()?, encoding),
            };
            if let Some(second) = second {
                return Some(vec![first, second]);
            }
        }
    }
    None
}

/// More than all Vietnamese syllables: every initial with every rime in every tone.
fn syllables() -> Vec<String> {
    let initials = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(' ').chain([""]);
    let rimes = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et \
        ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oan oang oanh oăc \
        oăn oăng oăt oay oc oe oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc \
        uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ươc ươi \
        ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu";
    let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];
    let mut all = Vec::new();
    for initial in initials {
        for rime in rimes.split_whitespace() {
            for tone in tones {
                // The tone may stand on any vowel: all places are tried.
                for (at, c) in rime.char_indices().filter(|(_, c)| "aăâeêioôơuưy".contains(*c)) {
                    let end = at + c.len_utf8();
                    let word = format!("{initial}{}{tone}{}", &rime[..end], &rime[end..]);
                    all.push(crate::text::nfc(&word).into_owned());
                }
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

#[test]
fn every_syllable_comes_back() {
    let all = syllables();
    assert!(all.len() > 18_000, "{}", all.len());
    let small = all.join(" ");
    for text in [&small, &small.to_uppercase()] {
        for encoding in SINGLE {
            assert!(decode(&encode(text, encoding), encoding) == *text, "{encoding:?}");
        }
        let units: Vec<u16> =
            std::iter::once(0xFEFF).chain(text.encode_utf16()).chain("🚀".encode_utf16()).collect();
        for bytes in [
            units.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<u8>>(),
            units.iter().flat_map(|u| u.to_be_bytes()).collect(),
        ] {
            assert!(decode(&bytes, Encoding::Auto) == format!("\u{feff}{text}🚀"));
        }
    }
}

#[test]
fn known_bytes_of_each_encoding() {
    // "Việt Nam đổi mới" in each of them.
    assert_eq!(decode(b"Vi\xd6t Nam \xae\xe6i m\xedi", Encoding::Tcvn3), "Việt Nam đổi mới");
    assert_eq!(decode(b"Vie\xe4t Nam \xf1o\xe5i m\xf4\xf9i", Encoding::Vni), "Việt Nam đổi mới");
    assert_eq!(
        decode(b"Vi\xea\xf2t Nam \xf0\xf4\xd2i m\xf5\xeci", Encoding::Windows1258),
        "Việt Nam đổi mới"
    );
}

#[test]
fn a_sentence_tells_its_encoding() {
    let text =
        "Nhà mạng vừa tuyên bố sẽ phủ sóng 5G trên toàn quốc, giá cước không đổi, bắt đầu từ tháng Mười.";
    for encoding in SINGLE {
        assert_eq!(guess(&encode(text, encoding)), Some(encoding));
    }
    let units: Vec<u8> = "Nokia ra mat".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(guess(&units), Some(Encoding::Utf16));
    assert_eq!(guess(b"caf\xff\xfe\x81\x9d"), None);
}

#[test]
fn broken_pairs_are_no_text() {
    for units in [&[0xD800u16, 0x41][..], &[0xDC00], &[0xD83D]] {
        let bytes: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
        let mut out = Vec::new();
        Decoded::new(bytes.as_slice(), Encoding::Utf16).read_to_end(&mut out).unwrap();
        assert!(std::str::from_utf8(&out).is_err(), "{units:X?}");
    }
}
