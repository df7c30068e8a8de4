//! Which fillers may take which roles of a trigger: every fitting pair, with its features and its score.

use std::cell::OnceCell;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::feature::{Features, RoleCount, RoleFlag};
use super::filler::{self, Filled, Stand};
use super::focus::Focus;
use super::frame::Frame;
use super::scene::{Scene, overlap};
use super::{EventModel, Source};
use crate::clause::joins;
use crate::lexicon::{ContextJob, EventRule, Filler, Kind, RoleRule, Slot, TriggerRule};

/// What a list's member scores less than the one beside it.
const LIST_STEP: f64 = 0.01;
/// Beyond so many, words are not counted.
const FAR: u32 = 25;

/// A filler that may take a role, by a slot.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) role: usize,
    pub(super) stand: Stand,
    pub(super) slot: Slot,
    pub(super) features: Features,
    pub(super) score: f64,
}

/// How a place stands to the trigger, whatever role is asked about.
struct Setting {
    /// What is so of it in every role and slot, and what is counted up to it.
    features: Features,
    in_subject: bool,
    in_object: bool,
    is_forward: bool,
    /// Only words between subject and verb stand between.
    is_beside: bool,
    after_preposition: bool,
    /// That it speaks, which counts unless a cue gives it its role.
    speaks: Option<RoleFlag>,
    /// The cue words of roles that govern it, and those directly before it.
    cues: SmallVec<[u16; 4]>,
    touching: SmallVec<[u16; 4]>,
}

impl Setting {
    fn of(source: &Source<'_, '_>, scene: &Scene, frame: &Frame<'_>, place: &Range<usize>) -> Self {
        let trigger = &frame.found.tokens;
        let before = place.end <= trigger.start;
        let (from, to) = if before { (place.end, trigger.start) } else { (trigger.end, place.start) };
        let to = to.max(from);
        let gap = source.clauses.gap(from, to);
        let is_within = frame.is_within(place);
        let is_beside = (from..to).all(|t| scene.is_light(t));
        let inside = |r: &Range<usize>| r.start <= place.start && place.end <= r.end;
        let mut features = Features::default();
        features.set(RoleFlag::Base, true);
        features.set(RoleFlag::Passive, frame.passive);
        features.set(RoleFlag::Before, before);
        features.set(RoleFlag::Within, is_within);
        features.set(RoleFlag::Beside, is_beside);
        features.measure(RoleCount::Words, gap.words.min(FAR) as f32);
        features.measure(RoleCount::Commas, gap.commas.min(4) as f32);
        features.measure(RoleCount::Edges, gap.edges.min(4) as f32);
        features.measure(RoleCount::Mentions, scene.named(from, to).min(5) as f32);
        let parts = &frame.found.parts;
        Self {
            features,
            in_subject: inside(&frame.subject) || inside(&frame.forward),
            in_object: inside(&frame.object) || is_within,
            is_forward: frame.forward.start <= place.start && !frame.forward.is_empty(),
            is_beside,
            after_preposition: scene.after_preposition(place.start, trigger),
            speaks: None,
            cues: scene.cues_of(source, place.start, parts).collect(),
            touching: scene.cues_before(place.start, parts).collect(),
        }
    }

    /// The setting of a name, an amount or a time of the sentence.
    fn of_stand(source: &Source<'_, '_>, scene: &Scene, frame: &Frame<'_>, stand: usize) -> Self {
        let it = &scene.stands[stand];
        let mut setting = Self::of(source, scene, frame, &it.place);
        let f = &mut setting.features;
        if let Filled::Mention(i) = it.filled {
            let kind = source.mentions[i].kind;
            f.set(RoleFlag::Place, kind == Kind::Place);
            f.set(RoleFlag::Person, kind == Kind::Person);
            f.set(RoleFlag::Firm, source.mentions[i].is_firm);
        }
        f.set(RoleFlag::Amount, matches!(it.filled, Filled::Claim(_)));
        f.set(RoleFlag::Time, matches!(it.filled, Filled::Time(_)));
        f.set(RoleFlag::Anaphor, it.anaphor);
        f.set(RoleFlag::Source, scene.sources[stand]);
        f.set(RoleFlag::First, scene.first_name == Some(stand));
        f.set(RoleFlag::Attached, scene.attached[stand]);
        let trigger = &frame.found.tokens;
        setting.speaks = scene.speakers[stand].filter(|&end| end <= trigger.start).map(|end| {
            let alone = scene.named(end, trigger.start) == 0;
            if alone { RoleFlag::SpeakerAlone } else { RoleFlag::Speaker }
        });
        setting
    }
}

