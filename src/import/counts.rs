//! How often words stand in texts, and how often in small letters: tells which names are ordinary words.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use foldhash::fast::RandomState;
use xxhash_rust::xxh3::xxh3_64;

use crate::source::{Options, PlainDocument, Reader};
use crate::text::{fold_into, nfc};

/// The most words in a run that is counted; a longer name is no ordinary word.
const LONGEST: usize = 4;
/// When the table holds as many runs, the rare ones go; it takes about 70 MB.
const ROOM: usize = 3_500_000;
/// A name is an ordinary word if it stands in small letters as often as this ...
const OFTEN: u32 = 5;
/// ... and in at least one of so many places where it stands at all.
const SHARE: u32 = 10;

/// The counts of runs of one to four words.
///
/// The table is a lossy count: each time that it is full, the runs that were seen least go, so a count may fall
/// short by the number of times that happened. With less than about a hundred MB of text it does not happen.
#[derive(Default)]
pub(super) struct Counts {
    runs: HashMap<u64, Seen, RandomState>,
    floor: u32,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    lower: u32,
    all: u32,
}

/// A word of a text: the hash of its key, and whether it has no capital.
#[derive(Clone, Copy)]
struct Word {
    hash: u64,
    lower: bool,
}

impl Counts {
    /// Reads the texts of `path`: JSON Lines or plain text, also compressed. What cannot be read is told on
    /// standard error and left out.
    pub(super) fn read(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
        let options = Options { plain: PlainDocument::Line, ..Options::default() };
        let mut reader = Reader::new(file, name, options);
        while let Some(item) = reader.next() {
            match item {
                Ok(document) => self.text(&document.text),
                Err(error) => writeln!(io::stderr(), "trich: {error}")?,
            }
        }
        Ok(())
    }

    /// Whether `name` is found often in small letters.
    pub(super) fn is_common(&self, name: &str) -> bool {
        let mut words = Vec::new();
        let mut pieces = 1;
        each_word(name, |gap, word| {
            pieces += usize::from(gap && !words.is_empty());
            words.push(word);
        });
        if pieces > 1 || words.is_empty() || words.len() > LONGEST {
            return false;
        }
        let seen = self.runs.get(&words.iter().fold(0, |hash, w| join(hash, w.hash)));
        seen.is_some_and(|s| s.lower >= OFTEN && s.lower.saturating_mul(SHARE) >= s.all)
    }

    fn text(&mut self, text: &str) {
        let mut last: [Option<Word>; LONGEST] = [None; LONGEST];
        each_word(&nfc(text), |gap, word| {
            if gap {
                last = [None; LONGEST];
            }
            last.rotate_left(1);
            last[LONGEST - 1] = Some(word);
            for start in 0..LONGEST {
                if let Some(run) = run(&last[start..]) {
                    self.count(run);
                }
            }
        });
    }

    fn count(&mut self, run: Word) {
        if self.runs.len() >= ROOM && !self.runs.contains_key(&run.hash) {
            while self.runs.len() >= ROOM / 2 {
                self.floor += 1;
                let floor = self.floor;
                self.runs.retain(|_, seen| seen.all > floor);
            }
        }
        let seen = self.runs.entry(run.hash).or_default();
        seen.all = seen.all.saturating_add(1);
        seen.lower = seen.lower.saturating_add(u32::from(run.lower));
    }
}

/// The run of `words`, if all are there.
fn run(words: &[Option<Word>]) -> Option<Word> {
    words.iter().try_fold(Word { hash: 0, lower: true }, |run, word| {
        word.map(|w| Word { hash: join(run.hash, w.hash), lower: run.lower && w.lower })
    })
}

fn join(run: u64, word: u64) -> u64 {
    (run.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Calls `visit` with each word of `text`, and whether more than one blank or hyphen stands before it.
fn each_word(text: &str, mut visit: impl FnMut(bool, Word)) {
    let mut key = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (gap, after) = rest.split_at(start);
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        let (word, next) = after.split_at(end);
        key.clear();
        fold_into(word, &mut key);
        let lower = !word.chars().any(char::is_uppercase);
        visit(!matches!(gap, " " | "-"), Word { hash: xxh3_64(key.as_bytes()), lower });
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_tell_a_word() {
        let mut counts = Counts::default();
        for _ in 0..6 {
            counts.text("Vì sao hoà bình? Sao Mai, Apple và apple-pie. Sao");
        }
        for _ in 0..60 {
            counts.text("Apple.");
        }
        assert!(counts.is_common("Sao"));
        assert!(counts.is_common("HÒA BÌNH"));
        assert!(!counts.is_common("Apple"), "one in ten is a slip");
        assert!(!counts.is_common("Sao Mai"));
        assert!(!counts.is_common("bình Sao"), "a question mark stands between");
        assert!(!counts.is_common("vì. sao"));
        assert!(!counts.is_common(""));
    }
}
