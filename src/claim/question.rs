//! A claim whose subject is looked for, with what its sentence says of whom it is about, whatever the mention.

use std::ops::Range;

use rust_decimal::Decimal;

use super::cast::Cast;
use super::{Claim, Source};
use crate::entity::Mention;
use crate::lexicon::{AttributeRule, ClaimKind, Comparator, ContextJob, Kind, Sense};
use crate::quantity::{Quantity, Value};
use crate::token::Case;

/// How far before a claim words that tell its subject are looked for, in tokens.
const REACH: usize = 80;
/// Generic nouns, with the kind of what they name.
const NOUNS: [(ContextJob, Kind); 3] = [
    (ContextJob::Company, Kind::Company),
    (ContextJob::Product, Kind::Product),
    (ContextJob::Person, Kind::Person),
];
/// Words that stand for what was named before, with its kind.
const ANAPHORS: [(ContextJob, Kind); 3] = [
    (ContextJob::AnaphorCompany, Kind::Company),
    (ContextJob::AnaphorProduct, Kind::Product),
    (ContextJob::AnaphorPerson, Kind::Person),
];

/// One answer for each kind of mention.
type ByKind = [bool; Kind::ALL.len()];

/// The claim whose subject is looked for.
pub(crate) struct Question<'a, 'l> {
    pub(crate) quantity: &'a Quantity<'l>,
    /// Number of the sentence.
    pub(crate) number: u32,
    /// The claims before it in its sentence.
    pub(crate) told: &'a [Claim<'l>],
    /// The subject of the claim before it, where that stands in this sentence or the one before.
    pub(crate) before: Option<usize>,
    /// Its attribute, where it is known.
    pub(crate) attribute: Option<&'l AttributeRule>,
    /// The kinds whose generic noun stands before it in its sentence without a name: "công ty này".
    pub(crate) called: ByKind,
    /// The kinds for which a word before it in its sentence stands: "hãng", "máy", "ông".
    pub(crate) meant: ByKind,
    /// The kind of the first such word, if no name stands before it.
    pub(crate) meant_first: Option<Kind>,
    /// The kind of the last such word, if no name stands between it and the claim.
    pub(crate) meant_last: Option<Kind>,
    /// Whether its sentence names nobody before it.
    pub(crate) alone: bool,
    /// Whether its clause begins with a noun phrase that names nobody, and no word in it stands for a name: "các nhà mạng".
    pub(crate) is_generic: bool,
}

impl<'a, 'l> Question<'a, 'l> {
    /// The question of `quantity`, which stands in the tokens `sentence`, the sentence `number`; `before` and
    /// `attribute` are left open.
    pub(crate) fn new(
        source: &Source<'_, '_>,
        cast: &Cast,
        quantity: &'a Quantity<'l>,
        (number, sentence): (u32, &Range<usize>),
        told: &'a [Claim<'l>],
    ) -> Self {
        let start = quantity.tokens.start;
        let from = cast.players.partition_point(|p| p.sentence < number);
        let named = &source.mentions[from..];
        let reach = sentence.start.max(start.saturating_sub(REACH))..start;
        let alone = named.first().is_none_or(|m| m.tokens.start >= start);
        let (meant, first, last) = meant(source, named, reach.clone());
        let last_named = named.partition_point(|m| m.tokens.end <= start).checked_sub(1).map(|i| &named[i]);
        let clause = source.clauses.around(start..start, &reach).start;
        let is_generic = source.terms.context(source.lexicon, clause, ContextJob::Generic).is_some()
            && first.is_none_or(|(_, at)| at < clause);
        Self {
            quantity,
            number,
            told,
            before: None,
            attribute: None,
            called: called(source, named, reach),
            meant,
            meant_first: first
                .filter(|(_, at)| named.first().is_none_or(|m| m.tokens.start > *at))
                .map(|(kind, _)| kind),
            meant_last: last
                .filter(|(_, at)| last_named.is_none_or(|m| m.tokens.end <= *at))
                .map(|(kind, _)| kind),
            alone,
            is_generic,
        }
    }

    /// Whether it counts a few things by a small number.
    pub(crate) fn is_of_few(&self) -> bool {
        let is_small = matches!(self.quantity.value, Value::Exact(value) if value < Decimal::TEN);
        self.quantity.kind == ClaimKind::Count && is_small
    }

    /// Whether it tells who is old enough, not how old one is: "dưới 16 tuổi".
    pub(crate) fn is_bound_of_age(&self) -> bool {
        self.quantity.kind == ClaimKind::Age && self.quantity.comparator != Comparator::Equal
    }
}

/// The kinds whose generic noun stands in the tokens `reach` before no name; `named` are the mentions from there on.
fn called(source: &Source<'_, '_>, named: &[Mention<'_>], reach: Range<usize>) -> ByKind {
    let mut called = ByKind::default();
    let may = |token: &usize| NOUNS.iter().any(|n| source.terms.may_begin(*token, Sense::Context(n.0)));
    for token in reach.filter(may) {
        let after = named.partition_point(|m| m.tokens.end <= token);
        for (job, kind) in NOUNS {
            let Some(end) = source.terms.context(source.lexicon, token, job) else { continue };
            let is_named = named.get(after).is_some_and(|m| m.tokens.start <= end + 2);
            called[kind as usize] |= !is_named;
        }
    }
    called
}

/// A word that stands for a name, by the kind of what it stands for and its token.
type Word = Option<(Kind, usize)>;

/// The kinds for which a word in the tokens `reach` stands, the first such word and the last one.
fn meant(source: &Source<'_, '_>, named: &[Mention<'_>], reach: Range<usize>) -> (ByKind, Word, Word) {
    let (mut meant, mut first, mut last) = (ByKind::default(), None, None);
    let may = |token: &usize| ANAPHORS.iter().any(|a| source.terms.may_begin(*token, Sense::Context(a.0)));
    for token in reach.filter(may) {
        let after = named.partition_point(|m| m.tokens.end <= token);
        for (job, kind) in ANAPHORS {
            let Some(end) = source.terms.context(source.lexicon, token, job) else { continue };
            // Not "hãng Apple", nor "các hãng".
            let is_named = named.get(after).is_some_and(|m| m.tokens.start <= end)
                || source.tokens.get(end).is_some_and(|t| t.case != Case::Lower);
            let is_counted =
                source.terms.context_before(source.lexicon, token, ContextJob::Determiner).is_some();
            if !is_named && !is_counted {
                meant[kind as usize] = true;
                last = Some((kind, token));
                first = first.or(last);
            }
        }
    }
    (meant, first, last)
}
