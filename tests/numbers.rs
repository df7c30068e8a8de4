//! Long runs of numbers: the time grows with the text, nothing panics, and no part of a digit group is an amount.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use trich::{Document, Pipeline};

/// How many times the longer text is longer than the shorter one.
const TIMES: usize = 8;

/// The least of three measurements of what `text` takes.
fn took(pipeline: &Pipeline, text: &str) -> Duration {
    let mut worker = pipeline.worker();
    let document = Document::from_text("-", text);
    let once = |_| {
        let start = Instant::now();
        worker.extract(&document);
        start.elapsed()
    };
    (0..3).map(once).min().unwrap()
}

/// That the time for `start` and many times `pattern` grows no faster than the text.
fn grows_with_the_text(pipeline: &Pipeline, start: &str, pattern: &str, length: usize) {
    let text = |count: usize| format!("{start}{}.", pattern.repeat(count));
    let short = length / pattern.len();
    let (one, more) = (took(pipeline, &text(short)), took(pipeline, &text(short * TIMES)));
    // Quadratic time would be 64 times as long; the machine is not always idle.
    let limit = one.max(Duration::from_millis(2)) * (3 * TIMES as u32);
    assert!(more < limit, "{start:?}, {pattern:?}: {one:?}, then {more:?}");
}

#[test]
fn the_time_grows_with_the_text() {
    let pipeline = Pipeline::builder().build().unwrap();
    // A capital before them makes a name of the first ones.
    for (start, pattern) in [("có ", "12 "), ("Galaxy ", "12 "), ("Galaxy ", "S24 "), ("Galaxy ", "1.")] {
        grows_with_the_text(&pipeline, start, pattern, 8_000);
    }
    for pattern in [
        "1",
        "1.234",
        "1 234 ",
        "hai ba bốn năm ",
        "một triệu hai trăm nghìn ",
        "triệu ",
        "5-7 ",
        "5-7 triệu, ",
        "từ 5 đến ",
        "giữa 5 và 7 USD ",
        "1/3 đến 1/2 và ",
        "tỷ lệ 1:10 và ",
        "5 x 6 x ",
        "5, 6, ",
        "2 người, ",
        "ngày 5 và ",
    ] {
        grows_with_the_text(&pipeline, "có ", pattern, 4_000);
    }
}

#[test]
fn a_sentence_of_many_events_takes_no_longer_than_many_sentences() {
    let pipeline = Pipeline::builder().build().unwrap();
    for pattern in [
        "giá 5 triệu đồng, ",
        "có thể bán 5 triệu máy, ",
        "Apple ra mắt iPhone, ",
        "Apple mua lại 20% cổ phần Nokia ",
        "hãng này sa thải 300 người, ",
    ] {
        grows_with_the_text(&pipeline, "Theo Samsung, ", pattern, 4_000);
    }
}

#[test]
fn no_part_of_a_digit_group_is_an_amount() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    let long = "9".repeat(100_000);
    for (text, found) in [
        (format!("Có {long} người."), None),
        (format!("Có {} người.", "9".repeat(29)), None),
        (format!("Có {} người.", "9".repeat(28)), Some("9".repeat(28))),
        ("Có 1.234.56 người.".to_owned(), None),
        ("Giá 29 990 000đ.".to_owned(), Some("29990000".to_owned())),
        ("Mã 29 990 000abc.".to_owned(), None),
        ("Giá 12,345,67 đồng.".to_owned(), None),
        ("Bán 1.234.567,89 USD.".to_owned(), Some("1234567.89".to_owned())),
        ("Nợ 1.000.000.000.000.000.000.000.000.000 đồng.".to_owned(), Some(format!("1{}", "0".repeat(27)))),
    ] {
        let extraction = worker.extract(&Document::from_text("-", text.as_str()));
        let values: Vec<String> =
            extraction.claims.iter().map(|c| c.value.map_or(String::new(), |v| v.to_string())).collect();
        let short: String = text.chars().take(60).collect();
        assert_eq!(values, found.into_iter().collect::<Vec<_>>(), "{short}");
    }
}
