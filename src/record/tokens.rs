//! Sentences with their linguistic tokens, as JSON Lines and as text.

use super::fields::Fields;
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
        object.list("tokens", &sentence.tokens, |object, token| {
            object.text("kind", token.kind.name());
            place(object, &document.text, token.span, &offsets);
        });
        object.close_line();
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

/// As [`write_tokens_as_text`], with `_` for the blanks inside a token; `one_line` puts the whole document on a line of
/// its own, without an empty one.
pub fn write_words_as_text(
    document: &Document,
    sentences: &[SentenceRecord],
    one_line: bool,
    out: &mut Vec<u8>,
) {
    for (number, sentence) in sentences.iter().enumerate() {
        for (i, token) in sentence.tokens.iter().enumerate() {
            if i > 0 || (one_line && number > 0) {
                out.push(b' ');
            }
            push_joined(token.span.of(&document.text), out);
        }
        if !one_line {
            out.push(b'\n');
        }
    }
    out.push(b'\n');
}

/// Appends `word` with `_` for the blanks in it.
fn push_joined(word: &str, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(word.as_bytes());
    let (mut is_plain, mut before) = (true, 0);
    for byte in &mut out[start..] {
        // Other blanks than this one begin with one of these bytes, or hold 0x9A.
        is_plain &=
            !matches!(byte, 0..0x20 | 0x7F | 0x9A | 0xC2 | 0xE2 | 0xE3) && (*byte != b' ' || before != b' ');
        before = *byte;
        if before == b' ' {
            *byte = b'_';
        }
    }
    if !is_plain {
        out.truncate(start);
        for (i, part) in word.split_whitespace().enumerate() {
            if i > 0 {
                out.push(b'_');
            }
            out.extend_from_slice(part.as_bytes());
        }
    }
}

/// Appends `sentences` of `document`, which is known as `id`, to `out` in the ten columns of CoNLL-U: the form, and
/// `SpaceAfter=No` where the next token follows without a blank.
pub fn write_conllu(document: &Document, id: &str, sentences: &[SentenceRecord], out: &mut Vec<u8>) {
    let on_a_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (number, sentence) in sentences.iter().enumerate() {
        let mut text = format!("# sent_id = {}-{}\n", on_a_line(id), number + 1);
        text += &format!("# text = {}\n", on_a_line(sentence.span.of(&document.text)));
        for (i, token) in sentence.tokens.iter().enumerate() {
            let is_glued = sentence.tokens.get(i + 1).is_some_and(|next| next.span.start == token.span.end);
            let space = if is_glued { "SpaceAfter=No" } else { "_" };
            let form = on_a_line(token.span.of(&document.text));
            text += &format!("{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}\n", i + 1);
        }
        out.extend_from_slice(text.as_bytes());
        out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::push_joined;

    #[test]
    fn any_blank_in_a_word_becomes_one_mark() {
        for (word, want) in [
            ("phần mềm", "phần_mềm"),
            ("phần  mềm", "phần_mềm"),
            ("phần\u{a0}mềm", "phần_mềm"),
            ("phần \n\u{3000}mềm", "phần_mềm"),
            ("“…”", "“…”"),
            ("mềm", "mềm"),
        ] {
            let mut out = b"> ".to_vec();
            push_joined(word, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), format!("> {want}"), "{word:?}");
        }
    }
}
