//! Figures of claims: `claim.span`, `claim.value`, `claim.full`, and of the last the subject and the kind.

use std::collections::HashMap;

use super::pair::pair;
use super::sheet::{Counted, Sheet, Sides};
use super::{same_number, same_unit};
use crate::eval::gold::{self, Placed};
use crate::eval::record::{Claim, Found, Subject};
use crate::eval::{CharSpan, bare};

type Gold = Placed<gold::Claim>;

pub(super) fn score<'a>(found: &'a Found, sheet: &mut Sheet<'a>) {
    overlap(&found.claims, "claim.span", sheet, span_right);
    overlap(&found.claims, "claim.value", sheet, value_right);
    let names = found.names();
    for (gold, claim) in overlap(&found.claims, "claim.full", sheet, full_right) {
        subject(gold, claim, &names, sheet);
        sheet.rate("claim.kind", gold.item.kind.contains(&claim.kind), gold, claim);
    }
}

/// Counts one figure; an optional answer excuses every prediction that overlaps it.
fn overlap<'a>(
    claims: &'a [Claim],
    figure: &str,
    sheet: &mut Sheet<'a>,
    fits: fn(&Gold, &Claim) -> bool,
) -> Vec<(&'a Gold, &'a Claim)> {
    let golds = &sheet.article.claims;
    let pairs = pair(golds.iter().filter(|gold| !gold.item.optional), claims, &[&fits]);
    let excused = |claim: &Claim| golds.iter().any(|g| g.item.optional && span_right(g, claim));
    let wrong: Vec<&Claim> = pairs.extra.into_iter().filter(|claim| !excused(claim)).collect();
    let counted = Counted { right: pairs.hits.len(), missed: &pairs.missed, wrong: &wrong };
    sheet.count(figure, &counted, &Sides { golds, founds: claims });
    pairs.hits
}

fn span_right(gold: &Gold, claim: &Claim) -> bool {
    gold.span.overlaps(CharSpan::new(claim.start, claim.end))
}

fn value_right(gold: &Gold, claim: &Claim) -> bool {
    let comparator = claim.comparator.as_deref();
    let known = gold.item.comparator.iter().any(|allowed| Some(allowed.as_str()) == comparator);
    if !span_right(gold, claim) || !known {
        return false;
    }
    if comparator == Some("range") {
        return same_number(claim.low.as_ref(), gold.item.low.as_ref(), false)
            && same_number(claim.high.as_ref(), gold.item.high.as_ref(), false);
    }
    let exact = gold.item.kind != ["ratio"];
    same_number(claim.value.as_ref(), gold.item.value.as_ref(), exact)
}

fn full_right(gold: &Gold, claim: &Claim) -> bool {
    value_right(gold, claim) && same_unit(claim.unit.as_deref(), &gold.item.unit)
}

fn subject(gold: &Gold, claim: &Claim, names: &HashMap<&str, &str>, sheet: &mut Sheet<'_>) {
    let found = claim.subject.as_ref();
    let wanted = gold.item.subject.as_slice();
    if matches!(wanted, [] | [None]) {
        let entity = found.and_then(|subject| subject.entity.as_deref());
        sheet.rate("claim.subject.none", entity.is_none_or(str::is_empty), gold, claim);
        return;
    }
    let said: Vec<_> = found.map(|subject| spoken(subject, names)).unwrap_or_default();
    let good = wanted.iter().any(|name| match name {
        Some(name) => said.contains(&bare(name)),
        None => said.is_empty(),
    });
    sheet.rate("claim.subject", good, gold, claim);
}

/// All that the record calls its subject, bare.
fn spoken(subject: &Subject, names: &HashMap<&str, &str>) -> Vec<String> {
    let slug = subject.entity.as_deref().and_then(|entity| entity.rsplit('/').next());
    let mention = subject.mention.as_deref().and_then(|id| names.get(id).copied());
    let all = [slug, subject.text.as_deref(), subject.name.as_deref(), mention];
    all.into_iter().flatten().map(bare).filter(|name| !name.is_empty()).collect()
}
