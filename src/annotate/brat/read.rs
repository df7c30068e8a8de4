//! Reads standoff lines, each fault with its line.

use std::collections::HashMap;

use super::note::values;
use super::{COMPARATORS, PHRASE};
use crate::annotate::{Annotated, CLAIMS, Claim, Event, Filler, Mark, Mention, fault};
use crate::error::Error;
use crate::lexicon::Kind;

/// The article `id` of a `.txt` with the annotation of its `.ann`, the file `name`. `events` are the types that there are.
///
/// # Errors
/// [`Error::Annotation`] with file and line.
pub(crate) fn read(id: &str, text: &str, name: &str, ann: &str, events: &[&str]) -> Result<Annotated, Error> {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader { chars: &chars, events, marks: HashMap::new(), article: Annotated::default() };
    let lines = || ann.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    // Lines may refer to later ones: first what stands in the text, then events, then what is said about both.
    for pass in ["T", "E", "RA#MN*"] {
        for (number, line) in lines().filter(|(_, line)| line.starts_with(|c| pass.contains(c))) {
            reader.line(line).map_err(|message| fault(name, number + 1, message))?;
        }
    }
    for (number, line) in lines() {
        if !line.starts_with(['T', 'E', 'R', 'A', '#', 'M', 'N', '*']) {
            let message = "no line of standoff; it begins with T, E, R, A, M, N or #";
            return Err(fault(name, number + 1, message));
        }
        reader.complete(line).map_err(|message| fault(name, number + 1, message))?;
    }
    Ok(Annotated { id: id.to_owned(), text: text.to_owned(), ..reader.article })
}

/// What an id stands for.
#[derive(Clone, Copy)]
enum Target {
    Mention(usize),
    Claim(usize),
    /// A trigger, or other words.
    Words(Mark),
    Event(usize),
}

