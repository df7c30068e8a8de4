//! The weights of features, as `lexicons/model/segmentation.tsv` names them: `template=part part`, a tab, a whole number.

use super::feature::{Features, mix, seed};
use super::table::Table;
use crate::token::number_of;

/// Weights by the numbers of their features.
#[derive(Debug)]
pub(crate) struct Weights(Table);

impl Weights {
    /// Reads lines of a feature and its weight; others (the header) are passed over.
    pub(crate) fn read(file: &str) -> Self {
        let line = |line: &str| {
            let (feature, weight) = line.split_once('\t')?;
            let (template, parts) = feature.split_once('=')?;
            let number = |part: &str| number_of(part.as_bytes());
            let feature = parts.split(' ').fold(seed(template), |sum, part| mix(sum, number(part)));
            Some((feature, weight.trim().parse().ok()?))
        };
        let pairs: Vec<(u64, i32)> = file.lines().filter_map(line).collect();
        Self(Table::new(&pairs, |_, last| last))
    }

    /// The weight of the feature of `parts` whose template has the number `seed`.
    #[inline(always)]
    pub(super) fn get(&self, seed: u64, parts: &[u64]) -> i32 {
        self.0.get(parts.iter().fold(seed, |sum, &part| mix(sum, part)))
    }

    pub(super) fn memory(&self) -> usize {
        self.0.memory()
    }
}

/// Sums the weights of the features that it takes.
pub(super) struct Sum<'w> {
    weights: &'w Weights,
    pub(super) sum: i32,
}

impl<'w> Sum<'w> {
    /// Nothing yet.
    #[inline(always)]
    pub(super) fn new(weights: &'w Weights) -> Self {
        Self { weights, sum: 0 }
    }
}

impl Features for Sum<'_> {
    #[inline(always)]
    fn add(&mut self, _: &'static str, seed: u64, parts: &[u64]) {
        self.sum += self.weights.get(seed, parts);
    }
}
