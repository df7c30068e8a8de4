//! The contract, record by record: schema, order, ids, offsets in every unit.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::HashSet;

use serde_json::Value;
use trich::{Document, InputError, OffsetUnit, SCHEMA, Writer, write_error};

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

fn assert_valid(validator: &jsonschema::Validator, record: &Value) {
    let faults: Vec<String> = validator.iter_errors(record).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{}\n{record}", faults.join("\n"));
}

#[test]
fn every_record_of_the_corpus_fits_the_schema() {
    let validator = validator();
    let mut types = HashSet::new();
    for document in common::corpus() {
        for record in common::records(&document, OffsetUnit::Char) {
            assert_valid(&validator, &record);
            types.insert(record["type"].as_str().map(str::to_owned));
        }
    }
    assert_eq!(types.len(), 5, "the corpus shows every type of record: {types:?}");
}

#[test]
fn nested_records_are_the_same_in_lists() {
    let validator = validator();
    for document in common::corpus() {
        let records = common::records(&document, OffsetUnit::Char);
        let mut out = Vec::new();
        let writer = Writer { nest: true, ..Writer::default() };
        common::pipeline().worker().write(&document, false, &writer, &mut out);
        assert_eq!(out.iter().position(|b| *b == b'\n'), Some(out.len() - 1), "one object is one line");
        let mut nested: Value = serde_json::from_slice(&out).unwrap();
        assert_valid(&validator, &nested);
        for (list, name) in
            [("mentions", "mention"), ("claims", "claim"), ("times", "time"), ("events", "event")]
        {
            let want: Vec<&Value> = records.iter().filter(|r| r["type"] == name).collect();
            let have = nested.as_object_mut().unwrap().remove(list).unwrap();
            assert_eq!(have.as_array().unwrap().iter().collect::<Vec<_>>(), want, "{list}");
        }
        assert_eq!(nested, records[0]);
    }
}

#[test]
fn error_records_fit_the_schema() {
    let error = InputError {
        source_name: "dump.jsonl".to_owned(),
        record: Some(7),
        byte: Some(1234),
        code: "invalid-json",
        message: "expected `,` at column 3; mend or remove the record".to_owned(),
    };
    let validator = validator();
    for error in [error.clone(), InputError { record: None, byte: None, code: "unreadable", ..error }] {
        let mut out = Vec::new();
        write_error(&error, &mut out);
        assert_valid(&validator, &serde_json::from_slice(&out).unwrap());
    }
}

#[test]
fn offsets_slice_the_text_in_every_unit() {
    let emoji =
        Document::from_text("-", "🚀 Nokia và Xiaomi 🤝 ký kết thoả thuận hợp tác trị giá 1,5 tỷ USD.");
    for document in common::corpus().into_iter().chain([emoji]) {
        for unit in [OffsetUnit::Char, OffsetUnit::Byte, OffsetUnit::Utf16] {
            for record in common::records(&document, unit).iter().skip(1) {
                common::visit_places(record, &mut |text, start, end| {
                    let found = match unit {
                        OffsetUnit::Char => document.text.chars().skip(start).take(end - start).collect(),
                        OffsetUnit::Byte => document.text[start..end].to_owned(),
                        OffsetUnit::Utf16 => {
                            let units: Vec<u16> = document.text.encode_utf16().collect();
                            String::from_utf16(&units[start..end]).expect("no character is cut")
                        }
                    };
                    assert_eq!(found, text, "{unit:?} in {record}");
                });
            }
        }
    }
}

#[test]
fn records_stand_in_the_contract_order_with_unique_ids() {
    let order = ["document", "mention", "claim", "time", "event"];
    for document in common::corpus() {
        let records = common::records(&document, OffsetUnit::Char);
        let ids: HashSet<&str> = records.iter().filter_map(|r| r["id"].as_str()).collect();
        assert_eq!(ids.len(), records.len(), "ids repeat in {:?}", document.id);
        assert_eq!(records[0]["type"], "document");
        let keys: Vec<_> = records[1..]
            .iter()
            .map(|r| {
                let rank = order.iter().position(|t| r["type"] == *t);
                let kind =
                    r.get("kind").or_else(|| r.get("event")).and_then(Value::as_str).unwrap_or_default();
                (r["start"].as_u64(), r["end"].as_u64(), rank, kind, r["id"].as_str())
            })
            .collect();
        assert!(keys.is_sorted(), "out of order in {:?}", document.id);
    }
}

#[test]
fn references_point_to_records_of_the_same_document() {
    for document in common::corpus() {
        let records = common::records(&document, OffsetUnit::Char);
        let ids: HashSet<&str> = records.iter().filter_map(|r| r["id"].as_str()).collect();
        for record in &records {
            let roles = record["roles"].as_array().into_iter().flatten().map(|r| &r["record"]);
            let own = [&record["subject"]["mention"], &record["time"], &record["of"], &record["same_as"]];
            for id in roles.chain(own).filter_map(Value::as_str) {
                assert!(ids.contains(id), "{id} is no record: {record}");
            }
        }
    }
}

#[test]
fn an_id_is_the_hash_that_the_contract_says() {
    let document = Document { id: Some("d1".to_owned()), ..Document::from_text("s", "Nokia") };
    let records = common::records(&document, OffsetUnit::Char);
    // 128-bit XXH3, seed 0, of the parts joined by U+001F, with version 8 and variant 2 set.
    let parts = ["trich1", "s", "d1", "mention", "company", "0", "5", "", "0"].join("\u{1f}");
    let hash = xxhash_rust::xxh3::xxh3_128(parts.as_bytes());
    let bits = hash & !(0xF << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    let want = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    assert_eq!(records[1]["id"], want);
}

/// VNG was called Vinagame: both are one entity, in two roles of one event.
#[test]
fn an_entity_may_play_two_roles_of_an_event() {
    let pipeline = trich::Pipeline::builder().build().unwrap();
    let document = Document::from_text("two-roles", "VNG cung cấp hạ tầng đám mây cho Vinagame từ năm 2010.");
    let mut worker = pipeline.worker();
    let extraction = worker.extract(&document);
    let supply = extraction.events.iter().find(|e| e.event == "supply").expect("a supply");
    let names: Vec<_> =
        supply.roles.iter().filter_map(|r| Some((r.role, r.entity.as_ref()?.0.as_ref()))).collect();
    assert_eq!(names, [("supplier", "company/vng"), ("customer", "company/vng")]);
}
