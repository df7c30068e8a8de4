//! Atoms: the linguistic tokens of a sentence as the segmenter sees them, with the number of their key and their look.

use super::look::Look;
use crate::span::Span;
use crate::text::fold_into;
use crate::token::{Lexeme, LexemeKind, Tokens, number_of};

/// One atom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    /// In the normalised text.
    pub(crate) span: Span,
    /// Of the linguistic token.
    pub(crate) kind: LexemeKind,
    pub(crate) look: Look,
    /// The number of its key.
    pub(crate) number: u64,
}

/// The atoms of one sentence, in buffers that are used again.
#[derive(Debug)]
pub(crate) struct Atoms {
    atoms: Vec<Atom>,
    key: String,
    /// The number of the key of every number.
    number: u64,
}

impl Default for Atoms {
    fn default() -> Self {
        Self { atoms: Vec::new(), key: String::new(), number: number_of(NUMBER.as_bytes()) }
    }
}

/// The key of every number.
const NUMBER: &str = "0";

impl Atoms {
    /// Takes `lexemes` of the sentence that begins at token `first`.
    pub(crate) fn read(&mut self, text: &str, tokens: &Tokens, first: usize, lexemes: &[Lexeme]) {
        self.atoms.clear();
        self.atoms.reserve(lexemes.len());
        let all = tokens.all();
        let mut at = first;
        for &Lexeme { span, kind } in lexemes {
            while all.get(at).is_some_and(|token| token.span.start < span.start) {
                at += 1;
            }
            let whole = all.get(at).filter(|token| token.span == span);
            let number = match (kind, whole) {
                (LexemeKind::Number, _) => self.number,
                (_, Some(_)) => tokens.number(at),
                _ => {
                    self.key.clear();
                    key_into(span.of(text), kind, &mut self.key);
                    number_of(self.key.as_bytes())
                }
            };
            let look = Look::of(kind, whole.map(|token| token.case), span.of(text));
            self.atoms.push(Atom { span, kind, look, number });
        }
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> &[Atom] {
        &self.atoms
    }
}

/// Appends the folded key of a linguistic token that reads `word`.
pub(crate) fn key_into(word: &str, kind: LexemeKind, out: &mut String) {
    match kind {
        LexemeKind::Number => out.push_str(NUMBER),
        _ => word.split_whitespace().for_each(|part| fold_into(part, out)),
    }
}
