//! Which way an amount moves, and whether it is the step or the end.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use trich::{Document, Pipeline, Writer};

/// Its direction, and whether the amount is the step or the end.
type Change = (&'static str, &'static str);

/// A sentence, the surface of one of its amounts, and its change.
const SENTENCES: [(&str, &str, Option<Change>); 24] = [
    ("Doanh thu của FPT tăng 20% so với năm trước.", "20%", Some(("increase", "by"))),
    ("Lương của kỹ sư tăng lên 20 triệu đồng.", "lên 20 triệu đồng", Some(("increase", "to"))),
    ("Thị phần của Xiaomi tăng lên đến 15%.", "lên đến 15%", Some(("increase", "to"))),
    ("Netflix tăng giá gói cơ bản lên 7,99 USD.", "lên 7,99 USD", Some(("increase", "to"))),
    ("Hãng tăng số trạm sạc tại miền Trung lên 300 trạm.", "lên 300 trạm", Some(("increase", "to"))),
    ("FPT Shop giảm giá iPhone 15 xuống 18 triệu đồng.", "18 triệu đồng", Some(("decrease", "to"))),
    ("Lợi nhuận của Intel giảm từ 5 tỷ USD xuống còn 2 tỷ USD.", "2 tỷ USD", Some(("decrease", "to"))),
    ("Doanh thu tăng 38% lên 25 tỷ USD.", "38%", Some(("increase", "by"))),
    ("Doanh thu tăng 38% lên 25 tỷ USD.", "lên 25 tỷ USD", Some(("increase", "to"))),
    ("Chip mới giúp tăng tốc độ xử lý đến 40%.", "đến 40%", Some(("increase", "by"))),
    ("Doanh số giảm 5%, còn giá trung bình là 300 USD.", "300 USD", None),
    (
        "Doanh số tăng, công ty nâng mức thưởng lên 2 triệu đồng.",
        "lên 2 triệu đồng",
        Some(("increase", "to")),
    ),
    ("Máy có pin 5.000 mAh.", "5.000 mAh", None),
    ("Giá cổ phiếu VNG giảm 3% sau tin này.", "3%", Some(("decrease", "by"))),
    ("Số nhân viên giảm xuống còn 900 người.", "900 người", Some(("decrease", "to"))),
    ("Lãi quý 1 của hãng giảm 28%, còn 1.587 tỷ đồng.", "1.587 tỷ đồng", Some(("decrease", "to"))),
    ("Số thuê bao tăng từ 3 triệu lên hơn 6 triệu.", "3 triệu", None),
    ("Số thuê bao tăng từ 3 triệu lên hơn 6 triệu.", "lên hơn 6 triệu", Some(("increase", "to"))),
    ("Netflix thêm 19 triệu thuê bao.", "19 triệu thuê bao", Some(("increase", "by"))),
    ("Doanh thu và lãi tăng lần lượt 9% và 40%.", "40%", Some(("increase", "by"))),
    ("Fed hạ lãi suất 25 điểm cơ bản.", "25 điểm cơ bản", Some(("decrease", "by"))),
    ("Hãng lãi 272 tỷ đồng (+20%).", "20%", Some(("increase", "by"))),
    ("Giá điện thoại giảm sâu lên tới 80%.", "lên tới 80%", Some(("decrease", "by"))),
    ("Có 36% cho rằng giá sẽ giảm và 18% cho rằng không.", "18%", None),
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
