//! Runs of capitals: the words that a name which no list holds can be made of.

use std::ops::Range;

use super::resolve::Source;
use super::{Mention, head, model};
use crate::lexicon::{ClaimKind, ContextJob, MarkerJob, Origin, Sense};
use crate::token::{Case, Joint, TokenKind};

/// The most first words of a run that may be none of the name.
const STARTS: usize = 5;

/// A piece of the text that may be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: u32,
    pub(super) last: u32,
    /// The first token of the run that it is part of.
    pub(super) run: u32,
    /// The known mention of the lists that it takes in, if any.
    pub(super) takes: Option<u32>,
    /// Whether it begins with a generic head and goes on as such names do.
    pub(super) is_headed: bool,
}

/// Whether the token can begin a name.
fn is_capital(source: &Source<'_, '_>, at: usize) -> bool {
    let has_capital = source.tokens.get(at).is_some_and(|t| {
        t.kind == TokenKind::Letters && matches!(t.case, Case::Title | Case::Upper | Case::Mixed)
    });
    has_capital && !is_unit(source, at) && !is_ordinal(source, at)
}

/// Whether the token is the Roman number of an ordinal: "lần thứ *XV*".
fn is_ordinal(source: &Source<'_, '_>, at: usize) -> bool {
    let Source { lexicon, tokens, terms, .. } = *source;
    terms.may_end(at, Sense::Marker(MarkerJob::Ordinal))
        && tokens.key(at).bytes().all(|b| b"ivxlc".contains(&b))
        && terms.marker_before(lexicon, at, MarkerJob::Ordinal).is_some()
}

/// Whether the token is the symbol of a measure after a number or a slash: "đồng/kWh", "2 triệu kWh".
fn is_unit(source: &Source<'_, '_>, at: usize) -> bool {
    let Source { lexicon, tokens, terms, .. } = *source;
    if !terms.may_begin(at, Sense::Unit(0)) {
        return false;
    }
    let before = at.checked_sub(1).map(|b| (tokens[b].kind, tokens.key(b)));
    let follows = before.is_some_and(|(kind, key)| kind == TokenKind::Digits || key == "/")
        || terms.may_end(at, Sense::Scale(0));
    let measure = |s: Sense| match s {
        Sense::Unit(i) => (lexicon.units[i as usize].kind == ClaimKind::Measure).then_some(()),
        _ => None,
    };
    follows && terms.find(lexicon, at, measure).is_some_and(|(_, end)| end == at + 1)
}

/// The token after the run of capitals that begins at `first`, itself one.
fn run_end(source: &Source<'_, '_>, first: usize, sentence: &Range<usize>, buffer: &mut String) -> usize {
    let mut end = first + 1;
    while end < sentence.end {
        match step(source, end, buffer) {
            Some(next) if next <= sentence.end => end = next,
            _ => break,
        }
    }
    end
}

/// The token after the next part of the name, which begins at `at`.
fn step(source: &Source<'_, '_>, at: usize, buffer: &mut String) -> Option<usize> {
    let Source { lexicon, tokens, .. } = *source;
    let token = tokens.get(at)?;
    let glued = |i: usize| tokens.get(i).is_some_and(|t| t.joint == Joint::None);
    if token.joint == Joint::Line {
        return None;
    }
    match token.kind {
        TokenKind::Letters if token.case != Case::Lower => is_capital(source, at).then_some(at + 1),
        TokenKind::Letters => match token.joint {
            Joint::Hyphen | Joint::Apostrophe => Some(at + 1),
            Joint::None if tokens[at - 1].kind == TokenKind::Digits => model::part(source, at, true),
            Joint::Blank if lexicon.origin(tokens.key(at - 1), buffer) == Origin::Foreign => {
                let next = after_particles(source, at)?;
                (is_capital(source, next) && tokens[next].joint == Joint::Blank).then_some(next + 1)
            }
            _ => None,
        },
        TokenKind::Digits => model::part(source, at, true),
        TokenKind::Mark => match tokens.key(at) {
            "+" => (token.joint == Joint::None).then_some(at + 1),
            "&" => is_capital(source, at + 1).then_some(at + 2),
            "." => {
                let next = tokens.get(at + 1)?;
                let inside = glued(at) && glued(at + 1) && next.kind == TokenKind::Letters;
                inside.then_some(at + 2)
            }
            _ => None,
        },
    }
}

/// The token after the small words inside a foreign name that begin at `at`: *van de* Wille.
fn after_particles(source: &Source<'_, '_>, at: usize) -> Option<usize> {
    let next = |at: usize| source.terms.context(source.lexicon, at, ContextJob::NameParticle);
    let first = next(at)?;
    Some(next(first).unwrap_or(first))
}

