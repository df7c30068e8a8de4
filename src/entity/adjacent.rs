//! Names that go on: a maker's with its product's, a firm's with the country of its branch, one up to its abbreviation.

use std::borrow::Cow;

use super::resolve::Source;
use super::{Mention, Trace};
use crate::lexicon::{ContextJob, Kind, Lexicon, Reference, slug};
use crate::token::{Case, Joint, TokenKind};

/// Joins the names of `mentions`, which are in order, that are one.
pub(super) fn join(source: &Source<'_, '_>, trace: &mut Trace, mentions: &mut Vec<Mention<'_>>) {
    let mut renamed: Vec<(String, String, String)> = Vec::new();
    let mut i = 0;
    while i < mentions.len() {
        if let Some(end) = end_before_short_form(source, &mentions[i]) {
            go_on(source, mentions, i, end);
        }
        i += 1;
    }
    let mut i = 0;
    while i + 1 < mentions.len() {
        let (first, second) = (&mentions[i], &mentions[i + 1]);
        let joint = source.tokens[second.tokens.start].joint;
        if first.tokens.end != second.tokens.start || matches!(joint, Joint::Line | Joint::Hyphen) {
            i += 1;
        } else if is_made_by(source.lexicon, first, second) {
            trace.note(first.span, || {
                (first.entity.to_string(), "its name is part of the product's after it".to_owned())
            });
            widen(mentions, i);
        } else if is_branch(source, first, second) {
            trace.note(second.span, || {
                (second.entity.to_string(), "it is part of the name of the branch of a firm".to_owned())
            });
            widen(mentions, i);
            let name = format!("{} {}", mentions[i].name, BRANCH);
            name_anew(&mut mentions[i], name, Kind::Company, VIA.to_owned());
        } else if is_seated(first, second) && tells_its_seat(first, second) {
            let (end, span) = (second.tokens.end, first.span.join(second.span));
            mentions.remove(i + 1);
            (mentions[i].tokens.end, mentions[i].span) = (end, span);
        } else if is_seated(first, second) {
            let (name, via) = (format!("{} {}", first.name, second.name), first.via.clone());
            widen(mentions, i);
            name_anew(&mut mentions[i], name, Kind::Organization, via);
        } else if is_of_another_maker(source.lexicon, first, second) {
            let short = second.span.of(source.normal.as_str()).to_owned();
            let (name, via) = (format!("{} {short}", first.name), first.via.clone());
            widen(mentions, i);
            name_anew(&mut mentions[i], name.clone(), Kind::Product, via.clone());
            // One new name for each short form: the first.
            if !renamed.iter().any(|(known, ..)| *known == short) {
                renamed.push((short, name, via));
            }
        } else {
            i += 1;
        }
    }
    if !renamed.is_empty() {
        recall(source, &renamed, mentions);
    }
}

/// The name of the country as a branch bears it, however the text spells it.
const BRANCH: &str = "Việt Nam";
/// What is behind it.
const VIA: &str = "context.toml#branch";
/// Share of such names that are right, in hundredths.
const CONFIDENCE: u8 = 80;

/// Makes one mention of the two at `first`: the second goes back over the first, whose name it takes unless it is a product's.
fn widen(mentions: &mut Vec<Mention<'_>>, first: usize) {
    let before = mentions.remove(first);
    let mention = &mut mentions[first];
    mention.tokens.start = before.tokens.start;
    mention.span = before.span.join(mention.span);
    if mention.kind != Kind::Product {
        mention.name = before.name;
    }
}

/// Gives `mention` a name that the lexicon does not hold.
fn name_anew(mention: &mut Mention<'_>, name: String, kind: Kind, via: String) {
    mention.entity = Cow::Owned(format!("{}/{}", kind.name(), slug(&name)));
    mention.name = Cow::Owned(name);
    mention.kind = kind;
    (mention.is_firm, mention.tier, mention.surface) = (false, None, None);
    (mention.links, mention.reference) = (Vec::new(), Reference::Name);
    (mention.confidence, mention.via) = (CONFIDENCE, via);
}

/// Whether `maker` names the maker of `product`, whose name it is part of then.
fn is_made_by(lexicon: &Lexicon, maker: &Mention<'_>, product: &Mention<'_>) -> bool {
    let entry = |m: &Mention<'_>| m.surface.map(|s| lexicon.entry_of(s));
    let made_by = entry(product).and_then(|e| lexicon.maker(e));
    product.kind == Kind::Product
        && maker.reference != Reference::Nickname
        && made_by.is_some()
        && made_by == entry(maker)
}

