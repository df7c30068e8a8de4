//! Choice among weighted options, or none: logistic regression over named features.

use std::collections::{BTreeMap, HashMap};

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
const ROUNDS: usize = 25;
/// The step along the gradient, and how strongly each weight of a lesson's features is held at nothing.
const STEP: f64 = 0.3;
const PULL: f64 = 0.002;
/// By how many lessons each step goes on: no article is learnt from at a stretch, and the order is the same each time.
const STRIDE: usize = 7919;

/// The features of one option by number, with their values.
type Row = Vec<(usize, f64)>;

/// The weights that make the right options likely, by gradient steps that shrink with what a weight has moved (AdaGrad,
/// Duchi et al. 2011), lesson by lesson. "None" scores nothing.
pub(crate) fn train(lessons: &[&Lesson]) -> Weights {
    let mut numbers = HashMap::new();
    let rows: Vec<Vec<Row>> = lessons.iter().map(|lesson| numbered(lesson, &mut numbers)).collect();
    let (mut weights, mut moved) = (vec![0.0; numbers.len()], vec![0.01; numbers.len()]);
    for round in 0..ROUNDS {
        for step in 0..lessons.len() {
            let i = (step * STRIDE + round) % lessons.len();
            for (feature, slope) in slopes(&weights, &rows[i], lessons[i]) {
                moved[feature] += slope * slope;
                weights[feature] += STEP * slope / f64::sqrt(moved[feature]);
            }
        }
    }
    numbers.into_iter().map(|(name, number)| (name.to_owned(), weights[number])).collect()
}

/// The options of `lesson` by the numbers of their features; new ones get the next.
fn numbered<'l>(lesson: &'l Lesson, numbers: &mut HashMap<&'l str, usize>) -> Vec<Row> {
    let mut number = |name| {
        let next = numbers.len();
        *numbers.entry(name).or_insert(next)
    };
    let mut row = |option: &'l Vec<(String, f64)>| {
        option.iter().map(|(name, value)| (number(name.as_str()), *value)).collect()
    };
    lesson.options.iter().map(&mut row).collect()
}

/// The gradient of a lesson: by how much each of its weights would have to grow.
fn slopes(weights: &[f64], rows: &[Row], lesson: &Lesson) -> BTreeMap<usize, f64> {
    let score = |row: &Row| row.iter().map(|&(feature, value)| weights[feature] * value).sum::<f64>();
    let (all, wanted) = shares(rows.iter().map(score), &lesson.right);
    let mut slopes = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let push = (wanted[i] - all[i]) * lesson.weight;
        for &(feature, value) in row {
            *slopes.entry(feature).or_insert(-PULL * weights[feature]) += push * value;
        }
    }
    slopes
}

/// The best option above nothing.
pub(crate) fn choose(weights: &Weights, options: &[Vec<(String, f64)>]) -> Option<usize> {
    let scores = options.iter().map(|o| score(weights, o)).enumerate().filter(|&(_, s)| s > 0.0);
    scores.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

fn score(weights: &Weights, option: &[(String, f64)]) -> f64 {
    option.iter().map(|(feature, value)| weights.get(feature).copied().unwrap_or(0.0) * value).sum()
}

/// The probability of each option by its score, and its share among the `right` ones.
fn shares(scores: impl Iterator<Item = f64>, right: &[usize]) -> (Vec<f64>, Vec<f64>) {
    let odds: Vec<f64> = scores.map(|score| score.min(50.0).exp()).collect();
    let sum: f64 = odds.iter().sum::<f64>() + 1.0;
    let sum_right: f64 = right.iter().map(|&i| odds[i]).sum();
    let all = odds.iter().map(|o| o / sum).collect();
    let share = |(i, o): (usize, &f64)| if right.contains(&i) { o / sum_right } else { 0.0 };
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
