//! The text that amounts are read from, with what the lexicon knows of its words.

use std::ops::Range;

use crate::lexicon::{Lexicon, MarkerJob, Sense, Terms, Unit};
use crate::token::{Case, Joint, TokenKind, Tokens};

/// The longest quotation that is looked back for, in tokens.
const QUOTE: usize = 60;

/// What the amounts of a text are read from.
pub(crate) struct Source<'a, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
    /// By token: whether it belongs to a name or a time.
    pub(crate) taken: &'a [bool],
}

impl<'l> Source<'_, 'l> {
    /// The token at `at` as written.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.text)
    }

    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits)
    }

    /// Whether a line breaks before the token at `at`, or the text ends there.
    pub(super) fn is_broken(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|t| t.joint == Joint::Line)
    }

    /// Where a word with the job `job` begins at `at`: the token after it.
    pub(super) fn marker(&self, at: usize, job: MarkerJob) -> Option<usize> {
        self.terms.marker(self.lexicon, at, job)
    }

    /// Where a word with the job `job` ends before `at`: its first token, not before `limit`.
    pub(super) fn marker_before(&self, at: usize, job: MarkerJob, limit: &Range<usize>) -> Option<usize> {
        self.terms.marker_before(self.lexicon, at, job).filter(|&first| first >= limit.start)
    }

    /// The unit at `at`, and the token after it.
    pub(super) fn unit(&self, at: usize) -> Option<(&'l Unit, usize)> {
        if !self.terms.may_begin(at, Sense::Unit(0)) || self.is_broken(at) {
            return None;
        }
        self.terms.at(at).iter().find_map(|hit| {
            let written = || self.tokens.span(hit.first as usize, hit.last as usize).of(self.text);
            self.lexicon.senses[hit.pattern as usize].iter().find_map(|sense| match sense {
                Sense::Unit(i) => {
                    let unit = &self.lexicon.units[*i as usize];
                    let fits = !unit.exact || unit.words.iter().any(|w| w == written());
                    (fits && !self.is_closing_quote(at)).then_some((unit, hit.last as usize))
                }
                _ => None,
            })
        })
    }

    /// Whether the mark at `at` is a quote and no inches: it stands apart, or closes what another one opened.
    fn is_closing_quote(&self, at: usize) -> bool {
        if self.tokens.key(at) != "\"" {
            return false;
        }
        let line = (0..at).rev().take(QUOTE).take_while(|&i| self.tokens[i].joint != Joint::Line);
        self.tokens[at].joint != Joint::None || line.filter(|&i| self.tokens.key(i) == "\"").count() % 2 == 1
    }

    /// The counted noun at `at`: its entry, and the token after it.
    pub(super) fn noun(&self, at: usize) -> Option<(u32, usize)> {
        // "Ryzen 7000 Series": a capital makes it part of a name.
        let in_name = |entry: u32| {
            self.tokens[at].case == Case::Title
                && self.lexicon.nouns[entry as usize].name.starts_with(char::is_lowercase)
        };
        if self.is_broken(at) {
            return None;
        }
        self.terms.find_like(self.lexicon, at, Sense::Noun(0), |s| match s {
            Sense::Noun(entry) => Some(entry).filter(|&e| !in_name(e)),
            _ => None,
        })
    }

    /// The currency that is written at `at`, before its number; the token after it.
    pub(super) fn currency(&self, at: usize) -> Option<(&'l Unit, usize)> {
        self.terms.find_like(self.lexicon, at, Sense::UnitBefore(0), |s| match s {
            Sense::UnitBefore(i) => Some(&self.lexicon.units[i as usize]),
            _ => None,
        })
    }

    /// The currency that ends before `at`: its first token.
    pub(super) fn currency_before(&self, at: usize) -> Option<usize> {
        self.terms
            .ending_like(self.lexicon, at, Sense::UnitBefore(0), |s| {
                matches!(s, Sense::UnitBefore(_)).then_some(())
            })
            .map(|(_, first)| first)
    }

    /// The unit that ends before `at`.
    pub(super) fn unit_before(&self, at: usize) -> Option<&'l Unit> {
        self.terms
            .ending_like(self.lexicon, at, Sense::Unit(0), |s| match s {
                Sense::Unit(i) => Some(&self.lexicon.units[i as usize]),
                _ => None,
            })
            .map(|(unit, _)| unit)
    }

    /// Whether a counted noun ends before `at`.
    pub(super) fn noun_before(&self, at: usize) -> Option<u32> {
        self.terms
            .ending_like(self.lexicon, at, Sense::Noun(0), |s| match s {
                Sense::Noun(entry) => Some(entry),
                _ => None,
            })
            .map(|(entry, _)| entry)
    }
}
