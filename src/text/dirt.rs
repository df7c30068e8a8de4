//! Dirt: the places in a text that may have to be repaired, found 64 bytes at a time.
//!
//! All that stands in clean Vietnamese text is passed over: ASCII, the letters that Vietnamese is written with, the usual
//! typographic marks, emoji, CJK ideographs. What is left is looked at one character at a time by the repair, which
//! may find it clean.

use crate::simd::{Lanes, Path, Task, Words, dispatch};

/// Finds the places in one text after the other; its buffer is used again.
#[derive(Debug, Default)]
pub(super) struct Dirt {
    places: Vec<u32>,
    count: usize,
}

impl Dirt {
    /// Forgets what was there and looks through `text`.
    pub(super) fn read(&mut self, text: &str) {
        self.read_by(Path::best(), text);
    }

    /// As [`Dirt::read`], by the vector code of `path`.
    pub(super) fn read_by(&mut self, path: Path, text: &str) {
        self.count = 0;
        dispatch(path, Find { dirt: self, bytes: text.as_bytes() });
    }

    /// First bytes of the characters that may be dirt, in order.
    pub(super) fn places(&self) -> &[u32] {
        &self.places[..self.count]
    }

    fn room(&mut self) -> &mut [u32; 64] {
        if self.places.len() < self.count + 64 {
            self.places.resize((self.count + 64) * 2, 0);
        }
        let Some(room) = self.places[self.count..].first_chunk_mut() else {
            unreachable!("the list was just made long enough")
        };
        room
    }
}

struct Find<'a> {
    dirt: &'a mut Dirt,
    bytes: &'a [u8],
}

impl Task for Find<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes, W: Words>(self) {
        let mut blank_before = 0;
        for base in (0..self.bytes.len()).step_by(64) {
            let rest = &self.bytes[base..];
            let mut padded;
            let window: &[u8; 66] = match rest.first_chunk() {
                Some(window) => window,
                None => {
                    padded = [0; 66];
                    padded[..rest.len()].copy_from_slice(rest);
                    &padded
                }
            };
            let places = block::<L>(window, &mut blank_before);
            if places != 0 {
                let count = L::positions(places, base as u32, self.dirt.room());
                self.dirt.count += count;
            }
        }
    }
}

/// The places in one block; `window` has two more bytes, to look ahead.
#[inline(always)]
fn block<L: Lanes>(window: &[u8; 66], blank_before: &mut u64) -> u64 {
    let (mut blank, mut places) = (0, 0);
    for from in (0..64).step_by(L::BYTES) {
        let (here, next) = (L::load(&window[from..]), L::load(&window[from + 1..]));
        blank |= L::bits(here.eq(b' ')) << from;
        let letter = next.or(0x20).within(b'a', b'z');
        let markup =
            (here.eq(b'&') & (letter | next.eq(b'#'))) | (here.eq(b'<') & (letter | next.within(b'!', b'/')));
        places |= L::bits(here.eq(b'\t') | markup) << from;
        if L::bits(here.within(0xC8, 0xFF) | here.eq(0xC2)) != 0 {
            places |= L::bits(odd::<L>(here, next, L::load(&window[from + 2..]))) << from;
        }
    }
    let more_blanks = blank & (blank << 1 | *blank_before);
    *blank_before = blank >> 63;
    places | more_blanks
}

/// First bytes of characters outside those of clean text.
#[inline(always)]
fn odd<L: Lanes>(here: L, next: L, after: L) -> L::Mask {
    // U+0300 to U+0FFF, kana and the ideographic space, compatibility forms, the rarer planes.
    let always = here.within(0xCC, 0xE0) | here.eq(0xE3) | here.eq(0xEF) | here.within(0xF1, 0xFF);
    // The no-break space and the soft hyphen.
    let latin = here.eq(0xC2) & (next.eq(0xA0) | next.eq(0xAD));
    // All but the Latin letters with marks.
    let e1 = here.eq(0xE1) & (next.within(0x80, 0xB7) | next.within(0xBC, 0xBF));
    // Blanks and invisible characters, signs that are letters, rarer marks.
    let general = next.eq(0x80) & (after.within(0x80, 0x8F) | after.within(0xA8, 0xAF));
    let e2 = here.eq(0xE2)
        & (general
            | (next.eq(0x83) & after.within(0x90, 0xBF))
            | next.eq(0x81)
            | next.eq(0x84)
            | next.eq(0x8C)
            | next.within(0xAB, 0xBF));
    let ea = here.eq(0xEA) & next.within(0x80, 0xAF);
    // Emoji are clean.
    let f0 = here.eq(0xF0) & (next.within(0x80, 0x9E) | next.within(0xA0, 0xBF));
    always | latin | e1 | e2 | ea | f0
}

#[cfg(test)]
mod tests {
    use icu_normalizer::ComposingNormalizerBorrowed;

    use super::*;

    fn places(text: &str) -> Vec<u32> {
        let mut dirt = Dirt::default();
        dirt.read(text);
        dirt.places().to_vec()
    }

    #[test]
    fn clean_text_has_none() {
        let text = "Ở TP.HCM, “Nokia” – AT & T, Xiaomi… 5 < 6, 3 > 2 ° ® € ₫ 🚀 中国 «Đỗ Ẵm»: ĐẸP, Ủy\nà ữ";
        assert_eq!(places(text), [0; 0]);
    }

    #[test]
    fn dirt_is_found_in_every_place_of_a_block() {
        for dirt in [
            "\u{301}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{feff}", "а", "Ａ", "&amp;", "<p>", "\t",
            "\u{212b}",
        ] {
            for before in 0..130 {
                let text = format!("{}{dirt}", "x".repeat(before));
                assert_eq!(places(&text).first(), Some(&(before as u32)), "{dirt:?}");
            }
        }
        assert_eq!(places("a  b   c"), [2, 5, 6]);
    }

    #[test]
    fn what_is_passed_over_is_composed() {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        let mut dirt = Dirt::default();
        for c in '\u{1}'..=char::MAX {
            let text: String = ['a', c].into_iter().collect();
            dirt.read(&text);
            let may_pass = nfc.is_normalized(&text) && !super::super::cluster::continues(c);
            assert!(!dirt.places().is_empty() || may_pass, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_path_finds_the_same() {
        let text = "Việ\u{323}t  Nam\u{a0}&nbsp;<b>Ｓ</b>\tб 🚀\u{200d} e\u{301}".repeat(9);
        let all: Vec<Vec<u32>> = Path::available()
            .iter()
            .map(|&path| {
                let mut dirt = Dirt::default();
                dirt.read_by(path, &text);
                dirt.places().to_vec()
            })
            .collect();
        assert!(all[0].len() > 50 && all.iter().all(|places| *places == all[0]));
    }
}
