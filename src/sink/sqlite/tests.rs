//! What is in a base hangs on the records alone: not on their order, on batches, on repetition, or on loads that were broken off.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::kb::{CoreRoles, LineBatch, Lines, Loader, each_row, in_transaction, merge, take_out};
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;
use crate::record::Writer;
use crate::source::Document;

/// Articles that name the same companies, one of them twice.
const ARTICLES: [(&str, &str, &str, &str); 6] = [
    (
        "a",
        "1",
        "2025-03-04",
        "Ngày 3/3/2025, FPT mua lại Tiki với giá 20 triệu USD. Công ty có hơn 300 nhân viên.",
    ),
    (
        "a",
        "2",
        "2025-03-05",
        "FPT thâu tóm Tiki hôm 3/3/2025 với giá 35 triệu USD. Ông Trần Lam điều hành hãng.",
    ),
    (
        "b",
        "1",
        "2025-03-05",
        "Ngày 3/3/2025, FPT mua lại Tiki với giá 20 triệu USD. Công ty có hơn 300 nhân viên.",
    ),
    (
        "b",
        "3",
        "2025-04-01",
        "Xiaomi ra mắt Redmi Note 14 tại Việt Nam với giá 5 triệu đồng. Máy có pin 5.500 mAh.",
    ),
    (
        "b",
        "4",
        "2025-04-02",
        "Nokia và Xiaomi ký thoả thuận hợp tác. Theo Nokia, 30 nước sẽ có mạng mới vào năm 2026.",
    ),
    ("c", "5", "2025-04-02", "Không có gì đáng kể."),
];

/// The lines of records of [`ARTICLES`], a list for each, made once.
fn records() -> &'static [Vec<String>] {
    static RECORDS: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    RECORDS.get_or_init(extracted)
}

fn extracted() -> Vec<Vec<String>> {
    let pipeline = Pipeline::builder().build().unwrap();
    let mut worker = pipeline.worker();
    let writer = Writer::default();
    let lines = ARTICLES.map(|(source, id, date, text)| {
        let document = Document {
            id: Some(id.to_owned()),
            date: Some(date.to_owned()),
            ..Document::from_text(source, text)
        };
        let mut out = Vec::new();
        worker.write(&document, false, &writer, &mut out);
        String::from_utf8(out).unwrap().lines().map(|line| format!("{line}\n")).collect()
    });
    lines.into_iter().collect()
}

fn new() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().unwrap();
    let base = Sqlite::open(&folder.path().join("kb.db")).unwrap();
    (folder, base)
}

/// Loads `text` and gives the number of rows written.
fn load(base: &mut Sqlite, text: &str) -> u64 {
    let mut loader = Loader::default();
    load_by(&mut loader, base, text);
    loader.loaded.written
}

fn load_by(loader: &mut Loader, base: &mut Sqlite, text: &str) {
    let (mut lines, mut batch) = (Lines::new(text.as_bytes(), "test".to_owned()), LineBatch::default());
    while lines.read(&mut batch).unwrap() {
        loader.load(base, &batch, &mut |fault| panic!("{fault}")).unwrap();
    }
}

fn merge_all(base: &mut Sqlite) {
    merge(base, &CoreRoles::of(&Lexicon::builtin().unwrap()), &mut |_, _| {}).unwrap();
}

/// All that is in `base`, a line for each row.
fn dump(base: &mut Sqlite) -> Vec<String> {
    let mut lines = Vec::new();
    for table in TABLES {
        each_row(base, table, &mut |row| lines.push(format!("{} {row:?}", table.name))).unwrap();
    }
    lines
}

/// The rows of tables whose names begin with one of `names`.
fn count(dump: &[String], name: &str) -> usize {
    dump.iter().filter(|line| line.split(' ').next() == Some(name)).count()
}

#[test]
fn a_second_load_writes_nothing() {
    let (_folder, mut base) = new();
    let text = records().concat().concat();
    assert!(load(&mut base, &text) > 20);
    let before = dump(&mut base);
    assert_eq!(load(&mut base, &text), 0);
    assert_eq!(dump(&mut base), before);
    merge_all(&mut base);
    let merged = dump(&mut base);
    assert_eq!(load(&mut base, &text), 0);
    merge_all(&mut base);
    assert_eq!(dump(&mut base), merged);
}

#[test]
fn the_same_id_of_two_sources_is_two_documents() {
    let (_folder, mut base) = new();
    load(&mut base, &records().concat().concat());
    let dump = dump(&mut base);
    assert_eq!(count(&dump, "document"), ARTICLES.len());
    assert_eq!(count(&dump, "waiting"), 0);
}

#[test]
fn a_new_edition_takes_the_place_of_the_old() {
    let (_folder, mut base) = new();
    let records = records();
    load(&mut base, &records.concat().concat());
    let changed: String = records[0][0].replace("\"lexicon\":\"", "\"lexicon\":\"x");
    load(&mut base, &changed);
    let after = dump(&mut base);
    let (_folder, mut without) = new();
    load(&mut without, &(records[1..].concat().concat() + &changed));
    assert_eq!(after, dump(&mut without));
}

#[test]
fn of_duplicates_the_last_stays_and_is_not_written_again() {
    let (_folder, mut base) = new();
    let records = records();
    let first = records[3].concat();
    let again =
        records[4][0].replace("\"id\":\"4\"", "\"id\":\"3\"").replace("}\n", ",\"duplicate\":true}\n");
    let text = first + &again;
    assert!(load(&mut base, &text) > 0);
    let before = dump(&mut base);
    assert_eq!(count(&before, "mention"), 0);
    assert_eq!(load(&mut base, &text), 0);
    assert_eq!(dump(&mut base), before);
}

