//! What the article says with an amount: about whom, of what, as part of what, up or down, when.

mod attribute;
mod cast;
mod change;
mod feature;
mod question;
mod respective;
mod subject;

use std::ops::Range;

pub(crate) use self::cast::Cast;
pub(crate) use self::feature::Model;
#[cfg(feature = "internals")]
pub(crate) use self::feature::name as feature_name;
pub(crate) use self::question::Question;
#[cfg(feature = "internals")]
pub(crate) use self::subject::{candidates, features};

use crate::clause::{Clauses, Cues};
use crate::entity::Mention;
use crate::lexicon::{
    AttributeRule, ChangeMode, ClaimKind, Comparator, Direction, Lexicon, MarkerJob, Modality, Sense, Terms,
};
use crate::quantity::{Quantity, Time, Value};
use crate::token::Tokens;

/// The most counted things that are passed over for a cue.
const COUNTED: usize = 4;
/// The furthest that "trong đó" stands before a part, in tokens, and the most parts.
const PARTS: usize = 60;
/// The most words between two tellings of one amount.
const TELLINGS: usize = 6;

/// A quantity that the text asserts.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'l> {
    pub(crate) quantity: Quantity<'l>,
    /// The mention that it is about.
    pub(crate) subject: Option<usize>,
    pub(crate) attribute: Option<&'l str>,
    pub(crate) change: Option<(Direction, ChangeMode)>,
    /// What the change is measured from.
    pub(crate) baseline: Option<Range<usize>>,
    pub(crate) time: Option<usize>,
    pub(crate) modality: Modality,
    /// The claim of which it is a part.
    pub(crate) of: Option<usize>,
    /// The claim that tells the same amount first.
    pub(crate) same_as: Option<usize>,
    /// In hundredths.
    pub(crate) confidence: u8,
}

/// What the claims of a text are made from.
pub(crate) struct Source<'a, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
    pub(crate) clauses: &'a Clauses,
    pub(crate) model: &'a Model,
    pub(crate) mentions: &'a [Mention<'l>],
    pub(crate) times: &'a [Time],
}

/// Appends the claims that the amounts of the sentence `number` make to `out`.
pub(crate) fn read<'l>(
    source: &Source<'_, 'l>,
    cast: &Cast,
    (number, sentence): (usize, &Range<usize>),
    quantities: impl Iterator<Item = Quantity<'l>>,
    out: &mut Vec<Claim<'l>>,
) {
    let mut cues = None;
    let first = out.len();
    for quantity in quantities {
        let cues =
            cues.get_or_insert_with(|| Cues::of(source.lexicon, source.terms, source.clauses, sentence));
        // "Doanh thu ba mảng là 9 tỷ", "lãi suất 12 tháng là 5%": what is told by the way ends no cue's reach.
        let told = out.last().filter(|c| c.quantity.tokens.start >= sentence.start);
        let change = source.change_of(&quantity, &out[first..], sentence);
        // Nor does an amount of another kind: "Giá bản 256 GB là 5 triệu". But a share is of what is told last.
        let is_share = matches!(quantity.kind, ClaimKind::Percent | ClaimKind::Multiple | ClaimKind::Ratio);
        let ends_reach = |c: &&Claim<'_>| {
            let tells = c.attribute.is_some() || !is_aside(c.quantity.kind);
            tells && (c.quantity.kind == quantity.kind || (is_share && !change.is_told()))
        };
        let start = out[first..].iter().rev().take(COUNTED).find(ends_reach).map(|c| c.quantity.tokens.end);
        let is_part = quantity.part_of || told.is_some_and(|t| source.is_some_of(&quantity, &t.quantity));
        let among = || source.among(&quantity, &out[first..], sentence).filter(|_| !change.is_told());
        let of = if is_part { out.len().checked_sub(1) } else { among().map(|i| first + i) };
        let same_as = source.same_amount(&quantity, out);
        let whole = same_as.or(of).map(|i| &out[i]);
        let reach = start.unwrap_or(sentence.start)..sentence.end;
        let again = same_as.and_then(|i| out[i].attribute);
        let own = || attribute::find(source, &quantity, reach, told.map_or(0, |t| t.quantity.tokens.end));
        let attribute = again
            .or_else(own)
            .or_else(|| attribute::compared(source, &out[first..], &quantity))
            .or_else(|| whole.and_then(|w| w.attribute))
            .or_else(|| attribute::shared(source, told?, &quantity, change.is_told()))
            .or_else(|| {
                let mut near = out[first..].iter().rev().take(COUNTED);
                let alike = near.find(|c| c.quantity.kind == quantity.kind)?;
                attribute::shared(source, alike, &quantity, false)
            })
            .or_else(|| attribute::shared(source, beyond_rank(&out[first..])?, &quantity, false));
        // "trong đó Shopee chiếm 62%": a part may have a name of its own.
        let has_own_name = |whole: &&Claim<'_>| {
            of.is_some() && source.names_between(whole.quantity.tokens.end, quantity.tokens.start)
        };
        let subject = match whole.filter(|whole| !has_own_name(whole)) {
            Some(whole) => whole.subject,
            None => {
                let number = number as u32;
                let near = |m: &usize| number - cast.players[*m].sentence <= 1;
                let before = out.last().and_then(|c| c.subject).filter(near);
                let asked = Question::new(source, cast, &quantity, (number, sentence), &out[first..]);
                let question = Question { before, attribute: source.rule(attribute), ..asked };
                subject::find(source, cast, &question)
            }
        };
        out.push(Claim {
            attribute,
            subject,
            change: change.step,
            baseline: change.baseline,
            time: source.time(&quantity, sentence),
            modality: cues.stance(&quantity.tokens).modality,
            of,
            same_as,
            confidence: confidence(&quantity),
            quantity,
        });
    }
    attribute::share_back(source, &mut out[first..]);
    change::share_back(source, &mut out[first..]);
    respective::assign(source, sentence, &mut out[first..]);
}

