//! The reference engine: Aho-Corasick over wrapped tokens. Slow and plainly right; every other engine is compared with it.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use super::{Hit, Matcher, Patterns, encode};
use crate::token::Tokens;

/// An Aho-Corasick automaton over the encoded names.
pub(crate) struct Reference {
    automaton: AhoCorasick,
}

impl Reference {
    /// Compiles `patterns`.
    ///
    /// # Errors
    /// When the list is too large for the automaton's 31-bit states.
    pub(crate) fn build(patterns: &Patterns) -> Result<Self, BuildError> {
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns.keys)?;
        Ok(Self { automaton })
    }
}

impl Matcher for Reference {
    fn all(&self, tokens: &Tokens, buffer: &mut Vec<u8>, out: &mut Vec<Hit>) {
        out.clear();
        buffer.clear();
        let mut opens = Vec::with_capacity(tokens.len());
        encode(tokens, buffer, |at| opens.push(at));
        for found in self.automaton.find_overlapping_iter(&buffer[..]) {
            let first = opens.partition_point(|&at| at < found.start());
            let last = opens.partition_point(|&at| at < found.end());
            out.push(Hit { first: first as u32, last: last as u32, pattern: found.pattern().as_u32() });
        }
        out.sort_unstable_by_key(|hit| (hit.first, std::cmp::Reverse(hit.last)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &[&str], text: &str, longest: bool) -> Vec<String> {
        let mut patterns = Patterns::default();
        for name in names {
            patterns.add(name);
        }
        let engine = Reference::build(&patterns).unwrap();
        let tokens = Tokens::of(text);
        let (mut buffer, mut hits) = (Vec::new(), Vec::new());
        if longest {
            engine.longest(&tokens, &mut buffer, &mut hits);
        } else {
            engine.all(&tokens, &mut buffer, &mut hits);
        }
        hits.iter().map(|h| tokens.span(h.first as usize, h.last as usize).of(text).to_owned()).collect()
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
    }
}
