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
    /// The weights of `lexicon`; lines that are no numbers (the header) are passed over.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let mut weights = Self::default();
        for (feature, numbers) in &lexicon.weights {
            match numbers.contains('\t') {
                true => weights.classes.line(feature, numbers),
                false => {
                    weights.single.extend(numbers.trim().parse().ok().map(|n| (feature.clone(), n)));
                }
            }
        }
        weights
    }

    /// The weight of `feature`.
    pub(crate) fn of(&self, feature: &str) -> f64 {
        self.single.get(feature).copied().unwrap_or(0.0)
    }
}
