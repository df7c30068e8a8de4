//! What several test files share: one pipeline, the corpus, records as JSON values.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fs;
use std::sync::OnceLock;

use serde_json::Value;
use trich::{Document, OffsetUnit, Options, Pipeline, Reader, Writer};

/// The pipeline with the builtin lexicon, built once.
pub fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::builder().build().expect("the builtin lexicon loads"))
}

/// The articles of the corpus.
pub fn corpus() -> Vec<Document> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl");
    let bytes = fs::read(path).expect("the corpus is there");
    let mut reader = Reader::new(bytes.as_slice(), "corpus/articles.jsonl", Options::default());
    std::iter::from_fn(|| reader.next()).map(|item| item.expect("the corpus is well formed")).collect()
}

/// The records of `document` as a fresh worker writes them.
pub fn lines(document: &Document, unit: OffsetUnit) -> String {
    let writer = Writer { unit, ..Writer::default() };
    let mut out = Vec::new();
    pipeline().worker().write(document, false, &writer, &mut out);
    String::from_utf8(out).expect("records are UTF-8")
}

/// The records of `document`, parsed.
pub fn records(document: &Document, unit: OffsetUnit) -> Vec<Value> {
    lines(document, unit).lines().map(|l| serde_json::from_str(l).expect("records are JSON")).collect()
}

/// Calls `visit` with every object inside `value` that has a text with its bounds.
pub fn visit_places(value: &Value, visit: &mut impl FnMut(&str, usize, usize)) {
    match value {
        Value::Object(map) => {
            let number = |key: &str| map.get(key).and_then(Value::as_u64).map(|n| n as usize);
            if let (Some(text), Some(start), Some(end)) =
                (map.get("text").and_then(Value::as_str), number("start"), number("end"))
            {
                visit(text, start, end);
            }
            map.values().for_each(|v| visit_places(v, visit));
        }
        Value::Array(list) => list.iter().for_each(|v| visit_places(v, visit)),
        _ => {}
    }
}
