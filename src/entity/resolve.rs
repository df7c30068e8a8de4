//! Which candidates become mentions: context, overlaps, model designations, makers.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use super::candidate::{self, Candidate};
use super::{Mention, Trace, adjacent, homonym, model};
use crate::gazetteer::Hit;
use crate::lexicon::{ContextJob, Entry, Kind, Lexicon, Reference, RowKind, Terms, Tier, slug};
use crate::text::Normal;
use crate::token::{Case, Joint, TokenKind, Tokens};

/// What the mentions of a text are made from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) normal: &'a Normal<'a>,
    pub(crate) tokens: &'a Tokens,
    pub(crate) terms: &'a Terms,
    /// Hits of the names without accents, where the text has none.
    pub(crate) plain: &'a [Hit],
}

/// Finds the mentions of one text after the other; its buffers are used again.
#[derive(Default)]
pub(crate) struct Resolver {
    candidates: Vec<Candidate>,
    /// Entries that some candidate names without needing context.
    named: Vec<u32>,
    /// Tokens of the places that need no context.
    places: Vec<Range<usize>>,
}

impl Resolver {
    /// Puts the mentions that `hits` (all of the gazetteer's) make into `out`, in order, without the entities that `hides` is true of.
    pub(crate) fn read<'l>(
        &mut self,
        source: &Source<'_, 'l>,
        hits: &[Hit],
        hides: Option<&dyn Fn(&str) -> bool>,
        trace: &mut Trace,
        out: &mut Vec<Mention<'l>>,
    ) {
        let Source { lexicon, normal, tokens, terms, .. } = *source;
        self.candidates(source, hits, trace);
        if let Some(hides) = hides {
            self.candidates.retain(|c| !hides(entry(lexicon, c).entity));
        }
        self.drop_those_without_context(lexicon, tokens, terms, trace);
        self.keep_longest(lexicon, tokens, terms, trace);
        out.clear();
        for candidate in &self.candidates {
            out.push(mention(lexicon, normal, tokens, *candidate));
        }
        adjacent::join(source, trace, out);
    }

    fn candidates(&mut self, source: &Source<'_, '_>, hits: &[Hit], trace: &mut Trace) {
        let Source { lexicon, normal, tokens, .. } = *source;
        let text = normal.as_str();
        self.candidates.clear();
        let plain = source.plain.iter().filter_map(|h| Some((h, lexicon.plain_surfaces(h.pattern)?)));
        let named = hits.iter().flat_map(|h| lexicon.surfaces_of(h.pattern).map(move |s| (h, s, None)));
        let plain = plain.flat_map(|(h, list)| list.iter().map(move |&s| (h, s, Some(Tier::Plain))));
        for (hit, surface, tier) in named.chain(plain) {
            let place = (hit.first as usize, hit.last as usize);
            let read = match homonym::reason(source, place, surface) {
                Some(why) => Err(why),
                None => candidate::read(lexicon, text, tokens, place, surface, tier),
            };
            match read {
                Ok(mut candidate) => {
                    candidate.end = designation_end(source, &candidate);
                    self.candidates.push(candidate);
                }
                Err(why) => {
                    trace
                        .note(tokens.span(place.0, place.1), || (describe(lexicon, surface), why.to_owned()));
                }
            }
        }
    }

    fn drop_those_without_context(
        &mut self,
        lexicon: &Lexicon,
        tokens: &Tokens,
        terms: &Terms,
        trace: &mut Trace,
    ) {
        self.named.clear();
        self.named.extend(self.candidates.iter().filter(|c| !c.needs_context).map(|c| entry_of(lexicon, c)));
        self.named.sort_unstable();
        self.named.dedup();
        let named = &self.named;
        let is_place = |c: &Candidate| kind(lexicon, c) == RowKind::Entity(Kind::Place);
        self.places.clear();
        self.places.extend(
            self.candidates.iter().filter(|c| !c.needs_context && is_place(c)).map(|c| c.first..c.last),
        );
        let places = &self.places;
        self.candidates.retain(|c| {
            let keep = !c.needs_context
                || (!(is_place(c) && goes_on(tokens, c))
                    && (has_context(lexicon, terms, named, c)
                        || (is_place(c) && is_listed(lexicon, tokens, terms, places, c))));
            if !keep {
                trace.note(tokens.span(c.first, c.last), || {
                    (describe(lexicon, c.surface), "it is also another word, and nothing beside it says that it is meant (needs-context)".to_owned())
                });
            }
            keep
        });
    }

    /// Leftmost-longest; of two readings of the same words the one with a cue, then the one that the text names elsewhere,
    /// then the plain name, then the first.
    fn keep_longest(&mut self, lexicon: &Lexicon, tokens: &Tokens, terms: &Terms, trace: &mut Trace) {
        let named = &self.named;
        self.candidates.sort_by_key(|c| {
            let cue = !has_cue(lexicon, terms, c.first, kind(lexicon, c));
            let unnamed = named.binary_search(&entry_of(lexicon, c)).is_err();
            (c.first, Reverse(c.end), Reverse(c.last), cue, unnamed, c.needs_context, c.surface)
        });
        let mut last: Option<Candidate> = None;
        self.candidates.retain(|c| match last {
            Some(kept) if c.first < kept.end => {
                trace.note(tokens.span(c.first, c.last), || {
                    let why = format!(
                        "{} stands there and begins earlier, is longer, or fits better",
                        describe(lexicon, kept.surface)
                    );
                    (describe(lexicon, c.surface), why)
                });
                false
            }
            _ => {
                last = Some(*c);
                true
            }
        });
    }
}

