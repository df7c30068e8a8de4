//! The same stream composed (NFC) and decomposed (NFD): the records must be the same but for places and ids.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use crate::run;
use crate::text::{nfc, nfd};

/// What hangs on the bytes of the text alone.
const PLACES: [&str; 6] = ["id", "start", "end", "length", "sha256", "sentences"];
/// Ids of other records: they follow the places, but whether there is one does not.
const LINKS: [&str; 5] = ["record", "mention", "of", "time", "same_as"];

/// How the records of the two forms compare.
#[derive(Serialize)]
pub(super) struct Form {
    records_nfc: usize,
    records_nfd: usize,
    /// Records of one form that have no equal in the other; the larger side.
    differing: usize,
    /// The first of them, to look at.
    examples: Vec<String>,
}

pub(super) fn measure(program: &Path, input: &str) -> Result<Form> {
    let (composed, decomposed) = (records(program, input, nfc)?, records(program, input, nfd)?);
    let mut balance: HashMap<&str, i64> = HashMap::new();
    composed.iter().for_each(|record| *balance.entry(record).or_default() += 1);
    decomposed.iter().for_each(|record| *balance.entry(record).or_default() -= 1);
    let side = |sign: i64| balance.values().map(|count| (count * sign).max(0)).sum::<i64>();
    let odd = |record: &&String| balance.get(record.as_str()).is_some_and(|count| *count != 0);
    Ok(Form {
        records_nfc: composed.len(),
        records_nfd: decomposed.len(),
        differing: usize::try_from(side(1).max(side(-1)))?,
        examples: composed.iter().chain(&decomposed).filter(odd).take(4).cloned().collect(),
    })
}

/// The records of the stream in one form, stripped to what must not differ.
fn records(program: &Path, input: &str, form: fn(&str) -> String) -> Result<Vec<String>> {
    let mut stream = String::with_capacity(input.len() * 2);
    for line in input.lines() {
        let mut document: Value = serde_json::from_str(line)?;
        for key in ["title", "text"] {
            if let Some(Value::String(text)) = document.get_mut(key) {
                *text = form(text);
            }
        }
        stream.push_str(&document.to_string());
        stream.push('\n');
    }
    let (output, _) = run::pipe(Command::new(program).arg("extract"), stream.as_bytes())?;
    let strip = |line: &str| {
        let mut record: Value = serde_json::from_str(line).with_context(|| format!("no record: {line}"))?;
        strip(&mut record);
        Ok(record.to_string())
    };
    str::from_utf8(&output.stdout)?.lines().map(strip).collect()
}

fn strip(value: &mut Value) {
    match value {
        Value::String(text) => *text = nfc(text),
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Object(fields) => {
            let goes = |key: &str, value: &Value| PLACES.contains(&key) || (key == "tier" && value == "form");
            fields.retain(|key, value| !goes(key, value));
            for (key, field) in fields {
                if LINKS.contains(&key.as_str()) && field.is_string() {
                    *field = Value::Bool(true);
                } else {
                    strip(field);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_ids_and_the_form_tier_go() {
        let mut one = json!({"type": "mention", "id": "a", "text": "Hoà", "start": 0, "end": 3});
        let mut other = json!({"type": "mention", "id": "b", "text": "Hoa\u{300}", "start": 0, "end": 4,
            "tier": "form"});
        strip(&mut one);
        strip(&mut other);
        assert_eq!(one, other);
        let mut linked = json!({"roles": [{"role": "maker", "start": 1, "record": "x"}], "time": null});
        strip(&mut linked);
        assert_eq!(linked, json!({"roles": [{"role": "maker", "record": true}], "time": null}));
    }
}
