//! The named features of a piece of text that may be a name.

use std::ops::Range;

use super::Mention;
use super::origin::Origins;
use super::resolve::Source;
use super::run::Span;
use crate::lexicon::{ContextJob, Family, Origin, Sense};
use crate::model::{Features, Template};
use crate::token::{Case, Joint, TokenKind};

const BIAS: Template = Template::new("bias");
const BEFORE: Template = Template::new("before");
const BEFORE_TWO: Template = Template::new("before2");
const AFTER: Template = Template::new("after");
const AFTER_TWO: Template = Template::new("after2");
const LEFT: Template = Template::new("left");
const RIGHT: Template = Template::new("right");
const CUE: Template = Template::new("cue");
/// A cue with the origin of the words after it, by their number.
const CUE_SHAPE: [Template; 4] =
    [Template::new("cue-1"), Template::new("cue-2"), Template::new("cue-3"), Template::new("cue-4")];
const CUE_OVER: Template = Template::new("cue-over");
const LIST: Template = Template::new("list");
const FIRST: Template = Template::new("first");
const LAST: Template = Template::new("last");
const WORD: Template = Template::new("word");
const ENDING: Template = Template::new("ending");
const SHAPE: Template = Template::new("shape");
const FORM: Template = Template::new("form");
const TAKES: Template = Template::new("takes");
const START: Template = Template::new("start");
const HEAD: Template = Template::new("head");
const APPOSITION: Template = Template::new("apposition");
const GIVEN: Template = Template::new("given");
const ENGLISH: Template = Template::new("english");
const ALONE: Template = Template::new("alone");

/// The longest cue that is looked for, in words.
const LONGEST_CUE: usize = 5;
/// Longest name whose words are told apart by their number.
const LONG: usize = 5;

/// What the features of a span are read from.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 'l> {
    pub(super) source: Source<'a, 'l>,
    pub(super) mentions: &'a [Mention<'l>],
    pub(super) sentence: &'a Range<usize>,
    /// Of the words of the spans that are read.
    pub(super) origins: &'a Origins,
}

impl Reader<'_, '_> {
    /// Gives all features of `span` to `out`; `buffer` is for its own use.
    pub(super) fn read(&self, span: Span, out: &mut impl Features, buffer: &mut String) {
        out.add(BIAS, "");
        self.context(span, out);
        self.cues(span, out, buffer);
        self.apposition(span, out, buffer);
        self.list(span, out);
        self.words(span, out, buffer);
        self.form(span, out);
    }

    fn key(&self, at: usize) -> &str {
        self.source.tokens.key(at)
    }

    /// The word that ends at `end`, or the kind of the mention that does.
    fn left(&self, end: usize) -> (&str, usize) {
        if end <= self.sentence.start {
            return ("^", end);
        }
        let at = self.mentions.partition_point(|m| m.tokens.end < end);
        match self.mentions.get(at).filter(|m| m.tokens.end == end) {
            Some(mention) => (kind_word(mention), mention.tokens.start),
            None => (self.key(end - 1), end - 1),
        }
    }

    /// The word that begins at `start`, or the kind of the mention that does.
    fn right(&self, start: usize) -> (&str, usize) {
        if start >= self.sentence.end {
            return ("$", start);
        }
        let at = self.mentions.partition_point(|m| m.tokens.start < start);
        match self.mentions.get(at).filter(|m| m.tokens.start == start) {
            Some(mention) => (kind_word(mention), mention.tokens.end),
            None => (self.key(start), start + 1),
        }
    }

    fn context(&self, span: Span, out: &mut impl Features) {
        let (before, at) = self.left(span.first as usize);
        let (before_that, mut at) = self.left(at);
        out.add(BEFORE, before);
        out.pair(BEFORE_TWO, before_that, before);
        for _ in 0..2 {
            let (word, next) = self.left(at);
            if word == "^" {
                break;
            }
            out.add(LEFT, word);
            at = next;
        }
        let (after, at) = self.right(span.last as usize);
        let (after_that, mut at) = self.right(at);
        out.add(AFTER, after);
        out.pair(AFTER_TWO, after, after_that);
        for _ in 0..2 {
            let (word, next) = self.right(at);
            if word == "$" {
                break;
            }
            out.add(RIGHT, word);
            at = next;
        }
    }

    /// The generic noun that ends at `end`: for which kinds of names it is one, all in one feature.
    fn cue(&self, template: Template, end: usize, out: &mut impl Features, buffer: &mut String) -> bool {
        let terms = self.source.terms;
        let from = self.sentence.start.max(end.saturating_sub(LONGEST_CUE));
        (from..end).any(|first| {
            let hit = terms.at(first).iter().find(|h| h.last as usize == end);
            hit.is_some_and(|hit| self.cue_of(template, hit.pattern, out, buffer))
        })
    }

