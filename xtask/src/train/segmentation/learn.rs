//! Learning: the likelihood of the right path through each lattice, by small steps (AdaGrad), in a fixed order.

use std::collections::{HashMap, HashSet};

use trich::internals::SegmentSample;

use super::gold::Sentence;
use super::{LEAST, UNIT};

/// How often each sentence is seen.
const ROUNDS: usize = 12;
/// The weights are the mean of those after so many of the last rounds.
const LAST: usize = 6;
const STEP: f32 = 0.1;
/// How strongly weights are held at nothing.
const PULL: f32 = 0.00002;

/// A stretch of a sentence whose gaps may all be closed, by the numbers of its features.
pub(super) struct Example {
    /// Of closing the gap before each atom; the first has none.
    gaps: Vec<Vec<u32>>,
    /// Of the words that begin at each atom, by length.
    words: Vec<Vec<Vec<u32>>>,
    /// The right length of the word that begins at each atom; 0 where none begins.
    right: Vec<usize>,
}

/// The features by name.
#[derive(Default)]
pub(super) struct Learner {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Learner {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The stretches of `sample`; a right word that no path holds is cut where it must be.
    pub(super) fn example(&mut self, sample: &SegmentSample, sentence: &Sentence) -> Vec<Example> {
        let starts = right_starts(sample, sentence);
        let (mut examples, mut first) = (Vec::new(), 0);
        while first < sample.atoms.len() {
            let mut end = first + 1;
            while end < sample.atoms.len() && sample.atoms[end].is_possible {
                end += 1;
            }
            if end - first > 1 {
                let mut numbers =
                    |names: &Vec<String>| names.iter().map(|n| self.number(n)).collect::<Vec<u32>>();
                let gaps = (first..end)
                    .map(|i| if i == first { Vec::new() } else { numbers(&sample.gaps[i - 1]) })
                    .collect();
                let words: Vec<Vec<Vec<u32>>> =
                    (first..end).map(|i| sample.words[i].iter().map(&mut numbers).collect()).collect();
                let mut right = vec![0; end - first];
                let mut at = first;
                while at < end {
                    let longest = words[at - first].len();
                    let length = (1..longest).take_while(|l| at + l < end && !starts[at + l]).count() + 1;
                    right[at - first] = length;
                    at += length;
                }
                examples.push(Example { gaps, words, right });
            }
            first = end;
        }
        examples
    }

    /// The weights that make the right paths likely, by name, as whole numbers; small ones are left out.
    pub(super) fn learn(&self, examples: &[Example]) -> Vec<(String, i32)> {
        let mut state = State::new(self.names.len());
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut mean = vec![0.0; self.names.len()];
        let mut seed = 0x5EED_u64;
        for round in 0..ROUNDS {
            for i in (1..order.len()).rev() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                order.swap(i, (seed >> 33) as usize % (i + 1));
            }
            order.iter().for_each(|&i| state.see(&examples[i]));
            if round >= ROUNDS - LAST {
                mean.iter_mut().zip(&state.weights).for_each(|(mean, weight)| *mean += weight / LAST as f32);
            }
        }
        let mut weights: Vec<(String, i32)> = (0..self.names.len())
            .filter(|&i| mean[i].abs() >= LEAST)
            .map(|i| (self.names[i].clone(), (mean[i] * UNIT).round() as i32))
            .collect();
        weights.sort_unstable();
        weights
    }
}

/// For each atom, whether a word begins there; an atom that holds several words begins one.
pub(super) fn right_starts(sample: &SegmentSample, sentence: &Sentence) -> Vec<bool> {
    let starts: HashSet<usize> = sentence.starts();
    sample.atoms.iter().map(|atom| starts.contains(&atom.place.start)).collect()
}

/// Weights while they are learnt.
struct State {
    weights: Vec<f32>,
    squares: Vec<f32>,
    /// When each was last touched.
    last: Vec<u32>,
    now: u32,
}

impl State {
    fn new(count: usize) -> Self {
        Self { weights: vec![0.0; count], squares: vec![0.1; count], last: vec![0; count], now: 0 }
    }

    fn sum(&self, features: &[u32]) -> f64 {
        features.iter().map(|&f| f64::from(self.weights[f as usize])).sum()
    }

    fn step(&mut self, features: &[u32], slope: f64) {
        if slope.abs() < 1e-4 {
            return;
        }
        for &feature in features {
            let i = feature as usize;
            let rate = STEP / self.squares[i].sqrt();
            let rest = (self.now - self.last[i]) as i32;
            self.last[i] = self.now;
            self.weights[i] *= (1.0 - rate * PULL).max(0.0).powi(rest);
            self.squares[i] += (slope * slope) as f32;
            self.weights[i] += STEP * slope as f32 / self.squares[i].sqrt();
        }
    }

    /// One step towards the right path of `example`.
    fn see(&mut self, example: &Example) {
        self.now += 1;
        let count = example.right.len();
        let gaps: Vec<f64> = example.gaps.iter().map(|f| self.sum(f)).collect();
        let scores: Vec<Vec<f64>> = (0..count)
            .map(|at| {
                let word = |(i, features): (usize, &Vec<u32>)| {
                    gaps[at + 1..=at + i].iter().sum::<f64>() + self.sum(features)
                };
                example.words[at].iter().enumerate().map(word).collect()
            })
            .collect();
        let (before, after) = sums(&scores);
        let mut slopes = vec![0.0; count];
        for at in 0..count {
            for (i, &score) in scores[at].iter().enumerate() {
                let share = (before[at] + score + after[at + i + 1] - before[count]).exp();
                let slope = f64::from(u8::from(example.right[at] == i + 1)) - share;
                slopes[at + 1..=at + i].iter_mut().for_each(|s| *s += slope);
                self.step(&example.words[at][i], slope);
            }
        }
        for (features, slope) in example.gaps.iter().zip(slopes) {
            self.step(features, slope);
        }
    }
}

/// The logarithms of the sums over all paths to each place, and from it on.
fn sums(scores: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let count = scores.len();
    let mut before = vec![f64::NEG_INFINITY; count + 1];
    let mut after = before.clone();
    (before[0], after[count]) = (0.0, 0.0);
    for at in 0..count {
        for (i, score) in scores[at].iter().enumerate() {
            before[at + i + 1] = add(before[at + i + 1], before[at] + score);
        }
    }
    for at in (0..count).rev() {
        for (i, score) in scores[at].iter().enumerate() {
            after[at] = add(after[at], after[at + i + 1] + score);
        }
    }
    (before, after)
}

/// The logarithm of the sum of two numbers given by their logarithms.
fn add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}
