//! The rows of some documents, which are written in one transaction.

use std::collections::{HashMap, HashSet};

use super::Loaded;
use super::naming::{Namings, Prints};
use crate::kb::base::Base;
use crate::kb::error::BaseError;
use crate::kb::key::Key;
use crate::kb::record::{Document, Record, Text};
use crate::kb::row::{self, Rows};
use crate::kb::schema::{CLAIM, DOCUMENT, ENTITY, EVENT, MENTION, ROLE, TIME, Table, WAITING};
use crate::kb::value::Value;

/// What tells whether the records of a document are those of another extraction: digest of the text, engine, lexicon, date, unit.
type Edition = [Option<String>; 5];

/// A document of the batch.
#[derive(Debug)]
struct Brought {
    id: String,
    edition: Edition,
    duplicate: bool,
}

/// Rows of whole documents, and of records whose document is not among them.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    documents: HashMap<Key, Brought>,
    /// Ids of the documents of records that stand apart from them.
    pub(super) torn: HashSet<String>,
    pub(super) naming: Namings<'a>,
    document: Rows<'a>,
    entity: Rows<'a>,
    mention: Rows<'a>,
    claim: Rows<'a>,
    time: Rows<'a>,
    event: Rows<'a>,
    role: Rows<'a>,
    pub(super) waiting: Rows<'a>,
}

impl Default for Batch<'_> {
    fn default() -> Self {
        let rows = |table: &Table| Rows::new(table.columns.len());
        Self {
            documents: HashMap::new(),
            torn: HashSet::new(),
            naming: Namings::default(),
            document: rows(&DOCUMENT),
            entity: rows(&ENTITY),
            mention: rows(&MENTION),
            claim: rows(&CLAIM),
            time: rows(&TIME),
            event: rows(&EVENT),
            role: rows(&ROLE),
            waiting: rows(&WAITING),
        }
    }
}

/// How the documents of a batch stand to those of the base.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    /// Not there.
    pub(super) new: HashSet<Key>,
    /// There in another edition, which goes.
    pub(super) outdated: Vec<Key>,
    /// There in a later telling of the same run, which stays.
    pub(super) earlier: HashSet<Key>,
}

impl<'a> Batch<'a> {
    /// An empty batch in the memory of this one.
    pub(super) fn emptied<'b>(self) -> Batch<'b> {
        Batch {
            document: self.document.emptied(),
            entity: self.entity.emptied(),
            mention: self.mention.emptied(),
            claim: self.claim.emptied(),
            time: self.time.emptied(),
            event: self.event.emptied(),
            role: self.role.emptied(),
            ..Batch::default()
        }
    }

    /// Whether `record` is a document that is in the batch already.
    pub(super) fn has(&self, record: &Record<'_>) -> bool {
        matches!(record, Record::Document(d) if self.documents.contains_key(&Key::document(&d.source.0, &d.id.0)))
    }

    /// Adds the rows of `record`. It belongs to the document `current` if that has the id that it names.
    pub(super) fn add(
        &mut self,
        record: Record<'a>,
        current: &mut Option<(String, Key)>,
        loaded: &mut Loaded,
    ) {
        match record {
            Record::Document(document) => {
                loaded.documents += 1;
                let key = Key::document(&document.source.0, &document.id.0);
                *current = Some((document.id.0.clone().into_owned(), key));
                self.add_document(key, *document);
            }
            Record::Error => loaded.errors += 1,
            record => self.add_record(record, current.as_ref()),
        }
    }

    fn add_document(&mut self, key: Key, mut document: Document<'a>) {
        let text = |text: &Text<'_>| Some(text.0.clone().into_owned());
        let edition = [
            text(&document.sha256),
            text(&document.engine),
            text(&document.lexicon),
            document.date.as_ref().and_then(text),
            text(&document.offset_unit),
        ];
        let id = document.id.0.clone().into_owned();
        let current = (id.clone(), key);
        self.documents.insert(key, Brought { id, edition, duplicate: document.duplicate });
        let nested = std::mem::take(&mut document.mentions).into_iter().map(Record::Mention);
        let nested = nested
            .chain(std::mem::take(&mut document.claims).into_iter().map(|c| Record::Claim(Box::new(c))));
        let nested = nested.chain(std::mem::take(&mut document.times).into_iter().map(Record::Time));
        let nested = nested
            .chain(std::mem::take(&mut document.events).into_iter().map(|e| Record::Event(Box::new(e))));
        nested.for_each(|record| self.add_record(record, Some(&current)));
        self.document.push(row::document(key, document));
    }

    fn add_record(&mut self, record: Record<'a>, current: Option<&(String, Key)>) {
        match record {
            Record::Mention(mention) => {
                let key = self.home(&mention.doc, current);
                self.naming.add(key, &mention.entity, &mention.name, Some(mention.links));
                self.mention.push(row::mention(key, mention));
            }
            Record::Claim(claim) => {
                let key = self.home(&claim.doc, current);
                if let Some(subject) = &claim.subject {
                    self.naming.add(key, &subject.entity, &subject.name, None);
                }
                self.claim.push(row::claim(key, *claim));
            }
            Record::Time(time) => {
                let key = self.home(&time.doc, current);
                self.time.push(row::time(key, time));
            }
            Record::Event(event) => {
                let key = self.home(&event.doc, current);
                let by = event.attribution.iter().map(|by| (&by.entity, &by.name));
                for slot in event.roles.iter().map(|role| (&role.entity, &role.name)).chain(by) {
                    if let (Some(slug), Some(name)) = slot {
                        self.naming.add(key, slug, name, None);
                    }
                }
                self.event.push(row::event(key, *event, &mut self.role));
            }
            Record::Document(_) | Record::Error => {}
        }
    }

