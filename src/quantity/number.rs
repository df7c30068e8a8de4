//! Numerals: digits with their separators, and the scale words that multiply them.

use rust_decimal::Decimal;

use crate::lexicon::{Lexicon, MarkerJob, Sense, Terms};
use crate::token::{Joint, TokenKind, Tokens};

/// A number read from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// The value before its scale words.
    pub(super) bare: Decimal,
    /// What the scale words multiply by, where there are any.
    pub(super) scale: Option<Decimal>,
    /// The token after it.
    pub(super) end: usize,
    /// Whether a single group of three after a comma left two readings.
    pub(super) undecided: Option<Decimal>,
}

/// Why digits are no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotANumber {
    /// The token after what was looked at.
    pub(super) end: usize,
    pub(super) why: &'static str,
}

/// Reads the number whose digits begin at token `at`.
pub(super) fn read(
    lexicon: &Lexicon,
    text: &str,
    tokens: &Tokens,
    terms: &Terms,
    at: usize,
) -> Result<Number, NotANumber> {
    if is_inside_a_code(tokens, at) {
        return Err(NotANumber {
            end: run(tokens, at),
            why: "it is glued to what stands before it: a code or a model",
        });
    }
    read_after_hyphen(lexicon, text, tokens, terms, at)
}

/// Reads the number at `at` whatever it is glued to: the second one of "5-7".
pub(super) fn read_after_hyphen(
    lexicon: &Lexicon,
    text: &str,
    tokens: &Tokens,
    terms: &Terms,
    at: usize,
) -> Result<Number, NotANumber> {
    let run = run(tokens, at);
    let refuse = |why| Err(NotANumber { end: run, why });
    if glued_mark(tokens, run, &["/", ":"]) && is_glued_digit(tokens, run + 1) {
        return Err(NotANumber {
            end: slash_end(tokens, run),
            why: "it is a date, a clock time, a score or a fraction",
        });
    }
    let Some((value, undecided)) = digits(text, tokens, at, run) else {
        return refuse("its separators fit no number: a version, an address, a date");
    };
    let number =
        scaled(lexicon, text, tokens, terms, Number { value, bare: value, scale: None, end: run, undecided });
    if number.scale.is_none()
        && is_glued_letter(tokens, run)
        && !unit_follows(lexicon, text, tokens, terms, run)
    {
        return refuse("it is glued to letters that are no unit: a code or a model");
    }
    Ok(compound(lexicon, text, tokens, terms, number))
}

/// The token after the digits and separators that begin at `at`: `1.234,5`.
fn run(tokens: &Tokens, at: usize) -> usize {
    let mut end = at + 1;
    while glued_mark(tokens, end, &[".", ","]) && is_glued_digit(tokens, end + 1) {
        end += 2;
    }
    end
}

fn slash_end(tokens: &Tokens, from: usize) -> usize {
    let mut end = from;
    while glued_mark(tokens, end, &["/", ":"]) && is_glued_digit(tokens, end + 1) {
        end = run(tokens, end + 1);
    }
    end
}

fn glued_mark(tokens: &Tokens, at: usize, marks: &[&str]) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Mark && t.joint == Joint::None)
        && marks.contains(&tokens.key(at))
}

fn is_glued_digit(tokens: &Tokens, at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::None)
}

fn is_glued_letter(tokens: &Tokens, at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Letters && t.joint == Joint::None)
}

/// Digits after letters (S8), a slash, a hash or a separator belong to something else.
fn is_inside_a_code(tokens: &Tokens, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    match tokens[at].joint {
        Joint::None => match tokens[before].kind {
            TokenKind::Letters => !matches!(tokens.key(before), "usd" | "eur" | "vnd"),
            TokenKind::Digits => true,
            TokenKind::Mark => {
                matches!(tokens.key(before), "/" | "#" | "@" | "." | "," | ":" | "_" | "&" | "=")
            }
        },
        Joint::Hyphen => true,
        _ => false,
    }
}

