//! Figures of claims: `claim.span`, `claim.value`, `claim.full`, and of the last the subject and the kind.

use std::collections::HashMap;

use super::fold::bare;
use super::pair::pair;
use super::table::Scores;
use super::{number, unit};
use crate::gold::{self, Article, Placed};
use crate::record::{Claim, Found, Subject};
use crate::text::Span;

type Gold = Placed<gold::Claim>;

pub(super) fn score(article: &Article, found: &Found, scores: &mut Scores) {
    overlap(article, &found.claims, "claim.span", scores, span_right);
    overlap(article, &found.claims, "claim.value", scores, value_right);
    let names = found.names();
    for (gold, claim) in overlap(article, &found.claims, "claim.full", scores, full_right) {
        subject(&gold.item.subject, claim.subject.as_ref(), &names, scores);
        scores.rate("claim.kind", gold.item.kind.contains(&claim.kind));
    }
}

/// Counts one figure; an optional answer excuses every prediction that overlaps it.
fn overlap<'a>(
    article: &'a Article,
    claims: &'a [Claim],
    figure: &str,
    scores: &mut Scores,
    fits: fn(&Gold, &Claim) -> bool,
) -> Vec<(&'a Gold, &'a Claim)> {
    let must = article.claims.iter().filter(|gold| !gold.item.optional);
    let pairs = pair(must, claims, &[&fits]);
    let excused = |claim: &Claim| article.claims.iter().any(|g| g.item.optional && span_right(g, claim));
    let wrong = pairs.extra.iter().filter(|claim| !excused(claim)).count();
    scores.tally(figure, pairs.hits.len(), wrong, pairs.missed.len());
    pairs.hits
}

fn span_right(gold: &Gold, claim: &Claim) -> bool {
    gold.span.overlaps(Span::new(claim.start, claim.end))
}

fn value_right(gold: &Gold, claim: &Claim) -> bool {
    let comparator = claim.comparator.as_deref();
    let known = gold.item.comparator.iter().any(|allowed| Some(allowed.as_str()) == comparator);
    if !span_right(gold, claim) || !known {
        return false;
    }
    if comparator == Some("range") {
        return number::same(claim.low.as_ref(), gold.item.low.as_ref(), false)
            && number::same(claim.high.as_ref(), gold.item.high.as_ref(), false);
    }
    let exact = gold.item.kind != ["ratio"];
    number::same(claim.value.as_ref(), gold.item.value.as_ref(), exact)
}

fn full_right(gold: &Gold, claim: &Claim) -> bool {
    value_right(gold, claim) && unit::same(claim.unit.as_deref(), &gold.item.unit)
}

fn subject(
    wanted: &[Option<String>],
    found: Option<&Subject>,
    names: &HashMap<&str, &str>,
    scores: &mut Scores,
) {
    if matches!(wanted, [] | [None]) {
        let entity = found.and_then(|subject| subject.entity.as_deref());
        scores.rate("claim.subject.none", entity.is_none_or(str::is_empty));
        return;
    }
    let said: Vec<_> = found.map(|subject| spoken(subject, names)).unwrap_or_default();
    let good = wanted.iter().any(|name| match name {
        Some(name) => said.contains(&bare(name)),
        None => said.is_empty(),
    });
    scores.rate("claim.subject", good);
}

/// All that the record calls its subject, bare.
fn spoken(subject: &Subject, names: &HashMap<&str, &str>) -> Vec<String> {
    let slug = subject.entity.as_deref().and_then(|entity| entity.rsplit('/').next());
    let mention = subject.mention.as_deref().and_then(|id| names.get(id).copied());
    let all = [slug, subject.text.as_deref(), subject.name.as_deref(), mention];
    all.into_iter().flatten().map(bare).filter(|name| !name.is_empty()).collect()
}
