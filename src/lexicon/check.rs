//! What a maintainer should mend in a lexicon that loads: disorder, doubles, missing makers, thin rules.

use std::collections::HashMap;

use super::rule::EventFile;
use super::table::File;
use super::tsv;
use super::{EventRule, Lexicon, Place};
use crate::error::Diagnostic;

/// The fewest examples and counter-examples of an event type.
const EXAMPLES: usize = 10;
const COUNTERS: usize = 5;

pub(super) fn check(lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut faults = lexicon.remarks.clone();
    order(lexicon, &mut faults);
    doubles(lexicon, &mut faults);
    for rule in &lexicon.events {
        examples(lexicon, rule, &mut faults);
    }
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    faults
}

/// Rows of a list stand in order of their ids, so that a change is a small diff.
fn order(lexicon: &Lexicon, faults: &mut Vec<Diagnostic>) {
    for source in lexicon.files.iter().filter(|f| f.name.ends_with(".tsv") && !f.name.starts_with("model/")) {
        let mut rows = Vec::new();
        tsv::read(&source.shown, &source.text, &mut Vec::new(), |row, _| rows.push(row));
        for pair in rows.windows(2).filter(|pair| pair[0].id > pair[1].id) {
            faults.push(Diagnostic {
                file: source.shown.clone(),
                line: pair[1].line as usize,
                column: 1,
                message: format!("`{}` stands after `{}`; sort the rows by id", pair[1].id, pair[0].id),
            });
        }
    }
}

/// A surface that two entries claim is a homonym: at least one of them has to ask for context.
fn doubles(lexicon: &Lexicon, faults: &mut Vec<Diagnostic>) {
    for pattern in 0..lexicon.entries.pattern_count() {
        let surfaces = lexicon.surfaces_of(pattern).map(|i| lexicon.surface(i));
        let mut plain = surfaces.filter(|s| !s.needs_context);
        let Some(first) = plain.next() else { continue };
        for other in plain.filter(|s| s.entry != first.entry) {
            faults.push(at(
                lexicon,
                other.place,
                format!(
                    "\"{}\" stands also for {} ({}); flag one of the two needs-context",
                    other.text,
                    lexicon.entry(first.entry).entity,
                    lexicon.show(first.place)
                ),
            ));
        }
    }
}

fn examples(lexicon: &Lexicon, rule: &EventRule, faults: &mut Vec<Diagnostic>) {
    // A pack holds no examples.
    let source = lexicon.files.get(usize::from(rule.file)).filter(|file| !file.text.is_empty());
    let Some(source) = source else { return };
    let file = File { name: &source.shown, text: &source.text };
    for (have, want, what) in
        [(rule.examples.len(), EXAMPLES, "examples"), (rule.counters.len(), COUNTERS, "counter-examples")]
    {
        if have < want {
            faults.push(file.fault(
                0..0,
                format!("{have} {what}; write at least {want}, with other triggers and sentence frames"),
            ));
        }
    }
    // Offsets count in the file itself, so only examples that stand in it are placed.
    let Ok(own) = toml::from_str::<EventFile>(&source.text) else { return };
    for example in &own.example {
        let text = example.text.get_ref();
        let place = || example.text.span();
        if !text.to_lowercase().contains(&example.trigger.to_lowercase()) {
            faults.push(file.fault(
                place(),
                format!(
                    "the trigger \"{}\" does not stand in the example; copy it from there",
                    example.trigger
                ),
            ));
        }
        for (role, fillers) in &example.roles {
            if !rule.roles.iter().any(|r| &r.name == role) {
                faults.push(file.fault(place(), format!("`{role}` is no role of {}", rule.event)));
            }
            for filler in fillers.iter().filter(|f| !text.contains(f.as_str())) {
                faults.push(file.fault(
                    place(),
                    format!("\"{filler}\" does not stand in the example; copy it from there"),
                ));
            }
        }
    }
    let mut seen = HashMap::new();
    for trigger in &rule.triggers {
        if let Some(first) = seen.insert(&trigger.text, trigger.place) {
            faults.push(at(
                lexicon,
                trigger.place,
                format!("\"{}\" is a trigger already ({}); remove one", trigger.text, lexicon.show(first)),
            ));
        }
    }
}

fn at(lexicon: &Lexicon, place: Place, message: String) -> Diagnostic {
    Diagnostic { file: lexicon.shown(place.file).to_owned(), line: place.line as usize, column: 1, message }
}
