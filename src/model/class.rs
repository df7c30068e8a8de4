//! The choice of one class out of several: each feature has a weight for each class.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// How many classes there are: no name, and the five kinds in the contract's order.
pub(crate) const CLASSES: usize = 6;

/// A sum of weights for each class.
pub(crate) type Scores = [f32; CLASSES];

/// What a feature says; its value is part of its name: `before=hãng`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    #[cfg_attr(
        not(feature = "internals"),
        expect(dead_code, reason = "only those who learn weights read names")
    )]
    pub(crate) name: &'static str,
    seed: u64,
}

impl Template {
    /// The template `name`.
    pub(crate) const fn new(name: &'static str) -> Self {
        // FNV-1a, which can be worked out at compile time.
        let (mut seed, mut i) = (0xCBF2_9CE4_8422_2325_u64, 0);
        while i < name.len() {
            seed = (seed ^ name.as_bytes()[i] as u64).wrapping_mul(0x0100_0000_01B3);
            i += 1;
        }
        Self { name, seed }
    }
}

/// Takes the features of a candidate one after the other: sums their weights, or writes them down.
pub(crate) trait Features {
    /// Takes the feature of `template` whose value is `value`.
    fn add(&mut self, template: Template, value: &str);

    /// As [`Features::add`], with the value "`first` `second`".
    fn pair(&mut self, template: Template, first: &str, second: &str);
}

/// The weights of the features, by a number made from their names.
#[derive(Debug, Default)]
pub(crate) struct ClassWeights {
    scores: HashMap<u64, Scores, FixedState>,
    filter: Filter,
}

/// Bits of [`Filter`]: some ten for each feature, and still in the nearest cache.
const FILTER_BITS: usize = 1 << 17;

/// Which numbers may have weights: most features of a text have none, and this tells so without a look at the table.
#[derive(Debug)]
struct Filter(Vec<u64>);

impl Default for Filter {
    fn default() -> Self {
        Self(vec![0; FILTER_BITS / 64])
    }
}

impl Filter {
    fn place(number: u64) -> (usize, u64) {
        let bit = (number >> 32) as usize % FILTER_BITS;
        (bit / 64, 1 << (bit % 64))
    }

    fn insert(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        self.0[word] |= bit;
    }

    fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.0[word] & bit != 0
    }
}

impl ClassWeights {
    /// None yet, with room for so many.
    pub(super) fn with_room(count: usize) -> Self {
        Self { scores: HashMap::with_capacity_and_hasher(count, FixedState::default()), ..Self::default() }
    }

    /// Takes `feature` ("template=value") with a number for each class.
    pub(super) fn insert(&mut self, feature: &str, numbers: &[f64]) {
        let Some((template, value)) = split(feature, b'=') else { return };
        let Ok(numbers) = <[f64; CLASSES]>::try_from(numbers) else { return };
        let seed = Template::new_owned(template);
        let number = match split(value, b' ') {
            Some((first, second)) => of_pair(seed, first, second),
            None => of(seed, value),
        };
        self.scores.insert(number, numbers.map(|n| n as f32));
        self.filter.insert(number);
    }

    /// An empty sum over these weights.
    pub(crate) fn sum(&self) -> Sum<'_> {
        Sum { weights: self, scores: [0.0; CLASSES] }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }
}

impl Template {
    fn new_owned(name: &str) -> u64 {
        name.bytes()
            .fold(0xCBF2_9CE4_8422_2325, |seed, b| (seed ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
    }
}

/// What stands before and behind the first `mark`, which is ASCII.
fn split(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(mark, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

fn of(seed: u64, value: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(value.as_bytes(), seed)
}

fn of_pair(seed: u64, first: &str, second: &str) -> u64 {
    of(of(seed, first), second)
}

/// The scores of a candidate while its features are taken.
pub(crate) struct Sum<'w> {
    weights: &'w ClassWeights,
    pub(crate) scores: Scores,
}

impl Sum<'_> {
    fn take(&mut self, number: u64) {
        if !self.weights.filter.may_hold(number) {
            return;
        }
        if let Some(weights) = self.weights.scores.get(&number) {
            for (score, weight) in self.scores.iter_mut().zip(weights) {
                *score += weight;
            }
        }
    }
}

impl Features for Sum<'_> {
    fn add(&mut self, template: Template, value: &str) {
        self.take(of(template.seed, value));
    }

    fn pair(&mut self, template: Template, first: &str, second: &str) {
        self.take(of_pair(template.seed, first, second));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Template = Template::new("before");

    #[test]
    fn a_line_is_found_by_its_feature() {
        let mut weights = ClassWeights::default();
        weights.insert("before=hãng", &[0.0, 1.5, 0.0, 0.0, 0.0, 0.0]);
        weights.insert("before=công ty", &[-1.0, 2.0, 0.0, 0.0, 0.0, 0.0]);
        weights.insert("before=x", &[1.0]);
        let mut sum = weights.sum();
        sum.add(BEFORE, "hãng");
        sum.pair(BEFORE, "công", "ty");
        sum.add(BEFORE, "x");
        sum.add(Template::new("after"), "hãng");
        assert_eq!(sum.scores, [-1.0, 3.5, 0.0, 0.0, 0.0, 0.0]);
    }
}
