//! Linear decisions over named features, with weights that people can read (`lexicons/model/`).

mod class;

use std::collections::HashMap;

pub(crate) use class::{CLASSES, ClassWeights, Features, Scores, Template};
use foldhash::fast::FixedState;
use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::Lexicon;

/// The weights of all features, by a number made from their names; a feature without a weight counts nothing.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    single: HashMap<u64, f64, FixedState>,
    /// Those of the choice among classes.
    pub(crate) classes: ClassWeights,
}

impl Weights {
    /// The weights of `lexicon`.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let rows = || lexicon.weights.iter();
        let single = rows().filter_map(|(feature, numbers)| match numbers {
            [number] => Some((xxh3_64(feature.as_bytes()), *number)),
            _ => None,
        });
        let single: HashMap<_, _, _> = single.collect();
        let mut classes = ClassWeights::with_room(lexicon.weights.len() - single.len());
        rows()
            .filter(|(_, numbers)| numbers.len() > 1)
            .for_each(|(feature, row)| classes.insert(feature, row));
        Self { single, classes }
    }

    /// The weight of `feature`.
    pub(crate) fn of(&self, feature: &str) -> f64 {
        self.single.get(&xxh3_64(feature.as_bytes())).copied().unwrap_or(0.0)
    }
}
