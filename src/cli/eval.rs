//! `trich eval`: records against gold answers, or the program itself, also with a third of the names unknown to it.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};

use super::args::Eval;
use super::{lexicon, print};
use crate::error::Error;
use crate::eval::gold::{self, Article};
use crate::eval::record::Records;
use crate::eval::{COLUMNS, Fault, FaultKind, Figure, Hidden, Scores, Watch, score};
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;
use crate::record::Writer;

pub(super) fn run(args: &Eval) -> anyhow::Result<u8> {
    let articles = gold::read_files(&args.gold, &args.articles)?;
    let watch = args.misses.clone().map(|figure| Watch { figure, limit: args.limit });
    let out = match args.unseen {
        Some(seed) => without_names(args, &articles, seed, watch)?,
        None => {
            let records = match args.records.as_slice() {
                [] => extracted(&articles, lexicon::load(&args.lexicon.lexicon)?)?,
                files => from_files(&articles, files)?,
            };
            let scores = score(&articles, &records, None, watch);
            check_figure(&scores, args)?;
            if args.json {
                with_faults(json!({ "figures": figures(&scores) }), &scores)
            } else {
                table(&scores)
            }
        }
    };
    print(out.as_bytes())
}

/// The records of `files`, as far as they are of the articles.
fn from_files(articles: &[Article], files: &[PathBuf]) -> anyhow::Result<Records> {
    let mut records = Records::of(articles);
    for path in files {
        let file = File::open(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        records.read(BufReader::new(file), &path.display().to_string())?;
    }
    Ok(records)
}

/// What the program finds in the articles with `lexicon`.
fn extracted(articles: &[Article], lexicon: Lexicon) -> anyhow::Result<Records> {
    let pipeline = Pipeline::builder().lexicon(lexicon).build()?;
    let (mut worker, writer) = (pipeline.worker(), Writer::default());
    let (mut records, mut lines) = (Records::of(articles), Vec::new());
    for article in articles {
        lines.clear();
        worker.write(&article.document, false, &writer, &mut lines);
        records.read(lines.as_slice(), "the program's records")?;
    }
    Ok(records)
}

/// The scores of the full run beside those of a run that does not know a third of the names.
fn without_names(
    args: &Eval,
    articles: &[Article],
    seed: u64,
    watch: Option<Watch>,
) -> anyhow::Result<String> {
    let layers = &args.lexicon.lexicon;
    if let Some(pack) = layers.iter().find(|path| path.is_file()) {
        anyhow::bail!(
            "{} is a pack, and no name can be taken out of one; name the folders that it was built from",
            pack.display()
        );
    }
    let hidden = Hidden::draw(articles, seed);
    let full = Lexicon::from_dirs(layers)?;
    let off = full.off_list(|name| hidden.hides(name));
    let less = Lexicon::from_dirs_and_list(layers, &off)?;
    if let Some(path) = &args.off_list {
        write(path, &off)?;
    }
    let full = score(articles, &extracted(articles, full)?, Some(&hidden), None);
    let less = score(articles, &extracted(articles, less)?, Some(&hidden), watch);
    check_figure(&less, args)?;
    let (names, entries) = (hidden.names(), off.lines().count() - 1);
    if args.json {
        let head = json!({
            "seed": seed, "names": names, "entries": entries, "figures": figures(&full), "without": figures(&less),
        });
        return Ok(with_faults(head, &less));
    }
    let mut out = format!(
        "Names taken out, drawn by {seed}: {names} of the gold, {entries} entries of the lexicon. Left the full run, right the run without them.\n\n"
    );
    beside(&full, &less, &mut out);
    faults(&less, &mut out);
    Ok(out)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text)
        .with_context(|| format!("cannot write {}; check the folder and its permissions", path.display()))
}

/// Whether the watched figure is one.
fn check_figure(scores: &Scores, args: &Eval) -> anyhow::Result<()> {
    let Some(figure) = args.misses.as_deref().filter(|figure| scores.figure(figure).is_none()) else {
        return Ok(());
    };
    let known: Vec<&str> = scores.figures().map(|(name, _)| name).collect();
    anyhow::bail!("there is no figure `{figure}`; use one of: {}", known.join(", "))
}

fn figures(scores: &Scores) -> Value {
    scores
        .figures()
        .map(|(name, figure)| (name.to_owned(), json!(figure)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// `head` with the faults of `scores`, on one line.
fn with_faults(mut head: Value, scores: &Scores) -> String {
    let (faults, further) = scores.faults();
    head["faults"] = json!(faults);
    head["further_faults"] = json!(further);
    format!("{head}\n")
}

/// The figures for people, then the faults.
fn table(scores: &Scores) -> String {
    let mut out = row("figure", COLUMNS.map(str::to_owned));
    scores.rows().for_each(|(name, cells)| out += &row(name, cells));
    faults(scores, &mut out);
    out
}

fn row(name: &str, cells: [String; 6]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>10}")).collect();
    format!("{name:<28}{cells}\n")
}

/// The shares of two runs, one beside the other.
fn beside(full: &Scores, less: &Scores, out: &mut String) {
    let head = "precision    recall        f1";
    let _ = writeln!(out, "{:<28} {head}    {head}", "figure");
    for (name, figure) in less.figures() {
        let _ = write!(out, "{name:<28}");
        for (place, figure) in [full.figure(name).unwrap_or_default(), figure].iter().enumerate() {
            let gap = if place == 0 { "" } else { "   " };
            let _ = write!(out, "{gap}{}", shares(figure));
        }
        out.push('\n');
    }
}

fn shares(figure: &Figure) -> String {
    let cell = |share: Option<f64>| share.map_or("-".to_owned(), |share| format!("{share:.1}"));
    let cells = [figure.precision(), figure.recall(), figure.f1()].map(cell);
    cells.iter().map(|cell| format!("{cell:>10}")).collect()
}

fn faults(scores: &Scores, out: &mut String) {
    let (faults, further) = scores.faults();
    for fault in faults {
        out.push('\n');
        tell(fault, out);
    }
    if further > 0 {
        let _ = writeln!(out, "\n{further} more; --limit shows them");
    }
}

fn tell(fault: &Fault, out: &mut String) {
    let kind = if fault.kind == FaultKind::Missed { "missed" } else { "wrong" };
    let Fault { document, start, end, expected, found, via, context, .. } = fault;
    let _ = writeln!(out, "{kind} in {document}, {start} to {end}: {context}");
    let _ = writeln!(out, "  expected  {}", expected.as_deref().unwrap_or("nothing"));
    let _ = write!(out, "  found     {}", found.as_deref().unwrap_or("nothing"));
    let _ = match via {
        Some(via) => writeln!(out, ", via {via}"),
        None => writeln!(out),
    };
}
