//! Runs the examples and counter-examples that the event rules carry.

use super::Pipeline;
use crate::error::Diagnostic;
use crate::lexicon::{EventRule, Example};
use crate::record::{EventRecord, Extraction};
use crate::source::Document;

impl Pipeline {
    /// Runs every example and counter-example of the lexicon's rules: how many there were, and which failed.
    pub fn run_examples(&self) -> (usize, Vec<Diagnostic>) {
        let mut worker = self.worker();
        let (mut run, mut failed) = (0, Vec::new());
        for rule in &self.lexicon.events {
            let file = &rule.event;
            for example in &rule.examples {
                run += 1;
                let text = example.text.get_ref();
                let document = Document::from_text("-", text.as_str());
                let faults = unmet(rule, example, worker.extract(&document), text);
                failed.extend(faults.into_iter().map(|fault| self.lexicon.example_fault(rule, text, fault)));
            }
            for counter in &rule.counters {
                run += 1;
                let text = counter.text.get_ref();
                let document = Document::from_text("-", text.as_str());
                let found = worker.extract(&document).events.iter().find(|e| e.event == file).cloned();
                if let Some(event) = found {
                    let message = format!(
                        "the counter-example \"{text}\" gives a {file} by {} ({}); add a blocker, or narrow the trigger",
                        event.via, counter.why
                    );
                    failed.push(self.lexicon.example_fault(rule, text, message));
                }
            }
        }
        (run, failed)
    }
}

/// What the example asks for and the extraction does not give.
fn unmet(rule: &EventRule, example: &Example, extraction: &Extraction<'_>, text: &str) -> Vec<String> {
    let wanted = example.trigger.to_lowercase();
    let fits = |event: &&EventRecord<'_>| {
        let trigger = event.trigger.of(text).to_lowercase();
        event.event == rule.event && (trigger.contains(&wanted) || wanted.contains(&trigger))
    };
    let Some(event) = extraction.events.iter().find(fits) else {
        return vec![format!("the example \"{text}\" gives no {} by \"{}\"; see trich explain", rule.event, example.trigger)];
    };
    let mut faults = Vec::new();
    if (event.polarity, event.modality) != (example.polarity, example.modality) {
        faults.push(format!(
            "the example \"{text}\" is told as {}, {}; wanted: {}, {}",
            event.polarity.name(),
            event.modality.name(),
            example.polarity.name(),
            example.modality.name()
        ));
    }
    for (role, fillers) in &example.roles {
        for filler in fillers {
            let filled = event.roles.iter().any(|r| r.role == role && (r.span.of(text) == filler));
            if !filled {
                let have: Vec<&str> = event.roles.iter().filter(|r| r.role == role).map(|r| r.span.of(text)).collect();
                faults.push(format!("the example \"{text}\": {role} is \"{}\"; wanted: \"{filler}\"", have.join("\", \"")));
            }
        }
    }
    faults
}
