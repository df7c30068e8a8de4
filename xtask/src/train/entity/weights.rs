//! The weights as a file that people can read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::data::Data;
use super::learn::{CLASSES, Model};

/// A feature whose weights differ by less is left out.
const LEAST: f32 = 0.35;
/// Lines that are settings of the choice, kept as they stand in the file.
const HEADER: &str = "# Which pieces of a text are names that no list holds, and of what kind: made by `cargo xtask train entities`.
# Each feature has a weight for no name and for each kind; the largest sum wins where it is sure enough.
# least-KIND: how sure it must be. other-places: what the same words elsewhere in the text count beside these.
";

/// Writes the weights of `model` to `path`; the settings that the file had are kept.
pub(super) fn write(path: &Path, data: &Data, model: &Model) -> Result<()> {
    let old = fs::read_to_string(path).unwrap_or_default();
    let settings = old.lines().filter(|l| l.starts_with("least-") || l.starts_with("other-"));
    let mut out = HEADER.to_owned();
    for line in settings {
        let _ = writeln!(out, "{line}");
    }
    out.push_str("# feature\tnone\tcompany\tproduct\tperson\tplace\torganization\n");
    let mut lines = Vec::new();
    for (feature, weights) in data.features.iter().zip(&model.weights) {
        let mean = weights.iter().sum::<f32>() / CLASSES as f32;
        let spread = weights.iter().map(|w| (w - mean).abs()).fold(0.0, f32::max);
        if spread >= LEAST {
            let numbers: Vec<String> = weights.iter().map(|w| format!("{:.2}", w - mean)).collect();
            lines.push(format!("{feature}\t{}", numbers.join("\t")));
        }
    }
    lines.sort();
    eprintln!("{} of {} features have a weight", lines.len(), data.features.len());
    out.push_str(&lines.join("\n"));
    out.push('\n');
    fs::write(path, out).with_context(|| format!("cannot write {}", path.display()))
}
