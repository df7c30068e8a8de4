//! The knowledge base in SQLite, by the program alone: every field of every record is there, stories merge, questions are answered, and
//! loads that are killed do no harm.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::Value as Field;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with the records of the corpus, and of the stories.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { folder: TempDir::new().unwrap() };
        for name in ["articles", "stories"] {
            let articles = format!("{}/corpus/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
            let out = bench.trich(&["extract", "--quiet", "--with-text", &articles]);
            fs::write(bench.path(&format!("{name}.records")), out).unwrap();
        }
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// What the program prints; it must succeed.
    fn trich(&self, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn load(&self, records: &str, base: &str) -> Value {
        let target = format!("sqlite:{base}");
        self.trich(&["load", "--quiet", "--to", &target, "--summary", "summary.json", records]);
        serde_json::from_slice(&fs::read(self.path("summary.json")).unwrap()).unwrap()
    }

    fn merge(&self, base: &str) {
        self.trich(&["kb", "merge", "--quiet", "--base", &format!("sqlite:{base}")]);
    }

    /// The rows that a question is answered with.
    fn ask(&self, base: &str, question: &[&str]) -> Vec<Value> {
        let target = format!("sqlite:{base}");
        let out =
            self.trich(&[&["kb", "ask", "--json", "--limit", "10000", "--base", &target], question].concat());
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// All rows of all tables.
fn dump(path: &Path) -> Vec<String> {
    let base = Connection::open(path).unwrap();
    let mut names =
        base.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut lines = Vec::new();
    for name in names {
        let mut statement = base.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let fields: Vec<Field> = (0..width).map(|column| row.get(column).unwrap()).collect();
            lines.push(format!("{name} {fields:?}"));
        }
    }
    lines
}

fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_default()
}

/// The rows of the table `name` by the id of their record, each field as text.
fn rows(base: &Connection, name: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut statement = base.prepare(&format!("SELECT lower(hex(key)) AS hex, * FROM {name}")).unwrap();
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = BTreeMap::new();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let fields = columns.iter().enumerate().map(|(place, column)| {
            let field = match row.get(place).unwrap() {
                Field::Null => "null".to_owned(),
                Field::Integer(number) => number.to_string(),
                Field::Text(text) => text,
                Field::Blob(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
                Field::Real(number) => panic!("{column}: {number} is a float"),
            };
            (column.clone(), field)
        });
        let fields: BTreeMap<String, String> = fields.collect();
        assert!(found.insert(fields["hex"].clone(), fields).is_none());
    }
    found
}

/// A field of a record as text; a number with its digits as they are in `line`.
fn field(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(truth) => i64::from(*truth).to_string(),
        other => other.to_string(),
    }
}

/// Where the columns of a table stand in its records.
const FIELDS: [(&str, &[(&str, &str)]); 4] = [
    (
        "mention",
        &[
            ("kind", "/kind"),
            ("text", "/text"),
            ("begins", "/start"),
            ("ends", "/end"),
            ("sentence", "/sentence"),
            ("name", "/name"),
            ("reference", "/reference"),
            ("tier", "/tier"),
            ("confidence", "/confidence"),
            ("via", "/via"),
        ],
    ),
    (
        "claim",
        &[
            ("kind", "/kind"),
            ("text", "/text"),
            ("begins", "/start"),
            ("ends", "/end"),
            ("sentence", "/sentence"),
            ("comparator", "/comparator"),
            ("value", "/value"),
            ("low", "/low"),
            ("high", "/high"),
            ("unit", "/unit"),
            ("unit_text", "/unit_text"),
            ("subject_mention", "/subject/mention"),
            ("subject_text", "/subject/text"),
            ("attribute", "/attribute"),
            ("direction", "/change/direction"),
            ("mode", "/change/mode"),
            ("baseline", "/change/baseline"),
            ("time", "/time"),
            ("modality", "/modality"),
            ("fraction", "/fraction"),
            ("per", "/per"),
            ("part_of", "/of"),
            ("same_as", "/same_as"),
            ("confidence", "/confidence"),
            ("via", "/via"),
        ],
    ),
    (
        "time",
        &[
            ("text", "/text"),
            ("begins", "/start"),
            ("ends", "/end"),
            ("sentence", "/sentence"),
            ("first_day", "/from"),
            ("last_day", "/to"),
            ("grain", "/grain"),
            ("confidence", "/confidence"),
            ("via", "/via"),
        ],
    ),
    (
        "event",
        &[
            ("type", "/event"),
            ("text", "/text"),
            ("begins", "/start"),
            ("ends", "/end"),
            ("sentence", "/sentence"),
            ("trigger_text", "/trigger/text"),
            ("trigger_begins", "/trigger/start"),
            ("trigger_ends", "/trigger/end"),
            ("polarity", "/polarity"),
            ("modality", "/modality"),
            ("time", "/time"),
            ("attribution_text", "/attribution/text"),
            ("attribution_begins", "/attribution/start"),
            ("attribution_ends", "/attribution/end"),
            ("same_as", "/same_as"),
            ("confidence", "/confidence"),
            ("via", "/via"),
        ],
    ),
];
/// Columns that hold the id of a record.
const IDS: [&str; 4] = ["subject_mention", "time", "part_of", "same_as"];

