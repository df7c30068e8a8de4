//! What was measured, as lines for the reader and as a dated file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// One engine at one size.
pub(crate) struct Row {
    pub(crate) engine: String,
    pub(crate) settings: &'static str,
    /// Million bytes of original text per second of processor time, a round each.
    pub(crate) rates: Vec<f64>,
    pub(crate) build: f64,
    pub(crate) memory: usize,
    /// For our engine: the path.
    pub(crate) path: Option<&'static str>,
}

impl Row {
    pub(crate) fn median(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_unstable_by(f64::total_cmp);
        rates[rates.len() / 2]
    }

    fn range(&self) -> (f64, f64) {
        self.rates.iter().fold((f64::MAX, 0.0), |(low, high), &r| (low.min(r), high.max(r)))
    }
}

/// All engines at one size.
pub(crate) struct Size {
    pub(crate) names: usize,
    pub(crate) text: String,
    /// Share of the tokens that lie inside a hit.
    pub(crate) inside: f64,
    pub(crate) hits_per_megabyte: f64,
    pub(crate) rows: Vec<Row>,
}

/// Beginnings of the names of the engines that the goals are set against; the others are measured too.
const GOAL: [&str; 2] = ["daachorse", "crawdad"];

impl Size {
    /// The fastest of all others.
    fn best_peer(&self) -> Option<&Row> {
        self.best(|_| true)
    }

    /// The fastest of those that the goals are set against.
    fn goal_peer(&self) -> Option<&Row> {
        self.best(|row| GOAL.iter().any(|name| row.engine.starts_with(name)))
    }

    fn best(&self, is_meant: impl Fn(&Row) -> bool) -> Option<&Row> {
        let peers = self.rows.iter().filter(|r| r.path.is_none() && is_meant(r));
        peers.max_by(|a, b| a.median().total_cmp(&b.median()))
    }

    /// A `RATIO` line for each path, and a table of all.
    pub(crate) fn lines(&self) -> String {
        let mut out = String::new();
        for ours in self.rows.iter().filter(|r| r.path.is_some()) {
            let (path, rate) = (ours.path.unwrap_or_default(), ours.median());
            let _ = write!(
                out,
                "RATIO path={path} names={} inside={:.3} ours={rate:.0}",
                self.names, self.inside
            );
            if let Some(best) = self.best_peer() {
                let x = rate / best.median();
                let _ = write!(out, " best_peer={} peer={:.0} x={x:.2}", best.engine, best.median());
            }
            if let Some(goal) = self.goal_peer() {
                let _ = write!(out, " goal_peer={} goal_x={:.2}", goal.engine, rate / goal.median());
            }
            let _ = writeln!(out, " hits_per_mb={:.0}", self.hits_per_megabyte);
        }
        for row in &self.rows {
            let (low, high) = row.range();
            let _ = writeln!(
                out,
                "  {:16} {:7.1} MB/s ({low:.1}-{high:.1})  build {:8.3} s  memory {:8.2} MB  {}",
                row.engine,
                row.median(),
                row.build,
                row.memory as f64 / 1e6,
                row.settings
            );
        }
        out
    }

    fn toml(&self, out: &mut String) {
        let _ = writeln!(out, "\n[[size]]\nnames = {}\ntext = {:?}", self.names, self.text);
        let _ = writeln!(out, "inside = {:.4}\nhits_per_mb = {:.0}", self.inside, self.hits_per_megabyte);
        let (best, goal) = (self.best_peer(), self.goal_peer());
        for (key, peer) in [("best_peer", best), ("goal_peer", goal)] {
            if let Some(peer) = peer {
                let _ = writeln!(out, "{key} = {:?}", peer.engine);
            }
        }
        for row in &self.rows {
            let ((low, high), rate) = (row.range(), row.median());
            let _ =
                writeln!(out, "\n[[size.engine]]\nname = {:?}\nsettings = {:?}", row.engine, row.settings);
            let _ = writeln!(out, "mb_per_s = {rate:.1}\nlowest = {low:.1}\nhighest = {high:.1}");
            let _ = writeln!(out, "build_seconds = {:.3}\nmemory_bytes = {}", row.build, row.memory);
            for (key, peer) in [("x", best), ("goal_x", goal)] {
                if let (Some(peer), Some(_)) = (peer, row.path) {
                    let _ = writeln!(out, "{key} = {:.2}", rate / peer.median());
                }
            }
        }
    }
}

/// One worst case on one path.
pub(crate) struct Worst {
    pub(crate) path: &'static str,
    /// What the text and the names are like.
    pub(crate) case: &'static str,
    pub(crate) word: &'static str,
    /// Tokens of the longest name.
    pub(crate) tokens: usize,
    pub(crate) names: usize,
    pub(crate) rate: f64,
    pub(crate) hits_per_megabyte: f64,
}

impl Worst {
    pub(crate) fn line(&self) -> String {
        format!(
            "WORST path={} case={} word={:?} tokens={} names={} ours={:.1} hits_per_mb={:.0}",
            self.path, self.case, self.word, self.tokens, self.names, self.rate, self.hits_per_megabyte
        )
    }

    fn toml(&self, out: &mut String) {
        let _ = writeln!(out, "\n[[worst]]\npath = {:?}\ncase = {:?}", self.path, self.case);
        let _ = writeln!(out, "word = {:?}\ntokens = {}\nnames = {}", self.word, self.tokens, self.names);
        let _ = writeln!(out, "mb_per_s = {:.1}\nhits_per_mb = {:.0}", self.rate, self.hits_per_megabyte);
    }
}

/// Writes the dated record; returns where.
pub(crate) fn record(sizes: &[Size], worst: &[Worst]) -> io::Result<PathBuf> {
    let date: String = jiff::Timestamp::now().to_string().chars().take(10).collect();
    let mut out = format!("topic = \"matcher\"\ndate = {date:?}\n");
    for (key, program, arguments) in
        [("commit", "git", &["rev-parse", "HEAD"][..]), ("rustc", "rustc", &["--version"])]
    {
        let _ = writeln!(out, "{key} = {:?}", ask(program, arguments));
    }
    let _ = writeln!(out, "dirty = {}", !ask("git", &["status", "--porcelain"]).is_empty());
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let command = format!("cargo bench --features internals --bench matcher -- {}", arguments.join(" "));
    let _ = writeln!(out, "command = {command:?}\ncpu = {:?}", cpu());
    let _ = writeln!(out, "rustflags = {:?}", std::env::var("RUSTFLAGS").unwrap_or_default());
    sizes.iter().for_each(|s| s.toml(&mut out));
    worst.iter().for_each(|w| w.toml(&mut out));
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/record").join(format!("matcher-{date}.toml"));
    fs::write(&path, out)?;
    Ok(path)
}

fn ask(program: &str, arguments: &[&str]) -> String {
    let run = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    run.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned()).unwrap_or_default()
}

fn cpu() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find(|l| l.starts_with("model name"));
    line.and_then(|l| l.split(": ").nth(1)).unwrap_or("unknown").to_owned()
}
