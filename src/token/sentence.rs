//! Sentences: ranges of tokens, told apart by punctuation, line breaks and abbreviations.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::RandomState;

use super::list::{Case, Joint, TokenKind, Tokens};
use crate::span::Span;

/// One sentence: its tokens, and its span from the first to the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) tokens: Range<usize>,
    pub(crate) span: Span,
}

/// Words that the splitter knows, by their keys.
#[derive(Debug, Default)]
pub(crate) struct Breaks {
    abbreviations: HashSet<Box<str>, RandomState>,
    /// By first key: the keys that must follow, one list for each phrase.
    openers: HashMap<Box<str>, Vec<Vec<Box<str>>>, RandomState>,
}

/// Stands for any number in an opener.
const NUMBER: &str = "#";

impl Breaks {
    /// `abbreviations` are words after which a full stop ends nothing; `openers` begin a sentence where they stand with a
    /// capital after a word.
    pub(crate) fn new(abbreviations: &[String], openers: &[String]) -> Self {
        let (mut breaks, mut tokens) = (Self::default(), Tokens::default());
        for word in abbreviations {
            tokens.read(word);
            breaks.abbreviations.insert(tokens.key(0).into());
        }
        for phrase in openers {
            tokens.read(phrase);
            let rest = (1..tokens.len()).map(|i| tokens.key(i).into()).collect();
            breaks.openers.entry(tokens.key(0).into()).or_default().push(rest);
        }
        breaks
    }

    pub(super) fn is_abbreviation(&self, key: &str) -> bool {
        self.abbreviations.contains(key)
    }

    /// How many tokens the longest opener at token `i` has; 0 where there is none.
    fn opener(&self, tokens: &Tokens, i: usize) -> usize {
        if !matches!(tokens[i].case, Case::Title | Case::Upper) {
            return 0;
        }
        let fits = |rest: &&Vec<Box<str>>| {
            rest.iter().enumerate().all(|(n, want)| {
                let at = i + 1 + n;
                let is_number =
                    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::Blank);
                if **want == *NUMBER { is_number } else { tokens.key(at) == &**want && is_small(tokens, at) }
            })
        };
        let phrases = self.openers.get(tokens.key(i)).map_or(&[][..], Vec::as_slice);
        phrases.iter().filter(fits).map(|rest| rest.len() + 1).max().unwrap_or(0)
    }
}

fn is_small(tokens: &Tokens, i: usize) -> bool {
    tokens.get(i).is_some_and(|t| t.case == Case::Lower && t.joint == Joint::Blank)
}

