//! Sentences of a gold article, cut here so that the score does not hang on the program's own cutting.

use super::super::{CharSpan, Text};

/// Cuts a text into sentences that cover it: at line feeds, and after a full stop before a capital or a digit.
pub(super) fn split(text: &Text) -> Vec<CharSpan> {
    let chars = text.chars();
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < chars.len() {
        match edge(chars, at) {
            Some(end) => {
                sentences.push(CharSpan::new(start, end));
                (start, at) = (end, end);
            }
            None => at += 1,
        }
    }
    if start < chars.len() {
        sentences.push(CharSpan::new(start, chars.len()));
    }
    sentences
}

/// Where the next sentence starts, if one ends at `at`.
fn edge(chars: &[char], at: usize) -> Option<usize> {
    if chars[at] == '\n' {
        return Some(skip(chars, at, |c| c == '\n'));
    }
    let stop = skip(chars, at, |c| ".!?…".contains(c));
    let close = skip(chars, stop, |c| "\"”’)]".contains(c));
    let next = skip(chars, close, char::is_whitespace);
    let first = skip(chars, next, |c| "\"“‘([".contains(c));
    let opens = chars.get(first).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    (stop > at && next > close && opens).then_some(next)
}

fn skip(chars: &[char], from: usize, pass: impl Fn(char) -> bool) -> usize {
    from + chars[from..].iter().take_while(|c| pass(**c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let text = Text::new(text);
        split(&text).into_iter().map(|span| text.slice(span).iter().collect()).collect()
    }

    #[test]
    fn stops_before_capitals_and_digits() {
        assert_eq!(
            cut("Giá 5.000 đồng. \"Đắt\" quá! 7 máy."),
            ["Giá 5.000 đồng. ", "\"Đắt\" quá! ", "7 máy."]
        );
    }

    #[test]
    fn an_ellipsis_before_a_small_letter_does_not_stop() {
        assert_eq!(cut("AI, IoT... đang lên.\n\nHết"), ["AI, IoT... đang lên.\n\n", "Hết"]);
    }
}
