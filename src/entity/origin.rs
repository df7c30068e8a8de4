//! Where the words of one text can come from, each looked up once, however many spans it stands in.

use super::resolve::Source;
use super::run::Span;
use crate::lexicon::Origin;
use crate::token::TokenKind;

/// The origins of the words of one text; its buffers are used again.
#[derive(Default)]
pub(super) struct Origins {
    /// By token: what was found, for the words that were asked about.
    found: Vec<Option<Origin>>,
    buffer: String,
}

impl Origins {
    /// Forgets what was there; the next text has `count` tokens.
    pub(super) fn clear(&mut self, count: usize) {
        self.found.clear();
        self.found.resize(count, None);
    }

    /// Looks up the words of `span` that were not looked up before.
    pub(super) fn read(&mut self, source: &Source<'_, '_>, span: Span) {
        for at in span.first as usize..span.last as usize {
            if self.found[at].is_none() && source.tokens[at].kind == TokenKind::Letters {
                self.found[at] = Some(source.lexicon.origin(source.tokens.key(at), &mut self.buffer));
            }
        }
    }

    /// The origins of the words of `span`, which was read; numbers and marks have none.
    pub(super) fn of(&self, span: Span) -> impl Iterator<Item = Origin> {
        self.found[span.first as usize..span.last as usize].iter().filter_map(|origin| *origin)
    }
}
