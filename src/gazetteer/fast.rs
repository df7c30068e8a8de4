//! The engine: filters over all tokens, then a walk through the table from the few places where a name may begin.

use std::sync::Arc;

use super::filter::{is_known, kind, knows};
use super::pattern::is_at;
use super::section::Stored;
use super::table::{LONGER, MORE, Parts, Table, longer, place as table_place, record_of};
use super::walk::Walk;
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
    places: Places,
    probes: Vec<Probe>,
    found: Vec<Found>,
    walk: Walk,
}

/// The tokens of a batch where a name may begin.
#[derive(Debug)]
struct Places(Box<[u32; ROOM]>);

impl Default for Places {
    fn default() -> Self {
        Self(Box::new([0; ROOM]))
    }
}

/// A sequence that may be in the table.
#[derive(Clone, Copy, Debug, Default)]
struct Probe {
    first: u32,
    last: u32,
    number: u64,
}

/// A sequence that is in the table, so a name or the beginning of one; not yet compared byte for byte.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) number: u64,
    pub(super) value: u32,
}

/// Tokens that are looked at together, so that the table's lines are on their way before they are needed.
const BATCH: usize = 256;
/// Places that a batch may have, and eight more.
const ROOM: usize = 2 * BATCH;

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

    /// Batch by batch: filter all places, look up in the table what is left, verify what was found. Each step asks for
    /// the memory that the next one will read, and works on another batch meanwhile; none branches on what it finds until
    /// the last.
    #[inline(always)]
    fn run<L: Lanes, W: Words>(self) {
        let Self { table, edges, search, out, overlapping } = self;
        out.clear();
        search.probes.resize(3 * ROOM, Probe::default());
        search.found.resize(3 * ROOM, Found::default());
        search.walk.forget();
        let (mut free, mut probes) = (0, 0);
        for from in (0..edges.len() + BATCH).step_by(BATCH) {
            let found = look_up(&table, edges, &search.probes[..probes], &mut search.found);
            let to = (from + BATCH).min(edges.len());
            let places = &mut *search.places.0;
            probes = if from >= to {
                0
            } else {
                let count = if W::ONE_BY_ONE {
                    filter_each(table, edges, from, to, places)
                } else {
                    filter::<W>(&table, edges, from, to, places)
                };
                probe(&table, edges, &places[..count], &mut search.probes)
            };
            for &found in &search.found[..found] {
                if overlapping || found.first >= free {
                    let hit = |hit: Hit| {
                        free = hit.last;
                        out.push(hit);
                        overlapping
                    };
                    verify(&table, edges, found, &mut search.walk, hit);
                }
            }
        }
    }
}

/// Calls `hit` with the names at `found`, the longest first, until it wants no more.
#[inline(always)]
fn verify(table: &Table<'_>, edges: &Edges, found: Found, walk: &mut Walk, mut hit: impl FnMut(Hit) -> bool) {
    if found.value & MORE != 0 {
        for &longer in walk.beyond(table, edges, found).iter().rev() {
            if let Some(name) = verified(table, edges, longer)
                && !hit(name)
            {
                return;
            }
        }
    }
    if let Some(name) = verified(table, edges, found) {
        hit(name);
    }
}

/// As [`filter`], one token at a time. A function of its own has registers of its own.
#[inline(never)]
fn filter_each(table: Table<'_>, edges: &Edges, from: usize, to: usize, places: &mut [u32; ROOM]) -> usize {
    let first = &edges.numbers()[from..to];
    let second = &edges.linked()[from + 1..][..first.len()];
    let mut count = 0;
    for i in 0..first.len() {
        let (one, two) = (first[i], longer(first[i], second[i]));
        // Written in any case, and kept if it is one: no guess that could be wrong.
        places[count % ROOM] = (from + i) as u32;
        count += usize::from(knows(table.filters[0], one) | knows(table.filters[1], two));
    }
    count
}

/// Writes the places among the tokens `from..to` where a name may begin; returns how many.
#[inline(always)]
fn filter<W: Words>(
    table: &Table<'_>,
    edges: &Edges,
    from: usize,
    to: usize,
    places: &mut [u32; ROOM],
) -> usize {
    let [singles, twos, _] = table.filters;
    let first = edges.numbers()[from..to.next_multiple_of(8)].as_chunks().0;
    let second = edges.linked()[from + 1..].as_chunks().0;
    let mut count = 0;
    for (i, (one, second)) in first.iter().zip(second).enumerate() {
        let one = W::load(one);
        let two = longer_words(one, W::load(second));
        let is_single = one.gather(singles).has_bits(one);
        let is_double = two.gather(twos).has_bits(two);
        let Some(room) = places[count..].first_chunk_mut() else { break };
        count += W::places(is_single | is_double, (from + 8 * i) as u32, room);
    }
    // Behind the last token there may be more of its eight.
    while count > 0 && places[count - 1] as usize >= to {
        count -= 1;
    }
    count
}

