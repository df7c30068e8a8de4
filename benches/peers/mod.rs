//! The other engines, each over text that is folded and wrapped for it beforehand.
//!
//! Every token stands in an open and a close byte of its own, so that what begins and ends like a name is one.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use crawdad::MpTrie;
use daachorse::{
    CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, DoubleArrayAhoCorasick,
    DoubleArrayAhoCorasickBuilder, MatchKind,
};
use yada::DoubleArray;
use yada::builder::DoubleArrayBuilder;

/// Hits, and a sum over their patterns that two engines share only when they found the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) hits: u64,
    pub(crate) sum: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, pattern: u32) {
        self.hits += 1;
        self.sum =
            self.sum.wrapping_add(u64::from(pattern).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    }
}

/// One article.
pub(crate) struct Piece {
    pub(crate) text: String,
    /// The tokens, folded and wrapped.
    pub(crate) encoded: String,
    /// Where each token opens in `encoded`.
    pub(crate) opens: Vec<u32>,
}

impl Piece {
    pub(crate) fn new(text: String) -> Self {
        let (encoded, opens) = trich::internals::encoded(&text);
        Self { text, encoded, opens }
    }
}

/// An engine with a list of names compiled.
pub(crate) trait Peer {
    /// The leftmost-longest hits.
    fn find(&self, piece: &Piece) -> Tally;
    /// Bytes of the compiled structure.
    fn memory(&self) -> usize;
}

/// A peer, or why there is none.
pub(crate) type Built = Result<Box<dyn Peer>, String>;

/// How a peer is made.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) settings: &'static str,
    /// Lists longer than this are left to the others.
    pub(crate) most: usize,
    /// From the wrapped names and articles to lay its memory out by.
    pub(crate) build: fn(&[String], &[&str]) -> Built,
}

pub(crate) const KINDS: [Kind; 5] = [
    Kind {
        name: "aho-corasick",
        settings: "1.1.5, contiguous NFA, leftmost-longest",
        most: 500_000,
        build: |names, _| {
            let mut builder = AhoCorasick::builder();
            builder
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .match_kind(aho_corasick::MatchKind::LeftmostLongest);
            boxed(builder.build(names))
        },
    },
    Kind {
        name: "daachorse-byte",
        settings: "5.1.0, bytewise, leftmost-longest, profile corpus: every 8th article of the text",
        most: usize::MAX,
        build: |names, corpus| {
            let builder = DoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
            boxed::<DoubleArrayAhoCorasick<u32>, _>(builder.corpus(corpus).build(names))
        },
    },
    Kind {
        name: "daachorse-char",
        settings: "5.1.0, charwise, leftmost-longest, profile corpus: every 8th article of the text",
        most: usize::MAX,
        build: |names, corpus| {
            let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
            boxed::<CharwiseDoubleArrayAhoCorasick<u32>, _>(builder.corpus(corpus).build(names))
        },
    },
    Kind {
        name: "crawdad",
        settings: "0.4.1, MpTrie, common prefixes from each free token start",
        most: usize::MAX,
        build: |names, _| boxed(MpTrie::from_records(sorted(names))),
    },
    Kind {
        name: "yada",
        settings: "0.7.0, common prefixes from each free token start",
        most: usize::MAX,
        build: |names, _| {
            boxed(DoubleArrayBuilder::build(&sorted(names)).map_err(|e| format!("{e:?}")).and_then(|bytes| {
                let size = bytes.len();
                DoubleArray::new(bytes).map(|array| Yada { array, size }).map_err(|e| format!("{e:?}"))
            }))
        },
    },
];

fn boxed<P: Peer + 'static, E: std::fmt::Display>(built: Result<P, E>) -> Built {
    built.map(|peer| Box::new(peer) as Box<dyn Peer>).map_err(|e| e.to_string())
}

fn sorted(names: &[String]) -> Vec<(&str, u32)> {
    let mut list: Vec<_> = names.iter().map(String::as_str).zip(0..).collect();
    list.sort_unstable();
    list
}

impl Peer for AhoCorasick {
    fn find(&self, piece: &Piece) -> Tally {
        let mut tally = Tally::default();
        self.find_iter(&piece.encoded).for_each(|m| tally.add(m.pattern().as_u32()));
        tally
    }

    fn memory(&self) -> usize {
        self.memory_usage()
    }
}

impl Peer for DoubleArrayAhoCorasick<u32> {
    fn find(&self, piece: &Piece) -> Tally {
        let mut tally = Tally::default();
        self.leftmost_find_iter(&piece.encoded).for_each(|m| tally.add(m.value()));
        tally
    }

    fn memory(&self) -> usize {
        self.heap_bytes()
    }
}

impl Peer for CharwiseDoubleArrayAhoCorasick<u32> {
    fn find(&self, piece: &Piece) -> Tally {
        let mut tally = Tally::default();
        self.leftmost_find_iter(&piece.encoded).for_each(|m| tally.add(m.value()));
        tally
    }

    fn memory(&self) -> usize {
        self.heap_bytes()
    }
}

/// From each token start that no hit covers, takes the longest of `prefixes`: its pattern and how many bytes, or
/// characters, it holds.
fn walk<'p, I: Iterator<Item = (u32, usize)>>(
    piece: &'p Piece,
    prefixes: impl Fn(&'p str) -> I,
    bytes: impl Fn(&str, usize) -> usize,
) -> Tally {
    let (mut tally, mut free) = (Tally::default(), 0);
    for open in piece.opens.iter().map(|&open| open as usize) {
        if open < free {
            continue;
        }
        let rest = &piece.encoded[open..];
        if let Some((pattern, length)) = prefixes(rest).last() {
            tally.add(pattern);
            free = open + bytes(rest, length);
        }
    }
    tally
}

impl Peer for MpTrie {
    fn find(&self, piece: &Piece) -> Tally {
        let bytes = |rest: &str, chars| rest.chars().take(chars).map(char::len_utf8).sum();
        walk(piece, |rest| self.common_prefix_search(rest.chars()), bytes)
    }

    fn memory(&self) -> usize {
        self.heap_bytes()
    }
}

struct Yada {
    array: DoubleArray<Vec<u8>>,
    size: usize,
}

impl Peer for Yada {
    fn find(&self, piece: &Piece) -> Tally {
        walk(piece, |rest| self.array.common_prefix_search(rest), |_, bytes| bytes)
    }

    fn memory(&self) -> usize {
        self.size
    }
}
