//! Linear decisions over named features, with weights that people can read (`lexicons/model/`).

use std::collections::HashMap;

use crate::lexicon::Lexicon;

/// The weights of all features, by name; a feature without a weight counts nothing.
#[derive(Debug, Default)]
pub(crate) struct Weights(HashMap<String, f64>);

impl Weights {
    /// The weights of `lexicon`; lines that are no number (the header) are passed over.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let pairs = lexicon.weights.iter().filter_map(|(f, w)| Some((f.clone(), w.trim().parse().ok()?)));
        Self(pairs.collect())
    }

    /// The weight of `feature`.
    pub(crate) fn of(&self, feature: &str) -> f64 {
        self.0.get(feature).copied().unwrap_or(0.0)
    }
}
