//! What holds for any text: offsets slice, nothing panics, forms of Unicode agree, order and reuse change nothing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::cell::RefCell;
use std::io::Cursor;
use std::sync::LazyLock;

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;
use serde_json::Value;
use trich::{Document, InputError, JsonLines, OffsetUnit, Options, Reader, Run, Segmenter, Worker, Writer};

/// Pieces that make names, numbers and events meet in every order, with rubbish between them.
const PIECES: [&str; 58] = [
    "Nokia",
    "Xiaomi",
    "Samsung Galaxy S8+",
    "iPhone15 Pro Max",
    "GPT-4",
    "Việt Nam",
    "TP.HCM",
    "Táo khuyết",
    "hãng",
    "và",
    ",",
    ". ",
    "\n",
    " ",
    "ký kết",
    "thoả thuận hợp tác",
    "ra mắt",
    "mua lại",
    "được",
    "bị",
    "cung cấp",
    "cho",
    "giữa",
    "không",
    "sẽ",
    "theo",
    "hơn",
    "60 triệu",
    "thiết bị",
    "khoảng 8 triệu trong số đó",
    "1.234,5",
    "5-7%",
    "1,299",
    "$",
    "USD",
    "đồng",
    "6/7/2017",
    "tháng 9 năm 2017",
    "quý II",
    "3tr5",
    "10.1.2",
    "🚀",
    "\u{323}",
    "\u{200b}",
    "ﬁ",
    "İ",
    "Sam&shy;sung",
    "Ｎｏｋｉａ",
    "N\u{43e}kia",
    "Vi&ecirc;&#803;t Nam",
    "&nbsp;",
    "<b>",
    "</p><p>",
    "\u{a0}",
    "\t",
    "  ",
    "https://a.vn/?q=1",
    "x@y.vn",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec((prop::sample::select(PIECES.to_vec()), any::<bool>()), 0..40);
    let woven = pieces.prop_map(|list| {
        list.into_iter()
            .map(|(piece, blank)| if blank { format!("{piece} ") } else { piece.to_owned() })
            .collect()
    });
    prop_oneof![3 => woven, 1 => any::<String>()]
}

fn slices(document: &Document) {
    for record in common::records(document, OffsetUnit::Byte).iter().skip(1) {
        common::visit_places(record, &mut |text, start, end| {
            assert_eq!(document.text.get(start..end), Some(text), "in {record}");
        });
    }
}

/// A record without what may differ between two forms of one text.
fn bare(mut value: Value) -> Value {
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    match value {
        Value::Object(map) => {
            for key in [
                "id",
                "doc",
                "start",
                "end",
                "length",
                "sha256",
                "sentences",
                "tier",
                "mention",
                "record",
                "time",
                "of",
                "same_as",
            ] {
                map.remove(key);
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        Value::String(text) => *text = nfc.normalize(text).into_owned(),
        _ => {}
    }
}

fn bare_records(document: &Document) -> Vec<Value> {
    let mut records: Vec<Value> = common::records(document, OffsetUnit::Char).into_iter().map(bare).collect();
    // Records that begin and end together may stand in another order: their ids differ.
    records.sort_by_key(ToString::to_string);
    records
}

/// `text` as programs of Windows-1258 wrote it: letters whole, tones apart.
fn half_composed(text: &str) -> String {
    let nfd = DecomposingNormalizerBorrowed::new_nfd();
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let apart = |c: char| {
        let marks: Vec<char> = nfd.normalize(c.encode_utf8(&mut [0; 4])).chars().collect();
        let letter: String = marks.iter().filter(|c| !is_tone(c)).collect();
        let tones: String = marks.iter().filter(|c| is_tone(c)).collect();
        let half = format!("{}{tones}", nfc.normalize(&letter));
        // Where another mark stands on the tone ("Ȭ"), the tone put last is another letter.
        if nfc.normalize(&half).chars().eq([c]) { half } else { c.to_string() }
    };
    nfc.normalize(text).chars().map(apart).collect()
}

/// `text` without marks of other scripts: decomposed, one of them may stand between a letter and its tone, and the name
/// that ends there then holds it.
fn without_foreign_marks(text: &str) -> String {
    let class = CanonicalCombiningClassMapBorrowed::new();
    text.chars().filter(|&c| matches!(c, '\u{300}'..='\u{36F}') || class.get_u8(c) == 0).collect()
}

/// Runs 300 cases, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").is_ok();
    let default = ProptestConfig::default();
    ProptestConfig { cases: if asked { default.cases } else { 300 }, ..default }
}

/// A phrase may end anywhere: after a comparator, a sign, a scale word.
#[test]
fn a_phrase_cut_at_any_blank_is_read() {
    let phrases = include_str!("spec/phrases.jsonl").lines();
    for phrase in phrases {
        let phrase: Value = serde_json::from_str(phrase).expect("a line is JSON");
        let text = phrase["text"].as_str().expect("a phrase has a text");
        for (at, _) in text.match_indices(' ') {
            slices(&Document::from_text("-", text[..at].to_owned()));
        }
    }
}

thread_local! {
    static WORKER: RefCell<Worker<'static>> = RefCell::new(common::pipeline().worker());
}

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::builtin);

