//! The engine: filters over all tokens, then a walk through the table from the few places where a name may begin.

use std::sync::Arc;

use super::pattern::is_at;
use super::section::Stored;
use super::table::{BEGINNING, LONGER, MORE, Parts, Table, longer, place as table_place};
use super::{Hit, Matcher, Patterns};
use crate::pack::{Pack, PackError};
use crate::simd::{Lanes, Path, Task, Words, dispatch, prefetch};
use crate::token::Edges;

/// A compiled list of names.
#[derive(Debug)]
pub(crate) struct Fast {
    stored: Stored,
}

/// The buffers of a search, used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Search {
    places: Vec<u64>,
    candidates: Vec<Candidate>,
    found: Vec<Found>,
}

/// What the first two filters say of a token, beside its number: it may be a name; with the next it may be one; with the
/// next it may begin a longer one.
const SINGLE: u64 = 1 << 32;
const PAIR: u64 = 1 << 33;
const BEGINS: u64 = 1 << 34;

/// A place where a name may begin.
#[derive(Clone, Copy, Debug, Default)]
struct Candidate {
    token: u32,
    /// Bit `d` is set where a name of `d + 1` tokens may stand; bit 2, where one of three or more may.
    depths: u32,
    /// The numbers of the first token, of the first two and of the first three.
    numbers: [u64; 3],
}

/// A name of the table, not yet compared byte for byte.
#[derive(Clone, Copy, Debug)]
struct Found {
    first: u32,
    last: u32,
    value: u32,
}

/// Tokens that are looked at together, so that the table's lines are on their way before they are needed.
const BATCH: usize = 256;

impl Fast {
    /// Compiles `patterns`.
    ///
    /// # Errors
    /// When the list is too large: more than 8 GiB of keys, or a key of more than 64 KiB.
    pub(crate) fn build(patterns: &Patterns) -> Result<Self, String> {
        Ok(Self { stored: Stored::from(Parts::build(patterns)?) })
    }

    /// The names of a pack, from the sections whose names begin with `prefix`.
    pub(crate) fn open(pack: &Arc<Pack>, prefix: &str) -> Result<Self, PackError> {
        Ok(Self { stored: Stored::open(pack, prefix)? })
    }

    /// Where the names are kept.
    pub(crate) fn stored(&self) -> &Stored {
        &self.stored
    }

    /// Bytes of the compiled structure.
    #[cfg(feature = "internals")]
    pub(crate) fn memory(&self) -> usize {
        self.stored.sections("").iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// As [`Matcher::longest`], by the vector code of `path`.
    pub(crate) fn longest_by(&self, path: Path, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        dispatch(path, Find { table: self.stored.table(), edges, search, out, overlapping: false });
    }

    /// As [`Matcher::all`], by the vector code of `path`.
    pub(crate) fn all_by(&self, path: Path, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        dispatch(path, Find { table: self.stored.table(), edges, search, out, overlapping: true });
    }
}

impl Matcher for Fast {
    fn all(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        self.all_by(Path::best(), edges, search, out);
    }

    fn longest(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        self.longest_by(Path::best(), edges, search, out);
    }
}

/// Finds the names of one text by one path.
struct Find<'a> {
    table: Table<'a>,
    edges: &'a Edges,
    search: &'a mut Search,
    out: &'a mut Vec<Hit>,
    overlapping: bool,
}

impl Task for Find<'_> {
    type Output = ();

    /// Batch by batch: filter all places, walk the table from those left, verify what was found. Each step asks for
    /// the memory that the next one will read.
    #[inline(always)]
    fn run<L: Lanes, W: Words>(self) {
        let Self { table, edges, search, out, overlapping } = self;
        out.clear();
        search.places.resize(BATCH + 8, 0);
        search.candidates.resize(BATCH, Candidate::default());
        let mut free = 0;
        for from in (0..edges.len()).step_by(BATCH) {
            let to = (from + BATCH).min(edges.len());
            let places = search.places.as_mut_slice();
            let count = if W::ONE_BY_ONE {
                filter_each(&table, edges, from, to, places)
            } else {
                filter::<W>(&table, edges, from, to, places)
            };
            let count = deepen(&table, edges, &places[..count], &mut search.candidates);
            let candidates = &search.candidates[..count];
            let hits = out.len();
            if overlapping || !longest_of(&table, edges, candidates, &mut search.found, &mut free, out) {
                out.truncate(hits);
                every(&table, edges, candidates, &mut search.found);
                for &found in &search.found {
                    if overlapping || found.first >= free {
                        let hit = verified(&table, edges, found);
                        free = hit.map_or(free, |h| h.last);
                        out.extend(hit);
                    }
                }
            }
        }
    }
}

