//! A worksheet: drawn records as a table of tabs, one a line, with a verdict and a reason for the reader to fill in.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Args, Kind, today_and_commit};
use crate::tree::Tree;

/// The columns; the reader fills in the fourth and the fifth, and may leave out what follows.
const COLUMNS: &str = "document\tstart\tend\tverdict\treason\trecord\ttext";
/// The most code points that are shown on either side of a record.
const AROUND: usize = 240;

/// What was drawn, from which build: the first line of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draw {
    pub(crate) kind: String,
    /// The sort of mention or event, if only one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<String>,
    /// The name of the texts it was drawn from, if not from all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    pub(crate) seed: u64,
    /// When it was drawn, in UTC.
    pub(crate) date: String,
    /// None before the first commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<String>,
}

/// Where a record stands, in code points; an event stands where its trigger does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    pub(crate) document: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What a reader says of one record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) place: Place,
    pub(crate) is_wrong: bool,
    pub(crate) reason: String,
}

impl Draw {
    /// A draw that is made now.
    pub(super) fn now(tree: &Tree, args: &Args) -> Result<Self> {
        let Args { kind, of, from, seed, .. } = args;
        if of.is_some() && *kind == Kind::Claim {
            bail!("--of goes with mentions and events");
        }
        let (date, commit) = today_and_commit(tree);
        let kind = kind.name().to_owned();
        Ok(Self { kind, of: of.clone(), from: from.clone(), seed: *seed, date, commit })
    }

    /// What files about it are called: `claim`, `mention-company`.
    pub(crate) fn label(&self) -> String {
        self.of.as_ref().map_or_else(|| self.kind.clone(), |of| format!("{}-{of}", self.kind))
    }

    /// The first lines of its worksheet.
    pub(super) fn head(&self) -> Result<String> {
        Ok(format!("# {}\n{COLUMNS}\n", serde_json::to_string(self)?))
    }
}

impl Place {
    /// The place of a record of the program, if it has one.
    pub(super) fn of(record: &Value) -> Option<Self> {
        let at = record.get("trigger").unwrap_or(record);
        let offset = |name: &str| Some(at.get(name)?.as_u64()? as usize);
        let document = record.get("doc")?.as_str()?.to_owned();
        Some(Self { document, start: offset("start")?, end: offset("end")? })
    }
}

/// The line of a record: its place, nothing yet, itself, and the words around it, itself in `⟦ ⟧`.
pub(super) fn row(place: &Place, record: &Value, text: &str) -> Result<String> {
    let chars: Vec<char> = text.chars().collect();
    let words = |from: usize, to: usize| {
        let words = chars.get(from..to).context("a record stands outside its text")?;
        Ok::<_, anyhow::Error>(words.iter().map(|c| if c.is_whitespace() { ' ' } else { *c }).collect())
    };
    let before: String = words(place.start.saturating_sub(AROUND), place.start)?;
    let it: String = words(place.start, place.end)?;
    let after: String = words(place.end, chars.len().min(place.end + AROUND))?;
    Ok(format!("{}\t{}\t{}\t\t\t{record}\t{before}⟦{it}⟧{after}\n", place.document, place.start, place.end))
}

/// What a reader filled into the worksheet `sheet`.
pub(crate) fn read(sheet: &str) -> Result<(Draw, Vec<Verdict>)> {
    let mut lines = sheet.lines();
    let head = lines.next().and_then(|line| line.strip_prefix("# "));
    let draw = serde_json::from_str(head.context("the first line must be that of the worksheet")?)
        .context("the first line is not that of a worksheet")?;
    let rows = lines.enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with("document\t"));
    let verdict = |(index, line)| verdict(line).with_context(|| format!("line {}", index + 2));
    Ok((draw, rows.map(verdict).collect::<Result<_>>()?))
}

fn verdict(line: &str) -> Result<Verdict> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let &[document, start, end, verdict, ref reason @ ..] = cells.as_slice() else {
        bail!("expected document, start, end, verdict, reason");
    };
    let is_wrong = match verdict {
        "ok" => false,
        "wrong" => true,
        other => bail!("the verdict is {other:?}: expected ok or wrong"),
    };
    let reason = reason.first().copied().unwrap_or_default().to_owned();
    if is_wrong && reason.is_empty() {
        bail!("a wrong record needs a reason");
    }
    let place = Place { document: document.to_owned(), start: start.parse()?, end: end.parse()? };
    Ok(Verdict { place, is_wrong, reason })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_worksheet_that_was_filled_in_is_read_back() {
        let draw = Draw {
            kind: "event".to_owned(),
            of: Some("launch".to_owned()),
            from: None,
            seed: 7,
            date: "2026-01-02".to_owned(),
            commit: None,
        };
        assert_eq!(draw.label(), "event-launch");
        let record = json!({"type": "event", "doc": "a", "trigger": {"start": 6, "end": 12}});
        let place = Place::of(&record).unwrap();
        let row = row(&place, &record, "Apple\tra mắt\niPhone").unwrap();
        assert!(row.ends_with("\tApple ⟦ra mắt⟧ iPhone\n"));
        let sheet = format!("{}{row}", draw.head().unwrap());
        assert!(read(&sheet).is_err(), "no verdict yet");
        let filled = sheet.replace("\t12\t\t\t", "\t12\twrong\tno launch\t");
        let verdict = Verdict { place, is_wrong: true, reason: "no launch".to_owned() };
        assert_eq!(read(&filled).unwrap(), (draw, vec![verdict]));
        assert!(read(&sheet.replace("\t12\t\t\t", "\t12\twrong\t\t")).is_err(), "no reason");
    }
}
