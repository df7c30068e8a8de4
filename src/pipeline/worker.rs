//! One thread's extractor: every buffer is used again, no state goes from one document to the next.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Pipeline;
use super::flow::Turn;
use super::statistics::{Clock, Stage, Statistics};
use crate::claim::{self, Cast, Claim};
use crate::clause::{Clauses, Cues};
use crate::entity::{self, Finder, Mention, Resolver, Trace};
use crate::event::{self, Event, Filled, Teller};
use crate::gazetteer::{Hit, Matcher, Search};
use crate::lexicon::{Lexicon, Modality, Polarity, Terms};
use crate::quantity::{self, Quantity, Time, Today};
use crate::record::{self, Extraction, Stages, Writer};
use crate::segment::{Atoms, Path};
use crate::source::{Document, InputError};
#[cfg(feature = "internals")]
use crate::span::SourceSpan;
use crate::span::{OffsetUnit, Offsets};
use crate::text::Normalizer;
use crate::token::{self, Lexeme, Sentence, Tokens};

/// Extracts documents one after the other. Make one for each thread with [`Pipeline::worker`].
pub struct Worker<'p> {
    pub(super) pipeline: &'p Pipeline,
    pub(super) normalizer: Normalizer,
    pub(super) scratch: Scratch<'p>,
    statistics: Statistics,
    last: Option<Extraction<'p>>,
}

/// The buffers of the stages.
#[derive(Default)]
pub(super) struct Scratch<'p> {
    search: Search,
    pub(super) tokens: Tokens,
    pub(super) lexemes: Vec<Lexeme>,
    pub(super) atoms: Atoms,
    pub(super) path: Path,
    plain_hits: Vec<Hit>,
    pub(super) terms: Terms,
    hits: Vec<Hit>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) clauses: Clauses,
    resolver: Resolver,
    finder: Finder,
    pub(super) mentions: Vec<Mention<'p>>,
    taken: Vec<bool>,
    pub(super) times: Vec<Time>,
    quantities: Vec<Quantity<'p>>,
    pub(super) cast: Cast,
    pub(super) claims: Vec<Claim<'p>>,
    pub(super) events: Vec<Event<'p>>,
    teller: Teller,
    pub(super) trace: Trace,
}

impl<'p> Worker<'p> {
    pub(super) fn new(pipeline: &'p Pipeline) -> Self {
        Self {
            pipeline,
            normalizer: Normalizer::default(),
            scratch: Scratch::default(),
            statistics: Statistics::default(),
            last: None,
        }
    }

    /// What this worker did so far.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// The statistics since the last call, which begin anew.
    pub fn take_statistics(&mut self) -> Statistics {
        std::mem::take(&mut self.statistics)
    }