impl<'l> Source<'_, 'l> {
    /// Whether the token `at` is part of a name: the "Thu" of "Thu Cúc" is no cue.
    fn is_named(&self, at: usize) -> bool {
        let next = self.mentions.partition_point(|m| m.tokens.end <= at);
        self.mentions.get(next).is_some_and(|m| m.tokens.start <= at)
    }

    /// The rule of the attribute `id`.
    pub(crate) fn rule(&self, id: Option<&'l str>) -> Option<&'l AttributeRule> {
        let id = id?;
        self.lexicon.attributes.iter().find(|rule| std::ptr::eq(rule.id.as_str(), id))
    }

    /// Whether `quantity` counts some of `whole`, which "trong đó" after it points at.
    fn is_some_of(&self, quantity: &Quantity<'l>, whole: &Quantity<'l>) -> bool {
        let (Value::Exact(some), Value::Exact(all)) = (quantity.value, whole.value) else { return false };
        let alike = match (&quantity.unit, &whole.unit) {
            (Some(some), Some(all)) => all.starts_with(&**some) || some.starts_with(&**all),
            _ => true,
        };
        let start = quantity.tokens.start;
        let says_so = || {
            [start, start.saturating_sub(1)]
                .into_iter()
                .any(|end| self.terms.marker_before(self.lexicon, end, MarkerJob::AmongThem).is_some())
        };
        quantity.kind == whole.kind
            && matches!(quantity.kind, ClaimKind::Count | ClaimKind::Money)
            && alike
            && some < all
            && says_so()
    }

    /// The claim of `told` that `quantity` is a part of, where "trong đó" stands somewhere between them: the last amount
    /// before it. A percentage is a part of any.
    fn among(&self, quantity: &Quantity<'l>, told: &[Claim<'l>], sentence: &Range<usize>) -> Option<usize> {
        let start = quantity.tokens.start;
        let may = Sense::Marker(MarkerJob::AmongThem);
        let at = (sentence.start.max(start.saturating_sub(PARTS))..start).rev().find(|&at| {
            self.terms.may_begin(at, may)
                && self.terms.marker(self.lexicon, at, MarkerJob::AmongThem).is_some()
        })?;
        let is_step = |c: &Claim<'_>| c.change.is_some_and(|(_, mode)| mode == ChangeMode::By);
        let is_part = quantity.kind == ClaimKind::Percent;
        let counts = |kind| {
            matches!(kind, ClaimKind::Count | ClaimKind::Money) || (is_part && kind == ClaimKind::Measure)
        };
        if self.clauses.gap(at + 1, start).edges > 0 {
            return None;
        }
        let near = told.len().saturating_sub(PARTS);
        let whole = near
            + told[near..]
                .iter()
                .rposition(|c| c.quantity.tokens.end <= at && counts(c.quantity.kind) && !is_step(c))?;
        let all = &told[whole].quantity;
        let is_smaller = || match (quantity.value, all.value) {
            (Value::Exact(some), Value::Exact(all)) => some < all,
            _ => false,
        };
        let alike = quantity.kind == all.kind && quantity.unit == all.unit && is_smaller();
        (alike || (is_part && self.is_share(start))).then_some(whole)
    }

    /// Whether the percentage at `start` is what somebody has of a whole: "chiếm 62%", "TikTok Shop 35%", "trong đó 70%".
    fn is_share(&self, start: usize) -> bool {
        let next = self.mentions.partition_point(|m| m.tokens.end < start);
        let named = self.mentions.get(next).is_some_and(|m| m.tokens.end == start);
        let after = |job| self.terms.marker_before(self.lexicon, start, job).is_some();
        named || after(MarkerJob::Holds) || after(MarkerJob::AmongThem)
    }

    /// Whether a name stands between the tokens `from` and `to`.
    fn names_between(&self, from: usize, to: usize) -> bool {
        let next = self.mentions.partition_point(|m| m.tokens.start < from);
        self.mentions.get(next).is_some_and(|m| m.tokens.end <= to)
    }

    /// The nearest time of the sentence.
    fn time(&self, quantity: &Quantity<'l>, sentence: &Range<usize>) -> Option<usize> {
        // They stand in order: one of the two beside the amount.
        let next = self.times.partition_point(|t| t.tokens.start < quantity.tokens.start);
        let beside = next.saturating_sub(1)..self.times.len().min(next + 1);
        let first = beside.start;
        nearest(self.times[beside].iter().map(|t| &t.tokens), &quantity.tokens, sentence).map(|i| first + i)
    }

    /// The amount before of which this one is a second telling: "7.400 tỷ won, tương đương 6,5 tỷ USD".
    fn same_amount(&self, quantity: &Quantity<'l>, claims: &[Claim<'l>]) -> Option<usize> {
        let before = claims.last()?;
        let money = |q: &Quantity<'_>| q.kind == ClaimKind::Money;
        let is_other_telling =
            money(quantity) && money(&before.quantity) && quantity.unit != before.quantity.unit;
        let between = before.quantity.tokens.end..quantity.tokens.start;
        if !is_other_telling || between.len() > TELLINGS || between.is_empty() {
            return None;
        }
        let says_so = between.clone().any(|i| self.terms.marker(self.lexicon, i, MarkerJob::Same).is_some());
        // "200 triệu tệ, xấp xỉ 27,8 triệu USD": the word is the amount's own.
        let is_near = between.len() == 1
            && quantity.comparator == Comparator::About
            && matches!(self.tokens.key(between.start), "," | "(" | "-" | "–");
        (says_so || is_near).then(|| before.same_as.unwrap_or(claims.len() - 1))
    }
}

