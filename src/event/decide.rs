//! Whether a trigger tells an event, once its roles are known.

use super::feature::{EventCount, EventFlag, Features};
use super::filler::{Filled, Stand, is_quote};
use super::frame::Frame;
use super::role::Offer;
use super::scene::Scene;
use super::trigger::Found;
use super::{EventModel, Source};
use crate::lexicon::{ContextJob, EventRule, Slot};

/// What is known before the roles are: the trigger, its place, what else the sentence tells.
pub(super) fn place(
    source: &Source<'_, '_>,
    model: &EventModel,
    scene: &Scene,
    frame: &Frame<'_>,
    others: &[Found],
) -> Features {
    let found = frame.found;
    let trigger = &source.lexicon.events[found.event as usize].triggers[found.trigger as usize];
    let mut f = Features::default();
    f.group = u32::from(found.event);
    f.trigger = Some(model.trigger(found.event, found.trigger));
    f.mark(EventFlag::Base, true);
    f.mark(EventFlag::HasNeeds, !trigger.needs.is_empty());
    f.mark(EventFlag::Weak, trigger.weak);
    of_place(source, scene, frame, &mut f);
    f.mark(EventFlag::WeakNominal, trigger.weak && f.is_marked(EventFlag::AfterPlain));
    let contested = |o: &Found| o.event != found.event && super::scene::overlap(&o.tokens, &found.tokens);
    f.mark(EventFlag::Contested, others.iter().any(contested));
    let repeated = |o: &Found| {
        let gap = source.clauses.gap(o.tokens.end, found.tokens.start);
        o.event == found.event && o.tokens.end <= found.tokens.start && gap.edges + gap.commas == 0
    };
    f.mark(EventFlag::Repeated, others.iter().any(repeated));
    f
}

/// The most roles that count.
const ROLES: usize = 5;

/// The bounds of how well a filler fits, as it is counted.
const FIT: (f64, f64) = (-4.0, 4.0);
/// How badly a filler of another role than the core ones may fit and still count.
const DOUBT: f64 = 1.0;

/// Adds how well the best of the offers fit their roles.
pub(super) fn fit(rule: &EventRule, offers: &[Offer], f: &mut Features) {
    let best = |role: usize| offers.iter().filter(|o| o.role == role).map(|o| o.score).reduce(f64::max);
    let (mut core, mut second, mut other) = (None::<f64>, None::<f64>, None::<f64>);
    for (number, role) in rule.roles.iter().enumerate() {
        let Some(score) = best(number) else { continue };
        if !role.core {
            other = Some(other.map_or(score, |most| most.max(score)));
        } else if core.is_none_or(|most| score > most) {
            second = core.replace(score);
        } else {
            second = Some(second.map_or(score, |most| most.max(score)));
        }
    }
    let (least, most) = FIT;
    f.count(EventCount::CoreScore, core.unwrap_or(least).clamp(least, most) as f32);
    f.count(EventCount::SecondScore, second.map_or(0.0, |score| score.clamp(least, most)) as f32);
    f.count(EventCount::OtherScore, other.map_or(0.0, |score| (score + DOUBT).clamp(0.0, most)) as f32);
    f.mark(EventFlag::CoreSingle, second.is_none());
}