    /// Everything found in `document`. Spans count bytes of `document.text`.
    pub fn extract(&mut self, document: &Document) -> &Extraction<'p> {
        let extraction = self.run(document);
        self.last.insert(extraction)
    }

    /// Everything found in each of `documents`, in order.
    pub fn extract_batch(&mut self, documents: &[Document]) -> Vec<Extraction<'p>> {
        documents.iter().map(|d| self.run(d)).collect()
    }

    /// Appends the records of `document` to `out` as JSON Lines; `duplicate` says that its source and id came before.
    /// Gives the place in `out` where its record says so.
    pub fn write(
        &mut self,
        document: &Document,
        duplicate: bool,
        writer: &Writer,
        out: &mut Vec<u8>,
    ) -> usize {
        let mut extraction = self.run(document);
        extraction.document.duplicate = duplicate;
        self.statistics.duplicates += u64::from(duplicate);
        let mut clock = Clock::start(&mut self.statistics);
        let mark = writer.write(document, &extraction, self.pipeline.lexicon.digest(), out);
        clock.book(Stage::Write);
        mark
    }

    /// The digest of its lexicon.
    #[cfg(feature = "arrow")]
    pub(crate) fn lexicon_digest(&self) -> &'p str {
        self.pipeline.lexicon.digest()
    }

    /// Appends the records of `turn` to `out` as JSON Lines: those of its document, or an error. Should extraction break
    /// on the document, that is an error too.
    pub fn write_turn(&mut self, turn: &Turn, writer: &Writer, out: &mut Vec<u8>) {
        let start = out.len();
        let written = turn.item.as_ref().map_err(Clone::clone).and_then(|document| {
            self.attempt(document, |worker| worker.write(document, turn.duplicate, writer, out))
        });
        if let Err(error) = written {
            out.truncate(start);
            record::write_error(&error, out);
        }
    }

    /// What `work` gives; where it panics, the error to tell of `document`, and all buffers are new.
    pub(crate) fn attempt<T>(
        &mut self,
        document: &Document,
        work: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, InputError> {
        catch_unwind(AssertUnwindSafe(|| work(self))).map_err(|_| {
            // The buffers may be half filled.
            let statistics = self.take_statistics();
            *self = Self { statistics, ..self.pipeline.worker() };
            broken(document)
        })
    }

    pub(crate) fn run(&mut self, document: &Document) -> Extraction<'p> {
        let pipeline = self.pipeline;
        let lexicon = &pipeline.lexicon;
        let s = &mut self.scratch;
        let mut clock = Clock::start(&mut self.statistics);
        let normal = self.normalizer.read(&document.text);
        let text = normal.as_str();
        clock.book(Stage::Text);
        s.tokens.read(text);
        clock.book(Stage::Token);
        s.terms.read(lexicon, &s.tokens, &mut s.search);
        lexicon.names.all(s.tokens.edges(), &mut s.search, &mut s.hits);
        s.find_plain(lexicon);
        clock.book(Stage::Gazetteer);
        token::split(&s.tokens, &lexicon.breaks, &mut s.sentences);
        s.clauses.read(lexicon, &s.tokens, &s.terms);
        let source = entity::Source {
            lexicon,
            normal: &normal,
            tokens: &s.tokens,
            terms: &s.terms,
            plain: &s.plain_hits,
        };
        s.resolver.read(&source, &s.hits, None, &mut s.trace, &mut s.mentions);
        s.finder.read(&source, &s.sentences, &pipeline.weights, &mut s.trace, &mut s.mentions);
        clock.book(Stage::Entity);
        s.quantities(pipeline, text, document.date.as_deref());
        clock.book(Stage::Quantity);
        s.claims(pipeline, document.title.is_some());
        clock.book(Stage::Claim);
        s.events(pipeline);
        clock.book(Stage::Event);
        let stages = Stages {
            document,
            normal: &normal,
            tokens: &s.tokens,
            sentences: &s.sentences,
            mentions: &s.mentions,
            times: &s.times,
            claims: &s.claims,
            events: &s.events,
        };
        let extraction = record::build(&stages);
        clock.book(Stage::Record);
        self.statistics.count(&extraction, document.text.len());
        extraction
    }

    /// The names of `text` that the lists hold, and the pieces that may be further names, with their features, where those
    /// names are not known for whose entity `hidden` is true.
    #[cfg(feature = "internals")]
    #[expect(clippy::type_complexity, reason = "two lists, told apart by what they hold")]
    pub(crate) fn samples(
        &mut self,
        text: &str,
        hidden: impl Fn(&str) -> bool,
    ) -> (Vec<(SourceSpan, Mention<'p>)>, Vec<(SourceSpan, Vec<String>)>) {
        let lexicon = &self.pipeline.lexicon;
        let s = &mut self.scratch;
        let normal = self.normalizer.read(text);
        s.tokens.read(normal.as_str());
        s.terms.read(lexicon, &s.tokens, &mut s.search);
        lexicon.names.all(s.tokens.edges(), &mut s.search, &mut s.hits);
        s.find_plain(lexicon);
        token::split(&s.tokens, &lexicon.breaks, &mut s.sentences);
        let source = entity::Source {
            lexicon,
            normal: &normal,
            tokens: &s.tokens,
            terms: &s.terms,
            plain: &s.plain_hits,
        };
        s.resolver.read(&source, &s.hits, None, &mut s.trace, &mut s.mentions);
        let known = s.mentions.iter().map(|m| (normal.source(m.span), m.clone())).collect();
        s.resolver.read(&source, &s.hits, Some(&hidden), &mut s.trace, &mut s.mentions);
        let samples = entity::samples(&source, &s.sentences, &s.mentions);
        (known, samples.into_iter().map(|(span, features)| (normal.source(span), features)).collect())
    }

    /// How the tokens `place` of `text` are stated.
    pub(super) fn stance(&mut self, text: &str, place: &Range<usize>) -> (Polarity, Modality) {
        self.run(&Document::from_text("-", text));
        let s = &self.scratch;
        let sentence = s.sentences.iter().map(|s| &s.tokens).find(|t| t.contains(&place.start));
        let stance =
            sentence.map(|t| Cues::of(&self.pipeline.lexicon, &s.terms, &s.clauses, t).stance(place));
        stance.map_or((Polarity::Positive, Modality::Asserted), |s| (s.polarity, s.modality))
    }

    /// Every trigger of `document` with all that is weighed for it, one JSON object a line: for training.
    #[doc(hidden)]
    pub fn candidates(&mut self, document: &Document, out: &mut Vec<u8>) {
        self.scratch.teller.candidates = Some(Vec::new());
        self.run(document);
        let candidates = self.scratch.teller.candidates.take().unwrap_or_default();
        let normal = self.normalizer.read(&document.text);
        let s = &self.scratch;
        let offsets = Offsets::new(&document.text, OffsetUnit::Char);
        let span = |tokens: &Range<usize>| {
            let span = normal.source(s.tokens.span(tokens.start, tokens.end));
            (offsets.at(span.start), offsets.at(span.end))
        };
        for candidate in &candidates {
            let rule = &self.pipeline.lexicon.events[candidate.event as usize];
            let model = &self.pipeline.event_model;
            let offers: Vec<serde_json::Value> = candidate
                .offers(model)
                .map(|(role, stand, features)| {
                    let (tokens, name) = match &stand.filled {
                        Filled::Mention(i) => (&s.mentions[*i].tokens, Some(&s.mentions[*i].name)),
                        Filled::Claim(i) => (&s.claims[*i].quantity.tokens, None),
                        Filled::Time(i) => (&s.times[*i].tokens, None),
                        Filled::Phrase(tokens) => (tokens, None),
                    };
                    let text = normal.source(s.tokens.span(tokens.start, tokens.end));
                    serde_json::json!({
                        "role": rule.roles[role].name,
                        "span": span(tokens),
                        "text": &document.text[text.start as usize..text.end as usize],
                        "name": name,
                        "features": features,
                    })
                })
                .collect();
            let line = serde_json::json!({
                "doc": document.id,
                "event": rule.event,
                "trigger": span(&candidate.trigger),
                "features": candidate.features(model),
                "offers": offers,
            });
            out.extend_from_slice(line.to_string().as_bytes());
            out.push(b'\n');
        }
    }
}

