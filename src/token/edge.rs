//! Edges: where the matcher's tokens begin and end, their folded bytes, and a number for each that stands for its key.
//!
//! A token is a maximal run of letters with their marks, or of digits; an edge lies between letter and
//! digit (iPhone|15, 5000|mAh). Every other non-blank character is a token of its own. A hyphen or an
//! apostrophe between two letters or digits is no token but a *joint*, as blanks are.

use super::scan::{Class, Scan, class};
use crate::simd::Path;
use crate::text::fold_into;

/// The edges of one text, in buffers that are used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    scan: Scan,
    /// Tokens whose key does not stand in the folded text, in order.
    overrides: Vec<Override>,
    /// The keys of those.
    keys: Vec<u8>,
    numbers: Vec<u64>,
    linked: Vec<u64>,
    word: String,
}

#[derive(Clone, Copy, Debug)]
struct Override {
    token: u32,
    start: u32,
    end: u32,
}

/// How many numbers stand behind those of the tokens, so that a name's first tokens can be read at any place.
pub(crate) const BEYOND: usize = 16;

/// How a token hangs on the one before it, as far as names are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// Both are words or numbers: a blank, a hyphen, an apostrophe and nothing are one.
    Loose,
    /// One is a mark, and they touch.
    Touching,
    /// One is a mark, and blanks stand between them.
    Apart,
    /// A line ends between them: no name reaches over it.
    Broken,
}

impl Link {
    /// What the link adds to the number of the token after it; no name holds a broken one.
    fn weight(self) -> u64 {
        match self {
            Self::Loose => 0,
            Self::Touching => 0x5851_F42D_4C95_7F2D,
            Self::Apart => 0x1405_7B7E_F767_814F,
            Self::Broken => 0xD1B5_4A32_D192_ED03,
        }
    }
}

impl Edges {
    /// Forgets what was there and reads `text` (normalised), by the fastest way the processor has.
    pub(crate) fn read(&mut self, text: &str) {
        self.read_by(Path::best(), text);
    }

    /// As [`Edges::read`], by the vector code of `path`.
    pub(crate) fn read_by(&mut self, path: Path, text: &str) {
        self.scan.read(path, text);
        self.settle(text);
        self.number(text);
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.scan.starts.len()
    }

    /// First byte of the token.
    pub(crate) fn start(&self, token: usize) -> u32 {
        self.scan.starts[token]
    }

    /// One past the last byte of the token.
    pub(crate) fn end(&self, token: usize) -> u32 {
        self.scan.ends[token]
    }

    /// The folded bytes of the text between two places.
    pub(crate) fn folded(&self, start: u32, end: u32) -> &[u8] {
        &self.scan.folded[start as usize..end as usize]
    }

    /// The key of the token; empty past the end.
    pub(crate) fn key(&self, token: usize) -> &[u8] {
        if token >= self.len() {
            return &[];
        }
        let at = self.overrides.binary_search_by_key(&(token as u32), |o| o.token);
        match at {
            Ok(at) => &self.keys[self.overrides[at].start as usize..self.overrides[at].end as usize],
            Err(_) => self.folded(self.start(token), self.end(token)),
        }
    }

    /// Whether every key stands in the folded text, so that a name can be compared with it as a whole.
    pub(crate) fn are_plain(&self) -> bool {
        self.overrides.is_empty()
    }

    /// A number for each token: equal keys, equal numbers.
    pub(crate) fn numbers(&self) -> &[u64] {
        &self.numbers
    }

    /// The same with the link to the token before added; [`BEYOND`] more of them follow, which no name holds.
    pub(crate) fn linked(&self) -> &[u64] {
        &self.linked
    }

    /// How the token hangs on the one before it.
    pub(crate) fn link(&self, token: usize) -> Link {
        let weight = self.linked[token].wrapping_sub(self.numbers[token]);
        let links = [Link::Loose, Link::Touching, Link::Apart];
        links.into_iter().find(|l| l.weight() == weight).unwrap_or(Link::Broken)
    }

    /// Whether the token is a word or a number, and no mark.
    pub(crate) fn is_word(&self, token: usize) -> bool {
        let start = self.start(token);
        match self.scan.folded[start as usize] {
            b'0'..=b'9' | b'a'..=b'z' => true,
            0..0x80 => false,
            _ => self.scan.marks.binary_search(&start).is_err(),
        }
    }

