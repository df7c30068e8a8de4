//! Text that runs like news: sentences of function words, nouns, numbers and names.

use super::random::Random;
use super::words::Words;

/// Writes articles in which the names of a list stand.
pub(crate) struct Prose<'a> {
    words: Words,
    random: Random,
    names: &'a [String],
    capital: bool,
}

/// Names that one word in a thousand is, by the place in the list up to which they are taken.
const WOVEN: [(usize, usize); 3] = [(10_000, 11), (100_000, 2), (1_000_000, 1)];
/// Bytes of an article, about.
const ARTICLE: usize = 4000;

impl<'a> Prose<'a> {
    /// A writer for `seed`; `names` must be in the order in which [`super::Names`] gives them.
    pub(crate) fn new(seed: u64, names: &'a [String]) -> Self {
        Self { words: Words::load(), random: Random::new(seed), names, capital: true }
    }

    /// Articles of together at least `bytes`.
    pub(crate) fn articles(&mut self, bytes: usize) -> Vec<String> {
        let (mut articles, mut total) = (Vec::new(), 0);
        while total < bytes {
            let article = self.article();
            total += article.len();
            articles.push(article);
        }
        articles
    }

    fn article(&mut self) -> String {
        let mut text = String::with_capacity(2 * ARTICLE);
        let length = ARTICLE / 2 + self.random.below(ARTICLE);
        while text.len() < length {
            for _ in 0..1 + self.random.below(5) {
                self.sentence(&mut text);
            }
            text.push('\n');
        }
        text
    }

    fn sentence(&mut self, text: &mut String) {
        self.capital = true;
        let words = 8 + self.random.below(24);
        for word in 0..words {
            self.word(text);
            let end = match self.random.below(100) {
                _ if word + 1 == words => ". ",
                0..5 => ", ",
                5 => ": ",
                _ => " ",
            };
            text.push_str(end);
        }
    }

    fn word(&mut self, text: &mut String) {
        if let Some(name) = self.name() {
            text.push_str(name);
            self.capital = false;
            return;
        }
        let (random, words) = (&mut self.random, &self.words);
        let word = match random.below(100) {
            0..3 => return self.number(text),
            3..58 => random.front(&words.function, 2),
            58..62 => random.front(&words.nouns, 1),
            _ => random.front(&words.syllables, 2),
        };
        if std::mem::take(&mut self.capital) {
            text.extend(word.chars().take(1).flat_map(char::to_uppercase));
            text.extend(word.chars().skip(1));
        } else {
            text.push_str(word);
        }
    }

    /// A name of the list, if one stands here; names in front of a stretch stand more often.
    fn name(&mut self) -> Option<&'a str> {
        let mut roll = self.random.below(1000);
        let mut from = 0;
        for (to, share) in WOVEN {
            let to = to.min(self.names.len());
            if from == to {
                break;
            }
            if roll < share {
                return Some(&self.names[from + self.random.skewed(to - from, 3)]);
            }
            roll -= share;
            from = to;
        }
        None
    }

    fn number(&mut self, text: &mut String) {
        let random = &mut self.random;
        let number = match random.below(5) {
            0 => format!("{} triệu đồng", 1 + random.below(999)),
            1 => format!("{},{}%", random.below(100), random.below(10)),
            2 => format!("{}/{}", 1 + random.below(28), 1 + random.below(12)),
            3 => (1990 + random.below(36)).to_string(),
            _ => format!("{}.{:03} USD", 1 + random.below(99), random.below(1000)),
        };
        text.push_str(&number);
        self.capital = false;
    }
}
