//! The knowledge base in a PostgreSQL server, which `pg_virtualenv` starts for the test and takes away again.
#![cfg(all(feature = "postgres", unix))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use rusqlite::Connection;
use rusqlite::types::Value as Field;
use tempfile::TempDir;

/// A server for as long as the tests run: its shell ends when the pipe does, and the server with it.
struct Server {
    _shell: Child,
    environment: Vec<(String, String)>,
}

impl Server {
    /// The one server of all tests, since several are not started well at once; each test has a database of its own.
    fn get() -> Option<&'static Self> {
        static SERVER: OnceLock<Option<Server>> = OnceLock::new();
        SERVER.get_or_init(Self::start).as_ref()
    }

    /// None where Debian's `postgresql-common` is missing, which is a failure in CI.
    fn start() -> Option<Self> {
        let mut command = Command::new("pg_virtualenv");
        command.args(["-t", "-o", "fsync=off", "sh", "-c", "env | grep ^PG; echo done; read end"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut child) = child else {
            let is_ci = std::env::var_os("TRICH_CI").is_some();
            assert!(!is_ci, "pg_virtualenv is missing; install Debian's postgresql and postgresql-common");
            eprintln!("PostgreSQL is skipped: pg_virtualenv is missing");
            return None;
        };
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let environment: Vec<(String, String)> = lines
            .take_while(|line| line != "done")
            .filter_map(|line| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
            .collect();
        assert!(environment.iter().any(|(name, _)| name == "PGHOST"), "the server did not start");
        Some(Self { _shell: child, environment })
    }
}

struct Bench {
    server: &'static Server,
    folder: TempDir,
}

impl Bench {
    fn new() -> Option<Self> {
        let bench = Self { server: Server::get()?, folder: TempDir::new().unwrap() };
        for name in ["articles", "stories"] {
            let articles = format!("{}/corpus/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
            let out = bench.trich(&["extract", "--quiet", "--with-text", &articles]);
            fs::write(bench.path(&format!("{name}.records")), out).unwrap();
        }
        Some(bench)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command.envs(self.server.environment.iter().cloned());
        command
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(program, arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn trich(&self, arguments: &[&str]) -> Vec<u8> {
        self.run(env!("CARGO_BIN_EXE_trich"), arguments)
    }

    /// Makes a database, and gives its address.
    fn database(&self, name: &str) -> String {
        self.run("createdb", &[name]);
        format!("postgres:///{name}")
    }

    /// The rows that `sql` gives, fields set apart by `|`.
    fn sql(&self, database: &str, sql: &str) -> Vec<String> {
        let out = self.run("psql", &["-XAt", "-d", database, "-c", sql]);
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    /// All that is in a database.
    fn dump(&self, database: &str) -> String {
        let out = self.run("pg_dump", &["--data-only", "--inserts", "--rows-per-insert=1", database]);
        let text = String::from_utf8(out).unwrap();
        let mut lines: Vec<&str> = text.lines().filter(|line| line.starts_with("INSERT")).collect();
        lines.sort_unstable();
        lines.join("\n")
    }
}

/// Tables, and their fields as the same text in SQLite and in PostgreSQL.
const COLUMNS: [(&str, &str, &str); 5] = [
    (
        "mention",
        "lower(hex(key)), text, begins, ends, name, confidence",
        "encode(key, 'hex'), text, begins, ends, name, confidence",
    ),
    (
        "claim",
        "lower(hex(key)), text, begins, ends, comparator, coalesce(value, '-'), coalesce(low, '-'), coalesce(high, '-'), coalesce(unit, '-'), vague",
        "encode(key, 'hex'), text, begins, ends, comparator, coalesce(value::text, '-'), coalesce(low::text, '-'), coalesce(high::text, '-'), coalesce(unit, '-'), vague::int",
    ),
    (
        "time",
        "lower(hex(key)), text, coalesce(first_day, '-'), coalesce(last_day, '-'), grain",
        "encode(key, 'hex'), text, coalesce(first_day::text, '-'), coalesce(last_day::text, '-'), grain",
    ),
    (
        "event",
        "lower(hex(key)), type, text, begins, ends, trigger_begins, polarity, modality",
        "encode(key, 'hex'), type, text, begins, ends, trigger_begins, polarity, modality",
    ),
    (
        "happening",
        "lower(hex(key)), type, coalesce(first_day, '-'), sources, modality",
        "encode(key, 'hex'), type, coalesce(first_day::text, '-'), sources, modality",
    ),
];

#[test]
fn it_holds_what_sqlite_holds() {
    let Some(bench) = Bench::new() else { return };
    let address = bench.database("same");
    for target in [address.as_str(), "sqlite:kb.db"] {
        bench.trich(&["load", "-q", "--to", target, "articles.records", "stories.records"]);
        bench.trich(&["kb", "merge", "-q", "--base", target]);
    }
    let sqlite = Connection::open(bench.path("kb.db")).unwrap();
    for (table, ours, theirs) in COLUMNS {
        let mut statement = sqlite.prepare(&format!("SELECT {ours} FROM {table}")).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            let fields: Result<Vec<String>, _> = (0..width)
                .map(|column| {
                    row.get(column).map(|field| match field {
                        Field::Integer(number) => number.to_string(),
                        Field::Text(text) => text.replace('\n', " "),
                        other => format!("{other:?}"),
                    })
                })
                .collect();
            fields.map(|fields| fields.join("|"))
        });
        let mut ours: Vec<String> = rows.unwrap().map(Result::unwrap).collect();
        let sql = format!("SELECT {theirs} FROM {table}").replace(", text,", ", replace(text, E'\\n', ' '),");
        let mut theirs = bench.sql("same", &sql);
        ours.sort();
        theirs.sort();
        assert!(!ours.is_empty());
        assert_eq!(ours, theirs, "{table}");
    }
    for question in [
        &["timeline"][..],
        &["quantity", "Xiaomi"],
        &["partner"],
        &["contradiction"],
        &["launch"],
        &["known", "Viettel"],
    ] {
        let ask = |base: &str| {
            bench.trich(&[&["kb", "ask", "--json", "--limit", "100000", "--base", base], question].concat())
        };
        assert_eq!(String::from_utf8(ask(&address)), String::from_utf8(ask("sqlite:kb.db")), "{question:?}");
    }
}

#[test]
fn loads_that_are_killed_repeated_or_run_at_once_give_the_same() {
    let Some(bench) = Bench::new() else { return };
    let records = fs::read_to_string(bench.path("articles.records")).unwrap();
    let mut many = fs::File::create(bench.path("many.records")).unwrap();
    for copy in 0..60 {
        many.write_all(records.replace("trich-corpus", &format!("copy-{copy}")).as_bytes()).unwrap();
    }
    let (address, straight) = (bench.database("harried"), bench.database("straight"));
    let load =
        |to: &str| bench.command(env!("CARGO_BIN_EXE_trich"), &["load", "-q", "--to", to, "many.records"]);
    for delay in [200, 500, 900] {
        let mut child = load(&address).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        // It may have ended.
        let _ = child.kill();
        child.wait().unwrap();
    }
    let both: Vec<Child> = (0..2).map(|_| load(&address).spawn().unwrap()).collect();
    for mut child in both {
        assert!(child.wait().unwrap().success());
    }
    bench.trich(&["load", "-q", "--to", &address, "--summary", "again.json", "many.records"]);
    let again: serde_json::Value =
        serde_json::from_slice(&fs::read(bench.path("again.json")).unwrap()).unwrap();
    assert_eq!(again["written"], 0);
    assert!(load(&straight).status().unwrap().success());
    assert_eq!(bench.dump("harried"), bench.dump("straight"));
}

#[test]
fn a_document_that_is_taken_out_leaves_nothing() {
    let Some(bench) = Bench::new() else { return };
    let address = bench.database("less");
    bench.trich(&["load", "-q", "--to", &address, "stories.records"]);
    bench.trich(&["kb", "merge", "-q", "--base", &address]);
    bench.trich(&["kb", "remove", "bao-ba", "meta-sa-thai-3", "--base", &address]);
    bench.trich(&["kb", "merge", "-q", "--base", &address]);
    let without = bench.database("without");
    let records = fs::read_to_string(bench.path("stories.records")).unwrap();
    let mut is_gone = false;
    let rest = records.lines().filter(|line| {
        if line.starts_with("{\"type\":\"document\"") {
            is_gone = line.contains("\"meta-sa-thai-3\"");
        }
        !is_gone
    });
    fs::write(bench.path("rest.records"), rest.collect::<Vec<_>>().join("\n")).unwrap();
    bench.trich(&["load", "-q", "--to", &without, "rest.records"]);
    bench.trich(&["kb", "merge", "-q", "--base", &without]);
    assert_eq!(bench.dump("less"), bench.dump("without"));
}
