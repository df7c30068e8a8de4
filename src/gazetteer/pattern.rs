//! The names of a list while they are collected: equal keys are one pattern.

use std::collections::HashMap;

use super::table::Record;
use crate::simd::same_bytes;
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

/// Whether the tokens `first..last` of `edges` are those of `record`.
#[inline(always)]
pub(super) fn is_at(edges: &Edges, first: usize, last: usize, record: &Record<'_>) -> bool {
    let (start, end) = (edges.start(first), edges.end(last - 1));
    // Mostly the name stands in the text as it stands in its key. Folded bytes that are not their token's key are
    // nobody's key: no name holds them.
    let is_same = match (edges.folded_from(start), record.start) {
        (Some(text), Some(key)) if record.key.len() <= 32 => {
            let differs =
                !same_bytes(text, key) & u32::MAX.checked_shr(32 - record.key.len() as u32).unwrap_or(0);
            record.key.len() == (end - start) as usize && differs == 0
        }
        _ => edges.folded(start, end) == record.key,
    };
    is_same || is_spelt(edges, first, last, record.key)
}

/// As [`is_at`], token by token.
#[inline(never)]
fn is_spelt(edges: &Edges, first: usize, last: usize, key: &[u8]) -> bool {
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
