//! One JSON record to one document.

use serde::de::{DeserializeSeed, IgnoredAny};

use super::date::iso;
use super::document::{Document, InputError, Item};
use super::field::FieldMap;
use super::frame::Options;
use super::value::{Value, Wanted};
use crate::text::render;

/// Where a record stands, for its errors.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) source: &'a str,
    pub(super) record: u64,
    /// Offset of the record's first byte, where it has one.
    pub(super) byte: Option<u64>,
}

impl Place<'_> {
    pub(super) fn error(self, at: usize, code: &'static str, message: impl Into<String>) -> InputError {
        InputError {
            source_name: self.source.to_owned(),
            record: Some(self.record),
            byte: self.byte.map(|byte| byte + at as u64),
            code,
            message: message.into(),
        }
    }
}

/// Reads `line` as one record.
pub(super) fn document(line: &str, place: Place<'_>, options: &Options) -> Item {
    let record = record(line, &options.fields).map_err(|e| {
        let at = if e.is_eof() { line.len() } else { e.column().saturating_sub(1) };
        place.error(at, "invalid-json", format!("{e}; mend or remove the record"))
    })?;
    match record {
        Some(record) => from_record(&record, place, options, options.html),
        None => Err(place.error(0, "invalid-json", "the record is no JSON object; write {\"text\": ...}")),
    }
}

/// The object that `line` is; none where it is another value.
fn record<'l>(line: &'l str, fields: &FieldMap) -> serde_json::Result<Option<Value<'l>>> {
    if !line.trim_ascii_start().starts_with('{') {
        return serde_json::from_str::<IgnoredAny>(line).map(|_| None);
    }
    let mut reader = serde_json::Deserializer::from_str(line);
    let record = Wanted(fields).deserialize(&mut reader)?;
    reader.end()?;
    Ok(Some(record))
}

/// The document that `record` holds. Its title and text are rendered where they are HTML.
pub(super) fn from_record(record: &Value<'_>, place: Place<'_>, options: &Options, is_html: bool) -> Item {
    let fields = &options.fields;
    let mut page_title = None;
    let mut read = |piece: &str| {
        if !is_html {
            return piece.to_owned();
        }
        let page = render(piece);
        page_title = page_title.take().or(page.title);
        page.text
    };
    let title = joined("title", record, place, fields, &mut read)?;
    let body = joined("text", record, place, fields, &mut read)?;
    // A page tells its title where the record does not.
    let title = title.or(page_title);
    if body.is_none() && title.is_none() {
        let path = fields.shown("text");
        let have: Vec<&str> = record.keys().take(12).collect();
        return Err(place.error(
            0,
            "missing-field",
            format!(
                "the record has no `{path}`; it has: {}; name the field with --field text=...",
                have.join(", ")
            ),
        ));
    }
    let document = Document {
        id: scalar("id", record, place, fields)?,
        source: scalar("source", record, place, fields)?.unwrap_or_else(|| place.source.to_owned()),
        title: None,
        text: body.unwrap_or_default(),
        date: scalar("date", record, place, fields)?.map(|date| iso(&date)),
        url: scalar("url", record, place, fields)?,
    }
    .with_title(title.as_deref().unwrap_or_default());
    checked(document, place, options.max_document)
}

/// `document`, unless it is empty or larger than `max` bytes.
pub(super) fn checked(document: Document, place: Place<'_>, max: usize) -> Item {
    if document.text.trim().is_empty() {
        return Err(place.error(0, "empty-document", "the document has no text; there is nothing to read"));
    }
    if document.text.len() > max {
        let size = document.text.len();
        return Err(place.error(
            0,
            "too-large",
            format!("the text has {size} bytes, more than {max}; raise --max-document or split it"),
        ));
    }
    Ok(document)
}

/// The texts of `field`, as `read` gives them, joined by a line break; an empty title is none.
fn joined(
    field: &str,
    record: &Value<'_>,
    place: Place<'_>,
    fields: &FieldMap,
    mut read: impl FnMut(&str) -> String,
) -> Result<Option<String>, InputError> {
    let mut text: Option<String> = None;
    for value in fields.values(field, record) {
        let Value::Text(piece) = value else {
            return Err(wrong_type(field, value, place, fields));
        };
        match &mut text {
            Some(text) => {
                text.push('\n');
                text.push_str(&read(piece));
            }
            None => text = Some(read(piece)),
        }
    }
    Ok(text.filter(|t| field != "title" || !t.trim().is_empty()))
}

/// A field that is a word or a number.
fn scalar(
    field: &str,
    record: &Value<'_>,
    place: Place<'_>,
    fields: &FieldMap,
) -> Result<Option<String>, InputError> {
    match fields.values(field, record).next() {
        None => Ok(None),
        Some(Value::Text(s)) if s.is_empty() => Ok(None),
        Some(Value::Text(s)) => Ok(Some(s.clone().into_owned())),
        Some(Value::Number(n)) => Ok(Some(n.clone())),
        Some(value) => Err(wrong_type(field, value, place, fields)),
    }
}

fn wrong_type(field: &str, value: &Value<'_>, place: Place<'_>, fields: &FieldMap) -> InputError {
    let is = match value {
        Value::Truth => "true or false",
        Value::Number(_) => "a number",
        Value::List => "a list",
        Value::Object(_) => "an object",
        _ => "something else",
    };
    let path = fields.shown(field);
    place.error(
        0,
        "wrong-type",
        format!("`{path}` is {is}, a string is wanted; name another field with --field {field}=..."),
    )
}
