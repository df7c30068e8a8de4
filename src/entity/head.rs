//! Names that begin with a generic head: *Bộ* Khoa học và Công nghệ, *Công ty Cổ phần* Lumora.

use std::ops::Range;

use super::Mention;
use super::resolve::Source;
use crate::lexicon::{ContextJob, Kind, Sense};
use crate::token::{Case, TokenKind};

/// The token after the name whose head begins at `first`, where the lexicon has such a head and it goes on.
pub(super) fn end(
    source: &Source<'_, '_>,
    mentions: &[Mention<'_>],
    first: usize,
    sentence: &Range<usize>,
) -> Option<usize> {
    let (is_firm, head) = generic(source, first)?;
    let name = Name { source, mentions, sentence, is_firm };
    let mut end = head;
    while let Some(next) = name.part(end, end > head) {
        end = next;
    }
    (end > head).then_some(end)
}

/// The known mention of `kind` that with the head before it is `words`: *Tập đoàn* Vingroup.
pub(super) fn known<'m, 'l>(
    source: &Source<'_, '_>,
    mentions: &'m [Mention<'l>],
    words: &Range<usize>,
    kind: Kind,
) -> Option<&'m Mention<'l>> {
    let (_, head) = generic(source, words.start)?;
    let at = mentions.partition_point(|m| m.tokens.start < head);
    mentions.get(at).filter(|m| m.tokens == (head..words.end) && m.kind == kind)
}

/// Whether the head that begins at `first` is that of a firm, and the token after it.
fn generic(source: &Source<'_, '_>, first: usize) -> Option<(bool, usize)> {
    source.terms.find(source.lexicon, first, |sense| match sense {
        Sense::Context(ContextJob::OrganizationHead) => Some(false),
        Sense::Context(ContextJob::CompanyHead) => Some(true),
        _ => None,
    })
}

/// What the parts of a name are read from.
struct Name<'a, 'l> {
    source: &'a Source<'a, 'l>,
    mentions: &'a [Mention<'l>],
    sentence: &'a Range<usize>,
    /// Whether the head is that of a firm: a field in small letters after it is no part of the name.
    is_firm: bool,
}

impl Name<'_, '_> {
    /// The token after the part at `at`: a field of work, a place, a word with a capital, or a joint and one of these.
    fn part(&self, at: usize, inside: bool) -> Option<usize> {
        let Source { lexicon, tokens, terms, .. } = *self.source;
        if at >= self.sentence.end {
            return None;
        }
        if let Some(end) = self.word(at) {
            return Some(end);
        }
        let is_and = terms.context(lexicon, at, ContextJob::And) == Some(at + 1);
        let is_joint =
            is_and || matches!(tokens.key(at), "&" | "-" | "–") || tokens[at].kind == TokenKind::Digits;
        (is_joint && inside).then(|| self.word(at + 1)).flatten()
    }

    fn word(&self, at: usize) -> Option<usize> {
        let Source { lexicon, tokens, terms, .. } = *self.source;
        let known = self.mentions.partition_point(|m| m.tokens.end <= at);
        if let Some(mention) = self.mentions.get(known).filter(|m| m.tokens.start == at) {
            return Some(mention.tokens.end);
        }
        let token = tokens.get(at).filter(|t| t.kind == TokenKind::Letters && at < self.sentence.end)?;
        let field = terms.context(lexicon, at, ContextJob::Field);
        match token.case {
            // A field in small letters is part of the name where that goes on after it: Sở cảnh sát quận Columbia.
            Case::Lower => field.filter(|&end| !self.is_firm && self.word(end).is_some()),
            Case::None => None,
            Case::Title | Case::Upper | Case::Mixed => Some(field.unwrap_or(at + 1)),
        }
    }
}
