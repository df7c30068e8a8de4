//! The weights of features, as `lexicons/model/segmentation.tsv` names them: `template=part part`, a tab, a whole number.

use super::atom::number;
use super::feature::{Features, Part, mix, seed};
use super::table::Table;

/// Weights by the numbers of their features.
#[derive(Debug)]
pub(crate) struct Weights(Table);

impl Weights {
    /// Reads lines of a feature and its weight; others (the header) are passed over.
    pub(crate) fn read(file: &str) -> Self {
        let line = |line: &str| {
            let (feature, weight) = line.split_once('\t')?;
            let (template, parts) = feature.split_once('=')?;
            let feature = parts.split(' ').fold(seed(template), |sum, part| mix(sum, number(part)));
            Some((feature, weight.trim().parse().ok()?))
        };
        let pairs: Vec<(u64, i32)> = file.lines().filter_map(line).collect();
        Self(Table::new(&pairs, |_, last| last))
    }

    pub(super) fn memory(&self) -> usize {
        self.0.memory()
    }
}

/// Sums the weights of the features that it takes.
pub(super) struct Sum<'w> {
    pub(super) weights: &'w Weights,
    pub(super) sum: i32,
}

impl Features for Sum<'_> {
    #[inline]
    fn add(&mut self, template: &'static str, seed: u64, parts: &[Part<'_>]) {
        let _ = template;
        let feature = parts.iter().fold(seed, |sum, part| mix(sum, part.number));
        self.sum += self.weights.0.get(feature);
    }
}