#[test]
fn every_field_of_every_record_is_there() {
    let bench = Bench::new();
    bench.load("articles.records", "kb.db");
    let base = Connection::open(bench.path("kb.db")).unwrap();
    let records = fs::read_to_string(bench.path("articles.records")).unwrap();
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (name, fields) in FIELDS {
        let rows = rows(&base, name);
        let of_type: Vec<&Value> = records.iter().filter(|record| record["type"] == name).collect();
        assert_eq!(rows.len(), of_type.len(), "{name}");
        for record in of_type {
            let row = &rows[&text(record, "id").replace('-', "")];
            for (column, pointer) in fields {
                let want = record.pointer(pointer).map_or("null".to_owned(), field);
                let want = if IDS.contains(column) { want.replace('-', "") } else { want };
                assert_eq!(row[*column], want, "{name}.{column} of {record}");
            }
        }
    }
    let roles: i64 = base.query_row("SELECT count(*) FROM role", [], |row| row.get(0)).unwrap();
    let want: usize = records.iter().filter_map(|record| record["roles"].as_array()).map(Vec::len).sum();
    assert_eq!(roles, want as i64);
}

#[test]
fn each_story_is_one_event_and_each_contradiction_is_flagged() {
    let bench = Bench::new();
    bench.load("stories.records", "kb.db");
    bench.merge("kb.db");
    let base = Connection::open(bench.path("kb.db")).unwrap();
    let sql = "SELECT 'event', h.type, (SELECT string_agg(DISTINCT slug) FROM (SELECT e.slug FROM happening_role r \
               JOIN entity e ON e.key = r.entity WHERE r.happening = h.key ORDER BY e.slug)), h.sources FROM happening h \
               WHERE h.sources > 1 UNION ALL SELECT 'contradiction', f.attribute, e.slug, f.sources FROM fact f JOIN entity e ON e.key = f.entity \
               WHERE f.contradicted";
    let sql = sql.replace("string_agg(DISTINCT slug)", "string_agg(slug, ',')");
    let mut statement = base.prepare(&sql).unwrap();
    let found = statement.query_map([], |row| {
        let (kind, what, entities): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let sources: i64 = row.get(3)?;
        let entities: BTreeSet<&str> = entities.split(',').collect();
        Ok(format!("{kind}\t{what}\t{}\t{sources}", entities.into_iter().collect::<Vec<_>>().join(",")))
    });
    let mut found: Vec<String> = found.unwrap().map(Result::unwrap).collect();
    found.sort();
    let want = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/stories.tsv")).unwrap();
    let mut want: Vec<&str> = want.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
    want.sort_unstable();
    assert_eq!(found, want);
}