/// The token after the model designation that follows a line's name, or goes on after a model's own: Pixel 7*a*.
fn designation_end(source: &Source<'_, '_>, candidate: &Candidate) -> usize {
    let tokens = source.tokens;
    let is_model = kind(source.lexicon, candidate) == RowKind::Entity(Kind::Product)
        && tokens[candidate.last - 1].kind == TokenKind::Digits;
    if is_model || entry(source.lexicon, candidate).line {
        model::end(source, candidate.last, is_model)
    } else {
        candidate.last
    }
}

fn entry_of(lexicon: &Lexicon, candidate: &Candidate) -> u32 {
    lexicon.entry_of(candidate.surface)
}

fn entry<'l>(lexicon: &'l Lexicon, candidate: &Candidate) -> Entry<'l> {
    lexicon.entry(entry_of(lexicon, candidate))
}

fn kind(lexicon: &Lexicon, candidate: &Candidate) -> RowKind {
    lexicon.entry_kind(entry_of(lexicon, candidate))
}

/// `company/xiaomi (lexicons/companies.tsv:12)`.
fn describe(lexicon: &Lexicon, surface: u32) -> String {
    let surface = lexicon.surface(surface);
    format!("{} ({})", lexicon.entry(surface.entry).entity, lexicon.show(surface.place))
}

/// Whether a cue word stands directly before, a model designation after, or the text names the entity or its
/// maker without doubt.
/// Short names of places are too common for that: they need the word beside them.
fn has_context(lexicon: &Lexicon, terms: &Terms, named: &[u32], candidate: &Candidate) -> bool {
    let kind = kind(lexicon, candidate);
    let is_place = kind == RowKind::Entity(Kind::Place);
    let is_named = |e: u32| named.binary_search(&e).is_ok();
    candidate.end > candidate.last
        || (!is_place && is_named(entry_of(lexicon, candidate)))
        || lexicon.maker(entry_of(lexicon, candidate)).is_some_and(is_named)
        || has_cue(lexicon, terms, candidate.first, kind)
}

/// Whether another word with a capital follows, so that both may be one name: Trung Nguyên.
fn goes_on(tokens: &Tokens, candidate: &Candidate) -> bool {
    let next = tokens.get(candidate.last);
    next.is_some_and(|t| matches!(t.case, Case::Title | Case::Upper | Case::Mixed) && t.joint == Joint::Blank)
}

