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
/// What a claim counts that names no subject: there are few, and both kinds are to be right alike.
const NOBODY: f64 = 1.2;
/// The feature that depends on the answer before.
const AGAIN: &str = "subject:of-claim-before";

/// A claim with its answer.
struct Task {
    article: usize,
    /// Without the feature that depends on the answer before.
    lesson: Lesson,
    /// The number of its sentence; the entity and the sentence of each option.
    sentence: u32,
    entities: Vec<(String, u32)>,
    /// Whether the annotation names a subject, and whether it allows none.
    named: bool,
    may_be_none: bool,
    /// Whether the annotators left the claim open.
    optional: bool,
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
        count(&train(&seen), &unseen, &mut right);
    }
    let all: Vec<&Task> = tasks.iter().collect();
    let weights = train(&all);
    let mut seen = [(0, 0); 2];
    count(&weights, &all, &mut seen);
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
        let named = !names.is_empty();
        let may_be_none = !named || claim.item.subject.iter().any(Option::is_none);
        let weight = match claim.item.optional {
            // What is named but not found teaches nothing.
            _ if named && right.is_empty() && !may_be_none => 0.0,
            true => OPTIONAL,
            false => 1.0,
        };
        let weight = if named { weight } else { weight * NOBODY };
        let (entities, options) =
            question.choices.into_iter().map(|c| ((c.entity, c.sentence), c.features)).unzip();
        tasks.push(Task {
            article: number,
            lesson: Lesson { options, right, weight },
            sentence: question.sentence,
            entities,
            named,
            may_be_none,
            optional: claim.item.optional,
        });
    }
    tasks
}

impl Task {
    /// The lesson where `before` was the answer before, as the program will see it.
    fn after(&self, before: Option<&(String, u32)>) -> Lesson {
        let again =
            |entity: &str| before.is_some_and(|(e, s)| e == entity && self.sentence.saturating_sub(*s) <= 1);
        let options = self.lesson.options.iter().zip(&self.entities).map(|(features, (entity, _))| {
            let again = again(entity).then(|| (AGAIN.to_owned(), 1.0));
            features.iter().cloned().chain(again).collect()
        });
        Lesson { options: options.collect(), right: self.lesson.right.clone(), weight: self.lesson.weight }
    }
}

/// Calls `each` with every task and its lesson, after the answer before it in its article; `each` gives the answer.
fn follow<'t>(tasks: &[&'t Task], mut each: impl FnMut(&'t Task, Lesson) -> Option<usize>) {
    let mut before: Option<(usize, &(String, u32))> = None;
    for task in tasks {
        let same = before.filter(|(article, _)| *article == task.article).map(|(_, answer)| answer);
        let answer = each(task, task.after(same));
        before = answer.map(|i| (task.article, &task.entities[i]));
    }
}

/// Learns twice: first after the right answers, then after those that were then given, as it will be.
fn train(tasks: &[&Task]) -> Weights {
    let mut lessons = Vec::new();
    follow(tasks, |task, lesson| {
        lessons.push(lesson);
        task.lesson.right.last().copied()
    });
    let first = logistic::train(&lessons.iter().collect::<Vec<_>>());
    lessons.clear();
    follow(tasks, |_, lesson| {
        let answer = logistic::choose(&first, &lesson.options);
        lessons.push(lesson);
        answer
    });
    logistic::train(&lessons.iter().collect::<Vec<_>>())
}

/// How many code points stand before the byte `at`.
fn chars(text: &str, at: u32) -> usize {
    text.bytes().take(at as usize).filter(|b| b & 0xC0 != 0x80).count()
}

/// Adds the right answers and all: of claims with a subject, and of those without. Each is answered after the answer
/// that was given before it, right or wrong.
fn count(weights: &Weights, tasks: &[&Task], right: &mut [(usize, usize); 2]) {
    follow(tasks, |task, lesson| {
        let chosen = logistic::choose(weights, &lesson.options);
        let is_right = match chosen {
            Some(i) => lesson.right.contains(&i),
            None => task.may_be_none,
        };
        if !task.optional {
            let row = &mut right[usize::from(!task.named)];
            *row = (row.0 + usize::from(is_right), row.1 + 1);
        }
        chosen
    });
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
