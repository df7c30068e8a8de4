//! What a run did, and where its time went.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::record::Extraction;

/// The stages of a run, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading, unpacking and cutting into records, in a thread of its own; with the time that the input is waited for.
    Read,
    /// Records to documents.
    Source,
    /// Normalisation.
    Text,
    /// Tokens, edges, keys.
    Token,
    /// Names and words found.
    Gazetteer,
    /// Sentences, clauses and mentions.
    Entity,
    /// Amounts and times.
    Quantity,
    /// Claims.
    Claim,
    /// Events.
    Event,
    /// Records, ids, digests.
    Record,
    /// Records as JSON.
    Write,
    /// Output, in a thread of its own; with the time that its reader is waited for.
    Sink,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 12] = [
        Self::Read,
        Self::Source,
        Self::Text,
        Self::Token,
        Self::Gazetteer,
        Self::Entity,
        Self::Quantity,
        Self::Claim,
        Self::Event,
        Self::Record,
        Self::Write,
        Self::Sink,
    ];

    /// Its name: that of the module that does the work, or what it does.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Source => "source",
            Self::Text => "text",
            Self::Token => "token",
            Self::Gazetteer => "gazetteer",
            Self::Entity => "entity",
            Self::Quantity => "quantity",
            Self::Claim => "claim",
            Self::Event => "event",
            Self::Record => "record",
            Self::Write => "write",
            Self::Sink => "sink",
        }
    }
}

/// Counts and times of a run, or of a part of one; parts add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Documents read.
    pub documents: u64,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Mentions found.
    pub mentions: u64,
    /// Claims found.
    pub claims: u64,
    /// Times found.
    pub times: u64,
    /// Events found.
    pub events: u64,
    /// Inputs that could not be read.
    pub errors: u64,
    /// Documents whose source and id came before.
    pub duplicates: u64,
    /// Records of archives that are no documents, and were passed over: requests, images.
    pub passed: u64,
    #[serde(skip)]
    stages: [Duration; Stage::ALL.len()],
}

impl Statistics {
    /// Time spent in `stage`, summed over all threads.
    pub fn time(&self, stage: Stage) -> Duration {
        self.stages[stage as usize]
    }

    /// Adds the counts and times of `other`.
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.mentions += other.mentions;
        self.claims += other.claims;
        self.times += other.times;
        self.events += other.events;
        self.errors += other.errors;
        self.duplicates += other.duplicates;
        self.passed += other.passed;
        for (mine, theirs) in self.stages.iter_mut().zip(other.stages) {
            *mine += theirs;
        }
    }

    pub(super) fn book(&mut self, stage: Stage, took: Duration) {
        self.stages[stage as usize] += took;
    }

    pub(super) fn count(&mut self, extraction: &Extraction<'_>, bytes: usize) {
        self.documents += 1;
        self.bytes += bytes as u64;
        self.mentions += extraction.mentions.len() as u64;
        self.claims += extraction.claims.len() as u64;
        self.times += extraction.times.len() as u64;
        self.events += extraction.events.len() as u64;
    }
}

/// Measures the stages one after the other.
pub(super) struct Clock<'s> {
    statistics: &'s mut Statistics,
    since: Instant,
}

impl<'s> Clock<'s> {
    pub(super) fn start(statistics: &'s mut Statistics) -> Self {
        Self { statistics, since: Instant::now() }
    }

    /// Books the time since the last call on `stage`.
    pub(super) fn book(&mut self, stage: Stage) {
        let now = Instant::now();
        self.statistics.book(stage, now - self.since);
        self.since = now;
    }
}
