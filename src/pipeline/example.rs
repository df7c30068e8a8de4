//! Runs the examples and counter-examples that the rule files carry.

use std::ops::Range;

use super::{Pipeline, Worker};
use crate::error::Diagnostic;
use crate::lexicon::{AmountExample, CueExample, Effect, EventRule, Example, Modality, Polarity};
use crate::record::{ClaimRecord, EventRecord, Extraction, TimeRecord};
use crate::source::Document;
use crate::token::Tokens;

/// What running the examples gave.
#[derive(Debug, Default)]
pub struct Examples {
    /// How many were run.
    pub run: usize,
    /// How many of them are known not to be met yet.
    pub open: usize,
    /// What is wrong with the others.
    pub faults: Vec<Diagnostic>,
}

impl Pipeline {
    /// Runs every example and counter-example of the lexicon.
    pub fn run_examples(&self) -> Examples {
        let mut worker = self.worker();
        let (mut run, mut open, mut faults) = (0, 0, Vec::new());
        let mut tell = |file: &str, text: &str, is_open: bool, unmet: Vec<String>| {
            open += usize::from(is_open);
            let told = match (is_open, unmet.is_empty()) {
                (true, true) => vec![format!("the example \"{text}\" is met; take `open` out of it")],
                (true, false) => Vec::new(),
                (false, _) => unmet,
            };
            faults.extend(told.into_iter().map(|fault| self.lexicon.example_fault(file, text, fault)));
        };
        for rule in &self.lexicon.events {
            let name = format!("event/{}.toml", rule.event);
            for example in &rule.examples {
                run += 1;
                let text = example.text.get_ref();
                let unmet =
                    unmet(rule, example, worker.extract(&Document::from_text("-", text.as_str())), text);
                tell(&name, text, example.open, unmet);
            }
            for counter in &rule.counters {
                run += 1;
                let text = counter.text.get_ref();
                let found = worker.extract(&Document::from_text("-", text.as_str()));
                let event = found.events.iter().find(|e| e.event == rule.event);
                let unmet = event.map(|event| {
                    let (via, why) = (event.via, &counter.why);
                    format!(
                        "the counter-example \"{text}\" gives an event by {via} ({why}); add a blocker, or narrow the trigger"
                    )
                });
                tell(&name, text, counter.open, unmet.into_iter().collect());
            }
        }
        for cue in &self.lexicon.cues {
            let examples =
                cue.example.iter().map(|e| (e, true)).chain(cue.counter.iter().map(|c| (c, false)));
            for (example, acts) in examples {
                run += 1;
                let text = example.text.get_ref();
                let fault = cue_fault(&mut worker, example, cue.effect, acts);
                faults.extend(fault.map(|f| self.lexicon.example_fault("modality.toml", text, f)));
            }
        }
        for example in &self.lexicon.amount_examples {
            run += 1;
            let text = example.text.get_ref();
            let fault = amount_fault(&mut worker, example);
            faults.extend(fault.map(|f| self.lexicon.example_fault("quantity.toml", text, f)));
        }
        Examples { run, open, faults }
    }
}

/// The day that the examples of amounts and times are read on.
const TODAY: &str = "2025-06-15";

/// What the example lists and the extraction does not give, or gives beside.
fn amount_fault(worker: &mut Worker<'_>, example: &AmountExample) -> Option<String> {
    let text = example.text.get_ref();
    let document = Document { date: Some(TODAY.to_owned()), ..Document::from_text("-", text.as_str()) };
    let found = worker.extract(&document);
    let claims: Vec<String> = found.claims.iter().map(told_claim).collect();
    let times: Vec<String> = found.times.iter().map(told_time).collect();
    let lists = [("claims", &claims, &example.claims), ("times", &times, &example.times)];
    let wrong = lists
        .into_iter()
        .find(|(what, have, wanted)| have != wanted && (*what == "claims" || !wanted.is_empty()))?;
    let (what, have, wanted) = wrong;
    Some(format!("the example \"{text}\" gives the {what} {have:?}; wanted: {wanted:?}; see trich explain"))
}