    /// Spells the tokens that the scan named as readers take them: in place where the length allows it.
    fn settle(&mut self, text: &str) {
        self.overrides.clear();
        self.keys.clear();
        for i in 0..self.scan.settle.len() {
            let end = self.scan.settle[i];
            if let Ok(token) = self.scan.ends.binary_search(&end) {
                self.fold(text, token);
            }
        }
        for i in 0..self.scan.odd.len() {
            let at = self.scan.odd[i];
            let token = self.scan.ends.partition_point(|&end| end <= at);
            self.fold(text, token);
        }
        if self.overrides.len() > 1 {
            self.overrides.sort_by_key(|o| o.token);
            self.overrides.dedup_by_key(|o| o.token);
        }
    }

    fn fold(&mut self, text: &str, token: usize) {
        let (start, end) = (self.scan.starts[token] as usize, self.scan.ends[token] as usize);
        self.word.clear();
        fold_into(&text[start..end], &mut self.word);
        let word = self.word.as_bytes();
        if word.len() == end - start {
            self.scan.folded[start..end].copy_from_slice(word);
        } else {
            let from = self.keys.len() as u32;
            self.keys.extend_from_slice(word);
            self.overrides.push(Override { token: token as u32, start: from, end: self.keys.len() as u32 });
        }
    }

    /// Gives every token its numbers.
    fn number(&mut self, text: &str) {
        let count = self.len();
        self.numbers.clear();
        self.linked.clear();
        self.numbers.reserve(count);
        self.linked.reserve(count);
        let folded = self.scan.folded.as_slice();
        let bytes = text.as_bytes();
        let mut marks = self.scan.marks.iter().peekable();
        let (mut before_end, mut before_word) = (0, false);
        for (token, (&start, &end)) in self.scan.starts.iter().zip(&self.scan.ends).enumerate() {
            let number = number_at(folded, start as usize, end as usize);
            let is_word = match folded[start as usize] {
                b'0'..=b'9' | b'a'..=b'z' => true,
                0..0x80 => false,
                _ => marks.next_if_eq(&&start).is_none(),
            };
            let gap = &bytes[before_end as usize..start as usize];
            let link = if token == 0 || !(matches!(gap, [] | [b' '] | [b'-']) || is_one_line(gap)) {
                Link::Broken
            } else if before_word && is_word {
                Link::Loose
            } else if gap.is_empty() {
                Link::Touching
            } else {
                Link::Apart
            };
            self.numbers.push(number);
            self.linked.push(number.wrapping_add(link.weight()));
            (before_end, before_word) = (end, is_word);
        }
        self.linked.resize(count + BEYOND, Link::Broken.weight());
        for over in &self.overrides {
            let key = &self.keys[over.start as usize..over.end as usize];
            let token = over.token as usize;
            let link = self.linked[token].wrapping_sub(self.numbers[token]);
            self.numbers[token] = number_of(key);
            self.linked[token] = self.numbers[token].wrapping_add(link);
        }
    }
}

#[cold]
fn is_one_line(gap: &[u8]) -> bool {
    std::str::from_utf8(gap).is_ok_and(|gap| gap.chars().all(|c| class(c) != Class::Line))
}

/// The number of the key `bytes[start..end]`; 8 bytes behind it can be read.
#[inline(always)]
fn number_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    let len = end - start;
    match bytes[start..].first_chunk() {
        Some(first) if len <= 8 => {
            mix(u64::from_le_bytes(*first) & (u64::MAX >> (64 - 8 * len as u32).min(63)), 0)
        }
        _ => number_of(&bytes[start..end]),
    }
}

/// The number of a key: up to eight bytes give each key a number of its own.
fn number_of(key: &[u8]) -> u64 {
    let word = |piece: &[u8]| {
        let mut bytes = [0; 8];
        bytes[..piece.len()].copy_from_slice(piece);
        u64::from_le_bytes(bytes)
    };
    let mut pieces = key.chunks(8);
    let mut number = mix(pieces.next().map_or(0, word), 0);
    for piece in pieces {
        number = mix(word(piece), number.rotate_left(31) ^ key.len() as u64);
    }
    number
}

