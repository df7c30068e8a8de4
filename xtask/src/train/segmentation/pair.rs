//! What raw news tells of its pairs of syllables: a column of numbers for each thing it tells, a row for each pair.

use super::form::Form;
use super::stream::{EDGE, NONE, Stream};

/// How many of the most frequent syllables are looked for beside a pair.
const FREQUENT: usize = 40;
/// Stands for the association of what is no pair.
const APART: f64 = -3.0;
/// A pair of this association, standing this often, is a strong one.
const STRONG: (f64, f64) = (2.0, 5.0);

/// Columns over the pairs of a stream.
pub(super) struct Columns<'s> {
    stream: &'s Stream,
    /// By how much more often each pair stands there than by chance, as a logarithm.
    association: Vec<f64>,
    /// Whether each pair stands in a word that was written by hand.
    is_written: &'s [bool],
    columns: Vec<Vec<f32>>,
}

impl<'s> Columns<'s> {
    /// All columns of the pairs of `stream`, of which each `is_written` by hand or not; that is told of the others only.
    pub(super) fn of(stream: &'s Stream, is_written: &'s [bool]) -> Vec<Vec<f32>> {
        let all: f64 = stream.single[1..].iter().sum();
        let chance = |(a, b): (u32, u32)| stream.single[a as usize] * stream.single[b as usize] / all;
        let together = |(&pair, &count): (&(u32, u32), &f64)| ((count - 0.5) / chance(pair)).ln();
        let association = stream.pairs.iter().zip(&stream.counts).map(together).collect();
        let mut columns = Self { stream, association, is_written, columns: Vec::new() };
        columns.counts();
        columns.neighbours(|at| at.checked_sub(2).map_or(EDGE, |before| stream.syllables[before]));
        columns.neighbours(|at| stream.syllables[at + 1]);
        columns.rivals();
        columns.apart(all);
        columns.partners(|(a, _)| a, |(_, b)| b);
        columns.partners(|(_, b)| b, |(a, _)| a);
        columns.written(|(a, _)| a);
        columns.written(|(_, b)| b);
        columns.forms();
        columns.columns
    }

    /// Adds the column whose value for each pair is given by `value`.
    fn add(&mut self, value: impl Fn(usize) -> f64) {
        self.columns.push((0..self.stream.pairs.len()).map(|pair| value(pair) as f32).collect());
    }

    fn zeros(&self) -> Vec<f64> {
        vec![0.0; self.stream.pairs.len()]
    }

    /// How often the pair and its syllables stand there, and how these compare.
    fn counts(&mut self) {
        let stream = self.stream;
        let single = |pair: usize| {
            let (a, b) = stream.pairs[pair];
            (stream.single[a as usize], stream.single[b as usize])
        };
        let association = self.association.clone();
        self.add(|p| stream.counts[p].ln());
        self.add(|p| single(p).0.ln());
        self.add(|p| single(p).1.ln());
        self.add(|p| association[p]);
        self.add(|p| (stream.counts[p] / single(p).0).ln());
        self.add(|p| (stream.counts[p] / single(p).1).ln());
        self.add(|p| stream.counts[p].sqrt() * (1.0 - (-association[p]).exp()));
    }

    /// What stands on one side of the pair, which `near` tells by where the pair ends: how varied it is, how often an edge, how
    /// often each of the most frequent syllables.
    fn neighbours(&mut self, near: impl Fn(usize) -> u32) {
        let stream = self.stream;
        let mut seen: Vec<(u32, u32)> = stream.places().map(|(at, pair)| (pair as u32, near(at))).collect();
        seen.sort_unstable();
        let mut order: Vec<usize> = (1..stream.single.len()).collect();
        order.sort_by(|&a, &b| stream.single[b].total_cmp(&stream.single[a]));
        let mut ranks = vec![None; stream.single.len()];
        order.iter().take(FREQUENT).enumerate().for_each(|(rank, &syllable)| ranks[syllable] = Some(rank));
        let [mut entropy, mut kinds, mut most, mut edge] = [(); 4].map(|()| self.zeros());
        let mut frequent: Vec<Vec<f64>> = (0..FREQUENT.min(order.len())).map(|_| self.zeros()).collect();
        for run in seen.chunk_by(|a, b| a == b) {
            let (pair, syllable, count) = (run[0].0 as usize, run[0].1, run.len() as f64);
            let share = count / stream.counts[pair];
            entropy[pair] -= share * share.ln();
            kinds[pair] += 1.0;
            most[pair] = share.max(most[pair]);
            if syllable == EDGE {
                edge[pair] = share;
            }
            if let Some(rank) = ranks[syllable as usize] {
                frequent[rank][pair] = count / (stream.counts[pair] + 3.0);
            }
        }
        self.add(|p| entropy[p]);
        self.add(|p| kinds[p].ln());
        self.add(|p| (kinds[p] / stream.counts[p]).ln());
        self.add(|p| most[p]);
        self.add(|p| edge[p]);
        frequent.iter().for_each(|shares| self.add(|p| shares[p]));
    }

