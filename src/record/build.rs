//! From what the rooms found to records: spans in the original text, ids, references by id.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::extraction::{
    Attribution, ClaimRecord, DocumentRecord, EventRecord, Extraction, MentionRecord, RoleRecord,
    SubjectRecord, TimeRecord,
};
use super::id::{Id, Ids};
use crate::claim::Claim;
use crate::entity::Mention;
use crate::event::{Event, Filled, Stand};
use crate::quantity::{Grain, Time, Value};
use crate::source::Document;
use crate::span::SourceSpan;
use crate::text::Normal;
use crate::token::{Sentence, Tokens};

/// What the rooms found in one document.
pub(crate) struct Stages<'a, 'l> {
    pub(crate) document: &'a Document,
    pub(crate) normal: &'a Normal<'a>,
    pub(crate) tokens: &'a Tokens,
    pub(crate) sentences: &'a [Sentence],
    pub(crate) mentions: &'a [Mention<'l>],
    pub(crate) times: &'a [Time],
    pub(crate) claims: &'a [Claim<'l>],
    pub(crate) events: &'a [Event<'l>],
}

/// The records of one document.
pub(crate) fn build<'l>(stages: &Stages<'_, 'l>) -> Extraction<'l> {
    let text = &stages.document.text;
    let id = stages.document.id.clone().unwrap_or_else(|| Id::of_text(text).to_string());
    let mut ids = Ids::new(&stages.document.source, &id);
    let mentions: Vec<_> = stages.mentions.iter().map(|m| stages.mention(m, &mut ids)).collect();
    let times: Vec<_> = stages.times.iter().map(|t| stages.time(t, &mut ids)).collect();
    let mut claims: Vec<ClaimRecord<'l>> = Vec::with_capacity(stages.claims.len());
    for claim in stages.claims {
        let record = stages.claim(claim, &mentions, &times, &claims, &mut ids);
        claims.push(record);
    }
    let mut events: Vec<EventRecord<'l>> = Vec::with_capacity(stages.events.len());
    for event in stages.events {
        let record = stages.event(event, &mentions, &times, &claims, &events, &mut ids);
        events.push(record);
    }
    events.sort_by_key(|e| (e.span, e.event, e.id));
    let sha256 = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let date = stages.document.date.as_deref().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
    let sentences = stages.sentences.iter().map(|s| stages.normal.source(s.span)).collect();
    Extraction {
        document: DocumentRecord { id, date, sentences, sha256, duplicate: false },
        mentions,
        claims,
        times,
        events,
    }
}

