//! The engine: filters over all tokens, then a walk through the table from the few places where a name may begin.

use super::pattern::is_at;
use super::table::{MORE, Parts, Table, longer};
use super::{Hit, Matcher, Patterns};
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
    /// Bit `d` is set where the filter for names of `d + 1` tokens lets it pass.
    depths: u32,
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

    /// Goes through the text in batches; `walk` gets the candidates of one.
    fn batches(
        &self,
        edges: &Edges,
        search: &mut Search,
        mut walk: impl FnMut(&Table<'_>, &[Candidate], &mut Vec<Found>),
    ) {
        let table = self.parts.table();
        search.candidates.clear();
        search.candidates.resize(BATCH, Candidate::default());
        search.found.clear();
        let mut from = 0;
        while from < edges.len() {
            let to = (from + BATCH).min(edges.len());
            let count = filter(&table, edges, from, to, &mut search.candidates);
            walk(&table, &search.candidates[..count], &mut search.found);
            from = to;
        }
    }
}

/// Writes the places among the tokens `from..to` where a name may begin; returns how many.
fn filter(table: &Table<'_>, edges: &Edges, from: usize, to: usize, out: &mut [Candidate]) -> usize {
    let numbers = &edges.numbers()[from..to];
    let linked = &edges.linked()[from..to + 2];
    let mut count = 0;
    for (i, &one) in numbers.iter().enumerate() {
        let two = longer(one, linked[i + 1]);
        let three = longer(two, linked[i + 2]);
        let depths = u32::from(table.may_be(0, one))
            | u32::from(table.may_be(1, two)) << 1
            | u32::from(table.may_be(2, three)) << 2;
        out[count] = Candidate { token: (from + i) as u32, depths };
        count += usize::from(depths != 0);
    }
    count
}

/// Calls `found` with every name of the table that begins at the candidate, the shortest first.
#[inline(always)]
fn walk(table: &Table<'_>, edges: &Edges, candidate: Candidate, mut found: impl FnMut(Found)) {
    let first = candidate.token as usize;
    let linked = edges.linked();
    let one = edges.numbers()[first];
    let two = longer(one, linked[first + 1]);
    let mut name = |tokens: usize, value: u32| {
        if value & !MORE != 0 {
            found(Found { first: first as u32, last: (first + tokens) as u32, value });
        }
    };
    if candidate.depths & 1 != 0 {
        name(1, table.value(one));
    }
    if candidate.depths & 2 != 0 {
        name(2, table.value(two));
    }
    if candidate.depths & 4 != 0 {
        let mut number = longer(two, linked[first + 2]);
        let mut tokens = 3;
        loop {
            let value = table.value(number);
            name(tokens, value);
            if value & MORE == 0 || first + tokens >= edges.len() {
                break;
            }
            number = longer(number, linked[first + tokens]);
            tokens += 1;
        }
    }
}

/// The hit that `found` is, if its bytes are those of a name.
#[inline]
fn verified(table: &Table<'_>, edges: &Edges, found: Found) -> Option<Hit> {
    let (first, last) = (found.first as usize, found.last as usize);
    if last > edges.len() {
        return None;
    }
    let (pattern, _) = table.records(found.value).find(|(_, key)| is_at(edges, first, last, key))?;
    Some(Hit { first: found.first, last: found.last, pattern })
}

impl Matcher for Fast {
    fn all(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        out.clear();
        self.batches(edges, search, |table, candidates, found| {
            for &candidate in candidates {
                let from = found.len();
                walk(table, edges, candidate, |f| found.push(f));
                // The longest first.
                found[from..].reverse();
            }
            out.extend(found.drain(..).filter_map(|f| verified(table, edges, f)));
        });
    }

    fn longest(&self, edges: &Edges, search: &mut Search, out: &mut Vec<Hit>) {
        out.clear();
        let mut free = 0;
        self.batches(edges, search, |table, candidates, found| {
            for &candidate in candidates {
                let from = found.len();
                walk(table, edges, candidate, |f| found.push(f));
                found[from..].reverse();
            }
            for f in found.drain(..) {
                if f.first < free {
                    continue;
                }
                if let Some(hit) = verified(table, edges, f) {
                    free = hit.last;
                    out.push(hit);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::gazetteer::Reference;
    use crate::simd::Path;

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
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

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
                fast.all(&edges, &mut search, &mut ours);
                reference.all(&edges, &mut search, &mut theirs);
                prop_assert_eq!(&ours, &theirs);
                fast.longest(&edges, &mut search, &mut ours);
                reference.longest(&edges, &mut search, &mut theirs);
                prop_assert_eq!(&ours, &theirs);
            }
        }
    }
}
