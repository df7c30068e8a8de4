//! The matcher and the normaliser by themselves, for the benches of this project, and the choices that a model is
//! trained on: no part of the public face.

use std::collections::HashMap;

pub use crate::pipeline::{Choice, SubjectQuestion};

use crate::gazetteer::{Fast, Hit, Matcher, Patterns, Reference, Search, encode};
use crate::segment::{Atom, Atoms, DIGITS, Features, LONGEST, Lattice, Look, Words, key_into};
use crate::simd::Path;
use crate::text::Normalizer;
use crate::token::{self, Edges, Lexeme, Sentence, Tokens};

/// A compiled list of names with the buffers of a search.
pub struct Engine {
    fast: Fast,
    edges: Edges,
    search: Search,
    hits: Vec<Hit>,
}

impl Engine {
    /// Compiles `names`; equal keys are one pattern, numbered by first occurrence.
    ///
    /// # Panics
    /// When the list is too large.
    pub fn build(names: &[String]) -> Self {
        let patterns = patterns(names);
        let fast = Fast::build(&patterns).unwrap_or_else(|e| panic!("{e}"));
        Self { fast, edges: Edges::default(), search: Search::default(), hits: Vec::new() }
    }

    /// The vector code that this processor has, by name, the fastest first.
    pub fn paths() -> Vec<&'static str> {
        Path::available().iter().map(|p| p.name()).collect()
    }

    /// Folds `text`, finds its tokens and the leftmost-longest names in it; returns how many.
    pub fn find(&mut self, path: &str, text: &str) -> u64 {
        self.edges.read_by(named(path), text);
        self.fast.longest_by(named(path), &self.edges, &mut self.search, &mut self.hits);
        self.hits.len() as u64
    }

    /// As [`Engine::find`], with the first token, the token after the last, and the pattern of each hit.
    pub fn hits(&mut self, path: &str, text: &str) -> Vec<(u32, u32, u32)> {
        self.find(path, text);
        self.hits.iter().map(|h| (h.first, h.last, h.pattern)).collect()
    }

    /// Folds `text` and finds its tokens, without matching; returns how many.
    pub fn tokens(&mut self, path: &str, text: &str) -> u64 {
        self.edges.read_by(named(path), text);
        self.edges.len() as u64
    }

    /// Bytes of the compiled structure.
    pub fn memory(&self) -> usize {
        self.fast.memory()
    }
}

fn named(path: &str) -> Path {
    Path::available().iter().copied().find(|p| p.name() == path).unwrap_or(Path::Portable)
}

fn patterns(names: &[String]) -> Patterns {
    let mut patterns = Patterns::default();
    for name in names {
        patterns.add(name);
    }
    patterns
}

/// The hits of the slow exact engine, as [`Engine::hits`] gives them.
///
/// # Panics
/// When the list is too large for its automaton.
pub fn reference_hits(names: &[String], text: &str) -> Vec<(u32, u32, u32)> {
    let reference = Reference::build(&patterns(names)).unwrap_or_else(|e| panic!("{e}"));
    let (mut edges, mut hits) = (Edges::default(), Vec::new());
    edges.read(text);
    reference.longest(&edges, &mut Search::default(), &mut hits);
    hits.iter().map(|h| (h.first, h.last, h.pattern)).collect()
}

/// The key of each token of `text`.
pub fn folded(text: &str) -> Vec<String> {
    let mut edges = Edges::default();
    edges.read(text);
    (0..edges.len()).map(|i| String::from_utf8_lossy(edges.key(i)).into_owned()).collect()
}

/// The text as other engines get it: each token folded and wrapped in bytes of its own; and where each opens.
pub fn encoded(text: &str) -> (String, Vec<u32>) {
    let (mut edges, mut out, mut opens) = (Edges::default(), Vec::new(), Vec::new());
    edges.read(text);
    encode(&edges, &mut out, |at| opens.push(at as u32));
    (String::from_utf8_lossy(&out).into_owned(), opens)
}

/// The normaliser, the tokens and the sentences, with their buffers.
pub struct Texts<'l> {
    lexicon: &'l crate::Lexicon,
    normalizer: Normalizer,
    tokens: Tokens,
    sentences: Vec<Sentence>,
    lexemes: Vec<Lexeme>,
}

impl<'l> Texts<'l> {
    /// With the words of `lexicon`.
    pub fn new(lexicon: &'l crate::Lexicon) -> Self {
        let (normalizer, tokens) = (Normalizer::default(), Tokens::default());
        Self { lexicon, normalizer, tokens, sentences: Vec::new(), lexemes: Vec::new() }
    }

