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
    /// What is known of each atom by itself: how often it is a word of its own in raw news.
    alone: &'a [Word],
    names: &'a Names,
}

/// Names and numbers of the small values.
#[derive(Debug)]
pub(crate) struct Names {
    digits: [(&'static str, u64); 16],
    shapes: [(&'static str, u64); 10],
}

const DIGITS: [&str; 16] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
const SHAPES: [Shape; 10] = [
    Shape::Small,
    Shape::Foreign,
    Shape::Title,
    Shape::ForeignTitle,
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
        Self { digits: DIGITS.map(of), shapes: SHAPES.map(|s| of(s.name())) }
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

/// Two syllables with what is known of them together and of each alone.
pub(super) struct Pair<'a> {
    first: Part<'a>,
    second: Part<'a>,
    class: Part<'a>,
    trust: Part<'a>,
    alone: [Part<'a>; 2],
}

impl<'a> Pair<'a> {
    /// The pair of the syllables with these numbers, as `words` knows it.
    pub(super) fn of(words: &Words, names: &'a Names, numbers: [u64; 2]) -> Self {
        let digit = |value: usize| part(names.digits[value.min(15)]);
        let word = words.of_numbers(&numbers);
        let [first, second] = numbers.map(|number| Part { text: "", number });
        let alone = numbers.map(|number| digit(words.of_numbers(&[number]).class()));
        Self { first, second, class: digit(word.class()), trust: digit(word.trust()), alone }
    }

    /// Its features.
    pub(super) fn add(&self, sink: &mut impl Features) {
        let (a, b, c, t) = (self.first, self.second, self.class, self.trust);
        let [alone_a, alone_b] = self.alone;
        add!(sink, "pair", a, b);
        add!(sink, "first", a);
        add!(sink, "second", b);
        add!(sink, "class-trust", c, t);
        add!(sink, "first-known", a, c, t);
        add!(sink, "second-known", b, c, t);
        add!(sink, "alone-pair", alone_a, alone_b);
        add!(sink, "alone-trust", alone_a, alone_b, t);
        add!(sink, "alone-class", alone_a, alone_b, c);
        add!(sink, "alone-known", alone_a, alone_b, c, t);
        add!(sink, "alone-first", alone_a, c, t);
        add!(sink, "alone-second", alone_b, c, t);
    }
}

/// Buffers of a lattice.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pairs: Vec<Word>,
    alone: Vec<Word>,
}

impl<'a> Lattice<'a> {
    /// Over `atoms`; `known` holds buffers.
    pub(crate) fn new(atoms: &'a Atoms, words: &'a Words, names: &'a Names, known: &'a mut Known) -> Self {
        let all = atoms.all();
        known.pairs.clear();
        known.pairs.extend((0..all.len()).map(|i| match i {
            0 => Word::default(),
            _ => words.get(&all[i - 1..=i]),
        }));
        known.alone.clear();
        known.alone.extend(all.iter().map(|atom| words.get(std::slice::from_ref(atom))));
        Self { atoms, words, pairs: &known.pairs, alone: &known.alone, names }
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

    /// The atom at `at`, or the edge of the sentence.
    fn near(&self, at: Option<usize>) -> Part<'a> {
        match at.filter(|&at| at < self.atoms.all().len()) {
            Some(at) => self.atom(at),
            None => part(self.names.shapes[Shape::Edge as usize]),
        }
    }

    /// How the atom at `at` looks; a mark is itself.
    fn look(&self, at: Option<usize>) -> Part<'a> {
        match at.and_then(|at| self.atoms.all().get(at).map(|atom| (at, atom.shape))) {
            Some((at, Shape::Mark)) => self.atom(at),
            Some((_, shape)) => part(self.names.shapes[shape as usize]),
            None => part(self.names.shapes[Shape::Edge as usize]),
        }
    }

    fn digit(&self, value: usize) -> Part<'a> {
        part(self.names.digits[value.min(15)])
    }

    fn pair(&self, at: usize) -> Word {
        self.pairs.get(at).copied().unwrap_or_default()
    }

    fn class(&self, at: usize) -> Part<'a> {
        self.digit(self.pair(at).class())
    }

    fn trust(&self, at: usize) -> Part<'a> {
        self.digit(self.pair(at).trust())
    }

