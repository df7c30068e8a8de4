//! Where the lexicon's words outside names stand in a text, and what they can mean there.

use std::ops::Range;

use super::{ContextJob, Lexicon, MarkerJob, Sense};
use crate::gazetteer::{Hit, Matcher, Search};
use crate::token::{TokenKind, Tokens};

/// The longest word sequence that [`Terms::ending`] looks back for, in tokens.
const LONGEST: usize = 8;

/// The words of the lexicon found in one text, by the token they begin at.
#[derive(Default)]
pub(crate) struct Terms {
    hits: Vec<Hit>,
    /// By token: the first hit that begins there or later.
    starts: Vec<u32>,
    /// By token: the kinds of sense of the words that begin there, as bits.
    begins: Vec<u64>,
    /// By token: the same of the words that end before it.
    ends: Vec<u64>,
    /// The tokens at which an amount or a time may begin, and which of them.
    openers: Vec<(u32, Opens)>,
}

/// What may begin at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opens {
    pub(crate) amount: bool,
    pub(crate) time: bool,
}

/// The senses of words that an amount begins with.
const AMOUNT: u64 = Sense::Numeral(0).bit()
    | Sense::Vague(0).bit()
    | Sense::Fixed(0).bit()
    | Sense::UnitBefore(0).bit()
    | Sense::Scale(0).bit()
    | Sense::Marker(MarkerJob::Ordinal).bit()
    | Sense::Marker(MarkerJob::Half).bit();
/// The senses of words that a time begins with.
const TIME: u64 = Sense::Relative(0).bit()
    | Sense::Holiday(0).bit()
    | Sense::Numeral(0).bit()
    | Sense::Marker(MarkerJob::Day).bit()
    | Sense::Marker(MarkerJob::Month).bit()
    | Sense::Marker(MarkerJob::Quarter).bit()
    | Sense::Marker(MarkerJob::Year).bit()
    | Sense::Marker(MarkerJob::Decade).bit()
    | Sense::Marker(MarkerJob::Century).bit()
    | Sense::Marker(MarkerJob::HalfOf).bit()
    | Sense::Marker(MarkerJob::FirstHalf).bit()
    | Sense::Marker(MarkerJob::Ago).bit()
    | Sense::Marker(MarkerJob::SamePeriod).bit();

impl Terms {
    /// Forgets what was there and looks through `tokens`.
    pub(crate) fn read(&mut self, lexicon: &Lexicon, tokens: &Tokens, search: &mut Search) {
        lexicon.terms.all(tokens.edges(), search, &mut self.hits);
        self.starts.clear();
        self.openers.clear();
        self.begins.clear();
        self.ends.clear();
        self.starts.reserve(tokens.len() + 1);
        self.begins.reserve(tokens.len() + 1);
        self.ends.resize(tokens.len() + 1, 0);
        let mut next = 0;
        for (token, is_digits) in tokens.all().iter().map(|t| t.kind == TokenKind::Digits).enumerate() {
            self.starts.push(next as u32);
            let mut bits = 0;
            while let Some(hit) = self.hits.get(next).filter(|h| h.first as usize == token) {
                let more = lexicon.sense_bits[hit.pattern as usize];
                bits |= more;
                self.ends[hit.last as usize] |= more;
                next += 1;
            }
            self.begins.push(bits);
            if is_digits || bits & (AMOUNT | TIME) != 0 {
                let opens =
                    Opens { amount: is_digits || bits & AMOUNT != 0, time: is_digits || bits & TIME != 0 };
                self.openers.push((token as u32, opens));
            }
        }
        self.starts.push(next as u32);
        self.begins.push(0);
    }

    /// The tokens of `range` at which an amount or a time may begin, in order.
    pub(crate) fn openers(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, Opens)> {
        let first = self.openers.partition_point(|&(token, _)| (token as usize) < range.start);
        let end = range.end;
        self.openers[first..]
            .iter()
            .map(|&(token, opens)| (token as usize, opens))
            .take_while(move |&(t, _)| t < end)
    }

    /// Whether a word with a sense of the kind of `like` may begin at `token`: false is sure.
    pub(crate) fn may_begin(&self, token: usize, like: Sense) -> bool {
        self.begins.get(token).is_some_and(|bits| bits & like.bit() != 0)
    }

    /// Whether a word with a sense of one of the kinds `bits` may begin at `token`: false is sure.
    pub(crate) fn may_begin_any(&self, token: usize, bits: u64) -> bool {
        self.begins.get(token).is_some_and(|kinds| kinds & bits != 0)
    }

    /// Whether a word with a sense of the kind of `like` may end before `token`: false is sure.
    pub(crate) fn may_end(&self, token: usize, like: Sense) -> bool {
        self.ends.get(token).is_some_and(|bits| bits & like.bit() != 0)
    }

    /// [`Terms::find`], where no word with a sense of the kind of `like` is soon seen.
    pub(crate) fn find_like<T>(
        &self,
        lexicon: &Lexicon,
        token: usize,
        like: Sense,
        pick: impl FnMut(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        if self.may_begin(token, like) { self.find(lexicon, token, pick) } else { None }
    }

    /// [`Terms::ending`], where no word with a sense of the kind of `like` is soon seen.
    pub(crate) fn ending_like<T>(
        &self,
        lexicon: &Lexicon,
        token: usize,
        like: Sense,
        pick: impl FnMut(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        if self.may_end(token, like) { self.ending(lexicon, token, pick) } else { None }
    }

    /// The counted noun that ends before `token`, and its first token.
    pub(crate) fn noun_before(&self, lexicon: &Lexicon, token: usize) -> Option<(u32, usize)> {
        self.ending_like(lexicon, token, Sense::Noun(0), |sense| match sense {
            Sense::Noun(noun) => Some(noun),
            _ => None,
        })
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
        self.find_like(lexicon, token, Sense::Context(job), |s| (s == Sense::Context(job)).then_some(()))
            .map(|(_, end)| end)
    }

    /// Whether a word with the job `job` ends before `token`; its first token.
    pub(crate) fn context_before(&self, lexicon: &Lexicon, token: usize, job: ContextJob) -> Option<usize> {
        self.ending_like(lexicon, token, Sense::Context(job), |s| (s == Sense::Context(job)).then_some(()))
            .map(|(_, first)| first)
    }

    /// Whether a word with the job `job` beside numbers begins at `token`; the token after it.
    pub(crate) fn marker(&self, lexicon: &Lexicon, token: usize, job: MarkerJob) -> Option<usize> {
        self.find_like(lexicon, token, Sense::Marker(job), |s| (s == Sense::Marker(job)).then_some(()))
            .map(|(_, end)| end)
    }

    /// Whether a word with the job `job` beside numbers ends before `token`; its first token.
    pub(crate) fn marker_before(&self, lexicon: &Lexicon, token: usize, job: MarkerJob) -> Option<usize> {
        self.ending_like(lexicon, token, Sense::Marker(job), |s| (s == Sense::Marker(job)).then_some(()))
            .map(|(_, first)| first)
    }
}
