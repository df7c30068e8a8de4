//! `cargo xtask measure kb`: five million records into SQLite and PostgreSQL, a million at a time, beside what the stores' own tools need
//! for the same rows; and the memory of merging them.

mod records;
mod server;

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::house::round;
use super::process::{processor, watch};
use crate::run;
use crate::tree::Tree;
use records::Records;
use server::Server;

const MILLIONS: usize = 5;
const MILLION: u64 = 1_000_000;
/// The tables of records.
const TABLES: [&str; 7] = ["document", "entity", "mention", "claim", "time", "event", "role"];

/// All figures, in the order of the file.
#[derive(Serialize)]
pub(super) struct Kb {
    note: &'static str,
    records: u64,
    bytes: u64,
    rows: u64,
    sqlite: Load,
    sqlite_import: Tool,
    postgres: Load,
    postgres_copy: Tool,
    merge: Merge,
}

/// A load of all records.
#[derive(Serialize)]
struct Load {
    /// Records a second of processor time of the loader, all in all; and for each million, as it takes them in.
    records_a_second: f64,
    each_million: Vec<f64>,
    /// Of the last million, as a share of the first.
    last_to_first: f64,
    processor_seconds: f64,
    /// Of them after the last record was taken in: the last batch and the indexes.
    end_seconds: f64,
    /// By the clock, with other work on the machine.
    seconds: f64,
    memory: u64,
    /// Rows that a second load of the first million writes.
    written_again: u64,
}

/// The store's own tool on the same rows.
#[derive(Serialize)]
struct Tool {
    command: &'static str,
    seconds: f64,
    processor_seconds: f64,
    records_a_second: f64,
}

#[derive(Serialize)]
struct Merge {
    seconds: f64,
    processor_seconds: f64,
    memory: u64,
}

pub(super) fn measure(tree: &Tree) -> Result<Kb> {
    run::call(
        run::cargo(&tree.root, "build --quiet --release --bin trich --features postgres")
            .current_dir(&tree.root),
    )?;
    let folder = tree.scratch()?.join("kb");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let bench = Bench { program: tree.built(), folder };
    let (files, records, bytes) = bench.draw()?;
    let sqlite = bench.load(&files, "sqlite:kb.db", &[])?;
    eprintln!("SQLite: {:.0} records a second", sqlite.records_a_second);
    let (sqlite_import, rows) = bench.import(records)?;
    let server = Server::start()?;
    let postgres = bench.load(&files, "postgres:///kb", &server.environment)?;
    eprintln!("PostgreSQL: {:.0} records a second", postgres.records_a_second);
    let postgres_copy = bench.copy(records, &server)?;
    drop(server);
    let merge = bench.merge()?;
    fs::remove_dir_all(&bench.folder)?;
    Ok(Kb {
        note: "records a second are of processor time of the loader, which runs on one core; beside other work on the machine",
        records,
        bytes,
        rows,
        sqlite,
        sqlite_import,
        postgres,
        postgres_copy,
        merge,
    })
}

struct Bench {
    program: PathBuf,
    folder: PathBuf,
}

impl Bench {
    /// A file for each million records.
    fn draw(&self) -> Result<(Vec<PathBuf>, u64, u64)> {
        let (mut drawn, mut files, mut count, mut bytes) = (Records::new(9), Vec::new(), 0, 0);
        for number in 0..MILLIONS {
            let path = self.folder.join(format!("{number}.jsonl"));
            let mut out = BufWriter::new(File::create(&path)?);
            count += drawn.write(MILLION, &mut out)?;
            out.flush()?;
            bytes += fs::metadata(&path)?.len();
            files.push(path);
        }
        Ok((files, count, bytes))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(&self.folder).stdout(Stdio::null());
        command
    }

    fn load(&self, files: &[PathBuf], target: &str, environment: &[(String, String)]) -> Result<Load> {
        let mut command = self.command(&["load", "--quiet", "--to", target]);
        let began = Instant::now();
        let mut child = command.envs(environment.iter().cloned()).stdin(Stdio::piped()).spawn()?;
        let marks = feed(&mut child, files)?;
        let (status, used) = watch(&mut child)?;
        if !status.success() {
            bail!("the load into {target} failed");
        }
        let seconds = began.elapsed().as_secs_f64();
        let each: Vec<f64> = marks.windows(2).map(|pair| MILLION as f64 / (pair[1] - pair[0])).collect();
        let again = self.folder.join("again.json");
        let mut command = self.command(&["load", "--quiet", "--to", target, "--summary", "again.json"]);
        run::call(command.arg(&files[0]).envs(environment.iter().cloned()))?;
        let again: serde_json::Value = serde_json::from_str(&fs::read_to_string(again)?)?;
        Ok(Load {
            records_a_second: (MILLIONS as f64 * MILLION as f64 / used.processor).round(),
            each_million: each.iter().map(|rate| rate.round()).collect(),
            last_to_first: round(each[each.len() - 1] / each[0]),
            processor_seconds: round(used.processor),
            end_seconds: round(used.processor - marks[marks.len() - 1]),
            seconds: round(seconds),
            memory: used.memory,
            written_again: again["written"].as_u64().context("a summary counts what was written")?,
        })
    }

