//! How something is stated: denied, planned, possible, rumoured. Cues of the lexicon decide, each within its reach.

use std::ops::Range;

use super::Clauses;
use crate::gazetteer::Hit;
use crate::lexicon::{Effect, Lexicon, Modality, Polarity, Reach, Sense, Terms};

/// How something is stated, and by which cues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stance {
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    /// The cues that decided: number of the cue, its tokens.
    pub(crate) cues: Vec<(u16, Range<usize>)>,
}

/// The cues of one sentence that count: longer words in which they do not are left out.
pub(crate) struct Cues<'a> {
    lexicon: &'a Lexicon,
    clauses: &'a Clauses,
    list: Vec<(u16, Hit)>,
}

impl<'a> Cues<'a> {
    /// The cues of the tokens `sentence`.
    pub(crate) fn of(
        lexicon: &'a Lexicon,
        terms: &Terms,
        clauses: &'a Clauses,
        sentence: &Range<usize>,
    ) -> Self {
        let mut list: Vec<(u16, Hit)> = Vec::new();
        let mut not = Vec::new();
        let may = |token: &usize| terms.may_begin(*token, Sense::Cue(0));
        for hit in sentence.clone().filter(may).flat_map(|token| terms.at(token)) {
            for sense in &lexicon.senses[hit.pattern as usize] {
                match *sense {
                    Sense::Cue(cue) => list.push((cue, *hit)),
                    Sense::CueNot(cue) => not.push((cue, *hit)),
                    _ => {}
                }
            }
        }
        let all: Vec<Hit> = list.iter().map(|&(_, hit)| hit).collect();
        list.retain(|&(cue, hit)| {
            let excepted = not.iter().any(|&(c, n)| c == cue && overlap(n, hit));
            let hidden = all.iter().any(|&other| other != hit && covers(other, hit));
            !excepted && !hidden
        });
        Self { lexicon, clauses, list }
    }

    /// How what stands at the tokens `place` is stated.
    pub(crate) fn stance(&self, place: &Range<usize>) -> Stance {
        let acting: Vec<(u16, Hit)> =
            self.list.iter().copied().filter(|&(cue, hit)| self.reaches(cue, hit, place)).collect();
        let effect = |cue: u16| self.lexicon.cues[cue as usize].effect;
        let takes_back = |cue: u16, what: Effect| {
            let cancels = &self.lexicon.cues[cue as usize].cancels;
            effect(cue) == Effect::Asserted && (cancels.is_empty() || cancels.contains(&what))
        };
        let mut stance =
            Stance { polarity: Polarity::Positive, modality: Modality::Asserted, cues: Vec::new() };
        for &(cue, hit) in &acting {
            let is_far = self.lexicon.cues[cue as usize].reach != Reach::Before
                || self.clauses.gap(hit.last as usize, place.start).commas > 0;
            if is_far && acting.iter().any(|&(other, _)| takes_back(other, effect(cue))) {
                continue;
            }
            let modality = match effect(cue) {
                Effect::Negative => {
                    stance.polarity = Polarity::Negative;
                    Modality::Asserted
                }
                Effect::Planned => Modality::Planned,
                Effect::Possible => Modality::Possible,
                Effect::Rumoured => Modality::Rumoured,
                Effect::Asserted => continue,
            };
            // The contract's order is that of strength: asserted, planned, possible, rumoured.
            stance.modality = stance.modality.max(modality);
            stance.cues.push((cue, hit.first as usize..hit.last as usize));
        }
        stance
    }

    fn reaches(&self, cue: u16, hit: Hit, place: &Range<usize>) -> bool {
        let rule = &self.lexicon.cues[cue as usize];
        let (first, last) = (hit.first as usize, hit.last as usize);
        // "từ chối đề nghị" reaches over into the trigger "đề nghị mua".
        let before = last <= place.start || (first < place.start && last < place.end);
        let gap =
            if before { self.clauses.gap(last, place.start) } else { self.clauses.gap(place.end, first) };
        let near = rule.within.is_none_or(|most| gap.words <= most);
        match rule.reach {
            Reach::Before => before && near && gap.edges == 0 && gap.commas <= 1,
            Reach::Clause => near && gap.edges == 0,
            Reach::Sentence => near,
        }
    }
}

fn overlap(a: Hit, b: Hit) -> bool {
    a.first < b.last && b.first < a.last
}

fn covers(outer: Hit, inner: Hit) -> bool {
    outer.first <= inner.first
        && inner.last <= outer.last
        && (outer.first, outer.last) != (inner.first, inner.last)
}