    /// Normalises `text`; whether it was clean.
    pub fn is_clean(&mut self, text: &str) -> bool {
        self.normalizer.read(text).is_clean()
    }

    /// `text`, normalised.
    pub fn normalised(&mut self, text: &str) -> String {
        self.normalizer.read(text).as_str().to_owned()
    }

    /// Cuts `text`, which is clean, into tokens and sentences; how many sentences.
    pub fn sentences(&mut self, text: &str) -> usize {
        self.tokens.read(text);
        token::split(&self.tokens, &self.lexicon.breaks, &mut self.sentences);
        self.sentences.len()
    }

    /// As [`Texts::sentences`], with the linguistic tokens; how many of these.
    pub fn lexemes(&mut self, text: &str) -> usize {
        self.sentences(text);
        let (vocabulary, breaks) = (self.lexicon.vocabulary(), &self.lexicon.breaks);
        let reader = token::Reader { text, tokens: &self.tokens, vocabulary, breaks };
        self.lexemes.clear();
        self.sentences.iter().for_each(|s| reader.read(s.tokens.clone(), &mut self.lexemes));
        self.lexemes.len()
    }
}

/// Pieces of texts that may be names, with their features: what the weights of unknown names are learnt from.
pub struct Names<'p>(crate::Worker<'p>);

/// A piece of a text, in bytes, and what is known of it.
pub struct Sample {
    /// Where it stands.
    pub place: std::ops::Range<usize>,
    /// Its features by name.
    pub features: Vec<String>,
}

/// A name that the lists hold: where it stands in bytes, its kind and its entity.
pub struct Known {
    /// Where it stands.
    pub place: std::ops::Range<usize>,
    /// `company`.
    pub kind: crate::Kind,
    /// `company/xiaomi`.
    pub entity: String,
}

impl<'p> Names<'p> {
    /// Reads with the lists of `pipeline`.
    pub fn new(pipeline: &'p crate::Pipeline) -> Self {
        Self(pipeline.worker())
    }

    /// The names of `text` that the lists hold, and the pieces that may be names when those are not known for whose entity
    /// `hidden` is true.
    pub fn of(&mut self, text: &str, hidden: impl Fn(&str) -> bool) -> (Vec<Known>, Vec<Sample>) {
        let place = |span: crate::SourceSpan| span.start as usize..span.end as usize;
        let (known, samples) = self.0.samples(text, hidden);
        let known = known.into_iter().map(|(span, mention)| Known {
            place: place(span),
            kind: mention.kind,
            entity: mention.entity.to_string(),
        });
        let samples = samples.into_iter().map(|(span, features)| Sample { place: place(span), features });
        (known.collect(), samples.collect())
    }
}

/// Sentences as the segmenter sees them: what its weights are learnt from.
pub struct Segments<'l> {
    texts: Texts<'l>,
    atoms: Atoms,
    path: crate::segment::Path,
}

/// One atom of a sentence.
pub struct SegmentAtom {
    /// Where it stands, in bytes of the normalised text.
    pub place: std::ops::Range<usize>,
    /// Its folded key.
    pub key: String,
    /// Whether it is a syllable in small letters.
    pub is_small: bool,
    /// Whether the gap before it may be closed.
    pub is_possible: bool,
}

/// What is weighed in one sentence, by the names of features.
pub struct SegmentSample {
    /// The atoms in order.
    pub atoms: Vec<SegmentAtom>,
    /// For each atom but the first, the features of closing the gap before it.
    pub gaps: Vec<Vec<String>>,
    /// For each atom, the features of the words of 1, 2, ... atoms that begin there; none where a gap must stay open.
    pub words: Vec<Vec<Vec<String>>>,
}

/// A lexicon of words for training: which words there are, and how often pairs of syllables are joined.
pub struct SegmentWords(Words);

impl SegmentWords {
    /// Of rows: syllables, the letters of their origins, and their class in the news, from 0 to 15.
    pub fn new<'w>(rows: impl Iterator<Item = (&'w str, &'w str, u8)>) -> Self {
        Self(Words::of_rows(rows))
    }
}

/// The folded key of `atom`.
fn key(text: &str, atom: &Atom) -> String {
    let mut key = String::new();
    key_into(atom.span.of(text), atom.kind, &mut key);
    key
}

/// Writes features down; the numbers of their parts are told by their names.
struct Named<'n> {
    names: &'n HashMap<u64, String>,
    features: Vec<String>,
}

