//! Names that no list holds: found by shape, cue and memory; what is no name stays none.

use trich::{Document, Kind, Pipeline, Worker};

/// Kind, surface and canonical name of all mentions of `text`.
fn mentions(worker: &mut Worker<'_>, text: &str) -> Vec<(Kind, String, String)> {
    let document = Document::from_text("test", text);
    let extraction = worker.extract(&document);
    let row =
        |m: &trich::MentionRecord<'_>| (m.kind, m.span.of(&document.text).to_owned(), m.name.to_string());
    extraction.mentions.iter().map(row).collect()
}

fn has(found: &[(Kind, String, String)], kind: Kind, surface: &str, name: &str) -> bool {
    found.iter().any(|(k, s, n)| *k == kind && s == surface && n == name)
}

#[test]
fn a_title_or_a_speaker_makes_a_person() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    for (text, surface) in [
        ("Ông Trần Quốc Lâm, giám đốc công ty, cho biết máy sẽ bán trong tháng tới.", "Trần Quốc Lâm"),
        ("Theo bà Đặng Thị Mai Hương, nhu cầu vẫn cao.", "Đặng Thị Mai Hương"),
        ("Dự án do CEO Marvin Dekstrom dẫn dắt.", "Marvin Dekstrom"),
    ] {
        let found = mentions(&mut worker, text);
        assert!(has(&found, Kind::Person, surface, surface), "{surface} in {text}: {found:?}");
    }
}

#[test]
fn who_was_named_in_full_is_known_short() {
    let pipeline = Pipeline::builder().build().unwrap();
    let text = "CEO Marvin Dekstrom cho biết hãng sẽ mở nhà máy. Theo ông Dekstrom, việc này mất hai năm.";
    let found = mentions(&mut pipeline.worker(), text);
    assert!(has(&found, Kind::Person, "Dekstrom", "Marvin Dekstrom"), "{found:?}");
}

#[test]
fn memory_ends_with_the_document() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    mentions(&mut worker, "CEO Marvin Dekstrom cho biết hãng sẽ mở nhà máy.");
    let found = mentions(&mut worker, "Theo ông Dekstrom, việc này mất hai năm.");
    assert!(has(&found, Kind::Person, "Dekstrom", "Dekstrom"), "{found:?}");
}

#[test]
fn cue_words_tell_firms_and_products() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    for (text, kind, surface) in [
        ("Kỹ sư này vừa gia nhập hãng Vantorix, công ty chuyên làm chip.", Kind::Company, "Vantorix"),
        ("Người dùng có thể tải ứng dụng Quirmo từ hôm nay.", Kind::Product, "Quirmo"),
        ("Nghiên cứu của Đại học Brindlemoor công bố hôm qua.", Kind::Organization, "Đại học Brindlemoor"),
    ] {
        let found = mentions(&mut worker, text);
        assert!(has(&found, kind, surface, surface), "{surface} in {text}: {found:?}");
    }
}

#[test]
fn names_side_by_side_may_be_one() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    let seat = "Sở Thông tin và Truyền thông Khánh Hòa";
    let agency = "Ủy ban Truyền thông Liên bang Mỹ";
    let complex = "FPT Telecom International";
    for (text, kind, surface, name) in [
        ("Theo Kaspersky Vietnam, số vụ đã giảm.", Kind::Company, "Kaspersky Vietnam", "Kaspersky Việt Nam"),
        ("Theo Kaspersky, Việt Nam có ít vụ hơn.", Kind::Company, "Kaspersky", "Kaspersky"),
        ("Theo Sở Thông tin và Truyền thông Khánh Hòa, mạng đã ổn định.", Kind::Organization, seat, seat),
        ("Theo Ủy ban Truyền thông Liên bang Mỹ, mạng đã ổn định.", Kind::Organization, agency, "FCC"),
        ("Hãng FPT Telecom International (FTI) có lãi.", Kind::Company, complex, complex),
        ("Hãng FPT Telecom International (FTI) có lãi.", Kind::Company, "FTI", complex),
        ("Itel S25 Ultra bán chạy. S25 Ultra có pin lớn.", Kind::Product, "S25 Ultra", "Itel S25 Ultra"),
        ("Samsung S25 Ultra bán chạy.", Kind::Product, "Samsung S25 Ultra", "Galaxy S25 Ultra"),
        ("Giá iPhone 16 Pro Max 256GB đã giảm.", Kind::Product, "iPhone 16 Pro Max", "iPhone 16 Pro Max"),
    ] {
        let found = mentions(&mut worker, text);
        assert!(has(&found, kind, surface, name), "{surface} in {text}: {found:?}");
    }
}

#[test]
fn these_capitals_are_no_names() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    for text in [
        "Máy có cổng USB-C, màn hình OLED và pin 5.000 mAh.",
        "Phụ đề tiếng Trung sẽ có sau.",
        "Nhật báo này in mỗi ngày một lần.",
        "Tuy nhiên, giá vẫn cao. Người mua chờ giảm thêm.",
    ] {
        let found = mentions(&mut worker, text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_short_name_of_a_country_counts_beside_another() {
    let pipeline = Pipeline::builder().build().unwrap();
    let found = mentions(&mut pipeline.worker(), "Căng thẳng Mỹ - Trung ảnh hưởng tới giá chip.");
    assert!(has(&found, Kind::Place, "Trung", "Trung Quốc"), "{found:?}");
}

#[test]
fn every_unknown_name_says_what_made_it() {
    let pipeline = Pipeline::builder().build().unwrap();
    let document = Document::from_text("test", "Ông Trần Quốc Lâm cho biết máy sẽ bán trong tháng tới.");
    let mut worker = pipeline.worker();
    let extraction = worker.extract(&document);
    let mention = extraction.mentions.iter().find(|m| m.name == "Trần Quốc Lâm").unwrap();
    assert_eq!(mention.via, "model/entity.tsv#person");
    assert_eq!(mention.entity, "person/tran-quoc-lam");
    assert!(mention.links.is_empty());
}
