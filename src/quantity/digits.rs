//! Digits with their separators: which marks group, which one is the decimal.

use rust_decimal::Decimal;

use super::Source;
use crate::lexicon::ClaimKind;
use crate::token::{Joint, TokenKind, Tokens};

/// The longest number that is read, in digits.
const LONGEST: usize = 28;

/// Digits as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) value: Decimal,
    /// The other reading of `1,299`.
    pub(super) undecided: Option<Decimal>,
    /// Whether marks group its thousands.
    pub(super) grouped: bool,
    /// The token after it.
    pub(super) end: usize,
}

/// The token after the digits and separators that begin at `at`: `1.234,5`.
pub(super) fn run(tokens: &Tokens, at: usize) -> usize {
    let mut end = at + 1;
    loop {
        if is_glued_mark(tokens, end, &[".", ","]) && is_glued_digit(tokens, end + 1) {
            end += 2;
        } else if tokens.get(end).is_some_and(|t| t.joint == Joint::Apostrophe)
            && is_group(tokens, end)
            && tokens.span(at, at + 1).len() <= 3
        {
            end += 1;
        } else {
            return end;
        }
    }
}

/// The token after numbers joined by slashes or colons.
pub(super) fn slash_end(tokens: &Tokens, from: usize) -> usize {
    let mut end = from;
    while is_glued_mark(tokens, end, &["/", ":"]) && is_glued_digit(tokens, end + 1) {
        end = run(tokens, end + 1);
    }
    end
}

pub(super) fn is_glued_mark(tokens: &Tokens, at: usize, marks: &[&str]) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Mark && t.joint == Joint::None)
        && marks.contains(&tokens.key(at))
}

pub(super) fn is_glued_digit(tokens: &Tokens, at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.joint == Joint::None)
}

pub(super) fn is_glued_letter(tokens: &Tokens, at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Letters && t.joint == Joint::None)
}

/// Whether the token at `at` is three digits.
fn is_group(tokens: &Tokens, at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.span.len() == 3)
}

impl Source<'_, '_> {
    /// Whether the digits at `at` belong to something else: after letters (S8), a slash, a hash, a separator.
    pub(super) fn is_inside_a_code(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        match self.tokens[at].joint {
            Joint::None => match self.tokens[before].kind {
                TokenKind::Letters => self.currency_before(at).is_none(),
                TokenKind::Digits => true,
                TokenKind::Mark => {
                    !self.follows_a_size(before)
                        && matches!(
                            self.tokens.key(before),
                            "/" | "#" | "@" | "." | "," | ":" | "_" | "&" | "="
                        )
                }
            },
            Joint::Hyphen => true,
            // "29 990 000": a group that begins with a nought stands for no number of its own.
            Joint::Blank => {
                self.is_digits(before) && is_group(self.tokens, at) && self.word(at).starts_with('0')
            }
            _ => false,
        }
    }

    /// Whether the slash at `slash` stands behind a unit: "12 GB/256 GB".
    fn follows_a_size(&self, slash: usize) -> bool {
        let is_size = |unit: usize| {
            self.unit(unit).is_some_and(|(u, end)| u.kind == ClaimKind::Measure && end == slash)
        };
        self.tokens.key(slash) == "/"
            && slash
                .checked_sub(1)
                .is_some_and(|unit| self.tokens[unit].kind == TokenKind::Letters && is_size(unit))
    }

    /// The number that the digits and separators at `at` make, with groups that blanks part: `940 000`.
    pub(super) fn digits(&self, at: usize) -> Option<Digits> {
        let end = run(self.tokens, at);
        if end == at + 1
            && self.tokens[at].span.len() <= 3
            && let Some(spaced) = self.spaced(at)
        {
            return Some(spaced);
        }
        self.separated(at, end)
    }

