//! What happened, between whom, how surely: one mechanism for all types, whose rules are files.
//!
//! A trigger proposes an event. What stands in its sentence, and whom the text is about, is offered to its roles; each
//! offer is scored over named features, and the best are taken first. Then the event itself is weighed.

mod assign;
mod course;
mod decide;
mod feature;
mod filler;
mod focus;
mod frame;
mod role;
mod scene;
mod telling;
mod trigger;

use std::iter;
use std::ops::Range;

pub(crate) use filler::{Filled, Stand};

use course::Course;
use feature::{EventCount, EventFlag, Features, Linear, Names, RoleCount, RoleFlag};
use focus::Focus;
use frame::Frame;
use role::Offer;
use scene::Scene;
use telling::Tellings;
use trigger::Triggers;

use crate::claim::{Claim, nearest};
use crate::clause::{Clauses, Cues, Stance};
use crate::entity::{Mention, Trace};
use crate::lexicon::{EventRule, Lexicon, Modality, Terms, TriggerRule};
use crate::model::Weights;
use crate::quantity::Time;
use crate::token::Tokens;

/// An event as one clause states it.
#[derive(Clone, Debug)]
pub(crate) struct Event<'l> {
    pub(crate) rule: &'l EventRule,
    pub(crate) trigger_rule: &'l TriggerRule,
    pub(crate) trigger: Range<usize>,
    /// The clause that states it, widened to hold all roles.
    pub(crate) evidence: Range<usize>,
    /// Number of the role in the rule, and its filler, in the order of the rule.
    pub(crate) roles: Vec<(usize, Stand)>,
    pub(crate) stance: Stance,
    pub(crate) time: Option<usize>,
    /// The mention that says so.
    pub(crate) attribution: Option<usize>,
    /// The first telling of the same event.
    pub(crate) same_as: Option<usize>,
    /// The higher, the surer.
    score: f64,
    /// In hundredths.
    pub(crate) confidence: u8,
}

/// What the events of a text are made from.
pub(crate) struct Source<'a, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
    pub(crate) clauses: &'a Clauses,
    pub(crate) mentions: &'a [Mention<'l>],
    pub(crate) claims: &'a [Claim<'l>],
    pub(crate) times: &'a [Time],
}

impl Source<'_, '_> {
    fn entity(&self, mention: usize) -> &str {
        &self.mentions[mention].entity
    }
}

/// The weights of both decisions, by place.
#[derive(Debug, Default)]
pub(crate) struct EventModel {
    roles: Linear,
    events: Linear,
    /// By event type: the number of its first role, and of its first trigger.
    first: Vec<(u32, u32)>,
}

impl EventModel {
    /// The weights of `weights` for the rules of `lexicon`.
    pub(crate) fn new(lexicon: &Lexicon, weights: &Weights) -> Self {
        let (mut roles, mut types, mut triggers, mut first) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for rule in &lexicon.events {
            first.push((roles.len() as u32, triggers.len() as u32));
            types.push(format!("event:type:{}", rule.event));
            roles.extend(rule.roles.iter().map(|r| format!("role:{}:{}", rule.event, r.name)));
            triggers.extend(rule.triggers.iter().map(|t| format!("event:by:{}", t.via)));
        }
        let roles =
            Names { flags: RoleFlag::NAMES, counts: RoleCount::NAMES, groups: roles, triggers: Vec::new() };
        let events = Names { flags: EventFlag::NAMES, counts: EventCount::NAMES, groups: types, triggers };
        Self { roles: Linear::new(weights, roles), events: Linear::new(weights, events), first }
    }

    /// The number of a role among all.
    fn role(&self, event: u16, role: usize) -> u32 {
        self.first[event as usize].0 + role as u32
    }

    /// The number of a trigger among all.
    fn trigger(&self, event: u16, trigger: u16) -> u32 {
        self.first[event as usize].1 + u32::from(trigger)
    }
}

