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
        let (mut at, mut rest) = (first, lexemes);
        while let [Lexeme { span, kind }, ..] = *rest {
            let (one, behind) = rest.split_at(in_one(text, rest));
            rest = behind;
            let span = Span { end: one[one.len() - 1].span.end, ..span };
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

/// How many of the first of `lexemes` are one word in print, for no blank stands between them: "20%", "2001-2005", and "Q." but
/// at the end of a sentence.
fn in_one(text: &str, lexemes: &[Lexeme]) -> usize {
    let touches = |i: usize| lexemes.get(i).is_some_and(|next| next.span.start == lexemes[i - 1].span.end);
    let is = |i: usize, marks: &[&str]| touches(i) && marks.contains(&lexemes[i].span.of(text));
    let is_number = |i: usize| touches(i) && lexemes[i].kind == LexemeKind::Number;
    let mut count = 1;
    if lexemes[0].kind != LexemeKind::Number {
        let mut letters = lexemes[0].span.of(text).chars();
        let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        return if is_initial && is(1, &["."]) && lexemes.len() > 2 { 2 } else { 1 };
    }
    while is(count, &["-", "–"]) && is_number(count + 1) {
        count += 2;
    }
    if is(count, &["%"]) { count + 1 } else { count }
}

/// Appends the folded key of a linguistic token that reads `word`.
pub(crate) fn key_into(word: &str, kind: LexemeKind, out: &mut String) {
    match kind {
        LexemeKind::Number => out.push_str(NUMBER),
        _ => word.split_whitespace().for_each(|part| fold_into(part, out)),
    }
}
