//! The names of an entity: cleaned, one of them canonical, and which flags each of them needs.

use std::borrow::Cow;
use std::collections::HashSet;

use super::counts::Counts;
use super::entity::{Aliases, Labels};
use crate::text::{fold_into, nfc};

/// The name of an entity and its other surfaces.
pub(super) struct Names {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
}

impl Names {
    /// The Vietnamese label is the name, else the one for all languages, else the English one. All other labels
    /// and the aliases are surfaces; those that the matcher takes for the same stand once.
    pub(super) fn choose(labels: &Labels<'_>, aliases: &Aliases<'_>) -> Option<Self> {
        let labels = [&labels.vi, &labels.mul, &labels.en].into_iter().flatten();
        let others = [&aliases.vi, &aliases.mul, &aliases.en].into_iter().flatten();
        let mut labels = labels.filter_map(|l| clean(&l.value));
        let name = labels.next()?;
        let mut seen = HashSet::from([key(&name)]);
        let aliases = labels
            .chain(others.filter_map(|a| clean(&a.value)))
            .filter(|a| !a.contains('|') && seen.insert(key(a)))
            .collect();
        Some(Self { name, aliases })
    }
}

/// What a list can hold of `text`: NFC, one line, single blanks, no invisible marks; nothing without a letter or
/// digit.
fn clean(text: &str) -> Option<String> {
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let text = nfc(&visible);
    if !text.contains(char::is_alphanumeric) {
        return None;
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    Some(words.collect::<Vec<_>>().join(" "))
}

/// Marks of direction, joiners, soft hyphens and the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// One spelling for all that the matcher takes for the same.
pub(super) fn key(surface: &str) -> String {
    let mut key = String::with_capacity(surface.len());
    for word in surface.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        fold_into(word, &mut key);
    }
    key
}

/// The flags of a surface, in the order in which they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flags {
    pub(super) exact_case: bool,
    pub(super) needs_context: bool,
}

impl Flags {
    /// The cell of a list.
    pub(super) fn cell(self) -> &'static str {
        match (self.exact_case, self.needs_context) {
            (false, false) => "",
            (true, false) => "exact-case",
            (false, true) => "needs-context",
            (true, true) => "exact-case,needs-context",
        }
    }
}

/// What tells that a name is an ordinary word as well.
pub(super) struct Ordinary {
    words: HashSet<String>,
    counts: Counts,
}

impl Ordinary {
    /// Names among `words`, or common in `counts`, are ordinary words.
    pub(super) fn new(words: &[String], counts: Counts) -> Self {
        Self { words: words.iter().map(|w| key(w)).collect(), counts }
    }

    /// What `surface` needs, so that it is not found where something else is meant: context where it is an
    /// ordinary word or too short, and its capitals, if it has any; short acronyms need their capitals.
    pub(super) fn flags(&self, surface: &str) -> Flags {
        let needs_context =
            is_short(surface) || self.words.contains(&key(surface)) || self.counts.is_common(surface);
        let has_capital = surface.contains(char::is_uppercase);
        Flags { exact_case: has_capital && (needs_context || is_acronym(surface)), needs_context }
    }
}

/// A single letter, digits alone, or a lone small ASCII word of up to three letters.
fn is_short(surface: &str) -> bool {
    let mut letters = surface.chars().filter(|c| c.is_alphanumeric());
    let single = letters.next().is_some() && letters.next().is_none();
    let digits = !surface.contains(char::is_alphabetic);
    single || digits || surface.len() <= 3 && surface.bytes().all(|b| b.is_ascii_lowercase())
}

/// Two to four capitals or digits, one word.
fn is_acronym(surface: &str) -> bool {
    (2..=4).contains(&surface.len()) && surface.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The slug of `name`, if it can be an id; empty where the name has letters that an id cannot have.
pub(super) fn slug(name: &str) -> Cow<'static, str> {
    let slug = crate::lexicon::slug(name);
    if slug.is_ascii() { Cow::Owned(slug) } else { Cow::Borrowed("") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::entity::Entity;

    fn names(json: &str) -> Option<Names> {
        let entity: Entity<'_> = serde_json::from_str(json).unwrap();
        Names::choose(&entity.labels.0, &entity.aliases.0)
    }

    #[test]
    fn the_vietnamese_label_is_first_and_doubles_go() {
        let got = names(
            r#"{"labels":{"en":{"value":"Lumora Works"},"mul":{"value":"Lumora"},"vi":{"value":"Lu\u0302mora"}},
            "aliases":{"vi":[{"value":"LUMORA"},{"value":"Xưởng\tLumora"}],"en":[{"value":"a|b"},{"value":"lumora-works"},{"value":"\u200e!"}]}}"#,
        )
        .unwrap();
        assert_eq!(got.name, "Lûmora");
        assert_eq!(got.aliases, ["Lumora", "Lumora Works", "Xưởng Lumora"]);
        assert!(names(r#"{"labels":{"de":{"value":"Lumora"}}}"#).is_none());
    }

    #[test]
    fn flags_of_short_and_ordinary_names() {
        let ordinary = Ordinary::new(&["sao".to_owned()], Counts::default());
        for (surface, want) in [
            ("X", "exact-case,needs-context"),
            ("be", "needs-context"),
            ("SAO", "exact-case,needs-context"),
            ("Sao", "exact-case,needs-context"),
            ("SAP", "exact-case"),
            ("2024", "needs-context"),
            ("Lumora", ""),
            ("iOS", ""),
            ("Ý", "exact-case,needs-context"),
        ] {
            assert_eq!(ordinary.flags(surface).cell(), want, "{surface}");
        }
    }

    #[test]
    fn an_id_is_ascii() {
        assert_eq!(slug("Thế Giới Lumora"), "the-gioi-lumora");
        assert_eq!(slug("小米"), "");
    }
}
