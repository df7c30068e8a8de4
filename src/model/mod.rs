//! Linear decisions over named features, with weights that people can read (`lexicons/model/`).

mod class;

use std::collections::HashMap;

pub(crate) use class::{CLASSES, ClassWeights, Features, Scores, Template};

use crate::lexicon::Lexicon;

/// The weights of all features, by name; a feature without a weight counts nothing.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    single: HashMap<String, f64>,
    /// Those of the choice among classes.
    pub(crate) classes: ClassWeights,
}

impl Weights {
    /// The weights of `lexicon`.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let mut weights = Self::default();
        for (feature, numbers) in &lexicon.weights {
            match numbers[..] {
                [number] => _ = weights.single.insert(feature.clone(), number),
                _ => weights.classes.insert(feature, numbers),
            }
        }
        weights
    }

    /// The weight of `feature`.
    pub(crate) fn of(&self, feature: &str) -> f64 {
        self.single.get(feature).copied().unwrap_or(0.0)
    }
}