struct Reader<'a> {
    chars: &'a [char],
    events: &'a [&'a str],
    marks: HashMap<String, Target>,
    article: Annotated,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (id, rest) = line.split_once('\t').ok_or("a tab is missing after the id")?;
        match id.chars().next() {
            Some('T') => self.span(id, rest),
            Some('E') => self.event(id, rest),
            Some('R') => self.relation(rest),
            Some('A' | 'M') => self.attribute(rest),
            Some('#') => self.note(rest),
            Some('N') => self.normalization(rest),
            _ => Err("equivalent spans are not read; remove the line".to_owned()),
        }
    }

    fn span(&mut self, id: &str, rest: &str) -> Result<(), String> {
        let (head, words) = rest.split_once('\t').ok_or("a tab is missing before the words")?;
        let (kind, places) = head.split_once(' ').ok_or("a blank is missing after the type")?;
        let mark = self.mark(places, words)?;
        let target = if let Some(kind) = Kind::from_name(kind) {
            let mention = Mention { kind, mark, name: None, optional: false, coreference: false };
            self.article.mentions.push(mention);
            Target::Mention(self.article.mentions.len() - 1)
        } else if CLAIMS.contains(&kind) {
            self.article.claims.push(claim(kind, mark));
            Target::Claim(self.article.claims.len() - 1)
        } else if kind == PHRASE || self.events.contains(&kind) {
            Target::Words(mark)
        } else {
            return Err(format!(
                "`{kind}` is no type; use company, product, person, place, organization, {}, {PHRASE} or a type of event",
                CLAIMS.join(", ")
            ));
        };
        if self.marks.insert(id.to_owned(), target).is_some() {
            return Err(format!("`{id}` stands twice; give one another number"));
        }
        Ok(())
    }

    /// The stretch of `12 20` or, over line ends, `12 15;16 20`, where `words` must stand.
    fn mark(&self, places: &str, words: &str) -> Result<Mark, String> {
        let mut mark: Option<Mark> = None;
        for place in places.split(';') {
            let bounds = place.split_once(' ').and_then(|(s, e)| Some((s.parse().ok()?, e.parse().ok()?)));
            let (start, end): (usize, usize) =
                bounds.ok_or_else(|| format!("`{place}` is no place; write start and end, `12 20`"))?;
            if start >= end || end > self.chars.len() {
                let length = self.chars.len();
                return Err(format!(
                    "{start} to {end} is no stretch of the text, which has {length} characters"
                ));
            }
            mark = Some(match mark {
                None => Mark { start, end },
                Some(before) if self.is_blank(before.end, start) => Mark { start: before.start, end },
                Some(_) => {
                    return Err(
                        "a discontinuous span cannot be read; mark one stretch of the text, or two spans"
                            .to_owned(),
                    );
                }
            });
        }
        let mark = mark.ok_or("the place is missing")?;
        let stands: String = self.chars[mark.start..mark.end].iter().collect();
        let same = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if same(&stands) != same(words) {
            let Mark { start, end } = mark;
            return Err(format!(
                "at {start} to {end} stands {stands:?}, the annotation says {words:?}; the text was changed after it was annotated"
            ));
        }
        Ok(mark)
    }

    /// Whether only blanks stand between two places.
    fn is_blank(&self, from: usize, to: usize) -> bool {
        self.chars.get(from..to).is_some_and(|between| between.iter().all(|c| c.is_whitespace()))
    }

    fn event(&mut self, id: &str, rest: &str) -> Result<(), String> {
        let mut pairs = rest
            .split_whitespace()
            .map(|pair| pair.split_once(':').ok_or_else(|| format!("`{pair}` is no role; write `role:T1`")));
        let (event, trigger) = pairs.next().ok_or("the event is empty")??;
        let Target::Words(trigger) = self.target(trigger)? else {
            return Err(format!("`{trigger}` is no trigger of an event"));
        };
        let mut roles = Vec::new();
        for pair in pairs {
            let (role, filler) = pair?;
            let filler = match self.target(filler) {
                Ok(Target::Mention(i)) => Filler::Mention(i),
                Ok(Target::Claim(i)) => Filler::Claim(i),
                Ok(Target::Words(mark)) => Filler::Phrase(mark),
                Ok(Target::Event(i)) => Filler::Phrase(self.article.events[i].trigger),
                Err(_) if filler.starts_with('E') => {
                    return Err(format!("the event `{filler}` in a role must stand before this one"));
                }
                Err(error) => return Err(error),
            };
            roles.push((role.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned(), filler));
        }
        self.article.events.push(Event {
            event: event.to_owned(),
            trigger,
            roles,
            polarity: "positive".to_owned(),
            modality: "asserted".to_owned(),
            optional: false,
        });
        self.marks.insert(id.to_owned(), Target::Event(self.article.events.len() - 1));
        Ok(())
    }

    fn relation(&mut self, rest: &str) -> Result<(), String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let ["subject", claim, mention] = words[..] else {
            return Err(
                "the only relation is `subject Arg1:T1 Arg2:T2`, from a claim to a mention".to_owned()
            );
        };
        let end = |argument: &str| self.target(argument.split_once(':').map_or("", |(_, id)| id));
        match (end(claim)?, end(mention)?) {
            (Target::Claim(claim), Target::Mention(mention)) => {
                self.article.claims[claim].subject = Some(mention);
                Ok(())
            }
            _ => Err("a subject goes from a claim (Arg1) to a mention (Arg2)".to_owned()),
        }
    }

    fn attribute(&mut self, rest: &str) -> Result<(), String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let [name, of, ref value @ ..] = words[..] else {
            return Err("an attribute is written `Name T1 value`".to_owned());
        };
        let article = &mut self.article;
        let target = self.marks.get(of).copied().ok_or_else(|| missing(of))?;
        match (name, target, value) {
            ("Optional", Target::Mention(i), _) => article.mentions[i].optional = true,
            ("Optional", Target::Claim(i), _) => article.claims[i].optional = true,
            ("Optional", Target::Event(i), _) => article.events[i].optional = true,
            ("Coreference", Target::Mention(i), _) => article.mentions[i].coreference = true,
            ("Comparator", Target::Claim(i), [value]) => {
                let known = COMPARATORS.iter().find(|(sign, name)| name == value || sign == value);
                let (sign, _) = known.ok_or_else(|| {
                    let names: Vec<&str> = COMPARATORS.iter().map(|(_, name)| *name).collect();
                    format!("`{value}` is no comparator; use {}", names.join(", "))
                })?;
                article.claims[i].comparator = (*sign).to_owned();
            }
            ("Polarity", Target::Event(i), [value @ ("positive" | "negative")]) => {
                article.events[i].polarity = (*value).to_owned();
            }
            ("Modality", Target::Event(i), [value @ ("asserted" | "planned" | "possible" | "rumoured")]) => {
                article.events[i].modality = (*value).to_owned();
            }
            _ => {
                return Err(format!(
                    "`{rest}` is no attribute; use Comparator of a claim, Polarity or Modality of an event, Coreference of a mention, or Optional, with the values of annotation.conf"
                ));
            }
        }
        Ok(())
    }

    fn note(&mut self, rest: &str) -> Result<(), String> {
        let Some((head, text)) = rest.split_once('\t') else { return Ok(()) };
        let of = head.split_whitespace().nth(1).unwrap_or_default();
        let Some(target) = self.marks.get(of).copied() else { return Ok(()) };
        for (key, value) in values(text) {
            let value = Some(value).filter(|value| !value.is_empty());
            match (target, key) {
                (Target::Mention(i), "name") => self.article.mentions[i].name = value,
                (Target::Claim(i), _) if key != "name" => {
                    let claim = &mut self.article.claims[i];
                    match key {
                        "value" => claim.value = number(value)?,
                        "low" => claim.low = number(value)?,
                        "high" => claim.high = number(value)?,
                        "unit" => claim.unit = value,
                        _ => claim.attribute = value,
                    }
                }
                _ => {
                    return Err(format!(
                        "`{key}=` says nothing about `{of}`; a mention has a name, a claim the rest"
                    ));
                }
            }
        }
        Ok(())
    }

    /// The name in an outside list is the canonical one, unless a note gives one.
    fn normalization(&mut self, rest: &str) -> Result<(), String> {
        let Some((head, name)) = rest.split_once('\t') else { return Ok(()) };
        let of = head.split_whitespace().nth(1).unwrap_or_default();
        if let Some(Target::Mention(i)) = self.marks.get(of).copied() {
            self.article.mentions[i].name.get_or_insert_with(|| name.trim().to_owned());
        }
        Ok(())
    }

    /// A claim that lacks its number cannot be scored.
    fn complete(&self, line: &str) -> Result<(), String> {
        let id = line.split('\t').next().unwrap_or_default();
        let Some(Target::Claim(i)) = self.marks.get(id) else { return Ok(()) };
        let claim = &self.article.claims[*i];
        let (is_range, bounds) = (claim.comparator == "range", claim.low.is_some() && claim.high.is_some());
        match (is_range, bounds, claim.value.is_some()) {
            (true, true, _) | (false, _, true) => Ok(()),
            (true, ..) => {
                Err(format!("the range `{id}` has no bounds; give it the note `low=5; high=7; unit=...`"))
            }
            _ => Err(format!("the claim `{id}` has no value; give it the note `value=30; unit=...`")),
        }
    }

    fn target(&self, id: &str) -> Result<Target, String> {
        self.marks.get(id).copied().ok_or_else(|| missing(id))
    }
}

