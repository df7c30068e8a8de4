//! One reading of a name in the text: which surface it is, and how it fits.

use crate::lexicon::{Lexicon, Surface, Tier};
use crate::text::{lower_into, move_tone};
use crate::token::{Case, Joint, TokenKind, Tokens};

/// A hit of the gazetteer read as one surface of the lexicon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) first: usize,
    /// The token after the name.
    pub(super) last: usize,
    /// The token after the model designation that follows the name; `last` where there is none.
    pub(super) end: usize,
    pub(super) surface: u32,
    pub(super) tier: Option<Tier>,
    /// Whether it counts only with a cue beside it or its entity elsewhere.
    pub(super) needs_context: bool,
}

/// Reads the tokens `first..last` as `surface`, by `tier` where the hit says it; the reason when they cannot be it.
pub(super) fn read(
    lexicon: &Lexicon,
    text: &str,
    tokens: &Tokens,
    (first, last): (usize, usize),
    number: u32,
    tier: Option<Tier>,
) -> Result<Candidate, &'static str> {
    let surface = &lexicon.surface(number);
    let written = tokens.span(first, last).of(text);
    if is_part_of_a_code(tokens, first, last) {
        return Err("it is glued to other letters or digits");
    }
    if surface.exact_case && !same_case(written, surface) {
        return Err("the lexicon wants exactly its own capitals (exact-case)");
    }
    let tier = tier.or_else(|| how(written, surface.text));
    Ok(Candidate {
        first,
        last,
        end: last,
        surface: number,
        tier,
        needs_context: surface.needs_context
            || (tier.is_some() && is_lowered_word(tokens, first, last, surface)),
    })
}

/// A single letter or number glued to its neighbours is no name: the X of "X2". Nor does one end before the point of a
/// number: the "MatePad 11" of "MatePad 11.5".
fn is_part_of_a_code(tokens: &Tokens, first: usize, last: usize) -> bool {
    let glued = |i: usize| tokens.get(i).is_some_and(|t| t.joint == Joint::None && t.kind != TokenKind::Mark);
    let before = glued(first) && first > 0 && tokens[first - 1].kind != TokenKind::Mark;
    let short = last - first == 1 && tokens[first].span.end - tokens[first].span.start == 1;
    let is_digits = |i: usize| tokens.get(i).is_some_and(|t| t.kind == TokenKind::Digits);
    let is_point =
        tokens.get(last).is_some_and(|t| t.joint == Joint::None) && matches!(tokens.key(last), "." | ",");
    let goes_on = is_point && is_digits(last - 1) && is_digits(last + 1) && glued(last + 1);
    before || (short && glued(last)) || goes_on
}

/// Whether a lone word that the lexicon writes with a capital stands here in small letters: "grab", "zoom".
fn is_lowered_word(tokens: &Tokens, first: usize, last: usize, surface: &Surface<'_>) -> bool {
    last - first == 1 && tokens[first].case == Case::Lower && surface.text.chars().any(char::is_uppercase)
}

/// Whether the letters have the lexicon's capitals, whatever the joints and the place of the tone.
fn same_case(written: &str, surface: &Surface<'_>) -> bool {
    let capitals = |s: &str| -> Vec<bool> {
        s.chars().filter(|c| c.is_alphanumeric()).map(char::is_uppercase).collect()
    };
    capitals(written) == capitals(surface.text)
}

/// How `written` fits `name`, whose keys are equal: `None` when exactly.
fn how(written: &str, name: &str) -> Option<Tier> {
    if written == name {
        return None;
    }
    if lower(written) == lower(name) {
        // What looks like Đ is another letter.
        return Some(if written.contains(['Ð', 'ð', 'Ɖ']) { Tier::Form } else { Tier::Case });
    }
    let (written, name) = (words(written), words(name));
    if written.len() != name.len() {
        return Some(Tier::Form);
    }
    if written == name {
        return Some(Tier::Form);
    }
    let settled = |words: &[String]| -> Vec<String> {
        words
            .iter()
            .map(|w| {
                let mut word = w.clone();
                move_tone(&mut word, 0);
                word
            })
            .collect()
    };
    Some(if settled(&written) == settled(&name) { Tier::Tone } else { Tier::Iy })
}

fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    lower_into(text, &mut out);
    out
}

/// The words of `text` in lower case, without their joints.
fn words(text: &str) -> Vec<String> {
    Tokens::of(text).all().iter().map(|t| lower(t.span.of(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers() {
        for (written, name, want) in [
            ("Nokia", "Nokia", None),
            ("NOKIA", "Nokia", Some(Tier::Case)),
            ("Hoà Phát", "Hòa Phát", Some(Tier::Tone)),
            ("HOÀ PHÁT", "Hòa Phát", Some(Tier::Tone)),
            ("Mĩ", "Mỹ", Some(Tier::Iy)),
            ("Wi Fi", "Wi-Fi", Some(Tier::Form)),
            ("Ðà Nẵng", "Đà Nẵng", Some(Tier::Form)),
            ("iPhone15", "iPhone 15", Some(Tier::Form)),
        ] {
            assert_eq!(how(written, name), want, "{written} as {name}");
        }
    }
}
