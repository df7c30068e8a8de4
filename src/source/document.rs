//! What a source hands down: documents, and inputs that could not be read.

/// One article as it came in.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Document {
    /// The input's own id; `None` lets the id be made from the text.
    pub id: Option<String>,
    /// Where it came from: the record's `source`, else the path, `-` for standard input.
    pub source: String,
    /// The title; it is also the beginning of `text`.
    pub title: Option<String>,
    /// The whole text: the title, one `\n`, then the body, when it has both. Offsets count from here.
    pub text: String,
    /// ISO 8601 date of publication.
    pub date: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

impl Document {
    /// A document of plain text, with no title and no date; its id is made from the text.
    pub fn from_text(source: impl Into<String>, text: impl Into<String>) -> Self {
        Self { source: source.into(), text: text.into(), ..Self::default() }
    }

    /// A document with the given title, whose text is the title, a line break and `body`.
    pub fn with_title(mut self, title: &str) -> Self {
        if !title.is_empty() {
            let body = std::mem::take(&mut self.text);
            self.text = if body.is_empty() { title.to_owned() } else { format!("{title}\n{body}") };
            self.title = Some(title.to_owned());
        }
        self
    }
}

/// An input that could not be read: it becomes an `error` record, and the stream goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{source_name}{}: {message} ({code})", place(*record, *byte))]
pub struct InputError {
    /// The file, or `-`.
    pub source_name: String,
    /// Number of the record in its file, from 1.
    pub record: Option<u64>,
    /// Offset of the fault in its file, in bytes.
    pub byte: Option<u64>,
    /// A stable word for programs: `invalid-json`, `too-large` ...
    pub code: &'static str,
    /// What is wrong and what to do, for people.
    pub message: String,
}

fn place(record: Option<u64>, byte: Option<u64>) -> String {
    match (record, byte) {
        (Some(record), Some(byte)) => format!(", record {record}, byte {byte}"),
        (Some(record), None) => format!(", record {record}"),
        _ => String::new(),
    }
}

/// What an input record gives: a document or an error.
pub type Item = Result<Document, InputError>;
