//! The gold answers: read, joined with their articles, every surface in its place.

mod form;
mod resolve;
mod sentence;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

pub use self::form::{Claim, Event as EventForm, Mention, Role as RoleForm, Trigger};
use super::{CharSpan, Text, lines};
use crate::error::{Diagnostic, Error};
use crate::source::{Document, Options, Reader};

/// Articles by their id.
pub type Articles = HashMap<String, Document>;

/// An article with its answers.
pub struct Article {
    /// The id of the gold, which is that of the document.
    pub id: String,
    /// The article as it goes into the program.
    pub document: Document,
    /// Its text; all places count here.
    pub text: Text,
    sentences: Vec<CharSpan>,
    /// The names in it, in order of place.
    pub mentions: Vec<Placed<Mention>>,
    /// Its quantities, as the gold has them.
    pub claims: Vec<Placed<Claim>>,
    /// Its events, as the gold has them.
    pub events: Vec<Event>,
}

/// An answer and where it stands.
#[derive(Clone)]
pub struct Placed<T> {
    /// The answer.
    pub item: T,
    /// Its place, in code points of the text.
    pub span: CharSpan,
}

/// An event and where its trigger and its roles stand.
pub struct Event {
    /// The answer, without its roles.
    pub item: EventForm,
    /// The place of the trigger, in code points of the text.
    pub trigger: CharSpan,
    /// Its roles.
    pub roles: Vec<Role>,
}

/// A role and where its filler stands.
pub struct Role {
    /// The answer.
    pub item: RoleForm,
    /// In code points of the text; unknown where the filler stands in another sentence than the trigger.
    pub span: Option<CharSpan>,
}

/// Reads the gold file `gold`; `articles` are files with the texts that it does not carry itself, and with the titles and
/// dates that the program wants of them.
///
/// # Errors
/// [`Error::Read`] for a file that cannot be opened; [`Error::Annotation`], with file and line, for what cannot be read or
/// does not stand in its article.
pub fn read_files(gold: &Path, articles: &[PathBuf]) -> Result<Vec<Article>, Error> {
    let articles = read_articles(articles)?;
    read(BufReader::new(open(gold)?), &gold.display().to_string(), &articles)
}

/// Reads gold answers, one article a line; errors call the input `name`.
///
/// # Errors
/// As [`read_files`].
pub fn read(input: impl BufRead, name: &str, articles: &Articles) -> Result<Vec<Article>, Error> {
    let mut read = Vec::new();
    lines(input, name, |line| {
        let form: form::Form = serde_json::from_str(line).map_err(|error| {
            format!("{error}; each line is an object with `id`, `mentions`, `claims` and `events`")
        })?;
        read.push(resolve(form, articles)?);
        Ok(())
    })?;
    Ok(read)
}

/// Reads articles, as the program reads them.
///
/// # Errors
/// [`Error::Read`] for a file that cannot be opened; [`Error::Annotation`] for an article that cannot be read, has no id, or
/// has that of another.
pub fn read_articles(paths: &[PathBuf]) -> Result<Articles, Error> {
    let mut articles = HashMap::new();
    for path in paths {
        let mut reader = Reader::new(open(path)?, path.display().to_string(), Options::default());
        let mut line = 0;
        while let Some(item) = reader.next() {
            line += 1;
            let fault = |message| Diagnostic { file: path.display().to_string(), line, column: 1, message };
            let document = item.map_err(|error| Error::Annotation(fault(error.message)))?;
            let Some(id) = document.id.clone() else {
                let message = "the article has no `id`, and the gold is joined by it; give it one";
                return Err(Error::Annotation(fault(message.to_owned())));
            };
            if articles.insert(id.clone(), document).is_some() {
                let message = format!("a second article has the id {id:?}; each must have its own");
                return Err(Error::Annotation(fault(message)));
            }
        }
    }
    Ok(articles)
}

fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

fn resolve(mut form: form::Form, articles: &Articles) -> Result<Article, String> {
    let document = match (form.text.take(), articles.get(&form.id)) {
        (None, None) => {
            return Err(format!(
                "the gold carries no `text`, and no article has the id {:?}; name the file of the articles with --articles",
                form.id
            ));
        }
        (Some(text), Some(article)) if article.text != text => {
            return Err(format!(
                "the `text` is another than that of the article {:?}; annotate the article that is scored",
                form.id
            ));
        }
        (_, Some(article)) => article.clone(),
        (Some(text), None) => Document { id: Some(form.id.clone()), ..Document::from_text("-", text) },
    };
    let text = Text::new(&document.text);
    let sentences = match form.sentences {
        Some(sentences) => sentences.into_iter().map(|(start, end)| CharSpan::new(start, end)).collect(),
        None => sentence::split(&text),
    };
    let mentions = resolve::mentions(&text, form.mentions)?;
    let claims = resolve::claims(&text, form.claims)?;
    let events = resolve::events(&text, &sentences, &mentions, form.events)?;
    Ok(Article { id: form.id, document, text, sentences, mentions, claims, events })
}

impl Article {
    /// Whether two positions stand in the same sentence.
    pub(super) fn same_sentence(&self, one: usize, other: usize) -> bool {
        one == other || self.sentence(one).is_some_and(|index| self.sentence(other) == Some(index))
    }

    fn sentence(&self, at: usize) -> Option<usize> {
        self.sentences.iter().position(|span| (span.start..span.end).contains(&at))
    }
}
