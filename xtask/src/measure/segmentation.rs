//! Word segmentation: F1 on texts that it was not trained on, speed, size, and other segmenters beside it.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use cpu_time::ProcessTime;
use serde::Serialize;
use trich::{Document, Pipeline, Segmenter};

use super::house::round;
use crate::run;
use crate::train::segmentation::gold::{self, Score};
use crate::tree::{self, Tree};

/// Set to the Python of an environment with pyvi and underthesea, these are measured beside it.
const PEERS: &str = "TRICH_PEERS_PYTHON";
const ROUNDS: usize = 5;
/// How many articles of the news, and how often the program reads them.
const NEWS: usize = 2000;
const COPIES: usize = 4;

/// All of it, in the order of the file.
#[derive(Serialize)]
pub(super) struct Segmentation {
    /// On vi_vtb-ud-dev.conllu, words as spans over the characters that are no blanks.
    f1_dev: f64,
    /// One thread, sentences and tokens made on the way, no output written; the median of some rounds, by processor time.
    mb_per_s: f64,
    /// The same without joining tokens to words.
    tokens_mb_per_s: f64,
    /// `trich tokenize --words` on the same news, a document a line, its start and its output included.
    program_mb_per_s: f64,
    lexicon_bytes: usize,
    weights_bytes: usize,
    memory_bytes: usize,
    peers: Vec<Peer>,
}

/// Another segmenter on the same sentences; one thread, processor time.
#[derive(Serialize)]
struct Peer {
    name: String,
    f1_dev: f64,
    mb_per_s: f64,
}

pub(super) fn measure(tree: &Tree) -> Result<Segmentation> {
    let Some(dev) = tree.shared("gold/segmentation/vi_vtb-ud-dev.conllu") else {
        bail!("the annotated texts are not beside the project: ../shared/gold/segmentation");
    };
    if cfg!(debug_assertions) {
        bail!("this measures code of its own process: cargo run --release -p xtask -- measure segmentation");
    }
    let sentences = gold::conllu(&dev)?;
    // As they lie in the tree, so that weights just learnt are measured without another build.
    let [words, weights] = ["words.tsv", "model/segmentation.tsv"]
        .map(|name| tree::read(&tree.root.join("lexicons").join(name)));
    let (words, weights) = (words?, weights?);
    let segmenter = Segmenter::from_files(&words, &weights);
    let texts = match tree.shared("text/news.jsonl.gz") {
        Some(news) => crate::train::segmentation::news::read(&news, NEWS)?,
        None => sentences.iter().map(|s| s.text.clone()).collect(),
    };
    let pipeline = Pipeline::builder().build()?;
    let mut worker = pipeline.worker();
    Ok(Segmentation {
        f1_dev: round(gold::score(&segmenter, sentences.iter())?.f1()),
        mb_per_s: round(speed(&texts, |document| worker.words(document, &segmenter).len())),
        tokens_mb_per_s: round(speed(&texts, |document| worker.tokenize(document).len())),
        program_mb_per_s: round(program(tree, &texts)?),
        lexicon_bytes: words.len(),
        weights_bytes: weights.len(),
        memory_bytes: segmenter.memory(),
        peers: peers(tree, &sentences)?,
    })
}

/// Of `work` over `texts`.
fn speed(texts: &[String], mut work: impl FnMut(&Document) -> usize) -> f64 {
    let documents: Vec<Document> = texts.iter().map(|t| Document::from_text("-", t.as_str())).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let rate = |began: ProcessTime| bytes as f64 / 1e6 / began.elapsed().as_secs_f64();
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let began = ProcessTime::now();
            for document in &documents {
                std::hint::black_box(work(document));
            }
            rate(began)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[ROUNDS / 2]
}

/// Of the program over `texts`, which Bash times.
fn program(tree: &Tree, texts: &[String]) -> Result<f64> {
    let (program, news) = (tree.program()?, tree.scratch()?.join("lines.txt"));
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty());
    let input = lines.flat_map(|line| [line, "\n"]).collect::<String>().repeat(COPIES);
    fs::write(&news, &input)?;
    let script = "TIMEFORMAT='%U %S'; { time \"$0\" tokenize --words --input-format text --document-per line \"$1\" > \"$1.out\"; } 2>&1";
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let told = run::capture(Command::new("bash").args(["-c", script]).arg(&program).arg(&news))?;
        let seconds: f64 = told.split_whitespace().filter_map(|part| part.parse::<f64>().ok()).sum();
        rates.push(input.len() as f64 / 1e6 / seconds);
    }
    rates.sort_by(f64::total_cmp);
    fs::remove_file(&news)?;
    fs::remove_file(news.with_extension("txt.out"))?;
    Ok(rates[ROUNDS / 2])
}

/// Reads sentences a line, writes them with `_` inside words, and the seconds as the last line.
const SCRIPT: &str = "import sys,time
name=sys.argv[1]
if name=='pyvi':
    from pyvi import ViTokenizer
    cut=lambda s: ViTokenizer.tokenize(s)
else:
    from underthesea import word_tokenize
    cut=lambda s: ' '.join(w.replace(' ','_') for w in word_tokenize(s))
lines=sys.stdin.read().splitlines()
began=time.process_time()
out=[cut(l) for l in lines]
print(chr(10).join(out))
print(time.process_time()-began)
";

fn peers(tree: &Tree, sentences: &[gold::Sentence]) -> Result<Vec<Peer>> {
    let Ok(python) = std::env::var(PEERS) else {
        eprintln!("skipped: name a Python that has pyvi and underthesea in {PEERS} to measure them too");
        return Ok(Vec::new());
    };
    let script = tree.scratch()?.join("segmenters.py");
    fs::write(&script, SCRIPT)?;
    let input: String = sentences.iter().map(|s| format!("{}\n", s.text)).collect();
    let peer = |name: &str| -> Result<Peer> {
        let mut command = Command::new(&python);
        let (output, _) = run::pipe(command.arg(&script).arg(name), input.as_bytes())?;
        let told = String::from_utf8(output.stdout)?;
        let (lines, seconds) = told.trim_end().rsplit_once('\n').context("the peer printed nothing")?;
        let mut score = Score::default();
        for (sentence, line) in sentences.iter().zip(lines.lines()) {
            let words: Vec<String> = line.split_whitespace().map(|w| w.replace('_', " ")).collect();
            score.count(sentence.words(), words.iter().map(String::as_str));
        }
        let rate = input.len() as f64 / 1e6 / seconds.parse::<f64>()?;
        Ok(Peer { name: name.to_owned(), f1_dev: round(score.f1()), mb_per_s: round(rate) })
    };
    ["pyvi", "underthesea"].into_iter().map(peer).collect()
}
