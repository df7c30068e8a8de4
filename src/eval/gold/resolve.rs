//! Finds the places of annotated surfaces in the article.

use super::super::{CharSpan, Text};
use super::form::{self, Trigger};
use super::{Event, Placed, Role};

/// What came of it, or why not.
type Result<T> = std::result::Result<T, String>;

/// Places mentions: a longer surface takes its occurrences first. Sorted by place.
pub(super) fn mentions(text: &Text, forms: Vec<form::Mention>) -> Result<Vec<Placed<form::Mention>>> {
    let mut placed: Vec<Placed<form::Mention>> = Vec::new();
    let mut open = Vec::new();
    for item in forms {
        match (item.start, item.end) {
            (Some(start), Some(end)) => {
                let span = at(text, (start, end), &item.text)?;
                placed.push(Placed { item, span });
            }
            _ => open.push(item),
        }
    }
    // Of two equal surfaces, the one that says which occurrence it means goes first.
    open.sort_by_key(|item| (std::cmp::Reverse(item.text.chars().count()), item.all));
    for item in open {
        let before = placed.len();
        for span in wanted(text, &item)? {
            if !placed.iter().any(|other| other.span.overlaps(span)) {
                placed.push(Placed { item: item.clone(), span });
            }
        }
        if placed.len() == before {
            return Err(format!("the mention {:?} stands only inside longer ones; remove it", item.text));
        }
    }
    placed.sort_by_key(|mention| mention.span);
    Ok(placed)
}

fn wanted(text: &Text, item: &form::Mention) -> Result<Vec<CharSpan>> {
    if !item.all {
        return Ok(vec![nth(text, &item.text, item.nth)?]);
    }
    let found = occurrences(text, &item.text);
    if found.is_empty() {
        return Err(format!(
            "the mention {:?} does not stand in the article; copy the surface as it is written there",
            item.text
        ));
    }
    Ok(found)
}

/// Places claims.
pub(super) fn claims(text: &Text, forms: Vec<form::Claim>) -> Result<Vec<Placed<form::Claim>>> {
    let place = |item: form::Claim| {
        let span = match (item.start, item.end) {
            (Some(start), Some(end)) => at(text, (start, end), &item.text)?,
            _ => nth(text, &item.text, item.nth)?,
        };
        Ok(Placed { item, span })
    };
    forms.into_iter().map(place).collect()
}

/// Places triggers, and fillers that stand in the trigger's sentence.
pub(super) fn events(
    text: &Text,
    sentences: &[CharSpan],
    mentions: &[Placed<form::Mention>],
    forms: Vec<form::Event>,
) -> Result<Vec<Event>> {
    let place = |mut item: form::Event| {
        let roles = std::mem::take(&mut item.roles);
        let (trigger, by_surface) = match &item.trigger {
            Trigger::Placed { start, end } => (inside(text, *start, *end)?, false),
            Trigger::Surface(surface) => (nth(text, surface, item.nth)?, true),
        };
        let sentence = sentences.iter().copied().find(|span| span.holds(trigger_start(trigger)));
        let place_role = |item: form::Role| {
            let span = match (item.start, item.end) {
                (Some(start), Some(end)) => Some(inside(text, start, end)?),
                _ if by_surface => filler(text, sentence, trigger, mentions, &item.text),
                _ => None,
            };
            Ok(Role { item, span })
        };
        Ok(Event { item, trigger, roles: roles.into_iter().map(place_role).collect::<Result<_>>()? })
    };
    forms.into_iter().map(place).collect()
}

fn trigger_start(trigger: CharSpan) -> CharSpan {
    CharSpan::new(trigger.start, trigger.start + 1)
}

/// The filler's occurrence nearest to the trigger, in its sentence and not inside a longer mention.
fn filler(
    text: &Text,
    sentence: Option<CharSpan>,
    trigger: CharSpan,
    mentions: &[Placed<form::Mention>],
    surface: &str,
) -> Option<CharSpan> {
    let sentence = sentence?;
    let inside = |span: CharSpan| mentions.iter().any(|m| m.span.holds(span) && m.span.len() > span.len());
    let fits = |span: &CharSpan| (sentence.start..sentence.end).contains(&span.start) && !inside(*span);
    let found = occurrences(text, surface).into_iter().filter(fits);
    found.min_by_key(|span| span.start.abs_diff(trigger.start))
}

/// The `nth` occurrence of a surface, from 1; the first if none is said.
fn nth(text: &Text, surface: &str, nth: Option<usize>) -> Result<CharSpan> {
    let nth = nth.unwrap_or(1);
    let found = occurrences(text, surface);
    let index = nth.checked_sub(1).ok_or("`nth` counts from 1")?;
    found.get(index).copied().ok_or_else(|| {
        format!(
            "{surface:?} stands {} times in the article as whole words, number {nth} is asked for; mend `text` or `nth`",
            found.len()
        )
    })
}

