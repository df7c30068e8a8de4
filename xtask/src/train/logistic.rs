//! Choice among weighted options, or none: logistic regression over named features.

use std::collections::BTreeMap;

/// One choice to learn from: the options with their features, and which of them are right; none may be.
pub(crate) struct Lesson {
    pub(crate) options: Vec<Vec<(String, f64)>>,
    pub(crate) right: Vec<usize>,
    /// How much it counts.
    pub(crate) weight: f64,
}

/// Weights by feature.
pub(crate) type Weights = BTreeMap<String, f64>;

/// How often each lesson is seen.
const ROUNDS: usize = 300;
/// The step along the gradient, and how strongly weights are held at nothing.
const STEP: f64 = 0.5;
const PULL: f64 = 0.006;

/// The weights that make the right options likely, by gradient descent over all `lessons` at once. "None" scores nothing.
pub(crate) fn train(lessons: &[&Lesson]) -> Weights {
    let mut weights = Weights::new();
    let total: f64 = lessons.iter().map(|l| l.weight).sum();
    for round in 0..ROUNDS {
        let mut gradient = Weights::new();
        for lesson in lessons {
            let (all, wanted) = shares(&weights, lesson);
            for (i, option) in lesson.options.iter().enumerate() {
                let push = (wanted[i] - all[i]) * lesson.weight / total;
                for (feature, value) in option {
                    *gradient.entry(feature.clone()).or_default() += push * value;
                }
            }
        }
        let step = STEP * 8.0 / (1.0 + round as f64 / 100.0);
        for (feature, slope) in gradient {
            let weight = weights.entry(feature).or_default();
            *weight += step * (slope - PULL * *weight / 4.0);
        }
    }
    weights
}

/// The best option above nothing.
pub(crate) fn choose(weights: &Weights, options: &[Vec<(String, f64)>]) -> Option<usize> {
    let scores = options.iter().map(|o| score(weights, o)).enumerate().filter(|&(_, s)| s > 0.0);
    scores.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

fn score(weights: &Weights, option: &[(String, f64)]) -> f64 {
    option.iter().map(|(feature, value)| weights.get(feature).copied().unwrap_or(0.0) * value).sum()
}

/// The probability of each option, and its share among the right ones.
fn shares(weights: &Weights, lesson: &Lesson) -> (Vec<f64>, Vec<f64>) {
    let odds: Vec<f64> = lesson.options.iter().map(|o| score(weights, o).min(50.0).exp()).collect();
    let sum: f64 = odds.iter().sum::<f64>() + 1.0;
    let right: f64 = lesson.right.iter().map(|&i| odds[i]).sum();
    let all = odds.iter().map(|o| o / sum).collect();
    let share = |(i, o): (usize, &f64)| if lesson.right.contains(&i) { o / right } else { 0.0 };
    (all, odds.iter().enumerate().map(share).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feature_of_the_right_option_gains() {
        let option = |name: &str| vec![(name.to_owned(), 1.0)];
        let lesson = Lesson { options: vec![option("good"), option("bad")], right: vec![0], weight: 1.0 };
        let none = Lesson { options: vec![option("bad")], right: vec![], weight: 1.0 };
        let weights = train(&[&lesson, &none]);
        assert!(weights["good"] > 0.0 && weights["bad"] < 0.0);
        assert_eq!(choose(&weights, &lesson.options), Some(0));
        assert_eq!(choose(&weights, &none.options), None);
    }
}
