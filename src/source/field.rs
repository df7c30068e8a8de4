//! Which field of a JSON record is which: the contract's names, or paths given by the user.

use super::value::Value;

/// The fields of a document that an input record can hold.
const FIELDS: [&str; 6] = ["id", "title", "text", "date", "source", "url"];

/// For each field of a document, the paths in an input record that it is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMap {
    paths: [Vec<Vec<String>>; 6],
}

/// A mapping that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldMapError {
    /// No `=`.
    #[error("`{0}` is no mapping; write it as text=body, or text=lead+body to join two fields")]
    Form(String),
    /// Not a field of a document.
    #[error("a document has no field `{0}`; the fields are id, title, text, date, source, url")]
    Field(String),
}

impl Default for FieldMap {
    fn default() -> Self {
        Self { paths: FIELDS.map(|f| vec![vec![f.to_owned()]]) }
    }
}

impl FieldMap {
    /// Takes `mapping`, written `field=path`, `field=outer.inner` or `field=one+two` (joined by a line break).
    ///
    /// # Errors
    /// When the mapping has no `=` or names no field of a document.
    pub fn set(&mut self, mapping: &str) -> Result<(), FieldMapError> {
        let (field, paths) = mapping
            .split_once('=')
            .filter(|(_, p)| !p.is_empty())
            .ok_or_else(|| FieldMapError::Form(mapping.to_owned()))?;
        let slot =
            FIELDS.iter().position(|f| *f == field).ok_or_else(|| FieldMapError::Field(field.to_owned()))?;
        self.paths[slot] = paths.split('+').map(|p| p.split('.').map(str::to_owned).collect()).collect();
        Ok(())
    }

    /// The values of `field` in `record`, in the order of its paths; null and missing ones are left out.
    pub(super) fn values<'v, 'a>(
        &self,
        field: &str,
        record: &'v Value<'a>,
    ) -> impl Iterator<Item = &'v Value<'a>> {
        let values = self.paths_of(field).iter().filter_map(move |path| look_up(record, path));
        values.filter(|v| !matches!(v, Value::Null))
    }

    /// Whether a path begins with `key`, or is `key` as a whole.
    pub(super) fn begins_with(&self, key: &str) -> bool {
        self.paths.iter().flatten().any(|path| leads_to(path, key))
    }

    /// Whether a path of the title or the text begins with `key`, or is `key` as a whole.
    #[cfg(feature = "arrow")]
    pub(super) fn holds_text(&self, key: &str) -> bool {
        let paths = ["title", "text"].into_iter().flat_map(|field| self.paths_of(field));
        paths.into_iter().any(|path| leads_to(path, key))
    }

    /// The paths of `field`, for messages.
    pub(super) fn shown(&self, field: &str) -> String {
        self.paths_of(field).iter().map(|p| p.join(".")).collect::<Vec<_>>().join("+")
    }

    fn paths_of(&self, field: &str) -> &[Vec<String>] {
        &self.paths[FIELDS.iter().position(|f| *f == field).unwrap_or_default()]
    }
}

/// Whether `path` begins with `key`, or is `key` as a whole.
fn leads_to(path: &[String], key: &str) -> bool {
    path[0] == key || key.split('.').eq(path)
}

/// The value at `path`: a key that itself holds dots wins over nested ones.
fn look_up<'v, 'a>(record: &'v Value<'a>, path: &[String]) -> Option<&'v Value<'a>> {
    let dotted = if path.len() > 1 { record.get(&path.join(".")) } else { None };
    dotted.or_else(|| path.iter().try_fold(record, |value, key| value.get(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_nested_and_joined_fields() {
        let mut map = FieldMap::default();
        map.set("text=lead+content.body").unwrap();
        let json = r#"{"lead": "a", "content": {"body": "b"}, "title": null}"#;
        let record: Value<'_> = serde_json::from_str(json).unwrap();
        let texts: Vec<_> = map.values("text", &record).cloned().collect();
        assert_eq!(texts, [Value::Text("a".into()), Value::Text("b".into())]);
        assert_eq!(map.values("title", &record).count(), 0);
    }

    #[test]
    fn knows_the_keys_in_which_its_paths_begin() {
        let mut map = FieldMap::default();
        map.set("text=lead+content.body").unwrap();
        for (key, wanted) in
            [("lead", true), ("content", true), ("content.body", true), ("body", false), ("text", false)]
        {
            assert_eq!(map.begins_with(key), wanted, "{key}");
        }
    }

    #[test]
    fn refuses_what_is_no_mapping() {
        let mut map = FieldMap::default();
        assert!(matches!(map.set("text"), Err(FieldMapError::Form(_))));
        assert!(matches!(map.set("body=text"), Err(FieldMapError::Field(_))));
    }
}
