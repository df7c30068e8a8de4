//! Where the words of a listed name are something else: half of an ordinary word, a syllable of a person's name.

use super::resolve::Source;
use crate::lexicon::{ContextJob, Kind, Origin, RowKind};
use crate::token::{Case, Joint, TokenKind};

/// The most words of a person's name before the one that is a place's too: *Đặng Thị Thanh* Mỹ An.
const BEFORE: usize = 3;

/// Why the name of `surface` at the tokens `first..last` is none, if it is not.
pub(super) fn reason(
    source: &Source<'_, '_>,
    (first, last): (usize, usize),
    surface: u32,
) -> Option<&'static str> {
    let Source { lexicon, terms, .. } = *source;
    let reaches = |job| terms.context(lexicon, first, job).is_some_and(|end| end > last);
    let is_lone = last - first == 1;
    if reaches(ContextJob::NotAName)
        || (is_lone && reaches(ContextJob::Compound))
        || terms.context_before(lexicon, first, ContextJob::Language).is_some()
    {
        return Some("it is part of an ordinary word");
    }
    let is_place = || lexicon.entry_kind(lexicon.entry_of(surface)) == RowKind::Entity(Kind::Place);
    (is_lone && is_place() && is_in_person(source, first)).then_some("it is part of a person's name")
}

/// Whether the syllable at `at` goes on a person's name, after a family name or a title, and a syllable, no foreign name, goes on
/// after it: Phan *Đức* Hiếu, chị *Mỹ* Hạnh; but nghị sĩ *Mỹ* Tim Scott.
fn is_in_person(source: &Source<'_, '_>, at: usize) -> bool {
    let Source { lexicon, tokens, terms, .. } = *source;
    let is_title_case =
        |i: usize| tokens.get(i).is_some_and(|t| t.kind == TokenKind::Letters && t.case == Case::Title);
    let follows = |i: usize| tokens[i].joint == Joint::Blank;
    let is_foreign = |i: usize| lexicon.origin(tokens.key(i), &mut String::new()) == Origin::Foreign;
    let goes_on = |i: usize| is_title_case(i) && follows(i);
    if !is_title_case(at) || !goes_on(at + 1) || is_foreign(at + 1) || (goes_on(at + 2) && is_foreign(at + 2))
    {
        return false;
    }
    let mut before =
        (at.saturating_sub(BEFORE)..at).rev().take_while(|&i| is_title_case(i) && follows(i + 1));
    let has_family = before.any(|i| lexicon.name_words.family(tokens.key(i)).is_some());
    has_family || (follows(at) && terms.context_before(lexicon, at, ContextJob::Title).is_some())
}
