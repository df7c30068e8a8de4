//! The table of figures: what was right, wrong and missed, and the percentages that follow.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::mention::KINDS;

/// The table's columns after the figure's name.
pub(crate) const COLUMNS: [&str; 6] = ["precision", "recall", "f1", "right", "wrong", "missed"];

/// Every figure by name.
pub(crate) struct Scores(BTreeMap<String, Figure>);

/// The counts of one figure; a count that the figure does not have is none.
#[derive(Clone, Copy, Default)]
struct Figure {
    right: Option<usize>,
    wrong: Option<usize>,
    missed: Option<usize>,
}

impl Scores {
    /// All figures at nought, so that the table has the same lines whatever was found.
    pub(super) fn new() -> Self {
        let mut scores = Self(BTreeMap::new());
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
            let Figure { right, wrong, .. } = scores.figure(figure);
            (*right, *wrong) = (Some(0), Some(0));
        }
        scores.wrong("offsets.wrong", 0);
        scores.found("documents.missing", 0, 0);
        scores
    }

    /// Adds to a figure that knows all three.
    pub(super) fn tally(&mut self, figure: &str, right: usize, wrong: usize, missed: usize) {
        let counts = self.figure(figure);
        add(&mut counts.right, right);
        add(&mut counts.wrong, wrong);
        add(&mut counts.missed, missed);
    }

    /// Adds one case to a share.
    pub(super) fn rate(&mut self, figure: &str, good: bool) {
        let counts = self.figure(figure);
        add(&mut counts.right, usize::from(good));
        add(&mut counts.wrong, usize::from(!good));
    }

    /// Adds to a bare count of faults.
    pub(super) fn wrong(&mut self, figure: &str, wrong: usize) {
        add(&mut self.figure(figure).wrong, wrong);
    }

    /// Adds to what was found of what had to be there.
    pub(super) fn found(&mut self, figure: &str, right: usize, missed: usize) {
        let counts = self.figure(figure);
        add(&mut counts.right, right);
        add(&mut counts.missed, missed);
    }

    fn figure(&mut self, figure: &str) -> &mut Figure {
        self.0.entry(figure.to_owned()).or_default()
    }

    /// The figures' names and cells, sorted by name; a cell that a figure does not have is `-`.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&str, [String; 6])> {
        self.0.iter().map(|(name, figure)| (name.as_str(), figure.cells()))
    }

    /// As tab-separated values with a header.
    pub(super) fn to_tsv(&self) -> String {
        let mut table = format!("figure\t{}\n", COLUMNS.join("\t"));
        for (name, cells) in self.rows() {
            let _ = writeln!(table, "{name}\t{}", cells.join("\t"));
        }
        table
    }
}

impl Figure {
    fn cells(&self) -> [String; 6] {
        let precision = self.right.zip(self.wrong).map(|(right, wrong)| percent(right, right + wrong));
        let recall = self.right.zip(self.missed).map(|(right, missed)| percent(right, right + missed));
        let f1 = precision.zip(recall).map(|(p, r)| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 });
        let share = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.1}"));
        let count = |value: Option<usize>| value.map_or("-".to_owned(), |value| value.to_string());
        let [right, wrong, missed] = [self.right, self.wrong, self.missed].map(count);
        [share(precision), share(recall), share(f1), right, wrong, missed]
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
