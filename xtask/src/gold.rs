//! The gold answers: read, joined with their articles, every surface in its place.

mod form;
mod resolve;
mod sentence;

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

pub(crate) use self::form::{Claim, Mention};
use crate::text::{self, Span, Text};
use crate::tree;

/// An article with its answers.
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) text: Text,
    sentences: Vec<Span>,
    pub(crate) mentions: Vec<Placed<Mention>>,
    pub(crate) claims: Vec<Placed<Claim>>,
    pub(crate) events: Vec<Event>,
}

/// An answer and where it stands.
pub(crate) struct Placed<T> {
    pub(crate) item: T,
    pub(crate) span: Span,
}

pub(crate) struct Event {
    pub(crate) item: form::Event,
    pub(crate) trigger: Span,
    pub(crate) roles: Vec<Role>,
}

pub(crate) struct Role {
    pub(crate) item: form::Role,
    /// Unknown where the filler stands in another sentence than the trigger.
    pub(crate) span: Option<Span>,
}

/// Reads a gold file; `articles` gives the texts that the gold does not carry itself.
pub(crate) fn read(gold: &Path, articles: &Path) -> Result<Vec<Article>> {
    let mut texts = None;
    let mut read = Vec::new();
    for (index, line) in tree::read(gold)?.lines().enumerate() {
        let place = || format!("{}:{}", gold.display(), index + 1);
        let form: form::Form = serde_json::from_str(line).with_context(place)?;
        if form.text.is_none() && texts.is_none() {
            texts = Some(read_texts(articles)?);
        }
        read.push(resolve(form, texts.as_ref()).with_context(place)?);
    }
    Ok(read)
}

fn resolve(mut form: form::Form, texts: Option<&HashMap<String, String>>) -> Result<Article> {
    let text = form.text.take().or_else(|| texts?.get(&form.id).cloned());
    let text = Text::new(&text.with_context(|| format!("no article has the id {:?}", form.id))?);
    let sentences = match form.sentences {
        Some(sentences) => sentences.into_iter().map(|(start, end)| Span::new(start, end)).collect(),
        None => sentence::split(&text),
    };
    let mentions = resolve::mentions(&text, form.mentions)?;
    let claims = resolve::claims(&text, form.claims)?;
    let events = resolve::events(&text, &sentences, &mentions, form.events)?;
    Ok(Article { id: form.id, text, sentences, mentions, claims, events })
}

/// The texts of the articles by id: the title, a line feed, the body.
fn read_texts(articles: &Path) -> Result<HashMap<String, String>> {
    #[derive(Deserialize)]
    struct Input {
        id: String,
        title: Option<String>,
        text: String,
    }
    let mut texts = HashMap::new();
    for (index, line) in tree::read(articles)?.lines().enumerate() {
        let input = serde_json::from_str::<Input>(line);
        let input = input.with_context(|| format!("{}:{}", articles.display(), index + 1))?;
        let text = text::join(input.title.as_deref(), &input.text);
        if texts.insert(input.id.clone(), text).is_some() {
            bail!("{}:{}: a second article has the id {:?}", articles.display(), index + 1, input.id);
        }
    }
    Ok(texts)
}

impl Article {
    /// Whether two positions stand in the same sentence.
    pub(crate) fn same_sentence(&self, one: usize, other: usize) -> bool {
        one == other || self.sentence(one).is_some_and(|index| self.sentence(other) == Some(index))
    }

    fn sentence(&self, at: usize) -> Option<usize> {
        self.sentences.iter().position(|span| (span.start..span.end).contains(&at))
    }
}