    /// `sqlite3 .import` of the same rows into the same tables, without their indexes.
    fn import(&self, records: u64) -> Result<(Tool, u64)> {
        let mut script = String::from(".mode csv\n");
        let schema = self.sqlite("kb.db", ".schema --nosys\n")?;
        let tables: Vec<&str> = schema.lines().filter(|line| line.starts_with("CREATE TABLE")).collect();
        let mut rows = 0;
        for table in TABLES {
            let count = self.sqlite("kb.db", &format!("SELECT count(*) FROM {table};\n"))?;
            rows += count.trim().parse::<u64>()?;
            let columns = self.columns(table)?;
            let rows = format!(".mode csv\n.output {table}.csv\nSELECT {columns} FROM {table};\n");
            self.sqlite("kb.db", &rows)?;
            script += &format!(".import {table}.csv {table}\n");
        }
        // CSV holds no bytes: keys go in as hexadecimal text, which costs no less.
        let tables = tables.join("\n").replace(", STRICT", "");
        self.sqlite("import.db", &format!("PRAGMA journal_mode = WAL;\n{tables}\n"))?;
        let mut child = Command::new("sqlite3")
            .arg("import.db")
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .context("sqlite3 is missing; install it")?;
        child.stdin.take().context("a pipe")?.write_all(script.as_bytes())?;
        let began = Instant::now();
        let (_, used) = watch(&mut child)?;
        let tool = Tool {
            command: "sqlite3 .import",
            seconds: round(began.elapsed().as_secs_f64()),
            processor_seconds: round(used.processor),
            records_a_second: (records as f64 / used.processor).round(),
        };
        for name in ["import.db", "import.db-wal", "import.db-shm"] {
            let _ = fs::remove_file(self.folder.join(name));
        }
        TABLES.iter().try_for_each(|table| fs::remove_file(self.folder.join(format!("{table}.csv"))))?;
        Ok((tool, rows))
    }

    /// The columns of `table` as CSV holds them: bytes in hexadecimal digits.
    fn columns(&self, table: &str) -> Result<String> {
        let sql = "SELECT iif(type = 'BLOB', 'hex(' || name || ')', name) FROM pragma_table_info";
        let columns = self.sqlite("kb.db", &format!("{sql}('{table}');\n"))?;
        Ok(columns.lines().collect::<Vec<_>>().join(", "))
    }

    /// What `sqlite3` prints for `script`.
    fn sqlite(&self, base: &str, script: &str) -> Result<String> {
        let mut command = Command::new("sqlite3");
        let (output, _) = run::pipe(command.arg(base).current_dir(&self.folder), script.as_bytes())?;
        Ok(String::from_utf8(output.stdout)?)
    }

    /// COPY of the same rows into tables like those of the base, without their keys and indexes.
    fn copy(&self, records: u64, server: &Server) -> Result<Tool> {
        let path = |table: &str| self.folder.join(format!("{table}.copy"));
        for table in TABLES {
            server.sql(&format!("\\copy {table} TO '{}'", path(table).display()))?;
            server.sql(&format!("CREATE TABLE plain_{table} (LIKE {table})"))?;
        }
        let began = Instant::now();
        for table in TABLES {
            server.sql(&format!("\\copy plain_{table} FROM '{}'", path(table).display()))?;
        }
        let seconds = began.elapsed().as_secs_f64();
        TABLES.iter().try_for_each(|table| fs::remove_file(path(table)))?;
        Ok(Tool {
            command: "psql \\copy, into tables without keys",
            seconds: round(seconds),
            processor_seconds: 0.0,
            records_a_second: (records as f64 / seconds).round(),
        })
    }

    fn merge(&self) -> Result<Merge> {
        let began = Instant::now();
        let mut child = self.command(&["kb", "merge", "--quiet", "--base", "sqlite:kb.db"]).spawn()?;
        let (status, used) = watch(&mut child)?;
        if !status.success() {
            bail!("the merge failed");
        }
        Ok(Merge {
            seconds: round(began.elapsed().as_secs_f64()),
            processor_seconds: round(used.processor),
            memory: used.memory,
        })
    }
}

/// Feeds `files` to `child`, and gives the processor time that it had used before the first and after each.
fn feed(child: &mut Child, files: &[PathBuf]) -> Result<Vec<f64>> {
    let mut pipe = child.stdin.take().context("a pipe")?;
    let mut marks = vec![processor(child.id())];
    for path in files {
        copy(path, &mut pipe)?;
        marks.push(processor(child.id()));
    }
    Ok(marks)
}

fn copy(path: &Path, out: &mut impl Write) -> Result<()> {
    let (mut file, mut buffer) = (File::open(path)?, vec![0; 1 << 16]);
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        out.write_all(&buffer[..length])?;
    }
}
