//! Where the lexicon's words outside names stand in a text, and what they can mean there.

use super::{ContextJob, Lexicon, MarkerJob, Sense};
use crate::gazetteer::{Hit, Matcher, Search};
use crate::token::Tokens;

/// The longest word sequence that [`Terms::ending`] looks back for, in tokens.
const LONGEST: usize = 8;

/// The words of the lexicon found in one text, by the token they begin at.
#[derive(Default)]
pub(crate) struct Terms {
    hits: Vec<Hit>,
    /// By token: the first hit that begins there or later.
    starts: Vec<u32>,
}

impl Terms {
    /// Forgets what was there and looks through `tokens`.
    pub(crate) fn read(&mut self, lexicon: &Lexicon, tokens: &Tokens, search: &mut Search) {
        lexicon.terms.all(tokens.edges(), search, &mut self.hits);
        self.starts.clear();
        self.starts.reserve(tokens.len() + 1);
        let mut next = 0;
        for token in 0..=tokens.len() {
            while self.hits.get(next).is_some_and(|h| (h.first as usize) < token) {
                next += 1;
            }
            self.starts.push(next as u32);
        }
    }

    /// All words found, in order of their first token, the longest first.
    pub(crate) fn all(&self) -> &[Hit] {
        &self.hits
    }

    /// The words that begin at `token`, the longest first.
    pub(crate) fn at(&self, token: usize) -> &[Hit] {
        match (self.starts.get(token), self.starts.get(token + 1)) {
            (Some(&from), Some(&to)) => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The longest word that begins at `token` and has a sense that `pick` takes: what it took, and the token after it.
    pub(crate) fn find<T>(
        &self,
        lexicon: &Lexicon,
        token: usize,
        mut pick: impl FnMut(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        self.at(token).iter().find_map(|hit| {
            let senses = &lexicon.senses[hit.pattern as usize];
            senses.iter().find_map(|&sense| pick(sense)).map(|t| (t, hit.last as usize))
        })
    }

    /// The longest word that ends before `token` and has a sense that `pick` takes: what it took, and its first token.
    pub(crate) fn ending<T>(
        &self,
        lexicon: &Lexicon,
        token: usize,
        mut pick: impl FnMut(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        (token.saturating_sub(LONGEST)..token).find_map(|first| {
            let hit = self.at(first).iter().find(|h| h.last as usize == token)?;
            let senses = &lexicon.senses[hit.pattern as usize];
            senses.iter().find_map(|&sense| pick(sense)).map(|t| (t, first))
        })
    }

    /// Whether a word with the job `job` begins at `token`; the token after it.
    pub(crate) fn context(&self, lexicon: &Lexicon, token: usize, job: ContextJob) -> Option<usize> {
        self.find(lexicon, token, |s| (s == Sense::Context(job)).then_some(())).map(|(_, end)| end)
    }

    /// Whether a word with the job `job` ends before `token`; its first token.
    pub(crate) fn context_before(&self, lexicon: &Lexicon, token: usize, job: ContextJob) -> Option<usize> {
        self.ending(lexicon, token, |s| (s == Sense::Context(job)).then_some(())).map(|(_, first)| first)
    }

    /// Whether a word with the job `job` beside numbers begins at `token`; the token after it.
    pub(crate) fn marker(&self, lexicon: &Lexicon, token: usize, job: MarkerJob) -> Option<usize> {
        self.find(lexicon, token, |s| (s == Sense::Marker(job)).then_some(())).map(|(_, end)| end)
    }

    /// Whether a word with the job `job` beside numbers ends before `token`; its first token.
    pub(crate) fn marker_before(&self, lexicon: &Lexicon, token: usize, job: MarkerJob) -> Option<usize> {
        self.ending(lexicon, token, |s| (s == Sense::Marker(job)).then_some(())).map(|(_, first)| first)
    }
}
