//! One telling of an event: what an article says of it, all its clauses together.

use std::collections::{BTreeMap, BTreeSet};

use super::core_role::CoreRoles;
use super::days::Days;
use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;

/// An event of one document; what is told of it again there counts too.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) document: Key,
    /// The first record of it, and those of all its clauses.
    pub(super) event: Key,
    pub(super) records: Vec<Key>,
    pub(super) event_type: String,
    pub(super) polarity: String,
    pub(super) modality: String,
    /// When it was: the time of the event, else the day of the document.
    pub(super) days: Option<Days>,
    /// The date of the document.
    pub(super) seen: Option<String>,
    pub(super) origin: Key,
    /// Entities in core roles.
    pub(super) core: BTreeSet<(String, Key)>,
    /// Core roles that plain words fill.
    pub(super) phrases: BTreeSet<(String, String)>,
    /// Entities in other roles.
    pub(super) others: BTreeSet<(String, Key)>,
}

const EVENTS: &str = "SELECT e.document, e.key, e.type, e.polarity, e.modality, e.same_as, CAST(t.first_day AS TEXT), \
    CAST(t.last_day AS TEXT), CAST(d.date AS TEXT), k.origin FROM event e JOIN document d ON d.key = e.document \
    JOIN copy k ON k.document = e.document LEFT JOIN time t ON t.document = e.document AND t.key = e.time \
    WHERE e.document {in}";
const ROLES: &str = "SELECT document, event, role, entity, record, text FROM role WHERE document {in}";

/// The tellings of `documents`.
pub(super) fn read(
    base: &mut dyn Base,
    roles: &CoreRoles,
    documents: &[Key],
) -> Result<Vec<Telling>, BaseError> {
    let mut clauses: BTreeMap<(Key, Key), (Telling, Option<Key>)> = BTreeMap::new();
    base.query_for(EVENTS, documents, &mut |row| {
        let text = |place: usize| row[place].text().map(str::to_owned);
        if let (Some(document), Some(event), Some(origin)) = (row[0].key(), row[1].key(), row[9].key()) {
            let (days, seen) = (Days::of(&row[6], &row[7]), text(8));
            let telling = Telling {
                document,
                event,
                records: vec![event],
                event_type: text(2).unwrap_or_default(),
                polarity: text(3).unwrap_or_default(),
                modality: text(4).unwrap_or_default(),
                days,
                seen,
                origin,
                core: BTreeSet::new(),
                phrases: BTreeSet::new(),
                others: BTreeSet::new(),
            };
            clauses.insert((document, event), (telling, row[5].key()));
        }
    })?;
    base.query_for(ROLES, documents, &mut |row| {
        let (Some(document), Some(event), Some(role)) = (row[0].key(), row[1].key(), row[2].text()) else {
            return;
        };
        let Some((telling, _)) = clauses.get_mut(&(document, event)) else { return };
        let is_core = roles.is_core(&telling.event_type, role);
        match (row[3].key(), row[4].key(), row[5].text()) {
            (Some(entity), ..) if is_core => _ = telling.core.insert((role.to_owned(), entity)),
            (Some(entity), ..) => _ = telling.others.insert((role.to_owned(), entity)),
            (None, None, Some(words)) if is_core => {
                telling.phrases.insert((role.to_owned(), words.to_lowercase()));
            }
            _ => {}
        }
    })?;
    Ok(joined(clauses))
}

/// Joins what is told again with the first telling.
fn joined(clauses: BTreeMap<(Key, Key), (Telling, Option<Key>)>) -> Vec<Telling> {
    let firsts: BTreeMap<(Key, Key), Option<Key>> =
        clauses.iter().map(|(&place, (_, first))| (place, *first)).collect();
    let mut tellings: BTreeMap<(Key, Key), Telling> = BTreeMap::new();
    let mut again = Vec::new();
    for (place, (telling, first)) in clauses {
        let target =
            first.map(|first| (place.0, first)).filter(|to| firsts.get(to).is_some_and(Option::is_none));
        match target {
            Some(target) => again.push((target, telling)),
            None => _ = tellings.insert(place, telling),
        }
    }
    for (target, telling) in again {
        if let Some(first) = tellings.get_mut(&target) {
            first.records.extend(telling.records);
            first.days = first.days.take().or(telling.days);
            first.core.extend(telling.core);
            first.phrases.extend(telling.phrases);
            first.others.extend(telling.others);
        }
    }
    tellings.into_values().map(dated).collect()
}

/// Without a time of its own an event is of the day of its document.
fn dated(telling: Telling) -> Telling {
    let days = telling.days.clone().or_else(|| telling.seen.as_deref().map(Days::day));
    Telling { days, ..telling }
}

impl Telling {
    /// The key of the block in which it is compared: type, polarity, and the entity that tells such events apart best. One that has no
    /// entity, or whose time is not known, is compared with none.
    pub(super) fn block(&self, roles: &CoreRoles) -> Key {
        let rank = |role: &str| roles.rank(&self.event_type, role);
        let best = self.core.iter().max_by_key(|(role, entity)| (rank(role), std::cmp::Reverse(*entity)));
        let place = match best {
            Some((_, entity)) if self.days.is_some() => [entity.hex(), String::new()],
            _ => [self.document.hex(), self.event.hex()],
        };
        Key::of(&["trich-kb", "block", &self.event_type, &self.polarity, &place[0], &place[1]])
    }

    /// Whether it may tell what `founder` tells: no role of it is filled by another.
    pub(super) fn fits(&self, founder: &Self) -> bool {
        let roles = |fillers: &BTreeSet<(String, Key)>| -> BTreeSet<String> {
            fillers.iter().map(|(role, _)| role.clone()).collect()
        };
        let named: BTreeSet<String> = roles(&self.core).union(&roles(&founder.core)).cloned().collect();
        let words = |telling: &Self| -> BTreeMap<String, BTreeSet<String>> {
            let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (role, text) in telling.phrases.iter().filter(|(role, _)| !named.contains(role)) {
                words.entry(role.clone()).or_default().insert(text.clone());
            }
            words
        };
        let (mine, theirs) = (words(self), words(founder));
        self.core.is_subset(&founder.core)
            && mine.iter().all(|(role, words)| theirs.get(role).is_none_or(|other| !words.is_disjoint(other)))
    }
}
