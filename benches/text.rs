//! Normalisation, tokens and sentences by themselves, in MB/s of the text given, by processor time: prints one TOML
//! table.
//!
//! `cargo bench --features internals --bench text [-- --text FILE]`, where FILE is JSON Lines; else the corpus is read.
#![allow(clippy::print_stdout, reason = "the table is its output")]

use std::fs::File;
use std::hint::black_box;
use std::io::Read;

use cpu_time::ProcessTime;
use icu_normalizer::DecomposingNormalizerBorrowed;
use trich::internals::Texts;
use trich::{Lexicon, Options, Reader};

/// As much text as is measured on, in bytes.
const ENOUGH: usize = 24 << 20;
const ROUNDS: usize = 7;

fn texts() -> Vec<String> {
    let path = std::env::args().skip_while(|a| a != "--text").nth(1);
    let path =
        path.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl").to_owned());
    let input: Box<dyn Read> = Box::new(File::open(&path).expect("the text is there"));
    let mut reader = Reader::new(input, path, Options::default());
    let mut size = 0;
    std::iter::from_fn(|| reader.next())
        .filter_map(Result::ok)
        .map(|document| document.text)
        .take_while(|text| {
            size += text.len();
            size < ENOUGH
        })
        .collect()
}

/// Runs `work` over all texts a few times; prints the median of the rates, and that of the slowest and the fastest round.
fn measure(name: &str, texts: &[String], mut work: impl FnMut(&str)) {
    let bytes: usize = texts.iter().map(String::len).sum();
    // A small corpus is read again and again.
    let repeats = (ENOUGH / bytes.max(1)).clamp(1, 1000);
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let began = ProcessTime::now();
            for _ in 0..repeats {
                texts.iter().for_each(|text| work(black_box(text)));
            }
            (bytes * repeats) as f64 / 1e6 / began.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!(
        "{name} = {{ mb_per_s = {:.0}, lowest = {:.0}, highest = {:.0} }}",
        rates[ROUNDS / 2],
        rates[0],
        rates[ROUNDS - 1]
    );
}

/// `text` with its letters as character references, as old pages wrote them, and a paragraph in tags.
fn as_html(text: &str) -> String {
    let mut html = String::new();
    for line in text.lines() {
        html.push_str("<p>");
        for c in line.chars() {
            if c.is_ascii() { html.push(c) } else { html.push_str(&format!("&#{};", u32::from(c))) }
        }
        html.push_str("</p>\n");
    }
    html
}

fn main() {
    let lexicon = Lexicon::builtin().expect("the builtin lexicon loads");
    let mut engine = Texts::new(&lexicon);
    let given = texts();
    let clean: Vec<String> = given.iter().map(|text| engine.normalised(text)).collect();
    assert!(clean.iter().all(|text| engine.is_clean(text)), "what was normalised is clean");
    let nfd = DecomposingNormalizerBorrowed::new_nfd();
    let apart: Vec<String> = clean.iter().map(|text| nfd.normalize(text).into_owned()).collect();
    let html: Vec<String> = clean.iter().map(|text| as_html(text)).collect();
    assert!(
        apart.iter().zip(&clean).all(|(apart, clean)| engine.normalised(apart) == *clean),
        "marks are composed"
    );
    let dirty = given.iter().filter(|text| !engine.is_clean(text)).count();
    println!("documents = {}\ndirty_as_given = {dirty}", given.len());
    println!("bytes = {}", given.iter().map(String::len).sum::<usize>());
    measure("clean_check", &clean, |text| assert!(engine.is_clean(text)));
    measure("as_given", &given, |text| _ = black_box(engine.is_clean(text)));
    measure("nfd", &apart, |text| assert!(!engine.is_clean(text) || text.is_ascii()));
    measure("html", &html, |text| assert!(!engine.is_clean(text)));
    measure("tokens_and_sentences", &clean, |text| _ = black_box(engine.sentences(text)));
    measure("linguistic_tokens", &clean, |text| _ = black_box(engine.lexemes(text)));
}
