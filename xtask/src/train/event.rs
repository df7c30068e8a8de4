//! `cargo xtask train events`: the weights of the events, learnt from annotated articles.
//!
//! Two logistic regressions over the features that `trich candidates` prints: which filler plays a role, then, with
//! those weights in place, which trigger tells an event. Each is measured by cross-validation over articles, which also
//! sets how sure a decision must be for the best F1. How well the fillers fit is a feature of the event; what is learnt
//! from an article sees it by role weights that were not learnt from it, as any other article will.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;
use trich::eval::CharSpan;
use trich::eval::gold::{self, Article};

use super::articles;
use crate::run;
use crate::tree::{self, Tree};

/// The options of `cargo xtask train events`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Annotated articles that carry their texts, as JSON Lines [default: all that are at hand]
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// In how many parts the articles are cut for cross-validation
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Leave out the articles of this part, to measure on them
    #[arg(long)]
    without: Option<usize>,
    /// Where the weights go
    #[arg(long, value_name = "FILE", default_value = "lexicons/model/event.tsv")]
    out: PathBuf,
}

/// Triggers with a yes or a no: id, event, start, end, told.
const VERDICTS: &str = "corpus/annotation/events.jsonl";
/// How strongly the weights are held down: of what all share, and of what one role or trigger has for itself.
const HOLD: f64 = 0.3;
const HOLD_OWN: f64 = 3.0;
const ROUNDS: usize = 60;
/// By how much an event may be less sure than the bar: some lose to others that share a clause or a trigger with them.
const LEEWAY: f64 = 0.2;

/// One line of `trich candidates`.
#[derive(Deserialize)]
struct Candidate {
    doc: String,
    event: String,
    trigger: (usize, usize),
    features: Vec<(String, f64)>,
    offers: Vec<Offer>,
}

#[derive(Deserialize)]
struct Offer {
    role: String,
    span: (usize, usize),
    text: String,
    name: Option<String>,
    features: Vec<(String, f64)>,
}

/// One decision with its right answer.
struct Case {
    fold: usize,
    features: Vec<(String, f64)>,
    is_right: bool,
    weight: f64,
    /// Whether it stands in an article as they come: only such cases measure.
    is_found: bool,
}

type Weights = BTreeMap<String, f64>;

/// Learns the weights and writes them.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    let program = tree.program()?;
    let gold = args.gold.clone().map_or_else(|| articles::annotated(tree), Ok)?;
    let articles = gold::read_files(&gold, &[])?;
    let by_id: HashMap<&str, (usize, &Article)> =
        articles.iter().enumerate().map(|(i, a)| (a.id.as_str(), (i, a))).collect();
    let seen = |case: &Case| Some(case.fold) != args.without;
    let mut kept: Weights = Weights::new();

    let mut cases = Vec::new();
    for candidate in read(&program, &gold, &args.out)? {
        if let Some(&(i, article)) = by_id.get(candidate.doc.as_str()) {
            role_cases(&candidate, article, i % args.folds, &mut cases);
        }
    }
    let examples = Examples::read(&tree.root.join("lexicons/event"))?;
    examples.role_cases(&examples.candidates(&program, &args.out)?, args.folds, &mut cases);
    cases.retain(seen);
    let roles = learn("roles", &cases, args.folds, "role:base", 0);
    let by_fold = roles.by_fold.iter().enumerate().map(|(fold, weights)| {
        let file = tree.scratch()?.join(format!("roles-without-{fold}.tsv"));
        write(&file, weights)?;
        Ok(file)
    });
    let crossed = Crossed { program: &program, files: by_fold.collect::<Result<_>>()? };
    kept.extend(roles.weights);

    let mut cases = Vec::new();
    let mut golds = 0;
    for article in
        articles.iter().enumerate().filter(|(i, _)| Some(i % args.folds) != args.without).map(|(_, a)| a)
    {
        golds += article.events.iter().filter(|e| !e.item.optional).count();
    }
    let fold = |candidate: &Candidate| Some(by_id.get(candidate.doc.as_str())?.0 % args.folds);
    for candidate in crossed.read(&gold, fold)? {
        if let Some(&(i, article)) = by_id.get(candidate.doc.as_str()) {
            cases.extend(event_case(candidate, article, i % args.folds));
        }
    }
    examples.event_cases(&examples.crossed(&crossed)?, args.folds, &mut cases);
    if args.gold.is_none() {
        let verdicts = Verdict::read(&tree.root.join(VERDICTS))?;
        let articles = articles::of(tree, &verdicts.iter().map(|v| v.id.clone()).collect())?;
        let places = places(verdicts, args.folds);
        let fold_of: HashMap<&str, usize> =
            places.iter().map(|(p, &(fold, _))| (p.0.as_str(), fold)).collect();
        let candidates = crossed.read(&articles, |c| fold_of.get(c.doc.as_str()).copied())?;
        cases.extend(verdict_cases(&places, &candidates));
    }
    cases.retain(seen);
    let found = cases.iter().filter(|c| c.is_right && c.is_found).count();
    kept.extend(learn("events", &cases, args.folds, "event:base", golds.saturating_sub(found)).weights);
    *kept.entry("event:base".to_owned()).or_default() += LEEWAY;
    write(&args.out, &kept)
}

