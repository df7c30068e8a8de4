//! The figures: mentions by kind (strict and loose), links, claims (span, value, in full, subject, kind), events
//! (trigger, type, role, modality), offsets that are wrong and documents that are missing.

mod claim;
mod event;
mod mention;
mod number;
mod pair;
mod sheet;
mod table;
mod unit;

pub use number::same_number;
pub use table::{COLUMNS, Figure, Scores};
pub use unit::same_unit;

use self::sheet::Sheet;
use super::fault::Watch;
use super::gold::Article;
use super::record::{Found, Records};
use super::unseen::Hidden;

/// Scores `records` against `articles`; with names that are `hidden`, also how many of those were found. The faults of
/// the watched figure are kept.
pub fn score(
    articles: &[Article],
    records: &Records,
    hidden: Option<&Hidden>,
    watch: Option<Watch>,
) -> Scores {
    let mut scores = Scores::new(watch);
    let nothing = Found::default();
    for article in articles {
        let found = records.found(&article.id).unwrap_or(&nothing);
        let mut sheet = Sheet { article, scores: &mut scores };
        mention::score(found, &mut sheet);
        if let Some(hidden) = hidden {
            mention::score_hidden(found, hidden, &mut sheet);
        }
        claim::score(found, &mut sheet);
        event::score(found, &mut sheet);
        sheet.misplaced("offsets.wrong", &found.surfaces);
        sheet.arrived("documents.missing", records.has(&article.id));
    }
    scores
}