    /// Gives the kinds of names that the words `pattern` stand beside, if any.
    fn cue_of(&self, template: Template, pattern: u32, out: &mut impl Features, buffer: &mut String) -> bool {
        buffer.clear();
        for sense in &self.source.lexicon.senses[pattern as usize] {
            if let Sense::Context(job) = sense
                && let Some(word) = cue_word(*job)
            {
                buffer.push_str(if buffer.is_empty() { "" } else { "+" });
                buffer.push_str(word);
            }
        }
        if !buffer.is_empty() {
            out.add(template, buffer);
        }
        !buffer.is_empty()
    }

    /// The cue before the name, or before a nationality or a firm that stands between them.
    fn cues(&self, span: Span, out: &mut impl Features, buffer: &mut String) {
        let first = span.first as usize;
        let (word, start) = self.left(first);
        let origin = self.origin(span);
        let found = self.cue(CUE, first, out, buffer);
        if found {
            let words = (span.last - span.first) as usize;
            out.pair(CUE_SHAPE[(words - 1).min(CUE_SHAPE.len() - 1)], buffer, origin);
        }
        let found = found || (word.starts_with('<') && self.cue(CUE_OVER, start, out, buffer));
        if !found {
            out.add(CUE, "none");
        }
    }

    /// The generic noun of an apposition: Figure AI, *công ty* robot; Jay Chen (*giám đốc* ...).
    fn apposition(&self, span: Span, out: &mut impl Features, buffer: &mut String) {
        let at = span.last as usize;
        if matches!(self.key(at), "," | "(" | "-" | "–") && at + 1 < self.sentence.end {
            let hits = self.source.terms.at(at + 1);
            let _ = hits.iter().any(|hit| self.cue_of(APPOSITION, hit.pattern, out, buffer));
        }
    }

    /// The kinds of the mentions that the name is listed with.
    fn list(&self, span: Span, out: &mut impl Features) {
        let Source { lexicon, terms, .. } = self.source;
        let is_and = |at: usize, end: usize| {
            self.key(at) == "," || terms.context(lexicon, at, ContextJob::And) == Some(end)
        };
        let (_, start) = self.left(span.first as usize);
        if start > self.sentence.start && is_and(start, span.first as usize) {
            let (word, _) = self.left(start);
            if word.starts_with('<') {
                out.add(LIST, word);
            }
        }
        let (_, end) = self.right(span.last as usize);
        if is_and(span.last as usize, end) {
            let (word, _) = self.right(end);
            if word.starts_with('<') {
                out.add(LIST, word);
            }
        }
    }

    /// The name's own words.
    fn words(&self, span: Span, out: &mut impl Features, buffer: &mut String) {
        let lexicon = self.source.lexicon;
        let (first, last) = (span.first as usize, span.last as usize);
        out.add(FIRST, self.key(first));
        out.add(LAST, self.key(last - 1));
        for at in first..last {
            out.add(WORD, self.key(at));
        }
        let origin = self.origin(span);
        let family = match lexicon.name_words.family(self.key(first)) {
            Some(Family::Common) => "common-family",
            Some(Family::Rare) => "rare-family",
            None => "no-family",
        };
        if lexicon.name_words.is_given(self.key(first)) {
            out.add(GIVEN, if last - first == 1 { "alone" } else { "first" });
        }
        let is_english = |at: usize| lexicon.name_words.is_english(self.key(at));
        match (is_english(first), is_english(last - 1)) {
            (true, true) => out.add(ENGLISH, if last - first == 1 { "alone" } else { "both" }),
            (true, false) => out.add(ENGLISH, "first"),
            (false, true) => out.add(ENGLISH, "last"),
            (false, false) => {}
        }
        let length = ["0", "1", "2", "3", "4", "5"][(last - first).min(LONG)];
        buffer.clear();
        buffer.push_str(length);
        buffer.push('-');
        buffer.push_str(origin);
        out.pair(SHAPE, buffer, family);
        buffer.push_str(if first == self.sentence.start { "-initial" } else { "-inner" });
        out.add(START, buffer);
        let word = self.key(last - 1);
        if let Some((at, _)) = word.char_indices().rev().nth(2).filter(|_| origin != "vi" && word.len() > 4) {
            out.add(ENDING, &word[at..]);
        }
    }

