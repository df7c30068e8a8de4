//! Who gets which role: of all offers the best is taken first.

use super::Source;
use super::filler::Filled;
use super::role::Offer;
use super::scene::overlap;
use crate::clause::joins;
use crate::lexicon::{EventRule, Slot};

/// Takes the best offers first: a filler plays one role; a role that is not for many takes one filler; one
/// that is takes those in a list with the first, and, where it wants several, those that come by another slot.
pub(super) fn take(source: &Source<'_, '_>, rule: &EventRule, mut offers: Vec<Offer>) -> Vec<Offer> {
    offers.retain(|o| o.score > 0.0);
    offers.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.role.cmp(&b.role)));
    let mut taken: Vec<Offer> = Vec::new();
    // A list is only known once its first member is in: go on until nothing more is taken.
    while let Some(i) = offers.iter().position(|offer| is_open(source, rule, &taken, offer)) {
        taken.push(offers.remove(i));
    }
    taken.sort_by_key(|o| (o.role, o.stand.place.start));
    taken
}

fn is_open(source: &Source<'_, '_>, rule: &EventRule, taken: &[Offer], offer: &Offer) -> bool {
    let clash = |t: &Offer| {
        overlap(&t.stand.place, &offer.stand.place) && t.slot != Slot::Trigger && offer.slot != Slot::Trigger
    };
    if taken.iter().any(clash) || same_entity_taken(source, taken, offer) {
        return false;
    }
    let mut same = taken.iter().filter(|t| t.role == offer.role).peekable();
    if same.peek().is_none() {
        return true;
    }
    let role = &rule.roles[offer.role];
    let by_other_slot = |t: &Offer| t.slot != offer.slot && role.min > 1;
    role.many
        && !offer.stand.filled.is_phrase()
        && same.all(|t| by_other_slot(t) || listed(source, taken, offer))
}

/// Whether another place of the same entity plays a role already: nobody buys from himself. A new name after a cue is
/// another ("Vinagame đổi tên thành VNG").
fn same_entity_taken(source: &Source<'_, '_>, taken: &[Offer], offer: &Offer) -> bool {
    let Filled::Mention(mine) = offer.stand.filled else { return false };
    let me = &source.mentions[mine];
    taken.iter().any(|t| match t.stand.filled {
        Filled::Mention(i) => {
            let other = &source.mentions[i];
            let renamed =
                matches!(offer.slot, Slot::Cue(_)) && other.surface != me.surface && t.role != offer.role;
            other.entity == me.entity && !renamed
        }
        _ => false,
    })
}

/// Whether the offer stands in a list with a filler that plays its role.
fn listed(source: &Source<'_, '_>, taken: &[Offer], offer: &Offer) -> bool {
    let mine = &offer.stand.place;
    taken.iter().filter(|t| t.role == offer.role).any(|t| {
        let other = &t.stand.place;
        let (left, right) = if other.start < mine.start { (other, mine) } else { (mine, other) };
        joins(source.lexicon, source.tokens, source.terms, left.end, right.start)
    })
}
