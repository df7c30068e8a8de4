//! What a record holds in the places that are asked for; the rest of it is checked and passed over.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::field::FieldMap;

/// A value of a record. Strings without escapes point into the record.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// A number, as it is written in JSON.
    Number(String),
    /// `true` or `false`.
    Truth,
    /// A list, whose items nobody asks for.
    List,
    /// The keys of an object in their order.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
    /// Nothing.
    Null,
    /// Not asked for.
    Unread,
}

impl<'a> Value<'a> {
    /// The value of `key`, the last one where it stands several times.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(fields) => fields.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The keys, where it is an object.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let fields = if let Value::Object(fields) = self { fields.as_slice() } else { &[] };
        fields.iter().map(|(key, _)| key.as_ref())
    }
}

/// A key, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads an object, and of it only the keys in which the paths of the map begin.
pub(super) struct Wanted<'f>(pub(super) &'f FieldMap);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some(Key(key)) = map.next_key()? {
            let value = if self.0.begins_with(&key) {
                map.next_value()?
            } else {
                map.next_value::<IgnoredAny>()?;
                Value::Unread
            };
            fields.push((key, value));
        }
        Ok(Value::Object(fields))
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole)
    }
}

/// Reads a value with all that is in it.
struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value<'de>, E> {
        let number = serde_json::Number::from_f64(number).ok_or_else(|| E::custom("a number without end"))?;
        Ok(Value::Number(number.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Truth)
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some((Key(key), value)) = map.next_entry()? {
            fields.push((key, value));
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(json: &'a str, map: &FieldMap) -> Value<'a> {
        Wanted(map).deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn only_what_is_asked_for_is_read() {
        let json = r#"{"id": 7, "tags": [[1], {"a": 2}], "text": "a\u00e0", "title": "b", "x": {"y": 1}}"#;
        let value = read(json, &FieldMap::default());
        assert_eq!(value.get("id"), Some(&Value::Number("7".to_owned())));
        assert_eq!(value.get("text"), Some(&Value::Text("aà".into())));
        assert!(matches!(value.get("title"), Some(Value::Text(Cow::Borrowed("b")))));
        assert_eq!((value.get("tags"), value.get("x")), (Some(&Value::Unread), Some(&Value::Unread)));
        assert_eq!(value.keys().collect::<Vec<_>>(), ["id", "tags", "text", "title", "x"]);
    }

    #[test]
    fn the_last_of_equal_keys_stands() {
        let value = read(r#"{"text": "a", "text": null}"#, &FieldMap::default());
        assert_eq!(value.get("text"), Some(&Value::Null));
    }

    #[test]
    fn values_that_nobody_asks_for_may_be_deep() {
        let deep = format!("{{\"x\": {}{}, \"text\": \"a\"}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&deep, &FieldMap::default()).get("text"), Some(&Value::Text("a".into())));
    }
}
