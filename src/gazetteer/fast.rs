//! The engine: filters over all tokens, then a walk through the table from the few places where a name may begin.

use super::pattern::is_at;
use super::table::{BEGINNING, LONGER, MORE, Parts, Table, longer, place};
use super::{Hit, Matcher, Patterns};
use crate::simd::{Lanes, Path, Task, Words, dispatch, prefetch};
use crate::token::Edges;

/// A compiled list of names.
#[derive(Debug)]
pub(crate) struct Fast {
    parts: Parts,
}

/// The buffers of a search, used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Search {
    candidates: Vec<Candidate>,
    found: Vec<Found>,
}

/// A place where a name may begin.
#[derive(Clone, Copy, Debug, Default)]
struct Candidate {
    token: u32,
    /// Bit `d` is set where a name of `d + 1` tokens may stand; bit 2, where one of three or more may.
    depths: u32,
    /// The numbers of the first two and of the first three tokens.
    two: u64,
    three: u64,
}

/// A name of the table, not yet compared byte for byte.
#[derive(Clone, Copy, Debug)]
struct Found {
    first: u32,
    last: u32,
    value: u32,
}

/// Tokens that are looked at together, so that the table's lines are on their way before they are needed.
const BATCH: usize = 128;

impl Fast {
    /// Compiles `patterns`.
    ///
    /// # Errors
    /// When the list is too large: more than 8 GiB of keys, or a key of more than 64 KiB.
    pub(crate) fn build(patterns: &Patterns) -> Result<Self, String> {
        Ok(Self { parts: Parts::build(patterns)? })
    }

    /// Bytes of the compiled structure.
    #[cfg(feature = "internals")]
    pub(crate) fn memory(&self) -> usize {
        let parts = &self.parts;
        parts.filters.iter().map(|f| f.len() * 8).sum::<usize>()
            + parts.lines.len() * 64
            + parts.records.len()
    }

    /// As [`Matcher::longest`], by the vector code of `path`.
    pub(crate) fn longest_by(&self, path: Path, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        dispatch(path, Find { table: self.parts.table(), edges, search, out, overlapping: false });
    }

