//! Records as they are read back, borrowed from their lines.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::key::Key;

/// A string of JSON, borrowed where it has no escapes.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Borrow)
    }
}

/// The id of a record, a UUID.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordId(pub(crate) Key);

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        Key::uuid(&text).map(Self).ok_or_else(|| de::Error::custom(format!("`{text}` is no UUID")))
    }
}

/// A number, with its digits as they are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a>(pub(crate) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Number<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?.get();
        if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')) {
            return Ok(Self(text));
        }
        Err(de::Error::custom(format!("`{text}` is no number in plain notation")))
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Document<'a> {
    #[serde(default)]
    pub(crate) schema: i64,
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) source: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) date: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) title: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) url: Option<Text<'a>>,
    #[serde(borrow)]
    pub(crate) offset_unit: Text<'a>,
    pub(crate) length: i64,
    #[serde(borrow)]
    pub(crate) sentences: &'a RawValue,
    #[serde(borrow)]
    pub(crate) sha256: Text<'a>,
    #[serde(borrow)]
    pub(crate) engine: Text<'a>,
    #[serde(borrow)]
    pub(crate) lexicon: Text<'a>,
    #[serde(default)]
    pub(crate) duplicate: bool,
    #[serde(default)]
    pub(crate) truncated: bool,
    #[serde(borrow, default)]
    pub(crate) text: Option<Text<'a>>,
    /// With `--nest` the records stand in their document.
    #[serde(borrow, default)]
    pub(crate) mentions: Vec<Mention<'a>>,
    #[serde(borrow, default)]
    pub(crate) claims: Vec<Claim<'a>>,
    #[serde(default, borrow)]
    pub(crate) times: Vec<Time<'a>>,
    #[serde(borrow, default)]
    pub(crate) events: Vec<Event<'a>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Mention<'a> {
    pub(crate) id: RecordId,
    #[serde(borrow)]
    pub(crate) doc: Text<'a>,
    #[serde(borrow)]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) sentence: i64,
    #[serde(borrow)]
    pub(crate) entity: Text<'a>,
    #[serde(borrow)]
    pub(crate) name: Text<'a>,
    #[serde(borrow)]
    pub(crate) links: &'a RawValue,
    #[serde(borrow)]
    pub(crate) reference: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) tier: Option<Text<'a>>,
    #[serde(borrow)]
    pub(crate) confidence: Number<'a>,
    #[serde(borrow)]
    pub(crate) via: Text<'a>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Claim<'a> {
    pub(crate) id: RecordId,
    #[serde(borrow)]
    pub(crate) doc: Text<'a>,
    #[serde(borrow)]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) sentence: i64,
    #[serde(borrow)]
    pub(crate) comparator: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) value: Option<Number<'a>>,
    #[serde(borrow, default)]
    pub(crate) low: Option<Number<'a>>,
    #[serde(borrow, default)]
    pub(crate) high: Option<Number<'a>>,
    #[serde(borrow, default)]
    pub(crate) unit: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) unit_text: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) subject: Option<Subject<'a>>,
    #[serde(borrow, default)]
    pub(crate) attribute: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) change: Option<Change<'a>>,
    #[serde(default)]
    pub(crate) time: Option<RecordId>,
    #[serde(borrow)]
    pub(crate) modality: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) fraction: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) per: Option<Text<'a>>,
    #[serde(default)]
    pub(crate) vague: bool,
    #[serde(default)]
    pub(crate) of: Option<RecordId>,
    #[serde(default)]
    pub(crate) same_as: Option<RecordId>,
    #[serde(borrow)]
    pub(crate) confidence: Number<'a>,
    #[serde(borrow)]
    pub(crate) via: Text<'a>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Subject<'a> {
    #[serde(default)]
    pub(crate) mention: Option<RecordId>,
    #[serde(borrow)]
    pub(crate) entity: Text<'a>,
    #[serde(borrow)]
    pub(crate) name: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Change<'a> {
    #[serde(borrow)]
    pub(crate) direction: Text<'a>,
    #[serde(borrow)]
    pub(crate) mode: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) baseline: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Time<'a> {
    pub(crate) id: RecordId,
    #[serde(borrow)]
    pub(crate) doc: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) sentence: i64,
    #[serde(borrow, default)]
    pub(crate) from: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) to: Option<Text<'a>>,
    #[serde(borrow)]
    pub(crate) grain: Text<'a>,
    #[serde(borrow)]
    pub(crate) confidence: Number<'a>,
    #[serde(borrow)]
    pub(crate) via: Text<'a>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event<'a> {
    pub(crate) id: RecordId,
    #[serde(borrow)]
    pub(crate) doc: Text<'a>,
    #[serde(borrow)]
    pub(crate) event: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) sentence: i64,
    #[serde(borrow)]
    pub(crate) trigger: Place<'a>,
    #[serde(borrow)]
    pub(crate) roles: Vec<Role<'a>>,
    #[serde(borrow)]
    pub(crate) polarity: Text<'a>,
    #[serde(borrow)]
    pub(crate) modality: Text<'a>,
    #[serde(default)]
    pub(crate) time: Option<RecordId>,
    #[serde(borrow, default)]
    pub(crate) attribution: Option<Attribution<'a>>,
    #[serde(default)]
    pub(crate) same_as: Option<RecordId>,
    #[serde(borrow)]
    pub(crate) confidence: Number<'a>,
    #[serde(borrow)]
    pub(crate) via: Text<'a>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Place<'a> {
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Role<'a> {
    #[serde(borrow)]
    pub(crate) role: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    #[serde(borrow, default)]
    pub(crate) entity: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) name: Option<Text<'a>>,
    #[serde(default)]
    pub(crate) record: Option<RecordId>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Attribution<'a> {
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    #[serde(borrow, default)]
    pub(crate) entity: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) name: Option<Text<'a>>,
}

