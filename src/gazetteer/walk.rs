//! The way from the beginning of a long name to the names beyond it.
//!
//! Most end after a token or two, and are walked step by step. A text that goes on and on like a name could be walked
//! anew from each of its tokens, as far as the name is long. So the steps are few: if the table still goes on after
//! those, the longest beginning is looked for by halves (where a beginning is known, all shorter ones are), and the
//! table says how long the longest name is with which it begins.

use super::fast::{Found, record_place, verified};
use super::table::{LONGER, MORE, Table, longer, named, record_of};
use crate::simd::prefetch;
use crate::token::Edges;

/// Tokens up to which a walk goes step by step.
const NEAR: u32 = 12;

/// The buffers of walks through one text.
#[derive(Debug, Default)]
pub(super) struct Walk {
    names: Vec<Found>,
    /// The number of all tokens before each place, if it was made.
    sums: Vec<u64>,
    /// What a sequence is multiplied by as it goes on by so many tokens.
    powers: Vec<u64>,
    /// Where the longest sequence ended that was looked for last.
    reached: u32,
}

impl Walk {
    /// Begins another text.
    pub(super) fn forget(&mut self) {
        self.sums.clear();
        self.reached = 0;
    }

    /// What the table has beyond `found`, the shortest first; of long names, only those up to the longest that is there.
    #[cold]
    pub(super) fn beyond(&mut self, table: &Table<'_>, edges: &Edges, found: Found) -> &[Found] {
        self.names.clear();
        let near = (found.first + NEAR).min(edges.len() as u32);
        let reached = self.step(table, edges, found, near);
        if reached.value & MORE != 0 && (reached.last as usize) < edges.len() {
            let farthest = self.farthest(table, edges, reached);
            let tokens = named(farthest.value, (farthest.last - farthest.first) as usize) as u32;
            // Two sequences may have one number: then nothing is sure but what is found step by step.
            let is_name = |last| {
                let number = self.number(edges, found.first, last);
                let value = table.value(number);
                verified(table, edges, Found { first: found.first, last, number, value }).is_some()
            };
            if tokens > NEAR && farthest.first + tokens <= farthest.last {
                let last =
                    if is_name(found.first + tokens) { found.first + tokens } else { edges.len() as u32 };
                self.step(table, edges, reached, last);
            }
        }
        &self.names
    }

    /// Notes the names beyond `from` up to the token `end`; returns how far the table goes on.
    fn step(&mut self, table: &Table<'_>, edges: &Edges, from: Found, end: u32) -> Found {
        let mut at = from;
        while at.value & MORE != 0 && at.last < end {
            let number = longer(at.number, edges.linked()[at.last as usize]);
            at = Found { last: at.last + 1, number, value: table.value(number), ..at };
            if record_of(at.value).is_some() {
                prefetch(table.records, record_place(at.value));
                self.names.push(at);
            }
        }
        at
    }

    /// The longest sequence that begins like `from` and is in the table.
    fn farthest(&mut self, table: &Table<'_>, edges: &Edges, from: Found) -> Found {
        self.prepare(edges);
        let end = edges.len() as u32;
        let (mut known, mut unknown) = (from, end + 1);
        // Where a text goes on like a name, the walk from one token reaches about as far as that from the one before:
        // from there on in growing steps, up or down, and then by halves.
        let mut last = self.reached.clamp(from.last + 1, end);
        let mut step = 1;
        while known.last + 1 < unknown {
            let number = self.number(edges, from.first, last);
            let value = table.value(number);
            if value == 0 {
                unknown = last;
            } else {
                known = Found { last, number, value, ..from };
            }
            last = if unknown > end {
                (known.last + step).min(end)
            } else if known.last == from.last {
                unknown.saturating_sub(step).max(known.last + 1)
            } else {
                known.last + (unknown - known.last) / 2
            };
            step = step.saturating_mul(2);
        }
        self.reached = known.last;
        known
    }

    /// Makes the sums of the text, unless they are there.
    fn prepare(&mut self, edges: &Edges) {
        if !self.sums.is_empty() {
            return;
        }
        let mut sum = 0;
        self.sums.push(sum);
        for &linked in &edges.linked()[..edges.len()] {
            sum = longer(sum, linked);
            self.sums.push(sum);
        }
        let mut power = self.powers.last().map_or(1, |power| power.wrapping_mul(LONGER));
        while self.powers.len() <= edges.len() {
            self.powers.push(power);
            power = power.wrapping_mul(LONGER);
        }
    }

    /// The number of the tokens `first..last`.
    fn number(&self, edges: &Edges, first: u32, last: u32) -> u64 {
        let (first, last) = (first as usize, last as usize);
        let before = self.sums[first + 1].wrapping_sub(edges.numbers()[first]);
        self.sums[last].wrapping_sub(before.wrapping_mul(self.powers[last - first - 1]))
    }
}
