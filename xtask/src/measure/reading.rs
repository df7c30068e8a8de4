//! What two readers say of drawn records, side by side: a file of corpus/audits/, without any text.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::sample::Kind;
use crate::sample::worksheet::{self, Draw, Place, Verdict};
use crate::tree::{self, Tree};

/// The options of `cargo xtask measure reading`.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Of `reading`: the type of record that was read
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Of `reading`: the worksheets of `cargo xtask sample`, as the two readers filled them in
    #[arg(long, num_args = 2, value_names = ["FIRST", "SECOND"])]
    verdicts: Vec<PathBuf>,
}

/// The verdicts of two readers on one draw.
#[derive(Debug, Serialize)]
struct Reading {
    #[serde(flatten)]
    draw: Draw,
    records: usize,
    /// How many records each reader calls wrong.
    wrong: [usize; 2],
    wrong_for_both: usize,
    disagreements: usize,
    record: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    #[serde(flatten)]
    place: Place,
    verdicts: [&'static str; 2],
    #[serde(skip_serializing_if = "is_silent")]
    reasons: [String; 2],
}

fn is_silent(reasons: &[String; 2]) -> bool {
    reasons.iter().all(String::is_empty)
}

/// Writes `corpus/audits/KIND-DATE-SEED.toml`.
pub(super) fn measure(tree: &Tree, args: &Args) -> Result<()> {
    let (Some(kind), [first, second]) = (args.kind, args.verdicts.as_slice()) else {
        bail!("`measure reading` needs --kind and --verdicts FIRST SECOND");
    };
    let sheet =
        |path: &PathBuf| worksheet::read(&tree::read(path)?).with_context(|| path.display().to_string());
    let reading = join(sheet(first)?, sheet(second)?)?;
    let draw = &reading.draw;
    if draw.kind != kind.name() {
        bail!("the worksheets are of {} records", draw.kind);
    }
    let name = format!("corpus/audits/{}-{}-{}.toml", draw.label(), draw.date, draw.seed);
    let path = tree.root.join(name);
    std::fs::write(&path, toml::to_string(&reading)?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    eprintln!("wrote {}", path.display());
    Ok(())
}

type Sheet = (Draw, Vec<Verdict>);

/// Puts the verdicts of two readers on the same draw together; they may stand in different orders.
fn join((draw, first): Sheet, (other, mut second): Sheet) -> Result<Reading> {
    if draw != other {
        bail!("the two worksheets are not of one draw");
    }
    let mut record = Vec::new();
    for one in first {
        let same = second.iter().position(|verdict| verdict.place == one.place);
        let place = &one.place;
        let two =
            second.remove(same.with_context(|| format!("the second reader says nothing of {place:?}"))?);
        let word = |wrong| if wrong { "wrong" } else { "ok" };
        record.push(Entry {
            place: one.place,
            verdicts: [word(one.is_wrong), word(two.is_wrong)],
            reasons: [one.reason, two.reason],
        });
    }
    if let Some(left) = second.first() {
        bail!("the first reader says nothing of {:?}", left.place);
    }
    let count = |is: &dyn Fn(&Entry) -> bool| record.iter().filter(|entry| is(entry)).count();
    Ok(Reading {
        records: record.len(),
        wrong: [0, 1].map(|reader| count(&|entry| entry.verdicts[reader] == "wrong")),
        wrong_for_both: count(&|entry| entry.verdicts == ["wrong", "wrong"]),
        disagreements: count(&|entry| entry.verdicts[0] != entry.verdicts[1]),
        draw,
        record,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[(usize, bool)]) -> Sheet {
        let draw = Draw {
            kind: "claim".into(),
            of: None,
            from: None,
            seed: 3,
            date: "2026-01-02".into(),
            commit: None,
        };
        let verdict = |&(start, is_wrong): &(usize, bool)| Verdict {
            place: Place { document: "a".into(), start, end: start + 1 },
            is_wrong,
            reason: if is_wrong { "unit".into() } else { String::new() },
        };
        (draw, rows.iter().map(verdict).collect())
    }

    #[test]
    fn disagreements_are_kept() {
        let (one, two) =
            (sheet(&[(1, true), (2, true), (3, false)]), sheet(&[(3, false), (2, false), (1, true)]));
        let reading = join(one, two).unwrap();
        assert_eq!((reading.wrong, reading.wrong_for_both, reading.disagreements), ([2, 1], 1, 1));
        let told = toml::to_string(&reading).unwrap();
        assert!(told.contains("verdicts = [\"wrong\", \"ok\"]\nreasons = [\"unit\", \"\"]"), "{told}");
    }

    #[test]
    fn what_one_reader_left_out_is_an_error() {
        assert!(join(sheet(&[(1, true)]), sheet(&[(1, true), (2, false)])).is_err());
        assert!(join(sheet(&[(1, true), (2, false)]), sheet(&[(1, true)])).is_err());
        let mut other = sheet(&[(1, true)]);
        other.0.seed = 4;
        assert!(join(sheet(&[(1, true)]), other).is_err());
    }
}