/// Puts the leftmost-longest hits among `candidates` into `out`, none before `free`: walks over what a longer name
/// covers. Returns whether every name that the table gave was one; where not, `free` is as it was.
#[inline(always)]
fn longest_of(
    table: &Table<'_>,
    edges: &Edges,
    candidates: &[Candidate],
    found: &mut Vec<Found>,
    free: &mut u32,
    out: &mut Vec<Hit>,
) -> bool {
    found.clear();
    let mut covered = *free;
    for &candidate in candidates {
        if candidate.token < covered {
            continue;
        }
        if let Some(longest) = longest_at(table, edges, candidate) {
            prefetch(table.records, record_place(longest.value));
            covered = longest.last;
            found.push(longest);
        }
    }
    for &f in found.iter() {
        match verified(table, edges, f) {
            Some(hit) => out.push(hit),
            None => return false,
        }
    }
    *free = covered;
    true
}

/// Puts every name of the table that begins at one of `candidates` into `found`, the longest first at each place.
#[inline(always)]
fn every(table: &Table<'_>, edges: &Edges, candidates: &[Candidate], found: &mut Vec<Found>) {
    found.clear();
    for &candidate in candidates {
        let from = found.len();
        for depth in (0..3).filter(|depth| candidate.depths >> depth & 1 != 0) {
            walk(table, edges, candidate, depth, |f| {
                prefetch(table.records, record_place(f.value));
                found.push(f);
            });
        }
        found[from..].reverse();
    }
}

/// As [`filter`], one token at a time.
#[inline(always)]
fn filter_each(table: &Table<'_>, edges: &Edges, from: usize, to: usize, places: &mut [u64]) -> usize {
    let second = &edges.linked()[from + 1..to + 1];
    let mut count = 0;
    for ((token, &one), &second) in (from as u64..).zip(&edges.numbers()[from..to]).zip(second) {
        let two = longer(one, second);
        let single = u64::from(table.may_be(0, one, one));
        let (pair, begins) =
            (u64::from(table.may_be(1, two, two)), u64::from(table.may_be(1, two, two ^ BEGINNING)));
        // Written in any case, and kept if it is one: no guess that could be wrong.
        if let Some(place) = places.get_mut(count) {
            *place = token | (single * SINGLE) | (pair * PAIR) | (begins * BEGINS);
        }
        count += (single | pair | begins) as usize;
    }
    count
}

/// Writes the places among the tokens `from..to` where a name may begin; returns how many. [`deepen`] takes them on.
#[inline(always)]
fn filter<W: Words>(table: &Table<'_>, edges: &Edges, from: usize, to: usize, places: &mut [u64]) -> usize {
    let first = edges.numbers()[from..].as_chunks().0.iter();
    let second = edges.linked()[from + 1..].as_chunks().0.iter();
    let mut tokens = W::load(&[0, 1, 2, 3, 4, 5, 6, 7]).add(W::splat(from as u64));
    let mut count = 0;
    for (left, (one, second)) in (1..=to - from).rev().step_by(8).zip(first.zip(second)) {
        let one = W::load(one);
        let two = longer_words(one, W::load(second));
        let word = two.gather(table.filters[1]);
        let single = one.gather(table.filters[0]).has_bits(one);
        let pair = word.has_bits(two);
        let begins = word.has_bits(two.xor(W::splat(BEGINNING)));
        let inside = if left >= 8 { u8::MAX } else { u8::MAX >> (8 - left) };
        let place = tokens
            .or(W::splat(0).or_where(single, W::splat(SINGLE)))
            .or(W::splat(0).or_where(pair, W::splat(PAIR)))
            .or(W::splat(0).or_where(begins, W::splat(BEGINS)));
        let Some(room) = places[count..].first_chunk_mut() else { break };
        count += place.compress(W::bits(single | pair | begins) & inside, room);
        tokens = tokens.add(W::splat(8));
    }
    count
}