/// The candidates of the articles, with the weights in `file`.
fn read(program: &Path, articles: &Path, file: &Path) -> Result<Vec<Candidate>> {
    let overlay = std::env::temp_dir().join(format!("trich-train-{}", std::process::id()));
    fs::create_dir_all(overlay.join("model"))?;
    fs::copy(file, overlay.join("model/event.tsv"))?;
    let out =
        run::capture(Command::new(program).arg("candidates").arg("--lexicon").arg(&overlay).arg(articles))?;
    fs::remove_dir_all(&overlay)?;
    out.lines().map(|line| serde_json::from_str(line).context("a line of `trich candidates`")).collect()
}

/// The role weights learnt without each fold of the articles, a file each.
struct Crossed<'p> {
    program: &'p Path,
    files: Vec<PathBuf>,
}

impl Crossed<'_> {
    /// The candidates of the articles, each with the role weights learnt without its fold.
    fn read(&self, articles: &Path, fold: impl Fn(&Candidate) -> Option<usize>) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        for (number, file) in self.files.iter().enumerate() {
            all.extend(read(self.program, articles, file)?.into_iter().filter(|c| fold(c) == Some(number)));
        }
        Ok(all)
    }
}

fn overlaps(span: CharSpan, other: (usize, usize)) -> bool {
    span.start < other.1 && other.0 < span.end
}

/// Adds, for a trigger that the gold has, each offer with its right answer.
fn role_cases(candidate: &Candidate, article: &Article, fold: usize, cases: &mut Vec<Case>) {
    let told = article
        .events
        .iter()
        .find(|e| e.item.event.first() == Some(&candidate.event) && overlaps(e.trigger, candidate.trigger));
    let Some(gold) = told else { return };
    for offer in &candidate.offers {
        let fits = |role: &&gold::Role| {
            let same = |name: &String| {
                let name = name.to_lowercase();
                name == offer.text.to_lowercase()
                    || offer.name.as_ref().is_some_and(|n| n.to_lowercase() == name)
            };
            role.item.role == offer.role
                && (role.span.is_some_and(|s| overlaps(s, offer.span))
                    || same(&role.item.text)
                    || role.item.names.iter().any(same))
        };
        let right = gold.roles.iter().find(fits);
        let weight = if right.is_some_and(|r| r.item.optional) { 0.4 } else { 1.0 };
        let features = offer.features.clone();
        cases.push(Case { fold, features, is_right: right.is_some(), weight, is_found: true });
    }
}

/// The trigger with its right answer; what the gold leaves open teaches nothing.
fn event_case(candidate: Candidate, article: &Article, fold: usize) -> Option<Case> {
    let of_type = |e: &&gold::Event| e.item.event.contains(&candidate.event);
    let mut told = article.events.iter().filter(of_type).filter(|e| overlaps(e.trigger, candidate.trigger));
    let right = told.next();
    if right.is_some_and(|event| event.item.optional) {
        return None;
    }
    Some(Case { fold, features: candidate.features, is_right: right.is_some(), weight: 1.0, is_found: true })
}

/// The examples and counter-examples of the rule files.
struct Examples(Vec<Example>);

struct Example {
    event: String,
    text: String,
    trigger: Option<String>,
    roles: Vec<(String, String)>,
}

impl Examples {
    fn read(folder: &Path) -> Result<Self> {
        let mut examples = Vec::new();
        let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
        files.sort();
        for file in files {
            let event = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let table: toml::Table =
                tree::read(&file)?.parse().with_context(|| file.display().to_string())?;
            let list = |key: &str| table.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
            let text = |value: &toml::Value, key: &str| Some(value.get(key)?.as_str()?.to_owned());
            for example in list("example").iter().chain(&list("counter")) {
                let roles = example.get("roles").and_then(|r| r.as_table()).into_iter().flatten();
                let roles = roles.flat_map(|(role, fillers)| {
                    let fillers = fillers.as_array().into_iter().flatten();
                    fillers.filter_map(|f| Some((role.clone(), f.as_str()?.to_owned())))
                });
                let (trigger, roles) = (text(example, "trigger"), roles.collect());
                let text = text(example, "text").unwrap_or_default();
                examples.push(Example { event: event.clone(), text, trigger, roles });
            }
        }
        Ok(Self(examples))
    }