/// One line of records.
#[derive(Debug)]
pub(crate) enum Record<'a> {
    Document(Box<Document<'a>>),
    Mention(Mention<'a>),
    Claim(Box<Claim<'a>>),
    Time(Time<'a>),
    Event(Box<Event<'a>>),
    /// An input that could not be read; it has no place in a base.
    Error,
}

impl<'a> Record<'a> {
    /// The record that `line` holds.
    ///
    /// # Errors
    /// When it is none; what is wrong with it.
    pub(crate) fn read(line: &'a str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Head<'a> {
            #[serde(borrow, rename = "type")]
            name: Text<'a>,
        }
        let name = match first_key(line) {
            Some(name) => Cow::Borrowed(name),
            None => serde_json::from_str::<Head<'_>>(line)?.name.0,
        };
        Ok(match &*name {
            "mention" => Self::Mention(serde_json::from_str(line)?),
            "claim" => Self::Claim(serde_json::from_str(line)?),
            "time" => Self::Time(serde_json::from_str(line)?),
            "event" => Self::Event(serde_json::from_str(line)?),
            "document" => Self::Document(serde_json::from_str(line)?),
            "error" => Self::Error,
            other => return Err(de::Error::custom(format!("there is no record of type `{other}`"))),
        })
    }
}

/// The type of a record that begins with it, as this program writes them.
fn first_key(line: &str) -> Option<&str> {
    let name = line.strip_prefix("{\"type\":\"")?.split('"').next()?;
    Some(name).filter(|name| !name.contains('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_by_its_type_wherever_it_stands() {
        let line = r#"{"id":"01234567-89ab-8def-8011-223344556677","doc":"a","text":"2\u0020020","start":1,"end":5,"sentence":0,"from":null,"to":null,"grain":"year","confidence":0.90,"via":"x","type":"time"}"#;
        let Record::Time(time) = Record::read(line).unwrap() else { panic!("a time") };
        assert_eq!((&*time.text.0, time.confidence.0, time.from.is_none()), ("2 020", "0.90", true));
    }

    #[test]
    fn what_is_no_record_is_told() {
        for (line, why) in [
            (r#"{"type":"fact"}"#, "no record of type `fact`"),
            (r#"{"a":1}"#, "missing field `type`"),
            (r#"{"type":"time","id":"x"}"#, "no UUID"),
            ("[]", "struct Head"),
        ] {
            let error = Record::read(line).unwrap_err().to_string();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
