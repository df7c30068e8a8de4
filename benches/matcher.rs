//! Our matcher, by each vector path, beside other engines: one process, one text, one list of names.
//!
//! Ours begins with raw articles and folds and cuts them; the others get them folded and wrapped for nothing. All
//! must find the same names, or the bench ends. Rounds go through the engines in turn, some articles at a time; time is
//! that of the processor, and what counts is the median of the rounds.
//!
//! ```text
//! cargo bench --features internals --bench matcher -- [--size N,N] [--rounds N] [--text FILE]
//!     [--megabytes N] [--peers NAME,NAME|none] [--paths NAME,NAME] [--worst|--no-worst] [--record]
//! ```
//!
//! `--text` takes articles as JSON Lines (`title` and `text`), or plain text, cut at line ends.
#![allow(clippy::print_stdout, reason = "a bench speaks to its reader")]
#![allow(missing_docs, unreachable_pub, reason = "a program")]

mod generator;
mod peers;
mod report;

use std::collections::HashSet;
use std::hint::black_box;
use std::process::ExitCode;

use cpu_time::ProcessTime;
use generator::{Names, Prose};
use peers::{KINDS, Kind, Peer, Piece, Tally};
use report::{Row, Size, Worst};
use trich::internals::Engine;

const SEED: u64 = 20_261_124;
/// Bytes of an article of plain text, about.
const ARTICLE: usize = 4000;
/// Articles that an engine searches before it is the turn of the next: some 4 MB, so that it runs with its own memory in
/// the cache nearly all of the time, and none gains by coming after one that shares it.
const TURN: usize = 1024;
/// Every so many articles is one of the corpus that daachorse lays its memory out by.
const PROFILE: usize = 8;

struct Options {
    sizes: Vec<usize>,
    rounds: usize,
    text: Option<String>,
    megabytes: usize,
    peers: Option<String>,
    paths: Option<String>,
    worst: Option<bool>,
    record: bool,
}

impl Options {
    fn read() -> Result<Self, String> {
        let mut options = Self {
            sizes: vec![10_000, 100_000, 1_000_000],
            rounds: 5,
            text: None,
            megabytes: 20,
            peers: None,
            paths: None,
            worst: None,
            record: false,
        };
        let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
        while let Some(flag) = arguments.next() {
            match flag.as_str() {
                "--worst" => options.worst = Some(true),
                "--no-worst" => options.worst = Some(false),
                "--record" => options.record = true,
                _ => options.set(&flag, &arguments.next().ok_or(format!("{flag} wants a value"))?)?,
            }
        }
        Ok(options)
    }

    fn set(&mut self, flag: &str, value: &str) -> Result<(), String> {
        let number =
            |v: &str| v.parse::<usize>().ok().filter(|&n| n > 0).ok_or(format!("{flag} {v}: no number"));
        match flag {
            "--size" => self.sizes = value.split(',').map(number).collect::<Result<_, _>>()?,
            "--rounds" => self.rounds = number(value)?,
            "--megabytes" => self.megabytes = number(value)?,
            "--text" => self.text = Some(value.to_owned()),
            "--peers" => self.peers = Some(value.to_owned()),
            "--paths" => self.paths = Some(value.to_owned()),
            _ => return Err(format!("{flag}: no such flag")),
        }
        Ok(())
    }

    fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        KINDS.iter().filter(|k| is_listed(self.peers.as_deref(), k.name))
    }

    fn paths(&self) -> Vec<&'static str> {
        let paths = Engine::paths().to_vec();
        paths.into_iter().filter(|p| is_listed(self.paths.as_deref(), p)).collect()
    }
}

/// Whether `name` is in the list, or there is none.
fn is_listed(list: Option<&str>, name: &str) -> bool {
    list.is_none_or(|l| l.split(',').any(|n| n == name))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("matcher: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let options = Options::read()?;
    let (mut sizes, mut worst) = (Vec::new(), Vec::new());
    if options.worst != Some(true) {
        let pieces = pieces(&options)?;
        tokens(&options, &pieces);
        for &names in &options.sizes {
            let size = measure(&options, names, &pieces)?;
            print!("{}", size.lines());
            sizes.push(size);
        }
    }
    if options.worst != Some(false) {
        worst = worst_cases(&options);
    }
    if options.record {
        let path = report::record(&sizes, &worst).map_err(|e| e.to_string())?;
        println!("{}", path.display());
    }
    Ok(())
}

/// How fast folding and cutting alone is, by each path.
fn tokens(options: &Options, pieces: &[Piece]) {
    let mut engine = Engine::build(&[]);
    for path in options.paths() {
        let mut rates: Vec<f64> = (0..options.rounds)
            .map(|_| {
                let mut work = || pieces.iter().map(|p| engine.tokens(path, &p.text)).sum::<u64>();
                bytes(pieces) / timed(|| black_box(work())).1 / 1e6
            })
            .collect();
        rates.sort_by(f64::total_cmp);
        println!("TOKENS path={path} {:.0} MB/s", rates[rates.len() / 2]);
    }
}

/// The articles to search.
fn pieces(options: &Options) -> Result<Vec<Piece>, String> {
    let bytes = options.megabytes * 1_000_000;
    let articles = match &options.text {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
            spread(articles(&text), bytes)
        }
        None => {
            let names: Vec<String> = Names::new(SEED).take(1_000_000).collect();
            Prose::new(SEED, &names).articles(bytes)
        }
    };
    Ok(articles.into_iter().map(Piece::new).collect())
}

