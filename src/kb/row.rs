//! The rows of one table, and what rows a record becomes.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::key::Key;
use super::record::{Claim, Document, Event, Mention, Number, Text, Time};
use super::value::Value;

/// One row: a value for each column.
pub(crate) type Row<'r, 'a> = &'r [Value<'a>];

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    width: usize,
    values: Vec<Value<'a>>,
    /// Where each row begins, once they are sorted.
    order: Vec<u32>,
}

impl<'a> Rows<'a> {
    /// None yet, of `width` columns.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, values: Vec::new(), order: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn push<const N: usize>(&mut self, row: [Value<'a>; N]) {
        debug_assert_eq!(N, self.width);
        // A batch is bounded, far below 2^32 values.
        self.order.push(self.values.len() as u32);
        self.values.extend(row);
    }

    /// Sorts the rows by their first `key` columns, and keeps the last of those that have the same.
    pub(crate) fn sort(&mut self, key: usize) {
        let values = &self.values;
        let of = |at: u32| &values[at as usize..at as usize + key];
        // Two numbers tell most rows apart without a look at them.
        let digest = |&at: &u32| (number_of(of(at).first()), number_of(of(at).get(1)), at);
        let mut sorted: Vec<(u128, u128, u32)> = self.order.iter().map(digest).collect();
        sorted.sort_unstable_by(|a, b| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| of(a.2).cmp(of(b.2))).then(b.2.cmp(&a.2))
        });
        sorted.dedup_by(|next, kept| (next.0, next.1) == (kept.0, kept.1) && of(next.2) == of(kept.2));
        self.order.clear();
        self.order.extend(sorted.iter().map(|&(_, _, at)| at));
    }

    /// No rows, in the memory of these.
    pub(crate) fn emptied<'b>(mut self) -> Rows<'b> {
        self.values.clear();
        self.order.clear();
        // None is left whose texts would have to live as long; collecting none into the same type keeps the memory.
        let values = self.values.into_iter().map(|_| Value::Null).collect();
        Rows { width: self.width, values, order: self.order }
    }

    /// Keeps the rows that `stays` says yes to.
    pub(crate) fn retain(&mut self, stays: impl Fn(Row<'_, 'a>) -> bool) {
        let (values, width) = (&self.values, self.width);
        self.order.retain(|&at| stays(&values[at as usize..at as usize + width]));
    }

    /// Puts other keys into the first column, where `keys` has them.
    pub(crate) fn rename(&mut self, keys: &HashMap<Key, Key>) {
        for &at in &self.order {
            let first = &mut self.values[at as usize];
            if let Some(&key) = first.key().and_then(|key| keys.get(&key)) {
                *first = key.into();
            }
        }
    }

    /// Sorts the rows by their first `key` columns, and makes one of those that have the same: of each column the least known value.
    pub(crate) fn merge_least(&mut self, key: usize) {
        let (values, width) = (&mut self.values, self.width);
        self.order.sort_unstable_by(|&a, &b| {
            values[a as usize..a as usize + key].cmp(&values[b as usize..b as usize + key]).then(a.cmp(&b))
        });
        self.order.dedup_by(|&mut next, &mut kept| {
            let (next, kept) = (next as usize, kept as usize);
            let same = values[next..next + key] == values[kept..kept + key];
            for column in (key..width).filter(|_| same) {
                let (new, old) = (values[next + column].clone(), &mut values[kept + column]);
                if *old == Value::Null || new != Value::Null && new < *old {
                    *old = new;
                }
            }
            same
        });
    }

    /// Whether there is none.
    #[cfg(feature = "postgres")]
    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The rows.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        self.order.iter().map(|&at| &self.values[at as usize..at as usize + self.width])
    }
}

/// A number that is in the order of keys; 0 of what is none.
fn number_of(value: Option<&Value<'_>>) -> u128 {
    value.and_then(Value::key).map_or(0, |key| u128::from_be_bytes(key.0))
}

fn known<'a>(text: Option<Text<'a>>) -> Value<'a> {
    text.map_or(Value::Null, |Text(text)| Value::Text(text))
}

fn number<'a>(number: Option<Number<'a>>) -> Value<'a> {
    number.map_or(Value::Null, |Number(digits)| Value::Text(Cow::Borrowed(digits)))
}

fn entity_key(slug: Option<&Text<'_>>) -> Value<'static> {
    slug.map_or(Value::Null, |slug| Value::Key(Key::entity(&slug.0)))
}

/// An object of links, unless it is empty.
fn links<'a>(links: &'a RawValue) -> Value<'a> {
    match links.get() {
        "{}" | "null" => Value::Null,
        links => links.into(),
    }
}

