//! Sentences: ranges of tokens, told apart by punctuation, line breaks and abbreviations.

use std::ops::Range;

use super::list::{Case, Joint, TokenKind, Tokens};
use crate::span::Span;

/// One sentence: its tokens, and its span from the first to the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) tokens: Range<usize>,
    pub(crate) span: Span,
}

/// Cuts `tokens` into sentences; `is_abbreviation` says of a key ("tp", "ths") that a full stop after it ends nothing.
pub(crate) fn split(tokens: &Tokens, is_abbreviation: impl Fn(&str) -> bool, out: &mut Vec<Sentence>) {
    out.clear();
    let mut start = 0;
    for i in 0..tokens.len() {
        if i > start && begins(tokens, i, &is_abbreviation) {
            push(tokens, start..i, out);
            start = i;
        }
    }
    if start < tokens.len() {
        push(tokens, start..tokens.len(), out);
    }
}

fn push(tokens: &Tokens, range: Range<usize>, out: &mut Vec<Sentence>) {
    out.push(Sentence { span: tokens.span(range.start, range.end), tokens: range });
}

/// Whether a sentence begins at token `i`, which is not the first.
fn begins(tokens: &Tokens, i: usize, is_abbreviation: &impl Fn(&str) -> bool) -> bool {
    let token = tokens[i];
    if token.joint == Joint::Line {
        return true;
    }
    if token.joint != Joint::Blank || !opens(tokens, i) {
        return false;
    }
    // Closing quotes and brackets belong to the sentence that they close.
    let mut end = i - 1;
    while end > 0
        && tokens[end].joint == Joint::None
        && matches!(tokens.key(end), "\"" | "”" | "’" | ")" | "»" | "]")
    {
        end -= 1;
    }
    match tokens.key(end) {
        "!" | "?" | "…" => true,
        "." => end == 0 || tokens[end].joint != Joint::None || !shortens(tokens, end - 1, is_abbreviation),
        _ => false,
    }
}

/// Whether token `i` can be the first of a sentence.
fn opens(tokens: &Tokens, i: usize) -> bool {
    match tokens[i].kind {
        TokenKind::Digits => true,
        TokenKind::Letters => !matches!(tokens[i].case, Case::Lower),
        TokenKind::Mark => matches!(
            tokens.key(i),
            "\"" | "“" | "‘" | "«" | "(" | "[" | "-" | "–" | "—" | "•" | "*" | "#" | "@" | "$"
        ),
    }
}

/// Whether the token before a full stop is an abbreviation: a listed one, or a lone capital (J. K. Rowling).
fn shortens(tokens: &Tokens, i: usize, is_abbreviation: &impl Fn(&str) -> bool) -> bool {
    let token = tokens[i];
    let lone_capital =
        token.case == Case::Title && token.span.end - token.span.start == 1 && token.joint != Joint::None;
    lone_capital || is_abbreviation(tokens.key(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        split(&Tokens::of(text), |key| ["tp", "ths"].contains(&key), &mut out);
        out.iter().map(|s| s.span.of(text)).collect()
    }

    #[test]
    fn ends_at_punctuation_and_lines() {
        assert_eq!(
            cut("Máy ra mắt hôm qua. Giá 5.000 đồng! \"Rẻ quá.\" Hết\nBài khác"),
            ["Máy ra mắt hôm qua.", "Giá 5.000 đồng!", "\"Rẻ quá.\"", "Hết", "Bài khác"]
        );
    }

    #[test]
    fn goes_on_after_abbreviations_numbers_and_domains() {
        for text in [
            "Ở Tp. Hà Nội có 1.234 máy",
            "Trang VnExpress.net viết",
            "Theo ThS. Nam thì được",
            "Nhà văn J. K. Rowling",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }
}