/// Whether a claim of `kind` without an attribute may stand between a cue and what it measures.
fn is_aside(kind: ClaimKind) -> bool {
    matches!(
        kind,
        ClaimKind::Count | ClaimKind::Duration | ClaimKind::Age | ClaimKind::Rank | ClaimKind::Ordinal
    )
}

/// The claim before a rank that is told last: "dẫn đầu với 20% thị phần, hãng kia xếp thứ ba với 14%".
fn beyond_rank<'t, 'l>(told: &'t [Claim<'l>]) -> Option<&'t Claim<'l>> {
    let (last, before) = told.split_last()?;
    before.last().filter(|_| last.quantity.kind == ClaimKind::Rank)
}

/// Of the ranges of tokens in `sentence` the one nearest to `place`.
pub(crate) fn nearest<'r>(
    ranges: impl Iterator<Item = &'r Range<usize>>,
    place: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<usize> {
    let distance = |r: &Range<usize>| {
        if r.end <= place.start { place.start - r.end } else { r.start.saturating_sub(place.end) }
    };
    ranges
        .enumerate()
        .filter(|(_, r)| sentence.start <= r.start && r.end <= sentence.end)
        .min_by_key(|(_, r)| distance(r))
        .map(|(i, _)| i)
}

/// Share of such claims that are right, in hundredths, as measured on annotated articles.
fn confidence(quantity: &Quantity<'_>) -> u8 {
    match (quantity.vague, quantity.noun, &quantity.unit) {
        (true, ..) => 70,
        (_, Some(_), _) => 80,
        (_, None, Some(_)) if quantity.kind != ClaimKind::Count => 90,
        _ => 55,
    }
}