    /// The candidates of all examples, with the weights in a file.
    fn candidates(&self, program: &Path, weights: &Path) -> Result<Vec<Candidate>> {
        self.as_articles(|file| read(program, file, weights))
    }

    /// The candidates of all examples, each with the role weights learnt without its fold.
    fn crossed(&self, crossed: &Crossed<'_>) -> Result<Vec<Candidate>> {
        let folds = crossed.files.len();
        self.as_articles(|file| crossed.read(file, |c| Some(c.doc.parse::<usize>().ok()? % folds)))
    }

    /// What `read` makes of a file in which each example is an article whose id is its number.
    fn as_articles(&self, read: impl Fn(&Path) -> Result<Vec<Candidate>>) -> Result<Vec<Candidate>> {
        let file = std::env::temp_dir().join(format!("trich-examples-{}.jsonl", std::process::id()));
        let lines = self.0.iter().enumerate().map(|(i, example)| {
            format!("{}\n", serde_json::json!({ "id": i.to_string(), "text": example.text }))
        });
        fs::write(&file, lines.collect::<String>())?;
        let candidates = read(&file);
        fs::remove_file(&file)?;
        candidates
    }

    /// The example of a candidate of its type, its number, and whether the candidate is its trigger.
    fn of(&self, candidate: &Candidate) -> Option<(usize, &Example, bool)> {
        let number: usize = candidate.doc.parse().ok()?;
        let example = self.0.get(number).filter(|e| e.event == candidate.event)?;
        let words: String = example
            .text
            .chars()
            .skip(candidate.trigger.0)
            .take(candidate.trigger.1 - candidate.trigger.0)
            .collect();
        let fits = |trigger: &String| {
            let (a, b) = (trigger.to_lowercase(), words.to_lowercase());
            a.contains(&b) || b.contains(&a)
        };
        Some((number, example, example.trigger.as_ref().is_some_and(fits)))
    }

    fn role_cases(&self, candidates: &[Candidate], folds: usize, cases: &mut Vec<Case>) {
        for candidate in candidates {
            let Some((number, example, true)) = self.of(candidate) else { continue };
            for offer in &candidate.offers {
                let fits = |(role, filler): &(String, String)| {
                    *role == offer.role
                        && (filler.contains(&offer.text) || offer.text.contains(filler.as_str()))
                };
                let is_right = example.roles.iter().any(fits);
                let is_told = example.roles.iter().any(|(role, _)| *role == offer.role);
                // An example names the roles that it is about.
                let weight = if is_right || is_told { 1.0 } else { 0.3 };
                let features = offer.features.clone();
                cases.push(Case { fold: number % folds, features, is_right, weight, is_found: false });
            }
        }
    }

    fn event_cases(&self, candidates: &[Candidate], folds: usize, cases: &mut Vec<Case>) {
        for candidate in candidates {
            let Some((number, example, is_right)) = self.of(candidate) else { continue };
            if is_right || example.trigger.is_none() {
                let features = candidate.features.clone();
                let weight = if is_right { 0.6 } else { 1.0 };
                cases.push(Case { fold: number % folds, features, is_right, weight, is_found: false });
            }
        }
    }
}

/// One line of the verdicts.
#[derive(Deserialize)]
struct Verdict {
    id: String,
    event: String,
    start: usize,
    end: usize,
    told: bool,
}

impl Verdict {
    fn read(file: &Path) -> Result<Vec<Self>> {
        let lines = tree::read(file)?;
        let line = |(index, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", file.display(), index + 1))
        };
        lines.lines().enumerate().map(line).collect()
    }
}

/// Where somebody read a trigger: id, event, start, end. Its fold, and whether it tells an event.
type Places = HashMap<(String, String, usize, usize), (usize, bool)>;

fn places(verdicts: Vec<Verdict>, folds: usize) -> Places {
    let mut places = Places::new();
    let mut articles: Vec<String> = Vec::new();
    for verdict in verdicts {
        if articles.last() != Some(&verdict.id) {
            articles.push(verdict.id.clone());
        }
        let place = (verdict.id, verdict.event, verdict.start, verdict.end);
        places.insert(place, (articles.len() % folds, verdict.told));
    }
    places
}

/// The triggers that somebody read, each with a yes or a no.
fn verdict_cases(places: &Places, candidates: &[Candidate]) -> Vec<Case> {
    let case = |c: &Candidate| {
        let place = (c.doc.clone(), c.event.clone(), c.trigger.0, c.trigger.1);
        let &(fold, is_right) = places.get(&place)?;
        Some(Case { fold, features: c.features.clone(), is_right, weight: 1.0, is_found: true })
    };
    candidates.iter().filter_map(case).collect()
}