/// The plain phrases beside a trigger, looked for when a role first asks.
struct Phrases<'a, 's, 'l> {
    source: &'a Source<'s, 'l>,
    scene: &'a Scene,
    frame: &'a Frame<'a>,
    subject: OnceCell<Option<Range<usize>>>,
    object: OnceCell<Option<Range<usize>>>,
}

impl Phrases<'_, '_, '_> {
    /// The phrase that does it: at the end of what stands before the trigger, or after "bởi".
    fn subject(&self) -> Option<Range<usize>> {
        let place = &self.frame.subject;
        let find = || {
            if place.end == self.frame.found.tokens.start {
                filler::phrase_before(self.source, self.scene, place)
            } else {
                filler::phrase(self.source, self.scene, place.start)
            }
        };
        self.subject.get_or_init(find).clone()
    }

    /// The phrase to which it is done: behind the trigger, or before the word of its passive.
    fn object(&self) -> Option<Range<usize>> {
        let place = &self.frame.object;
        let find = || {
            if place.start == self.frame.found.tokens.end {
                filler::phrase(self.source, self.scene, place.start)
            } else {
                filler::phrase_before(self.source, self.scene, place)
            }
        };
        self.object.get_or_init(find).clone()
    }

    /// The phrase between the first two parts of the trigger: "giá *chip nhớ* tăng".
    fn within(&self) -> Option<Range<usize>> {
        let [first, second, ..] = &self.frame.found.parts[..] else { return None };
        let phrase = filler::phrase(self.source, self.scene, first.end)?;
        let phrase = phrase.start..phrase.end.min(second.start);
        (!phrase.is_empty()).then_some(phrase)
    }
}

/// All offers to the roles of one trigger.
pub(super) fn offers(
    source: &Source<'_, '_>,
    model: &EventModel,
    scene: &Scene,
    focus: &Focus,
    frame: &Frame<'_>,
) -> Vec<Offer> {
    let rule = &source.lexicon.events[frame.found.event as usize];
    let trigger_rule = &rule.triggers[frame.found.trigger as usize];
    let phrases = Phrases { source, scene, frame, subject: OnceCell::new(), object: OnceCell::new() };
    let settings: Vec<Setting> =
        (0..scene.stands.len()).map(|i| Setting::of_stand(source, scene, frame, i)).collect();
    let mut offers = Vec::new();
    for (number, role) in rule.roles.iter().enumerate() {
        let slots = trigger_rule.slots[number].as_deref().unwrap_or(&role.slots);
        let fills = trigger_rule.fills[number].as_deref().unwrap_or(&role.fills);
        let seat = Seat { source, model, scene, frame, rule, number, role, slots, fills };
        let first = offers.len();
        for (i, setting) in settings.iter().enumerate() {
            offers.extend(seat.best_slot(i, setting));
        }
        nearest(frame, &mut offers[first..]);
        seat.carried(focus, trigger_rule, &mut offers, first);
        offers[first..].iter_mut().for_each(|o| o.score = model.roles.score(&o.features));
        if role.many {
            seat.share_with_lists(first, &mut offers);
        }
        if role.core || fills.contains(&Filler::Phrase) || slots.contains(&Slot::Trigger) {
            seat.phrases(&phrases, &mut offers);
        }
    }
    offers
}