/// The span that offsets name, where `surface` must stand.
fn at(text: &Text, (start, end): (usize, usize), surface: &str) -> Result<CharSpan> {
    let span = inside(text, start, end)?;
    if text.reads(span, surface) {
        return Ok(span);
    }
    let stands = text.string(span);
    Err(format!(
        "at {start} to {end} stands {stands:?}, the gold says {surface:?}; offsets count code points of the whole text, title included"
    ))
}

fn inside(text: &Text, start: usize, end: usize) -> Result<CharSpan> {
    let length = text.chars().len();
    if start <= end && end <= length {
        return Ok(CharSpan::new(start, end));
    }
    Err(format!("the text has {length} code points, and {start} to {end} lies outside; mend the offsets"))
}

/// Where a surface stands as whole words: neither end lies inside a longer word.
pub(super) fn occurrences(text: &Text, surface: &str) -> Vec<CharSpan> {
    let (text, surface): (&[char], Vec<char>) = (text.chars(), surface.chars().collect());
    let (Some(first), Some(last)) = (surface.first(), surface.last()) else { return Vec::new() };
    let cuts = |left: Option<&char>, right: Option<&char>| !(is_word(left) && is_word(right));
    let whole = |start: usize| {
        let before = start.checked_sub(1).and_then(|at| text.get(at));
        cuts(before, Some(first)) && cuts(Some(last), text.get(start + surface.len()))
    };
    let starts = text.windows(surface.len()).enumerate();
    let found = starts.filter(|(start, window)| *window == surface && whole(*start));
    found.map(|(start, _)| CharSpan::new(start, start + surface.len())).collect()
}

fn is_word(c: Option<&char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || *c == '_')
}

#[cfg(test)]
mod tests {
    use super::super::form::Form;
    use super::*;

    fn starts(text: &str, surface: &str) -> Vec<usize> {
        occurrences(&Text::new(text), surface).into_iter().map(|span| span.start).collect()
    }

    fn form(json: &str) -> Form {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn whole_words_only() {
        assert_eq!(starts("FPT và FPTS, eFPT, FPT.", "FPT"), [0, 19]);
        assert_eq!(starts("giá 5% hay 15%", "5%"), [4]);
        assert_eq!(starts("S24+ và S24", "S24+"), [0]);
    }

    #[test]
    fn nth_counts_from_one() {
        let text = Text::new("bán, rồi bán, không bánh");
        assert_eq!(nth(&text, "bán", None).unwrap(), CharSpan::new(0, 3));
        assert_eq!(nth(&text, "bán", Some(2)).unwrap(), CharSpan::new(9, 12));
        assert!(nth(&text, "bán", Some(3)).is_err());
        assert!(nth(&text, "bán", Some(0)).is_err());
    }

    #[test]
    fn longer_surfaces_go_first() {
        let form = form(
            r#"{"id":"a","mentions":[{"kind":"company","text":"Samsung","all":true,"name":"Samsung"},
                {"kind":"product","text":"Samsung Galaxy S8","all":true,"name":"Galaxy S8"}]}"#,
        );
        let placed = mentions(&Text::new("Samsung Galaxy S8 của Samsung"), form.mentions).unwrap();
        let spans: Vec<_> =
            placed.iter().map(|m| (m.item.kind[0].as_str(), m.span.start, m.span.end)).collect();
        assert_eq!(spans, [("product", 0, 17), ("company", 22, 29)]);
    }

    #[test]
    fn a_mention_that_is_swallowed_is_an_error() {
        let form = form(
            r#"{"id":"a","mentions":[{"kind":"company","text":"Samsung","all":true},
                {"kind":"product","text":"Samsung Galaxy S8","all":true}]}"#,
        );
        assert!(mentions(&Text::new("Samsung Galaxy S8"), form.mentions).is_err());
    }

    #[test]
    fn fillers_stand_in_the_triggers_sentence() {
        let text = Text::new("Nokia lỗ. Xiaomi mua Nokia, và Nokia Lumia.");
        let form = form(
            r#"{"id":"a","mentions":[{"kind":"company","text":"Nokia","all":true},
                {"kind":"product","text":"Nokia Lumia","all":true}],
                "events":[{"event":"acquisition","trigger":"mua","nth":1,"roles":[
                {"role":"target","text":"Nokia"},{"role":"price","text":"lỗ"}]}]}"#,
        );
        let mentions = mentions(&text, form.mentions).unwrap();
        let sentences = super::super::sentence::split(&text);
        let events = events(&text, &sentences, &mentions, form.events).unwrap();
        let spans: Vec<_> = events[0].roles.iter().map(|role| role.span.map(|span| span.start)).collect();
        assert_eq!(spans, [Some(21), None]);
    }
}