impl Features for Named<'_> {
    fn add(&mut self, template: &'static str, _: u64, parts: &[u64]) {
        let parts: Vec<&str> = parts.iter().map(|part| self.names[part].as_str()).collect();
        self.features.push(format!("{template}={}", parts.join(" ")));
    }
}

impl<'l> Segments<'l> {
    /// With the words of `lexicon`.
    pub fn new(lexicon: &'l crate::Lexicon) -> Self {
        Self { texts: Texts::new(lexicon), atoms: Atoms::default(), path: crate::segment::Path::default() }
    }

    /// The samples of `text`: one a sentence, or one in all where it `is_sentence`.
    pub fn samples(&mut self, text: &str, is_sentence: bool, words: &SegmentWords) -> Vec<SegmentSample> {
        let mut samples = Vec::new();
        self.each(text, is_sentence, words, |lattice, atoms| {
            let count = atoms.len();
            let words = DIGITS.into_iter().chain(Look::ALL.map(Look::name));
            let words = words.chain(atoms.iter().map(|atom| atom.key.as_str()));
            let names = words.map(|word| (token::number_of(word.as_bytes()), word.to_owned())).collect();
            let named = |add: &dyn Fn(&mut Named<'_>)| {
                let mut named = Named { names: &names, features: Vec::new() };
                add(&mut named);
                named.features
            };
            let gaps = (1..count)
                .map(|at| match atoms[at].is_possible {
                    true => named(&|sink| lattice.gap(at, sink)),
                    false => Vec::new(),
                })
                .collect();
            let words = (0..count)
                .map(|at| {
                    let open =
                        (at + 1..count).take(LONGEST - 1).take_while(|&i| atoms[i].is_possible).count();
                    (1..=open + 1)
                        .map(|length| match length {
                            1 => named(&|sink| lattice.alone(at, sink)),
                            _ => named(&|sink| lattice.word(at, length, sink)),
                        })
                        .collect()
                })
                .collect();
            samples.push(SegmentSample { atoms, gaps, words });
        });
        samples
    }

    /// The words of `text` as `segmenter` joins them: for each sentence its atoms, and whether a word begins there.
    pub fn cut(
        &mut self,
        text: &str,
        segmenter: &crate::Segmenter,
    ) -> Vec<(Vec<String>, Vec<bool>, Vec<bool>)> {
        let count = self.texts.sentences(text);
        let mut cut = Vec::with_capacity(count);
        for i in 0..count {
            let range = self.texts.sentences[i].tokens.clone();
            self.texts.atoms(text, range, &mut self.atoms);
            let starts = self.path.find(segmenter, &self.atoms).to_vec();
            let keys = self.atoms.all().iter().map(|atom| key(text, atom)).collect();
            let small = self.atoms.all().iter().map(|a| a.look == Look::Small).collect();
            cut.push((keys, small, starts));
        }
        cut
    }

    fn each(
        &mut self,
        text: &str,
        is_sentence: bool,
        words: &SegmentWords,
        mut take: impl FnMut(&Lattice<'_>, Vec<SegmentAtom>),
    ) {
        let count = self.texts.sentences(text);
        let ranges: Vec<_> = match is_sentence {
            true => std::iter::once(0..self.texts.tokens.len()).collect(),
            false => (0..count).map(|i| self.texts.sentences[i].tokens.clone()).collect(),
        };
        for range in ranges {
            self.texts.atoms(text, range, &mut self.atoms);
            let lattice = self.path.lattice(&self.atoms, &words.0);
            let atoms = self.atoms.all().iter().enumerate().map(|(i, a)| SegmentAtom {
                place: a.span.start as usize..a.span.end as usize,
                key: key(text, a),
                is_small: a.look == Look::Small,
                is_possible: i > 0 && lattice.is_possible(i),
            });
            let atoms = atoms.collect();
            take(&lattice, atoms);
        }
    }
}

impl Texts<'_> {
    /// The atoms of the matcher tokens `range`, which were read from `text`.
    fn atoms(&mut self, text: &str, range: std::ops::Range<usize>, atoms: &mut Atoms) {
        let (vocabulary, breaks) = (self.lexicon.vocabulary(), &self.lexicon.breaks);
        let reader = token::Reader { text, tokens: &self.tokens, vocabulary, breaks };
        self.lexemes.clear();
        let first = range.start;
        reader.read_apart(range, &mut self.lexemes);
        atoms.read(text, &self.tokens, first, &self.lexemes);
    }
}