    /// `1 234 567` and `940 000`: groups of three after blanks; one group alone must be round.
    fn spaced(&self, at: usize) -> Option<Digits> {
        let is_next = |i: usize| {
            self.tokens.get(i).is_some_and(|t| t.joint == Joint::Blank) && is_group(self.tokens, i)
        };
        let mut end = at + 1;
        while is_next(end) {
            end += 1;
        }
        let groups = end - at - 1;
        let is_code = is_glued_letter(self.tokens, end) && self.unit(end).is_none();
        let is_whole = !is_code && !is_glued_mark(self.tokens, end, &["/", ":", "."]);
        let is_round = groups == 1 && self.word(at + 1).ends_with("00");
        if groups == 0 || !(groups > 1 || is_round) || !is_whole || self.word(at).starts_with('0') {
            return None;
        }
        let value = join((at..end).map(|i| self.word(i)), 0)?;
        Some(Digits { value, undecided: None, grouped: true, end })
    }

    fn separated(&self, at: usize, end: usize) -> Option<Digits> {
        let is_digit = |i: &usize| self.tokens[*i].kind == TokenKind::Digits;
        let groups = || (at..end).filter(is_digit).map(|i| self.word(i));
        let mut marks = (at + 1..end).filter(|i| !is_digit(i)).map(|i| self.tokens.key(i));
        let count = groups().count();
        let shape = Shape::of(groups());
        let parse = |scale: usize| join(groups(), scale);
        let last = self.word(end - 1).len();
        let (Some(first_mark), parts) = (marks.next(), count - 1) else {
            // One run of digits, or groups that apostrophes part.
            let plain = if count == 1 { !shape.is_code } else { shape.is_grouped };
            return plain.then(|| parse(0)).flatten().map(|value| Digits {
                value,
                undecided: None,
                grouped: count > 1,
                end,
            });
        };
        let last_mark = marks.clone().next_back().unwrap_or(first_mark);
        let middle_is_first = marks.clone().rev().skip(1).all(|m| m == first_mark);
        let found = |value, undecided, grouped| Some(Digits { value, undecided, grouped, end });
        match parts {
            1 if shape.is_grouped && first_mark == "," => found(parse(last)?, Some(parse(0)?), false),
            1 if shape.is_grouped => found(parse(0)?, None, true),
            1 => found(parse(last)?, None, false),
            _ if first_mark == last_mark && middle_is_first => {
                shape.is_grouped.then(|| parse(0)).flatten().and_then(|value| found(value, None, true))
            }
            // Both marks: the last one is the decimal.
            _ if middle_is_first && shape.is_grouped_but_last => found(parse(last)?, None, false),
            _ => None,
        }
    }
}

/// How digit groups look.
struct Shape {
    /// One to three digits, no zero first, then groups of three.
    is_grouped: bool,
    /// The same of all groups but the last.
    is_grouped_but_last: bool,
    /// A long number with a zero first.
    is_code: bool,
}

impl Shape {
    fn of<'t>(groups: impl Iterator<Item = &'t str>) -> Self {
        let mut shape = Self { is_grouped: true, is_grouped_but_last: true, is_code: false };
        for (i, group) in groups.enumerate() {
            shape.is_grouped_but_last = shape.is_grouped;
            let starts_well = group.len() <= 3 && !group.starts_with('0');
            shape.is_grouped &= if i == 0 { starts_well } else { group.len() == 3 };
            // A zero first, or the number of a service line: 1900xxxx.
            let is_line = group.len() == 8 && (group.starts_with("1800") || group.starts_with("1900"));
            shape.is_code |= i == 0 && group.len() > 3 && (group.starts_with('0') || is_line);
        }
        shape
    }
}

/// The number that the digits of `groups` make together, the last `scale` of them after the point.
fn join<'t>(groups: impl Iterator<Item = &'t str>, scale: usize) -> Option<Decimal> {
    let (mut value, mut count) = (0_i128, 0);
    for digit in groups.flat_map(str::bytes) {
        count += 1;
        if count > LONGEST || !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i128::from(digit - b'0');
    }
    Decimal::try_from_i128_with_scale(value, u32::try_from(scale).ok()?).ok()
}
