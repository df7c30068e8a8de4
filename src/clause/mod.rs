//! The frame of a sentence: commas, clause edges and lists, counted once so that any distance is a subtraction.

mod stance;

use std::ops::Range;

pub(crate) use stance::{Cues, Stance};

use crate::lexicon::{ContextJob, Lexicon, Terms};
use crate::token::{Joint, TokenKind, Tokens};

/// Counts of edges up to each token of a text.
#[derive(Default)]
pub(crate) struct Clauses {
    /// By token: words before it.
    words: Vec<u32>,
    commas: Vec<u32>,
    edges: Vec<u32>,
}

/// What lies between two places of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) words: u32,
    pub(crate) commas: u32,
    /// Clause edges: semicolons, brackets, colons, conjunctions.
    pub(crate) edges: u32,
}

impl Clauses {
    /// Forgets what was there and counts `tokens`.
    pub(crate) fn read(&mut self, lexicon: &Lexicon, tokens: &Tokens, terms: &Terms) {
        for list in [&mut self.words, &mut self.commas, &mut self.edges] {
            list.clear();
            list.push(0);
        }
        let (mut words, mut commas, mut edges) = (0, 0, 0);
        for i in 0..tokens.len() {
            match tokens[i].kind {
                // The point of a number or a name parts nothing.
                TokenKind::Mark if is_inside(tokens, i) => {}
                TokenKind::Mark => match tokens.key(i) {
                    "," => commas += 1,
                    ";" | ":" | "(" | ")" | "–" | "—" | "." | "!" | "?" | "…" => edges += 1,
                    "-" if tokens[i].joint == Joint::Blank => edges += 1,
                    _ => {}
                },
                _ => {
                    words += 1;
                    edges += u32::from(terms.context(lexicon, i, ContextJob::Clause).is_some());
                }
            }
            self.words.push(words);
            self.commas.push(commas);
            self.edges.push(edges);
        }
    }

    /// What lies in the tokens `from..to`.
    pub(crate) fn gap(&self, from: usize, to: usize) -> Gap {
        let between = |list: &[u32]| if from < to { list[to] - list[from] } else { 0 };
        Gap { words: between(&self.words), commas: between(&self.commas), edges: between(&self.edges) }
    }

    /// The clause around the tokens `place`, within `sentence`: from edge to edge.
    pub(crate) fn around(&self, place: Range<usize>, sentence: &Range<usize>) -> Range<usize> {
        let mut start = place.start;
        while start > sentence.start && self.edges[start] == self.edges[start - 1] {
            start -= 1;
        }
        let mut end = place.end;
        while end < sentence.end && self.edges[end] == self.edges[end + 1] {
            end += 1;
        }
        start..end
    }
}

/// Whether the mark `at` touches a word or a number on both sides: "8.500", "JD.com".
fn is_inside(tokens: &Tokens, at: usize) -> bool {
    let is_word = |i: usize| tokens.get(i).is_some_and(|t| t.kind != TokenKind::Mark);
    let touches = |i: usize| tokens.get(i).is_some_and(|t| t.joint == Joint::None);
    at > 0 && is_word(at - 1) && is_word(at + 1) && touches(at) && touches(at + 1)
}

/// Whether the tokens `from..to`, which stand between two members, make them a list: commas and joining words only.
pub(crate) fn joins(lexicon: &Lexicon, tokens: &Tokens, terms: &Terms, from: usize, to: usize) -> bool {
    let mut at = from;
    while at < to {
        at = match terms.context(lexicon, at, ContextJob::And) {
            Some(end) => end,
            None if matches!(tokens.key(at), "," | "&" | "/") => at + 1,
            None => return false,
        };
    }
    from < to && at == to
}
