//! Text without accents: names still match, in a lower tier that the record tells, and only where the text is Vietnamese.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use trich::{Document, OffsetUnit};

/// Surface, canonical name and tier of the mentions of `text` whose entity begins with `entity`.
fn named(text: &str, entity: &str) -> Vec<(String, String, Option<String>)> {
    let records = common::records(&Document::from_text("-", text), OffsetUnit::Char);
    let is_wanted = |r: &&serde_json::Value| r["entity"].as_str().is_some_and(|e| e.starts_with(entity));
    let string = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let mentions = records.iter().filter(|r| r["type"] == "mention").filter(is_wanted);
    mentions.map(|r| (string(&r["text"]).unwrap(), string(&r["name"]).unwrap(), string(&r["tier"]))).collect()
}

#[test]
fn names_match_without_their_accents() {
    let text = "Hom qua Samsung ra mat dien thoai moi tai Viet Nam va Han Quoc, gia ban rat re.";
    let place = |text: &str, name: &str| (text.to_owned(), name.to_owned(), Some("plain".to_owned()));
    assert_eq!(named(text, "place/"), [place("Viet Nam", "Việt Nam"), place("Han Quoc", "Hàn Quốc")]);
    // A name that has no accents is as sure as ever.
    assert_eq!(named(text, "company/samsung"), [("Samsung".to_owned(), "Samsung".to_owned(), None)]);
}

#[test]
fn other_languages_and_accented_text_are_left_alone() {
    let han_quoc = |text| named(text, "place/han-quoc").iter().any(|(_, name, _)| name == "Hàn Quốc");
    assert!(!han_quoc("The company will open an office in Han Quoc Street next year, it says."));
    assert!(!han_quoc("Hôm qua hãng ra mắt điện thoại mới tại Han Quoc."));
}
