//! Figures of mentions: `mention.KIND`, `mention.KIND.loose`, `link`.

use super::pair::pair;
use super::sheet::{Counted, Sheet, Sides};
use crate::eval::fault::{Shown, beside};
use crate::eval::record::{self, Found};
use crate::eval::{CharSpan, Hidden, fold, gold, trim};

pub(super) const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];

/// An answer and its trimmed span.
struct Gold<'a> {
    item: &'a gold::Mention,
    span: CharSpan,
}

/// A record and its trimmed span.
struct Pred<'a> {
    item: &'a record::Mention,
    span: CharSpan,
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

impl Shown for Gold<'_> {
    fn span(&self) -> Option<CharSpan> {
        Some(self.span)
    }

    fn tell(&self) -> String {
        let names: Vec<&str> = self.item.name.iter().flatten().map(String::as_str).collect();
        let optional = if self.item.optional { ", optional" } else { "" };
        told(&self.item.kind.join("|"), &self.item.text, &names.join("|")) + optional
    }
}

impl Shown for Pred<'_> {
    fn span(&self) -> Option<CharSpan> {
        Some(self.span)
    }

    fn tell(&self) -> String {
        told(&self.item.kind, &self.item.text, self.item.name.as_deref().unwrap_or_default())
    }

    fn via(&self) -> Option<&str> {
        self.item.via.as_deref()
    }
}

fn told(kind: &str, text: &str, name: &str) -> String {
    if name.is_empty() { format!("{kind} “{text}”") } else { format!("{kind} “{text}”, name {name}") }
}

pub(super) fn score<'a>(found: &'a Found, sheet: &mut Sheet<'a>) {
    let (gold, pred) = sides(found, sheet, |mention| !is_reference(mention));
    for kind in KINDS {
        by_kind(kind, &gold, &pred, sheet);
    }
}

/// The names of the gold and those of the records that `takes` takes.
fn sides<'a>(
    found: &'a Found,
    sheet: &Sheet<'a>,
    takes: fn(&record::Mention) -> bool,
) -> (Vec<Gold<'a>>, Vec<Pred<'a>>) {
    let article = sheet.article;
    let gold = article.mentions.iter().filter(|mention| !mention.item.coreference);
    let gold = gold.map(|m| Gold { item: &m.item, span: trim(&article.text, m.span) }).collect();
    let pred = found.mentions.iter().filter(|mention| takes(mention));
    let span = |item: &record::Mention| trim(&article.text, CharSpan::new(item.start, item.end));
    (gold, pred.map(|item| Pred { item, span: span(item) }).collect())
}

/// How many of the hidden names are found, at their place and of a right kind, as `unseen.KIND`.
pub(super) fn score_hidden<'a>(found: &'a Found, hidden: &Hidden, sheet: &mut Sheet<'a>) {
    let (gold, pred) = sides(found, sheet, |_| true);
    for answer in gold.iter().filter(|g| !g.item.optional && hidden.hides(&g.item.text)) {
        let right = pred.iter().any(|p| p.span == answer.span && answer.allows(&p.item.kind));
        let figure = format!("unseen.{}", answer.item.kind[0]);
        sheet.found(&figure, right, answer, beside(Some(answer.span), &pred));
    }
}

/// A resolved "hãng này": no name stands there, so the gold has none.
fn is_reference(mention: &record::Mention) -> bool {
    mention.reference.as_deref() == Some("coreference")
        && !mention.text.chars().skip(1).any(char::is_uppercase)
}

fn by_kind(kind: &str, gold: &[Gold], pred: &[Pred], sheet: &mut Sheet<'_>) {
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
    let sides = Sides { golds: gold, founds: pred };
    let wrong = pairs.extra.into_iter().filter(|p| {
        let same = may.iter().chain(&other).any(|g| g.span == p.span);
        p.item.kind == kind && !same && !may.iter().any(|g| g.span.overlaps(p.span))
    });
    let wrong: Vec<&Pred> = wrong.collect();
    let counted = Counted { right: pairs.hits.len(), missed: &pairs.missed, wrong: &wrong };
    sheet.count(&format!("mention.{kind}"), &counted, &sides);
    for (g, p) in pairs.hits {
        link(g, p, sheet);
    }

    let loose = |g: &Gold, p: &Pred| g.allows(&p.item.kind) && p.span.overlaps(g.span);
    let pairs = pair(must.iter().copied(), pool.iter().copied(), &[&loose]);
    let excused = |p: &Pred| may.iter().chain(&other).any(|g| g.span.overlaps(p.span));
    let wrong: Vec<&Pred> = pairs.extra.into_iter().filter(|p| p.item.kind == kind && !excused(p)).collect();
    let counted = Counted { right: pairs.hits.len(), missed: &pairs.missed, wrong: &wrong };
    sheet.count(&format!("mention.{kind}.loose"), &counted, &sides);
}

fn link(gold: &Gold, pred: &Pred, sheet: &mut Sheet<'_>) {
    let mut names = gold.item.name.iter().flatten().filter(|name| !name.is_empty()).peekable();
    if names.peek().is_some() {
        let found = fold(pred.item.name.as_deref().unwrap_or_default());
        sheet.rate("link", names.any(|name| fold(name) == found), gold, pred);
    }
}