/// Whether another place stands beside it, with a comma, a dash or "and" between them (Mỹ - Trung), or it stands alone in
/// brackets.
fn is_listed(
    lexicon: &Lexicon,
    tokens: &Tokens,
    terms: &Terms,
    places: &[Range<usize>],
    candidate: &Candidate,
) -> bool {
    let (first, last) = (candidate.first, candidate.last);
    if first > 0 && tokens.key(first - 1) == "(" && tokens.key(last) == ")" {
        return true;
    }
    let joins = |from: usize, to: usize| match to.checked_sub(from) {
        Some(0) => tokens.get(to).is_some_and(|t| t.joint == Joint::Hyphen),
        Some(1) => {
            matches!(tokens.key(from), "," | "-" | "–" | "/")
                || terms.context(lexicon, from, ContextJob::And) == Some(to)
        }
        _ => false,
    };
    let at = places.partition_point(|p| p.start < first);
    let before = at.checked_sub(1).is_some_and(|i| joins(places[i].end, first));
    before || places.get(at).is_some_and(|p| joins(last, p.start))
}

/// Whether a generic noun for things of `kind` stands directly before token `first`.
fn has_cue(lexicon: &Lexicon, terms: &Terms, first: usize, kind: RowKind) -> bool {
    let job = match kind {
        RowKind::Entity(Kind::Company) => ContextJob::Company,
        RowKind::Entity(Kind::Product) => ContextJob::Product,
        RowKind::Entity(Kind::Person) => ContextJob::Person,
        RowKind::Entity(Kind::Place) => ContextJob::Place,
        RowKind::Entity(Kind::Organization) => ContextJob::Organization,
        RowKind::Noun => return false,
    };
    terms.context_before(lexicon, first, job).is_some()
}

fn mention<'l>(
    lexicon: &'l Lexicon,
    normal: &Normal<'_>,
    tokens: &Tokens,
    candidate: Candidate,
) -> Mention<'l> {
    let surface = lexicon.surface(candidate.surface);
    let entry = lexicon.entry(surface.entry);
    let kind = match entry.kind {
        RowKind::Entity(kind) => kind,
        RowKind::Noun => Kind::Product,
    };
    let end = candidate.end;
    let span = tokens.span(candidate.first, end);
    let (entity, name) = if end > candidate.last {
        let name = model_name(&entry, normal.as_str(), tokens, candidate.last, end);
        (Cow::Owned(format!("{}/{}", kind.name(), slug(&name))), Cow::Owned(name))
    } else {
        (Cow::Borrowed(entry.entity), Cow::Borrowed(entry.name))
    };
    let tier = candidate.tier.or_else(|| (!normal.is_verbatim(span)).then_some(Tier::Form));
    Mention {
        tokens: candidate.first..end,
        span,
        kind,
        is_firm: entry.firm && end == candidate.last,
        entity,
        name,
        links: if end > candidate.last { Vec::new() } else { entry.links() },
        reference: surface.reference,
        tier,
        confidence: confidence(&candidate, surface.reference),
        via: lexicon.via(&entry),
        surface: Some(candidate.surface),
    }
}

/// The name of a model: the line's own, then the designation, apart unless the line ends in a lone letter.
fn model_name(entry: &Entry<'_>, text: &str, tokens: &Tokens, start: usize, end: usize) -> String {
    let designation = tokens.span(start, end).of(text);
    let lone_letter = entry.name.rsplit(' ').next().is_some_and(|w| w.chars().count() == 1);
    let joint = match tokens[start].joint {
        Joint::Hyphen => "-",
        Joint::None if lone_letter => "",
        _ => " ",
    };
    format!("{}{joint}{designation}", entry.name)
}

/// Share of such mentions that are right, in hundredths, as measured on annotated articles.
fn confidence(candidate: &Candidate, reference: Reference) -> u8 {
    match (candidate.needs_context, reference) {
        (true, _) => 80,
        (false, _) if candidate.tier == Some(Tier::Plain) => 70,
        (false, Reference::Nickname) => 85,
        (false, _) if candidate.tier == Some(Tier::Case) => 88,
        (false, _) => 93,
    }
}
