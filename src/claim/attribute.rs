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
    let by_unit = lexicon
        .attributes
        .iter()
        .filter(fits)
        .find(|a| quantity.unit.as_ref().is_some_and(|u| a.units.iter().any(|w| w == u)));
    if let Some(rule) = by_unit {
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
    let by_noun = || {
        lexicon.attributes.iter().filter(fits).find(|a| quantity.noun.is_some_and(|n| a.nouns.contains(&n)))
    };
    by_cue.or_else(by_noun).map(|rule| rule.id.as_str())
}

/// The cue words of the tokens `range`, in order; a longer one hides those inside it.
fn cues(source: &Source<'_, '_>, range: Range<usize>) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    for hit in
        range.clone().flat_map(|token| source.terms.at(token)).filter(|h| (h.last as usize) <= range.end)
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