/// A trigger with all that was weighed, for training.
pub(crate) struct Candidate {
    pub(crate) event: u16,
    pub(crate) trigger: Range<usize>,
    features: Features,
    offers: Vec<Offer>,
}

impl Candidate {
    /// The features of the decision, by name.
    pub(crate) fn features(&self, model: &EventModel) -> Vec<(String, f64)> {
        model.events.named(&self.features)
    }

    /// Of each offer: the number of its role, its filler, its features by name.
    pub(crate) fn offers<'s>(
        &'s self,
        model: &'s EventModel,
    ) -> impl Iterator<Item = (usize, &'s Stand, Vec<(String, f64)>)> {
        self.offers.iter().map(|o| (o.role, &o.stand, model.roles.named(&o.features)))
    }
}

/// Reads the events of a text, sentence by sentence.
#[derive(Default)]
pub(crate) struct Teller {
    focus: Focus,
    scene: Scene,
    course: Course,
    tellings: Tellings,
    /// Collects all candidates when somebody wants to learn from them.
    pub(crate) candidates: Option<Vec<Candidate>>,
}

impl Teller {
    /// Appends the events of `sentences` to `out`.
    pub(crate) fn read<'a, 'l>(
        &mut self,
        source: &Source<'_, 'l>,
        model: &EventModel,
        sentences: impl Iterator<Item = &'a Range<usize>>,
        trace: &mut Trace,
        out: &mut Vec<Event<'l>>,
    ) {
        self.focus = Focus::default();
        self.course.begin(source.lexicon.events.len());
        self.tellings.clear();
        out.clear();
        for sentence in sentences {
            for piece in pieces(source, sentence) {
                self.sentence(source, model, &piece, trace, out);
            }
        }
    }

    fn sentence<'l>(
        &mut self,
        source: &Source<'_, 'l>,
        model: &EventModel,
        sentence: &Range<usize>,
        trace: &mut Trace,
        out: &mut Vec<Event<'l>>,
    ) {
        let triggers = Triggers::of(source, sentence, trace);
        let mut scene = std::mem::take(&mut self.scene);
        if triggers.list.is_empty() {
            scene.read_names(source, sentence);
        } else {
            scene.read(source, sentence, &self.focus);
            if source.tokens.key(sentence.end - 1) == "?" {
                trace.note(source.tokens.span(sentence.start, sentence.end), || {
                    ("event".to_owned(), "a question states no event".to_owned())
                });
            } else {
                self.tell(source, model, &scene, &triggers, trace, out);
            }
        }
        self.focus.pass(source, &scene);
        self.scene = scene;
    }

    /// Appends the events of a sentence that has triggers.
    fn tell<'l>(
        &mut self,
        source: &Source<'_, 'l>,
        model: &EventModel,
        scene: &Scene,
        triggers: &Triggers,
        trace: &mut Trace,
        out: &mut Vec<Event<'l>>,
    ) {
        let cues = Cues::of(source.lexicon, source.terms, source.clauses, &scene.sentence);
        let first = out.len();
        for found in &triggers.list {
            out.extend(self.event(source, model, scene, &cues, found, triggers, trace));
            self.course.pass(scene, found.event);
        }
        telling::keep_best(source, first, trace, out);
        for i in first..out.len() {
            out[i].same_as = self.tellings.first(source, &out[..i], &out[i]);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of a sentence bears on each of its events")]
    fn event<'l>(
        &mut self,
        source: &Source<'_, 'l>,
        model: &EventModel,
        scene: &Scene,
        cues: &Cues<'_>,
        found: &trigger::Found,
        triggers: &Triggers,
        trace: &mut Trace,
    ) -> Option<Event<'l>> {
        let rule = &source.lexicon.events[found.event as usize];
        let trigger_rule = &rule.triggers[found.trigger as usize];
        let frame = Frame::of(source, scene, found);
        let mut features = decide::place(source, model, scene, &frame, &triggers.list);
        self.course.mark(scene, found.event, &mut features);
        let mut stance = cues.stance(&found.tokens);
        features.mark(EventFlag::Marked, !stance.cues.is_empty());
        let alone = model.events.score(&features);
        if alone < HOPELESS && self.candidates.is_none() {
            trace.note(source.tokens.span(found.tokens.start, found.tokens.end), || {
                (
                    trigger_rule.via.clone(),
                    format!("no roles could outweigh the doubts (score {alone:.2} without)"),
                )
            });
            return None;
        }
        let offers = role::offers(source, model, scene, &self.focus, &frame);
        decide::fit(rule, &offers, &mut features);
        let kept = self.candidates.as_ref().map(|_| offers.clone());
        let taken = assign::take(source, rule, offers);
        decide::roles(source, found, &taken, &mut features);
        let score = model.events.score(&features);
        if let (Some(candidates), Some(offers)) = (&mut self.candidates, kept) {
            candidates.push(Candidate {
                event: found.event,
                trigger: found.tokens.clone(),
                features,
                offers,
            });
        }
        let has_core = taken.iter().any(|o| rule.roles[o.role].core);
        if score <= 0.0 || !has_core {
            trace.note(source.tokens.span(found.tokens.start, found.tokens.end), || {
                let why = if has_core { "does not outweigh the doubts" } else { "fills no core role" };
                (trigger_rule.via.clone(), format!("{why} (score {score:.2})"))
            });
            return None;
        }
        stance.modality = stance.modality.max(of_rest(source, cues, rule, found, &taken));
        let places = taken.iter().map(|o| o.stand.place.clone());
        Some(Event {
            rule,
            trigger_rule,
            trigger: found.tokens.clone(),
            evidence: telling::evidence(source, &found.tokens, places, &scene.sentence),
            stance,
            time: nearest(source.times.iter().map(|t| &t.tokens), &found.tokens, &scene.sentence),
            attribution: telling::attribution(scene, &found.tokens),
            same_as: None,
            score,
            confidence: confidence(score),
            roles: taken.into_iter().map(|o| (o.role, o.stand)).collect(),
        })
    }
}

