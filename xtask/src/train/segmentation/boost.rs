//! Boosted trees: the odds of a yes by numbers, as a sum of small trees, each of which mends what those before it left.

/// How many trees, and how many ends each has at most.
const TREES: usize = 250;
const ENDS: usize = 15;
/// How far one tree goes.
const RATE: f64 = 0.05;
/// How strongly values are held at nothing.
const PULL: f64 = 5.0;
/// The fewest lessons at an end.
const FEWEST: u32 = 20;
/// Columns are compared at this many places.
const BINS: usize = 64;
/// Of ten columns, so many are looked at in one tree.
const OF_TEN: u64 = 3;

/// One row to learn from, and how much speaks for yes and for no.
pub(super) struct Lesson {
    pub(super) row: usize,
    pub(super) yes: f64,
    pub(super) no: f64,
}

/// A sum of trees.
pub(super) struct Forest {
    trees: Vec<Vec<Node>>,
}

/// A question with the places of the two that follow in its tree, or an answer.
enum Node {
    Split { column: usize, most: f32, low: usize, high: usize },
    End(f64),
}

impl Forest {
    /// Learns from `lessons`, whose rows are rows of `columns`. The same lessons make the same trees.
    pub(super) fn learn(columns: &[Vec<f32>], lessons: &[Lesson]) -> Self {
        let binned: Vec<Binned> = columns.iter().map(|column| Binned::new(column, lessons)).collect();
        let mut odds = vec![0.0; lessons.len()];
        let mut forest = Self { trees: Vec::new() };
        let mut seed = 0x5EED_u64;
        for _ in 0..TREES {
            let slopes: Vec<Slope> = lessons.iter().zip(&odds).map(|(l, &o)| Slope::of(l, o)).collect();
            let mut drawn = |_: &usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) % 10 < OF_TEN
            };
            let looked: Vec<usize> = (0..columns.len()).filter(&mut drawn).collect();
            forest.trees.push(grow(&binned, &looked, &slopes, &mut odds));
        }
        forest
    }

    /// The logarithm of the odds of a yes for `row` of `columns`.
    pub(super) fn odds(&self, columns: &[Vec<f32>], row: usize) -> f64 {
        let answer = |tree: &Vec<Node>| {
            let mut at = 0;
            loop {
                match tree[at] {
                    Node::End(value) => return value,
                    Node::Split { column, most, low, high } => {
                        at = if columns[column][row] <= most { low } else { high };
                    }
                }
            }
        };
        self.trees.iter().map(answer).sum()
    }
}

/// A column as bins: the lessons' values by the numbers of the edges below them.
struct Binned {
    edges: Vec<f32>,
    bins: Vec<u8>,
}

impl Binned {
    fn new(column: &[f32], lessons: &[Lesson]) -> Self {
        let mut values: Vec<f32> = lessons.iter().map(|l| column[l.row]).collect();
        values.sort_unstable_by(f32::total_cmp);
        let mut edges: Vec<f32> = (1..BINS).map(|i| values[i * (values.len() - 1) / BINS]).collect();
        edges.dedup();
        let bin = |l: &Lesson| edges.partition_point(|edge| *edge < column[l.row]) as u8;
        Self { bins: lessons.iter().map(bin).collect(), edges }
    }
}

/// Where a lesson wants its odds to go, and how sure.
#[derive(Clone, Copy, Default)]
struct Slope {
    slope: f64,
    bend: f64,
    count: u32,
}

impl Slope {
    fn of(lesson: &Lesson, odds: f64) -> Self {
        let (weight, share) = (lesson.yes + lesson.no, 1.0 / (1.0 + (-odds).exp()));
        Self { slope: lesson.yes - weight * share, bend: weight * share * (1.0 - share), count: 1 }
    }

    fn add(&mut self, other: &Self) {
        self.slope += other.slope;
        self.bend += other.bend;
        self.count += other.count;
    }

    fn without(&self, other: &Self) -> Self {
        let (slope, bend) = (self.slope - other.slope, self.bend - other.bend);
        Self { slope, bend, count: self.count - other.count }
    }

