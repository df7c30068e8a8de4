//! Names that no list holds: pieces of the text that may be one, scored by their features, one decision a name.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use super::feature::Reader;
use super::memory::{Memory, key_of};
use super::origin::Origins;
use super::resolve::Source;
use super::run::{self, Span};
use super::{Mention, Trace, head};
use crate::lexicon::{ContextJob, Kind, Reference, Sense, slug};
#[cfg(feature = "internals")]
use crate::model::Features;
use crate::model::{CLASSES, Scores, Weights};
use crate::token::{Case, Sentence, TokenKind};

/// Finds unknown names in one text after the other; its buffers are used again.
#[derive(Default)]
pub(crate) struct Finder {
    spans: Vec<Span>,
    found: Vec<Found>,
    /// By the key of a name: the scores of its places, summed, and how many there are.
    names: HashMap<u64, (Scores, u32)>,
    chosen: Vec<Chosen>,
    memory: Memory,
    origins: Origins,
    buffer: String,
}

/// A span with its scores.
pub(super) struct Found {
    pub(super) span: Span,
    scores: Scores,
    pub(super) key: u64,
}

/// A span that is a name.
#[derive(Clone, Copy)]
struct Chosen {
    span: Span,
    kind: Kind,
    probability: f32,
    /// Whether that is enough for its kind.
    is_sure: bool,
}

impl Finder {
    /// Adds the unknown names to `mentions`, which stay in order; a known mention inside one gives way.
    pub(crate) fn read<'l>(
        &mut self,
        source: &Source<'_, 'l>,
        sentences: &[Sentence],
        weights: &Weights,
        trace: &mut Trace,
        mentions: &mut Vec<Mention<'l>>,
    ) {
        if weights.classes.is_empty() {
            return;
        }
        self.score(source, sentences, weights, mentions);
        self.choose(source, weights, trace);
        let new = self.chosen.iter().map(|c| linked(source, mentions, mention(source, *c))).collect();
        merge(mentions, new, trace);
        self.memory.read(source, mentions);
        self.memory.shorten(source, &self.found, mentions);
    }

    fn score(
        &mut self,
        source: &Source<'_, '_>,
        sentences: &[Sentence],
        weights: &Weights,
        mentions: &[Mention<'_>],
    ) {
        self.found.clear();
        self.names.clear();
        let Self { spans, found, names, origins, buffer, .. } = self;
        origins.clear(source.tokens.len());
        each_span(source, sentences, mentions, spans, |sentence, span| {
            origins.read(source, span);
            let reader = Reader { source: *source, mentions, sentence, origins };
            let mut sum = weights.classes.sum();
            reader.read(span, &mut sum, buffer);
            let key = key_of(source.tokens, span.first as usize..span.last as usize);
            let (all, count) = names.entry(key).or_default();
            all.iter_mut().zip(sum.scores).for_each(|(all, score)| *all += score);
            *count += 1;
            found.push(Found { span, scores: sum.scores, key });
        });
    }

    /// Of the spans of each run the one that is a name by the widest margin.
    fn choose(&mut self, source: &Source<'_, '_>, weights: &Weights, trace: &mut Trace) {
        self.chosen.clear();
        let limits = Limits::of(weights);
        for group in self.found.chunk_by(|a, b| a.span.run == b.span.run) {
            let start = self.chosen.last().map_or(0, |c: &Chosen| c.span.last);
            let best = group
                .iter()
                .filter(|f| f.span.first >= start)
                .filter_map(|f| limits.decide(f, self.names[&f.key]))
                .max_by(|a, b| {
                    (a.0.is_sure, a.1).partial_cmp(&(b.0.is_sure, b.1)).unwrap_or(Ordering::Equal)
                });
            let Some((best, _)) = best else { continue };
            if best.is_sure {
                self.chosen.push(best);
            } else {
                let Chosen { span, kind, probability, .. } = best;
                trace.note(source.tokens.span(span.first as usize, span.last as usize), || {
                    let why = format!("only {:.0} % sure that it is a name", probability * 100.0);
                    (format!("unknown {}", kind.name()), why)
                });
            }
        }
    }
}

