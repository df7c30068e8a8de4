//! What a claim is about: the mention that fits best by nearness, side and kind.

use std::ops::Range;

use super::Source;
use crate::lexicon::{ContextJob, Kind};
use crate::quantity::Quantity;

/// The mention that `quantity` is most likely about: of its sentence, else of the one before.
pub(super) fn find(
    source: &Source<'_, '_>,
    quantity: &Quantity<'_>,
    sentence: &Range<usize>,
    earlier: Option<&Range<usize>>,
) -> Option<usize> {
    let first = earlier.unwrap_or(sentence).start;
    let from = source.mentions.partition_point(|m| m.tokens.start < first);
    let mut best: Option<(f64, usize)> = None;
    for (i, mention) in
        source.mentions.iter().enumerate().skip(from).take_while(|(_, m)| m.tokens.start < sentence.end)
    {
        let score = score(source, quantity, sentence, &mention.tokens, mention.kind);
        if score > best.map_or(0.0, |(s, _)| s) {
            best = Some((score, i));
        }
    }
    best.map(|(_, i)| i)
}

fn score(
    source: &Source<'_, '_>,
    quantity: &Quantity<'_>,
    sentence: &Range<usize>,
    mention: &Range<usize>,
    kind: Kind,
) -> f64 {
    let weight = |feature: &str| source.weights.of(feature);
    let before = mention.end <= quantity.tokens.start;
    let gap = if before {
        source.clauses.gap(mention.end, quantity.tokens.start)
    } else {
        source.clauses.gap(quantity.tokens.end, mention.start)
    };
    let mut score = weight("subject:base") + weight(if before { "subject:before" } else { "subject:after" });
    score += weight("subject:word") * f64::from(gap.words);
    score += weight("subject:comma") * f64::from(gap.commas);
    score += weight("subject:edge") * f64::from(gap.edges);
    score += weight(match kind {
        Kind::Company => "subject:company",
        Kind::Product => "subject:product",
        Kind::Person => "subject:person",
        Kind::Place => "subject:place",
        Kind::Organization => "subject:organization",
    });
    if mention.start < sentence.start {
        score += weight("subject:earlier-sentence");
    }
    if mention.start > 0 && source.tokens.key(mention.start - 1) == "của" {
        score += weight("subject:of");
    }
    if source.terms.context_before(source.lexicon, mention.start, ContextJob::Source).is_some() {
        score += weight("subject:source");
    }
    score
}