/// The articles of a file: JSON Lines, or plain text cut at line ends.
fn articles(text: &str) -> Vec<String> {
    if text.starts_with('{') {
        return text.lines().filter_map(article).collect();
    }
    let mut articles = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if articles.last().is_some_and(|a| a.len() >= ARTICLE) {
            articles.push(String::new());
        }
        articles.last_mut().into_iter().for_each(|a| a.push_str(line));
    }
    articles
}

fn article(line: &str) -> Option<String> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| record.get(name).and_then(|v| v.as_str());
    Some(format!("{}\n{}", field("title").unwrap_or_default(), field("text")?))
}

/// About `bytes` of the articles, taken evenly from all of them.
fn spread(articles: Vec<String>, bytes: usize) -> Vec<String> {
    let total: usize = articles.iter().map(String::len).sum();
    let share = (bytes as f64 / total as f64).min(1.0);
    let is_taken = |i: usize| ((i + 1) as f64 * share) as usize > (i as f64 * share) as usize;
    articles.into_iter().enumerate().filter(|&(i, _)| is_taken(i)).map(|(_, a)| a).collect()
}

/// `size` names with distinct keys, and the same as the peers take them.
fn names(size: usize) -> (Vec<String>, Vec<String>) {
    let mut seen = HashSet::with_capacity(size);
    let (mut names, mut encoded) = (Vec::with_capacity(size), Vec::with_capacity(size));
    for name in Names::new(SEED) {
        let (key, _) = trich::internals::encoded(&name);
        if seen.insert(key.clone()) {
            names.push(name);
            encoded.push(key);
        }
        if names.len() == size {
            break;
        }
    }
    (names, encoded)
}

/// All engines with a list of `count` names.
fn measure(options: &Options, count: usize, pieces: &[Piece]) -> Result<Size, String> {
    let (names, encoded) = names(count);
    let (mut engine, build) = timed(|| Engine::build(&names));
    drop(names);
    let ours = |path| Row {
        engine: format!("trich-{path}"),
        settings: "raw text, folding and tokens included",
        rates: Vec::new(),
        build,
        memory: engine.memory(),
        path: Some(path),
    };
    let mut rows: Vec<Row> = options.paths().into_iter().map(ours).collect();
    let peers = build_peers(options, &encoded, pieces, &mut rows);
    drop(encoded);
    let (inside, hits) = agree(&mut engine, &peers, &rows, pieces)?;
    let bytes = bytes(pieces);
    for _ in 0..options.rounds {
        round(&mut engine, &peers, &mut rows, pieces);
    }
    let text = options.text.as_deref().unwrap_or("generated").to_owned();
    Ok(Size { names: count, text, inside, hits_per_megabyte: hits as f64 / bytes * 1e6, rows })
}

fn bytes(pieces: &[Piece]) -> f64 {
    pieces.iter().map(|p| p.text.len()).sum::<usize>() as f64
}

/// The result of `work`, and the seconds of processor time that it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = ProcessTime::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

fn build_peers(
    options: &Options,
    encoded: &[String],
    pieces: &[Piece],
    rows: &mut Vec<Row>,
) -> Vec<Box<dyn Peer>> {
    let corpus: Vec<&str> = pieces.iter().step_by(PROFILE).map(|p| p.encoded.as_str()).collect();
    let mut peers = Vec::new();
    for kind in options.kinds() {
        if encoded.len() > kind.most {
            println!("{}: left out at {} names", kind.name, encoded.len());
            continue;
        }
        match timed(|| (kind.build)(encoded, &corpus)) {
            (Ok(peer), build) => {
                let (engine, memory) = (kind.name.to_owned(), peer.memory());
                let rates = Vec::new();
                rows.push(Row { engine, settings: kind.settings, rates, build, memory, path: None });
                peers.push(peer);
            }
            (Err(why), _) => println!("{}: {why}", kind.name),
        }
    }
    peers
}