impl<'p> Scratch<'p> {
    /// Finds the names without accents, in a text that has none.
    fn find_plain(&mut self, lexicon: &Lexicon) {
        self.plain_hits.clear();
        if !self.tokens.has_accents()
            && lexicon.vocabulary().is_plain_text(&self.tokens)
            && let Some(plain) = lexicon.plain_names()
        {
            plain.names.all(self.tokens.edges(), &mut self.search, &mut self.plain_hits);
        }
    }

    fn quantities(&mut self, pipeline: &'p Pipeline, text: &str, date: Option<&str>) {
        let lexicon = &pipeline.lexicon;
        self.times.clear();
        self.quantities.clear();
        let today = Today::new(date);
        for sentence in &self.sentences {
            let openers =
                self.terms.openers(&sentence.tokens).filter(|(_, o)| o.time).map(|(token, _)| token);
            let reader = quantity::Times { lexicon, text, tokens: &self.tokens, terms: &self.terms, today };
            quantity::read_times(&reader, &sentence.tokens, openers, &mut self.times);
        }
        self.taken.clear();
        self.taken.resize(self.tokens.len(), false);
        let names = self.mentions.iter().map(|m| &m.tokens);
        for tokens in names.chain(self.times.iter().filter(|t| !t.counts).map(|t| &t.tokens)) {
            self.taken[tokens.clone()].fill(true);
        }
        let source =
            quantity::Source { lexicon, text, tokens: &self.tokens, terms: &self.terms, taken: &self.taken };
        for sentence in &self.sentences {
            let openers = self
                .terms
                .openers(&sentence.tokens)
                .filter(|(_, opens)| opens.amount)
                .map(|(token, _)| token);
            quantity::read(&source, &sentence.tokens, openers, &mut self.trace, &mut self.quantities);
        }
    }

    fn claims(&mut self, pipeline: &'p Pipeline, has_title: bool) {
        self.claims.clear();
        if self.quantities.is_empty() {
            return;
        }
        let source = claim::Source {
            lexicon: &pipeline.lexicon,
            tokens: &self.tokens,
            terms: &self.terms,
            clauses: &self.clauses,
            model: &pipeline.subject,
            mentions: &self.mentions,
            times: &self.times,
        };
        self.cast.read(&source, &self.sentences, has_title);
        let mut quantities = self.quantities.drain(..).peekable();
        for (number, sentence) in self.sentences.iter().enumerate() {
            let end = sentence.tokens.end;
            let inside = std::iter::from_fn(|| quantities.next_if(|q| q.tokens.start < end));
            claim::read(&source, &self.cast, (number, &sentence.tokens), inside, &mut self.claims);
        }
    }

    fn events(&mut self, pipeline: &'p Pipeline) {
        let source = event::Source {
            lexicon: &pipeline.lexicon,
            tokens: &self.tokens,
            terms: &self.terms,
            clauses: &self.clauses,
            mentions: &self.mentions,
            claims: &self.claims,
            times: &self.times,
        };
        let sentences = self.sentences.iter().map(|s| &s.tokens);
        self.teller.read(&source, &pipeline.event_model, sentences, &mut self.trace, &mut self.events);
    }
}

/// What is told of a document on which the program broke.
fn broken(document: &Document) -> InputError {
    InputError {
        source_name: document.source.clone(),
        record: None,
        byte: None,
        code: "internal",
        message: format!(
            "the program broke on the document {}; please report it with its text",
            document.id.as_deref().unwrap_or("without id")
        ),
    }
}
