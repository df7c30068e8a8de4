//! Records that were written as JSON, as columns.

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::column::Objects;
use super::form::{Form, Key};
use crate::record::Fields;

/// A JSON object, its values as they are written.
type Object<'j> = HashMap<&'j str, &'j RawValue>;

/// Adds the JSON object `json` to `objects`, whose columns are `keys`.
///
/// # Errors
/// When it is no object, or a value is not of the type of its column.
pub(super) fn append(objects: &mut Objects, keys: &'static [Key], json: &str) -> serde_json::Result<()> {
    let object: Object<'_> = serde_json::from_str(json)?;
    let mut filled = Ok(());
    objects.append(|columns| filled = fill(columns, keys, &object));
    filled
}

fn fill(columns: &mut Objects, keys: &'static [Key], object: &Object<'_>) -> serde_json::Result<()> {
    for &(key, form) in keys {
        if let Some(value) = object.get(key).map(|value| value.get()).filter(|value| *value != "null") {
            put(columns, key, form, value)?;
        }
    }
    Ok(())
}

fn put(columns: &mut Objects, key: &'static str, form: Form, value: &str) -> serde_json::Result<()> {
    match form {
        Form::Text => columns.text(key, &serde_json::from_str::<Cow<'_, str>>(value)?),
        Form::Integer | Form::Long => columns.integer(key, serde_json::from_str(value)?),
        Form::Truth => columns.truth(key, serde_json::from_str(value)?),
        Form::Share => columns.hundredths(key, (serde_json::from_str::<f64>(value)? * 100.0).round() as u8),
        Form::Decimal => columns.decimal(key, parsed::<Decimal>(value)?),
        Form::Date => columns.date(key, parsed::<Date>(serde_json::from_str(value)?)?),
        Form::Object(keys) => {
            let object: Object<'_> = serde_json::from_str(value)?;
            let mut filled = Ok(());
            columns.object(key, |columns| filled = fill(columns, keys, &object));
            filled?;
        }
        Form::List(keys) => list(columns, key, keys, value)?,
    }
    Ok(())
}

/// What an item of a list may be written as.
#[derive(Deserialize)]
#[serde(untagged)]
enum Items<'j> {
    /// `[[0,12],[13,20]]`: spans.
    Spans(Vec<[u64; 2]>),
    /// `{"wikidata":"Q95"}`: names with their values.
    #[serde(borrow)]
    Pairs(HashMap<Cow<'j, str>, Cow<'j, str>>),
}

fn list(
    columns: &mut Objects,
    key: &'static str,
    keys: &'static [Key],
    value: &str,
) -> serde_json::Result<()> {
    let mut filled = Ok(());
    if value.starts_with("[{") {
        let items: Vec<Object<'_>> = serde_json::from_str(value)?;
        columns.list(key, &items, |columns, item| {
            if let Err(error) = fill(columns, keys, item) {
                filled = Err(error);
            }
        });
        return filled;
    }
    let (first, second) = (keys[0].0, keys[1].0);
    match serde_json::from_str(value)? {
        Items::Spans(spans) => columns.list(key, &spans, |columns, [start, end]| {
            columns.integer(first, *start);
            columns.integer(second, *end);
        }),
        Items::Pairs(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().collect();
            pairs.sort_unstable();
            columns.list(key, &pairs, |columns, (name, value)| {
                columns.text(first, name);
                columns.text(second, value);
            });
        }
    }
    Ok(())
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(text: &str) -> serde_json::Result<T> {
    text.parse().map_err(|error| serde::de::Error::custom(format!("`{text}`: {error}")))
}
