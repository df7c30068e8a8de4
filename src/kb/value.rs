//! What stands in a field of a row.

use std::borrow::Cow;

use super::key::Key;

/// One field. Decimals, dates and JSON are text here; each store makes its own type of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value<'a> {
    /// Unknown.
    Null,
    /// A key.
    Key(Key),
    /// A whole number, or a truth as 0 and 1.
    Integer(i64),
    /// Anything else.
    Text(Cow<'a, str>),
    /// Bytes that only this program reads.
    Bytes(Box<[u8]>),
}

impl Value<'_> {
    /// The key, if it is one.
    pub(crate) fn key(&self) -> Option<Key> {
        match self {
            Self::Key(key) => Some(*key),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<Key> for Value<'_> {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        // Places and counts are far below.
        Self::Integer(number.min(i64::MAX as u64) as i64)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Integer(i64::from(truth))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