    /// Where the words of the name can come from, taken together.
    fn origin(&self, span: Span) -> &'static str {
        let (mut marked, mut plain, mut foreign) = (0, 0, 0);
        for origin in self.origins.of(span) {
            match origin {
                Origin::Marked => marked += 1,
                Origin::Plain => plain += 1,
                Origin::Foreign => foreign += 1,
            }
        }
        match (marked, plain, foreign) {
            (_, 0, 0) if marked > 0 => "vi",
            (0, _, 0) if plain > 0 => "plain",
            (_, _, 0) => "viplain",
            (0, 0, _) => "foreign",
            (0, ..) => "part-foreign",
            _ => "mixed",
        }
    }

    /// Capitals, digits and joints.
    fn form(&self, span: Span, out: &mut impl Features) {
        let tokens = self.source.tokens;
        let (first, last) = (span.first as usize, span.last as usize);
        let all = &tokens.all()[first..last];
        let mut letters = all.iter().filter(|t| t.kind == TokenKind::Letters).peekable();
        if letters.clone().all(|t| t.case == Case::Upper) && letters.peek().is_some() {
            out.add(FORM, "upper");
        }
        if letters.any(|t| t.case == Case::Mixed) {
            out.add(FORM, "mixed");
        }
        match all[all.len() - 1].kind {
            TokenKind::Digits if all[all.len() - 1].joint == Joint::None => out.add(FORM, "code"),
            TokenKind::Digits => out.add(FORM, "number"),
            TokenKind::Mark => out.add(FORM, "mark"),
            TokenKind::Letters => {}
        }
        if all[0].kind == TokenKind::Digits {
            out.add(FORM, "number-first");
        }
        if all.len() > 2 && all[1].kind == TokenKind::Mark && all[0].span.len() <= 2 {
            out.add(FORM, "initial");
        }
        if all.iter().any(|t| t.kind == TokenKind::Digits) {
            out.add(FORM, "digits");
        }
        if all.iter().skip(1).any(|t| t.joint == Joint::Hyphen) {
            out.add(FORM, "hyphen");
        }
        if all.iter().skip(1).any(|t| t.kind == TokenKind::Mark) {
            out.add(FORM, "inner-mark");
        }
        if all[0].case == Case::Upper && all.len() > 1 {
            out.add(FORM, "upper-first");
        }
        if span.first > span.run {
            out.add(FORM, "cut");
        }
        if first > self.sentence.start + 1 && self.key(first - 1) == "(" && self.key(last) == ")" {
            let before = &tokens[first - 2];
            let is_plain = before.kind == TokenKind::Letters && before.case == Case::Lower;
            out.add(FORM, if is_plain { "gloss-of-words" } else { "gloss-of-name" });
        }
        if let Some(taken) = span.takes.map(|i| &self.mentions[i as usize]) {
            let side = if taken.tokens.start == first { "first" } else { "last" };
            out.pair(TAKES, side, kind_word(taken));
        }
        if let Some(head) = self.head(span) {
            out.pair(HEAD, head, if span.is_headed { "grammar" } else { "run" });
        }
        if *self.sentence == (first..last) {
            out.add(ALONE, if last == tokens.len() { "at-end" } else { "line" });
        }
    }

    /// What kind of head the name begins with.
    fn head(&self, span: Span) -> Option<&'static str> {
        let Source { lexicon, terms, .. } = self.source;
        let first = span.first as usize;
        let found = terms.find(lexicon, first, |sense| match sense {
            Sense::Context(ContextJob::OrganizationHead) => Some("organization"),
            Sense::Context(ContextJob::CompanyHead) => Some("company"),
            Sense::Context(ContextJob::Title) => Some("title"),
            Sense::Context(ContextJob::NotAName) => Some("not-a-name"),
            _ => None,
        });
        found.filter(|(_, end)| *end <= span.last as usize).map(|(word, _)| word)
    }
}

fn kind_word(mention: &Mention<'_>) -> &'static str {
    use crate::lexicon::Kind;
    match mention.kind {
        Kind::Company => "<company>",
        Kind::Product => "<product>",
        Kind::Person => "<person>",
        Kind::Place => "<place>",
        Kind::Organization => "<organization>",
    }
}

fn cue_word(job: ContextJob) -> Option<&'static str> {
    Some(match job {
        ContextJob::Company => "company",
        ContextJob::Product => "product",
        ContextJob::Person => "person",
        ContextJob::Place => "place",
        ContextJob::Organization => "organization",
        ContextJob::Title => "title",
        ContextJob::PlaceHead => "place-head",
        _ => return None,
    })
}