    fn worth(&self) -> f64 {
        self.slope * self.slope / (self.bend + PULL)
    }
}

/// An end that may be split.
struct End {
    node: usize,
    lessons: Vec<u32>,
    sum: Slope,
    /// What the best split gains, its column and the last bin of its low side.
    best: Option<(f64, usize, usize)>,
}

impl End {
    fn new(node: usize, lessons: Vec<u32>, binned: &[Binned], looked: &[usize], slopes: &[Slope]) -> Self {
        let mut sum = Slope::default();
        lessons.iter().for_each(|&l| sum.add(&slopes[l as usize]));
        let mut best: Option<(f64, usize, usize)> = None;
        for &column in looked {
            let mut bins = [Slope::default(); BINS];
            for &lesson in &lessons {
                bins[usize::from(binned[column].bins[lesson as usize])].add(&slopes[lesson as usize]);
            }
            let mut low = Slope::default();
            for (bin, here) in bins.iter().enumerate().take(binned[column].edges.len()) {
                low.add(here);
                let high = sum.without(&low);
                let gain = low.worth() + high.worth() - sum.worth();
                let is_enough = low.count.min(high.count) >= FEWEST;
                if is_enough && best.is_none_or(|(most, ..)| gain > most) {
                    best = Some((gain, column, bin));
                }
            }
        }
        Self { node, lessons, sum, best }
    }
}

/// Grows one tree, and moves the odds of the lessons by it.
fn grow(binned: &[Binned], looked: &[usize], slopes: &[Slope], odds: &mut [f64]) -> Vec<Node> {
    let mut nodes = vec![Node::End(0.0)];
    let mut ends = vec![End::new(0, (0..slopes.len() as u32).collect(), binned, looked, slopes)];
    while ends.len() < ENDS {
        let gain = |end: &End| end.best.map_or(0.0, |(gain, ..)| gain);
        let best = (0..ends.len()).max_by(|&a, &b| gain(&ends[a]).total_cmp(&gain(&ends[b])));
        let Some((end, (gain, column, bin))) = best.and_then(|i| Some((i, ends[i].best?))) else { break };
        if gain <= 0.0 {
            break;
        }
        let End { node, lessons, .. } = ends.swap_remove(end);
        let is_low = |lesson: &u32| usize::from(binned[column].bins[*lesson as usize]) <= bin;
        let (low, high): (Vec<u32>, Vec<u32>) = lessons.into_iter().partition(is_low);
        let at = nodes.len();
        nodes[node] = Node::Split { column, most: binned[column].edges[bin], low: at, high: at + 1 };
        nodes.extend([Node::End(0.0), Node::End(0.0)]);
        ends.push(End::new(at, low, binned, looked, slopes));
        ends.push(End::new(at + 1, high, binned, looked, slopes));
    }
    for end in ends {
        let value = RATE * end.sum.slope / (end.sum.bend + PULL);
        nodes[end.node] = Node::End(value);
        end.lessons.iter().for_each(|&l| odds[l as usize] += value);
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_numbers_say_together_is_learnt() {
        // Yes where exactly one of the two numbers is above its place: neither says anything by itself.
        let side = 40;
        let at = |i: usize| (i as f32 + 0.5) / side as f32;
        let columns: Vec<Vec<f32>> = vec![
            (0..side * side).map(|row| at(row % side)).collect(),
            (0..side * side).map(|row| at(row / side)).collect(),
            (0..side * side).map(|row| at(row / side)).collect(),
            (0..side * side).map(|row| at(row % side)).collect(),
        ];
        let is_yes = |row: usize| (columns[0][row] > 0.5) != (columns[1][row] > 0.3);
        let lesson = |row: usize| Lesson {
            row,
            yes: f64::from(u8::from(is_yes(row))),
            no: f64::from(u8::from(!is_yes(row))),
        };
        let lessons: Vec<Lesson> = (0..side * side).map(lesson).collect();
        let forest = Forest::learn(&columns, &lessons);
        let right = (0..side * side).filter(|&row| (forest.odds(&columns, row) > 0.0) == is_yes(row)).count();
        assert!(right > side * side * 95 / 100, "{right}");
    }
}