/// Puts the pieces of one sentence that may be names into `out`, those of a run together, in order.
pub(super) fn spans(
    source: &Source<'_, '_>,
    mentions: &[Mention<'_>],
    sentence: &Range<usize>,
    out: &mut Vec<Span>,
) {
    let mut buffer = String::new();
    let mut next = mentions.partition_point(|m| m.tokens.end <= sentence.start);
    let mut at = sentence.start;
    while at < sentence.end {
        while mentions.get(next).is_some_and(|m| m.tokens.end <= at) {
            next += 1;
        }
        if let Some(mention) = mentions.get(next).filter(|m| m.tokens.contains(&at)) {
            at = mention.tokens.end;
        } else if is_capital(source, at) || is_numbered_model(source, at) {
            let end = run_end(source, at, sentence, &mut buffer);
            let stop = mentions.get(next).map_or(end, |m| end.min(m.tokens.start));
            if let Some(end) = head::end(source, mentions, at, sentence).filter(|&end| end >= stop) {
                let (first, last) = (at as u32, end as u32);
                out.push(Span { first, last, run: first, takes: None, is_headed: true });
            }
            let start = after_title(source, at, sentence).filter(|&start| start < stop).unwrap_or(at);
            let unknown = start..stop.max(at + 1);
            if unknown.len() > 1 || !is_ordinary(source, start, sentence, &mut buffer) {
                piece(source, mentions, next, unknown, out);
            }
            at = stop.max(at + 1);
        } else {
            at += 1;
        }
    }
}

/// The token after the title at `at` and its full stop, no part of a name: *CEO*, *BS.*, and *Ông* at the head of a sentence.
fn after_title(source: &Source<'_, '_>, at: usize, sentence: &Range<usize>) -> Option<usize> {
    let is_apart = at == sentence.start || source.tokens[at].case == Case::Upper;
    let end = is_apart.then(|| source.terms.context(source.lexicon, at, ContextJob::Title)).flatten()?;
    let has_stop =
        source.tokens.get(end).is_some_and(|t| t.joint == Joint::None) && source.tokens.key(end) == ".";
    Some(if has_stop { end + 1 } else { end })
}

/// Whether the word at `at` is a syllable that has its capital from the sentence, and a word in small letters follows.
fn is_ordinary(source: &Source<'_, '_>, at: usize, sentence: &Range<usize>, buffer: &mut String) -> bool {
    let Source { lexicon, tokens, .. } = *source;
    let begins = at == sentence.start
        || (tokens[at].joint != Joint::Hyphen
            && tokens[at - 1].kind == TokenKind::Mark
            && matches!(
                tokens.key(at - 1),
                "\"" | "“" | "‘" | "'" | ":" | "-" | "–" | "…" | "." | "*" | "•"
            ));
    begins
        && tokens.get(at + 1).is_some_and(|t| t.case == Case::Lower && t.joint == Joint::Blank)
        && lexicon.origin(tokens.key(at), buffer) != Origin::Foreign
}

/// Whether a number before a variant word stands at `at`: *15 Pro Max* of a phone named before.
fn is_numbered_model(source: &Source<'_, '_>, at: usize) -> bool {
    let Source { lexicon, tokens, terms, .. } = *source;
    tokens[at].kind == TokenKind::Digits
        && tokens[at].joint != Joint::None
        && is_capital(source, at + 1)
        && tokens[at + 1].joint == Joint::Blank
        && terms.context(lexicon, at + 1, ContextJob::Model).is_some()
}

/// The spans of the words `unknown` between known mentions: they, their ends, and with a mention beside them.
fn piece(
    source: &Source<'_, '_>,
    mentions: &[Mention<'_>],
    next: usize,
    unknown: Range<usize>,
    out: &mut Vec<Span>,
) {
    let tokens = source.tokens;
    let touches = |at: usize| {
        tokens.get(at).is_some_and(|t| matches!(t.joint, Joint::Blank | Joint::Hyphen | Joint::None))
    };
    let run = unknown.start as u32;
    let span = |first: usize, last: usize, takes: Option<usize>| Span {
        first: first as u32,
        last: last as u32,
        run,
        takes: takes.map(|t| t as u32),
        is_headed: false,
    };
    let before =
        next.checked_sub(1).filter(|&i| mentions[i].tokens.end == unknown.start && touches(unknown.start));
    let after = mentions.get(next).filter(|m| m.tokens.start == unknown.end && touches(unknown.end));
    if let Some(before) = before {
        out.push(span(mentions[before].tokens.start, unknown.end, Some(before)));
    }
    for start in unknown.clone().take(STARTS) {
        if start == unknown.start || is_capital(source, start) {
            out.push(span(start, unknown.end, None));
            if let Some(after) = after {
                out.push(span(start, after.tokens.end, Some(next)));
            }
        }
    }
}
