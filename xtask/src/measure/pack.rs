//! Packs of 10 thousand to 5 million names: building, opening, size, memory, and the speed of a whole run.

mod lists;
mod process;

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use serde::Serialize;

use super::house::round;
use crate::run;
use crate::tree::Tree;

/// The lengths of the lists, the builtin names not counted.
const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 5_000_000];
/// The two lists of the end-to-end comparison.
const FEW: usize = 10_000;
const MANY: usize = 1_000_000;
/// Runs of which the median is taken.
const OPENINGS: usize = 15;
const RUNS: usize = 5;
/// A short article with a name of the builtin lists.
const ARTICLE: &str = "Xiaomi vừa ra mắt một mẫu điện thoại mới.\n";

/// All figures, in the order of the file.
#[derive(Serialize)]
pub(super) struct Packs {
    note: &'static str,
    /// Of the last minute, before and after: above the number of cores, times from start to end say little.
    load_average: [f64; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    end_to_end: Option<EndToEnd>,
    pack: Vec<Figures>,
}

/// One pack.
#[derive(Serialize)]
struct Figures {
    names: usize,
    text_bytes: u64,
    build_seconds: f64,
    build_processor_seconds: f64,
    build_peak_megabytes: f64,
    pack_bytes: u64,
    bytes_a_name: f64,
    /// Of the sections `names.*`.
    matcher_bytes_a_name: f64,
    /// As the program itself counts (`--summary`): from its arguments to the records of a short article.
    open_to_first_match_milliseconds: f64,
    /// The whole process, and one that opens nothing.
    process_milliseconds: f64,
    empty_process_milliseconds: f64,
    /// After the first match: memory of the process's own, and pages of files that it touched.
    own_megabytes: f64,
    mapped_megabytes: f64,
    sections: BTreeMap<String, u64>,
}

/// One thread over the same news with two lists that have the same hits.
#[derive(Serialize)]
struct EndToEnd {
    text: &'static str,
    bytes: u64,
    names: [usize; 2],
    mentions: usize,
    /// What either list gives, to the byte but for the digest of the lexicon.
    records: usize,
    /// Medians, and how much more the long list takes, in percent: from start to end, and of the processor.
    megabytes_per_second: [f64; 2],
    slower_percent: f64,
    processor_seconds: [f64; 2],
    processor_more_percent: f64,
    runs: usize,
}

pub(super) fn measure(tree: &Tree) -> Result<Packs> {
    let program = tree.program()?;
    let before = process::load();
    let folder = tree.scratch()?.join("pack");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let builtin = lists::builtin(&tree.root.join("lexicons"))?;
    let bench = Bench { program, folder, builtin };
    let mut pack = Vec::new();
    for size in SIZES {
        eprintln!("{size} names");
        pack.push(bench.figures(size)?);
    }
    let news = tree.shared("text/news.jsonl.gz");
    if news.is_none() {
        eprintln!("no real news beside the project: the end-to-end runs are left out");
    }
    let end_to_end = news.map(|news| bench.end_to_end(&news)).transpose()?;
    fs::remove_dir_all(&bench.folder)?;
    let note = "names of benches/generator with ids and links; each pack holds the builtin lexicon too";
    Ok(Packs { note, load_average: [before, process::load()], end_to_end, pack })
}

struct Bench {
    program: PathBuf,
    folder: PathBuf,
    /// Ids that made names must not have.
    builtin: HashSet<String>,
}

impl Bench {
    fn figures(&self, size: usize) -> Result<Figures> {
        let lists = self.folder.join(format!("{size}"));
        let text_bytes = lists::write(&lists, &self.builtin, (size, 0), &HashSet::new())?;
        let pack = self.folder.join(format!("{size}.trichpk"));
        let build = process::watch(&mut self.build(&lists, &pack))?;
        fs::remove_dir_all(&lists)?;
        let sections = self.sections(&pack)?;
        let matcher: u64 =
            sections.iter().filter(|(name, _)| name.starts_with("names.")).map(|(_, b)| b).sum();
        let pack_bytes = fs::metadata(&pack)?.len();
        let article = self.folder.join("article.txt");
        fs::write(&article, ARTICLE)?;
        let [inner, whole, empty] = self.openings(&pack, &article)?;
        let (own_megabytes, mapped_megabytes) = process::resident(&mut self.extract(&pack), ARTICLE)?;
        fs::remove_file(&pack)?;
        let a_name = |bytes: u64| round(bytes as f64 / size as f64);
        Ok(Figures {
            names: size,
            text_bytes,
            build_seconds: round(build.seconds),
            build_processor_seconds: round(build.processor),
            build_peak_megabytes: build.peak,
            pack_bytes,
            bytes_a_name: a_name(pack_bytes),
            matcher_bytes_a_name: a_name(matcher),
            open_to_first_match_milliseconds: inner,
            process_milliseconds: whole,
            empty_process_milliseconds: empty,
            own_megabytes,
            mapped_megabytes,
            sections,
        })
    }

    fn build(&self, lists: &Path, pack: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["lexicon", "build"]).arg(lists).arg("-o").arg(pack);
        command
    }