/// Writes what may be names at each of `places`, the longest first, without those that the third filter rules out;
/// returns how many. Asks for the lines of the table that will be read. Behind the end of the text there may be some too.
/// One place at a time: gathering eight was slower, by a tenth of the whole at 100 thousand names.
#[inline(always)]
fn probe(table: &Table<'_>, edges: &Edges, places: &[u32], out: &mut [Probe]) -> usize {
    let (numbers, linked) = (edges.numbers(), edges.linked());
    let mut count = 0;
    for &first in places {
        let at = first as usize;
        let (Some(&one), Some(&[second, third])) = (numbers.get(at), linked[at + 1..].first_chunk()) else {
            break;
        };
        let two = longer(one, second);
        let three = longer(two, third);
        let word = table.filters[1].get(two);
        let goes_on = is_known(word, two, kind::BEGINNING) & knows(table.filters[2], three);
        let Some(room) = out.get_mut(count..count + 3) else { break };
        // Written in any case, and kept if it is one: no guess that could be wrong.
        let mut kept = 0;
        room[kept] = Probe { first, last: first + 3, number: three };
        kept += usize::from(goes_on);
        room[kept] = Probe { first, last: first + 2, number: two };
        kept += usize::from(is_known(word, two, kind::NAME));
        room[kept] = Probe { first, last: first + 1, number: one };
        kept += usize::from(knows(table.filters[0], one));
        prefetch(table.lines, table_place(room[0].number, table.lines.len()));
        prefetch(table.lines, table_place(room[1].number, table.lines.len()));
        count += kept;
    }
    count
}

/// Writes those of `probes` that are in the table and in the text; returns how many. Asks for their records, and for the
/// line that says where they go on.
#[inline(always)]
fn look_up(table: &Table<'_>, edges: &Edges, probes: &[Probe], out: &mut [Found]) -> usize {
    let mut count = 0;
    for &Probe { first, last, number } in probes {
        let value = table.value(number);
        let Some(found) = out.get_mut(count) else { break };
        *found = Found { first, last, number, value };
        count += usize::from((value != 0) & (last as usize <= edges.len()));
        prefetch(table.records, record_place(value));
        let linked = edges.linked().get(last as usize).copied().unwrap_or_default();
        let next = if value & MORE == 0 { number } else { longer(number, linked) };
        prefetch(table.lines, table_place(next, table.lines.len()));
    }
    count
}

/// [`longer`], eight at a time.
#[inline(always)]
fn longer_words<W: Words>(sequence: W, linked: W) -> W {
    sequence.mul(W::splat(LONGER)).add(linked)
}

/// Where the record behind `value` begins.
#[inline(always)]
pub(super) fn record_place(value: u32) -> usize {
    record_of(value).map_or(usize::MAX, |place| place * 4)
}

/// The hit that `found` is, if its bytes are those of a name.
#[inline(always)]
pub(super) fn verified(table: &Table<'_>, edges: &Edges, found: Found) -> Option<Hit> {
    let (first, last) = (found.first as usize, found.last as usize);
    for record in table.records(found.value) {
        if is_at(edges, first, last, &record) {
            return Some(Hit { first: found.first, last: found.last, pattern: record.pattern });
        }
    }
    None
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
        assert_eq!(
            find(&["Hòa Lạc"], "“Hòa Lạc”, 'Hoà  Lạc' (HÒA LẠC)", true),
            ["Hòa Lạc", "Hoà  Lạc", "HÒA LẠC"]
        );
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

    /// Whether every path finds what the reference finds.
    fn check(names: &[String], text: &str) -> Result<(), TestCaseError> {
        let mut patterns = Patterns::default();
        for name in names {
            patterns.add(name);
        }
        let (fast, reference) = (Fast::build(&patterns).unwrap(), Reference::build(&patterns).unwrap());
        let (mut ours, mut theirs, mut search) = (Vec::new(), Vec::new(), Search::default());
        for &path in Path::available() {
            let mut edges = Edges::default();
            edges.read_by(path, text);
            fast.all_by(path, &edges, &mut search, &mut ours);
            reference.all(&edges, &mut search, &mut theirs);
            prop_assert_eq!(&ours, &theirs);
            fast.longest_by(path, &edges, &mut search, &mut ours);
            reference.longest(&edges, &mut search, &mut theirs);
            prop_assert_eq!(&ours, &theirs);
        }
        Ok(())
    }

    #[test]
    fn a_text_may_go_on_and_on_like_a_name() {
        let times = |count: usize, end: &str| "a ".repeat(count) + end;
        for longest in [3, 11, 12, 13, 14, 25, 40, 100] {
            let no_hit: Vec<String> = (1..=longest).map(|count| times(count, "b")).collect();
            check(&no_hit, &times(300, "")).unwrap();
            check(&no_hit, &times(300, "b a a b")).unwrap();
            let some: Vec<String> = (1..=longest).step_by(7).map(|count| times(count, "")).collect();
            check(&[some, vec![times(longest + 1, "b")]].concat(), &times(300, "")).unwrap();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), ..ProptestConfig::default() })]

        #[test]
        fn equals_the_reference(
            names in prop::collection::vec((words(), prop::collection::vec(0u8..6, 1..4)), 1..40),
            text in prop::collection::vec(words(), 0..30),
            joints in prop::collection::vec(any::<u8>(), 1..9),
        ) {
            let names: Vec<String> =
                names.iter().map(|(words, joints)| joined(words, joints).trim().to_owned()).collect();
            check(&names, &joined(&text.concat(), &joints))?;
        }

        #[test]
        fn equals_the_reference_where_names_go_on_and_on(
            names in prop::collection::vec((0usize..60, "[ab ]{0,5}"), 1..12),
            period in "[ab] [ab]?",
            text in prop::collection::vec((0usize..90, "[ab ]{0,5}"), 1..4),
        ) {
            let weave = |(count, end): &(usize, String)| format!("{period} ").repeat(*count) + end;
            let names: Vec<String> = names.iter().map(weave).collect();
            check(&names, &text.iter().map(weave).collect::<Vec<_>>().join(" "))?;
        }
    }
}
