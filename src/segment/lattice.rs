//! The best path through the words that a sentence can be cut into.

use super::Segmenter;
use super::atom::Atoms;
use super::feature::{Known, LONGEST, Lattice, Names};
use super::weights::Sum;

/// What two syllables say by themselves settles their gap where it weighs more than this for or against: what stands around them
/// is not looked at.
const SURE: i32 = 512;

/// Finds paths, in buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Path {
    names: Names,
    known: Known,
    /// The best sum of a path that ends before each atom, and the length of its last word.
    best: Vec<(i32, u8)>,
    /// The weight of each gap, closed.
    gaps: Vec<i32>,
    starts: Vec<bool>,
}

impl Path {
    /// For each of `atoms`, whether a word begins there.
    pub(crate) fn find(&mut self, segmenter: &Segmenter, atoms: &Atoms) -> &[bool] {
        let count = atoms.all().len();
        let lattice = Lattice::new(atoms, &segmenter.words, &self.names, &mut self.known);
        self.starts.clear();
        self.starts.resize(count, true);
        let mut first = 0;
        while first < count {
            // A stretch whose gaps may all be closed.
            let mut end = first + 1;
            let margin = |at| lattice.margin(at, &segmenter.lengths);
            while end < count && lattice.is_possible(end) && margin(end).is_none_or(|sum| sum > -SURE) {
                end += 1;
            }
            match end - first {
                1 => {}
                2 if margin(first + 1).is_some_and(|sum| sum > SURE) => self.starts[first + 1] = false,
                _ => {
                    let (best, gaps) = (&mut self.best, &mut self.gaps);
                    stretch(segmenter, &lattice, first..end, best, gaps, &mut self.starts);
                }
            }
            first = end;
        }
        &self.starts
    }

    /// The names of small values and a buffer, to look at a lattice.
    #[cfg(feature = "internals")]
    pub(crate) fn parts(&mut self) -> (&Names, &mut Known) {
        (&self.names, &mut self.known)
    }
}

/// Cuts one stretch: clears `starts` where an atom goes on a word.
fn stretch(
    segmenter: &Segmenter,
    lattice: &Lattice<'_>,
    place: std::ops::Range<usize>,
    best: &mut Vec<(i32, u8)>,
    gaps: &mut Vec<i32>,
    starts: &mut [bool],
) {
    let (first, count) = (place.start, place.len());
    let sum = || Sum { weights: &segmenter.weights, sum: 0 };
    best.clear();
    best.resize(count + 1, (i32::MIN, 0));
    best[0] = (0, 0);
    gaps.clear();
    gaps.push(0);
    gaps.extend(place.clone().skip(1).map(|at| {
        let mut sum = sum();
        match lattice.listed(at) {
            Some(listed) => sum.sum = listed,
            None => lattice.between(at).add(&mut sum),
        }
        lattice.around(at, &mut sum);
        sum.sum
    }));
    for at in 0..count {
        let mut inner = 0;
        for length in 1..=LONGEST.min(count - at) {
            let mut sum = sum();
            match length {
                1 => lattice.alone(first + at, &mut sum),
                _ => {
                    inner += gaps[at + length - 1];
                    if !lattice.may_be_word(first + at, length) {
                        continue;
                    }
                    lattice.word(first + at, length, &mut sum);
                }
            }
            let total = best[at].0.saturating_add(inner + sum.sum);
            if total > best[at + length].0 {
                best[at + length] = (total, length as u8);
            }
        }
    }
    let mut end = count;
    while end > 0 {
        let start = end - usize::from(best[end].1).max(1);
        starts[first + start + 1..first + end].fill(false);
        end = start;
    }
}
