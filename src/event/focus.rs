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
            let Some((kind, end)) = word.filter(|(_, end)| *end <= scene.sentence.end) else {
                at += 1;
                continue;
            };
            let alone =
                || stands_alone(source, scene, at..end).then(|| (end, nearest(source, scene, at, kind)));
            let of_country = || described(source, scene, at..end, kind).map(|end| (end, None));
            let next = match alone().or_else(of_country) {
                Some((end, mention)) => {
                    found.extend(mention.or(self.of(kind)).map(|i| Stand {
                        filled: Filled::Mention(i),
                        place: at..end,
                        anaphor: true,
                    }));
                    end
                }
                None => at + 1,
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

/// The most words between a firm's noun and its country: "hãng *công nghệ* Mỹ".
const DESCRIPTION: usize = 3;

/// Where "công ty Hà Lan" or "hãng công nghệ Mỹ", which begins with the word of a firm, ends. It stands for the firm in
/// focus where the sentence has named none so far.
fn described(source: &Source<'_, '_>, scene: &Scene, word: Range<usize>, kind: Kind) -> Option<usize> {
    if kind != Kind::Company || is_counted(source, scene, word.start) {
        return None;
    }
    let named = |s: &Stand| matches!(s.filled, Filled::Mention(i) if source.mentions[i].is_of(kind));
    if scene.stands.iter().take_while(|s| s.place.start < word.start).any(named) {
        return None;
    }
    let is_plain = |t: usize| {
        let job = |j| source.terms.context(source.lexicon, t, j).is_some();
        !scene.is_taken(t)
            && !scene.is_light(t)
            && !Scene::is_mark(source, t)
            && !job(ContextJob::PhraseEnd)
            && !job(ContextJob::And)
    };
    let from = (word.end..scene.sentence.end).take(DESCRIPTION + 1).find(|&t| !is_plain(t))?;
    let country = scene.stands.iter().find(|s| s.place.start == from)?;
    let is_place = matches!(country.filled, Filled::Mention(i) if source.mentions[i].kind == Kind::Place);
    (is_place && !scene.is_taken(country.place.end)).then_some(country.place.end)
}

/// Whether "các" or its like stands before token `at`.
fn is_counted(source: &Source<'_, '_>, scene: &Scene, at: usize) -> bool {
    let counted = source.terms.context_before(source.lexicon, at, ContextJob::Determiner);
    counted.is_some_and(|first| first >= scene.sentence.start)
}

/// Whether nothing beside the word makes it mean another: no name after it, no "các" before it, no noun that goes on.
fn stands_alone(source: &Source<'_, '_>, scene: &Scene, word: Range<usize>) -> bool {
    let lexicon = source.lexicon;
    let is_within = (word.start..word.end).any(|t| scene.is_taken(t));
    if is_within || scene.is_taken(word.end) {
        return false;
    }
    if is_counted(source, scene, word.start) {
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