fn told_claim(claim: &ClaimRecord<'_>) -> String {
    let value = match (claim.value, claim.bounds) {
        (Some(value), _) => value.normalize().to_string(),
        (None, Some((low, high))) => format!("{}..{}", low.normalize(), high.normalize()),
        (None, None) => String::new(),
    };
    let unit = claim.unit.as_deref().map_or(String::new(), |u| format!(" {u}"));
    format!("{} {} {value}{unit}", claim.kind.name(), claim.comparator.name())
}

fn told_time(time: &TimeRecord) -> String {
    let days = time.days.map_or("unknown".to_owned(), |(from, to)| format!("{from}..{to}"));
    format!("{days} {}", time.grain.name())
}

/// What the example asks for and the extraction does not give.
fn unmet(rule: &EventRule, example: &Example, extraction: &Extraction<'_>, text: &str) -> Vec<String> {
    let wanted = example.trigger.to_lowercase();
    let fits = |event: &&EventRecord<'_>| {
        let trigger = event.trigger.of(text).to_lowercase();
        event.event == rule.event && (trigger.contains(&wanted) || wanted.contains(&trigger))
    };
    let Some(event) = extraction.events.iter().find(fits) else {
        return vec![format!(
            "the example \"{text}\" gives no {} by \"{}\"; see trich explain",
            rule.event, example.trigger
        )];
    };
    let mut faults = Vec::new();
    if (event.polarity, event.modality) != (example.polarity, example.modality) {
        faults.push(told(text, (event.polarity, event.modality), (example.polarity, example.modality)));
    }
    for (role, fillers) in &example.roles {
        let have: Vec<&str> =
            event.roles.iter().filter(|r| r.role == role).map(|r| r.span.of(text)).collect();
        for filler in fillers.iter().filter(|f| !have.contains(&f.as_str())) {
            faults.push(format!(
                "the example \"{text}\": {role} is \"{}\"; wanted: \"{filler}\"",
                have.join("\", \"")
            ));
        }
    }
    faults
}

/// What is wrong with the stance of the example's trigger: the cue's `effect` must show, or not, as `acts` says.
fn cue_fault(worker: &mut Worker<'_>, example: &CueExample, effect: Effect, acts: bool) -> Option<String> {
    let text = example.text.get_ref();
    let tokens = Tokens::of(text);
    let Some(place) = find(&tokens, &Tokens::of(&example.trigger)) else {
        return Some(format!("\"{}\" does not stand in \"{text}\"; copy it from there", example.trigger));
    };
    let have = worker.stance(text, &place);
    let wanted = (example.polarity.unwrap_or(have.0), example.modality.unwrap_or(have.1));
    if have != wanted {
        return Some(told(text, have, wanted));
    }
    let shows = match effect {
        Effect::Negative => have.0 == Polarity::Negative,
        Effect::Planned => have.1 == Modality::Planned,
        Effect::Possible => have.1 == Modality::Possible,
        Effect::Rumoured => have.1 == Modality::Rumoured,
        Effect::Asserted => have.1 == Modality::Asserted,
    };
    let says = if acts { "does not act" } else { "acts, which it must not" };
    (shows != acts).then(|| format!("the cue {says} in \"{text}\"; see its `not`, `within` and `where`"))
}

fn told(text: &str, have: (Polarity, Modality), wanted: (Polarity, Modality)) -> String {
    let show = |(p, m): (Polarity, Modality)| format!("{}, {}", p.name(), m.name());
    format!("the example \"{text}\" is told as {}; wanted: {}", show(have), show(wanted))
}

/// The first place in `tokens` where `words` stand.
fn find(tokens: &Tokens, words: &Tokens) -> Option<Range<usize>> {
    let is_at = |at: usize| (0..words.len()).all(|i| tokens.key(at + i) == words.key(i));
    (0..=tokens.len().checked_sub(words.len())?).find(|&at| is_at(at)).map(|at| at..at + words.len())
}
