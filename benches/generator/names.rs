//! Names without end: those of the lexicon first, then ever more made ones.

use std::collections::HashSet;

use super::random::Random;
use super::words::{FAMILIES, FORMS, GIVEN, LINES, MIDDLES, Words};

/// An endless list of names, no two alike but for spelling. Each shorter list is the front of a longer one.
pub(crate) struct Names {
    words: Words,
    random: Random,
    /// Names of the lexicon that are still to come.
    real: Vec<&'static str>,
    /// Counted nouns that are still to come.
    nouns: Vec<&'static str>,
    seen: HashSet<String>,
}

/// Of a thousand names, how many are of each kind, up to the given place in the list.
///
/// Nouns and pairs of words decide how much of real news lies inside a match: see `inside` in the record.
struct Mix {
    up_to: usize,
    real: usize,
    noun: usize,
    pair: usize,
    phrase: usize,
    person: usize,
    company: usize,
}

const MIXES: [Mix; 3] = [
    Mix { up_to: 10_000, real: 600, noun: 38, pair: 0, phrase: 90, person: 100, company: 50 },
    Mix { up_to: 100_000, real: 30, noun: 3, pair: 1, phrase: 250, person: 200, company: 150 },
    Mix { up_to: usize::MAX, real: 0, noun: 0, pair: 5, phrase: 290, person: 200, company: 150 },
];

impl Names {
    /// The list for `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        let (words, mut random) = (Words::load(), Random::new(seed));
        let (mut real, mut nouns) = (words.names.clone(), words.nouns.clone());
        random.shuffle(&mut real);
        random.shuffle(&mut nouns);
        Self { words, random, real, nouns, seen: HashSet::new() }
    }

    fn candidate(&mut self) -> String {
        let mix = MIXES.iter().find(|m| self.seen.len() < m.up_to).unwrap_or(&MIXES[2]);
        let mut roll = self.random.below(1000);
        let mut is = |share: usize| {
            let hit = roll < share;
            roll = if hit { usize::MAX } else { roll - share };
            hit
        };
        if is(mix.real) {
            if let Some(name) = self.real.pop() {
                return name.to_owned();
            }
        } else if is(mix.noun) {
            if let Some(name) = self.nouns.pop() {
                return name.to_owned();
            }
        } else if is(mix.pair) {
            return self.pair();
        } else if is(mix.phrase) {
            return self.phrase();
        } else if is(mix.person) {
            return self.person();
        } else if is(mix.company) {
            return self.company();
        }
        self.product()
    }

    /// Two words as they may stand side by side in any article.
    fn pair(&mut self) -> String {
        let (random, words) = (&mut self.random, &self.words);
        let first = random.front(&words.function, 2);
        let second = random.front(&words.function, 1);
        format!("{first} {second}")
    }

    /// Two to four syllables: mostly a noun with others.
    fn phrase(&mut self) -> String {
        let (random, words) = (&mut self.random, &self.words);
        let mut phrase = match random.below(3) {
            0 => random.of(&words.syllables),
            _ => random.of(&words.nouns),
        }
        .to_owned();
        let length = (phrase.split(' ').count() + 1).max(2 + random.below(3));
        while phrase.split(' ').count() < length {
            let next = if random.percent(30) { random.of(&words.nouns) } else { random.of(&words.syllables) };
            phrase.push(' ');
            phrase.push_str(next);
        }
        phrase
    }

    fn person(&mut self) -> String {
        let random = &mut self.random;
        let (family, middle, given) = (random.front(FAMILIES, 2), random.of(MIDDLES), random.of(GIVEN));
        match random.below(10) {
            0 => format!("{family} {given}"),
            1..6 => format!("{family} {middle} {given}"),
            _ => format!("{family} {middle} {} {given}", random.of(GIVEN)),
        }
    }

    fn company(&mut self) -> String {
        let mut name = self.random.of(FORMS).to_owned();
        for _ in 0..2 + self.random.below(2) {
            let word = self.random.of(&self.words.syllables);
            name.push(' ');
            name.extend(word.chars().take(1).flat_map(char::to_uppercase));
            name.extend(word.chars().skip(1));
        }
        if self.random.percent(20) {
            name.push_str([" Việt Nam", " Hà Nội", " Sài Gòn", " Miền Nam"][self.random.below(4)]);
        }
        name
    }

    fn product(&mut self) -> String {
        let random = &mut self.random;
        let brand = random.of(&self.words.brands);
        let line = random.of(LINES);
        let letter = char::from(b'A' + random.below(26) as u8);
        let model = match random.below(4) {
            0 => format!("{letter}{}", 1 + random.below(99)),
            1 => format!("{letter}{}{}", random.of(&["X", "S", "T", "-"]), 10 + random.below(990)),
            2 => (1 + random.below(30)).to_string(),
            _ => format!("{letter}{}", 100 + random.below(9900)),
        };
        let tail = if random.percent(20) { [" Pro", " Plus", "+", " Ultra"][random.below(4)] } else { "" };
        if random.percent(25) {
            format!("{brand} {model}{tail}")
        } else {
            format!("{brand} {line} {model}{tail}")
        }
    }
}

impl Iterator for Names {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        loop {
            let name = self.candidate();
            if self.seen.insert(name.to_lowercase()) {
                return Some(name);
            }
        }
    }
}
