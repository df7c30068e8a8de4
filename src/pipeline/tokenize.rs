//! Sentences and linguistic tokens of a document: what `extract` does not need, made only when asked for.

use super::Worker;
use crate::record::{SentenceRecord, TokenRecord};
use crate::segment::Segmenter;
use crate::source::Document;
use crate::span::SourceSpan;
use crate::token::{self, LexemeKind, Reader};

impl Worker<'_> {
    /// The sentences of `document` with their linguistic tokens. Spans count bytes of `document.text`.
    ///
    /// ```
    /// let pipeline = trich::Pipeline::builder().build()?;
    /// let document = trich::Document::from_text("-", "Máy có pin 5.000mAh.");
    /// let sentences = pipeline.worker().tokenize(&document);
    /// let tokens: Vec<&str> = sentences[0].tokens.iter().map(|t| t.span.of(&document.text)).collect();
    /// assert_eq!(tokens, ["Máy", "có", "pin", "5.000", "mAh", "."]);
    /// # Ok::<(), trich::Error>(())
    /// ```
    pub fn tokenize(&mut self, document: &Document) -> Vec<SentenceRecord> {
        self.sentences_of(document, None)
    }

    /// As [`Worker::tokenize`], with the tokens joined to words; one of several tokens is of the kind
    /// [`LexemeKind::Word`]. Tokens are never cut.
    pub fn words(&mut self, document: &Document, segmenter: &Segmenter) -> Vec<SentenceRecord> {
        self.sentences_of(document, Some(segmenter))
    }

    fn sentences_of(&mut self, document: &Document, segmenter: Option<&Segmenter>) -> Vec<SentenceRecord> {
        let lexicon = &self.pipeline.lexicon;
        let (normal, s) = (self.normalizer.read(&document.text), &mut self.scratch);
        s.tokens.read(normal.as_str());
        token::split(&s.tokens, &lexicon.breaks, &mut s.sentences);
        let (vocabulary, breaks) = (lexicon.vocabulary(), &lexicon.breaks);
        let reader = Reader { text: normal.as_str(), tokens: &s.tokens, vocabulary, breaks };
        let mut sentences = Vec::with_capacity(s.sentences.len());
        let mut sources = normal.sources();
        for sentence in &s.sentences {
            s.lexemes.clear();
            let mut tokens = Vec::new();
            match segmenter {
                None => {
                    reader.read(sentence.tokens.clone(), &mut s.lexemes);
                    tokens.reserve(s.lexemes.len());
                    for lexeme in &s.lexemes {
                        add(&mut tokens, sources.of(lexeme.span), lexeme.kind);
                    }
                }
                Some(segmenter) => {
                    reader.read_apart(sentence.tokens.clone(), &mut s.lexemes);
                    s.atoms.read(normal.as_str(), &s.tokens, sentence.tokens.start, &s.lexemes);
                    let starts = s.path.find(segmenter, &s.atoms);
                    tokens.reserve(starts.iter().filter(|&&is_start| is_start).count());
                    for (atom, &is_start) in s.atoms.all().iter().zip(starts) {
                        let span = sources.of(atom.span);
                        match tokens.last_mut() {
                            Some(word) if !is_start => join(word, span),
                            _ => add(&mut tokens, span, atom.kind),
                        }
                    }
                }
            }
            sentences.push(SentenceRecord { span: normal.source(sentence.span), tokens });
        }
        sentences
    }
}

/// Adds a token, or widens the last one, where both were made from one character of the original.
fn add(tokens: &mut Vec<TokenRecord>, span: SourceSpan, kind: LexemeKind) {
    match tokens.last_mut() {
        Some(last) if span.start < last.span.end => last.span.end = span.end,
        _ => tokens.push(TokenRecord { span, kind }),
    }
}

/// Widens `word` by the token at `span`.
fn join(word: &mut TokenRecord, span: SourceSpan) {
    word.span.end = span.end;
    word.kind = LexemeKind::Word;
}

/// The id of `document` in the output: its own, or that of its text.
#[cfg(feature = "cli")]
pub(crate) fn id_of(document: &Document) -> String {
    document.id.clone().unwrap_or_else(|| crate::record::Id::of_text(&document.text).to_string())
}
