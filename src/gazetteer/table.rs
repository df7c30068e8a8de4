//! The compiled names: filters that fit in cache, a table of token sequences, and the keys to verify against.
//!
//! A sequence of tokens has a number, made from the numbers of its tokens one after the other. The table knows the
//! numbers of all names, and of the beginnings (three tokens or more) of longer ones. It is an array of lines of
//! one cache line each: eight fingerprints, then eight values; a full line goes on in the next. A value holds
//! where the name's record is (or, where no name ends, how long the longest name is with which the sequence begins),
//! and whether longer names begin so. Records hold pattern and key.
//!
//! Three filters keep nearly every place of a text away from the table: the first says of a token whether it is a
//! name, the second of two tokens whether they are one or begin a longer one, the third of three whether they are one
//! or begin one. The first two are asked everywhere, the second only whether it knows the two at all; of which kind
//! they are, and the third filter, where one of these says yes.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Patterns;
use super::filter::{self, kind};
use crate::simd::{Buckets, places_of};
use crate::token::Edges;

/// One cache line: fingerprints, then values. A value of 0 is an empty place.
pub(super) type Line = [u32; 16];

/// A longer name begins with this sequence.
pub(super) const MORE: u32 = 1 << 31;
/// No name is this sequence: in place of a record stands how many tokens, three or more, the longest name has with
/// which it begins; 0 for none.
const UNNAMED: u32 = 1 << 30;

/// Where the record of a name is: in units of four bytes, from 1 on; `None` where no name is the sequence.
#[inline(always)]
pub(super) fn record_of(value: u32) -> Option<usize> {
    if value & UNNAMED != 0 { None } else { ((value & !MORE) as usize).checked_sub(1) }
}

/// How many tokens the longest name has with which a sequence of `tokens` begins, or which it is; 0 for none.
pub(super) fn named(value: u32, tokens: usize) -> usize {
    if value & UNNAMED != 0 { (value & !(MORE | UNNAMED)) as usize } else { tokens }
}
/// Another record with the same number follows.
const FOLLOWED: u32 = 1 << 31;
/// How many of the eight places of a line are taken, on the average.
const FILL: usize = 5;
/// Bytes of a record before its key: pattern, length of the key.
const HEAD: usize = 6;

/// The compiled names, wherever their parts are kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'t> {
    /// For one token, for two, for three.
    pub(super) filters: [Buckets<'t>; 3],
    pub(super) lines: &'t [Line],
    pub(super) records: &'t [u8],
}

/// The parts of a table, while and after they are built.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) filters: [Vec<u64>; 3],
    pub(super) lines: Vec<Line>,
    pub(super) records: Vec<u8>,
}

/// The number of a sequence that goes on with the token `linked`. A polynomial, so that the number of any stretch of
/// a text follows from those of two beginnings.
#[inline(always)]
pub(super) fn longer(sequence: u64, linked: u64) -> u64 {
    sequence.wrapping_mul(LONGER).wrapping_add(linked)
}

/// What a sequence is multiplied by as it goes on.
pub(super) const LONGER: u64 = 0xD6E8_FEB8_6659_FD93;

/// The place of `number` among `count`.
#[inline(always)]
pub(super) fn place(number: u64, count: usize) -> usize {
    (((number >> 32) * count as u64) >> 32) as usize
}

#[inline(always)]
fn fingerprint(number: u64) -> u32 {
    (number >> 8) as u32
}

impl<'t> Table<'t> {
    /// What the table says of the sequence `number`: 0 for nothing.
    #[inline(always)]
    pub(super) fn value(&self, number: u64) -> u32 {
        let at = place(number, self.lines.len());
        let Some(line) = self.lines.get(at) else { return 0 };
        let ([fingerprints, values], []) = line.as_chunks::<8>() else { return 0 };
        // Empty places stand behind the others, so that a fingerprint of 0 finds its own first.
        let found = places_of(fingerprint(number), fingerprints);
        if found == 0 && values[7] != 0 {
            return self.value_after(at, number);
        }
        // No guess that could be wrong: what is not there has the value of some place, times 0.
        values[found.trailing_zeros() as usize & 7] * u32::from(found != 0)
    }