/// The row of an entity, from one of the places that name it.
pub(crate) fn entity<'a>(
    slug: Cow<'a, str>,
    name: Cow<'a, str>,
    more: Option<&'a RawValue>,
) -> [Value<'a>; 5] {
    let kind = slug.split('/').next().unwrap_or_default().to_owned();
    [Key::entity(&slug).into(), slug.into(), kind.into(), name.into(), more.map_or(Value::Null, links)]
}

/// The row of `document`.
pub(crate) fn document<'a>(key: Key, document: Document<'a>) -> [Value<'a>; 16] {
    [
        key.into(),
        document.id.0.into(),
        document.source.0.into(),
        known(document.date),
        known(document.title),
        known(document.url),
        document.offset_unit.0.into(),
        document.length.into(),
        document.sentences.get().into(),
        document.sha256.0.into(),
        document.schema.into(),
        document.engine.0.into(),
        document.lexicon.0.into(),
        document.duplicate.into(),
        document.truncated.into(),
        known(document.text),
    ]
}

/// The row of `mention`.
pub(crate) fn mention<'a>(key: Key, mention: Mention<'a>) -> [Value<'a>; 14] {
    [
        key.into(),
        mention.id.0.into(),
        mention.kind.0.into(),
        mention.text.0.into(),
        mention.start.into(),
        mention.end.into(),
        mention.sentence.into(),
        Key::entity(&mention.entity.0).into(),
        mention.name.0.into(),
        links(mention.links),
        mention.reference.0.into(),
        known(mention.tier),
        number(Some(mention.confidence)),
        mention.via.0.into(),
    ]
}

/// The row of `claim`.
pub(crate) fn claim<'a>(key: Key, claim: Claim<'a>) -> [Value<'a>; 29] {
    let subject = claim.subject;
    let (direction, mode, baseline) = match claim.change {
        Some(change) => (Some(change.direction), Some(change.mode), change.baseline),
        None => (None, None, None),
    };
    [
        key.into(),
        claim.id.0.into(),
        claim.kind.0.into(),
        claim.text.0.into(),
        claim.start.into(),
        claim.end.into(),
        claim.sentence.into(),
        claim.comparator.0.into(),
        number(claim.value),
        number(claim.low),
        number(claim.high),
        known(claim.unit),
        known(claim.unit_text),
        entity_key(subject.as_ref().map(|s| &s.entity)),
        subject.as_ref().and_then(|s| s.mention).map(|id| id.0).into(),
        known(subject.map(|s| s.text)),
        known(claim.attribute),
        known(direction),
        known(mode),
        known(baseline),
        claim.time.map(|id| id.0).into(),
        claim.modality.0.into(),
        known(claim.fraction),
        known(claim.per),
        claim.vague.into(),
        claim.of.map(|id| id.0).into(),
        claim.same_as.map(|id| id.0).into(),
        number(Some(claim.confidence)),
        claim.via.0.into(),
    ]
}

/// The row of `time`.
pub(crate) fn time<'a>(key: Key, time: Time<'a>) -> [Value<'a>; 11] {
    [
        key.into(),
        time.id.0.into(),
        time.text.0.into(),
        time.start.into(),
        time.end.into(),
        time.sentence.into(),
        known(time.from),
        known(time.to),
        time.grain.0.into(),
        number(Some(time.confidence)),
        time.via.0.into(),
    ]
}

/// The row of `event`, and those of its roles into `roles`.
pub(crate) fn event<'a>(key: Key, event: Event<'a>, roles: &mut Rows<'a>) -> [Value<'a>; 20] {
    for (place, role) in event.roles.into_iter().enumerate() {
        roles.push([
            key.into(),
            event.id.0.into(),
            (place as u64).into(),
            role.role.0.into(),
            role.text.0.into(),
            role.start.into(),
            role.end.into(),
            entity_key(role.entity.as_ref()),
            role.record.map(|id| id.0).into(),
        ]);
    }
    let by = event.attribution;
    [
        key.into(),
        event.id.0.into(),
        event.event.0.into(),
        event.text.0.into(),
        event.start.into(),
        event.end.into(),
        event.sentence.into(),
        event.trigger.text.0.into(),
        event.trigger.start.into(),
        event.trigger.end.into(),
        event.polarity.0.into(),
        event.modality.0.into(),
        event.time.map(|id| id.0).into(),
        entity_key(by.as_ref().and_then(|by| by.entity.as_ref())),
        by.as_ref().map(|by| by.text.0.clone()).into(),
        by.as_ref().map(|by| by.start).into(),
        by.as_ref().map(|by| by.end).into(),
        event.same_as.map(|id| id.0).into(),
        number(Some(event.confidence)),
        event.via.0.into(),
    ]
}
