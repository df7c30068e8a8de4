//! Claims about the same subject, attribute and time are one fact.

use std::collections::{BTreeMap, BTreeSet};

use super::days::Days;
use super::evidence;
use super::quantity::{self, Quantity, Topic};
use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::room::Room;
use crate::kb::row::Rows;
use crate::kb::schema::{FACT, FACT_VALUE};

/// Makes the facts of the claims in `documents` and those among `before` anew; the evidence of the documents was taken away.
pub(super) fn merge(base: &mut dyn Base, documents: &[Key], before: &BTreeSet<Key>) -> Result<(), BaseError> {
    let mut topics = BTreeMap::new();
    let mut found = Vec::new();
    for (document, record, topic) in topics_of(base, documents)? {
        let fact = topic.fact(document, record);
        found.push((fact, document, record));
        topics.insert(fact, topic);
    }
    evidence::write(base, found)?;
    read_topics(base, before, &mut topics)?;
    let facts: Vec<Key> = topics.keys().copied().collect();
    let tellings = tellings(base, &facts)?;
    write(base, &topics, &tellings)
}

/// What the claims of `documents` are about, as far as it is known.
fn topics_of(base: &mut dyn Base, documents: &[Key]) -> Result<Vec<(Key, Key, Topic)>, BaseError> {
    let of_events = event_days(base, documents)?;
    let sql = "SELECT c.document, c.key, c.subject, c.attribute, c.kind, c.unit, CAST(t.first_day AS TEXT), \
        CAST(t.last_day AS TEXT) FROM claim c JOIN document d ON d.key = c.document \
        LEFT JOIN time t ON t.document = c.document AND t.key = c.time WHERE c.document {in}";
    let mut topics = Vec::new();
    base.query_for(sql, documents, &mut |row| {
        let (Some(document), Some(record), Some(entity)) = (row[0].key(), row[1].key(), row[2].key()) else {
            return;
        };
        // Where the attribute is not known, the noun says what is counted.
        let noun = row[5].text().filter(|_| row[4].text() == Some("count"));
        let Some(attribute) = row[3].text().or(noun) else { return };
        let days = Days::of(&row[6], &row[7]).or_else(|| of_events.get(&(document, record)).cloned());
        topics.push((document, record, Topic { entity, attribute: attribute.to_owned(), days }));
    })?;
    Ok(topics)
}

/// When the events were that claims play a part in.
fn event_days(base: &mut dyn Base, documents: &[Key]) -> Result<BTreeMap<(Key, Key), Days>, BaseError> {
    let sql = "SELECT r.document, r.record, CAST(t.first_day AS TEXT), CAST(t.last_day AS TEXT) FROM role r \
        JOIN event e ON e.document = r.document AND e.key = r.event \
        JOIN time t ON t.document = e.document AND t.key = e.time \
        WHERE r.document {in} AND r.record IS NOT NULL";
    let mut all: BTreeMap<(Key, Key), Days> = BTreeMap::new();
    base.query_for(sql, documents, &mut |row| {
        if let (Some(document), Some(record), Some(days)) =
            (row[0].key(), row[1].key(), Days::of(&row[2], &row[3]))
        {
            let known = all.entry((document, record)).or_insert_with(|| days.clone());
            *known = days.min(known.clone());
        }
    })?;
    Ok(all)
}

/// Reads what the facts among `keys` are about.
fn read_topics(
    base: &mut dyn Base,
    keys: &BTreeSet<Key>,
    topics: &mut BTreeMap<Key, Topic>,
) -> Result<(), BaseError> {
    let keys: Vec<Key> = keys.iter().copied().collect();
    let sql = "SELECT key, entity, attribute, CAST(first_day AS TEXT), CAST(last_day AS TEXT) FROM fact WHERE key {in}";
    base.query_for(sql, &keys, &mut |row| {
        if let (Some(key), Some(entity), Some(attribute)) = (row[0].key(), row[1].key(), row[2].text()) {
            let days = Days::of(&row[3], &row[4]);
            topics.insert(key, Topic { entity, attribute: attribute.to_owned(), days });
        }
    })
}

/// One claim of a fact, with where it is from.
struct Telling {
    quantity: Quantity,
    seen: Option<String>,
    origin: Key,
}