/// Calls `take` for every span that may be a name, sentence by sentence.
pub(super) fn each_span(
    source: &Source<'_, '_>,
    sentences: &[Sentence],
    mentions: &[Mention<'_>],
    spans: &mut Vec<Span>,
    mut take: impl FnMut(&Range<usize>, Span),
) {
    for sentence in sentences.iter().map(|s| &s.tokens).filter(|s| !is_shouted(source, s)) {
        spans.clear();
        run::spans(source, mentions, sentence, spans);
        for &span in spans.iter().filter(|s| !is_no_name(source, sentence, s)) {
            take(sentence, span);
        }
    }
}

/// Whether a sentence is written in capitals, so that they tell nothing.
fn is_shouted(source: &Source<'_, '_>, sentence: &Range<usize>) -> bool {
    let letters = || source.tokens.all()[sentence.clone()].iter().filter(|t| t.kind == TokenKind::Letters);
    let shouted = |n: usize| letters().take(n).filter(|t| t.case == Case::Upper).count();
    shouted(3) > 1 && shouted(12) * 10 > letters().take(12).count() * 7 && letters().count() > 3
}

/// Whether the lexicon says that the span is no name: an acronym, a unit after its number, a language, a title that has its
/// capital from the sentence, the first half of a word: *Thành* phố, Đại học *Sân* khấu.
fn is_no_name(source: &Source<'_, '_>, sentence: &Range<usize>, span: &Span) -> bool {
    let Source { lexicon, tokens, terms, .. } = *source;
    let (first, last) = (span.first as usize, span.last as usize);
    let is_unit = || terms.find(lexicon, first, |s| matches!(s, Sense::Unit(_)).then_some(())).is_some();
    let title = || terms.context(lexicon, first, ContextJob::Title).is_some_and(|end| end < last);
    let cuts = || terms.context(lexicon, last - 1, ContextJob::Compound).is_some_and(|end| end > last);
    terms.context(lexicon, first, ContextJob::NotAName).is_some_and(|end| end >= last)
        || (first > 0 && tokens[first - 1].kind == TokenKind::Digits && is_unit())
        || (first == sentence.start && title())
        || terms.context_before(lexicon, first, ContextJob::Language).is_some()
        || ((last - first == 1 || span.is_headed) && cuts())
}

/// How sure a name must be, by kind, and how much its other places count.
struct Limits {
    least: [f32; CLASSES],
    others: f32,
}

impl Limits {
    fn of(weights: &Weights) -> Self {
        let mut least = [0.0; CLASSES];
        for (least, kind) in least[1..].iter_mut().zip(Kind::ALL) {
            *least = weights.of(&format!("least-{}", kind.name())) as f32;
        }
        Self { least, others: weights.of("other-places") as f32 }
    }

    /// The likeliest kind of the name, and the margin over no name.
    fn decide(&self, found: &Found, (all, count): (Scores, u32)) -> Option<(Chosen, f32)> {
        let others = (count - 1) as f32;
        let weight = self.others.min(others);
        let mut scores = found.scores;
        for (score, all) in scores.iter_mut().zip(all) {
            let mean = if count > 1 { (all - *score) / others } else { 0.0 };
            *score += weight * mean;
        }
        let best = (1..CLASSES).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = scores.iter().map(|s| (s - top).exp()).sum();
        let probability = (scores[best] - top).exp() / sum;
        let is_sure = probability >= self.least[best];
        let chosen = Chosen { span: found.span, kind: Kind::ALL[best - 1], probability, is_sure };
        Some((chosen, scores[best] - scores[0]))
    }
}

/// The mention that a chosen span makes, its entity a slug of its own words.
fn mention<'l>(source: &Source<'_, 'l>, chosen: Chosen) -> Mention<'l> {
    let tokens = chosen.span.first as usize..chosen.span.last as usize;
    let span = source.tokens.span(tokens.start, tokens.end);
    let name = span.of(source.normal.as_str()).to_owned();
    Mention {
        tokens,
        span,
        kind: chosen.kind,
        is_firm: false,
        entity: Cow::Owned(format!("{}/{}", chosen.kind.name(), slug(&name))),
        name: Cow::Owned(name),
        links: Vec::new(),
        reference: Reference::Name,
        tier: None,
        confidence: (chosen.probability * 100.0) as u8,
        via: via(chosen.kind).to_owned(),
        surface: None,
    }
}

/// The mention with the entity of the known name that it is made of, where that has but a generic head before it.
fn linked<'l>(source: &Source<'_, '_>, known: &[Mention<'l>], mention: Mention<'l>) -> Mention<'l> {
    match head::known(source, known, &mention.tokens, mention.kind) {
        Some(known) => Mention {
            entity: known.entity.clone(),
            name: known.name.clone(),
            links: known.links.clone(),
            reference: Reference::Alias,
            ..mention
        },
        None => mention,
    }
}

/// Where the weights stand that make a name one of `kind`.
fn via(kind: Kind) -> &'static str {
    match kind {
        Kind::Company => "model/entity.tsv#company",
        Kind::Product => "model/entity.tsv#product",
        Kind::Person => "model/entity.tsv#person",
        Kind::Place => "model/entity.tsv#place",
        Kind::Organization => "model/entity.tsv#organization",
    }
}

/// Puts `new` among `mentions`, in order; those that a new one overlaps give way.
pub(super) fn merge<'l>(mentions: &mut Vec<Mention<'l>>, new: Vec<Mention<'l>>, trace: &mut Trace) {
    mentions.retain(|m| {
        let at = new.partition_point(|n| n.tokens.end <= m.tokens.start);
        let over = new.get(at).filter(|n| n.tokens.start < m.tokens.end);
        if let Some(over) = over {
            trace.note(m.span, || (m.entity.to_string(), format!("it is part of {}", over.entity)));
        }
        over.is_none()
    });
    mentions.extend(new);
    mentions.sort_by_key(|m| m.tokens.start);
}

/// The candidates of a text with their features by name: what the weights are learnt from.
#[cfg(feature = "internals")]
pub(crate) fn samples(
    source: &Source<'_, '_>,
    sentences: &[Sentence],
    mentions: &[Mention<'_>],
) -> Vec<(crate::span::Span, Vec<String>)> {
    let (mut spans, mut out, mut buffer) = (Vec::new(), Vec::new(), String::new());
    let mut origins = Origins::default();
    origins.clear(source.tokens.len());
    each_span(source, sentences, mentions, &mut spans, |sentence, span| {
        let mut names = Written(Vec::new());
        origins.read(source, span);
        let reader = Reader { source: *source, mentions, sentence, origins: &origins };
        reader.read(span, &mut names, &mut buffer);
        out.push((source.tokens.span(span.first as usize, span.last as usize), names.0));
    });
    out
}

/// Features written down by name.
#[cfg(feature = "internals")]
struct Written(Vec<String>);

#[cfg(feature = "internals")]
impl Features for Written {
    fn add(&mut self, template: crate::model::Template, value: &str) {
        self.0.push(format!("{}={value}", template.name));
    }

    fn pair(&mut self, template: crate::model::Template, first: &str, second: &str) {
        self.0.push(format!("{}={first} {second}", template.name));
    }
}