    /// As [`Matcher::all`], by the vector code of `path`.
    pub(crate) fn all_by(&self, path: Path, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        dispatch(path, Find { table: self.parts.table(), edges, search, out, overlapping: true });
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
        search.candidates.resize(BATCH, Candidate::default());
        let mut free = 0;
        for from in (0..edges.len()).step_by(BATCH) {
            let to = (from + BATCH).min(edges.len());
            let candidates = &mut search.candidates;
            let count = if W::ONE_BY_ONE {
                filter_each(&table, edges, from, to, candidates)
            } else {
                filter::<W>(&table, edges, from, to, candidates)
            };
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
        walk(table, edges, candidate, |f| {
            prefetch(table.records, record_place(f.value));
            found.push(f);
        });
        found[from..].reverse();
    }
}

/// As [`filter`], one token at a time.
#[inline(always)]
fn filter_each(table: &Table<'_>, edges: &Edges, from: usize, to: usize, out: &mut [Candidate]) -> usize {
    let numbers = &edges.numbers()[from..to];
    let linked = &edges.linked()[from..to + 2];
    let mut count = 0;
    for (i, &one) in numbers.iter().enumerate() {
        let two = longer(one, linked[i + 1]);
        let single = table.may_be(0, one, one);
        let (pair, begins) = (table.may_be(1, two, two), table.may_be(1, two, two ^ BEGINNING));
        if single | pair | begins {
            let three = longer(two, linked[i + 2]);
            let goes_on = begins && table.may_be(2, three, three);
            let depths = u32::from(single) | u32::from(pair) << 1 | u32::from(goes_on) << 2;
            if let Some(candidate) = out.get_mut(count) {
                *candidate = Candidate { token: (from + i) as u32, depths, two, three };
                if depths != 0 {
                    ahead(table, one, candidate);
                    count += 1;
                }
            }
        }
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
    out: &mut [Candidate],
) -> usize {
    let (numbers, linked) = (edges.numbers(), edges.linked());
    let mut count = 0;
    for token in (from..to).step_by(8) {
        let (Some(one), Some(second)) = (numbers[token..].first_chunk(), linked[token + 1..].first_chunk())
        else {
            break;
        };
        let one = W::load(one);
        let two = longer_words(one, W::load(second));
        let word = word_for(table.filters[1], two);
        let inside = if to - token >= 8 { u8::MAX } else { u8::MAX >> (8 - (to - token)) };
        let single = has_bits(word_for(table.filters[0], one), one) & inside;
        let pair = has_bits(word, two) & inside;
        let begins = has_bits(word, two.xor(W::splat(BEGINNING))) & inside;
        let mut any = single | pair | begins;
        if any == 0 {
            continue;
        }
        let mut twos = [0; 8];
        two.store(&mut twos);
        while any != 0 {
            let i = any.trailing_zeros() as usize & 7;
            any &= any - 1;
            let three = longer(twos[i], linked[token + i + 2]);
            let goes_on = begins >> i & 1 != 0 && table.may_be(2, three, three);
            let depths = u32::from(single >> i & 1) | u32::from(pair >> i & 1) << 1 | u32::from(goes_on) << 2;
            if let Some(candidate) = out.get_mut(count) {
                *candidate = Candidate { token: (token + i) as u32, depths, two: twos[i], three };
                if depths != 0 {
                    ahead(table, numbers[token + i], candidate);
                    count += 1;
                }
            }
        }
    }
    count
}

/// The words of `filter` that hold what it knows of the numbers.
#[inline(always)]
fn word_for<W: Words>(filter: &[u64], numbers: W) -> W {
    numbers.shr::<32>().mul_low(W::splat(filter.len() as u64)).shr::<32>().gather(filter)
}

/// Which of the words of a filter have the two bits of the numbers.
#[inline(always)]
fn has_bits<W: Words>(words: W, numbers: W) -> u8 {
    let (one, six) = (W::splat(1), W::splat(63));
    let want = one.shl_each(numbers.and(six)).or(one.shl_each(numbers.shr::<6>().and(six)));
    words.and(want).eq(want)
}

/// Asks for the lines of the table that a walk from `candidate` will read.
#[inline(always)]
fn ahead(table: &Table<'_>, one: u64, candidate: &Candidate) {
    for (depth, number) in [(1, one), (2, candidate.two), (4, candidate.three)] {
        if candidate.depths & depth != 0 {
            prefetch(table.lines, place(number, table.lines.len()));
        }
    }
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
    let mut longest = None;
    walk(table, edges, Candidate { depths: candidate.depths & 4, ..candidate }, |f| longest = Some(f));
    if longest.is_none() {
        walk(table, edges, Candidate { depths: candidate.depths & 2, ..candidate }, |f| longest = Some(f));
    }
    if longest.is_none() {
        walk(table, edges, Candidate { depths: candidate.depths & 1, ..candidate }, |f| longest = Some(f));
    }
    longest
}

/// Calls `found` with every name of the table that begins at the candidate, the shortest first.
#[inline(always)]
fn walk(table: &Table<'_>, edges: &Edges, candidate: Candidate, mut found: impl FnMut(Found)) {
    let first = candidate.token as usize;
    let mut name = |tokens: usize, value: u32| {
        if value & !MORE != 0 && first + tokens <= edges.len() {
            found(Found { first: first as u32, last: (first + tokens) as u32, value });
        }
    };
    if candidate.depths & 1 != 0 {
        name(1, table.value(edges.numbers()[first]));
    }
    if candidate.depths & 2 != 0 {
        name(2, table.value(candidate.two));
    }
    if candidate.depths & 4 != 0 {
        let (mut number, mut tokens) = (candidate.three, 3);
        loop {
            let value = table.value(number);
            name(tokens, value);
            if value & MORE == 0 || first + tokens >= edges.len() {
                break;
            }
            number = longer(number, edges.linked()[first + tokens]);
            tokens += 1;
        }
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