impl<'l> Stages<'_, 'l> {
    fn source(&self, tokens: &Range<usize>) -> SourceSpan {
        self.normal.source(self.tokens.span(tokens.start, tokens.end))
    }

    fn sentence(&self, token: usize) -> u32 {
        self.sentences.partition_point(|s| s.tokens.end <= token) as u32
    }

    fn mention(&self, mention: &Mention<'l>, ids: &mut Ids) -> MentionRecord<'l> {
        let span = self.normal.source(mention.span);
        MentionRecord {
            id: ids.next(("mention", mention.kind.name()), span.start, span.end, None),
            span,
            sentence: self.sentence(mention.tokens.start),
            kind: mention.kind,
            entity: mention.entity.clone(),
            name: mention.name.clone(),
            links: mention.links.clone(),
            reference: mention.reference,
            tier: mention.tier,
            confidence: mention.confidence,
            via: mention.via.clone(),
        }
    }

    fn time(&self, time: &Time, ids: &mut Ids) -> TimeRecord {
        let span = self.source(&time.tokens);
        TimeRecord {
            id: ids.next(("time", ""), span.start, span.end, None),
            span,
            sentence: self.sentence(time.tokens.start),
            days: time.days,
            grain: time.grain,
            confidence: 90,
            via: match time.grain {
                Grain::Day => "quantity.toml#day",
                Grain::Week => "quantity.toml#week",
                Grain::Half => "quantity.toml#half",
                Grain::Decade => "quantity.toml#decade",
                Grain::Century => "quantity.toml#century",
                Grain::Month => "quantity.toml#month",
                Grain::Quarter => "quantity.toml#quarter",
                Grain::Year => "quantity.toml#year",
            },
        }
    }

    fn claim(
        &self,
        claim: &Claim<'l>,
        mentions: &[MentionRecord<'l>],
        times: &[TimeRecord],
        earlier: &[ClaimRecord<'l>],
        ids: &mut Ids,
    ) -> ClaimRecord<'l> {
        let quantity = &claim.quantity;
        let span = self.source(&quantity.tokens);
        let (value, bounds) = match quantity.value {
            Value::Exact(value) => (Some(value), None),
            Value::Between(low, high) => (None, Some((low, high))),
        };
        ClaimRecord {
            id: ids.next(("claim", quantity.kind.name()), span.start, span.end, None),
            span,
            sentence: self.sentence(quantity.tokens.start),
            kind: quantity.kind,
            comparator: quantity.comparator,
            value,
            bounds,
            unit: quantity.unit.clone(),
            unit_span: quantity.unit_tokens.as_ref().map(|t| self.source(t)),
            subject: claim.subject.map(|i| SubjectRecord {
                mention: mentions[i].id,
                entity: mentions[i].entity.clone(),
                name: mentions[i].name.clone(),
                span: mentions[i].span,
            }),
            attribute: claim.attribute,
            change: claim.change,
            baseline: claim.baseline.as_ref().map(|t| self.source(t)),
            time: claim.time.map(|i| times[i].id),
            modality: claim.modality,
            fraction: quantity.fraction,
            per: quantity
                .per
                .as_ref()
                .map(|t| lowered(self.tokens.span(t.start, t.end).of(self.normal.as_str()))),
            vague: quantity.vague,
            of: claim.of.map(|i| earlier[i].id),
            same_as: claim.same_as.map(|i| earlier[i].id),
            confidence: claim.confidence,
            via: quantity.via,
        }
    }

    fn event(
        &self,
        event: &Event<'l>,
        mentions: &[MentionRecord<'l>],
        times: &[TimeRecord],
        claims: &[ClaimRecord<'l>],
        earlier: &[EventRecord<'l>],
        ids: &mut Ids,
    ) -> EventRecord<'l> {
        let span = self.source(&event.evidence);
        let trigger = self.source(&event.trigger);
        let role = |(number, stand): &(usize, Stand)| {
            let (span, entity, record) = match &stand.filled {
                Filled::Mention(i) => {
                    let mention = &mentions[*i];
                    (mention.span, Some((mention.entity.clone(), mention.name.clone())), Some(mention.id))
                }
                Filled::Claim(i) => (claims[*i].span, None, Some(claims[*i].id)),
                Filled::Time(i) => (times[*i].span, None, Some(times[*i].id)),
                Filled::Phrase(tokens) => (self.source(tokens), None, None),
            };
            RoleRecord { role: &event.rule.roles[*number].name, span, entity, record }
        };
        EventRecord {
            id: ids.next(("event", &event.rule.event), span.start, span.end, Some(trigger.start)),
            event: &event.rule.event,
            span,
            sentence: self.sentence(event.trigger.start),
            trigger,
            roles: event.roles.iter().map(role).collect(),
            polarity: event.stance.polarity,
            modality: event.stance.modality,
            time: event.time.map(|i| times[i].id),
            attribution: event.attribution.map(|i| Attribution {
                span: mentions[i].span,
                entity: mentions[i].entity.clone(),
                name: mentions[i].name.clone(),
            }),
            same_as: event.same_as.map(|i| earlier[i].id),
            confidence: event.confidence,
            via: &event.trigger_rule.via,
        }
    }
}

/// What a rate is counted by, in lower case; a symbol with capitals of its own stays (kWh).
fn lowered(per: &str) -> String {
    if per.chars().skip(1).any(char::is_uppercase) { per.to_owned() } else { per.to_lowercase() }
}
