//! Where the scores of one article are noted, with the faults.

use super::table::Scores;
use crate::eval::CharSpan;
use crate::eval::fault::{Fault, FaultKind, Shown, beside};
use crate::eval::gold::Article;

/// The article that is scored, and the scores that grow.
pub(super) struct Sheet<'a> {
    pub(super) article: &'a Article,
    pub(super) scores: &'a mut Scores,
}

/// All answers and all records of a type, to tell what stands where a fault is.
pub(super) struct Sides<'a, G, P> {
    pub(super) golds: &'a [G],
    pub(super) founds: &'a [P],
}

/// What one count gave.
pub(super) struct Counted<'c, G, P> {
    pub(super) right: usize,
    pub(super) missed: &'c [&'c G],
    pub(super) wrong: &'c [&'c P],
}

impl<'a> Sheet<'a> {
    /// Adds to a figure that knows all three.
    pub(super) fn count<G: Shown, P: Shown>(
        &mut self,
        figure: &str,
        counted: &Counted<'_, G, P>,
        sides: &Sides<'_, G, P>,
    ) {
        let Counted { right, missed, wrong } = counted;
        self.scores.tally(figure, *right, wrong.len(), missed.len());
        for &gold in *missed {
            let found = beside(gold.span(), sides.founds);
            self.fault(figure, FaultKind::Missed, Some(gold), found);
        }
        for &found in *wrong {
            let gold = beside(found.span(), sides.golds);
            self.fault(figure, FaultKind::Wrong, gold, Some(found));
        }
    }

    /// Adds one case to a share.
    pub(super) fn rate(&mut self, figure: &str, good: bool, gold: &dyn Shown, found: &dyn Shown) {
        self.scores.rate(figure, good);
        if !good {
            self.fault(figure, FaultKind::Wrong, Some(gold), Some(found));
        }
    }

    /// Adds one answer to what was found of what had to be there.
    pub(super) fn found(&mut self, figure: &str, good: bool, gold: &dyn Shown, found: Option<&dyn Shown>) {
        self.scores.found(figure, usize::from(good), usize::from(!good));
        if !good {
            self.fault(figure, FaultKind::Missed, Some(gold), found);
        }
    }

    /// Counts the records that do not stand in the text where they say.
    pub(super) fn misplaced(&mut self, figure: &str, surfaces: &[(String, CharSpan)]) {
        let article = self.article;
        self.scores.wrong(figure, 0);
        for (surface, span) in surfaces.iter().filter(|(surface, span)| !article.text.reads(*span, surface)) {
            self.scores.wrong(figure, 1);
            self.fault(figure, FaultKind::Wrong, None, Some(&Surface { surface, span: *span }));
        }
    }

    /// Counts whether the document is there.
    pub(super) fn arrived(&mut self, figure: &str, is_there: bool) {
        self.scores.found(figure, usize::from(is_there), usize::from(!is_there));
        if !is_there {
            let surface = Surface { surface: "the document", span: CharSpan::new(0, 0) };
            self.fault(figure, FaultKind::Missed, Some(&surface), None);
        }
    }

    fn fault(
        &mut self,
        figure: &str,
        kind: FaultKind,
        expected: Option<&dyn Shown>,
        found: Option<&dyn Shown>,
    ) {
        let article = self.article;
        self.scores.note(figure, || Fault::new(kind, article, expected, found));
    }
}

/// A surface where it should stand.
struct Surface<'s> {
    surface: &'s str,
    span: CharSpan,
}

impl Shown for Surface<'_> {
    fn span(&self) -> Option<CharSpan> {
        Some(self.span)
    }

    fn tell(&self) -> String {
        format!("“{}”", self.surface)
    }
}
