//! Matcher tokens: the units in which names, cues and numbers begin and end.
//!
//! A token is a maximal run of letters with their marks, or of digits; an edge lies between letter and
//! digit (iPhone|15, 5000|mAh). Every other non-blank character is a token of its own. A hyphen or an
//! apostrophe between two letters or digits is no token but a *joint*, as blanks are.

use crate::span::Span;
use crate::text::fold_into;

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

/// One matcher token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// In the normalised text.
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
    pub(crate) case: Case,
    /// What stands before it.
    pub(crate) joint: Joint,
    key: Span,
}

/// The tokens of one text and their keys, in buffers that are used again for the next text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    tokens: Vec<Token>,
    keys: String,
}

impl Tokens {
    /// The tokens of a short text, for the lexicon's names.
    pub(crate) fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.read(text);
        tokens
    }

    /// Forgets what was there and cuts `text` (normalised) into tokens, in one pass.
    pub(crate) fn read(&mut self, text: &str) {
        self.tokens.clear();
        self.keys.clear();
        let mut joint = Joint::Line;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            match class(c) {
                Class::Line => joint = Joint::Line,
                Class::Blank if joint == Joint::Line => {}
                Class::Blank => joint = Joint::Blank,
                Class::Mark(bridge) => {
                    let inside = bridge.is_some() && joint == Joint::None && self.ends_in_word(start);
                    let next = chars.peek().map(|&(_, c)| class(c));
                    match bridge {
                        Some(kind) if inside && matches!(next, Some(Class::Letter | Class::Digit)) => {
                            joint = kind
                        }
                        _ => {
                            self.push(text, start, start + c.len_utf8(), TokenKind::Mark, joint);
                            joint = Joint::None;
                        }
                    }
                }
                first @ (Class::Letter | Class::Digit) => {
                    let mut end = start + c.len_utf8();
                    while let Some((at, c)) = chars.next_if(|&(_, c)| class(c) == first || is_extender(c)) {
                        end = at + c.len_utf8();
                    }
                    let kind = if first == Class::Letter { TokenKind::Letters } else { TokenKind::Digits };
                    self.push(text, start, end, kind, joint);
                    joint = Joint::None;
                }
            }
        }
    }

    fn ends_in_word(&self, at: usize) -> bool {
        self.tokens.last().is_some_and(|t| t.span.end as usize == at && t.kind != TokenKind::Mark)
    }

    fn push(&mut self, text: &str, start: usize, end: usize, kind: TokenKind, joint: Joint) {
        let key_start = self.keys.len();
        let word = &text[start..end];
        fold_into(word, &mut self.keys);
        self.tokens.push(Token {
            span: Span::new(start as u32, end as u32),
            kind,
            case: case_of(word),
            joint,
            key: Span::new(key_start as u32, self.keys.len() as u32),
        });
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
        self.tokens.get(index).map_or("", |t| t.key.of(&self.keys))
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Blank,
    Line,
    /// With the joint that it is between two letters or digits, if any.
    Mark(Option<Joint>),
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        ' ' | '\t' => Class::Blank,
        '-' | '\u{2010}' | '\u{2011}' => Class::Mark(Some(Joint::Hyphen)),
        '\'' | '\u{2019}' => Class::Mark(Some(Joint::Apostrophe)),
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_whitespace() => Class::Blank,
        _ => Class::Mark(None),
    }
}

/// Marks that belong to the letter before them where no composed letter exists.
fn is_extender(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

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
        let tokens = Tokens::of("FPT Nokia iPhone và S 15");
        let cases: Vec<_> = tokens.all().iter().map(|t| t.case).collect();
        assert_eq!(cases, [Case::Upper, Case::Title, Case::Mixed, Case::Lower, Case::Title, Case::None]);
    }

    #[test]
    fn line_breaks_are_told_from_blanks() {
        let tokens = Tokens::of("tựa đề \n bài");
        assert_eq!(tokens[2].joint, Joint::Line);
    }
}
