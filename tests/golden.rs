//! Whole articles: for each of the corpus, a readable line a record in `tests/golden/`.
//!
//! After a change that is meant, look at the difference and accept it with `INSTA_UPDATE=always cargo test --test golden`.

mod common;

use std::fmt::Write as _;

use serde_json::Value;
use trich::OffsetUnit;

/// A record as a person reads it.
fn show(record: &Value) -> String {
    let word = |key: &str| record[key].as_str().unwrap_or("-").to_owned();
    let place = format!("{}..{}", record["start"], record["end"]);
    match record["type"].as_str().unwrap_or_default() {
        "document" => format!(
            "document {} ({} sentences)",
            word("id"),
            record["sentences"].as_array().map_or(0, Vec::len)
        ),
        "mention" => {
            let tier = record
                .get("tier")
                .map_or(String::new(), |t| format!(" [{}]", t.as_str().unwrap_or_default()));
            format!(
                "{place} {} \"{}\" = {} ({}){tier}",
                word("kind"),
                word("text"),
                word("entity"),
                word("reference")
            )
        }
        "claim" => claim(record, &place),
        "time" => format!("{place} time \"{}\" = {} to {}", word("text"), word("from"), word("to")),
        "event" => event(record, &place),
        other => format!("{place} {other}"),
    }
}

fn claim(record: &Value, place: &str) -> String {
    let word = |key: &str| record[key].as_str().unwrap_or("-").to_owned();
    let value = if record["value"].is_null() {
        format!("{} to {}", record["low"], record["high"])
    } else {
        record["value"].to_string()
    };
    let mut line = format!(
        "{place} claim \"{}\" = {} {} {value} {}",
        word("text"),
        word("kind"),
        word("comparator"),
        word("unit")
    );
    if let Some(name) = record["subject"]["name"].as_str() {
        let _ = write!(line, ", of {name}");
    }
    if let Some(attribute) = record["attribute"].as_str() {
        let _ = write!(line, ", {attribute}");
    }
    if let Some(direction) = record["change"]["direction"].as_str() {
        let _ = write!(line, ", {direction} {}", record["change"]["mode"].as_str().unwrap_or_default());
    }
    for key in ["of", "same_as"] {
        if record.get(key).is_some() {
            let _ = write!(line, ", {key} an earlier one");
        }
    }
    line
}

fn event(record: &Value, place: &str) -> String {
    let word = |key: &str| record[key].as_str().unwrap_or("-").to_owned();
    let empty = Vec::new();
    let roles: Vec<String> = record["roles"]
        .as_array()
        .unwrap_or(&empty)
        .iter()
        .map(|r| {
            format!(
                "{} \"{}\"",
                r["role"].as_str().unwrap_or_default(),
                r["text"].as_str().unwrap_or_default()
            )
        })
        .collect();
    let trigger = record["trigger"]["text"].as_str().unwrap_or_default();
    format!(
        "{place} event {} by \"{trigger}\": {}; {}, {}",
        word("event"),
        roles.join(", "),
        word("polarity"),
        word("modality")
    )
}

#[test]
fn articles_of_the_corpus() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for document in common::corpus() {
            let id = document.id.clone().expect("articles of the corpus have ids");
            let lines: Vec<String> = common::records(&document, OffsetUnit::Char).iter().map(show).collect();
            insta::assert_snapshot!(id, lines.join("\n"));
        }
    });
}
