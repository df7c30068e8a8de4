//! The whole way of an article: bytes of JSON Lines in, records out, over the corpus; and the share of each stage.

use std::hint::black_box;
use std::io::Cursor;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use trich::{InputError, JsonLines, Options, Pipeline, Reader, Run, Stage, Statistics};

const ARTICLES: &[u8] = include_bytes!("../corpus/articles.jsonl");
/// Copies of the corpus in one input.
const COPIES: usize = 20;

/// One run over the corpus with one thread.
fn run(pipeline: &Pipeline, input: &'static [u8], out: &mut Vec<u8>) -> Statistics {
    out.clear();
    let reader: Result<_, InputError> = Ok(Reader::new(Cursor::new(input), "corpus", Options::default()));
    let mut sink = JsonLines::new(out, None);
    let run = Run { jobs: 1, ..Run::default() };
    pipeline.run(&run, std::iter::once(reader), &mut sink).expect("writing to memory does not fail")
}

fn house(criterion: &mut Criterion) {
    let pipeline = Pipeline::builder().build().expect("the builtin lexicon loads");
    let input: &'static [u8] = ARTICLES.repeat(COPIES).leak();
    let mut out = Vec::new();
    // A bench is a test too: a fast run that loses records is none.
    let once = run(&pipeline, ARTICLES, &mut out);
    let statistics = run(&pipeline, input, &mut out);
    assert_eq!(statistics.mentions, once.mentions * COPIES as u64, "mentions");
    assert_eq!(statistics.claims, once.claims * COPIES as u64, "claims");
    assert_eq!(statistics.events, once.events * COPIES as u64, "events");
    assert!(once.documents >= 20 && once.errors == 0 && once.events > 0);

    let mut group = criterion.benchmark_group("house");
    group
        .throughput(Throughput::Bytes(input.len() as u64))
        .sample_size(20)
        .measurement_time(Duration::from_secs(5));
    group.bench_function("extract", |b| b.iter(|| black_box(run(&pipeline, input, &mut out))));
    group.finish();
    shares(&statistics);
}

/// Prints what each stage took of the whole.
fn shares(statistics: &Statistics) {
    let total: Duration = Stage::ALL.iter().map(|&s| statistics.time(s)).sum();
    for stage in Stage::ALL {
        let share = statistics.time(stage).as_secs_f64() / total.as_secs_f64() * 100.0;
        let per_megabyte = statistics.time(stage).as_secs_f64() * 1e9 / statistics.bytes as f64;
        eprintln!("{:10} {share:5.1} %  {per_megabyte:6.2} ms/MB", stage.name());
    }
}

criterion_group!(benches, house);
criterion_main!(benches);