/// Makes sure that all find the same in each article; returns the share of tokens inside a hit, and the hits.
fn agree(
    engine: &mut Engine,
    peers: &[Box<dyn Peer>],
    rows: &[Row],
    pieces: &[Piece],
) -> Result<(f64, u64), String> {
    let (mut inside, mut hits, mut tokens) = (0, 0, 0);
    for (number, piece) in pieces.iter().enumerate() {
        let mut tallies = Vec::with_capacity(rows.len());
        let mut covered = 0;
        for path in rows.iter().filter_map(|r| r.path) {
            let mut tally = Tally::default();
            covered = 0;
            for (first, last, pattern) in engine.hits(path, &piece.text) {
                tally.add(pattern);
                covered += last - first;
            }
            tallies.push(tally);
        }
        tallies.extend(peers.iter().map(|p| p.find(piece)));
        let Some(want) = tallies.first() else { return Err("no engine to measure".to_owned()) };
        if let Some(other) = tallies.iter().position(|t| t != want) {
            return Err(format!(
                "article {number}: {} finds {want:?}, {} finds {:?}",
                rows[0].engine, rows[other].engine, tallies[other]
            ));
        }
        inside += u64::from(covered);
        hits += want.hits;
        tokens += piece.opens.len();
    }
    Ok((inside as f64 / tokens as f64, hits))
}

/// Each engine once over all articles: in turn over some of them, so that what else the machine does slows all alike.
fn round(engine: &mut Engine, peers: &[Box<dyn Peer>], rows: &mut [Row], pieces: &[Piece]) {
    let mut spent = vec![0.0; rows.len()];
    for some in pieces.chunks(TURN) {
        let mut peers = peers.iter();
        for (row, spent) in rows.iter().zip(&mut spent) {
            let (_, seconds) = match (row.path, peers.as_slice()) {
                (Some(path), _) => timed(|| search(engine, path, some)),
                (None, [peer, ..]) => {
                    peers.next();
                    timed(|| ask(peer.as_ref(), some))
                }
                (None, []) => unreachable!("each row without a path has a peer"),
            };
            *spent += seconds;
        }
    }
    for (row, spent) in rows.iter_mut().zip(spent) {
        row.rates.push(bytes(pieces) / spent / 1e6);
    }
}

fn search(engine: &mut Engine, path: &str, pieces: &[Piece]) -> u64 {
    black_box(pieces.iter().map(|p| engine.find(path, &p.text)).sum())
}

fn ask(peer: &dyn Peer, pieces: &[Piece]) -> u64 {
    black_box(pieces.iter().map(|p| peer.find(p)).fold(0, |n, t| n + t.hits + (t.sum & 1)))
}

/// Texts in which every token begins names: rates against the length of names and how many overlap.
fn worst_cases(options: &Options) -> Vec<Worst> {
    let mut all = Vec::new();
    for tokens in [1, 2, 4, 8, 16, 32, 64, 128] {
        for word in ["a", "công ty"] {
            // A word of two tokens makes names of twice as many.
            let words = |count: usize| vec![word; count].join(" ");
            let every: Vec<String> = (1..=tokens).map(words).collect();
            let text = vec![word; 1000].join(" ");
            all.extend(worst(options, "every-length", word, every, &text));
            all.extend(worst(options, "one-length", word, vec![words(tokens)], &text));
            all.extend(worst(options, "no-hit", word, vec![words(tokens) + " b"], &text));
        }
    }
    let fan = (0..100_000).map(|i| format!("công ty cổ phần z{i}")).collect();
    all.extend(worst(options, "fan", "công ty cổ phần", fan, &["công ty cổ phần"; 400].join(" ")));
    all
}

/// One worst case by each path.
fn worst(
    options: &Options,
    case: &'static str,
    word: &'static str,
    names: Vec<String>,
    text: &str,
) -> Vec<Worst> {
    let tokens = names.iter().map(|n| trich::internals::encoded(n).1.len()).max().unwrap_or(0);
    let mut engine = Engine::build(&names);
    let measure = |path| {
        let copies = 200;
        let mut row = Row {
            engine: String::new(),
            settings: "",
            rates: Vec::new(),
            build: 0.0,
            memory: 0,
            path: Some(path),
        };
        let mut hits = 0;
        for _ in 0..options.rounds {
            let (found, seconds) =
                timed(|| (0..copies).map(|_| engine.find(path, black_box(text))).sum::<u64>());
            hits = found;
            row.rates.push((copies * text.len()) as f64 / seconds / 1e6);
        }
        let hits_per_megabyte = hits as f64 / (copies * text.len()) as f64 * 1e6;
        let worst =
            Worst { path, case, word, tokens, names: names.len(), rate: row.median(), hits_per_megabyte };
        println!("{}", worst.line());
        worst
    };
    options.paths().into_iter().map(measure).collect()
}
