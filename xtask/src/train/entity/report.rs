//! What the model brings, by cross-validation over the annotated articles.

use std::fmt;

use trich::Kind;

use super::data::{Data, Example, NONE, UNLABELLED};
use super::learn::{CLASSES, Model};

/// How sure a name must be.
const LIMITS: [f32; 5] = [0.4, 0.5, 0.6, 0.7, 0.8];

/// Right, wrong and missed, by whether names were hidden, limit and kind.
#[derive(Default)]
pub(super) struct Report([[[[u32; 3]; CLASSES]; LIMITS.len()]; 2]);

impl Report {
    /// Counts what `model` makes of the examples that `take` takes.
    pub(super) fn add(&mut self, data: &Data, model: &Model, take: impl Fn(&Example) -> bool) {
        for example in data.examples.iter().filter(|e| e.label != UNLABELLED && take(e)) {
            let probabilities = model.probabilities(example);
            let best =
                (1..CLASSES).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(1);
            for (at, limit) in LIMITS.iter().enumerate() {
                let found = if probabilities[best] >= *limit { best as u8 } else { NONE };
                let table = &mut self.0[usize::from(example.is_hidden)][at];
                match (found == example.label, found, example.label) {
                    (true, NONE, _) => {}
                    (true, kind, _) => table[kind as usize][0] += 1,
                    (false, found, label) => {
                        if found != NONE {
                            table[found as usize][1] += 1;
                        }
                        if label != NONE {
                            table[label as usize][2] += 1;
                        }
                    }
                }
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "names\tlimit\tkind\tprecision\trecall\tright\twrong\tmissed")?;
        for (hidden, tables) in ["all known", "half hidden"].iter().zip(&self.0) {
            for (limit, table) in LIMITS.iter().zip(tables) {
                for (kind, &[right, wrong, missed]) in Kind::ALL.iter().zip(&table[1..]) {
                    let share = |other: u32| 100.0 * f64::from(right) / f64::from((right + other).max(1));
                    writeln!(
                        f,
                        "{hidden}\t{limit}\t{}\t{:.1}\t{:.1}\t{right}\t{wrong}\t{missed}",
                        kind.name(),
                        share(wrong),
                        share(missed)
                    )?;
                }
            }
        }
        Ok(())
    }
}
