//! One name that no list holds, with what was seen of it.

use std::collections::BTreeMap;

use crate::lexicon::{Kind, Reference};
use crate::record::{Extraction, MentionRecord};
use crate::source::Document;
use crate::text::{fold_into, nfc};

/// The most contexts that are kept, each of another document.
const CONTEXTS: usize = 3;
/// How much of the sentence a context shows before and after the name, in characters.
const WIDTH: usize = 40;
/// The most spellings that are kept.
const SPELLINGS: usize = 16;

/// What was seen of a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidate {
    pub(crate) mentions: u32,
    pub(crate) documents: u32,
    /// Number of the document that it was last seen in.
    last: u32,
    /// Mentions by kind, in the contract's order.
    kinds: [u32; Kind::ALL.len()],
    /// Sum over the mentions, in hundredths.
    confidence: u64,
    /// How often it is written how.
    spellings: BTreeMap<String, u32>,
    /// The first documents' sentences, the name in brackets.
    pub(crate) contexts: Vec<String>,
}

impl Candidate {
    /// Counts one mention in the document with the number `number`.
    pub(super) fn add(
        &mut self,
        number: u32,
        document: &Document,
        extraction: &Extraction<'_>,
        mention: &MentionRecord<'_>,
    ) {
        self.mentions += 1;
        self.confidence += u64::from(mention.confidence);
        if let Some(at) = Kind::ALL.iter().position(|kind| *kind == mention.kind) {
            self.kinds[at] += 1;
        }
        if self.last != number {
            self.last = number;
            self.documents += 1;
            if self.contexts.len() < CONTEXTS {
                self.contexts.push(context(document, extraction, mention));
            }
        }
        let written = one_line(mention.span.of(&document.text));
        let is_name = mention.reference == Reference::Name || is_abbreviation(mention.kind, &written);
        let has_room = self.spellings.len() < SPELLINGS || self.spellings.contains_key(&written);
        if is_name && has_room && !written.contains('|') {
            *self.spellings.entry(written).or_default() += 1;
        }
    }

    /// The kind of most of its mentions.
    pub(crate) fn kind(&self) -> Kind {
        let most = (0..Kind::ALL.len()).max_by_key(|&at| (self.kinds[at], std::cmp::Reverse(at)));
        Kind::ALL[most.unwrap_or(0)]
    }

    /// The share of the mentions that are of that kind, in percent.
    pub(crate) fn share(&self) -> u32 {
        let most = self.kinds.iter().max().copied().unwrap_or(0);
        (100 * most + self.mentions / 2) / self.mentions.max(1)
    }

    /// The mean over its mentions, from 0 to 1.
    pub(crate) fn confidence(&self) -> f64 {
        let mean = self.confidence as f64 / f64::from(self.mentions.max(1));
        mean.round() / 100.0
    }

    /// How it is written most often, and the spellings that the matcher would not find by that one.
    pub(crate) fn names(&self) -> (&str, Vec<&str>) {
        let mut all: Vec<(&str, u32)> = self.spellings.iter().map(|(name, n)| (name.as_str(), *n)).collect();
        all.sort_by_key(|(name, count)| (is_abbreviation(self.kind(), name), std::cmp::Reverse(*count)));
        let mut seen: Vec<String> = Vec::new();
        all.retain(|(name, _)| {
            let key = key_of(name);
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        let mut names = all.into_iter().map(|(name, _)| name);
        (names.next().unwrap_or_default(), names.collect())
    }
}

/// What spellings have in common that the matcher takes for one: without case, blanks and joints.
fn key_of(name: &str) -> String {
    let mut key = String::new();
    fold_into(name, &mut key);
    key.retain(|c| !c.is_whitespace() && !"-'’".contains(c));
    key
}

/// Whether a short form is one that lists have: the initials of a firm or an organization.
fn is_abbreviation(kind: Kind, name: &str) -> bool {
    let is_kind = matches!(kind, Kind::Company | Kind::Organization);
    is_kind && name.chars().nth(1).is_some() && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The sentence around a mention, cut short, the name in brackets.
fn context(document: &Document, extraction: &Extraction<'_>, mention: &MentionRecord<'_>) -> String {
    let (text, span) = (&document.text, mention.span);
    let sentence = extraction.document.sentences.get(mention.sentence as usize).copied().unwrap_or(span);
    let (start, end) = (sentence.start.min(span.start) as usize, sentence.end.max(span.end) as usize);
    let before = &text[start..span.start as usize];
    let after = &text[span.end as usize..end];
    let cut = before.char_indices().rev().nth(WIDTH - 1).map_or(0, |(at, _)| at);
    let rest = after.char_indices().nth(WIDTH).map_or(after.len(), |(at, _)| at);
    let piece = [&before[cut..], "[", span.of(text), "]", &after[..rest]].concat();
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    [dots(cut > 0), &one_line(&piece), dots(rest < after.len())].concat()
}

/// Composed, its blanks single.
fn one_line(text: &str) -> String {
    nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(spellings: &[(&str, u32)]) -> Candidate {
        let spellings = spellings.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        Candidate { spellings, kinds: [3, 1, 0, 0, 0], mentions: 4, confidence: 350, ..Candidate::default() }
    }

    #[test]
    fn the_commonest_spelling_is_the_name() {
        let candidate = candidate(&[("Tech Flow", 1), ("TechFlow", 3), ("techflow", 1), ("TF", 9)]);
        assert_eq!(candidate.names(), ("TechFlow", vec!["TF"]));
    }

    #[test]
    fn kind_share_and_confidence() {
        let candidate = candidate(&[("Acme", 4)]);
        assert_eq!((candidate.kind(), candidate.share()), (Kind::Company, 75));
        assert_eq!(candidate.confidence(), 0.88);
    }
}
