//! Tokens with what the later rooms ask of them: kind, case, joint, key.

use super::edge::Edges;
use super::scan::{Class, class};
use crate::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Letters,
    Digits,
    /// One character that is neither.
    Mark,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    None,
    Blank,
    Hyphen,
    Apostrophe,
    /// A line break, or the beginning of the text: no name reaches over it.
    Line,
}

/// How the letters of a token are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// No cased letter.
    None,
    Lower,
    /// The first letter alone is a capital.
    Title,
    /// All letters are capitals, at least two.
    Upper,
    /// Anything else: iPhone, FPTShop.
    Mixed,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// In the normalised text.
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
    pub(crate) case: Case,
    /// What stands before it.
    pub(crate) joint: Joint,
    /// Whether its key stands in the folded text.
    is_in_place: bool,
}

/// The tokens of one text, in buffers that are used again for the next text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    edges: Edges,
    tokens: Vec<Token>,
    /// The folded text, checked once, so that keys are slices of it.
    folded: String,
}

impl Tokens {
    /// The tokens of a short text, for the lexicon's names.
    pub(crate) fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.read(text);
        tokens
    }

    /// Forgets what was there and cuts `text` (normalised) into tokens.
    pub(crate) fn read(&mut self, text: &str) {
        self.edges.read(text);
        self.keep_folded(text.len());
        self.tokens.clear();
        self.tokens.reserve(self.edges.len());
        let mut before = 0;
        let mut own = self.edges.own_keys().peekable();
        for i in 0..self.edges.len() {
            let (start, end) = (self.edges.start(i), self.edges.end(i));
            let word = &text.as_bytes()[start as usize..end as usize];
            let kind = match word[0] {
                b'0'..=b'9' => TokenKind::Digits,
                _ if self.edges.is_word(i) => TokenKind::Letters,
                _ => TokenKind::Mark,
            };
            let joint = if i == 0 { Joint::Line } else { joint(&text[before as usize..start as usize]) };
            let case = match kind {
                TokenKind::Letters => quick_case(word, self.edges.folded(start, end))
                    .unwrap_or_else(|| case_of(&text[start as usize..end as usize])),
                _ => Case::None,
            };
            let is_in_place = own.next_if_eq(&i).is_none();
            self.tokens.push(Token { span: Span::new(start, end), kind, case, joint, is_in_place });
            before = end;
        }
    }

    /// Keeps the `length` bytes of the folded text as text. Folding a rare mark may break it; a blank for each broken byte
    /// keeps the places.
    fn keep_folded(&mut self, length: usize) {
        let bytes = self.edges.folded(0, length as u32);
        self.folded.clear();
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => self.folded.push_str(text),
            Err(_) => {
                for chunk in bytes.utf8_chunks() {
                    self.folded.push_str(chunk.valid());
                    self.folded.extend(chunk.invalid().iter().map(|_| ' '));
                }
            }
        }
    }

    /// Whether any word has a letter beyond ASCII.
    pub(crate) fn has_accents(&self) -> bool {
        self.tokens.iter().enumerate().any(|(i, t)| t.kind == TokenKind::Letters && !self.key(i).is_ascii())
    }

    /// The edges that the tokens were made from, for the matcher.
    pub(crate) fn edges(&self) -> &Edges {
        &self.edges
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> &[Token] {
        &self.tokens
    }

    /// The token at `index`, if there is one.
    pub(crate) fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The folded key of the token at `index`; empty past the end.
    pub(crate) fn key(&self, index: usize) -> &str {
        let Some(token) = self.tokens.get(index) else { return "" };
        match token.is_in_place {
            true => self.folded.get(token.span.start as usize..token.span.end as usize).unwrap_or_default(),
            false => {
                self.edges.own_key(index).and_then(|key| std::str::from_utf8(key).ok()).unwrap_or_default()
            }
        }
    }

    /// The number of the token's key: equal keys, equal numbers.
    #[inline]
    pub(crate) fn number(&self, index: usize) -> u64 {
        self.edges.numbers()[index]
    }

    /// The span of the tokens `first..last`, in the normalised text. The range is not empty.
    pub(crate) fn span(&self, first: usize, last: usize) -> Span {
        self.tokens[first].span.join(self.tokens[last - 1].span)
    }
}

