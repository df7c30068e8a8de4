//! Figures of mentions: `mention.KIND`, `mention.KIND.loose`, `link`.

use super::fold::fold;
use super::head::trim;
use super::pair::pair;
use super::table::Scores;
use crate::gold::{self, Article};
use crate::record::{self, Found};
use crate::text::Span;

pub(super) const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];

/// An answer and its trimmed span.
struct Gold<'a> {
    item: &'a gold::Mention,
    span: Span,
}

/// A record and its trimmed span.
struct Pred<'a> {
    item: &'a record::Mention,
    span: Span,
}

impl Gold<'_> {
    /// The figure that the answer counts in is that of its first kind.
    fn counts_as(&self, kind: &str) -> bool {
        self.item.kind.first().is_some_and(|first| first == kind)
    }

    fn allows(&self, kind: &str) -> bool {
        self.item.kind.iter().any(|allowed| allowed == kind)
    }
}

pub(super) fn score(article: &Article, found: &Found, scores: &mut Scores) {
    let gold = article.mentions.iter().filter(|mention| !mention.item.coreference);
    let gold: Vec<_> = gold.map(|m| Gold { item: &m.item, span: trim(&article.text, m.span) }).collect();
    let pred = found.mentions.iter().filter(|mention| !is_reference(mention));
    let pred: Vec<_> =
        pred.map(|item| Pred { item, span: trim(&article.text, Span::new(item.start, item.end)) }).collect();
    for kind in KINDS {
        by_kind(kind, &gold, &pred, scores);
    }
}

/// A resolved "hãng này": no name stands there, so the gold has none.
fn is_reference(mention: &record::Mention) -> bool {
    mention.reference.as_deref() == Some("coreference")
        && !mention.text.chars().skip(1).any(char::is_uppercase)
}

fn by_kind(kind: &str, gold: &[Gold], pred: &[Pred], scores: &mut Scores) {
    let must: Vec<&Gold> = gold.iter().filter(|g| !g.item.optional && g.counts_as(kind)).collect();
    // Answers that may excuse a prediction of this kind: the optional ones, and those of other figures.
    let may: Vec<&Gold> = gold.iter().filter(|g| g.item.optional && g.allows(kind)).collect();
    let other: Vec<&Gold> =
        gold.iter().filter(|g| !g.item.optional && !g.counts_as(kind) && g.allows(kind)).collect();
    // A prediction of any kind that an answer allows serves it.
    let serves = |p: &&Pred| p.item.kind == kind || must.iter().any(|g| g.allows(&p.item.kind));
    let pool: Vec<&Pred> = pred.iter().filter(serves).collect();

    let exact = |g: &Gold, p: &Pred| g.allows(&p.item.kind) && p.span == g.span;
    let pairs = pair(must.iter().copied(), pool.iter().copied(), &[&exact]);
    let wrong = pairs.extra.iter().filter(|p| {
        let same = may.iter().chain(&other).any(|g| g.span == p.span);
        p.item.kind == kind && !same && !may.iter().any(|g| g.span.overlaps(p.span))
    });
    scores.tally(&format!("mention.{kind}"), pairs.hits.len(), wrong.count(), pairs.missed.len());
    for (g, p) in pairs.hits {
        link(g, p, scores);
    }

    let loose = |g: &Gold, p: &Pred| g.allows(&p.item.kind) && p.span.overlaps(g.span);
    let pairs = pair(must.iter().copied(), pool.iter().copied(), &[&loose]);
    let excused = |p: &Pred| may.iter().chain(&other).any(|g| g.span.overlaps(p.span));
    let wrong = pairs.extra.iter().filter(|p| p.item.kind == kind && !excused(p));
    scores.tally(&format!("mention.{kind}.loose"), pairs.hits.len(), wrong.count(), pairs.missed.len());
}

fn link(gold: &Gold, pred: &Pred, scores: &mut Scores) {
    let mut names = gold.item.name.iter().flatten().filter(|name| !name.is_empty()).peekable();
    if names.peek().is_some() {
        let found = fold(pred.item.name.as_deref().unwrap_or_default());
        scores.rate("link", names.any(|name| fold(name) == found));
    }
}
