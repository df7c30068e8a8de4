//! Which way an amount moves, and whether it is the step or the end.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use trich::{Document, Pipeline, Writer};

/// Its direction, and whether the amount is the step or the end.
type Change = (&'static str, &'static str);

/// A sentence, the surface of one of its amounts, and its change.
const SENTENCES: [(&str, &str, Option<Change>); 15] = [
    ("Doanh thu của FPT tăng 20% so với năm trước.", "20%", Some(("increase", "by"))),
    ("Lương của kỹ sư tăng lên 20 triệu đồng.", "lên 20 triệu đồng", Some(("increase", "to"))),
    ("Thị phần của Xiaomi tăng lên đến 15%.", "lên đến 15%", Some(("increase", "to"))),
    ("Netflix tăng giá gói cơ bản lên 7,99 USD.", "lên 7,99 USD", Some(("increase", "to"))),
    ("Hãng tăng số trạm sạc tại miền Trung lên 300 trạm.", "lên 300 trạm", Some(("increase", "to"))),
    ("FPT Shop giảm giá iPhone 15 xuống 18 triệu đồng.", "18 triệu đồng", Some(("decrease", "to"))),
    ("Lợi nhuận của Intel giảm từ 5 tỷ USD xuống còn 2 tỷ USD.", "2 tỷ USD", Some(("decrease", "to"))),
    ("Doanh thu tăng 38% lên 25 tỷ USD.", "38%", Some(("increase", "by"))),
    ("Doanh thu tăng 38% lên 25 tỷ USD.", "lên 25 tỷ USD", Some(("increase", "to"))),
    ("Chip mới giúp tăng tốc độ xử lý đến 40%.", "đến 40%", None),
    ("Doanh số giảm 5%, còn giá trung bình là 300 USD.", "300 USD", None),
    (
        "Doanh số tăng, công ty nâng mức thưởng lên 2 triệu đồng.",
        "lên 2 triệu đồng",
        Some(("increase", "to")),
    ),
    ("Máy có pin 5.000 mAh.", "5.000 mAh", None),
    ("Giá cổ phiếu VNG giảm 3% sau tin này.", "3%", Some(("decrease", "by"))),
    ("Số nhân viên giảm xuống còn 900 người.", "900 người", Some(("decrease", "to"))),
];

#[test]
fn an_amount_is_the_step_or_the_end_of_a_change() {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    let mut faults = Vec::new();
    for (sentence, surface, want) in SENTENCES {
        let mut out = Vec::new();
        worker.write(&Document::from_text("-", sentence), false, &Writer::default(), &mut out);
        let records = String::from_utf8(out).unwrap();
        let claim = records
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .find(|record| record["type"] == "claim" && record["text"] == surface);
        let change = claim.as_ref().map(|claim| &claim["change"]);
        let have = change.map(|c| c["direction"].as_str().zip(c["mode"].as_str()));
        if have != Some(want) {
            faults.push(format!("{sentence} {surface}: {have:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
