//! Sentence edges against those that people set: `corpus/sentences.jsonl`, where `¦` stands before each sentence but the first.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints its score"
)]

mod common;

use std::collections::BTreeSet;

use serde_json::Value;
use trich::Document;

/// Lowest share, in percent, that is good enough.
const WANTED: f64 = 98.0;

/// The text without its marks, and where its sentences begin.
fn unmark(marked: &str) -> (String, BTreeSet<usize>) {
    let (mut text, mut starts) = (String::new(), BTreeSet::from([0]));
    for piece in marked.split('¦') {
        starts.insert(text.len());
        text.push_str(piece);
    }
    (text, starts)
}

#[test]
fn sentence_edges_are_where_people_set_them() {
    let corpus = include_str!("../corpus/sentences.jsonl");
    let mut worker = common::pipeline().worker();
    let (mut right, mut wanted, mut found) = (0, 0, 0);
    for line in corpus.lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        let (text, people) = unmark(article["marked"].as_str().unwrap());
        let document = Document::from_text("-", text.clone());
        let ours: BTreeSet<usize> =
            worker.extract(&document).document.sentences.iter().map(|s| s.start as usize).collect();
        for (place, what) in people
            .difference(&ours)
            .map(|p| (p, "missing"))
            .chain(ours.difference(&people).map(|p| (p, "wrong")))
        {
            let before: String =
                text[..*place].chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = text[*place..].chars().take(30).collect();
            println!("{} {what}: {before:?} ¦ {after:?}", article["id"]);
        }
        right += people.intersection(&ours).count();
        wanted += people.len();
        found += ours.len();
    }
    let percent = |part: usize, all: usize| 100.0 * part as f64 / all as f64;
    let (precision, recall) = (percent(right, found), percent(right, wanted));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{wanted} sentences: precision {precision:.1}, recall {recall:.1}, F1 {f1:.1}");
    assert!(wanted >= 300 && f1 >= WANTED, "F1 {f1:.1} is under {WANTED}");
}