proptest! {
    #![proptest_config(config())]

    #[test]
    fn half_composed_text_gives_the_same_records(text in text()) {
        let text = without_foreign_marks(&text);
        let half = half_composed(&text);
        slices(&Document::from_text("-", half.clone()));
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned();
        prop_assert_eq!(bare_records(&Document::from_text("-", composed)), bare_records(&Document::from_text("-", half)));
    }

    #[test]
    fn offsets_slice_in_every_unit(text in text()) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let chars: Vec<char> = text.chars().collect();
        let document = Document::from_text("-", text.clone());
        for record in common::records(&document, OffsetUnit::Utf16).iter().skip(1) {
            common::visit_places(record, &mut |piece, start, end| {
                assert_eq!(String::from_utf16_lossy(&units[start..end]), piece, "in {record}");
            });
        }
        for record in common::records(&document, OffsetUnit::Char).iter().skip(1) {
            common::visit_places(record, &mut |piece, start, end| {
                assert_eq!(chars[start..end].iter().collect::<String>(), piece, "in {record}");
            });
        }
    }

    #[test]
    fn tokens_and_gaps_rebuild_the_text(text in text()) {
        let document = Document::from_text("-", text.clone());
        let tokens = WORKER.with_borrow_mut(|w| w.tokenize(&document));
        let words = WORKER.with_borrow_mut(|w| w.words(&document, &SEGMENTER));
        for sentences in [tokens, words] {
            let mut rebuilt = String::new();
            let mut end = 0;
            for token in sentences.iter().flat_map(|s| &s.tokens) {
                let (from, to) = (token.span.start as usize, token.span.end as usize);
                prop_assert!(from >= end && from < to, "{token:?} in {text:?}");
                rebuilt.push_str(&text[end..from]);
                rebuilt.push_str(token.span.of(&text));
                end = to;
            }
            rebuilt.push_str(&text[end..]);
            prop_assert_eq!(&rebuilt, &text);
        }
    }

    #[test]
    fn offsets_slice_any_text(text in text()) {
        slices(&Document::from_text("-", text));
    }

    #[test]
    fn nfd_gives_the_same_records(text in text()) {
        let text = without_foreign_marks(&text);
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned();
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&text).into_owned();
        slices(&Document::from_text("-", decomposed.clone()));
        prop_assert_eq!(bare_records(&Document::from_text("-", composed)), bare_records(&Document::from_text("-", decomposed)));
    }

    #[test]
    fn a_used_worker_is_like_a_fresh_one(first in text(), second in text()) {
        let mut worker = common::pipeline().worker();
        let (mut used, writer) = (Vec::new(), Writer::default());
        worker.write(&Document::from_text("-", first), false, &writer, &mut used);
        used.clear();
        let document = Document::from_text("-", second);
        worker.write(&document, false, &writer, &mut used);
        prop_assert_eq!(String::from_utf8(used).unwrap(), common::lines(&document, OffsetUnit::Char));
    }

    #[test]
    fn a_sentence_in_front_only_moves_the_rest(text in text()) {
        let document = Document::from_text("-", text.clone());
        let moved = Document::from_text("-", format!("Trời hôm đó rất đẹp.\n{text}"));
        let without_sentence = |document: &Document| -> Vec<Value> {
            let mut records = bare_records(document);
            // Events are weighed by where in the article they stand.
            records.retain(|r| r["type"] != "document" && r["type"] != "event");
            for record in &mut records {
                if let Value::Object(map) = record {
                    map.remove("sentence");
                    // It is chosen with the first line in view.
                    map.remove("subject");
                }
            }
            records.sort_by_key(ToString::to_string);
            records
        };
        prop_assert_eq!(without_sentence(&document), without_sentence(&moved));
    }
}

/// The output of a run over the corpus with `jobs` threads.
fn run(jobs: usize) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles.jsonl");
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend_from_slice(b"{\"id\": 1}\nno json\n");
    let input: Result<_, InputError> =
        Ok(Reader::new(Cursor::new(bytes.repeat(4)), "corpus", Options::default()));
    let mut out = Vec::new();
    let mut sink = JsonLines::new(&mut out, None);
    common::pipeline().run(&Run { jobs, ..Run::default() }, std::iter::once(input), &mut sink).unwrap();
    drop(sink);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let serial = run(1);
    assert!(serial.contains("\"duplicate\":true") && serial.contains("\"type\":\"error\""));
    for jobs in [2, 5] {
        assert_eq!(run(jobs), serial, "{jobs} threads");
    }
}

#[test]
fn nfd_gives_the_same_records_over_the_corpus() {
    for document in common::corpus() {
        let nfd = |text: &str| DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned();
        let decomposed = Document {
            text: nfd(&document.text),
            title: document.title.as_deref().map(nfd),
            ..document.clone()
        };
        assert_ne!(decomposed.text, document.text);
        assert_eq!(bare_records(&document), bare_records(&decomposed));
    }
}
