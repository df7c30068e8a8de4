//! Who is on the stage of an article: what each mention brings to the choice of a claim's subject, whatever the claim.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::Source;
use super::feature::{Feature, of_kind};
use crate::lexicon::{ContextJob, Kind, MarkerJob, Sense};
use crate::token::Sentence;

/// A mention as a possible subject.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    /// Number of its sentence.
    pub(crate) sentence: u32,
    /// Of its entity.
    pub(crate) key: u64,
    /// The features that do not depend on the claim.
    pub(crate) features: Vec<u8>,
    /// The sum of their weights.
    pub(crate) score: f64,
}

/// All mentions of an article as possible subjects, in buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) players: Vec<Player>,
    /// The entities named most often: of all companies, products, persons.
    pub(crate) topics: Vec<u64>,
    counts: Vec<(u64, Kind, u32)>,
    /// Whether the first sentence is a title.
    pub(crate) has_title: bool,
}

impl Cast {
    /// Forgets what was there and looks at the mentions of `source`, whose first sentence may be a title.
    pub(crate) fn read(&mut self, source: &Source<'_, '_>, sentences: &[Sentence], has_title: bool) {
        self.players.clear();
        self.counts.clear();
        self.has_title = has_title;
        let mut sentence = 0;
        for mention in source.mentions {
            while sentences.get(sentence).is_some_and(|s| s.tokens.end <= mention.tokens.start) {
                sentence += 1;
            }
            let key = xxh3_64(mention.entity.as_bytes());
            match self.counts.iter_mut().find(|(k, ..)| *k == key) {
                Some((.., count)) => *count += 1,
                None => self.counts.push((key, mention.kind, 1)),
            }
            self.players.push(Player { sentence: sentence as u32, key, features: Vec::new(), score: 0.0 });
        }
        self.topics.clear();
        for kind in [Kind::Company, Kind::Product, Kind::Person] {
            let of_kind = self.counts.iter().filter(|(_, k, count)| *k == kind && *count > 1);
            self.topics.extend(of_kind.rev().max_by_key(|(.., count)| *count).map(|(key, ..)| *key));
        }
        let title: Vec<u64> =
            self.players.iter().take_while(|p| has_title && p.sentence == 0).map(|p| p.key).collect();
        for i in 0..self.players.len() {
            let mut features = Vec::with_capacity(8);
            self.features(source, sentences, &title, i, &mut |f| features.push(f));
            let player = &mut self.players[i];
            player.score = features.iter().map(|&f| source.model.of(f as usize)).sum();
            player.features = features;
        }
    }

