//! The table of figures: what was right, wrong and missed, and the percentages that follow.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::mention::KINDS;
use crate::eval::fault::{Fault, Watch};

/// The table's columns after the figure's name.
pub const COLUMNS: [&str; 6] = ["precision", "recall", "f1", "right", "wrong", "missed"];

/// Every figure by name, and the faults of the one that is watched.
pub struct Scores {
    figures: BTreeMap<String, Figure>,
    watch: Option<Watch>,
    faults: Vec<Fault>,
    /// How many faults were not kept.
    further: usize,
}

/// The counts of one figure; a count that the figure does not have is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Answers that a record fits.
    pub right: Option<usize>,
    /// Records that no answer fits.
    pub wrong: Option<usize>,
    /// Answers that no record fits.
    pub missed: Option<usize>,
}

impl Scores {
    /// All figures at nought, so that the table has the same lines whatever was found.
    pub(super) fn new(watch: Option<Watch>) -> Self {
        let mut scores = Self { figures: BTreeMap::new(), watch, faults: Vec::new(), further: 0 };
        for kind in KINDS {
            scores.tally(&format!("mention.{kind}"), 0, 0, 0);
            scores.tally(&format!("mention.{kind}.loose"), 0, 0, 0);
        }
        for figure in ["claim.span", "claim.value", "claim.full"] {
            scores.tally(figure, 0, 0, 0);
        }
        for figure in ["event.type", "event.trigger", "event.role", "event.marked"] {
            scores.tally(figure, 0, 0, 0);
        }
        for figure in ["link", "claim.subject", "claim.subject.none", "claim.kind", "event.modality"] {
            let Figure { right, wrong, .. } = scores.entry(figure);
            (*right, *wrong) = (Some(0), Some(0));
        }
        scores.wrong("offsets.wrong", 0);
        scores.found("documents.missing", 0, 0);
        scores
    }

    /// Adds to a figure that knows all three.
    pub(super) fn tally(&mut self, figure: &str, right: usize, wrong: usize, missed: usize) {
        let counts = self.entry(figure);
        add(&mut counts.right, right);
        add(&mut counts.wrong, wrong);
        add(&mut counts.missed, missed);
    }

    /// Adds one case to a share.
    pub(super) fn rate(&mut self, figure: &str, good: bool) {
        let counts = self.entry(figure);
        add(&mut counts.right, usize::from(good));
        add(&mut counts.wrong, usize::from(!good));
    }

    /// Adds to a bare count of faults.
    pub(super) fn wrong(&mut self, figure: &str, wrong: usize) {
        add(&mut self.entry(figure).wrong, wrong);
    }

    /// Adds to what was found of what had to be there.
    pub(super) fn found(&mut self, figure: &str, right: usize, missed: usize) {
        let counts = self.entry(figure);
        add(&mut counts.right, right);
        add(&mut counts.missed, missed);
    }

    /// Keeps a fault of `figure`, if it is watched.
    pub(super) fn note(&mut self, figure: &str, fault: impl FnOnce() -> Fault) {
        match &self.watch {
            Some(watch) if watch.figure == figure && self.faults.len() < watch.limit => {
                self.faults.push(fault())
            }
            Some(watch) if watch.figure == figure => self.further += 1,
            _ => {}
        }
    }

    fn entry(&mut self, figure: &str) -> &mut Figure {
        self.figures.entry(figure.to_owned()).or_default()
    }

    /// The figure of that name.
    pub fn figure(&self, name: &str) -> Option<Figure> {
        self.figures.get(name).copied()
    }

    /// All figures by name.
    pub fn figures(&self) -> impl Iterator<Item = (&str, Figure)> {
        self.figures.iter().map(|(name, figure)| (name.as_str(), *figure))
    }

    /// The faults that were kept, in the order of the articles, and how many more there are.
    pub fn faults(&self) -> (&[Fault], usize) {
        (&self.faults, self.further)
    }

    /// The figures' names and cells, sorted by name; a cell that a figure does not have is `-`.
    pub fn rows(&self) -> impl Iterator<Item = (&str, [String; 6])> {
        self.figures().map(|(name, figure)| (name, figure.cells()))
    }

    /// As tab-separated values with a header.
    pub fn to_tsv(&self) -> String {
        let mut table = format!("figure\t{}\n", COLUMNS.join("\t"));
        for (name, cells) in self.rows() {
            let _ = writeln!(table, "{name}\t{}", cells.join("\t"));
        }
        table
    }
}

impl Figure {
    /// Of what was found, how much is right, in percent.
    pub fn precision(&self) -> Option<f64> {
        self.right.zip(self.wrong).map(|(right, wrong)| percent(right, right + wrong))
    }

    /// Of what had to be found, how much was, in percent.
    pub fn recall(&self) -> Option<f64> {
        self.right.zip(self.missed).map(|(right, missed)| percent(right, right + missed))
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> Option<f64> {
        let both = self.precision().zip(self.recall());
        both.map(|(p, r)| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }

    fn cells(&self) -> [String; 6] {
        let share = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.1}"));
        let count = |value: Option<usize>| value.map_or("-".to_owned(), |value| value.to_string());
        let [right, wrong, missed] = [self.right, self.wrong, self.missed].map(count);
        [share(self.precision()), share(self.recall()), share(self.f1()), right, wrong, missed]
    }
}

/// Shares with one decimal, and counts; what a figure does not have is left out.
impl Serialize for Figure {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let share = |value: Option<f64>| value.map(|value| serde_json::json!((value * 10.0).round() / 10.0));
        let count = |value: Option<usize>| value.map(serde_json::Value::from);
        let cells = [
            share(self.precision()),
            share(self.recall()),
            share(self.f1()),
            count(self.right),
            count(self.wrong),
            count(self.missed),
        ];
        serializer.collect_map(COLUMNS.into_iter().zip(cells).filter(|(_, cell)| cell.is_some()))
    }
}

fn add(count: &mut Option<usize>, more: usize) {
    *count = Some(count.unwrap_or_default() + more);
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_follow_from_the_counts() {
        let figure = Figure { right: Some(1), wrong: Some(15), missed: Some(0) };
        assert_eq!(figure.cells(), ["6.2", "100.0", "11.8", "1", "15", "0"]);
        let figure = Figure { right: Some(3), wrong: Some(1), missed: None };
        assert_eq!(figure.cells(), ["75.0", "-", "-", "3", "1", "-"]);
    }
}
