//! Scoring: the faults that are told are those that are counted, and hidden names are out of the lexicon.
#![cfg(feature = "eval")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::path::{Path, PathBuf};

use trich::eval::gold::{self, Article};
use trich::eval::record::Records;
use trich::eval::{FaultKind, Hidden, Scores, Watch, score};
use trich::{Lexicon, OffsetUnit};

fn corpus() -> Vec<Article> {
    let file = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    gold::read_files(&file("gold.jsonl"), &[file("articles.jsonl")]).unwrap()
}

fn records(articles: &[Article]) -> Records {
    let mut records = Records::of(articles);
    for document in common::corpus() {
        records.read(common::lines(&document, OffsetUnit::Char).as_bytes(), "records").unwrap();
    }
    records
}

fn watched(articles: &[Article], records: &Records, figure: &str) -> Scores {
    let watch = Watch { figure: figure.to_owned(), limit: usize::MAX };
    score(articles, records, None, Some(watch))
}

#[test]
fn every_fault_that_is_counted_is_told() {
    let articles = corpus();
    let records = records(&articles);
    let all: Vec<String> =
        score(&articles, &records, None, None).figures().map(|(name, _)| name.to_owned()).collect();
    assert!(all.len() > 20);
    for name in all {
        let scores = watched(&articles, &records, &name);
        let figure = scores.figure(&name).unwrap();
        let (faults, further) = scores.faults();
        assert_eq!(further, 0);
        let count = |kind| faults.iter().filter(|fault| fault.kind == kind).count();
        assert_eq!(count(FaultKind::Missed), figure.missed.unwrap_or(0), "{name}");
        assert_eq!(count(FaultKind::Wrong), figure.wrong.unwrap_or(0), "{name}");
        for fault in faults {
            let article = articles.iter().find(|a| a.id == fault.document).unwrap();
            let chars = &article.text.chars()[fault.start..fault.end];
            assert_eq!(chars.iter().collect::<String>(), fault.text);
        }
    }
}

#[test]
fn the_limit_keeps_the_first_faults_and_counts_the_rest() {
    let articles = corpus();
    let records = records(&articles);
    let all = watched(&articles, &records, "event.role");
    let watch = Watch { figure: "event.role".to_owned(), limit: 3 };
    let few = score(&articles, &records, None, Some(watch));
    assert_eq!(few.faults().0, &all.faults().0[..3]);
    assert_eq!(few.faults().1, all.faults().0.len() - 3);
}

#[test]
fn hidden_names_are_out_of_the_lexicon() {
    let articles = corpus();
    let (hidden, again, other) =
        (Hidden::draw(&articles, 7), Hidden::draw(&articles, 7), Hidden::draw(&articles, 8));
    let surfaces = || articles.iter().flat_map(|a| &a.mentions).map(|m| m.item.text.as_str());
    assert!(surfaces().all(|text| hidden.hides(text) == again.hides(text)));
    assert!(surfaces().any(|text| hidden.hides(text) != other.hides(text)));
    let hides = |name: &str| hidden.hides(name);
    let off = common::pipeline().lexicon().off_list(hides);
    assert!(off.lines().count() > 20, "{off}");
    let lexicon = Lexicon::from_dirs_and_list(&[] as &[PathBuf], &off).unwrap();
    assert_eq!(lexicon.off_list(hides).lines().count(), 1, "only the header is left");
}

#[test]
fn the_last_records_of_a_document_count() {
    let line = r#"{"id":"a","text":"Nokia","mentions":[{"kind":"company","text":"Nokia","all":true}]}"#;
    let articles = gold::read(line.as_bytes(), "gold.jsonl", &gold::Articles::new()).unwrap();
    let mention = r#"{"type":"mention","doc":"a","kind":"company","text":"Nokia","start":0,"end":5}"#;
    let document = r#"{"type":"document","id":"a"}"#;
    let mut records = Records::of(&articles);
    records.read([document, mention, document, mention].join("\n").as_bytes(), "twice").unwrap();
    let figure = score(&articles, &records, None, None).figure("mention.company").unwrap();
    assert_eq!((figure.right, figure.wrong, figure.missed), (Some(1), Some(0), Some(0)));
    let error = records.read("{\"type\":\"document\"}\n{".as_bytes(), "cut.jsonl").unwrap_err().to_string();
    assert!(error.starts_with("cut.jsonl:2:1: "), "{error}");
}
