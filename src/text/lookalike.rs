//! Letters that look like Latin ones: full-width forms everywhere, Cyrillic and Greek letters inside Latin words.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::cluster::continues;

/// How far back the beginning of a word is looked for, in characters.
const LONGEST: usize = 24;

/// The narrow form of a full-width character.
pub(super) fn narrow(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{FFE0}' => Some('¢'),
        '\u{FFE1}' => Some('£'),
        '\u{FFE5}' => Some('¥'),
        '\u{FFE6}' => Some('₩'),
        _ => None,
    }
}

/// The Latin letter that `c`, of another alphabet, looks like.
pub(super) fn latin(c: char) -> Option<char> {
    static LETTERS: OnceLock<HashMap<char, char>> = OnceLock::new();
    let letters = LETTERS.get_or_init(|| {
        let rows = include_str!("../../lexicons/text/lookalikes.tsv").lines();
        let rows = rows.filter_map(|row| row.split_once('\t'));
        rows.filter_map(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?))).collect()
    });
    letters.get(&c).copied()
}

/// Which words were looked at: each is judged once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words {
    /// One past the word that was judged last, in the source.
    end: usize,
    is_latin: bool,
}

impl Words {
    /// Whether the word around a look-alike is a Latin one: it holds a Latin letter, and all others look like Latin ones.
    /// `before` is the text up to the look-alike, `rest` the source from there on, which begins at `at`.
    pub(super) fn is_latin(&mut self, before: &str, rest: &str, at: usize) -> bool {
        if at >= self.end {
            let letters = |c: &char| c.is_alphabetic() || continues(*c);
            let head = before.chars().rev().take(LONGEST).take_while(letters);
            let length = rest.chars().take_while(letters).map(char::len_utf8).sum::<usize>();
            let (mut any, mut all, mut after_other) = (false, true, false);
            for c in head.collect::<Vec<_>>().into_iter().rev().chain(rest[..length].chars()) {
                let is_latin = is_latin_letter(c) || narrow(c).is_some();
                any |= is_latin;
                // A letter of another alphabet that bears a mark looks like no Latin one.
                all &= is_latin || (continues(c) && !after_other) || latin(c).is_some();
                after_other = !is_latin && !continues(c);
            }
            (self.end, self.is_latin) = (at + length, any && all);
        }
        self.is_latin
    }
}

fn is_latin_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{212A}' | '\u{212B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_latin_words_with_look_alikes_alone_are_latin() {
        for (before, rest, want) in [
            ("S", "аmsung", true),
            ("", "СССР", false),
            ("Nok", "ιа", true),
            ("", "аb", true),
            ("a", "бв", false),
            ("x ", "а", false),
        ] {
            assert_eq!(Words::default().is_latin(before, rest, before.len()), want, "{before}{rest}");
        }
    }

    #[test]
    fn the_table_is_read() {
        assert_eq!(latin('а'), Some('a'));
        assert_eq!(latin('Ο'), Some('O'));
        assert_eq!(latin('ж'), None);
        assert_eq!(narrow('Ｓ'), Some('S'));
        assert_eq!(narrow('，'), Some(','));
    }
}