/// Marks, on each side of the trigger, the offer that stands nearest.
fn nearest(frame: &Frame<'_>, offers: &mut [Offer]) {
    let trigger = &frame.found.tokens;
    let before = offers.iter().enumerate().filter(|(_, o)| o.stand.place.end <= trigger.start);
    let last = before.max_by_key(|(_, o)| o.stand.place.end).map(|(i, _)| i);
    let after = offers.iter().enumerate().filter(|(_, o)| o.stand.place.start >= trigger.end);
    let first = after.min_by_key(|(_, o)| o.stand.place.start).map(|(i, _)| i);
    for i in [last, first].into_iter().flatten() {
        let slot = offers[i].slot;
        let features = &mut offers[i].features;
        features.set(RoleFlag::Nearest, true);
        features.set(RoleFlag::SubjectNearest, slot == Slot::Subject);
        features.set(RoleFlag::ObjectNearest, slot == Slot::Object);
    }
}

/// Whether what has `setting` stands in `slot`.
fn stands_in(slot: Slot, setting: &Setting) -> bool {
    match slot {
        Slot::Subject => setting.in_subject,
        Slot::Object => setting.in_object,
        Slot::Near => true,
        Slot::Cue(cue) => setting.cues.contains(&cue),
        Slot::Trigger => false,
    }
}

/// One role of one trigger in one sentence.
struct Seat<'a, 's, 'l> {
    source: &'a Source<'s, 'l>,
    model: &'a EventModel,
    scene: &'a Scene,
    frame: &'a Frame<'a>,
    rule: &'a EventRule,
    number: usize,
    role: &'a RoleRule,
    slots: &'a [Slot],
    fills: &'a [Filler],
}

