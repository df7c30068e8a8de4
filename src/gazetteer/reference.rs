//! The reference engine: Aho-Corasick over wrapped tokens. Slow and plainly right; every other engine is compared with it.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use super::{Hit, Matcher, Patterns, Search};
use crate::token::{Edges, Link};

/// An Aho-Corasick automaton over the encoded names.
pub(crate) struct Reference {
    automaton: AhoCorasick,
}

const OPEN: u8 = 0x02;
const CLOSE: u8 = 0x03;
const BREAK: u8 = 0x04;
const BLANK: u8 = 0x05;

/// Writes `edges` as bytes in which every token is wrapped, so that a match never begins or ends inside one.
/// `at` is told the place in `out` where each token opens.
pub(crate) fn encode(edges: &Edges, out: &mut Vec<u8>, mut at: impl FnMut(usize)) {
    for token in 0..edges.len() {
        match edges.link(token) {
            _ if token == 0 => {}
            Link::Broken => out.push(BREAK),
            Link::Apart => out.push(BLANK),
            Link::Loose | Link::Touching => {}
        }
        at(out.len());
        out.push(OPEN);
        out.extend_from_slice(edges.key(token));
        out.push(CLOSE);
    }
}

impl Reference {
    /// Compiles `patterns`.
    ///
    /// # Errors
    /// When the list is too large for the automaton's 31-bit states.
    pub(crate) fn build(patterns: &Patterns) -> Result<Self, BuildError> {
        let mut edges = Edges::default();
        let keys = patterns.keys().iter().map(|key| {
            edges.read(&String::from_utf8_lossy(key));
            let mut encoded = Vec::new();
            encode(&edges, &mut encoded, |_| {});
            encoded
        });
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(keys)?;
        Ok(Self { automaton })
    }
}

impl Matcher for Reference {
    fn all(&self, edges: &Edges, _: &mut Search, out: &mut Vec<Hit>) {
        out.clear();
        let (mut text, mut opens) = (Vec::new(), Vec::with_capacity(edges.len()));
        encode(edges, &mut text, |at| opens.push(at));
        for found in self.automaton.find_overlapping_iter(&text[..]) {
            let first = opens.partition_point(|&at| at < found.start());
            let last = opens.partition_point(|&at| at < found.end());
            out.push(Hit { first: first as u32, last: last as u32, pattern: found.pattern().as_u32() });
        }
        out.sort_unstable_by_key(|hit| (hit.first, std::cmp::Reverse(hit.last)));
    }

    fn longest(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        self.all(edges, search, out);
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