fn missing(id: &str) -> String {
    format!("there is no `{id}`; it was removed or never written")
}

fn claim(kind: &str, mark: Mark) -> Claim {
    Claim {
        kind: kind.to_owned(),
        mark,
        comparator: "=".to_owned(),
        value: None,
        low: None,
        high: None,
        unit: None,
        attribute: None,
        subject: None,
        optional: false,
    }
}

/// A number in plain notation.
fn number(value: Option<String>) -> Result<Option<String>, String> {
    match value {
        Some(text) if serde_json::from_str::<serde_json::Number>(&text).is_err() => {
            Err(format!("`{text}` is no number; write 30000000 or 2.5"))
        }
        value => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Acme bán\nhơn 3 máy.";

    fn read_ann(ann: &str) -> Result<Annotated, String> {
        read("a", TEXT, "a.ann", ann, &["launch"]).map_err(|error| error.to_string())
    }

    #[test]
    fn lines_may_come_in_any_order() {
        let article = read_ann(
            "R1\tsubject Arg1:T2 Arg2:T1\nA1\tComparator T2 more\n#1\tAnnotatorNotes T2\tvalue=3; unit=máy\n\
             E1\tlaunch:T3 product:T2 product2:T1\nT1\tcompany 0 4\tAcme\nT2\tcount 9 18\thơn 3 máy\nT3\tlaunch 5 8\tbán\n",
        )
        .unwrap();
        let claim = &article.claims[0];
        assert_eq!(
            (claim.comparator.as_str(), claim.value.as_deref(), claim.subject),
            (">", Some("3"), Some(0))
        );
        let roles = [("product".to_owned(), Filler::Claim(0)), ("product".to_owned(), Filler::Mention(0))];
        assert_eq!(article.events[0].roles, roles);
    }

    #[test]
    fn faults_say_where_and_what_to_do() {
        for (ann, want) in [
            ("T1\tcompany 0 4;5 8\tAcme bán\n", ""),
            ("T1\tcompany 0 1;5 8\tA bán\n", "a.ann:1:1: a discontinuous span cannot be read"),
            ("T1\tcompany 0 4\tAcne\n", "a.ann:1:1: at 0 to 4 stands \"Acme\", the annotation says \"Acne\""),
            ("T1\tcompany 0 99\tAcme\n", "a.ann:1:1: 0 to 99 is no stretch"),
            ("T1\tfirm 0 4\tAcme\n", "a.ann:1:1: `firm` is no type"),
            ("\nT1\tcount 9 18\thơn 3 máy\n", "a.ann:2:1: the claim `T1` has no value"),
            ("A1\tOptional T7\n", "a.ann:1:1: there is no `T7`"),
            ("E1\tlaunch:T7\n", "a.ann:1:1: there is no `T7`"),
            ("R1\towner Arg1:T1 Arg2:T2\n", "a.ann:1:1: the only relation is `subject"),
            ("*\tEquiv T1 T2\n", "a.ann:1:1: equivalent spans are not read"),
            ("X1\twhat\n", "a.ann:1:1: no line of standoff"),
            ("ắ\n", "a.ann:1:1: no line of standoff"),
        ] {
            let told = read_ann(ann).err().unwrap_or_default();
            assert!(told.starts_with(want) && told.is_empty() == want.is_empty(), "{ann}: {told}");
        }
    }
}