    /// As [`Table::value`], when the line `at` is full and the sequence is not in it.
    #[cold]
    fn value_after(&self, at: usize, number: u64) -> u32 {
        let mut at = at;
        // A table of which every line is full does not exist: the builder leaves a third empty.
        for _ in 1..self.lines.len() {
            at = if at + 1 == self.lines.len() { 0 } else { at + 1 };
            let ([fingerprints, values], []) = self.lines[at].as_chunks::<8>() else { return 0 };
            let found = places_of(fingerprint(number), fingerprints);
            if found != 0 {
                return values[found.trailing_zeros() as usize & 7];
            }
            if values[7] == 0 {
                return 0;
            }
        }
        0
    }

    /// The records behind `value`.
    #[inline(always)]
    pub(super) fn records(&self, value: u32) -> Records<'t> {
        Records { records: self.records, at: record_of(value).map(|place| place * 4) }
    }
}

impl Table<'_> {
    /// Whether every value leads to a record, and every record to a pattern below `patterns`. Reads it all.
    pub(super) fn holds(&self, patterns: usize) -> bool {
        let mut starts = Vec::new();
        let mut at = 0;
        while let Some(head) = self.records.get(at..).and_then(|rest| rest.first_chunk::<HEAD>()) {
            let pattern = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) & !FOLLOWED;
            if pattern as usize >= patterns {
                return false;
            }
            starts.push(at);
            let length = usize::from(u16::from_le_bytes([head[4], head[5]]));
            at += HEAD + length + padding(length);
        }
        let leads = |&value: &u32| match record_of(value) {
            Some(place) => starts.binary_search(&(place * 4)).is_ok(),
            None => true,
        };
        at == self.records.len() && self.lines.iter().all(|line| line[8..].iter().all(leads))
    }
}

/// A name of the table.
pub(super) struct Record<'t> {
    pub(super) pattern: u32,
    pub(super) key: &'t [u8],
    /// The key and what follows it, if that is 32 bytes: then they can be compared at once.
    pub(super) start: Option<&'t [u8; 32]>,
}

/// Records that follow each other.
pub(super) struct Records<'t> {
    records: &'t [u8],
    at: Option<usize>,
}

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.records.get(self.at.take()?..)?;
        let (head, rest) = rest.split_first_chunk::<HEAD>()?;
        let pattern = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
        let length = usize::from(u16::from_le_bytes([head[4], head[5]]));
        let key = rest.get(..length)?;
        if pattern & FOLLOWED != 0 {
            self.at = Some(self.records.len() - rest.len() + length + padding(length));
        }
        Some(Record { pattern: pattern & !FOLLOWED, key, start: rest.first_chunk() })
    }
}

/// Bytes behind a key of `length` so that the next record begins at a multiple of four.
fn padding(length: usize) -> usize {
    (HEAD + length).next_multiple_of(4) - HEAD - length
}

impl Parts {
    /// Compiles `patterns`.
    ///
    /// # Errors
    /// When the keys exceed what 30 bits can address, or one key is longer than 64 KiB.
    pub(super) fn build(patterns: &Patterns) -> Result<Self, String> {
        let mut sequences = Sequences::default();
        let mut edges = Edges::default();
        for (pattern, key) in patterns.keys().iter().enumerate() {
            let text = simdutf8::basic::from_utf8(key).map_err(|e| e.to_string())?;
            if text.len() > usize::from(u16::MAX) {
                return Err(format!("a name of {} bytes is longer than 65535", text.len()));
            }
            edges.read(text);
            sequences.add(pattern as u32, &edges);
        }
        let mut parts = Self::default();
        let Sequences { singles, twos, threes, .. } = &mut sequences;
        parts.filters = [filter::words(singles), filter::words(twos), filter::words(threes)];
        let values = parts.write_records(patterns, &mut sequences)?;
        parts.lines = lines(&values);
        Ok(parts)
    }