fn tellings(base: &mut dyn Base, facts: &[Key]) -> Result<BTreeMap<Key, Vec<Telling>>, BaseError> {
    let sql = format!(
        "SELECT {}, e.merged, CAST(d.date AS TEXT), k.origin FROM evidence e \
         JOIN claim c ON c.document = e.document AND c.key = e.record \
         JOIN document d ON d.key = e.document JOIN copy k ON k.document = e.document WHERE e.merged {{in}}",
        quantity::COLUMNS
    );
    let mut all: BTreeMap<Key, Vec<Telling>> = BTreeMap::new();
    base.query_for(&sql, facts, &mut |row| {
        let (quantity, rest) = (Quantity::read(row), &row[quantity::WIDTH..]);
        if let (Some(quantity), Some(fact), Some(origin)) = (quantity, rest[0].key(), rest[2].key()) {
            let seen = rest[1].text().map(str::to_owned);
            all.entry(fact).or_default().push(Telling { quantity, seen, origin });
        }
    })?;
    Ok(all)
}

fn write(
    base: &mut dyn Base,
    topics: &BTreeMap<Key, Topic>,
    tellings: &BTreeMap<Key, Vec<Telling>>,
) -> Result<(), BaseError> {
    let (mut facts, mut values) = (Rows::new(FACT.columns.len()), Rows::new(FACT_VALUE.columns.len()));
    let mut gone = Vec::new();
    for (&fact, topic) in topics {
        let Some(tellings) = tellings.get(&fact) else {
            gone.push(fact);
            continue;
        };
        let contradicted = contradicted(tellings);
        let (sources, first, last) = seen(tellings.iter());
        let days = topic.days.clone().map(|days| (days.first, days.last)).unzip();
        facts.push([
            fact.into(),
            topic.entity.into(),
            topic.attribute.clone().into(),
            days.0.into(),
            days.1.into(),
            sources.into(),
            first.into(),
            last.into(),
            (!contradicted.is_empty()).into(),
        ]);
        add_values(fact, tellings, &contradicted, &mut values);
    }
    facts.sort(FACT.key);
    values.sort(FACT_VALUE.key);
    let all: Vec<Key> = topics.keys().copied().collect();
    base.execute_for("DELETE FROM fact WHERE key {in}", &gone)?;
    base.execute_for("DELETE FROM fact_value WHERE fact {in}", &all)?;
    base.upsert(&FACT, &facts, &mut |_| {})?;
    base.upsert(&FACT_VALUE, &values, &mut |_| {}).map(|_| ())
}

/// Adds a row for each value of `fact`.
fn add_values(fact: Key, tellings: &[Telling], contradicted: &BTreeSet<Key>, rows: &mut Rows<'_>) {
    let mut by_value: BTreeMap<Key, Vec<&Telling>> = BTreeMap::new();
    for telling in tellings {
        by_value.entry(telling.quantity.value_key()).or_default().push(telling);
    }
    for (key, tellings) in by_value {
        let (sources, first, last) = seen(tellings.iter().copied());
        let quantity = tellings[0].quantity.clone();
        rows.push([
            fact.into(),
            key.into(),
            quantity.kind.into(),
            quantity.comparator.into(),
            quantity.value.into(),
            quantity.low.into(),
            quantity.high.into(),
            quantity.unit.into(),
            quantity.direction.into(),
            quantity.mode.into(),
            quantity.per.into(),
            quantity.is_part.into(),
            quantity.modality.into(),
            sources.into(),
            first.into(),
            last.into(),
            contradicted.contains(&key).into(),
        ]);
    }
}

/// The number of sources, and the first and last date of their documents.
fn seen<'t>(tellings: impl Iterator<Item = &'t Telling>) -> (u64, Option<String>, Option<String>) {
    let (mut origins, mut dates) = (BTreeSet::new(), BTreeSet::new());
    for telling in tellings {
        origins.insert(telling.origin);
        dates.extend(telling.seen.clone());
    }
    (origins.len() as u64, dates.first().cloned(), dates.last().cloned())
}

/// The values of sources that contradict each other: nothing that the one says agrees with anything that the other says.
fn contradicted(tellings: &[Telling]) -> BTreeSet<Key> {
    let mut measures: BTreeMap<_, BTreeMap<Key, Vec<(Room, Key)>>> = BTreeMap::new();
    for telling in tellings {
        if let Some(room) = telling.quantity.room() {
            let sources = measures.entry(telling.quantity.measure()).or_default();
            sources.entry(telling.origin).or_default().push((room, telling.quantity.value_key()));
        }
    }
    let mut keys = BTreeSet::new();
    for sources in measures.values() {
        let sources: Vec<&Vec<(Room, Key)>> = sources.values().collect();
        for (place, one) in sources.iter().enumerate() {
            for other in &sources[place + 1..] {
                let agree = one.iter().any(|(a, _)| other.iter().any(|(b, _)| a.agrees(*b)));
                if !agree {
                    keys.extend(one.iter().chain(*other).map(|(_, key)| *key));
                }
            }
        }
    }
    keys
}