#[test]
fn the_facts_of_the_first_article_can_be_asked_for() {
    let bench = Bench::new();
    bench.load("articles.records", "kb.db");
    bench.merge("kb.db");
    let partners = bench.ask("kb.db", &["partner", "nokia"]);
    assert!(
        partners.iter().any(|row| row["partner"] == "company/xiaomi" && row["event"] == "partnership"),
        "{partners:?}"
    );
    let quantities = bench.ask("kb.db", &["quantity", "Xiaomi"]);
    assert!(quantities.iter().any(|row| row["value"] == 30 && row["comparator"] == ">"), "{quantities:?}");
    let known = bench.ask("kb.db", &["known", "company/nokia"]);
    let sentence =
        known.iter().find(|row| row["kind"] == "event").map(|row| text(row, "evidence").to_owned());
    assert!(sentence.is_some_and(|sentence| sentence.contains("Nokia")), "{known:?}");
    let stations = bench.ask("kb.db", &["quantity", "Viettel"]);
    assert!(stations.iter().any(|row| row["value"] == 6500), "{stations:?}");
    for question in ["timeline", "launch", "contradiction"] {
        bench.ask("kb.db", &[question]);
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let bench = Bench::new();
    let told = |arguments: &[&str]| {
        let output = bench.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&["kb", "ask", "launch"]).contains("there is no base kb.db; make it with trich load"));
    bench.load("stories.records", "kb.db");
    assert!(
        told(&["kb", "ask", "timeline", "Không Ai"]).contains("nothing in the base is called `Không Ai`")
    );
    assert!(told(&["kb", "remove", "bao-mot", "none"]).contains("has no document `none`"));
    assert!(told(&["load", "--to", "sqlite:kb.db", "missing"]).contains("cannot read missing"));
}

#[test]
fn lines_that_are_no_records_are_told_and_passed() {
    let bench = Bench::new();
    let records = fs::read_to_string(bench.path("stories.records")).unwrap();
    let error = "{\"type\":\"error\",\"source\":\"a\",\"record\":1,\"byte\":0,\"code\":\"invalid-json\",\"message\":\"m\"}\n";
    fs::write(bench.path("dirty.records"), format!("no json\n{error}{records}{{\"type\":\"fact\"}}\n"))
        .unwrap();
    let output = bench
        .command(&["load", "-q", "--to", "sqlite:kb.db", "--errors", "bad.jsonl", "dirty.records"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let bad = fs::read_to_string(bench.path("bad.jsonl")).unwrap();
    let bad: Vec<Value> = bad.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let codes: Vec<&str> = bad.iter().map(|row| text(row, "code")).collect();
    assert_eq!(codes, ["invalid-record", "invalid-record", "invalid-json"]);
    assert_eq!((bad[0]["record"].as_u64(), bad[0]["byte"].as_u64()), (Some(1), Some(0)));
    bench.load("stories.records", "clean.db");
    assert_eq!(dump(&bench.path("kb.db")), dump(&bench.path("clean.db")));
}

#[test]
fn nested_records_give_the_same_base() {
    let bench = Bench::new();
    let articles = format!("{}/corpus/articles.jsonl", env!("CARGO_MANIFEST_DIR"));
    let nested = bench.trich(&["extract", "--quiet", "--with-text", "--nest", &articles]);
    fs::write(bench.path("nested.records"), nested).unwrap();
    bench.load("nested.records", "nested.db");
    bench.load("articles.records", "flat.db");
    assert_eq!(dump(&bench.path("nested.db")), dump(&bench.path("flat.db")));
}

#[test]
fn loads_that_are_killed_or_run_at_once_do_no_harm() {
    let bench = Bench::new();
    let records = fs::read_to_string(bench.path("articles.records")).unwrap();
    // Enough for several batches: the same articles under other ids.
    let many: String = (0..60).map(|copy| records.replace("trich-corpus", &format!("copy-{copy}"))).collect();
    fs::write(bench.path("many.records"), many).unwrap();
    for delay in [30, 80, 150, 300, 600] {
        let mut child =
            bench.command(&["load", "-q", "--to", "sqlite:kb.db", "many.records"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(delay));
        // It may have ended.
        let _ = child.kill();
        child.wait().unwrap();
    }
    let both: Vec<_> = (0..2)
        .map(|_| bench.command(&["load", "-q", "--to", "sqlite:kb.db", "many.records"]).spawn().unwrap())
        .collect();
    for mut child in both {
        assert!(child.wait().unwrap().success());
    }
    let again = bench.load("many.records", "kb.db");
    assert_eq!(again["written"], 0);
    bench.load("many.records", "straight.db");
    assert_eq!(dump(&bench.path("kb.db")), dump(&bench.path("straight.db")));
}
