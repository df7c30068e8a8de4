//! Sentences with their linguistic tokens, as JSON Lines and as text.

use super::json::Object;
use crate::source::Document;
use crate::span::{OffsetUnit, Offsets, SourceSpan};
use crate::token::LexemeKind;

/// One linguistic token in the original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRecord {
    /// Its place.
    pub span: SourceSpan,
    /// What it is.
    pub kind: LexemeKind,
}

/// One sentence and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceRecord {
    /// Its place.
    pub span: SourceSpan,
    /// Its tokens, in order; only blanks, and what readers do not see, stand between them.
    pub tokens: Vec<TokenRecord>,
}

/// Appends `sentences` of `document`, which is known as `id`, to `out`: one JSON object a line.
pub fn write_tokens(
    document: &Document,
    id: &str,
    sentences: &[SentenceRecord],
    unit: OffsetUnit,
    out: &mut Vec<u8>,
) {
    let offsets = Offsets::new(&document.text, unit);
    for (number, sentence) in sentences.iter().enumerate() {
        let mut object = Object::open(out);
        object.text("doc", id);
        object.text("source", &document.source);
        object.integer("sentence", number as u64);
        place(&mut object, &document.text, sentence.span, &offsets);
        object.list("tokens", &sentence.tokens, |out, token| {
            let mut object = Object::open(out);
            object.text("kind", token.kind.name());
            place(&mut object, &document.text, token.span, &offsets);
            object.close();
        });
        object.close();
        out.push(b'\n');
    }
}

fn place(object: &mut Object<'_>, text: &str, span: SourceSpan, offsets: &Offsets<'_>) {
    object.text("text", span.of(text));
    object.integer("start", u64::from(offsets.at(span.start)));
    object.integer("end", u64::from(offsets.at(span.end)));
}

/// Appends `sentences` of `document` to `out`: one a line, a blank between two tokens, no-break spaces inside a token;
/// an empty line ends the document.
pub fn write_tokens_as_text(document: &Document, sentences: &[SentenceRecord], out: &mut Vec<u8>) {
    for sentence in sentences {
        for (i, token) in sentence.tokens.iter().enumerate() {
            if i > 0 {
                out.push(b' ');
            }
            let words: Vec<&str> = token.span.of(&document.text).split_whitespace().collect();
            out.extend_from_slice(words.join("\u{a0}").as_bytes());
        }
        out.push(b'\n');
    }
    out.push(b'\n');
}