    fn features(
        &self,
        source: &Source<'_, '_>,
        sentences: &[Sentence],
        title: &[u64],
        number: usize,
        add: &mut impl FnMut(u8),
    ) {
        let (player, mention) = (&self.players[number], &source.mentions[number]);
        let place = &mention.tokens;
        let sentence = &sentences[player.sentence as usize].tokens;
        let earlier = || {
            self.players[..number]
                .iter()
                .zip(source.mentions)
                .rev()
                .take_while(|(p, _)| p.sentence == player.sentence)
        };
        let mut has = |feature: Feature, is: bool| {
            if is {
                add(feature as u8);
            }
        };
        has(Feature::Base, true);
        has(Feature::InTitle, self.has_title && player.sentence == 0);
        has(Feature::TitleEntity, player.sentence != 0 && title.contains(&player.key));
        let is_topic = self.topics.contains(&player.key);
        has(Feature::Topic, is_topic);
        has(Feature::OtherNamedOften, is_topic && title.contains(&player.key));
        has(
            Feature::HeadCompany,
            mention.kind == Kind::Company && !earlier().any(|(_, m)| m.kind == Kind::Company),
        );
        has(Feature::Head, earlier().next().is_none());
        has(Feature::Start, place.start - sentence.start <= 3);
        let is_product = mention.kind == Kind::Product;
        has(Feature::LaterProduct, is_product && earlier().any(|(_, m)| m.kind == Kind::Product));
        has(Feature::Maker, mention.kind == Kind::Company && self.makes_what_is_there(source, number));
        let before = |job| source.terms.context_before(source.lexicon, place.start, job).is_some();
        let of = place.start.checked_sub(1).filter(|&at| source.tokens.key(at) == OF);
        has(Feature::Of, of.is_some());
        has(Feature::OfMeasure, of.is_some_and(|of| follows_measure(source, of)));
        let named = of.is_some_and(|of| number > 0 && source.mentions[number - 1].tokens.end == of);
        has(Feature::OfName, named);
        let since = earlier().next().map_or(place.start, |(_, m)| m.tokens.end);
        let closes = of.is_some() && source.tokens.key(place.end) == ",";
        has(Feature::Apposed, closes && source.clauses.gap(since, place.start).commas > 0);
        has(Feature::Source, before(ContextJob::Source));
        has(Feature::Oblique, before(ContextJob::Preposition));
        let rival = source.terms.marker_before(source.lexicon, place.start, MarkerJob::Rival);
        has(Feature::Rival, rival.is_some());
        let after = |job| source.terms.context(source.lexicon, place.end, job).is_some();
        has(Feature::Doer, after(ContextJob::Particle) || after(ContextJob::Passive));
        has(Feature::Component, before(ContextJob::Component));
        has(Feature::Survey, before(ContextJob::Survey));
        let says = after(ContextJob::Says);
        has(Feature::SaysPerson, says && mention.kind == Kind::Person);
        has(Feature::SaysOrganization, says && mention.kind == Kind::Organization);
        let verb = |job| source.terms.marker(source.lexicon, place.end, job).is_some();
        has(Feature::Verb, VERBS.into_iter().any(verb));
        has(Feature::Often, self.counts.iter().any(|(k, _, count)| *k == player.key && *count >= OFTEN));
        has(Feature::Place, before(ContextJob::Place));
        has(Feature::Says, after(ContextJob::Says));
        has(Feature::Bracket, is_bracketed(source, place));
        add(of_kind(mention.kind) as u8);
    }

    /// Whether the sentence of the company `number` names a product of it.
    fn makes_what_is_there(&self, source: &Source<'_, '_>, number: usize) -> bool {
        let entry = |i: usize| source.mentions[i].surface.map(|s| source.lexicon.entry_of(s));
        let Some(own) = entry(number) else { return false };
        let sentence = self.players[number].sentence;
        let near = number.saturating_sub(NEAR)..self.players.len().min(number + NEAR);
        near.filter(|&i| self.players[i].sentence == sentence && source.mentions[i].kind == Kind::Product)
            .filter_map(entry)
            .any(|product| source.lexicon.maker(product) == Some(own))
    }
}

/// The jobs of words that are verbs where they follow a name.
const VERBS: [MarkerJob; 3] = [MarkerJob::Share, MarkerJob::Equals, MarkerJob::Paid];
/// How many mentions make an entity one that is named often.
const OFTEN: u32 = 4;
/// The furthest that a maker's product is looked for, in mentions.
const NEAR: usize = 8;
/// The preposition of a possessor.
const OF: &str = "của";

/// The most words between what is measured and "của": "thị phần smartphone toàn cầu của Apple".
const QUALIFIERS: usize = 3;

/// Whether a word for what is measured ends shortly before the token `of`.
fn follows_measure(source: &Source<'_, '_>, of: usize) -> bool {
    let measure = |sense| matches!(sense, Sense::Attribute(_)).then_some(());
    (of.saturating_sub(QUALIFIERS)..=of)
        .any(|end| source.terms.ending_like(source.lexicon, end, Sense::Attribute(0), measure).is_some())
}

/// Whether `place` ends what stands in brackets, with at most a word before it: "Google (thuộc *Alphabet*)".
fn is_bracketed(source: &Source<'_, '_>, place: &Range<usize>) -> bool {
    let opens = |back: usize| place.start.checked_sub(back).is_some_and(|at| source.tokens.key(at) == "(");
    source.tokens.key(place.end) == ")" && (opens(1) || opens(2))
}