impl Seat<'_, '_, '_> {
    /// The slot by which a stand fits the role best, if it fits at all.
    fn best_slot(&self, stand: usize, setting: &Setting) -> Option<Offer> {
        let it = &self.scene.stands[stand];
        let fill = filler::rank(self.source, &it.filled, self.fills)?;
        if self.frame.found.parts.iter().any(|p| overlap(p, &it.place))
            && matches!(it.filled, Filled::Mention(_))
        {
            return None;
        }
        // A name may play a core role from a place that no slot foresees; the weights ask much of it.
        let unlisted = (self.slots.len(), &Slot::Near);
        let more = (!self.slots.contains(&Slot::Near)).then_some(unlisted);
        let own = self.of_stand(it, fill);
        let roles = &self.model.roles;
        let part = roles.part(self.model.role(self.frame.found.event, self.number), &setting.features);
        let mut best: Option<(f64, Slot, Features)> = None;
        for (rank, &slot) in self.slots.iter().enumerate().chain(more) {
            let is_cue = matches!(slot, Slot::Cue(_));
            if !stands_in(slot, setting) || self.scene.sources[stand] && !is_cue {
                continue;
            }
            let mut features = self.features(slot, rank, setting);
            features.set(RoleFlag::Unlisted, rank == self.slots.len());
            own.iter()
                .chain(setting.speaks.as_ref().filter(|_| !is_cue))
                .for_each(|&f| features.set(f, true));
            let score = roles.score_beyond(&features, &setting.features, part);
            if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, slot, features));
            }
        }
        best.map(|(score, slot, features)| Offer {
            role: self.number,
            stand: it.clone(),
            slot,
            features,
            score,
        })
    }

    /// What is so of every filler with `setting` by `slot`, the one of that rank.
    fn features(&self, slot: Slot, rank: usize, setting: &Setting) -> Features {
        let mut f = setting.features;
        f.set(RoleFlag::Core, self.role.core);
        f.set(RoleFlag::Weak, self.rule.triggers[self.frame.found.trigger as usize].weak);
        let by_rank = [RoleFlag::SlotFirst, RoleFlag::SlotSecond, RoleFlag::SlotLater];
        f.set(by_rank[rank.min(2)], true);
        let by_slot = match slot {
            Slot::Subject => RoleFlag::Subject,
            Slot::Object => RoleFlag::Object,
            Slot::Near => RoleFlag::Near,
            Slot::Cue(_) => RoleFlag::Cue,
            Slot::Trigger => RoleFlag::Trigger,
        };
        f.set(by_slot, true);
        let is_subject = slot == Slot::Subject;
        f.set(RoleFlag::Forward, setting.is_forward && is_subject);
        f.set(RoleFlag::PassiveSubject, self.frame.passive && is_subject);
        f.set(RoleFlag::SubjectBeside, setting.is_beside && is_subject);
        f.set(RoleFlag::ObjectBeside, setting.is_beside && slot == Slot::Object);
        if !matches!(slot, Slot::Cue(_) | Slot::Trigger) {
            f.set(RoleFlag::Preposition, setting.after_preposition);
            f.set(RoleFlag::PrepositionSubject, setting.after_preposition && is_subject);
            f.set(RoleFlag::OtherCue, setting.touching.iter().any(|&cue| self.is_of_others(cue)));
        }
        f.group = self.model.role(self.frame.found.event, self.number);
        f
    }

    /// Whether the cue word gives another role of the event.
    fn is_of_others(&self, cue: u16) -> bool {
        let others = self.rule.roles.iter().enumerate().filter(|(i, _)| *i != self.number);
        others.into_iter().any(|(_, role)| role.slots.contains(&Slot::Cue(cue)))
    }

    /// What the filler is to the role: how high its kind stands in the role's list, and a product in the place of a firm.
    fn of_stand(&self, it: &Stand, fill: usize) -> SmallVec<[RoleFlag; 2]> {
        let by_fill = [RoleFlag::FillFirst, RoleFlag::FillSecond, RoleFlag::FillLater];
        let mut flags = smallvec![by_fill[fill.min(2)]];
        if let Filled::Mention(i) = it.filled
            && self.source.mentions[i].kind == Kind::Product
            && !self.source.mentions[i].is_firm
            && self.fills.first() == Some(&Filler::Mention(Kind::Company))
        {
            flags.push(RoleFlag::ProductAsFirm);
        }
        flags
    }

    /// The entity in focus for a core role to which the sentence offers nobody.
    fn carried(&self, focus: &Focus, trigger: &TriggerRule, offers: &mut Vec<Offer>, first: usize) {
        let takes = self.role.core || trigger.needs.contains(&self.number);
        if !takes || offers[first..].iter().any(|o| matches!(o.stand.filled, Filled::Mention(_))) {
            return;
        }
        let Some((rank, slot)) = self
            .slots
            .iter()
            .enumerate()
            .find(|(_, s)| matches!(s, Slot::Subject | Slot::Object | Slot::Near))
        else {
            return;
        };
        let carried = self.fills.iter().enumerate().find_map(|(i, fill)| match fill {
            Filler::Mention(kind) => focus.of(*kind).map(|m| (i, *kind, m)),
            _ => None,
        });
        let Some((fill, kind, mention)) = carried else { return };
        let trigger = &self.frame.found.tokens;
        let place = trigger.start..trigger.start;
        let setting = Setting::of(self.source, self.scene, self.frame, &place);
        let mut features = self.features(*slot, rank, &setting);
        features.set(RoleFlag::Carried, true);
        features.set(RoleFlag::CarriedProduct, kind == Kind::Product);
        features.set(RoleFlag::Beside, false);
        features.set(RoleFlag::Person, kind == Kind::Person);
        features.set(if fill == 0 { RoleFlag::FillFirst } else { RoleFlag::FillLater }, true);
        let stand = Stand { filled: Filled::Mention(mention), place, anaphor: true };
        offers.push(Offer { role: self.number, stand, slot: *slot, features, score: 0.0 });
    }

    /// Members of a list stand in the slot of the one beside them: "giữa Nokia *và Microsoft*".
    fn share_with_lists(&self, first: usize, offers: &mut Vec<Offer>) {
        let source = self.source;
        let fits: Vec<&Stand> = self
            .scene
            .stands
            .iter()
            .enumerate()
            .filter(|(i, s)| filler::rank(source, &s.filled, self.fills).is_some() && !self.scene.sources[*i])
            .map(|(_, s)| s)
            .collect();
        let joined = |i: &usize| {
            joins(source.lexicon, source.tokens, source.terms, fits[i - 1].place.end, fits[*i].place.start)
        };
        let pairs: Vec<(usize, usize)> = (1..fits.len()).filter(joined).map(|i| (i - 1, i)).collect();
        let rightwards = pairs.iter().copied();
        let leftwards = pairs.iter().rev().map(|&(left, right)| (right, left));
        for (from, to) in rightwards.chain(leftwards) {
            let of =
                |i: usize, offers: &[Offer]| offers[first..].iter().find(|o| &o.stand == fits[i]).cloned();
            let Some(mut offer) = of(from, offers) else { continue };
            if of(to, offers).is_none_or(|own| own.score < offer.score) {
                offers.retain(|o| o.role != self.number || &o.stand != fits[to]);
                offer.features.set(RoleFlag::Listed, true);
                // The head of the list comes first.
                offer.score = (offer.score - LIST_STEP).min(self.model.roles.score(&offer.features));
                offer.stand = fits[to].clone();
                offers.push(offer);
            }
        }
    }

    /// Plain phrases beside the trigger or after a cue, and the trigger's own words.
    fn phrases(&self, phrases: &Phrases<'_, '_, '_>, offers: &mut Vec<Offer>) {
        let frame = self.frame;
        for (rank, &slot) in self.slots.iter().enumerate() {
            let found = match slot {
                Slot::Trigger => Some(frame.found.parts[0].clone()),
                Slot::Object => phrases.within().or_else(|| phrases.object()),
                Slot::Subject => phrases.subject(),
                Slot::Cue(cue) => self.phrase_after(cue),
                Slot::Near => None,
            };
            offers.extend(found.map(|place| self.of_phrase(slot, rank, place)));
        }
    }

    /// The plain phrase after a cue behind the trigger.
    fn phrase_after(&self, cue: u16) -> Option<Range<usize>> {
        let mut cues = self.scene.cues.iter().filter(|(s, _)| *s == cue);
        let (_, word) = cues.find(|(_, w)| w.start >= self.frame.found.tokens.end)?;
        filler::phrase(self.source, self.scene, word.end)
    }

    /// The offer of the plain phrase `place` by `slot`, the one of that rank.
    fn of_phrase(&self, slot: Slot, rank: usize, place: Range<usize>) -> Offer {
        let setting = Setting::of(self.source, self.scene, self.frame, &place);
        let mut features = self.features(slot, rank, &setting);
        features.set(RoleFlag::UnlistedPhrase, !self.fills.contains(&Filler::Phrase));
        features.set(RoleFlag::PhraseBefore, place.end <= self.frame.found.tokens.start);
        if slot != Slot::Trigger {
            features.set(RoleFlag::Phrase, true);
            let kind = filler::kind_of_phrase(self.source, &place);
            let fits = |kind| self.fills.contains(&Filler::Mention(kind));
            features.set(RoleFlag::PhraseFits, kind.is_some_and(fits));
            features.set(RoleFlag::PhraseMisfits, kind.is_some_and(|kind| !fits(kind)));
            let technology =
                self.source.terms.context(self.source.lexicon, place.start, ContextJob::Technology);
            features.set(RoleFlag::Technology, technology.is_some());
        }
        let score = self.model.roles.score(&features);
        let stand = Stand { filled: Filled::Phrase(place.clone()), place, anaphor: false };
        Offer { role: self.number, stand, slot, features, score }
    }
}
