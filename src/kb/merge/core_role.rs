//! Which roles make an event what it is: those that the lexicon calls core.

use std::collections::BTreeMap;

use crate::lexicon::{Filler, Kind, Lexicon};

/// The core roles of all event types, in the order of their rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct CoreRoles(BTreeMap<String, Vec<CoreRole>>);

#[derive(Clone, Debug)]
struct CoreRole {
    name: String,
    /// Whether only a product or a person fills it: that tells one event from another better than a company.
    is_single: bool,
}

impl CoreRoles {
    /// Those of the rules in `lexicon`.
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        let is_single = |fills: &[Filler]| {
            let mut kinds = fills.iter().filter_map(|filler| match filler {
                Filler::Mention(kind) => Some(*kind),
                _ => None,
            });
            matches!((kinds.next(), kinds.next()), (Some(Kind::Product | Kind::Person), None))
        };
        let types = lexicon.events.iter().map(|event| {
            let core = event.roles.iter().filter(|role| role.core);
            let core =
                core.map(|role| CoreRole { name: role.name.clone(), is_single: is_single(&role.fills) });
            (event.event.clone(), core.collect())
        });
        Self(types.collect())
    }

    /// Whether `role` is core in events of the type `event`. Of a type without rules all roles are.
    pub(super) fn is_core(&self, event: &str, role: &str) -> bool {
        self.0.get(event).is_none_or(|roles| roles.iter().any(|core| core.name == role))
    }

    /// How well the filler of `role` tells events of the type `event` apart; the greatest is the best.
    pub(super) fn rank(&self, event: &str, role: &str) -> usize {
        let Some(roles) = self.0.get(event) else { return 0 };
        let place = roles.iter().position(|core| core.name == role);
        place.map_or(0, |place| 1 + place + if roles[place].is_single { roles.len() } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_persons_tell_events_apart_best() {
        let roles = CoreRoles::of(&Lexicon::builtin().unwrap());
        for (event, better, worse) in [
            ("launch", "product", "maker"),
            ("personnel_change", "person", "company"),
            ("acquisition", "target", "acquirer"),
            ("sales_report", "product", "company"),
        ] {
            assert!(roles.rank(event, better) > roles.rank(event, worse), "{event}");
        }
        assert!(roles.is_core("launch", "maker") && !roles.is_core("launch", "price"));
        assert!(roles.is_core("award", "winner"));
    }
}