#[test]
fn taking_out_a_document_undoes_its_part() {
    let records = records();
    for (gone, (source, id, ..)) in ARTICLES.iter().enumerate() {
        let (_folder, mut base) = new();
        load(&mut base, &records.concat().concat());
        merge_all(&mut base);
        let key = Key::document(source, id);
        in_transaction(&mut base, |base| take_out(base, &[key])).unwrap();
        merge_all(&mut base);
        let (_folder, mut without) = new();
        let rest =
            records.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, lines)| lines.concat());
        load(&mut without, &rest.collect::<String>());
        merge_all(&mut without);
        assert_eq!(dump(&mut base), dump(&mut without), "without {gone}");
    }
}

#[test]
fn an_entity_that_others_took_out_meanwhile_is_put_in_again() {
    let entities = |base: &mut Sqlite| -> Vec<String> {
        dump(base).into_iter().filter(|line| line.starts_with("entity ")).collect()
    };
    let (folder, mut base) = new();
    let (records, mut loader) = (records(), Loader::default());
    load_by(&mut loader, &mut base, &records[0].concat());
    let mut other = Sqlite::open(&folder.path().join("kb.db")).unwrap();
    in_transaction(&mut other, |base| take_out(base, &[Key::document("a", "1")])).unwrap();
    assert!(entities(&mut base).is_empty());
    load_by(&mut loader, &mut base, &records[1].concat());
    let (_folder, mut straight) = new();
    load(&mut straight, &records[1].concat());
    assert_eq!(entities(&mut base), entities(&mut straight));
    assert!(entities(&mut base).len() >= 2);
}

#[test]
fn copies_count_as_one_source_and_contradictions_are_flagged() {
    let (_folder, mut base) = new();
    load(&mut base, &records().concat().concat());
    merge_all(&mut base);
    let mut sources = Vec::new();
    let sql = "SELECT h.sources, (SELECT count(DISTINCT e.document) FROM evidence e WHERE e.merged = h.key) FROM happening h \
               WHERE h.type = 'acquisition'";
    base.query(sql, &[], &mut |row| sources.push((row[0].integer(), row[1].integer()))).unwrap();
    assert_eq!(sources, [(Some(2), Some(3))]);
    let mut flagged = Vec::new();
    base.query("SELECT attribute FROM fact WHERE contradicted", &[], &mut |row| {
        flagged.push(format!("{:?}", row[0]))
    })
    .unwrap();
    assert_eq!(flagged.len(), 1, "{flagged:?}");
}

#[test]
fn a_base_of_the_first_version_gets_what_came_since() {
    let (folder, mut base) = new();
    let text = records().concat().concat();
    load(&mut base, &text);
    let whole = dump(&mut base);
    for view in VIEWS {
        base.connection.execute_batch(&format!("DROP VIEW {}", view.name)).unwrap();
    }
    for table in TABLES.iter().filter(|table| table.since > 1) {
        base.connection.execute_batch(&format!("DROP TABLE {}", table.name)).unwrap();
    }
    base.connection.execute_batch("UPDATE schema_version SET version = 1").unwrap();
    drop(base);
    let mut base = Sqlite::open(&folder.path().join("kb.db")).unwrap();
    assert_eq!(dump(&mut base), whole);
    merge_all(&mut base);
    base.connection.execute_batch("UPDATE schema_version SET version = 99").unwrap();
    drop(base);
    assert!(matches!(Sqlite::open(&folder.path().join("kb.db")), Err(BaseError::Newer { found: 99, .. })));
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE mine (a)").unwrap();
    assert!(matches!(Sqlite::open(&path), Err(BaseError::Foreign(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Lines of documents with ids of their own in any order, some twice, in any batches, some of which fail: the same base.
    #[test]
    fn order_batches_and_repetition_do_not_count(
        order in Just((0..60_usize).collect::<Vec<_>>()).prop_shuffle(),
        again in proptest::collection::vec(0..60_usize, 0..20),
        cuts in proptest::collection::vec(1..9_usize, 12),
        merges in proptest::collection::vec(any::<bool>(), 12),
        kills in proptest::collection::vec(any::<bool>(), 12),
    ) {
        let records = records();
        let lines: Vec<String> = records[..2].concat().into_iter().chain(records[3..].concat()).collect();
        let (_folder, mut base) = new();
        let mut todo: Vec<&String> = order.iter().chain(&again).filter_map(|&place| lines.get(place)).collect();
        prop_assert!(lines.len() <= 60);
        for step in 0.. {
            if todo.is_empty() {
                break;
            }
            let batch: String = todo.drain(..cuts[step % 12].min(todo.len())).map(String::as_str).collect();
            if kills[step % 12] {
                base.begin().unwrap();
                let _ = base.execute("DELETE FROM mention", &[]);
                base.roll_back().unwrap();
                base = Sqlite::open(&_folder.path().join("kb.db")).unwrap();
            }
            load(&mut base, &batch);
            if merges[step % 12] {
                merge_all(&mut base);
            }
        }
        merge_all(&mut base);
        let (_folder, mut straight) = new();
        load(&mut straight, &lines.concat());
        merge_all(&mut straight);
        prop_assert_eq!(dump(&mut base), dump(&mut straight));
    }
}
