//! The multi-pattern matcher: finds the names of a compiled list in a text. It knows no language data.
//!
//! A name is a sequence of tokens; it is found where the text has the same folded tokens with the same
//! kinds of joints. Between two words or numbers a blank, a hyphen, an apostrophe and nothing are one
//! kind (Wi-Fi, Wi Fi; iPhone 15, iPhone15); beside any other mark a blank counts (AT&T is not AT & T);
//! no name reaches over a line break. What a pattern means is its owner's business.

mod reference;

use std::collections::HashMap;

pub(crate) use reference::Reference;

use crate::token::{Joint, TokenKind, Tokens};

/// A name found: tokens `first..last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// As [`Patterns::add`] numbered it.
    pub(crate) pattern: u32,
}

/// An engine that finds all names of a compiled list.
pub(crate) trait Matcher: Send + Sync {
    /// Puts every hit into `out`, overlapping ones too, ordered by first token, the longest first.
    fn all(&self, tokens: &Tokens, buffer: &mut Vec<u8>, out: &mut Vec<Hit>);

    /// Puts the leftmost-longest hits into `out`: none overlaps another, and where two do, the one that
    /// begins earlier stays, of two that begin together the longer one.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "entities choose among all hits; lists without flags want this one")
    )]
    fn longest(&self, tokens: &Tokens, buffer: &mut Vec<u8>, out: &mut Vec<Hit>) {
        self.all(tokens, buffer, out);
        let mut free = 0;
        out.retain(|hit| {
            let stays = hit.first >= free;
            if stays {
                free = hit.last;
            }
            stays
        });
    }
}

/// Collects the names of a list; equal keys are one pattern.
#[derive(Default)]
pub(crate) struct Patterns {
    keys: Vec<Vec<u8>>,
    numbers: HashMap<Vec<u8>, u32>,
}

impl Patterns {
    /// The number of the pattern for `name`, or `None` for a name without tokens. Numbers count from 0.
    pub(crate) fn add(&mut self, name: &str) -> Option<u32> {
        let tokens = Tokens::of(name);
        if tokens.len() == 0 {
            return None;
        }
        let mut key = Vec::new();
        encode(&tokens, &mut key, |_| {});
        let next = self.keys.len() as u32;
        let keys = &mut self.keys;
        Some(*self.numbers.entry(key).or_insert_with_key(|key| {
            keys.push(key.clone());
            next
        }))
    }
}

const OPEN: u8 = 0x02;
const CLOSE: u8 = 0x03;
const BREAK: u8 = 0x04;
const BLANK: u8 = 0x05;

/// Writes `tokens` as bytes in which every token is wrapped, so that a match never begins or ends inside one.
/// `at` is told the place in `out` where each token opens.
fn encode(tokens: &Tokens, out: &mut Vec<u8>, mut at: impl FnMut(usize)) {
    let mut before = None;
    for (i, token) in tokens.all().iter().enumerate() {
        if let Some(kind) = before {
            match token.joint {
                Joint::Line => out.push(BREAK),
                Joint::Blank if kind == TokenKind::Mark || token.kind == TokenKind::Mark => out.push(BLANK),
                _ => {}
            }
        }
        before = Some(token.kind);
        at(out.len());
        out.push(OPEN);
        out.extend_from_slice(tokens.key(i).as_bytes());
        out.push(CLOSE);
    }
}
