//! Trains the choice of a claim's subject, and tells how well it does on articles that it has not seen.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use trich::eval::bare;
use trich::eval::gold::{self, Article};
use trich::internals::{Choice, SubjectQuestion};
use trich::{Document, Pipeline};

use super::logistic::{self, Lesson, Weights};
use crate::tree::Tree;

/// Parts of the cross-validation.
const PARTS: usize = 10;
/// What a claim counts that the annotators left open.
const OPTIONAL: f64 = 0.5;
/// The feature that depends on the answer before.
const AGAIN: &str = "subject:of-claim-before";

/// A claim with its answer.
struct Task {
    article: usize,
    lesson: Lesson,
    /// Whether the annotation names a subject, and whether it allows none.
    named: bool,
    may_be_none: bool,
}

/// Trains on `gold` and writes `lexicons/model/subject.tsv`.
pub(crate) fn run(tree: &Tree, gold: &Path) -> Result<()> {
    let articles = gold::read_files(gold, &[])?;
    let pipeline = Pipeline::builder().build().context("the builtin lexicon does not load")?;
    let mut worker = pipeline.worker();
    let mut tasks = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let text: String = article.text.chars().iter().collect();
        let title = text.split_once('\n').map(|(title, _)| title.to_owned());
        let document = Document { title, ..Document::from_text("-", text.as_str()) };
        let questions = worker.subject_questions(&document);
        tasks.extend(self::tasks(number, article, &text, questions));
    }
    let mut right = [(0, 0); 2];
    for part in 0..PARTS {
        let (unseen, seen): (Vec<&Task>, Vec<&Task>) = tasks.iter().partition(|t| t.article % PARTS == part);
        let weights = logistic::train(&seen.iter().map(|t| &t.lesson).collect::<Vec<_>>());
        count(&weights, &unseen, &mut right);
    }
    let weights = logistic::train(&tasks.iter().map(|t| &t.lesson).collect::<Vec<_>>());
    let mut seen = [(0, 0); 2];
    count(&weights, &tasks.iter().collect::<Vec<_>>(), &mut seen);
    let share = |(ok, all): (usize, usize)| 100.0 * ok as f64 / all.max(1) as f64;
    println!("{} claims of {} articles", tasks.len(), articles.len());
    println!("unseen: subject {:.1} %, none {:.1} %", share(right[0]), share(right[1]));
    println!("seen:   subject {:.1} %, none {:.1} %", share(seen[0]), share(seen[1]));
    let path = tree.root.join("lexicons/model/subject.tsv");
    fs::write(&path, table(&weights)).with_context(|| format!("cannot write {}", path.display()))
}

/// The questions whose claim is annotated, with their answers.
fn tasks(number: usize, article: &Article, text: &str, questions: Vec<SubjectQuestion>) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut before: Option<(String, u32)> = None;
    for question in questions {
        let (start, end) = (chars(text, question.start), chars(text, question.end));
        let Some(claim) = article.claims.iter().find(|c| c.span.start < end && start < c.span.end) else {
            continue;
        };
        let names: Vec<String> = claim.item.subject.iter().flatten().map(|n| bare(n)).collect();
        let slug = |entity: &str| bare(entity.split('/').next_back().unwrap_or_default());
        let is_right = |c: &Choice| names.iter().any(|n| *n == bare(&c.name) || *n == slug(&c.entity));
        let right: Vec<usize> =
            (0..question.choices.len()).filter(|&i| is_right(&question.choices[i])).collect();
        let again =
            |c: &Choice| before.as_ref().is_some_and(|(e, s)| *e == c.entity && question.sentence - s <= 1);
        let options = question.choices.iter().map(|c| {
            let mut features = c.features.clone();
            if again(c) {
                features.push((AGAIN.to_owned(), 1.0));
            }
            features
        });
        let named = !names.is_empty();
        let may_be_none = !named || claim.item.subject.iter().any(Option::is_none);
        let options: Vec<_> = options.collect();
        let best = right.last().map(|&i| (question.choices[i].entity.clone(), question.choices[i].sentence));
        before = best.or(before);
        // What is named but not found teaches nothing.
        if named && right.is_empty() && !may_be_none {
            tasks.push(Task {
                article: number,
                lesson: Lesson { options, right, weight: 0.0 },
                named,
                may_be_none,
            });
            continue;
        }
        let weight = if claim.item.optional { OPTIONAL } else { 1.0 };
        tasks.push(Task { article: number, lesson: Lesson { options, right, weight }, named, may_be_none });
    }
    tasks
}

/// How many code points stand before the byte `at`.
fn chars(text: &str, at: u32) -> usize {
    text.bytes().take(at as usize).filter(|b| b & 0xC0 != 0x80).count()
}

/// Adds the right answers and all: of claims with a subject, and of those without.
fn count(weights: &Weights, tasks: &[&Task], right: &mut [(usize, usize); 2]) {
    for task in tasks.iter().filter(|t| t.lesson.weight == 1.0 || t.lesson.weight == 0.0) {
        let chosen = logistic::choose(weights, &task.lesson.options);
        let is_right = match chosen {
            Some(i) => task.lesson.right.contains(&i),
            None => task.may_be_none,
        };
        let row = &mut right[usize::from(!task.named)];
        *row = (row.0 + usize::from(is_right), row.1 + 1);
    }
}

fn table(weights: &Weights) -> String {
    let mut out = String::from(
        "# Weights of the choice of a claim's subject: a mention's score is the sum over its features; the best one above zero wins.\n\
         # Made by `cargo xtask train subject`: logistic regression over the mentions near a claim and none, on annotated articles.\n\
         # feature\tweight\n",
    );
    for (feature, weight) in weights.iter().filter(|(_, w)| w.abs() >= 0.005) {
        let _ = writeln!(out, "{feature}\t{weight:.2}");
    }
    out
}
