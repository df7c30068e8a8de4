//! What the article named in full: its short forms later on, and abbreviations that it introduced in brackets.

use std::collections::HashMap;
use std::ops::Range;

use super::Mention;
use super::resolve::Source;
use super::unknown::Found;
use crate::lexicon::{ContextJob, Kind, Origin, Reference, Sense};
use crate::token::{Case, Joint, TokenKind, Tokens};

/// The short forms of one text's names; its buffers are used again.
#[derive(Default)]
pub(crate) struct Memory {
    /// By the key of a short form: the full mentions, in order of the text.
    forms: HashMap<u64, Vec<Form>>,
    buffer: String,
}

/// A full mention that a short form stands for.
#[derive(Clone, Copy)]
struct Form {
    mention: usize,
    /// Whether it counts only after a form of address: *ông* Nhậm.
    needs_title: bool,
}

/// The most first words that a designation may leave out.
const DESIGNATION: usize = 8;

/// A number for the words of `tokens`.
pub(super) fn key_of(tokens: &Tokens, range: Range<usize>) -> u64 {
    range.fold(0, |key, at| xxhash_rust::xxh3::xxh3_64_with_seed(tokens.key(at).as_bytes(), key))
}

impl Memory {
    /// Learns the short forms of all names of more than one word, and the abbreviations after names.
    pub(super) fn read(&mut self, source: &Source<'_, '_>, mentions: &[Mention<'_>]) {
        self.forms.clear();
        for (i, mention) in mentions.iter().enumerate() {
            let words = mention.tokens.clone();
            match mention.kind {
                Kind::Person if words.len() > 1 => self.person(source, i, &words),
                Kind::Product if words.len() > 1 => self.model(source, i, &words),
                Kind::Company | Kind::Organization => {
                    self.firm(source, i, &words);
                    self.abbreviation(source, i, &words, mention.kind);
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, source: &Source<'_, '_>, words: Range<usize>, mention: usize, needs_title: bool) {
        let forms = self.forms.entry(key_of(source.tokens, words)).or_default();
        forms.push(Form { mention, needs_title });
    }

    /// A person is called by the last word, the last two, or the first.
    fn person(&mut self, source: &Source<'_, '_>, mention: usize, words: &Range<usize>) {
        self.add(source, words.end - 1..words.end, mention, false);
        if words.len() > 2 {
            self.add(source, words.end - 2..words.end, mention, false);
        }
        let first = source.tokens.key(words.start);
        let is_foreign = source.lexicon.origin(first, &mut self.buffer) == Origin::Foreign;
        self.add(source, words.start..words.start + 1, mention, !is_foreign);
    }

    /// A model is called by its designation: *S25 Ultra*.
    fn model(&mut self, source: &Source<'_, '_>, mention: usize, words: &Range<usize>) {
        let tokens = source.tokens;
        for start in words.clone().skip(1).take(DESIGNATION).filter(|&i| tokens[i].joint == Joint::Blank) {
            let has_number = (start..words.end).any(|i| tokens[i].kind == TokenKind::Digits);
            if has_number && words.end - start > 1 {
                self.add(source, start..words.end, mention, false);
            }
        }
    }

    /// A firm is called by its first word where that is foreign, or without the head of its name.
    fn firm(&mut self, source: &Source<'_, '_>, mention: usize, words: &Range<usize>) {
        let Source { lexicon, tokens, terms, .. } = *source;
        let head = terms.find(lexicon, words.start, |sense| {
            matches!(sense, Sense::Context(ContextJob::CompanyHead)).then_some(())
        });
        if let Some((_, end)) = head.filter(|(_, end)| *end < words.end) {
            self.add(source, end..words.end, mention, false);
        } else if words.len() > 1
            && tokens[words.start].case != Case::Lower
            && lexicon.origin(tokens.key(words.start), &mut self.buffer) == Origin::Foreign
        {
            self.add(source, words.start..words.start + 1, mention, false);
        }
    }

    /// The capitals in brackets after a name abbreviate it where they are its initials; after an organisation's, always.
    fn abbreviation(&mut self, source: &Source<'_, '_>, mention: usize, words: &Range<usize>, kind: Kind) {
        let tokens = source.tokens;
        let at = words.end;
        let is_bracketed = tokens.key(at) == "(" && tokens.key(at + 2) == ")";
        if !is_bracketed || tokens[at + 1].case != Case::Upper || words.len() < 2 {
            return;
        }
        let mut initials = words.clone().filter_map(|i| tokens.key(i).chars().next());
        let fits = tokens.key(at + 1).chars().all(|c| initials.any(|i| i == c));
        if fits || kind == Kind::Organization {
            self.add(source, at + 1..at + 2, mention, false);
        }
    }

    /// Adds the short forms among `found` to `mentions`; a name that was taken for one of its own becomes one of them.
    pub(super) fn shorten<'l>(
        &mut self,
        source: &Source<'_, 'l>,
        found: &[Found],
        mentions: &mut Vec<Mention<'l>>,
    ) {
        if self.forms.is_empty() {
            return;
        }
        let mut new: Vec<Mention<'l>> = Vec::new();
        let mut buffer = std::mem::take(&mut self.buffer);
        for group in found.chunk_by(|a, b| a.span.run == b.span.run) {
            let mut fitting = group.iter().filter_map(|f| {
                let words = f.span.first as usize..f.span.last as usize;
                if is_ordinary(source, &words, &mut buffer) {
                    return None;
                }
                let full =
                    self.forms.get(&f.key).and_then(|forms| self.full(source, forms, &words, mentions))?;
                Some((words, full))
            });
            let Some((words, full)) = fitting.next() else { continue };
            let at = mentions.partition_point(|m| m.tokens.end <= words.start);
            match mentions.get(at).filter(|m| m.tokens.start < words.end) {
                Some(same) if same.tokens == words && same.surface.is_none() => {
                    let short = short(source, words, &mentions[full]);
                    mentions[at] = short;
                }
                Some(_) => {}
                None => new.push(short(source, words, &mentions[full])),
            }
        }
        self.buffer = buffer;
        super::unknown::merge(mentions, new, &mut super::Trace::default());
    }

    /// The nearest full mention before `words`, else the first after them.
    fn full(
        &self,
        source: &Source<'_, '_>,
        forms: &[Form],
        words: &Range<usize>,
        mentions: &[Mention<'_>],
    ) -> Option<usize> {
        let has_title = source.terms.context_before(source.lexicon, words.start, ContextJob::Title).is_some();
        let usable =
            |f: &&Form| (has_title || !f.needs_title) && mentions[f.mention].tokens.len() > words.len();
        let before = forms.iter().rev().filter(|f| mentions[f.mention].tokens.start < words.start);
        before.chain(forms).find(usable).map(|f| f.mention)
    }
}

/// Whether `words` are a lone syllable that has its capital from the sentence, and no title before it.
fn is_ordinary(source: &Source<'_, '_>, words: &Range<usize>, buffer: &mut String) -> bool {
    let Source { lexicon, tokens, terms, .. } = *source;
    let begins = words.start == 0
        || tokens[words.start].joint == Joint::Line
        || (tokens[words.start - 1].kind == TokenKind::Mark && tokens.key(words.start - 1) != ",");
    words.len() == 1
        && begins
        && lexicon.origin(tokens.key(words.start), buffer) != Origin::Foreign
        && terms.context_before(lexicon, words.start, ContextJob::Title).is_none()
}

/// The mention of `full`'s entity by the short form at `words`.
fn short<'l>(source: &Source<'_, 'l>, words: Range<usize>, full: &Mention<'l>) -> Mention<'l> {
    Mention {
        span: source.tokens.span(words.start, words.end),
        tokens: words,
        reference: Reference::Alias,
        tier: None,
        confidence: full.confidence.min(90),
        ..full.clone()
    }
}