    /// Writes a record for each name, those of one number one after the other; returns numbers and values.
    fn write_records(
        &mut self,
        patterns: &Patterns,
        sequences: &mut Sequences,
    ) -> Result<Vec<(u64, u32)>, String> {
        sequences.names.sort_unstable();
        sequences.beginnings_more.sort_unstable();
        sequences.beginnings_more.dedup();
        sequences.beginnings_more.dedup_by_key(|beginning| beginning.number);
        let mut values: Vec<(u64, u32)> =
            Vec::with_capacity(sequences.names.len() + sequences.beginnings_more.len());
        let names = &sequences.names;
        for (i, &(number, pattern)) in names.iter().enumerate() {
            let is_first = i == 0 || names[i - 1].0 != number;
            let is_followed = names.get(i + 1).is_some_and(|next| next.0 == number);
            if is_first {
                let value = u32::try_from(self.records.len() / 4 + 1).ok().filter(|v| *v < UNNAMED);
                values.push((number, value.ok_or("the keys exceed 4 GiB")?));
            }
            let key = &patterns.keys()[pattern as usize];
            let flag = if is_followed { FOLLOWED } else { 0 };
            self.records.extend_from_slice(&(pattern | flag).to_le_bytes());
            self.records.extend_from_slice(&(key.len() as u16).to_le_bytes());
            self.records.extend_from_slice(key);
            self.records.resize(self.records.len().next_multiple_of(4), 0);
        }
        let known = values.len();
        let mut named_tokens = HashMap::<u64, u32, FixedState>::default();
        for &Beginning { tokens, number, before } in &sequences.beginnings_more {
            let inherited = named_tokens.get(&before).copied().unwrap_or(0);
            match values[..known].binary_search_by_key(&number, |v| v.0) {
                Ok(at) => {
                    values[at].1 |= MORE;
                    named_tokens.insert(number, tokens);
                }
                Err(_) => {
                    values.push((number, MORE | UNNAMED | inherited));
                    named_tokens.insert(number, inherited);
                }
            }
        }
        Ok(values)
    }
}

/// The beginning of a longer name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    tokens: u32,
    number: u64,
    /// The number without the last token.
    before: u64,
}

/// The numbers of all names and of their beginnings.
#[derive(Default)]
struct Sequences {
    /// Number and pattern of each name.
    names: Vec<(u64, u32)>,
    /// Numbers and kinds for the first filter.
    singles: Vec<(u64, u32)>,
    /// For the second filter.
    twos: Vec<(u64, u32)>,
    /// For the third filter.
    threes: Vec<(u64, u32)>,
    /// The beginnings of three tokens and more that go on.
    beginnings_more: Vec<Beginning>,
}

impl Sequences {
    fn add(&mut self, pattern: u32, edges: &Edges) {
        let count = edges.len();
        let one = edges.numbers()[0];
        let (mut number, mut before) = (one, one);
        for token in 1..=count {
            match token {
                1 if count == 1 => self.singles.push((one, kind::ANY)),
                2 if count == 2 => self.twos.push((number, kind::NAME)),
                2 => self.twos.push((number, kind::BEGINNING)),
                3 => self.threes.push((number, kind::ANY)),
                _ => {}
            }
            if token == count {
                self.names.push((number, pattern));
            } else {
                if token >= 3 {
                    self.beginnings_more.push(Beginning { tokens: token as u32, number, before });
                }
                before = number;
                number = longer(number, edges.linked()[token]);
            }
        }
    }
}

/// Lines that hold `values`, filled to little more than half: few are full, so that a search seldom goes on to the next.
fn lines(values: &[(u64, u32)]) -> Vec<Line> {
    let count = values.len().div_ceil(FILL).max(1);
    let mut lines = vec![[0; 16]; count];
    for &(number, value) in values {
        let mut at = place(number, count);
        loop {
            if let Some(free) = (0..8).find(|&i| lines[at][8 + i] == 0) {
                lines[at][free] = fingerprint(number);
                lines[at][8 + free] = value;
                break;
            }
            at = (at + 1) % count;
        }
    }
    lines
}