/// Turns places into candidates, without those that the third filter rules out; returns how many. Asks for the lines of
/// the table that will be read.
#[inline(always)]
fn deepen(table: &Table<'_>, edges: &Edges, places: &[u64], out: &mut [Candidate]) -> usize {
    let (numbers, linked) = (edges.numbers(), edges.linked());
    let mut count = 0;
    for &place in places {
        let token = place as u32 as usize;
        let (Some(&one), Some(&[second, third])) = (numbers.get(token), linked[token + 1..].first_chunk())
        else {
            break;
        };
        let two = longer(one, second);
        let three = longer(two, third);
        let goes_on = u64::from(table.may_be(2, three, three)) & ((place & BEGINS) / BEGINS);
        let depths = ((place / SINGLE) & 3 | goes_on << 2) as u32;
        let Some(candidate) = out.get_mut(count) else { break };
        *candidate = Candidate { token: token as u32, depths, numbers: [one, two, three] };
        count += usize::from(depths != 0);
        let deepest = deepest(depths);
        let others = depths & !(1 << deepest);
        let next = if others == 0 { deepest } else { self::deepest(others) };
        for depth in [deepest, next] {
            prefetch(table.lines, table_place(candidate.numbers[depth], table.lines.len()));
        }
    }
    count
}

/// The highest of `depths`; 0 for none.
#[inline(always)]
fn deepest(depths: u32) -> usize {
    (depths | 1).ilog2() as usize % 3
}

/// [`longer`], eight at a time.
#[inline(always)]
fn longer_words<W: Words>(sequence: W, linked: W) -> W {
    sequence.rotl::<29>().xor(linked).mul(W::splat(LONGER))
}

/// Where the record behind `value` begins.
#[inline(always)]
fn record_place(value: u32) -> usize {
    ((value & !MORE) as usize).wrapping_sub(1) * 4
}

/// The longest name of the table that begins at the candidate.
#[inline(always)]
fn longest_at(table: &Table<'_>, edges: &Edges, candidate: Candidate) -> Option<Found> {
    let mut depths = candidate.depths;
    while depths != 0 {
        let deepest = deepest(depths);
        let mut longest = None;
        walk(table, edges, candidate, deepest, |f| longest = Some(f));
        if longest.is_some() {
            return longest;
        }
        depths &= !(1 << deepest);
    }
    None
}

/// Calls `found` with the names of the table that begin at the candidate and have `depth + 1` tokens, or from three on any
/// more, the shortest first.
#[inline(always)]
fn walk(table: &Table<'_>, edges: &Edges, candidate: Candidate, depth: usize, mut found: impl FnMut(Found)) {
    let first = candidate.token as usize;
    let mut number = candidate.numbers[depth];
    for last in first + depth + 1..=edges.len() {
        let value = table.value(number);
        if value & !MORE != 0 {
            found(Found { first: first as u32, last: last as u32, value });
        }
        if depth < 2 || value & MORE == 0 {
            break;
        }
        number = longer(number, edges.linked()[last]);
    }
}

