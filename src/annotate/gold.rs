//! An annotated article in the gold form, by offsets.

use serde_json::{Map, Value, json};

use super::{Annotated, Claim, Event, Mark, Mention};

/// One line of a gold file, with the text, without the line's end.
pub(crate) fn gold_line(article: &Annotated) -> String {
    let chars: Vec<char> = article.text.chars().collect();
    let page = Page { article, chars: &chars };
    let line = json!({
        "id": article.id,
        "text": article.text,
        "mentions": article.mentions.iter().map(|m| page.mention(m)).collect::<Vec<_>>(),
        "claims": article.claims.iter().map(|c| page.claim(c)).collect::<Vec<_>>(),
        "events": article.events.iter().map(|e| page.event(e)).collect::<Vec<_>>(),
    });
    line.to_string()
}

struct Page<'a> {
    article: &'a Annotated,
    chars: &'a [char],
}

impl Page<'_> {
    fn text(&self, mark: Mark) -> String {
        self.chars[mark.start..mark.end].iter().collect()
    }

    /// `object` with its place, and with `optional` and `coreference` where they are so.
    fn placed(&self, mut object: Map<String, Value>, mark: Mark, flags: &[(&str, bool)]) -> Value {
        object.insert("text".to_owned(), self.text(mark).into());
        object.insert("start".to_owned(), mark.start.into());
        object.insert("end".to_owned(), mark.end.into());
        for (flag, _) in flags.iter().filter(|(_, is_set)| *is_set) {
            object.insert((*flag).to_owned(), true.into());
        }
        Value::Object(object)
    }

    fn mention(&self, mention: &Mention) -> Value {
        let mut object = Map::new();
        object.insert("kind".to_owned(), mention.kind.name().into());
        if let Some(name) = &mention.name {
            object.insert("name".to_owned(), name.as_str().into());
        }
        let flags = [("optional", mention.optional), ("coreference", mention.coreference)];
        self.placed(object, mention.mark, &flags)
    }

    fn claim(&self, claim: &Claim) -> Value {
        let mut object = Map::new();
        object.insert("kind".to_owned(), claim.kind.as_str().into());
        object.insert("comparator".to_owned(), claim.comparator.as_str().into());
        for (key, number) in [("value", &claim.value), ("low", &claim.low), ("high", &claim.high)] {
            // The reader of the format made sure that it is a number.
            let number = number.as_ref().and_then(|number| serde_json::from_str::<Value>(number).ok());
            object.insert(key.to_owned(), number.unwrap_or_default());
        }
        object.insert("unit".to_owned(), json!(claim.unit));
        let subject = claim.subject.map(|i| &self.article.mentions[i]);
        let subject = subject.map(|m| m.name.clone().unwrap_or_else(|| self.text(m.mark)));
        object.insert("subject".to_owned(), json!(subject));
        object.insert("attribute".to_owned(), json!(claim.attribute));
        self.placed(object, claim.mark, &[("optional", claim.optional)])
    }

    fn event(&self, event: &Event) -> Value {
        let role = |(role, filler): &(String, _)| {
            let mut object = Map::new();
            object.insert("role".to_owned(), role.as_str().into());
            self.placed(object, self.article.mark(*filler), &[])
        };
        let mut object = Map::new();
        object.insert("event".to_owned(), event.event.as_str().into());
        object.insert("polarity".to_owned(), event.polarity.as_str().into());
        object.insert("modality".to_owned(), event.modality.as_str().into());
        object.insert("trigger".to_owned(), self.placed(Map::new(), event.trigger, &[]));
        object.insert("roles".to_owned(), event.roles.iter().map(role).collect());
        if event.optional {
            object.insert("optional".to_owned(), true.into());
        }
        Value::Object(object)
    }
}