/// The value of the digits `at..end`, and the other reading of `1,299`.
fn digits(text: &str, tokens: &Tokens, at: usize, end: usize) -> Option<(Decimal, Option<Decimal>)> {
    let groups: Vec<&str> = (at..end).step_by(2).map(|i| tokens[i].span.of(text)).collect();
    let marks: Vec<&str> = (at + 1..end).step_by(2).map(|i| tokens.key(i)).collect();
    let grouped = |groups: &[&str]| {
        groups[0].len() <= 3 && groups[0] != "0" && groups[1..].iter().all(|g| g.len() == 3)
    };
    let parse = |whole: &[&str], fraction: &str| -> Option<Decimal> {
        let mut digits = whole.concat();
        if !fraction.is_empty() {
            digits.push('.');
            digits.push_str(fraction);
        }
        (digits.len() <= 28).then(|| digits.parse().ok()).flatten()
    };
    let last = groups.len() - 1;
    match marks.as_slice() {
        [] => Some((parse(&groups, "")?, None)),
        [mark] if grouped(&groups) => {
            let (thousands, decimal) = (parse(&groups, "")?, parse(&groups[..1], groups[1])?);
            if *mark == "." { Some((thousands, None)) } else { Some((decimal, Some(thousands))) }
        }
        [_] => Some((parse(&groups[..1], groups[1])?, None)),
        marks if marks.iter().all(|m| m == &marks[0]) => {
            if grouped(&groups) {
                Some((parse(&groups, "")?, None))
            } else {
                None
            }
        }
        // Both marks: the last one is the decimal.
        [whole @ .., decimal] if whole.iter().all(|m| m != decimal) && grouped(&groups[..last]) => {
            Some((parse(&groups[..last], groups[last])?, None))
        }
        _ => None,
    }
}

/// Multiplies by the scale words after the number: nghìn tỷ; 3 triệu rưỡi.
fn scaled(lexicon: &Lexicon, text: &str, tokens: &Tokens, terms: &Terms, mut number: Number) -> Number {
    let glued = is_glued_letter(tokens, number.end);
    while let Some((factor, end)) = terms.find(lexicon, number.end, |sense| match sense {
        Sense::Scale(i) => Some(lexicon.scales[i as usize]),
        // 4K and 8K are screens, 500K is half a million.
        Sense::GluedScale(i) if glued && number.scale.is_none() && number.bare >= Decimal::TEN => {
            Some(lexicon.scales[i as usize])
        }
        Sense::GluedScale(i)
            if glued && number.scale.is_none() && tokens[number.end].span.of(text) != "K" =>
        {
            Some(lexicon.scales[i as usize])
        }
        _ => None,
    }) {
        if tokens[number.end].joint == Joint::Line {
            break;
        }
        let scale = number.scale.unwrap_or(Decimal::ONE).checked_mul(factor);
        let (Some(scale), Some(value)) = (scale, number.value.checked_mul(factor)) else { break };
        number = Number { value, scale: Some(scale), end, ..number };
    }
    if number.scale.is_some() {
        // A scale word says that the comma is a decimal: 1,125 tỷ.
        number.undecided = None;
        if let (Some(end), Some(scale)) = (terms.marker(lexicon, number.end, MarkerJob::Half), number.scale) {
            number.value += scale / Decimal::TWO;
            number.end = end;
        }
    }
    number
}

/// Adds a smaller amount that goes on: 2 tỷ 300 triệu.
fn compound(lexicon: &Lexicon, text: &str, tokens: &Tokens, terms: &Terms, number: Number) -> Number {
    let Some(scale) = number.scale else { return number };
    let follows =
        tokens.get(number.end).is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::Blank);
    if !follows {
        return number;
    }
    let end = run(tokens, number.end);
    let Some((value, None)) = digits(text, tokens, number.end, end) else { return number };
    let rest = scaled(
        lexicon,
        text,
        tokens,
        terms,
        Number { value, bare: value, scale: None, end, undecided: None },
    );
    match rest.scale {
        Some(smaller) if smaller < scale && rest.value < scale => {
            Number { value: number.value + rest.value, end: rest.end, ..number }
        }
        _ => number,
    }
}

fn unit_follows(lexicon: &Lexicon, text: &str, tokens: &Tokens, terms: &Terms, at: usize) -> bool {
    super::read::unit(lexicon, text, tokens, terms, at).is_some()
}
