//! Events of one type with the same core roles within a time window are one happening.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::core_role::CoreRoles;
use super::evidence;
use super::telling::{self, Telling};
use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::row::Rows;
use crate::kb::schema::{HAPPENING, HAPPENING_ROLE};

/// The most days between two tellings of one happening.
const WINDOW: i64 = 7;
/// How many documents are read at once.
const READ: usize = 1000;
/// From the surest to the least sure.
const MODALITIES: [&str; 4] = ["asserted", "planned", "possible", "rumoured"];

/// The blocks of the happenings among `merged`, each with the documents that tell them.
pub(super) fn blocks(
    base: &mut dyn Base,
    merged: &BTreeSet<Key>,
) -> Result<BTreeMap<Key, BTreeSet<Key>>, BaseError> {
    let merged: Vec<Key> = merged.iter().copied().collect();
    let mut blocks = BTreeSet::new();
    base.query_for("SELECT block FROM happening WHERE key {in}", &merged, &mut |row| {
        blocks.extend(row[0].key());
    })?;
    documents_of(base, blocks)
}

/// The documents that tell the happenings of each of `blocks`.
fn documents_of(
    base: &mut dyn Base,
    blocks: BTreeSet<Key>,
) -> Result<BTreeMap<Key, BTreeSet<Key>>, BaseError> {
    let keys: Vec<Key> = blocks.iter().copied().collect();
    let mut documents: BTreeMap<Key, BTreeSet<Key>> =
        blocks.into_iter().map(|key| (key, BTreeSet::new())).collect();
    let sql =
        "SELECT h.block, e.document FROM happening h JOIN evidence e ON e.merged = h.key WHERE h.block {in}";
    base.query_for(sql, &keys, &mut |row| {
        if let Some((block, document)) = row[0].key().zip(row[1].key()) {
            documents.entry(block).or_default().insert(document);
        }
    })?;
    Ok(documents)
}

/// Makes the happenings of `blocks`, and of those that `tellings` belong to, anew.
pub(super) fn merge(
    base: &mut dyn Base,
    roles: &CoreRoles,
    tellings: Vec<Telling>,
    mut blocks: BTreeMap<Key, BTreeSet<Key>>,
) -> Result<(), BaseError> {
    let of_new: BTreeSet<Key> = tellings.iter().map(|telling| telling.block(roles)).collect();
    let of_new = of_new.into_iter().filter(|block| !blocks.contains_key(block)).collect();
    blocks.extend(documents_of(base, of_new)?);
    let read: BTreeSet<Key> = tellings.iter().map(|telling| telling.document).collect();
    let others: BTreeSet<Key> =
        blocks.values().flatten().filter(|key| !read.contains(key)).copied().collect();
    let others: Vec<Key> = others.into_iter().collect();
    let mut members: BTreeMap<Key, Vec<Telling>> = BTreeMap::new();
    let mut sort_in = |tellings: Vec<Telling>| {
        for telling in tellings {
            let block = telling.block(roles);
            if blocks.contains_key(&block) {
                members.entry(block).or_default().push(telling);
            }
        }
    };
    sort_in(tellings);
    // A few at a time: most of what these documents tell belongs to other blocks.
    for some in others.chunks(READ) {
        sort_in(telling::read(base, roles, some)?);
    }
    clear(base, blocks.keys().copied().collect())?;
    write(base, members)
}

/// Takes the happenings of `blocks` away.
fn clear(base: &mut dyn Base, blocks: Vec<Key>) -> Result<(), BaseError> {
    let mut keys = Vec::new();
    base.query_for("SELECT key FROM happening WHERE block {in}", &blocks, &mut |row| {
        keys.extend(row[0].key())
    })?;
    base.execute_for("DELETE FROM evidence WHERE merged {in}", &keys)?;
    base.execute_for("DELETE FROM happening_role WHERE happening {in}", &keys)?;
    base.execute_for("DELETE FROM happening WHERE key {in}", &keys)?;
    Ok(())
}

/// Tellings of one happening; the first founded it.
type Group = Vec<Telling>;

/// Groups the tellings of one block. Who tells most goes first, and of those the earliest; each joins the nearest happening that it fits.
fn group(mut tellings: Vec<Telling>) -> Vec<Group> {
    tellings.sort_by_cached_key(|t| (Reverse(t.core.len()), t.days.clone(), t.document, t.event));
    let mut groups: Vec<Group> = Vec::new();
    for telling in tellings {
        let gap = |group: &Group| {
            let gap = telling.days.as_ref()?.gap(group[0].days.as_ref()?)?;
            (gap <= WINDOW && telling.fits(&group[0])).then_some(gap)
        };
        let near = groups.iter().enumerate().filter_map(|(place, group)| Some((gap(group)?, place))).min();
        match near {
            Some((_, place)) => groups[place].push(telling),
            None => groups.push(vec![telling]),
        }
    }
    groups
}

fn write(base: &mut dyn Base, members: BTreeMap<Key, Vec<Telling>>) -> Result<(), BaseError> {
    let mut happenings = Rows::new(HAPPENING.columns.len());
    let mut roles = Rows::new(HAPPENING_ROLE.columns.len());
    let mut behind = Vec::new();
    for (block, tellings) in members {
        for group in group(tellings) {
            let founder = &group[0];
            let key = Key::of(&["trich-kb", "happening", &founder.document.hex(), &founder.event.hex()]);
            behind.extend(
                group.iter().flat_map(|t| t.records.iter().map(move |&record| (key, t.document, record))),
            );
            add_roles(key, &group, &mut roles);
            add(key, block, &group, &mut happenings);
        }
    }
    happenings.sort(HAPPENING.key);
    roles.sort(HAPPENING_ROLE.key);
    base.upsert(&HAPPENING, &happenings, &mut |_| {})?;
    base.upsert(&HAPPENING_ROLE, &roles, &mut |_| {})?;
    evidence::write(base, behind)
}

fn add(key: Key, block: Key, group: &Group, rows: &mut Rows<'_>) {
    let founder = &group[0];
    let origins: BTreeSet<Key> = group.iter().map(|telling| telling.origin).collect();
    let seen: BTreeSet<&String> = group.iter().filter_map(|telling| telling.seen.as_ref()).collect();
    let sureness =
        |modality: &str| MODALITIES.iter().position(|&m| m == modality).unwrap_or(MODALITIES.len());
    let modality = group.iter().map(|t| &t.modality).min_by_key(|m| (sureness(m), (*m).clone()));
    let days = founder.days.clone().map(|days| (days.first, days.last)).unzip();
    rows.push([
        key.into(),
        block.into(),
        founder.event_type.clone().into(),
        founder.polarity.clone().into(),
        modality.cloned().into(),
        days.0.into(),
        days.1.into(),
        (origins.len() as u64).into(),
        seen.first().map(|&day| day.clone()).into(),
        seen.last().map(|&day| day.clone()).into(),
    ]);
}

fn add_roles(key: Key, group: &Group, rows: &mut Rows<'_>) {
    let mut fillers: BTreeMap<(&String, Key), (bool, BTreeSet<Key>)> = BTreeMap::new();
    for telling in group {
        for (is_core, roles) in [(true, &telling.core), (false, &telling.others)] {
            for (role, entity) in roles {
                let filler = fillers.entry((role, *entity)).or_default();
                filler.0 |= is_core;
                filler.1.insert(telling.origin);
            }
        }
    }
    for ((role, entity), (is_core, origins)) in fillers {
        rows.push([
            key.into(),
            role.clone().into(),
            entity.into(),
            is_core.into(),
            (origins.len() as u64).into(),
        ]);
    }
}
