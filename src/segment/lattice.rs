//! The words that a sentence can be cut into: its atoms with what is known of them, and of the gaps between them.

use super::atom::Atoms;
use super::feature::{LONGEST, Names, Pair, mix};
use super::group::STANDINGS;
use super::look::Look;
use super::words::{SEQUENCE, Word, Words};

/// Cells before the first atom: as far as features look back.
const BEFORE: usize = 2;
/// Cells behind the last atom.
const AFTER: usize = LONGEST;

/// An atom with what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) number: u64,
    /// What is known of it by itself.
    pub(super) alone: Word,
    /// What is known of it with the atom before it.
    pub(super) pair: Word,
    pub(super) look: Look,
}

/// A sentence in cells, with edges on both sides.
pub(crate) struct Lattice<'a> {
    cells: &'a [Cell],
    words: &'a Words,
    pub(super) names: &'a Names,
}

impl<'a> Lattice<'a> {
    /// Over `atoms`; `cells` is a buffer.
    pub(super) fn new(atoms: &Atoms, words: &'a Words, names: &'a Names, cells: &'a mut Vec<Cell>) -> Self {
        let nothing = Word::default();
        let number = names.looks[Look::Edge as usize];
        let edge = Cell { number, alone: nothing, pair: nothing, look: Look::Edge };
        cells.clear();
        cells.reserve(BEFORE + atoms.all().len() + AFTER);
        cells.extend([edge; BEFORE]);
        let mut before = edge;
        for atom in atoms.all() {
            let is_word = atom.look.is_word();
            let alone = if is_word { words.syllable(atom.number) } else { nothing };
            let is_pair = is_word && before.look.is_word();
            let pair = if is_pair { words.pair([before.number, atom.number]) } else { nothing };
            before = Cell { number: atom.number, alone, pair, look: atom.look };
            cells.push(before);
        }
        cells.extend([edge; AFTER]);
        Self { cells, words, names }
    }

    /// The atom at `at`, or an edge.
    #[inline(always)]
    pub(super) fn cell(&self, at: usize) -> &Cell {
        &self.cells[at.wrapping_add(BEFORE)]
    }

    /// The cells from `at` and so many further on; edges stand before the first atom and behind the last.
    #[inline(always)]
    pub(super) fn cells<const COUNT: usize>(&self, at: usize, further: isize) -> [&Cell; COUNT] {
        let start = at.wrapping_add(BEFORE).wrapping_add_signed(further);
        let cells = &self.cells[start..start + COUNT];
        std::array::from_fn(|i| &cells[i])
    }

    /// Whether the gap before atom `at` may be closed.
    #[inline(always)]
    pub(crate) fn is_possible(&self, at: usize) -> bool {
        let [left, right] = self.cells(at, -1);
        right.pair.is_possible() || (left.look.is_joinable() && right.look.is_joinable())
    }

    /// What is known of the `length` atoms from `at`, at least three.
    #[inline(always)]
    pub(super) fn sequence(&self, at: usize, length: usize) -> Word {
        let start = at.wrapping_add(BEFORE);
        let cells = &self.cells[start..start + length];
        // Of a listed word each pair is known to stand inside one; nearly nothing else passes.
        match cells[1..].iter().all(|cell| cell.pair.is_inside()) {
            true => self.words.sequence(cells.iter().fold(SEQUENCE, |sum, cell| mix(sum, cell.number))),
            false => Word::default(),
        }
    }

    /// 1 where the `length` atoms from `at`, two or more, are listed as a word; else 0.
    #[inline(always)]
    pub(super) fn is_listed(&self, at: usize, length: usize) -> usize {
        usize::from(match length {
            2 => self.cell(at.wrapping_add(1)).pair.is_known(),
            _ => self.sequence(at, length).is_known(),
        })
    }

    /// Whether the word of `length` atoms at `at` needs to be looked at: one of three small syllables or more that is not
    /// listed hardly ever wins.
    pub(super) fn may_be_word(&self, at: usize, length: usize) -> bool {
        let start = at.wrapping_add(BEFORE);
        let cells = &self.cells[start..start + length];
        length < 3 || cells.iter().any(|c| c.look != Look::Small) || self.is_listed(at, length) == 1
    }

    /// The pair whose gap is before atom `at`.
    pub(super) fn between(&self, at: usize) -> Pair {
        let [left, right] = self.cells(at, -1);
        Pair {
            numbers: [left.number, right.number],
            pair: right.pair,
            alone: [left.alone.class(), right.alone.class()],
        }
    }

    /// By how much the word of two syllables whose second is atom `at` weighs more than two words of one, as far as the two
    /// say by themselves; none where they are not listed or the second has capitals. `lengths` tells what the length weighs
    /// by standing.
    #[inline(always)]
    pub(super) fn margin(&self, at: usize, lengths: &[i32; STANDINGS]) -> Option<i32> {
        let [left, right] = self.cells(at, -1);
        let is_sure = right.pair.is_possible() && right.look == Look::Small;
        let joined = right.pair.sum() + lengths[right.pair.standing()];
        is_sure.then_some(joined - left.alone.sum() - right.alone.sum())
    }
}
