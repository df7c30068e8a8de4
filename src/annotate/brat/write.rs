//! Writes standoff lines.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::note::note;
use super::{COMPARATORS, PHRASE};
use crate::annotate::{Annotated, Claim, Event, Filler, Mark};

/// The `.ann` file of an article.
pub(crate) fn write(article: &Annotated) -> String {
    let chars: Vec<char> = article.text.chars().collect();
    let mut writer = Writer { chars: &chars, out: String::new(), counts: HashMap::new() };
    writer.article(article);
    writer.out
}

struct Writer<'a> {
    chars: &'a [char],
    out: String,
    /// By letter: the last number.
    counts: HashMap<char, usize>,
}

impl Writer<'_> {
    fn article(&mut self, article: &Annotated) {
        let mut mentions = Vec::new();
        for mention in &article.mentions {
            let id = self.span(mention.kind.name(), mention.mark);
            self.note(&id, &[("name", mention.name.as_deref())]);
            self.flag("Coreference", &id, mention.coreference);
            self.flag("Optional", &id, mention.optional);
            mentions.push(id);
        }
        let claims: Vec<String> = article.claims.iter().map(|claim| self.claim(claim, &mentions)).collect();
        for event in &article.events {
            self.event(event, &mentions, &claims);
        }
    }

    fn claim(&mut self, claim: &Claim, mentions: &[String]) -> String {
        let id = self.span(&claim.kind, claim.mark);
        let name = COMPARATORS.iter().find(|(sign, _)| *sign == claim.comparator).map_or("equal", |(_, n)| n);
        self.attribute("Comparator", &id, name);
        self.flag("Optional", &id, claim.optional);
        self.note(
            &id,
            &[
                ("value", claim.value.as_deref()),
                ("low", claim.low.as_deref()),
                ("high", claim.high.as_deref()),
                ("unit", claim.unit.as_deref()),
                ("attribute", claim.attribute.as_deref()),
            ],
        );
        if let Some(subject) = claim.subject {
            self.line('R', &format!("subject Arg1:{id} Arg2:{}", mentions[subject]));
        }
        id
    }

    fn event(&mut self, event: &Event, mentions: &[String], claims: &[String]) {
        let trigger = self.span(&event.event, event.trigger);
        let mut line = format!("{}:{trigger}", event.event);
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (role, filler) in &event.roles {
            let id = match filler {
                Filler::Mention(i) => mentions[*i].clone(),
                Filler::Claim(i) => claims[*i].clone(),
                Filler::Phrase(mark) => self.span(PHRASE, *mark),
            };
            let count = seen.entry(role).or_default();
            *count += 1;
            // brat counts further roles of a name from 2.
            let number = if *count > 1 { count.to_string() } else { String::new() };
            let _ = write!(line, " {role}{number}:{id}");
        }
        let id = self.line('E', &line);
        self.attribute("Polarity", &id, &event.polarity);
        self.attribute("Modality", &id, &event.modality);
        self.flag("Optional", &id, event.optional);
    }

    /// Writes a `T` line. brat wants the lines of a text apart, so a mark that goes over a line's end is written in pieces.
    fn span(&mut self, kind: &str, mark: Mark) -> String {
        let (mut places, mut words) = (Vec::new(), Vec::new());
        let mut start = mark.start;
        for line in self.chars[mark.start..mark.end].split(|c| *c == '\n') {
            if !line.is_empty() {
                places.push(format!("{start} {}", start + line.len()));
                words.push(line.iter().collect::<String>());
            }
            start += line.len() + 1;
        }
        self.line('T', &format!("{kind} {}\t{}", places.join(";"), words.join(" ")))
    }

    fn attribute(&mut self, name: &str, of: &str, value: &str) {
        self.line('A', &format!("{name} {of} {value}"));
    }

    fn flag(&mut self, name: &str, of: &str, is_set: bool) {
        if is_set {
            self.line('A', &format!("{name} {of}"));
        }
    }

    fn note(&mut self, of: &str, values: &[(&str, Option<&str>)]) {
        let text = note(values);
        if !text.is_empty() {
            self.line('#', &format!("AnnotatorNotes {of}\t{text}"));
        }
    }

    /// Writes a line with the next number of its letter; gives both, `T3`.
    fn line(&mut self, letter: char, rest: &str) -> String {
        let number = self.counts.entry(letter).or_default();
        *number += 1;
        let id = format!("{letter}{number}");
        let _ = writeln!(self.out, "{id}\t{rest}");
        id
    }
}
