//! How events stand to each other and to their source: one a clause, tellings of the same, who says so.

use std::cmp::Ordering::{Equal, Greater, Less};
use std::collections::HashMap;
use std::ops::Range;

use smallvec::SmallVec;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::filler::Filled;
use super::scene::{Scene, overlap};
use super::{Event, Source};
use crate::entity::Trace;

/// Keeps, of the events of several types that share words of their triggers, the one that has the longest, and of those
/// of one type that share a clause the surest.
pub(super) fn keep_best(source: &Source<'_, '_>, first: usize, trace: &mut Trace, out: &mut Vec<Event<'_>>) {
    let mut i = first;
    while i < out.len() {
        let loses = (first..out.len())
            .find(|&j| j != i && compete(source, &out[i], &out[j]) && is_better(&out[j], &out[i], j < i));
        match loses {
            Some(j) => {
                let lost = &out[i];
                trace.note(source.tokens.span(lost.trigger.start, lost.trigger.end), || {
                    (
                        lost.trigger_rule.via.clone(),
                        format!("the same clause tells it by {}", out[j].trigger_rule.via),
                    )
                });
                out.remove(i);
            }
            None => i += 1,
        }
    }
}

fn same_clause(source: &Source<'_, '_>, a: &Event<'_>, b: &Event<'_>) -> bool {
    let (left, right) = if a.trigger.start <= b.trigger.start { (a, b) } else { (b, a) };
    let gap = source.clauses.gap(left.trigger.end, right.trigger.start);
    a.rule.event == b.rule.event && gap.edges == 0 && gap.commas == 0
}

fn is_better(a: &Event<'_>, b: &Event<'_>, earlier: bool) -> bool {
    let longer = if overlap(&a.trigger, &b.trigger) { a.trigger.len().cmp(&b.trigger.len()) } else { Equal };
    match longer.then(a.score.total_cmp(&b.score)) {
        Greater => true,
        Equal => earlier,
        Less => false,
    }
}

fn compete(source: &Source<'_, '_>, a: &Event<'_>, b: &Event<'_>) -> bool {
    overlap(&a.trigger, &b.trigger) || same_clause(source, a, b)
}

/// The clause around the trigger, widened to hold all roles of the sentence.
pub(super) fn evidence(
    source: &Source<'_, '_>,
    trigger: &Range<usize>,
    places: impl Iterator<Item = Range<usize>>,
    sentence: &Range<usize>,
) -> Range<usize> {
    let clause = source.clauses.around(trigger.clone(), sentence);
    places
        .filter(|p| !p.is_empty())
        .fold(clause, |range, place| range.start.min(place.start)..range.end.max(place.end))
}

/// Who says so: the name after "theo", or before "cho biết".
pub(super) fn attribution(scene: &Scene, trigger: &Range<usize>) -> Option<usize> {
    let stands = || scene.stands.iter().zip(&scene.sources).zip(&scene.speakers);
    let name = |filled: &Filled| match filled {
        Filled::Mention(i) => Some(*i),
        _ => None,
    };
    let cited = stands().find(|((_, cited), _)| **cited).and_then(|((s, _), _)| name(&s.filled));
    let speaks = || {
        stands()
            .find(|((_, _), says)| says.is_some_and(|end| end <= trigger.start))
            .and_then(|((s, _), _)| name(&s.filled))
    };
    cited.or_else(speaks)
}

/// The events of a text, by a number for their type and an entity that plays a core role in them.
#[derive(Default)]
pub(super) struct Tellings(HashMap<u64, SmallVec<[usize; 2]>>);

impl Tellings {
    /// The most events of a type and an entity that are compared.
    const MOST: usize = 64;

    /// Forgets what was there.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first event of the same type that agrees in its core roles: one side's entities are the other's too. The event,
    /// which comes after those `earlier`, is kept for the next ones.
    pub(super) fn first(
        &mut self,
        source: &Source<'_, '_>,
        earlier: &[Event<'_>],
        event: &Event<'_>,
    ) -> Option<usize> {
        let mine = core(source, event);
        let mut found: Option<usize> = None;
        for &(_, entity) in &mine {
            let key = xxh3_64_with_seed(entity.as_bytes(), xxh3_64(event.rule.event.as_bytes()));
            let alike = self.0.entry(key).or_default();
            // An entity that plays two roles finds the event itself there.
            let before = alike.iter().copied().filter(|&i| i < earlier.len());
            let first = before.into_iter().find(|&i| agree(source, &mine, event, &earlier[i]));
            found = found.into_iter().chain(first).min();
            if alike.len() < Self::MOST && alike.last() != Some(&earlier.len()) {
                alike.push(earlier.len());
            }
        }
        let found = found?;
        earlier[found].same_as.or(Some(found))
    }
}

/// The core roles of an event, with the entities that play them.
type Core<'s> = Vec<(usize, &'s str)>;

fn core<'s>(source: &'s Source<'_, '_>, event: &Event<'_>) -> Core<'s> {
    let core = event.roles.iter().filter(|(role, _)| event.rule.roles[*role].core);
    core.filter_map(|(role, stand)| match stand.filled {
        Filled::Mention(i) => Some((*role, source.entity(i))),
        _ => None,
    })
    .collect()
}

/// Whether `other` tells what `event` does, whose core roles are `mine`.
fn agree(source: &Source<'_, '_>, mine: &Core<'_>, event: &Event<'_>, other: &Event<'_>) -> bool {
    if other.rule.event != event.rule.event || other.stance.polarity != event.stance.polarity {
        return false;
    }
    let theirs = core(source, other);
    let within = |a: &Core<'_>, b: &Core<'_>| a.iter().all(|x| b.contains(x));
    (within(mine, &theirs) || within(&theirs, mine)) && mine.len().abs_diff(theirs.len()) <= 1
}
