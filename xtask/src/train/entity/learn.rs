//! Multinomial logistic regression by stochastic gradient descent with a step for each feature (AdaGrad).

use super::data::{Data, Example, FOUND_WEIGHT, NONE, UNLABELLED};

/// No name, and the five kinds.
pub(super) const CLASSES: usize = 6;
const ROUNDS: usize = 6;
const STEP: f32 = 0.15;
/// Pull towards zero, for each example.
const DECAY: f32 = 2e-5;
/// A feature counts where it stands with so many different names, in so many articles.
const LEAST_NAMES: usize = 4;
/// How sure the first model must be of an unlabelled example for the second to learn from it.
const SURE: f32 = 0.85;

/// A weight for each feature and class.
pub(super) struct Model {
    pub(super) weights: Vec<[f32; CLASSES]>,
}

impl Model {
    /// Learns from the examples that `take` takes: first from the labelled, then also from those of which it is sure.
    pub(super) fn learn(data: &Data, take: impl Fn(&Example) -> bool) -> Self {
        let frequent = frequent(data);
        let labelled: Vec<(&Example, u8, f32)> = data
            .examples
            .iter()
            .filter(|e| e.label != UNLABELLED && take(e))
            .map(|e| (e, e.label, e.weight))
            .collect();
        let first = Self::descend(data, &frequent, &labelled);
        let mut all = labelled;
        for example in data.examples.iter().filter(|e| e.label == UNLABELLED && !e.is_gold && take(e)) {
            let probabilities = first.probabilities(example);
            if probabilities[NONE as usize] > SURE {
                all.push((example, NONE, FOUND_WEIGHT));
            }
        }
        Self::descend(data, &frequent, &all)
    }

    fn descend(data: &Data, frequent: &[bool], examples: &[(&Example, u8, f32)]) -> Self {
        let mut model = Self { weights: vec![[0.0; CLASSES]; data.features.len()] };
        let mut squares = vec![[1e-2_f32; CLASSES]; data.features.len()];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..ROUNDS {
            shuffle(&mut order, &mut random);
            for &at in &order {
                let (example, label, weight) = examples[at];
                let mut gradient = model.probabilities(example);
                gradient[label as usize] -= 1.0;
                for &feature in example.features.iter().filter(|f| frequent[**f as usize]) {
                    let weights = &mut model.weights[feature as usize];
                    let squares = &mut squares[feature as usize];
                    for class in 0..CLASSES {
                        let g = gradient[class] * weight + DECAY * weights[class];
                        squares[class] += g * g;
                        weights[class] -= STEP * g / squares[class].sqrt();
                    }
                }
            }
        }
        model
    }

    /// How likely each class is.
    pub(super) fn probabilities(&self, example: &Example) -> [f32; CLASSES] {
        let mut scores = [0.0_f32; CLASSES];
        for &feature in &example.features {
            for (score, weight) in scores.iter_mut().zip(self.weights[feature as usize]) {
                *score += weight;
            }
        }
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        scores.iter_mut().for_each(|s| *s = (*s - top).exp());
        let sum: f32 = scores.iter().sum();
        scores.map(|s| s / sum)
    }
}

/// Which features stand with enough different names that they say something of others.
fn frequent(data: &Data) -> Vec<bool> {
    let mut names: Vec<Vec<u32>> = vec![Vec::new(); data.features.len()];
    for example in data.examples.iter().filter(|e| e.label != UNLABELLED) {
        for &feature in &example.features {
            let names = &mut names[feature as usize];
            if names.len() < LEAST_NAMES && !names.contains(&example.name) {
                names.push(example.name);
            }
        }
    }
    // A name's own first word stands with as many names as begin with it.
    names.iter().map(|n| n.len() >= LEAST_NAMES).collect()
}

fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, (*random % (at as u64 + 1)) as usize);
    }
}