    fn extract(&self, pack: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["extract", "--quiet", "--jobs", "1", "--lexicon"]).arg(pack);
        command
    }

    /// Lengths of the sections, as `lexicon stats` lists them after its heading.
    fn sections(&self, pack: &Path) -> Result<BTreeMap<String, u64>> {
        let table = run::capture(Command::new(&self.program).args(["lexicon", "stats"]).arg(pack))?;
        let row = |line: &str| {
            let mut cells = line.split_whitespace();
            Some((cells.next()?.to_owned(), cells.next()?.parse().ok()?))
        };
        Ok(table.lines().skip(3).filter_map(row).collect())
    }

    /// Medians in milliseconds: inside the program, of the process, of a process that does nothing.
    fn openings(&self, pack: &Path, article: &Path) -> Result<[f64; 3]> {
        let summary = self.folder.join("summary.json");
        let mut all: [Vec<f64>; 3] = Default::default();
        for _ in 0..OPENINGS {
            let mut command = self.extract(pack);
            command.arg(article).arg("--summary").arg(&summary);
            all[1].push(process::milliseconds(&mut command)?);
            let told: serde_json::Value = serde_json::from_slice(&fs::read(&summary)?)?;
            all[0].push(told["seconds"].as_f64().context("the summary tells no seconds")? * 1e3);
            all[2].push(process::milliseconds(Command::new(&self.program).arg("schema"))?);
        }
        Ok(all.map(|times| round(median(times))))
    }

    fn end_to_end(&self, news: &Path) -> Result<EndToEnd> {
        let text = self.folder.join("news.jsonl");
        let bytes = io::copy(&mut MultiGzDecoder::new(File::open(news)?), &mut File::create(&text)?)?;
        let (few, many) = (self.folder.join("few.trichpk"), self.folder.join("many.trichpk"));
        self.pack_of(0, &HashSet::new(), &few)?;
        // Names of the long list that the text has go, until none is there.
        let mut out = HashSet::new();
        loop {
            let standing = self.standing(&out, &text)?;
            eprintln!("{} names of the long list stand in the text and go", standing.len());
            if standing.is_empty() {
                break;
            }
            out.extend(standing);
        }
        self.pack_of(MANY - FEW + out.len(), &out, &many)?;
        let records = self.records(&few, &text)?;
        let of_many = self.records(&many, &text)?;
        let records_that_differ = records.iter().zip(&of_many).filter(|(few, many)| few != many).count();
        if records_that_differ > 0 || records.len() != of_many.len() {
            let first = records.iter().zip(&of_many).find(|(few, many)| few != many);
            bail!("the records are not those of the other list: their times cannot be compared: {first:#?}");
        }
        let (mut seconds, mut processor): ([Vec<f64>; 2], [Vec<f64>; 2]) = Default::default();
        for run in 0..RUNS {
            for (which, pack) in [&few, &many].into_iter().enumerate() {
                let cost = process::watch(self.extract(pack).arg(&text))?;
                eprintln!("run {run}: {:.2} s, processor {:.2} s", cost.seconds, cost.processor);
                seconds[which].push(cost.seconds);
                processor[which].push(cost.processor);
            }
        }
        let (seconds, processor) = (seconds.map(median), processor.map(median));
        let more = |times: [f64; 2]| round((times[1] / times[0] - 1.0) * 100.0);
        Ok(EndToEnd {
            text: "../shared/text/news.jsonl.gz, unpacked",
            bytes,
            names: [FEW, MANY],
            mentions: records.iter().filter(|record| record.starts_with("{\"type\":\"mention\"")).count(),
            megabytes_per_second: seconds.map(|s| round(bytes as f64 / 1e6 / s)),
            records: records.len(),
            slower_percent: more(seconds),
            processor_seconds: processor.map(round),
            processor_more_percent: more(processor),
            runs: RUNS,
        })
    }

    /// Builds a pack of the first names and `more` that come after them, without those of `out`.
    fn pack_of(&self, more: usize, out: &HashSet<String>, pack: &Path) -> Result<()> {
        let lists = self.folder.join("lists");
        lists::write(&lists, &self.builtin, (FEW, more), out)?;
        process::watch(&mut self.build(&lists, pack))?;
        Ok(fs::remove_dir_all(&lists)?)
    }

    /// The ids of the names that only the long list has, without those of `out`, and that stand in the text: told or not,
    /// they may weigh on what is told nearby.
    fn standing(&self, out: &HashSet<String>, text: &Path) -> Result<HashSet<String>> {
        let lists = self.folder.join("lists");
        lists::write(&lists, &self.builtin, (FEW, MANY - FEW + out.len()), out)?;
        let found = lists::standing(&lists, text)?;
        fs::remove_dir_all(&lists)?;
        Ok(found)
    }

    /// The records without the digest of the lexicon.
    fn records(&self, pack: &Path, text: &Path) -> Result<Vec<String>> {
        let records = run::capture(self.extract(pack).arg(text))?;
        let cut = |line: &str| line.split(",\"lexicon\":").next().unwrap_or_default().to_owned();
        Ok(records.lines().map(cut).collect())
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