/// Whether `country` after `firm` makes the name of its branch: Kaspersky *Việt Nam*.
fn is_branch(source: &Source<'_, '_>, firm: &Mention<'_>, country: &Mention<'_>) -> bool {
    firm.kind == Kind::Company
        && country.kind == Kind::Place
        && matches!(firm.reference, Reference::Name | Reference::Alias)
        && source.terms.context(source.lexicon, country.tokens.start, ContextJob::Branch)
            == Some(country.tokens.end)
}

/// Whether `place` after the name of an organization makes it that of one of many: Sở Thông tin và Truyền thông *Khánh Hòa*.
fn is_seated(organization: &Mention<'_>, place: &Mention<'_>) -> bool {
    organization.kind == Kind::Organization
        && place.kind == Kind::Place
        && matches!(organization.reference, Reference::Name | Reference::Alias)
}

/// Whether the name of `organization` holds `place` already, or there is but one: "Ủy ban Truyền thông Liên bang *Mỹ*" is the FCC.
fn tells_its_seat(organization: &Mention<'_>, place: &Mention<'_>) -> bool {
    let is_acronym = organization.name.chars().all(|c| c.is_ascii_uppercase());
    is_acronym || organization.name.contains(&*place.name)
}

/// Whether `product` is the short name of a product of another firm than `maker`, which then has one of the same
/// designation: Itel *S25 Ultra*.
fn is_of_another_maker(lexicon: &Lexicon, maker: &Mention<'_>, product: &Mention<'_>) -> bool {
    let entry = |m: &Mention<'_>| m.surface.map(|s| lexicon.entry_of(s));
    let Some(made_by) = entry(product).and_then(|e| lexicon.maker(e)) else { return false };
    maker.kind == Kind::Company
        && product.kind == Kind::Product
        && product.reference == Reference::Alias
        && maker.reference == Reference::Name
        && entry(maker) != Some(made_by)
        && product.name.contains(|c: char| c.is_ascii_digit())
}

/// The most words that a name goes on for, up to its short form in brackets.
const FURTHER: usize = 5;

/// The token before the short form in brackets that the capital words after `firm` lead to: Samsung Electronics *HCMC CE
/// Complex* (SEHC).
fn end_before_short_form(source: &Source<'_, '_>, firm: &Mention<'_>) -> Option<usize> {
    if !matches!(firm.kind, Kind::Company | Kind::Organization) {
        return None;
    }
    let tokens = source.tokens;
    let is_capital = |at: usize| {
        let token = tokens.get(at)?;
        (token.kind == TokenKind::Letters && token.case != Case::Lower && token.joint == Joint::Blank)
            .then_some(())
    };
    let start = firm.tokens.end;
    let end = (start..start + FURTHER).take_while(|&at| is_capital(at).is_some()).last()? + 1;
    let short = tokens.get(end + 1).filter(|t| t.kind == TokenKind::Letters && t.case == Case::Upper)?;
    if tokens.key(end) != "(" || tokens.key(end + 2) != ")" {
        return None;
    }
    let mut words = firm.tokens.start..end;
    let mut letters = tokens.key(end + 1).chars();
    let leads = letters.all(|letter| words.any(|at| tokens.key(at).starts_with(letter)));
    let is_first = tokens.key(firm.tokens.start).chars().next() == tokens.key(end + 1).chars().next();
    (leads && is_first && short.span.len() > 1).then_some(end)
}

/// Makes the mention `number` go on to the token `end`, over the names that stand there.
fn go_on(source: &Source<'_, '_>, mentions: &mut Vec<Mention<'_>>, number: usize, end: usize) {
    let inside = mentions[number + 1..].iter().take_while(|m| m.tokens.start < end).count();
    mentions.drain(number + 1..=number + inside);
    let mention = &mut mentions[number];
    mention.tokens.end = end;
    mention.span = source.tokens.span(mention.tokens.start, end);
    let name = mention.span.of(source.normal.as_str()).to_owned();
    let via = std::mem::take(&mut mention.via);
    name_anew(mention, name, mention.kind, via);
}

/// Gives the short forms of `renamed`, each with its new name and what is behind it, that name wherever they stand alone in the text.
fn recall(source: &Source<'_, '_>, renamed: &[(String, String, String)], mentions: &mut [Mention<'_>]) {
    for mention in mentions.iter_mut().filter(|m| m.kind == Kind::Product && m.surface.is_some()) {
        let text = mention.span.of(source.normal.as_str());
        if let Some((_, name, via)) = renamed.iter().find(|(short, ..)| short == text) {
            name_anew(mention, name.clone(), Kind::Product, via.clone());
            mention.reference = Reference::Alias;
        }
    }
}