/// What was learnt: from all cases, and from those outside each fold.
struct Learnt {
    weights: Weights,
    by_fold: Vec<Weights>,
}

/// Learns from all cases; says how well it does on articles not learnt from. `missed`: right answers without a case.
fn learn(what: &str, cases: &[Case], folds: usize, base: &str, missed: usize) -> Learnt {
    let mut by_fold: Vec<Weights> =
        (0..folds).map(|fold| fit(cases.iter().filter(|c| c.fold != fold))).collect();
    let held = cases.iter().filter(|c| c.is_found);
    let mut scored: Vec<(f64, bool)> =
        held.map(|c| (score(&by_fold[c.fold], &c.features), c.is_right)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let golds = scored.iter().filter(|(_, right)| *right).count() + missed;
    let mut right = 0;
    let curve: Vec<(f64, [f64; 3])> = scored
        .iter()
        .enumerate()
        .map(|(n, &(score, is_right))| {
            right += usize::from(is_right);
            let (p, r) = (right as f64 / (n + 1) as f64, right as f64 / golds.max(1) as f64);
            (score, [p, r, if right > 0 { 2.0 * p * r / (p + r) } else { 0.0 }])
        })
        .collect();
    let top = curve.iter().map(|(_, [.., f1])| *f1).fold(0.0, f64::max);
    // F1 is best where all is taken that is right more often than half of it (Lipton et al. 2014).
    let bar = (top / 2.0 / (1.0 - top / 2.0)).ln();
    let best =
        curve.iter().rfind(|(score, _)| *score >= bar).map(|(_, figures)| *figures).unwrap_or_default();
    println!(
        "{what}: {} cases, {golds} right; cross-validated P {:.1} R {:.1} F1 {:.1} above {bar:.2}",
        cases.len(),
        100.0 * best[0],
        100.0 * best[1],
        100.0 * best[2]
    );
    let mut weights = fit(cases.iter());
    for weights in by_fold.iter_mut().chain([&mut weights]) {
        *weights.entry(base.to_owned()).or_default() -= bar - 0.001;
    }
    Learnt { weights, by_fold }
}

fn score(weights: &Weights, features: &[(String, f64)]) -> f64 {
    features.iter().map(|(name, value)| weights.get(name).copied().unwrap_or(0.0) * value).sum()
}

/// Logistic regression by gradient steps that shrink with what a weight has moved (AdaGrad).
fn fit<'c>(cases: impl Iterator<Item = &'c Case>) -> Weights {
    let cases: Vec<&Case> = cases.collect();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let rows: Vec<Vec<(usize, f64)>> = cases
        .iter()
        .map(|case| {
            let row = case.features.iter().map(|(name, value)| {
                let next = numbers.len();
                (*numbers.entry(name).or_insert(next), *value)
            });
            row.collect()
        })
        .collect();
    let mut names = vec![""; numbers.len()];
    numbers.iter().for_each(|(name, &i)| names[i] = name);
    let hold: Vec<f64> =
        names.iter().map(|n| if n.matches(':').count() > 1 { HOLD_OWN } else { HOLD }).collect();
    let (mut weights, mut moved) = (vec![0.0; names.len()], vec![1.0; names.len()]);
    for _ in 0..ROUNDS {
        let mut gradient = vec![0.0; names.len()];
        let mut in_batch = 0;
        for (i, (row, case)) in rows.iter().zip(&cases).enumerate() {
            let sum: f64 = row.iter().map(|&(f, v)| weights[f] * v).sum();
            let error = f64::from(u8::from(case.is_right)) - 1.0 / (1.0 + (-sum).exp());
            row.iter().for_each(|&(f, v)| gradient[f] += error * v * case.weight);
            in_batch += 1;
            if in_batch == 64 || i + 1 == rows.len() {
                let share = f64::from(in_batch) / rows.len() as f64;
                for f in 0..weights.len() {
                    let step: f64 = gradient[f] - hold[f] * weights[f] * share;
                    moved[f] += step * step;
                    weights[f] += 0.5 * step / f64::sqrt(moved[f]);
                    gradient[f] = 0.0;
                }
                in_batch = 0;
            }
        }
    }
    names.iter().map(|n| (*n).to_owned()).zip(weights).collect()
}

fn write(path: &Path, weights: &Weights) -> Result<()> {
    let mut text = String::from(
        "# Weights of the two decisions of an event: a filler above zero may take the role, the best first; an event above\n\
         # zero is told. Learnt by `cargo xtask train`; a feature that is not here counts nothing.\n\
         # feature\tweight\n",
    );
    for (name, weight) in weights.iter().filter(|(_, w)| w.abs() >= 0.02) {
        writeln!(text, "{name}\t{weight:.2}")?;
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
