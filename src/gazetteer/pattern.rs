//! The names of a list while they are collected: equal keys are one pattern.

use std::collections::HashMap;

use crate::token::{Edges, Link};

/// The names of a list, numbered from 0 in the order of their first coming.
#[derive(Default)]
pub(crate) struct Patterns {
    keys: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32, foldhash::fast::RandomState>,
    edges: Edges,
}

impl Patterns {
    /// The number of the pattern for `name`, or `None` for a name without tokens, or with a line break in it.
    pub(crate) fn add(&mut self, name: &str) -> Option<u32> {
        let name = crate::text::nfc(name);
        self.edges.read(&name);
        let key = key(&self.edges)?;
        if let Some(&number) = self.numbers.get(key.as_slice()) {
            return Some(number);
        }
        let number = self.keys.len() as u32;
        let key = key.into_boxed_slice();
        self.keys.push(key.clone());
        self.numbers.insert(key, number);
        Some(number)
    }

    /// The keys, by number: the folded tokens, a blank between those that are loosely joined or apart.
    pub(crate) fn keys(&self) -> &[Box<[u8]>] {
        &self.keys
    }
}

/// The key of the name that is all of `edges`.
fn key(edges: &Edges) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    for token in 0..edges.len() {
        match edges.link(token) {
            _ if token == 0 => {}
            Link::Loose | Link::Apart => key.push(b' '),
            Link::Touching => {}
            Link::Broken => return None,
        }
        key.extend_from_slice(edges.key(token));
    }
    (!key.is_empty()).then_some(key)
}

/// Whether both hold the same bytes: names are short, so that a call would cost more than the bytes.
#[inline(always)]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let ((ones, one_rest), (others, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let differs = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
    let rest = one_rest.iter().zip(other_rest).fold(0, |all, (a, b)| all | a ^ b);
    ones.iter().zip(others).map(differs).fold(u64::from(rest), |all, one| all | one) == 0
}

/// Whether the tokens `first..last` of `edges` have the key `key`.
pub(super) fn is_at(edges: &Edges, first: usize, last: usize, key: &[u8]) -> bool {
    // Mostly the name stands in the text as it stands in its key. Folded bytes that are not their token's key are
    // nobody's key: no name holds them.
    if is_same(edges.folded(edges.start(first), edges.end(last - 1)), key) {
        return true;
    }
    let mut rest = key;
    for token in first..last {
        if token > first {
            rest = match (edges.link(token), rest) {
                (Link::Loose | Link::Apart, [b' ', rest @ ..]) => rest,
                (Link::Touching, rest) => rest,
                _ => return false,
            };
        }
        match rest.strip_prefix(edges.key(token)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}