/// The hit that `found` is, if its bytes are those of a name.
#[inline(always)]
fn verified(table: &Table<'_>, edges: &Edges, found: Found) -> Option<Hit> {
    let (first, last) = (found.first as usize, found.last as usize);
    let (pattern, _) = table.records(found.value).find(|(_, key)| is_at(edges, first, last, key))?;
    Some(Hit { first: found.first, last: found.last, pattern })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::gazetteer::Reference;

    fn find(names: &[&str], text: &str, longest: bool) -> Vec<String> {
        let mut patterns = Patterns::default();
        for name in names {
            patterns.add(name);
        }
        let engine = Fast::build(&patterns).unwrap();
        let mut edges = Edges::default();
        edges.read(text);
        let mut hits = Vec::new();
        if longest {
            engine.longest(&edges, &mut Search::default(), &mut hits);
        } else {
            engine.all(&edges, &mut Search::default(), &mut hits);
        }
        let place = |h: &Hit| edges.start(h.first as usize) as usize..edges.end(h.last as usize - 1) as usize;
        hits.iter().map(|h| text[place(h)].to_owned()).collect()
    }

    #[test]
    fn names_begin_and_end_at_token_edges() {
        assert_eq!(find(&["An", "Nam"], "Anh Nam ở An Nam", true), ["Nam", "An", "Nam"]);
        assert_eq!(find(&["S8"], "MS8, S8+ và S88", true), ["S8"]);
    }

    #[test]
    fn the_longest_wins_and_overlaps_are_kept_on_request() {
        let names = ["Samsung", "Samsung Galaxy", "Galaxy S8", "Galaxy S8+"];
        assert_eq!(find(&names, "Samsung Galaxy S8+", true), ["Samsung Galaxy"]);
        assert_eq!(
            find(&names, "Samsung Galaxy S8+", false),
            ["Samsung Galaxy", "Samsung", "Galaxy S8+", "Galaxy S8"]
        );
    }

    #[test]
    fn joints_are_compared_by_class() {
        assert_eq!(find(&["Wi-Fi"], "Wi Fi, WI-FI", true), ["Wi Fi", "WI-FI"]);
        assert_eq!(find(&["iPhone 15"], "iPhone15", true), ["iPhone15"]);
        assert_eq!(find(&["AT&T"], "AT&T và AT & T", true), ["AT&T"]);
        assert!(find(&["Bà Rịa"], "Bà\nRịa", true).is_empty());
        assert!(find(&["Bà Rịa"], "Bà, Rịa", true).is_empty());
    }

    #[test]
    fn keys_are_folded_on_both_sides() {
        assert_eq!(
            find(&["Hoà Lạc", "công ty Mỹ"], "HÒA LẠC có công ti Mĩ", true),
            ["HÒA LẠC", "công ti Mĩ"]
        );
        assert_eq!(find(&["xoẽ cánh", "Ðà Nẵng"], "Xõe cánh ở Đà Nẵng", true), ["Xõe cánh", "Đà Nẵng"]);
    }

    fn words() -> impl Strategy<Value = Vec<&'static str>> {
        let word = prop::sample::select(vec![
            "a",
            "b",
            "A",
            "hoà",
            "hòa",
            "Mỹ",
            "mĩ",
            "ty",
            "5",
            "15",
            "S",
            "8",
            "+",
            "&",
            ".",
            "-",
            "Đà",
            "Ðà",
            "жук",
            "xoẽ",
            "xõe",
            "ẞ",
            "ẟ",
            "mỹ",
            "rất dài rất dài",
            "supercalifragilistic",
            "supercalifragilistix",
            "\u{301}",
        ]);
        prop::collection::vec(word, 1..7)
    }

    fn joined(words: &[&str], joints: &[u8]) -> String {
        let mut text = String::new();
        for (word, joint) in words.iter().zip(joints.iter().cycle()) {
            text.push_str(word);
            text.push_str(["", " ", " ", "-", "  ", "'", "\n"][*joint as usize % 7]);
        }
        text
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), ..ProptestConfig::default() })]

        #[test]
        fn equals_the_reference(
            names in prop::collection::vec((words(), prop::collection::vec(0u8..6, 1..4)), 1..40),
            text in prop::collection::vec(words(), 0..30),
            joints in prop::collection::vec(any::<u8>(), 1..9),
        ) {
            let mut patterns = Patterns::default();
            for (words, joints) in &names {
                patterns.add(joined(words, joints).trim());
            }
            let text = joined(&text.concat(), &joints);
            let (fast, reference) = (Fast::build(&patterns).unwrap(), Reference::build(&patterns).unwrap());
            let (mut ours, mut theirs, mut search) = (Vec::new(), Vec::new(), Search::default());
            for &path in Path::available() {
                let mut edges = Edges::default();
                edges.read_by(path, &text);
                fast.all_by(path, &edges, &mut search, &mut ours);
                reference.all(&edges, &mut search, &mut theirs);
                prop_assert_eq!(&ours, &theirs);
                fast.longest_by(path, &edges, &mut search, &mut ours);
                reference.longest(&edges, &mut search, &mut theirs);
                prop_assert_eq!(&ours, &theirs);
            }
        }
    }
}
