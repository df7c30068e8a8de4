//! How likely a pair of syllables is one word, judged by what raw news tells of it.

use std::collections::HashMap;

use trich::internals::{SegmentWords, Segments};
use trich::{Lexicon, Segmenter};

use super::Classes;
use super::boost::{Forest, Lesson};
use super::gold::Sentence;
use super::learn::right_starts;
use super::pair::Columns;
use super::stream::Stream;

/// The pairs are cut into parts; each is judged by what the others taught.
const PARTS: usize = 3;
/// How many classes one step of the logarithm of the odds makes, and the class of even odds.
const STEPS: f64 = 1.5;
const EVEN: f64 = 6.0;

/// The pairs of raw news with what is told of them.
pub(super) struct Pairs {
    stream: Stream,
    columns: Vec<Vec<f32>>,
}

impl Pairs {
    /// The pairs of the texts of `news`; `written` are words that were written by hand.
    pub(super) fn read(lexicon: &Lexicon, news: &[String], written: &[(String, String)]) -> Self {
        let stream = Stream::new(lexicon, news);
        let (mut segments, nothing) = (Segments::new(lexicon), Segmenter::from_files("", ""));
        let numbers = stream.numbers();
        let mut is_written = vec![false; stream.pairs.len()];
        for (word, _) in written {
            for (keys, ..) in segments.cut(word, &nothing) {
                let pairs = keys.windows(2).filter_map(|pair| stream.pair_of(&numbers, &pair[0], &pair[1]));
                pairs.for_each(|pair| is_written[pair] = true);
            }
        }
        let columns = Columns::of(&stream, &is_written);
        Self { stream, columns }
    }

    /// The classes of the pairs, from 1 (hardly a word) to 15, learnt from `sentences`; those that are surely none are left out.
    /// What is known of a pair from the sentences themselves is not in its class.
    pub(super) fn classes(&self, lexicon: &Lexicon, sentences: &[&Sentence]) -> Classes {
        let lessons = self.lessons(lexicon, sentences);
        let forests: Vec<Forest> = (0..PARTS)
            .map(|part| {
                let others = lessons.iter().filter(|(pair, _)| **pair % PARTS != part);
                let mut others: Vec<Lesson> = others.map(|(&row, &counts)| lesson(row, counts)).collect();
                others.sort_by_key(|lesson| lesson.row);
                Forest::learn(&self.columns, &others)
            })
            .collect();
        let odds = |pair: usize| match lessons.contains_key(&pair) {
            true => forests[pair % PARTS].odds(&self.columns, pair),
            false => forests.iter().map(|f| f.odds(&self.columns, pair)).sum::<f64>() / PARTS as f64,
        };
        let class = |pair: usize| (odds(pair) * STEPS + EVEN).round().clamp(0.0, 15.0) as u8;
        let classes = (0..self.stream.pairs.len()).map(|pair| (self.stream.name(pair), class(pair)));
        classes.filter(|(_, class)| *class > 0).collect()
    }

    /// How often each pair is open and closed in `sentences`.
    fn lessons(&self, lexicon: &Lexicon, sentences: &[&Sentence]) -> HashMap<usize, [f64; 2]> {
        let numbers = self.stream.numbers();
        let (mut segments, nothing) = (Segments::new(lexicon), SegmentWords::new(std::iter::empty()));
        let mut lessons = HashMap::<usize, [f64; 2]>::new();
        for sentence in sentences {
            for sample in segments.samples(&sentence.text, true, &nothing) {
                let starts = right_starts(&sample, sentence);
                for i in (1..sample.atoms.len())
                    .filter(|&i| sample.atoms[i - 1].is_small && sample.atoms[i].is_small)
                {
                    let (first, second) = (&sample.atoms[i - 1].key, &sample.atoms[i].key);
                    let pair = self.stream.pair_of(&numbers, first, second);
                    if let Some(pair) = pair {
                        lessons.entry(pair).or_default()[usize::from(!starts[i])] += 1.0;
                    }
                }
            }
        }
        lessons
    }
}

/// A frequent pair counts for more, but not as much more as it is more frequent.
fn lesson(row: usize, [open, closed]: [f64; 2]) -> Lesson {
    let weight = (open + closed).sqrt();
    Lesson { row, yes: closed / weight, no: open / weight }
}
