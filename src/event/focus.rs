//! Whom the text is about: what "hãng", "ông" and "sản phẩm này" stand for, and who acts where nobody is named.

use std::ops::Range;

use super::Source;
use super::filler::{Filled, Stand};
use super::scene::Scene;
use crate::lexicon::{ContextJob, Kind, Sense};

/// The entities in focus when a sentence begins.
#[derive(Debug, Default)]
pub(super) struct Focus {
    pub(super) company: Option<usize>,
    pub(super) product: Option<usize>,
    pub(super) person: Option<usize>,
}

/// Jobs of words that stand for an entity, with its kind.
const ANAPHORS: [(ContextJob, Kind); 3] = [
    (ContextJob::AnaphorCompany, Kind::Company),
    (ContextJob::AnaphorPerson, Kind::Person),
    (ContextJob::AnaphorProduct, Kind::Product),
];

/// The kinds of sense of those words.
const ANAPHOR: u64 = Sense::Context(ContextJob::AnaphorCompany).bit()
    | Sense::Context(ContextJob::AnaphorPerson).bit()
    | Sense::Context(ContextJob::AnaphorProduct).bit();

impl Focus {
    /// The mention of `kind` in focus.
    pub(super) fn of(&self, kind: Kind) -> Option<usize> {
        match kind {
            Kind::Company => self.company,
            Kind::Product => self.product,
            Kind::Person => self.person,
            _ => None,
        }
    }

    /// Moves the focus on behind the sentence of `scene`: to its first firm and product that are no source, and its last person.
    pub(super) fn pass(&mut self, source: &Source<'_, '_>, scene: &Scene) {
        let names = || {
            scene.stands.iter().zip(&scene.sources).filter_map(|(s, &cited)| match s.filled {
                Filled::Mention(i) if !cited => Some(i),
                _ => None,
            })
        };
        let is = |kind: Kind| move |&i: &usize| source.mentions[i].is_of(kind);
        self.company = names().find(is(Kind::Company)).or(self.company);
        self.product = names().find(is(Kind::Product)).or(self.product);
        self.person = names().rfind(is(Kind::Person)).or(self.person);
    }

    /// Adds to `scene` the words that stand for an entity in focus.
    pub(super) fn resolve(&self, source: &Source<'_, '_>, scene: &mut Scene) {
        let mut found: Vec<Stand> = Vec::new();
        let mut at = scene.sentence.start;
        while at < scene.sentence.end {
            if !source.terms.may_begin_any(at, ANAPHOR) {
                at += 1;
                continue;
            }
            let word = source.terms.find(source.lexicon, at, |s| {
                ANAPHORS.iter().find(|(job, _)| s == Sense::Context(*job)).map(|(_, kind)| *kind)
            });
            let next = match word {
                Some((kind, end)) if end <= scene.sentence.end && stands_alone(source, scene, at..end) => {
                    let mention = nearest(source, scene, at, kind).or(self.of(kind));
                    found.extend(mention.map(|i| Stand {
                        filled: Filled::Mention(i),
                        place: at..end,
                        anaphor: true,
                    }));
                    end
                }
                _ => at + 1,
            };
            at = next;
        }
        if !found.is_empty() {
            scene.stands.extend(found);
            scene.stands.sort_by_key(|s| (s.place.start, s.place.end));
        }
    }
}

/// The name of `kind` before token `at` in the sentence: the first firm, the last person or product.
fn nearest(source: &Source<'_, '_>, scene: &Scene, at: usize, kind: Kind) -> Option<usize> {
    let before = scene.stands.iter().take_while(|s| s.place.end <= at);
    let mut fits = before.filter_map(|s| match s.filled {
        Filled::Mention(i) if source.mentions[i].is_of(kind) => Some(i),
        _ => None,
    });
    if kind == Kind::Company { fits.next() } else { fits.last() }
}

/// Whether nothing beside the word makes it mean another: no name after it, no "các" before it, no noun that goes on.
fn stands_alone(source: &Source<'_, '_>, scene: &Scene, word: Range<usize>) -> bool {
    let lexicon = source.lexicon;
    let is_within = (word.start..word.end).any(|t| scene.is_taken(t));
    if is_within || scene.is_taken(word.end) {
        return false;
    }
    let counted = source.terms.context_before(lexicon, word.start, ContextJob::Determiner);
    if counted.is_some_and(|first| first >= scene.sentence.start) {
        return false;
    }
    if word.end >= scene.sentence.end || Scene::is_mark(source, word.end) || scene.is_light(word.end) {
        return true;
    }
    source.terms.at(word.end).iter().any(|hit| {
        lexicon.senses[hit.pattern as usize].iter().any(|s| {
            matches!(
                s,
                Sense::Part { part: 0, .. }
                    | Sense::Cue(_)
                    | Sense::Slot(_)
                    | Sense::Context(
                        ContextJob::PhraseEnd
                            | ContextJob::Clause
                            | ContextJob::Says
                            | ContextJob::Particle
                            | ContextJob::Preposition
                            | ContextJob::And
                    )
            )
        })
    }) || source.terms.context_before(lexicon, word.end, ContextJob::Pointer).is_some()
}