    fn alone_class(&self, at: Option<usize>) -> Part<'a> {
        self.digit(at.and_then(|at| self.alone.get(at)).map_or(0, |word| word.class()))
    }

    /// What is known of the `length` atoms from `at`, which may lie outside the sentence.
    fn window(&self, at: Option<usize>, length: usize) -> usize {
        let atoms = at.and_then(|at| self.atoms.all().get(at..at + length));
        usize::from(atoms.is_some_and(|atoms| self.words.get(atoms).is_known()))
    }

    /// The features of closing the gap before atom `at`, which is not the first.
    #[cfg(feature = "internals")]
    pub(crate) fn gap(&self, at: usize, sink: &mut impl Features) {
        self.between(at).add(sink);
        self.around(at, sink);
    }

    /// The pair whose gap is before atom `at`.
    pub(super) fn between(&self, at: usize) -> Pair<'a> {
        Pair {
            first: self.atom(at - 1),
            second: self.atom(at),
            class: self.class(at),
            trust: self.trust(at),
            alone: [self.alone_class(Some(at - 1)), self.alone_class(Some(at))],
        }
    }

    /// What [`Words::weigh`] has written down for the gap before atom `at`, where the pair is listed.
    #[inline]
    pub(super) fn listed(&self, at: usize) -> Option<i32> {
        Some(self.pairs[at]).filter(|word| word.is_possible()).map(Word::sum)
    }

    /// By how much the word of two syllables whose second is atom `at` weighs more than two words of one, as far as the two
    /// say by themselves; none where they are not listed or the second has capitals. `lengths` tells what the length weighs
    /// by trust.
    #[inline]
    pub(super) fn margin(&self, at: usize, lengths: &[i32; 5]) -> Option<i32> {
        let listed = self.listed(at).filter(|_| self.atoms.all()[at].shape == Shape::Small)?;
        Some(listed + lengths[self.pairs[at].trust()] - self.alone[at - 1].sum() - self.alone[at].sum())
    }

    /// The features of closing the gap before atom `at` that look beyond the two syllables.
    pub(super) fn around(&self, at: usize, sink: &mut impl Features) {
        let (before, after) = (self.look(at.checked_sub(2)), self.look(Some(at + 1)));
        let (left, right) = (self.look(Some(at - 1)), self.look(Some(at)));
        let (c, cl, cr) = (self.class(at), self.class(at - 1), self.class(at + 1));
        let (t, tl, tr) = (self.trust(at), self.trust(at - 1), self.trust(at + 1));
        add!(sink, "looks", left, right);
        add!(sink, "looks-before", before, left, right);
        add!(sink, "looks-after", left, right, after);
        add!(sink, "looks-around", before, left, right, after);
        add!(sink, "class", cl, c, cr);
        add!(sink, "class-looks", c, before, after);
        add!(sink, "trust", tl, t, tr);
        add!(sink, "trust-class", tl, t, tr, c);
        add!(sink, "class-left", cl, c, t);
        add!(sink, "class-right", c, cr, t);
        let three = self.window(at.checked_sub(2), 3) + 2 * self.window(Some(at - 1), 3);
        add!(sink, "three", self.digit(three), tl, t, tr);
        let [a, b] = [self.alone_class(Some(at - 1)), self.alone_class(Some(at))];
        add!(sink, "alone-left", self.alone_class(at.checked_sub(2)), a, b, cl, c);
        add!(sink, "alone-right", a, b, self.alone_class(Some(at + 1)), c, cr);
        let (a, b) = (self.atom(at - 1), self.atom(at));
        let (before, after) = (self.near(at.checked_sub(2)), self.near(Some(at + 1)));
        add!(sink, "before-second", before, b);
        add!(sink, "first-after", a, after);
        add!(sink, "before-known", before, c, t);
        add!(sink, "after-known", after, c, t);
    }

    /// The features of the word of `length` atoms, at least two, at `at`.
    pub(crate) fn word(&self, at: usize, length: usize, sink: &mut impl Features) {
        let size = part(self.names.digits[length]);
        let (before, after) = (self.look(at.checked_sub(1)), self.look(Some(at + length)));
        let word = match length {
            2 => self.pair(at + 1),
            _ => self.words.get(&self.atoms.all()[at..at + length]),
        };
        let trust = self.digit(word.trust());
        add_length(self.names, length, word.trust(), sink);
        if length > 2 {
            let least = (at + 1..at + length).map(|i| self.pair(i).class()).min().unwrap_or(0);
            add!(sink, "long", size, trust, self.digit(least));
            let (head, tail) = (self.window(Some(at), length - 1), self.window(Some(at + 1), length - 1));
            add!(sink, "affix", size, trust, self.digit(head), self.digit(tail));
            add!(sink, "prefix", self.atom(at), size, self.digit(tail));
            add!(sink, "suffix", self.atom(at + length - 1), size, self.digit(head));
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

    /// Whether the word of `length` atoms at `at` needs to be looked at: one of three small syllables or more that is not
    /// listed hardly ever wins.
    pub(super) fn may_be_word(&self, at: usize, length: usize) -> bool {
        let atoms = &self.atoms.all()[at..at + length];
        length < 3 || atoms.iter().any(|a| a.shape != Shape::Small) || self.words.get(atoms).is_known()
    }

    /// The features of the atom at `at` as a word of its own.
    pub(crate) fn alone(&self, at: usize, sink: &mut impl Features) {
        let (before, own, after) =
            (self.look(at.checked_sub(1)), self.look(Some(at)), self.look(Some(at + 1)));
        add_alone(self.atom(at), sink);
        add!(sink, "alone-looks", before, own, after);
    }
}

/// The feature of `syllable` as a word of its own, wherever it stands.
pub(super) fn add_alone(syllable: Part<'_>, sink: &mut impl Features) {
    add!(sink, "alone", syllable);
}

/// The feature of a word of `length` atoms that is known as well as `trust` tells.
pub(super) fn add_length(names: &Names, length: usize, trust: usize, sink: &mut impl Features) {
    add!(sink, "length", part(names.digits[length]), part(names.digits[trust]));
}