/// Adds what the roles say.
pub(super) fn roles(source: &Source<'_, '_>, found: &Found, roles: &[Offer], f: &mut Features) {
    let rule = &source.lexicon.events[found.event as usize];
    let trigger = &rule.triggers[found.trigger as usize];
    let core = |o: &&Offer| rule.roles[o.role].core;
    let named = |o: &&Offer| !o.stand.filled.is_phrase();
    let own = |o: &&Offer| named(o) && !o.stand.anaphor;
    let filled = |number: usize| roles.iter().filter(|o| o.role == number).count();
    let full = |number: usize, role: &crate::lexicon::RoleRule| {
        roles.iter().filter(|o| o.role == number).filter(named).count() >= role.min
    };
    let core_named = rule.roles.iter().enumerate().any(|(i, r)| r.core && full(i, r));
    f.mark(EventFlag::CoreNamed, core_named && roles.iter().filter(core).any(|o| own(&o)));
    f.mark(EventFlag::CoreTwo, roles.iter().filter(core).filter(named).count() > 1);
    f.mark(
        EventFlag::CoreAnaphor,
        roles.iter().filter(core).any(|o| o.stand.anaphor && !o.stand.place.is_empty()),
    );
    f.mark(
        EventFlag::CoreCarried,
        roles.iter().filter(core).any(|o| o.stand.anaphor && o.stand.place.is_empty()),
    );
    f.mark(EventFlag::CorePhrase, roles.iter().filter(core).any(|o| o.stand.filled.is_phrase()));
    f.mark(EventFlag::CoreNone, !core_named);
    f.mark(EventFlag::OtherNamed, roles.iter().any(|o| !rule.roles[o.role].core && named(&o)));
    f.mark(EventFlag::OtherPhrase, roles.iter().any(|o| !rule.roles[o.role].core && !named(&o)));
    f.mark(EventFlag::SubjectFilled, roles.iter().any(|o| o.slot == Slot::Subject));
    let beside = |o: &Offer| o.features.has(super::feature::RoleFlag::Beside);
    f.mark(EventFlag::SubjectBeside, roles.iter().any(|o| o.slot == Slot::Subject && beside(o)));
    f.mark(EventFlag::ObjectBeside, roles.iter().any(|o| o.slot == Slot::Object && beside(o)));
    f.mark(EventFlag::NeedUnmet, trigger.needs.iter().any(|&i| filled(i) < rule.roles[i].min));
    f.mark(EventFlag::HasAmount, roles.iter().any(|o| matches!(o.stand.filled, Filled::Claim(_))));
    let two = roles.iter().filter(named).count() > 1;
    let between = f.is_marked(EventFlag::SubjectBeside) && f.is_marked(EventFlag::ObjectBeside);
    f.mark(EventFlag::WeakNamed, trigger.weak && two);
    f.mark(EventFlag::WeakBeside, trigger.weak && between);
    f.count(EventCount::Roles, roles.len().min(ROLES) as f32);
}

/// What the trigger's words and their neighbours say.
fn of_place(source: &Source<'_, '_>, scene: &Scene, frame: &Frame<'_>, f: &mut Features) {
    let (found, sentence) = (frame.found, &scene.sentence);
    let trigger = &found.tokens;
    let before = |job| {
        let word = source.terms.context_before(source.lexicon, trigger.start, job);
        word.is_some_and(|first| first >= sentence.start)
    };
    let words = source.clauses.gap(found.parts[0].start, found.parts[0].end).words;
    f.mark(EventFlag::OneWord, words == 1);
    f.mark(EventFlag::LongTrigger, words > 2 || found.parts.len() > 1);
    f.mark(EventFlag::HasGap, found.parts.len() > 1);
    f.mark(EventFlag::Headline, sentence.start == 0);
    f.mark(EventFlag::FirstSentences, sentence.start > 0 && source.tokens.span(0, sentence.start).end < 500);
    f.mark(EventFlag::Passive, frame.passive);
    f.mark(EventFlag::AfterPreposition, scene.after_preposition(trigger.start, &(0..0)));
    f.mark(EventFlag::AfterDeterminer, before(ContextJob::Determiner));
    f.mark(EventFlag::AfterPurpose, before(ContextJob::Clause));
    let is_light = trigger.start > sentence.start && scene.is_light(trigger.start - 1);
    f.mark(EventFlag::AfterParticle, is_light);
    let starts = trigger.start == sentence.start || Scene::is_mark(source, trigger.start - 1);
    f.mark(EventFlag::ClauseStart, starts);
    f.mark(EventFlag::ClauseEnd, trigger.end >= sentence.end || Scene::is_mark(source, trigger.end));
    let is_start = trigger.start == sentence.start;
    let is_end = trigger.end >= sentence.end;
    let named = |at: usize| {
        scene.stands.iter().any(|s| matches!(s.filled, Filled::Mention(_)) && s.place.contains(&at))
    };
    let after_name = !is_start && named(trigger.start - 1);
    f.mark(EventFlag::AfterName, after_name);
    f.mark(
        EventFlag::AfterPlain,
        !is_start && !is_light && !starts && !after_name && !scene.is_taken(trigger.start - 1),
    );
    f.mark(EventFlag::BeforeName, !is_end && named(trigger.end));
    f.mark(EventFlag::BeforeAmount, !is_end && scene.is_taken(trigger.end) && !named(trigger.end));
    let vague = source.terms.context(source.lexicon, trigger.end, ContextJob::Determiner);
    f.mark(EventFlag::VagueObject, vague.is_some_and(|end| end <= sentence.end));
    f.mark(EventFlag::Nameless, scene.named(sentence.start, sentence.end) == 0);
    f.mark(EventFlag::HasTime, scene.stands.iter().any(|s: &Stand| matches!(s.filled, Filled::Time(_))));
    f.mark(EventFlag::Quoted, trigger.start > sentence.start && is_quote(source, trigger.start - 1));
}