    /// How strongly the syllables of the pair go with those around it, and how often more strongly than with each other.
    fn rivals(&mut self) {
        let stream = self.stream;
        let association = |end: Option<&u32>| {
            end.filter(|&&pair| pair != NONE).map_or(APART, |&pair| self.association[pair as usize])
        };
        let [mut before, mut after, mut loses_before, mut loses_after, mut loses] =
            [(); 5].map(|()| self.zeros());
        for (at, pair) in stream.places() {
            let own = self.association[pair];
            let (left, right) = (association(stream.ends.get(at - 1)), association(stream.ends.get(at + 1)));
            let share = 1.0 / stream.counts[pair];
            before[pair] += left * share;
            after[pair] += right * share;
            loses_before[pair] += if left > own { share } else { 0.0 };
            loses_after[pair] += if right > own { share } else { 0.0 };
            loses[pair] += if left > own || right > own { share } else { 0.0 };
        }
        [before, after, loses_before, loses_after, loses].iter().for_each(|values| self.add(|p| values[p]));
    }

    /// How often the syllables stand the other way about, or with one syllable between them.
    fn apart(&mut self, all: f64) {
        let stream = self.stream;
        let mut between = self.zeros();
        for three in stream.syllables.windows(3).filter(|three| !three.contains(&EDGE)) {
            if let Some(pair) = stream.number((three[0], three[2])) {
                between[pair as usize] += 1.0;
            }
        }
        let reverse =
            |(a, b): (u32, u32)| stream.number((b, a)).map_or(0.0, |pair| stream.counts[pair as usize]);
        let chance = |(a, b): (u32, u32)| stream.single[a as usize] * stream.single[b as usize] / all;
        self.add(|p| ((reverse(stream.pairs[p]) + 0.5) / stream.counts[p]).ln());
        self.add(|p| ((between[p] + 0.5) / stream.counts[p]).ln());
        self.add(|p| ((between[p] + 0.5) / chance(stream.pairs[p])).ln());
    }

    /// Of one syllable of the pair, told by `own`: how many strong pairs it makes on this side and on the other, what share of
    /// its places they take, how varied its partners are, and which of them by rank is the `other` syllable.
    fn partners(&mut self, own: impl Fn((u32, u32)) -> u32, other: impl Fn((u32, u32)) -> u32) {
        let stream = self.stream;
        let sums = |of: &dyn Fn((u32, u32)) -> u32, value: &dyn Fn(usize) -> f64| {
            let mut sums = vec![0.0; stream.single.len()];
            stream.pairs.iter().enumerate().for_each(|(p, &pair)| sums[of(pair) as usize] += value(p));
            sums
        };
        let is_strong = |p: usize| self.association[p] > STRONG.0 && stream.counts[p] >= STRONG.1;
        let one = |p: usize| f64::from(u8::from(is_strong(p)));
        let count = |p: usize| one(p) * stream.counts[p];
        let of = |p: usize| own(stream.pairs[p]) as usize;
        let (strong, taken, crossed) = (sums(&own, &one), sums(&own, &count), sums(&other, &count));
        let varied = |side: &dyn Fn((u32, u32)) -> u32| {
            let total = sums(side, &|p| stream.counts[p]);
            let surprise = sums(side, &|p| stream.counts[p] * stream.counts[p].ln());
            let entropy =
                |(total, surprise): (f64, f64)| if total > 0.0 { total.ln() - surprise / total } else { 0.0 };
            total.into_iter().zip(surprise).map(entropy).collect::<Vec<f64>>()
        };
        let (entropy, entropy_crossed) = (varied(&own), varied(&other));
        let mut order: Vec<usize> = (0..stream.pairs.len()).collect();
        order.sort_by(|&p, &q| of(p).cmp(&of(q)).then(stream.counts[q].total_cmp(&stream.counts[p])));
        let mut ranks = self.zeros();
        for run in order.chunk_by(|&p, &q| of(p) == of(q)) {
            run.iter().enumerate().for_each(|(rank, &pair)| ranks[pair] = rank as f64);
        }
        self.add(|p| strong[of(p)].ln_1p());
        self.add(|p| taken[of(p)] / stream.single[of(p)]);
        self.add(|p| crossed[of(p)] / stream.single[of(p)]);
        self.add(|p| entropy[of(p)]);
        self.add(|p| entropy_crossed[of(p)]);
        self.add(|p| ranks[p].ln_1p());
    }

    /// What share of the other pairs of one syllable, told by `own`, is written, and what share of their places.
    fn written(&mut self, own: impl Fn((u32, u32)) -> u32) {
        let (stream, is_written) = (self.stream, self.is_written);
        let mut sums = vec![[0.0; 4]; stream.single.len()];
        let row = |pair: usize| {
            let (one, count) = (f64::from(u8::from(is_written[pair])), stream.counts[pair]);
            [1.0, one, count, one * count]
        };
        let of = |pair: usize| own(stream.pairs[pair]) as usize;
        for pair in 0..stream.pairs.len() {
            sums[of(pair)].iter_mut().zip(row(pair)).for_each(|(sum, value)| *sum += value);
        }
        let rest = |pair: usize, column: usize| sums[of(pair)][column] - row(pair)[column];
        self.add(|p| rest(p, 1) / (rest(p, 0) + 2.0));
        self.add(|p| rest(p, 3) / (rest(p, 2) + 2.0));
    }

    /// How the two syllables are spelt, and whether one echoes the other.
    fn forms(&mut self) {
        let stream = self.stream;
        let forms: Vec<Form> = stream.names.iter().map(|name| Form::of(name)).collect();
        let of = |p: usize| {
            let (a, b) = stream.pairs[p];
            [&forms[a as usize], &forms[b as usize]]
        };
        self.add(|p| of(p)[0].echo(of(p)[1]));
        for i in 0..2 {
            self.add(|p| f64::from(of(p)[i].tone));
            self.add(|p| of(p)[i].letters as f64);
        }
    }
}
