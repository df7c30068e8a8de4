//! Atoms: the linguistic tokens of a sentence as the segmenter sees them, with a key, its number and a shape.

use crate::span::Span;
use crate::text::fold_into;
use crate::token::{Case, Lexeme, LexemeKind, Tokens};

/// How an atom looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A syllable in small letters.
    Small,
    /// Another word in small letters.
    Foreign,
    /// A syllable with one capital at the head.
    Title,
    /// Another word with one capital at the head.
    ForeignTitle,
    /// A capital alone.
    Initial,
    /// Capitals only, at least two.
    Upper,
    /// Letters cased otherwise, codes, addresses.
    Mixed,
    Number,
    Mark,
    /// Before the first atom and after the last.
    Edge,
}

impl Shape {
    /// Its name in the file of weights.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Foreign => "foreign",
            Self::Title => "Title",
            Self::ForeignTitle => "Foreign",
            Self::Initial => "Initial",
            Self::Upper => "UPPER",
            Self::Mixed => "mixed",
            Self::Number => "number",
            Self::Mark => "mark",
            Self::Edge => "edge",
        }
    }
}

/// One atom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    /// In the normalised text.
    pub(crate) span: Span,
    /// Of the linguistic token.
    pub(crate) kind: LexemeKind,
    pub(crate) shape: Shape,
    /// A number made from the key.
    pub(crate) number: u64,
    key: (u32, u32),
}

/// The atoms of one sentence, in buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Atoms {
    atoms: Vec<Atom>,
    keys: String,
}

/// A number for `key`.
pub(super) fn number(key: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(key.as_bytes())
}

/// The key of every number.
const NUMBER: &str = "0";

impl Atoms {
    /// Takes `lexemes` of the sentence that begins at token `first`.
    pub(crate) fn read(&mut self, text: &str, tokens: &Tokens, first: usize, lexemes: &[Lexeme]) {
        self.atoms.clear();
        self.keys.clear();
        let mut token = first;
        for lexeme in lexemes {
            while tokens.get(token).is_some_and(|t| t.span.start < lexeme.span.start) {
                token += 1;
            }
            let start = self.keys.len();
            let whole = tokens.get(token).filter(|t| t.span == lexeme.span);
            match (lexeme.kind, whole) {
                (LexemeKind::Number, _) => self.keys.push_str(NUMBER),
                (_, Some(_)) => self.keys.push_str(tokens.key(token)),
                _ => {
                    let words = lexeme.span.of(text).split_whitespace();
                    words.for_each(|word| fold_into(word, &mut self.keys));
                }
            }
            let shape = shape(lexeme.kind, whole.map(|t| t.case), lexeme.span.of(text));
            let number = number(&self.keys[start..]);
            let key = (start as u32, self.keys.len() as u32);
            self.atoms.push(Atom { span: lexeme.span, kind: lexeme.kind, shape, number, key });
        }
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> &[Atom] {
        &self.atoms
    }

    /// The folded key of `atom`.
    pub(crate) fn key(&self, atom: &Atom) -> &str {
        &self.keys[atom.key.0 as usize..atom.key.1 as usize]
    }
}

fn shape(kind: LexemeKind, case: Option<Case>, word: &str) -> Shape {
    match kind {
        LexemeKind::Number => Shape::Number,
        LexemeKind::Punctuation | LexemeKind::Symbol | LexemeKind::Currency | LexemeKind::Emoji => {
            Shape::Mark
        }
        LexemeKind::Syllable | LexemeKind::Foreign | LexemeKind::Abbreviation => match case {
            Some(Case::Lower | Case::None) if kind == LexemeKind::Syllable => Shape::Small,
            Some(Case::Lower | Case::None) => Shape::Foreign,
            Some(Case::Title) if word.chars().nth(1).is_none() => Shape::Initial,
            Some(Case::Title) if kind == LexemeKind::Syllable => Shape::Title,
            Some(Case::Title) => Shape::ForeignTitle,
            Some(Case::Upper) => Shape::Upper,
            _ => Shape::Mixed,
        },
        _ => Shape::Mixed,
    }
}