impl std::ops::Index<usize> for Tokens {
    type Output = Token;

    fn index(&self, index: usize) -> &Token {
        &self.tokens[index]
    }
}

/// What the characters between two tokens make.
fn joint(gap: &str) -> Joint {
    match gap {
        "" => Joint::None,
        " " => Joint::Blank,
        "-" => Joint::Hyphen,
        _ => {
            let mut joint = Joint::Blank;
            for c in gap.chars() {
                match class(c) {
                    Class::Line => return Joint::Line,
                    Class::Hyphen => joint = Joint::Hyphen,
                    Class::Apostrophe => joint = Joint::Apostrophe,
                    _ => {}
                }
            }
            joint
        }
    }
}

/// A letter in small ASCII, or a byte of another letter.
const SMALL: u8 = 1;
/// A byte of no letter that Vietnamese is written with; each of those has a case.
const OTHER: u8 = 2;

static BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | 0x80..=0xBF | 0xC3..=0xC6 | 0xE1 => SMALL,
            0..0x80 => 0,
            _ => OTHER | SMALL,
        };
        byte += 1;
    }
    table
};

/// How `word` is cased where it is written small or with one capital at its head, as nearly every word is; `folded` is its text
/// in lower case. None where that takes a closer look.
#[inline]
fn quick_case(word: &[u8], folded: &[u8]) -> Option<Case> {
    let head = match word[0] {
        0..0x80 => 1,
        0xC3..=0xC6 => 2,
        0xE1 => 3,
        _ => return None,
    };
    let (first, rest) = word.split_at_checked(head)?;
    let (folded_first, folded_rest) = folded.split_at_checked(head)?;
    let (mut bits, mut differs) = (0, 0);
    for (byte, folded) in rest.iter().zip(folded_rest) {
        bits |= BYTES[usize::from(*byte)];
        differs |= byte ^ folded;
    }
    let is_plain = bits == SMALL && differs == 0;
    match first == folded_first {
        true if is_plain => Some(Case::Lower),
        false if is_plain => Some(Case::Title),
        _ => None,
    }
}

/// How `word` is cased.
fn case_of(word: &str) -> Case {
    let (mut lower, mut upper, mut first_upper) = (0, 0, false);
    for (i, c) in word.chars().enumerate() {
        if c.is_uppercase() {
            upper += 1;
            first_upper |= i == 0;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    match (lower, upper) {
        (0, 0) => Case::None,
        (_, 0) => Case::Lower,
        (_, 1) if first_upper => Case::Title,
        (0, _) => Case::Upper,
        _ => Case::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        Tokens::of(text).all().iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn edges_between_letters_digits_and_marks() {
        assert_eq!(cut("iPhone15 5.000mAh"), ["iPhone", "15", "5", ".", "000", "mAh"]);
        assert_eq!(cut("AT&T, C++"), ["AT", "&", "T", ",", "C", "+", "+"]);
        assert_eq!(cut("VnExpress.net"), ["VnExpress", ".", "net"]);
    }

    #[test]
    fn hyphen_and_apostrophe_join_or_stand_alone() {
        let tokens = Tokens::of("Wi-Fi - L'Oreal 5-7 -3");
        let joints: Vec<_> = tokens.all().iter().map(|t| t.joint).collect();
        assert_eq!(cut("Wi-Fi - L'Oreal 5-7 -3"), ["Wi", "Fi", "-", "L", "Oreal", "5", "7", "-", "3"]);
        use Joint::*;
        assert_eq!(joints, [Line, Hyphen, Blank, Blank, Apostrophe, Blank, Hyphen, Blank, None]);
    }

    #[test]
    fn case_profiles() {
        let tokens = Tokens::of("FPT Nokia iPhone và S 15 Đ ử ĐÀ Ủy");
        let cases: Vec<_> = tokens.all().iter().map(|t| t.case).collect();
        use Case::*;
        assert_eq!(cases, [Upper, Title, Mixed, Lower, Title, None, Title, Lower, Upper, Title]);
    }

    #[test]
    fn line_breaks_are_told_from_blanks() {
        let tokens = Tokens::of("tựa đề \n bài");
        assert_eq!(tokens[2].joint, Joint::Line);
    }
}