    /// The key of the document named `id`.
    fn home(&mut self, id: &Text<'_>, current: Option<&(String, Key)>) -> Key {
        match current {
            Some((current, key)) if *current == id.0 => *key,
            _ => {
                if !self.torn.contains(&*id.0) {
                    self.torn.insert(id.0.clone().into_owned());
                }
                Key::waiting(&id.0)
            }
        }
    }

    /// Keys of the documents named `id` in this batch.
    pub(super) fn named(&self, id: &str) -> impl Iterator<Item = Key> {
        self.documents.iter().filter(move |(_, document)| document.id == id).map(|(key, _)| *key)
    }

    /// The ids of the documents with these keys.
    pub(super) fn ids(&self, keys: &HashSet<Key>) -> impl Iterator<Item = (&str, Key)> {
        let brought = self.documents.iter().filter(|(key, _)| keys.contains(*key));
        brought.map(|(key, document)| (document.id.as_str(), *key))
    }

    /// Compares the documents with those of the base.
    pub(super) fn compare(&self, base: &mut dyn Base) -> Result<Stored, BaseError> {
        let mut keys: Vec<Key> = self.documents.keys().copied().collect();
        keys.sort_unstable();
        let mut stored = Stored { new: keys.iter().copied().collect(), ..Stored::default() };
        let sql = "SELECT key, sha256, engine, lexicon, CAST(date AS TEXT), offset_unit, \
                   CASE WHEN duplicate THEN 1 ELSE 0 END FROM document WHERE key {in}";
        base.query_for(sql, &keys, &mut |row| {
            let Some((key, new)) = row[0].key().and_then(|key| self.documents.get_key_value(&key)) else {
                return;
            };
            stored.new.remove(key);
            let old: Edition = std::array::from_fn(|i| row[i + 1].text().map(str::to_owned));
            if old == new.edition {
                return;
            }
            let is_same_run = old[1..3] == new.edition[1..3];
            if is_same_run && !new.duplicate && row[6] == Value::Integer(1) {
                stored.earlier.insert(*key);
            } else {
                stored.outdated.push(*key);
            }
        })?;
        // What is replaced is put in anew.
        stored.new.extend(&stored.outdated);
        Ok(stored)
    }

    /// Takes the rows of `documents` out again.
    pub(super) fn pass_over(&mut self, documents: &HashSet<Key>) {
        if documents.is_empty() {
            return;
        }
        self.documents.retain(|key, _| !documents.contains(key));
        self.naming.pass_over(documents);
        for (_, rows) in self.tables_mut() {
            rows.retain(|row| !row[0].key().is_some_and(|key| documents.contains(&key)));
        }
    }

    /// Puts rows that were to wait under the keys of their documents.
    pub(super) fn rename(&mut self, homes: &HashMap<Key, Key>) {
        for (_, rows) in self.tables_mut() {
            rows.rename(homes);
        }
    }

    /// Sorts the rows of all tables by their keys, and keeps the last of those that have the same. Of an entity all names count but
    /// those that are `known` to be in the base.
    pub(super) fn sort(&mut self, known: &Prints) {
        for (table, rows) in self.tables_mut() {
            rows.sort(table.key);
        }
        self.naming.give(known, &mut self.entity);
        self.entity.merge_least(ENTITY.key);
        self.waiting.sort(WAITING.key);
    }

    /// How many roles each event has.
    pub(super) fn role_counts(&self) -> HashMap<(Key, Key), i64> {
        let mut counts: HashMap<(Key, Key), i64> = HashMap::new();
        let keys = |row: &[Value<'_>]| row[0].key().zip(row[1].key());
        self.event.iter().filter_map(keys).for_each(|event| _ = counts.insert(event, 0));
        for event in self.role.iter().filter_map(keys) {
            *counts.entry(event).or_default() += 1;
        }
        counts
    }

    /// The rows, in the order in which they are written.
    pub(super) fn tables(&self) -> [(&'static Table, &Rows<'a>); 8] {
        [
            (&ENTITY, &self.entity),
            (&DOCUMENT, &self.document),
            (&MENTION, &self.mention),
            (&CLAIM, &self.claim),
            (&TIME, &self.time),
            (&EVENT, &self.event),
            (&ROLE, &self.role),
            (&WAITING, &self.waiting),
        ]
    }

    /// The rows that belong to documents.
    fn tables_mut(&mut self) -> [(&'static Table, &mut Rows<'a>); 6] {
        [
            (&DOCUMENT, &mut self.document),
            (&MENTION, &mut self.mention),
            (&CLAIM, &mut self.claim),
            (&TIME, &mut self.time),
            (&EVENT, &mut self.event),
            (&ROLE, &mut self.role),
        ]
    }
}