/// What a trigger must score by itself for its roles to be looked for: of a thousand that tell an event, three have less.
const HOPELESS: f64 = -3.5;

/// The longest sentence that is looked at as a whole, in tokens: all that stands in one is weighed with all else.
const LONGEST: usize = 400;

/// The pieces of `sentence`, which is one of them unless it is longer than any that people write; cut at a comma if there is one.
fn pieces(source: &Source<'_, '_>, sentence: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let (mut start, end) = (sentence.start, sentence.end);
    iter::from_fn(move || {
        let limit = start + LONGEST;
        let comma = || (start + LONGEST / 2..limit).rev().find(|&at| source.tokens.key(at) == ",");
        let stop = if limit < end { comma().map_or(limit, |at| at + 1) } else { end };
        let piece = start..stop;
        start = stop;
        (!piece.is_empty()).then_some(piece)
    })
}

/// What is said, behind the first word of a trigger, of its other words and of the amounts is said of the event: "vốn hoá
/// X *có thể* vượt 6.000 tỷ USD".
fn of_rest(
    source: &Source<'_, '_>,
    cues: &Cues<'_>,
    rule: &EventRule,
    found: &trigger::Found,
    taken: &[Offer],
) -> Modality {
    let core = taken.iter().filter(|o| rule.roles[o.role].core);
    let amounts = core.filter_map(|o| match o.stand.filled {
        Filled::Claim(i) => Some(&source.claims[i].quantity.tokens),
        _ => None,
    });
    let (first, rest) = (&found.parts[0], &found.parts[1..]);
    let stances = amounts.chain(rest).map(|tokens| cues.stance(tokens));
    let behind = stances.filter(|s| !s.cues.is_empty() && s.cues.iter().all(|(_, t)| t.start >= first.end));
    behind.map(|s| s.modality).max().unwrap_or(Modality::Asserted)
}

/// Share of events with such a score that are right, in hundredths.
fn confidence(score: f64) -> u8 {
    (100.0 / (1.0 + (-score).exp())).clamp(50.0, 95.0) as u8
}