/// Cuts `tokens` into sentences.
pub(crate) fn split(tokens: &Tokens, breaks: &Breaks, out: &mut Vec<Sentence>) {
    out.clear();
    let mut start = 0;
    for i in 1..tokens.len() {
        if begins(tokens, start, i, breaks) {
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

/// Whether a sentence begins at token `i`; the one before it began at `start`.
fn begins(tokens: &Tokens, start: usize, i: usize, breaks: &Breaks) -> bool {
    let token = tokens[i];
    match token.joint {
        Joint::Line => return true,
        Joint::Blank => {}
        // A full stop without a blank after it, between a small word and one with a capital (hôm nay.Tuy nhiên).
        Joint::None => {
            return i > start + 1
                && tokens.key(i - 1) == "."
                && tokens[i - 1].joint == Joint::None
                && tokens[i - 2].case == Case::Lower
                && token.case == Case::Title;
        }
        _ => return false,
    }
    if tokens[i - 1].kind != TokenKind::Mark {
        return is_glued(tokens, start, i, breaks);
    }
    if !opens(tokens, i) {
        return false;
    }
    // Closing quotes and brackets belong to the sentence that they close.
    let mut end = i - 1;
    while end > start
        && tokens[end].joint == Joint::None
        && matches!(tokens.key(end), "\"" | "”" | "’" | ")" | "»" | "]" | "'")
    {
        end -= 1;
    }
    match tokens.key(end) {
        "!" | "?" => true,
        "…" => token.kind != TokenKind::Digits,
        "." if end == start || tokens[end].joint != Joint::None => true,
        "." if tokens.key(end - 1) == "." => token.kind != TokenKind::Digits,
        "." => !numbers_a_list(tokens, start, end) && !shortens(tokens, start, end - 1, i, breaks),
        _ => false,
    }
}

/// Whether a sentence begins at token `i`, which follows a word, because what stands before is a headline or a name
/// without a full stop.
fn is_glued(tokens: &Tokens, start: usize, i: usize, breaks: &Breaks) -> bool {
    let words = breaks.opener(tokens, i);
    // In a name or a headline whose words have capitals, one more tells nothing; what follows it must be small.
    let goes_on = || {
        let next = tokens.get(i + 1);
        next.is_some_and(|t| {
            t.joint == Joint::Blank && (t.case == Case::Lower || t.kind == TokenKind::Digits)
        })
    };
    words > 0
        && tokens[i].case == Case::Title
        && i - start > 1
        && (words > 1 || tokens[i - 1].case == Case::Lower || goes_on())
}

/// Whether token `i` can be the first of a sentence.
fn opens(tokens: &Tokens, i: usize) -> bool {
    match tokens[i].kind {
        TokenKind::Digits => true,
        TokenKind::Letters => !matches!(tokens[i].case, Case::Lower),
        TokenKind::Mark => match tokens.key(i) {
            // Behind a quotation they lead on to its speaker.
            "-" | "–" | "—" => tokens.get(i + 1).is_some_and(|t| t.case != Case::Lower),
            mark => {
                matches!(mark, "\"" | "“" | "‘" | "«" | "(" | "[" | "•" | "*" | "#" | "@" | "$" | "'" | ">")
            }
        },
    }
}

/// Whether the full stop at `end` stands behind the number of a list's item: "1. Pin", "II. Kết quả".
fn numbers_a_list(tokens: &Tokens, start: usize, end: usize) -> bool {
    let token = tokens[start];
    let is_roman = || token.case != Case::Lower && tokens.key(start).bytes().all(|b| b"ivx".contains(&b));
    let length = token.span.end - token.span.start;
    end == start + 1
        && match token.kind {
            TokenKind::Digits => length <= 3,
            TokenKind::Letters => length == 1 || (length <= 4 && is_roman()),
            TokenKind::Mark => false,
        }
}

/// Whether the word `i` before a full stop is an abbreviation: a listed one, or a lone capital (J. K. Rowling); `next` is
/// the token behind the full stop.
fn shortens(tokens: &Tokens, start: usize, i: usize, next: usize, breaks: &Breaks) -> bool {
    if breaks.opener(tokens, next) > 0 {
        return false;
    }
    if breaks.is_abbreviation(tokens.key(i)) {
        return true;
    }
    let token = tokens[i];
    let is_lone_capital =
        token.case == Case::Title && matches!(tokens.key(i).as_bytes(), [b'a'..=b'z'] | [0xC4, 0x91]);
    if !is_lone_capital {
        return false;
    }
    match token.joint {
        // J.K. Rowling, (Q. Tân Bình), but not S24A.
        Joint::None => i > start && tokens[i - 1].kind == TokenKind::Mark,
        // A grade, a size, a series (Series A. Quỹ ...): a Vietnamese word follows a foreign name.
        _ => {
            let follows_name = i > start
                && matches!(tokens[i - 1].case, Case::Title | Case::Upper | Case::Mixed)
                && is_vietnamese_word(tokens, next);
            !follows_name
        }
    }
}

/// Whether the word at `i` has letters that only Vietnamese has among the languages of the news.
fn is_vietnamese_word(tokens: &Tokens, i: usize) -> bool {
    tokens[i].kind == TokenKind::Letters && !tokens.key(i).is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let breaks =
            Breaks::new(&words(&["TP", "ThS", "Inc"]), &words(&["Đây", "Theo", "Tuy nhiên", "Ngày #"]));
        split(&Tokens::of(text), &breaks, &mut out);
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

    #[test]
    fn a_headline_glued_to_the_body_ends_before_an_opener() {
        for (text, want) in [
            ("Nokia làm đối tác Đây là tin vui", &["Nokia làm đối tác", "Đây là tin vui"][..]),
            ("Meta mua Ngày 5/3, hãng", &["Meta mua", "Ngày 5/3, hãng"]),
            ("giá rẻ.Máy nặng", &["giá rẻ.", "Máy nặng"]),
            ("trang vnexpress.net và ASP.Net", &["trang vnexpress.net và ASP.Net"]),
            ("Phim Chuyện Theo Đuổi Ước Mơ", &["Phim Chuyện Theo Đuổi Ước Mơ"]),
            ("bài \"Theo anh\" hay", &["bài \"Theo anh\" hay"]),
            ("Apple Inc. Tim Cook", &["Apple Inc. Tim Cook"]),
            ("của Apple Inc. Theo hãng", &["của Apple Inc.", "Theo hãng"]),
        ] {
            assert_eq!(cut(text), want);
        }
    }

    #[test]
    fn lists_capitals_and_dashes() {
        for (text, want) in [
            ("1. Pin tốt. 2. Giá rẻ", &["1. Pin tốt.", "2. Giá rẻ"][..]),
            ("\"Rẻ quá!\" - anh nói", &["\"Rẻ quá!\" - anh nói"]),
            ("J.K. Rowling", &["J.K. Rowling"]),
            ("vòng Series A. Quỹ này", &["vòng Series A.", "Quỹ này"]),
            ("anh M. Quân kể", &["anh M. Quân kể"]),
            ("ở (Q. Đông, Q. 8)", &["ở (Q. Đông, Q. 8)"]),
            ("châu Á. Quỹ này", &["châu Á.", "Quỹ này"]),
            ("ảnh... 5 giây", &["ảnh... 5 giây"]),
            ("ảnh... Máy", &["ảnh...", "Máy"]),
        ] {
            assert_eq!(cut(text), want);
        }
    }
}
