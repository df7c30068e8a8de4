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
        let lexicon = &self.pipeline.lexicon;
        let (normal, s) = (self.normalizer.read(&document.text), &mut self.scratch);
        s.tokens.read(normal.as_str());
        token::split(&s.tokens, &lexicon.breaks, &mut s.sentences);
        let (vocabulary, breaks) = (lexicon.vocabulary(), &lexicon.breaks);
        let reader = Reader { text: normal.as_str(), tokens: &s.tokens, vocabulary, breaks };
        let mut sentences = Vec::with_capacity(s.sentences.len());
        for sentence in &s.sentences {
            s.lexemes.clear();
            reader.read(sentence.tokens.clone(), &mut s.lexemes);
            let mut tokens: Vec<TokenRecord> = Vec::with_capacity(s.lexemes.len());
            for lexeme in &s.lexemes {
                let span = normal.source(lexeme.span);
                match tokens.last_mut() {
                    // Both were made from one character of the original.
                    Some(last) if span.start < last.span.end => last.span.end = span.end,
                    _ => tokens.push(TokenRecord { span, kind: lexeme.kind }),
                }
            }
            sentences.push(SentenceRecord { span: normal.source(sentence.span), tokens });
        }
        sentences
    }

    /// As [`Worker::tokenize`], with the tokens joined to words; one of several tokens is of the kind
    /// [`LexemeKind::Word`]. Tokens are never cut.
    pub fn words(&mut self, document: &Document, segmenter: &Segmenter) -> Vec<SentenceRecord> {
        let lexicon = &self.pipeline.lexicon;
        let (normal, s) = (self.normalizer.read(&document.text), &mut self.scratch);
        s.tokens.read(normal.as_str());
        token::split(&s.tokens, &lexicon.breaks, &mut s.sentences);
        let (vocabulary, breaks) = (lexicon.vocabulary(), &lexicon.breaks);
        let reader = Reader { text: normal.as_str(), tokens: &s.tokens, vocabulary, breaks };
        let mut sentences = Vec::with_capacity(s.sentences.len());
        for sentence in &s.sentences {
            s.lexemes.clear();
            reader.read_apart(sentence.tokens.clone(), &mut s.lexemes);
            s.atoms.read(normal.as_str(), &s.tokens, sentence.tokens.start, &s.lexemes);
            let starts = s.path.find(segmenter, &s.atoms);
            let mut tokens: Vec<TokenRecord> = Vec::with_capacity(s.lexemes.len());
            for (atom, &is_start) in s.atoms.all().iter().zip(starts) {
                let span = normal.source(atom.span);
                match tokens.last_mut() {
                    Some(last) if !is_start => {
                        *last = TokenRecord {
                            span: SourceSpan { start: last.span.start, end: span.end },
                            kind: LexemeKind::Word,
                        };
                    }
                    // Both were made from one character of the original.
                    Some(last) if span.start < last.span.end => last.span.end = span.end,
                    _ => tokens.push(TokenRecord { span, kind: atom.kind }),
                }
            }
            sentences.push(SentenceRecord { span: normal.source(sentence.span), tokens });
        }
        sentences
    }
}

#[cfg(feature = "cli")]
/// The id of `document` in the output: its own, or that of its text.
pub(crate) fn id_of(document: &Document) -> String {
    document.id.clone().unwrap_or_else(|| crate::record::Id::of_text(&document.text).to_string())
}
