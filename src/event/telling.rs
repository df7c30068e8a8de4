//! How events stand to each other and to their source: one a clause, tellings of the same, who says so.

use std::ops::Range;

use super::filler::Filled;
use super::scene::Scene;
use super::{Event, Source};
use crate::entity::Trace;

/// Keeps, of the events of one type that share a clause, the surest.
pub(super) fn one_per_clause(
    source: &Source<'_, '_>,
    first: usize,
    trace: &mut Trace,
    out: &mut Vec<Event<'_>>,
) {
    let mut i = first;
    while i < out.len() {
        let loses = (first..out.len())
            .find(|&j| j != i && same_clause(source, &out[i], &out[j]) && is_better(&out[j], &out[i], j < i));
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
    a.score > b.score || a.score == b.score && earlier
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

/// The first event of the same type that agrees in its core roles: one side's entities are the other's too.
pub(super) fn first_telling(
    source: &Source<'_, '_>,
    earlier: &[Event<'_>],
    event: &Event<'_>,
) -> Option<usize> {
    let core = |e: &Event<'_>| {
        let mut names: Vec<(usize, &str)> = Vec::new();
        for (role, stand) in e.roles.iter().filter(|(role, _)| e.rule.roles[*role].core) {
            if let Filled::Mention(i) = stand.filled {
                names.push((*role, source.entity(i)));
            }
        }
        names
    };
    let mine = core(event);
    let is_same = |e: &&Event<'_>| {
        if e.rule.event != event.rule.event || e.stance.polarity != event.stance.polarity {
            return false;
        }
        let theirs = core(e);
        let within = |a: &[(usize, &str)], b: &[(usize, &str)]| a.iter().all(|x| b.contains(x));
        let agrees = within(&mine, &theirs) || within(&theirs, &mine);
        agrees && !mine.is_empty() && !theirs.is_empty() && mine.len().abs_diff(theirs.len()) <= 1
    };
    let found = earlier.iter().position(|e| is_same(&e))?;
    earlier[found].same_as.or(Some(found))
}
