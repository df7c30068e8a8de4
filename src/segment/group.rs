//! Groups of features that hang on a few small values alone: what they weigh together is summed once, when the weights
//! are read, and then looked up.

use super::feature::{Features, Names, add};
use super::look::Look;
use super::weights::{Sum, Weights};

/// A group of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Of a gap: the looks of two atoms before it and two after it.
    Looks,
    /// Of a gap: the classes of the pair before, of its own, of the next one; the standing of its own.
    Classes,
    /// Of a gap: how well the pair before is known, the standing of its own, how well the next one is known; its class;
    /// which of the sequences of three around it are listed.
    Trusts,
    /// Of a gap: its class, and the looks of the atoms beside the pair.
    ClassLooks,
    /// Of a gap: in halved classes, how often the syllable before the pair and its two are words of their own; the classes of
    /// the pair before and of its own.
    AloneLeft,
    /// The same of its two and the syllable behind, with the classes of its own and of the next pair.
    AloneRight,
    /// Of a word: its length, and how well it is known; of a pair its standing.
    Length,
    /// Of an atom as a word of its own: the looks before it, of it, after it.
    One,
    /// Of a word of two atoms: the looks before it, of both, after it.
    Two,
}

const CLASSES: usize = 16;
const TRUSTS: usize = 5;
pub(super) const STANDINGS: usize = 12;
pub(super) const HALVES: usize = 8;
const LOOKS: usize = Look::COUNT;

impl Group {
    const ALL: [Self; 9] = [
        Self::Looks,
        Self::Classes,
        Self::Trusts,
        Self::ClassLooks,
        Self::AloneLeft,
        Self::AloneRight,
        Self::Length,
        Self::One,
        Self::Two,
    ];

    /// How many values there are in each place.
    const fn sizes(self) -> &'static [usize] {
        match self {
            Self::Looks | Self::Two => &[LOOKS, LOOKS, LOOKS, LOOKS],
            Self::Classes => &[CLASSES, CLASSES, CLASSES, STANDINGS],
            Self::Trusts => &[TRUSTS, STANDINGS, TRUSTS, CLASSES, 4],
            Self::ClassLooks => &[CLASSES, LOOKS, LOOKS],
            Self::AloneLeft | Self::AloneRight => &[HALVES, HALVES, HALVES, CLASSES, CLASSES],
            Self::Length => &[super::LONGEST + 1, STANDINGS],
            Self::One => &[LOOKS, LOOKS, LOOKS],
        }
    }

    /// Its features, one by one, for `values` in their places.
    pub(crate) fn expand(self, names: &Names, values: &[usize], sink: &mut impl Features) {
        let (d, l) = (|i: usize| names.digits[values[i]], |i: usize| names.looks[values[i]]);
        match self {
            Self::Looks => {
                add!(sink, "looks", l(1), l(2));
                add!(sink, "looks-before", l(0), l(1), l(2));
                add!(sink, "looks-after", l(1), l(2), l(3));
                add!(sink, "looks-around", l(0), l(1), l(2), l(3));
            }
            Self::Classes => {
                add!(sink, "class", d(0), d(1), d(2));
                add!(sink, "class-left", d(0), d(1), d(3));
                add!(sink, "class-right", d(1), d(2), d(3));
            }
            Self::Trusts => {
                add!(sink, "trust", d(0), d(1), d(2));
                add!(sink, "trust-class", d(0), d(1), d(2), d(3));
                add!(sink, "three", d(4), d(0), d(1), d(2));
            }
            Self::ClassLooks => add!(sink, "class-looks", d(0), l(1), l(2)),
            Self::AloneLeft => add!(sink, "alone-left", d(0), d(1), d(2), d(3), d(4)),
            Self::AloneRight => add!(sink, "alone-right", d(0), d(1), d(2), d(3), d(4)),
            Self::Length => add!(sink, "length", d(0), d(1)),
            Self::One => add!(sink, "alone-looks", l(0), l(1), l(2)),
            Self::Two => {
                add!(sink, "shape2", l(1), l(2));
                add!(sink, "shape2-around", l(0), l(1), l(2), l(3));
            }
        }
    }
}

/// What the groups weigh, for all their values.
#[derive(Debug)]
pub(super) struct Groups([Vec<i16>; Group::ALL.len()]);

impl Groups {
    /// By `weights`.
    pub(super) fn new(weights: &Weights, names: &Names) -> Self {
        Self(Group::ALL.map(|group| {
            let sizes = group.sizes();
            let mut values = vec![0; sizes.len()];
            let sums = (0..sizes.iter().product()).map(|place: usize| {
                let mut rest = place;
                for (value, size) in values.iter_mut().zip(sizes).rev() {
                    *value = rest % size;
                    rest /= size;
                }
                let mut sum = Sum::new(weights);
                group.expand(names, &values, &mut sum);
                sum.sum.clamp(i16::MIN.into(), i16::MAX.into()) as i16
            });
            sums.collect()
        }))
    }

    /// What `group` weighs for `values`.
    #[inline(always)]
    pub(super) fn get(&self, group: Group, values: &[usize]) -> i32 {
        let place = values.iter().zip(group.sizes()).fold(0, |place, (value, size)| place * size + value);
        self.0[group as usize].get(place).copied().map_or(0, i32::from)
    }

    pub(super) fn memory(&self) -> usize {
        self.0.iter().map(|sums| size_of_val(sums.as_slice())).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_weighs_what_its_features_do() {
        let weights = Weights::read("class=1 2 3\t7\nclass-left=1 2 4\t20\nclass-right=1 2 4\t300\n");
        let groups = Groups::new(&weights, &Names::default());
        let get = |values: [usize; 4]| groups.get(Group::Classes, &values);
        assert_eq!([get([1, 2, 3, 4]), get([1, 2, 3, 0]), get([0, 1, 2, 4])], [27, 7, 300]);
    }

    #[test]
    fn groups_stand_in_the_order_of_their_numbers() {
        assert!(Group::ALL.iter().enumerate().all(|(i, &group)| group as usize == i));
    }
}
