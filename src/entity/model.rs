//! Model designations after the name of a line: iPhone *15 Pro Max*, Galaxy S*24+*, GPT-*4*.

use super::resolve::Source;
use crate::lexicon::{ContextJob, Lexicon, MarkerJob, Sense, Terms};
use crate::token::{Case, Joint, TokenKind, Tokens};

/// The most parts of a designation: *Redmi Note 13 Pro+ 5G* has four.
const PARTS: usize = 8;

/// The token after the designation that begins at `start`; `start` itself where there is none. `goes_on` says
/// that a number of the designation stands before `start` already.
pub(super) fn end(source: &Source<'_, '_>, start: usize, goes_on: bool) -> usize {
    let mut at = start;
    for _ in 0..PARTS {
        match part(source, at, goes_on || at > start) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The token after the part of a designation that begins at `at`.
pub(super) fn part(source: &Source<'_, '_>, at: usize, inside: bool) -> Option<usize> {
    let Source { lexicon, tokens, terms, .. } = *source;
    let token = tokens.get(at)?;
    if token.joint == Joint::Line {
        return None;
    }
    match token.kind {
        TokenKind::Digits => number(lexicon, tokens, terms, at, inside),
        TokenKind::Letters => letters(lexicon, tokens, terms, at, inside),
        // The plus of S24+.
        TokenKind::Mark => (inside && token.joint == Joint::None && tokens.key(at) == "+").then_some(at + 1),
    }
}

/// A model number, with a decimal part (8.1), unless it counts something or is a year.
fn number(lexicon: &Lexicon, tokens: &Tokens, terms: &Terms, at: usize, inside: bool) -> Option<usize> {
    let digits = tokens.key(at);
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if digits.len() > 5 || (is_year && tokens[at].joint == Joint::Blank && inside) {
        return None;
    }
    let mut end = at + 1;
    let is_glued = |i: usize| tokens.get(i).is_some_and(|t| t.joint == Joint::None);
    if is_glued(end)
        && matches!(tokens.key(end), "." | ",")
        && is_glued(end + 1)
        && tokens[end + 1].kind == TokenKind::Digits
    {
        // 8.1 is a version, 8,5 a quantity.
        if tokens.key(end) == "," {
            return None;
        }
        end += 2;
    }
    let counts = terms.find(lexicon, end, |sense| {
        matches!(sense, Sense::Unit(_) | Sense::Scale(_) | Sense::Noun(_) | Sense::GluedScale(_))
            .then_some(())
    });
    // "iPhone 16 Pro Max 256GB": a size is no part of the name.
    let is_size = inside && tokens[at].joint != Joint::None && measures(lexicon, tokens, terms, end);
    let glued_letter = is_glued(end) && tokens[end].kind == TokenKind::Letters && !is_size;
    (glued_letter || counts.is_none() || tokens[at].joint == Joint::None).then_some(end)
}

/// Whether a unit of more than one letter is glued to the number before `at`: "256*GB*".
fn measures(lexicon: &Lexicon, tokens: &Tokens, terms: &Terms, at: usize) -> bool {
    let unit = terms.find(lexicon, at, |s| matches!(s, Sense::Unit(_)).then_some(()));
    unit.is_some_and(|(_, end)| end == at + 1 && tokens[at].span.len() > 1)
}

/// A variant word (Pro), a short code before a number (the S of S24), or a letter glued to one (the s of 5s).
fn letters(lexicon: &Lexicon, tokens: &Tokens, terms: &Terms, at: usize, inside: bool) -> Option<usize> {
    let token = tokens[at];
    let length = token.span.end - token.span.start;
    let glued_number =
        tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::None);
    if inside && token.joint == Joint::None && length <= 2 && tokens[at - 1].kind == TokenKind::Digits {
        let is_unit = terms
            .find(lexicon, at, |s| matches!(s, Sense::Unit(_) | Sense::Marker(MarkerJob::To)).then_some(()));
        return (is_unit.is_none() || length == 1).then_some(at + 1);
    }
    if token.case == Case::Lower {
        return None;
    }
    if glued_number && length <= 3 && token.joint != Joint::None {
        return Some(at + 1);
    }
    terms.context(lexicon, at, ContextJob::Model)
}
