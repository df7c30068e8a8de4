//! What is weighed: the gap between two atoms, closed, and a word in its place.

use super::atom::{Atom, Atoms, Shape, number};
use super::words::{Word, Words};

/// The most atoms of a word.
pub(crate) const LONGEST: usize = 5;

/// A value of a feature: what it says, and its number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    #[cfg_attr(
        not(feature = "internals"),
        allow(dead_code, reason = "only those who learn weights read names")
    )]
    pub(crate) text: &'a str,
    pub(crate) number: u64,
}

/// Takes features one after the other: sums their weights, or writes them down.
pub(crate) trait Features {
    /// Takes the feature "`template`=`parts`"; `seed` is the number of the template.
    fn add(&mut self, template: &'static str, seed: u64, parts: &[Part<'_>]);
}

/// Puts a number to others.
#[inline]
pub(super) const fn mix(sum: u64, number: u64) -> u64 {
    let mixed = (sum.rotate_left(23) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The number of a template.
pub(super) const fn seed(template: &str) -> u64 {
    // FNV-1a, which can be worked out at compile time.
    let (mut seed, mut i) = (0xCBF2_9CE4_8422_2325_u64, 0);
    while i < template.len() {
        seed = (seed ^ template.as_bytes()[i] as u64).wrapping_mul(0x0100_0000_01B3);
        i += 1;
    }
    seed
}

/// Whether a mark may stand inside a word: TP.HCM, 17-3, AT&T.
fn is_inner(mark: &str) -> bool {
    matches!(mark, "-" | "–" | "." | "," | "&" | "/" | "'" | "’")
}

/// A sentence with what is known of its pairs, and the names of small values.
pub(crate) struct Lattice<'a> {
    atoms: &'a Atoms,
    words: &'a Words,
    /// What is known of each atom with the one before it.
    pairs: &'a [Word],
    names: &'a Names,
}

/// Names and numbers of the small values.
#[derive(Debug)]
pub(crate) struct Names {
    digits: [(&'static str, u64); 16],
    shapes: [(&'static str, u64); 9],
    yes: [(&'static str, u64); 2],
}

const DIGITS: [&str; 16] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
const SHAPES: [Shape; 9] = [
    Shape::Small,
    Shape::Foreign,
    Shape::Title,
    Shape::Initial,
    Shape::Upper,
    Shape::Mixed,
    Shape::Number,
    Shape::Mark,
    Shape::Edge,
];

impl Default for Names {
    fn default() -> Self {
        let of = |name: &'static str| (name, number(name));
        Self { digits: DIGITS.map(of), shapes: SHAPES.map(|s| of(s.name())), yes: ["no", "yes"].map(of) }
    }
}

fn part((text, number): (&'static str, u64)) -> Part<'static> {
    Part { text, number }
}

/// Calls the sink with a template whose number is worked out at compile time.
macro_rules! add {
    ($sink:expr, $template:literal, $($part:expr),+) => {{
        const SEED: u64 = seed($template);
        $sink.add($template, SEED, &[$($part),+]);
    }};
}

impl<'a> Lattice<'a> {
    /// Over `atoms`; `pairs` is a buffer.
    pub(crate) fn new(
        atoms: &'a Atoms,
        words: &'a Words,
        names: &'a Names,
        pairs: &'a mut Vec<Word>,
    ) -> Self {
        pairs.clear();
        pairs.extend((0..atoms.all().len()).map(|i| match i {
            0 => Word::default(),
            _ => words.get(&atoms.all()[i - 1..=i]),
        }));
        Self { atoms, words, pairs, names }
    }

    /// Whether the gap before atom `at` may be closed.
    #[inline]
    pub(crate) fn is_possible(&self, at: usize) -> bool {
        if self.pairs[at].is_possible() {
            return true;
        }
        let may = |atom: &Atom| match atom.shape {
            Shape::Small => false,
            Shape::Mark => is_inner(self.atoms.key(atom)),
            _ => true,
        };
        at > 0 && may(&self.atoms.all()[at - 1]) && may(&self.atoms.all()[at])
    }

    fn atom(&self, at: usize) -> Part<'a> {
        let atom = &self.atoms.all()[at];
        Part { text: self.atoms.key(atom), number: atom.number }
    }

    /// How the atom at `at` looks; a mark is itself.
    fn look(&self, at: Option<usize>) -> Part<'a> {
        match at.and_then(|at| self.atoms.all().get(at).map(|atom| (at, atom.shape))) {
            Some((at, Shape::Mark)) => self.atom(at),
            Some((_, shape)) => part(self.names.shapes[shape as usize]),
            None => part(self.names.shapes[Shape::Edge as usize]),
        }
    }

    fn pair(&self, at: usize) -> Word {
        self.pairs.get(at).copied().unwrap_or_default()
    }

    fn joined(&self, at: usize) -> Part<'a> {
        part(self.names.digits[self.pair(at).joined()])
    }

    fn known(&self, at: usize) -> Part<'a> {
        part(self.names.yes[usize::from(self.pair(at).is_known())])
    }

    /// The features of closing the gap before atom `at`, which is not the first.
    pub(crate) fn gap(&self, at: usize, sink: &mut impl Features) {
        let (a, b) = (self.atom(at - 1), self.atom(at));
        let (before, after) = (self.look(at.checked_sub(2)), self.look(Some(at + 1)));
        let (left, right) = (self.look(Some(at - 1)), self.look(Some(at)));
        let (j, jl, jr) = (self.joined(at), self.joined(at - 1), self.joined(at + 1));
        let (k, kl, kr) = (self.known(at), self.known(at - 1), self.known(at + 1));
        add!(sink, "pair", a, b);
        add!(sink, "first", a);
        add!(sink, "second", b);
        add!(sink, "looks", left, right);
        add!(sink, "looks-before", before, left, right);
        add!(sink, "looks-after", left, right, after);
        add!(sink, "looks-around", before, left, right, after);
        add!(sink, "joined", jl, j, jr);
        add!(sink, "joined-looks", j, before, after);
        add!(sink, "joined-pair", j, k);
        add!(sink, "known", kl, k, kr);
        add!(sink, "known-joined", kl, k, kr, j);
        add!(sink, "joined-left", jl, j, k);
        add!(sink, "joined-right", j, jr, k);
    }

    /// The features of the word of `length` atoms, at least two, at `at`.
    pub(crate) fn word(&self, at: usize, length: usize, sink: &mut impl Features) {
        let size = part(self.names.digits[length]);
        let (before, after) = (self.look(at.checked_sub(1)), self.look(Some(at + length)));
        let known = match length {
            2 => self.pair(at + 1).is_known(),
            _ => self.words.get(&self.atoms.all()[at..at + length]).is_known(),
        };
        let known = part(self.names.yes[usize::from(known)]);
        add!(sink, "length", size, known);
        if length > 2 {
            let least = (at + 1..at + length).map(|i| self.pair(i).joined()).min().unwrap_or(0);
            add!(sink, "long", size, known, part(self.names.digits[least]));
        }
        let of = |i: usize| self.look(Some(at + i));
        match length {
            2 => {
                add!(sink, "shape2", of(0), of(1));
                add!(sink, "shape2-around", before, of(0), of(1), after);
            }
            3 => {
                add!(sink, "shape3", of(0), of(1), of(2));
                add!(sink, "shape3-around", before, of(0), of(1), of(2), after);
                add!(sink, "word3", self.atom(at), self.atom(at + 1), self.atom(at + 2));
            }
            4 => {
                add!(sink, "shape4", of(0), of(1), of(2), of(3));
                add!(sink, "shape4-around", before, of(0), of(1), of(2), of(3), after);
                add!(sink, "word4", self.atom(at), self.atom(at + 1), self.atom(at + 2), self.atom(at + 3));
            }
            _ => add!(sink, "shape5", of(0), of(1), of(2), of(3), of(4)),
        }
    }

    /// The features of the atom at `at` as a word of its own.
    pub(crate) fn alone(&self, at: usize, sink: &mut impl Features) {
        let (before, own, after) =
            (self.look(at.checked_sub(1)), self.look(Some(at)), self.look(Some(at + 1)));
        add!(sink, "alone", self.atom(at));
        add!(sink, "alone-looks", before, own, after);
    }
}
