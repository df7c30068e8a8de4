//! What Python hands in as an article: a text, or a mapping with the fields of a document.

use std::borrow::Cow;

use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use trich::{InputError, Item, Options, Value};

/// The document that `article` is, the `number`th of its stream; what cannot be read as one is an error.
pub(crate) fn document(
    article: &Bound<'_, PyAny>,
    options: &Options,
    source: &str,
    number: Option<u64>,
) -> Item {
    let fault = |code, message: String| InputError {
        source_name: source.to_owned(),
        record: number,
        byte: None,
        code,
        message,
    };
    let record = if article.is_instance_of::<PyString>() {
        value(article).map(|text| Value::Object(vec![(Cow::Borrowed("text"), text)]))
    } else if article.is_instance_of::<PyDict>() {
        value(article)
    } else {
        let name = article.get_type().name().map_or_else(|_| "something".to_owned(), |name| name.to_string());
        let told = format!("the article is {name}; hand in a str, or a dict with the key text");
        return Err(fault("wrong-type", told));
    };
    match record {
        // A text stands under its own name whatever the field map says.
        Ok(record) if article.is_instance_of::<PyString>() => {
            Options { fields: trich::FieldMap::default(), ..options.clone() }
                .document(&record, source, number)
        }
        Ok(record) => options.document(&record, source, number),
        Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(article.py()) => Err(fault(
            "invalid-utf8",
            "the text holds half of a surrogate pair and is no Unicode; decode it with errors=\"replace\""
                .to_owned(),
        )),
        Err(error) => Err(fault("wrong-type", format!("the article cannot be read: {error}; mend it"))),
    }
}

/// `object` as a value of a record.
fn value<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<Value<'a>> {
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::Text(text.to_cow()?));
    }
    if object.is_instance_of::<PyBool>() {
        return Ok(Value::Truth);
    }
    // What pandas has for nothing.
    if object.extract::<f64>().is_ok_and(f64::is_nan) {
        return Ok(Value::Null);
    }
    if object.is_instance_of::<PyInt>() || object.is_instance_of::<PyFloat>() {
        return Ok(Value::Number(object.str()?.to_string()));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        return Ok(Value::List);
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        let mut fields = Vec::with_capacity(dict.len());
        for (key, held) in dict {
            let key = key.str()?.to_cow()?.into_owned();
            fields.push((Cow::Owned(key), owned(value(&held)?)));
        }
        return Ok(Value::Object(fields));
    }
    // A date, a datetime, or what pandas has for it.
    if object.hasattr("isoformat")? {
        let iso = object.call_method0("isoformat")?;
        return Ok(Value::Text(Cow::Owned(iso.str()?.to_cow()?.into_owned())));
    }
    Ok(Value::Unread)
}

/// `value` with texts of its own.
fn owned(value: Value<'_>) -> Value<'static> {
    match value {
        Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
        Value::Number(number) => Value::Number(number),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(k, v)| (Cow::Owned(k.into_owned()), owned(v))).collect())
        }
        Value::Truth => Value::Truth,
        Value::List => Value::List,
        Value::Null => Value::Null,
        Value::Unread => Value::Unread,
    }
}
