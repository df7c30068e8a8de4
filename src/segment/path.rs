//! The best path through the words that a sentence can be cut into.

use std::ops::Range;

use super::Segmenter;
use super::atom::Atoms;
use super::feature::{Features, LONGEST, Names, add_alone};
use super::group::Group;
use super::lattice::{Cell, Lattice};
#[cfg(feature = "internals")]
use super::words::Words;

/// What two syllables say by themselves settles their gap where it weighs more than this for or against: what stands around them
/// is not looked at.
const SURE: i32 = 512;

/// Finds paths, in buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Path {
    names: Names,
    cells: Vec<Cell>,
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
        let lattice = Lattice::new(atoms, &segmenter.words, &self.names, &mut self.cells);
        self.starts.clear();
        self.starts.resize(count, true);
        let margin = |at| lattice.margin(at, &segmenter.lengths);
        let mut first = 0;
        while first < count {
            // A stretch whose gaps may all be closed.
            let mut end = first + 1;
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

    /// The lattice over `atoms`.
    #[cfg(feature = "internals")]
    pub(crate) fn lattice<'a>(&'a mut self, atoms: &Atoms, words: &'a Words) -> Lattice<'a> {
        Lattice::new(atoms, words, &self.names, &mut self.cells)
    }
}

/// Sums the weights of features.
struct Score<'s> {
    segmenter: &'s Segmenter,
    sum: i32,
}

impl Features for Score<'_> {
    #[inline(always)]
    fn add(&mut self, _: &'static str, seed: u64, parts: &[u64]) {
        self.sum += self.segmenter.weights.get(seed, parts);
    }

    #[inline(always)]
    fn group(&mut self, _: &Names, group: Group, values: &[usize]) {
        self.sum += self.segmenter.groups.get(group, values);
    }
}

/// Cuts one stretch: clears `starts` where an atom goes on a word.
fn stretch(
    segmenter: &Segmenter,
    lattice: &Lattice<'_>,
    place: Range<usize>,
    best: &mut Vec<(i32, u8)>,
    gaps: &mut Vec<i32>,
    starts: &mut [bool],
) {
    let (first, count) = (place.start, place.len());
    gaps.clear();
    gaps.push(0);
    gaps.extend(place.skip(1).map(|at| gap(segmenter, lattice, at)));
    best.clear();
    best.resize(count + 1, (i32::MIN, 0));
    best[0] = (0, 0);
    for at in 0..count {
        let mut inner = 0;
        for length in 1..=LONGEST.min(count - at) {
            let mut score = Score { segmenter, sum: 0 };
            match length {
                1 => score.sum = alone(segmenter, lattice, first + at),
                _ => {
                    inner += gaps[at + length - 1];
                    if !lattice.may_be_word(first + at, length) {
                        continue;
                    }
                    lattice.word(first + at, length, &mut score);
                }
            }
            let total = best[at].0.saturating_add(inner + score.sum);
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

/// What the gap before atom `at` weighs, closed.
fn gap(segmenter: &Segmenter, lattice: &Lattice<'_>, at: usize) -> i32 {
    let mut score = Score { segmenter, sum: 0 };
    let pair = lattice.cell(at).pair;
    match pair.is_possible() {
        true => score.sum = pair.sum(),
        false => lattice.between(at).add(lattice.names, &mut score),
    }
    lattice.around(at, &mut score);
    score.sum
}

/// What the atom at `at` weighs as a word of its own.
fn alone(segmenter: &Segmenter, lattice: &Lattice<'_>, at: usize) -> i32 {
    let mut score = Score { segmenter, sum: 0 };
    let cell = lattice.cell(at);
    match cell.alone.is_possible() {
        true => score.sum = cell.alone.sum(),
        false => add_alone(cell.number, &mut score),
    }
    lattice.beside(at, &mut score);
    score.sum
}