/// Turns one word into another, each into a different one for a given `seed`.
#[inline(always)]
fn mix(word: u64, seed: u64) -> u64 {
    let mixed = (word ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tokens and joints, cut one character at a time: what the scan must find.
    fn slowly(text: &str) -> Vec<(u32, u32, String)> {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut tokens: Vec<(usize, usize, Class)> = Vec::new();
        for (i, &(at, c)) in chars.iter().enumerate() {
            let end = at + c.len_utf8();
            let touching = tokens.last().copied().filter(|t| t.1 == at);
            let in_word = touching.filter(|t| matches!(t.2, Class::Letter | Class::Digit));
            match class(c) {
                Class::Blank | Class::Line => {}
                Class::Hyphen | Class::Apostrophe
                    if in_word.is_some()
                        && chars
                            .get(i + 1)
                            .is_some_and(|n| matches!(class(n.1), Class::Letter | Class::Digit)) => {}
                Class::Extender if in_word.is_some() => tokens.last_mut().unwrap().1 = end,
                kind @ (Class::Letter | Class::Digit) if in_word.is_some_and(|t| t.2 == kind) => {
                    tokens.last_mut().unwrap().1 = end;
                }
                kind @ (Class::Letter | Class::Digit) => tokens.push((at, end, kind)),
                _ => tokens.push((at, end, Class::Mark)),
            }
        }
        let key = |&(start, end, _): &(usize, usize, Class)| {
            let mut key = String::new();
            fold_into(&text[start..end], &mut key);
            (start as u32, end as u32, key)
        };
        tokens.iter().map(key).collect()
    }

    /// The link as its description says.
    fn link(edges: &Edges, text: &str, token: usize) -> Link {
        let Some(before) = token.checked_sub(1) else { return Link::Broken };
        let gap = &text[edges.end(before) as usize..edges.start(token) as usize];
        match (edges.is_word(before) && edges.is_word(token), gap.is_empty()) {
            _ if gap.chars().any(|c| class(c) == Class::Line) => Link::Broken,
            (true, _) => Link::Loose,
            (false, true) => Link::Touching,
            (false, false) => Link::Apart,
        }
    }

    fn check(text: &str) {
        let want = slowly(text);
        let mut plain = Scan::default();
        plain.read_plainly(text);
        for &path in Path::available() {
            let mut edges = Edges::default();
            edges.read_by(path, text);
            assert_eq!(
                (&edges.scan.starts, &edges.scan.ends),
                (&plain.starts, &plain.ends),
                "{path:?} {text:?}"
            );
            assert_eq!(edges.scan.settle, plain.settle, "{path:?} {text:?}");
            let have: Vec<_> = (0..edges.len())
                .map(|i| (edges.start(i), edges.end(i), String::from_utf8(edges.key(i).to_vec()).unwrap()))
                .collect();
            assert_eq!(have, want, "{path:?} {text:?}");
            for (i, (_, _, key)) in want.iter().enumerate() {
                assert_eq!(edges.numbers()[i], number_of(key.as_bytes()), "{path:?} {text:?} {key}");
                assert_eq!(edges.link(i), link(&edges, text, i), "{path:?} {text:?} {key}");
            }
        }
    }

    #[test]
    fn every_vietnamese_letter_folds_in_every_place() {
        let letters =
            "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
        let both: Vec<String> =
            letters.chars().flat_map(|c| [c.to_string(), c.to_uppercase().to_string()]).collect();
        for lead in 0..66 {
            let text = format!("{}{}", "x".repeat(lead), both.join(""));
            check(&text);
            check(&format!("{} {}", ".".repeat(lead), both.join(" o")));
        }
    }

    #[test]
    fn syllables_are_settled() {
        for syllable in [
            "hoà", "HOÈ", "thuỷ", "quý", "qúy", "kỹ", "ty", "TY", "xoẽ", "tuỳ", "mỵ", "Quỹ", "ửy", "oà",
            "uý", "party",
        ] {
            for lead in 0..70 {
                check(&format!("{} {syllable}", "a".repeat(lead)));
                check(&format!("{} {syllable}.", "a".repeat(lead)));
            }
        }
    }

    #[test]
    fn joints_marks_and_rare_characters() {
        for piece in [
            "Wi-Fi",
            "L'Oréal",
            "“Táo”",
            "a–b",
            "5-7",
            "-3",
            "Ðà",
            "ð",
            "Москва",
            "ΑΒγ",
            "小米",
            "🚀x",
            "e\u{301}x",
            "5\u{301}6",
            "\u{301}",
            "İı",
            "ẞß",
            "a\u{a0}b",
            "a\u{2028}b",
            "x’y",
            "’",
            "a\u{2010}b",
            "ﬁ",
            "Ǆ",
            "÷×",
        ] {
            for lead in 0..70 {
                check(&format!("{}{piece}", " ".repeat(lead)));
                check(&format!("{}{piece}", "a".repeat(lead)));
                check(&format!("{}{piece}.đ", "ử".repeat(lead / 3)));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_cut_alike(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn any_weave_is_cut_alike(pieces in prop::collection::vec(prop::sample::select(vec![
            "a", "Đ", "ơ", "Ử", "hoà", "quý", " ", "  ", "\n", "-", "'", "’", ".", "–", "5", "12", "Ð", "ж", "🚀", "\u{301}", "ty", "é", "C3", "ß", "\u{a0}",
        ]), 0..90)) {
            check(&pieces.concat());
        }
    }
}
