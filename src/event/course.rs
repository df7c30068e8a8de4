//! What the text has told so far: of which types its headline and its earlier sentences have triggers.

use super::feature::{EventCount, EventFlag, Features};
use super::scene::Scene;

/// The triggers of a text up to a place, by the number of their type.
#[derive(Default)]
pub(super) struct Course {
    /// How many there were.
    earlier: Vec<u32>,
    in_headline: Vec<bool>,
}

impl Course {
    /// Forgets what was there, for a text whose events are of `types` types.
    pub(super) fn begin(&mut self, types: usize) {
        self.earlier.clear();
        self.earlier.resize(types, 0);
        self.in_headline.clear();
        self.in_headline.resize(types, false);
    }

    /// Marks what an event of the type `event` in the sentence of `scene` has before it.
    pub(super) fn mark(&self, scene: &Scene, event: u16, features: &mut Features) {
        let event = event as usize;
        let is_same = self.in_headline[event];
        let is_body = !is_headline(scene);
        features.mark(EventFlag::HeadlineSame, is_body && is_same);
        features.mark(EventFlag::HeadlineOther, is_body && !is_same && self.in_headline.contains(&true));
        features.count(EventCount::Earlier, (self.earlier[event] as f32).ln_1p());
    }

    /// Adds a trigger of the type `event` in the sentence of `scene`.
    pub(super) fn pass(&mut self, scene: &Scene, event: u16) {
        self.earlier[event as usize] += 1;
        self.in_headline[event as usize] |= is_headline(scene);
    }
}

fn is_headline(scene: &Scene) -> bool {
    scene.sentence.start == 0
}
