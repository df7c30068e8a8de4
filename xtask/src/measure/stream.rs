//! A whole stream through stdin: how many records, how fast, whether each stands where it says.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;
use trich::eval::{CharSpan, Text};

use super::house::round;
use crate::run;

/// What came of a stream.
#[derive(Serialize)]
pub(super) struct Volume {
    documents: usize,
    bytes: usize,
    /// Of the run without `--with-text`; 0 all read, 3 finished with error records.
    exit_status: i32,
    seconds: f64,
    megabytes_per_second: f64,
    error_records: usize,
    /// Records with a surface, their own or a nested one, that is not the slice of the document's text.
    misplaced_records: usize,
    records: BTreeMap<String, usize>,
}

/// Feeds the stream twice: once for the clock, once with the texts to check the slices.
pub(super) fn volume(program: &Path, input: &str) -> Result<Volume> {
    let (output, seconds) = run::pipe(Command::new(program).arg("extract"), input.as_bytes())?;
    let plain = Tally::of(&output.stdout)?;
    let (with_text, _) = run::pipe(Command::new(program).args(["extract", "--with-text"]), input.as_bytes())?;
    Ok(Volume {
        documents: plain.count("document"),
        bytes: input.len(),
        exit_status: output.status.code().unwrap_or(-1),
        seconds: round(seconds),
        megabytes_per_second: round(input.len() as f64 / 1e6 / seconds),
        error_records: plain.count("error"),
        misplaced_records: Tally::of(&with_text.stdout)?.misplaced,
        records: plain.records,
    })
}

/// Whether one thread and two write the same bytes.
#[derive(Serialize)]
pub(super) struct Jobs {
    bytes_in: usize,
    bytes_out: usize,
    identical: bool,
}

pub(super) fn jobs(program: &Path, input: &str) -> Result<Jobs> {
    let run = |jobs| run::pipe(Command::new(program).args(["extract", "--jobs", jobs]), input.as_bytes());
    let ((one, _), (two, _)) = (run("1")?, run("2")?);
    let identical = one.stdout == two.stdout && one.status == two.status;
    Ok(Jobs { bytes_in: input.len(), bytes_out: one.stdout.len(), identical })
}

/// Counts over a stream of records.
#[derive(Default)]
struct Tally {
    records: BTreeMap<String, usize>,
    misplaced: usize,
}

impl Tally {
    fn of(lines: &[u8]) -> Result<Self> {
        let (mut tally, mut text) = (Self::default(), None);
        for line in str::from_utf8(lines)?.lines() {
            let record: Value = serde_json::from_str(line).with_context(|| format!("no record: {line}"))?;
            let kind = record["type"].as_str().unwrap_or_default();
            *tally.records.entry(kind.to_owned()).or_default() += 1;
            match (kind, &text) {
                ("document", _) => text = record["text"].as_str().map(Text::new),
                ("error", _) => {}
                (_, Some(text)) => tally.misplaced += usize::from(!stands(&record, text)),
                // Without the text nothing can be said for the record.
                (_, None) => tally.misplaced += 1,
            }
        }
        Ok(tally)
    }

    fn count(&self, kind: &str) -> usize {
        self.records.get(kind).copied().unwrap_or_default()
    }
}

/// Whether every surface in a record, nested ones too, is the slice of the text that it points to.
fn stands(value: &Value, text: &Text) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| stands(item, text)),
        Value::Object(fields) => {
            let offset = |key: &str| value[key].as_u64().and_then(|at| usize::try_from(at).ok());
            let place = offset("start").zip(offset("end")).zip(value["text"].as_str());
            place.is_none_or(|((start, end), surface)| text.reads(CharSpan::new(start, end), surface))
                && fields.values().all(|field| stands(field, text))
        }
        _ => true,
    }
}
