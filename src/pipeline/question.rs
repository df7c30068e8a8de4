//! The choice of each claim's subject as a training program sees it: the mentions with their features.

use super::Worker;
use crate::claim::{Question, Source, candidates, feature_name, features};
use crate::source::Document;

/// A claim and the mentions that it may be about.
#[derive(Clone, Debug)]
pub struct SubjectQuestion {
    /// Where the claim stands in the text, in bytes.
    pub start: u32,
    /// The byte after it.
    pub end: u32,
    /// The number of its sentence.
    pub sentence: u32,
    /// The mentions.
    pub choices: Vec<Choice>,
}

/// A mention that a claim may be about.
#[derive(Clone, Debug)]
pub struct Choice {
    /// `company/apple`.
    pub entity: String,
    /// The canonical name.
    pub name: String,
    /// The number of its sentence.
    pub sentence: u32,
    /// Features with their values, but for the one that depends on the claim before.
    pub features: Vec<(String, f64)>,
}

impl Worker<'_> {
    /// The choices of subject in `document`; places count in its text as it was given.
    pub fn subject_questions(&mut self, document: &Document) -> Vec<SubjectQuestion> {
        self.extract(document);
        let normal = self.normalizer.read(&document.text);
        let s = &self.scratch;
        let source = Source {
            lexicon: &self.pipeline.lexicon,
            tokens: &s.tokens,
            terms: &s.terms,
            clauses: &s.clauses,
            model: &self.pipeline.subject,
            mentions: &s.mentions,
            times: &s.times,
        };
        let open = s.claims.iter().enumerate().filter(|(_, c)| c.of.is_none() && c.same_as.is_none());
        open.map(|(index, claim)| {
            let tokens = &claim.quantity.tokens;
            let number = s.sentences.partition_point(|x| x.tokens.end <= tokens.start) as u32;
            let sentence = &s.sentences[number as usize].tokens;
            let first = s.claims.partition_point(|c| c.quantity.tokens.start < sentence.start);
            let told = &s.claims[first..index];
            let question = Question {
                attribute: source.rule(claim.attribute),
                ..Question::new(&source, &s.cast, &claim.quantity, (number, sentence), told)
            };
            let span = normal.source(s.tokens.span(tokens.start, tokens.end));
            let choices = candidates(&s.cast, &question).map(|i| {
                let player = &s.cast.players[i];
                let mut named: Vec<(String, f64)> =
                    player.features.iter().map(|&f| (feature_name(f as usize), 1.0)).collect();
                features(&source, &s.cast, &question, i, &mut |f, value| {
                    named.push((feature_name(f), value))
                });
                let mention = &s.mentions[i];
                Choice {
                    entity: mention.entity.to_string(),
                    name: mention.name.to_string(),
                    sentence: player.sentence,
                    features: named,
                }
            });
            SubjectQuestion { start: span.start, end: span.end, sentence: number, choices: choices.collect() }
        })
        .collect()
    }
}
