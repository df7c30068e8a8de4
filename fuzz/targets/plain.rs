//! The given text as one document: every span of the extraction is a slice of the text, and it can be explained.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use trich::{Document, Pipeline, SourceSpan};

fuzz_target!(|text: &str| {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    let pipeline = PIPELINE.get_or_init(|| Pipeline::builder().build().expect("the builtin lexicon loads"));
    let mut worker = pipeline.worker();
    let document = Document::from_text("-", text);
    let found = worker.extract(&document);
    let stands = |span: SourceSpan| assert!(!span.of(&document.text).is_empty(), "a finding has text");
    found.mentions.iter().for_each(|m| stands(m.span));
    found.claims.iter().for_each(|c| stands(c.span));
    found.events.iter().for_each(|e| stands(e.trigger));
    worker.explain(text);
});
