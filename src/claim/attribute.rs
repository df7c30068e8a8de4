//! What a claim measures: told by its unit, by cue words in its clause, by its counted noun, in this order.

use std::ops::Range;

use super::Source;
use crate::gazetteer::Hit;
use crate::lexicon::{AttributeRule, Sense};
use crate::quantity::Quantity;

/// Words after the amount in which a cue still counts: "80% thị phần".
const AFTER: usize = 4;

/// The attribute of `quantity`, whose cues may stand in the tokens `reach`.
pub(super) fn find<'l>(
    source: &Source<'_, 'l>,
    quantity: &Quantity<'_>,
    reach: Range<usize>,
) -> Option<&'l str> {
    let lexicon = source.lexicon;
    let fits = |rule: &&AttributeRule| rule.kinds.is_empty() || rule.kinds.contains(&quantity.kind);
    let of = |list: Option<&Vec<u16>>| {
        list.and_then(|list| list.iter().map(|&i| &lexicon.attributes[i as usize]).find(fits))
    };
    if let Some(rule) = of(quantity.unit.as_ref().and_then(|u| lexicon.unit_attributes.get(&**u))) {
        return Some(&rule.id);
    }
    let before = cues(source, reach.start..quantity.tokens.start);
    let after = cues(source, quantity.tokens.end..reach.end.min(quantity.tokens.end + AFTER));
    let by_cue = before.iter().rev().chain(&after).find_map(|hit| {
        lexicon.senses[hit.pattern as usize].iter().find_map(|sense| match sense {
            Sense::Attribute(i) => Some(&lexicon.attributes[*i as usize]).filter(fits),
            _ => None,
        })
    });
    let by_noun = || of(quantity.noun.and_then(|n| lexicon.noun_attributes.get(&n)));
    by_cue.or_else(by_noun).map(|rule| rule.id.as_str())
}

/// The cue words of the tokens `range`, in order; a longer one hides those inside it.
fn cues(source: &Source<'_, '_>, range: Range<usize>) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    for hit in range
        .clone()
        .filter(|&token| source.terms.may_begin(token, Sense::Attribute(0)))
        .flat_map(|token| source.terms.at(token))
        .filter(|h| (h.last as usize) <= range.end)
    {
        let is_cue =
            source.lexicon.senses[hit.pattern as usize].iter().any(|s| matches!(s, Sense::Attribute(_)));
        let hidden = out.last().is_some_and(|o: &Hit| hit.last <= o.last);
        if is_cue && !hidden {
            out.push(*hit);
        }
    }
    out
}
