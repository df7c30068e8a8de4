//! Names that the lists miss, gathered over many documents from what was found by shape and context.

mod candidate;
mod write;

use std::collections::{HashMap, HashSet};

pub(crate) use candidate::Candidate;
pub(crate) use write::{write_json, write_rows};

use crate::lexicon::{Kind, Lexicon, slug};
use crate::record::{Extraction, MentionRecord};
use crate::source::Document;

/// The most candidates that are kept; beyond them, those go that stand in the fewest documents.
const MOST: usize = 1 << 17;
/// What the weights made of no list begins with this.
const FOUND_BY: &str = "model/entity.tsv#";

/// Which candidates are proposed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Of these kinds; all when empty.
    pub(crate) kinds: Vec<Kind>,
    /// The fewest documents that a name stands in.
    pub(crate) documents: u32,
    /// The most names.
    pub(crate) limit: Option<usize>,
}

/// The candidates so far. Memory grows with the number of names up to a bound, and not with that of documents.
pub(crate) struct Suggestions<'l> {
    lexicon: &'l Lexicon,
    /// The ids of all names that the lists hold, of any kind.
    known: HashSet<String>,
    /// By the id of their name.
    candidates: HashMap<String, Candidate>,
    most: usize,
    documents: u32,
    /// Names in fewer documents than this may have been dropped.
    floor: u32,
}

impl<'l> Suggestions<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        Self::with_most(lexicon, MOST)
    }

    fn with_most(lexicon: &'l Lexicon, most: usize) -> Self {
        let known = lexicon.surfaces().map(slug).collect();
        Self { lexicon, known, candidates: HashMap::new(), most, documents: 0, floor: 0 }
    }

    /// Adds the names of a document that no list holds.
    pub(crate) fn add(&mut self, document: &Document, extraction: &Extraction<'_>) {
        self.documents += 1;
        for mention in extraction.mentions.iter().filter(|m| m.via.starts_with(FOUND_BY)) {
            if let Some(id) = self.unknown(mention) {
                let candidate = self.candidates.entry(id.to_owned()).or_default();
                candidate.add(self.documents, document, extraction, mention);
            }
        }
        if self.candidates.len() > self.most {
            self.shrink();
        }
    }

    /// The id of a name that no list holds.
    fn unknown<'m>(&self, mention: &'m MentionRecord<'_>) -> Option<&'m str> {
        let (_, id) = mention.entity.split_once('/')?;
        (!id.is_empty() && !self.known.contains(id)).then_some(id)
    }

    /// Drops the names in the fewest documents until a half is left.
    fn shrink(&mut self) {
        while self.candidates.len() > self.most / 2 {
            self.floor += 1;
            let floor = self.floor;
            self.candidates.retain(|_, candidate| candidate.documents > floor);
        }
    }

    /// The names that are wanted, those in most documents first, each with its id, and how many documents were read.
    pub(crate) fn finish(self, wanted: &Wanted) -> Proposal<'l> {
        let fits = |c: &Candidate| {
            c.documents >= wanted.documents && (wanted.kinds.is_empty() || wanted.kinds.contains(&c.kind()))
        };
        let mut names: Vec<(String, Candidate)> =
            self.candidates.into_iter().filter(|(_, c)| fits(c)).collect();
        names.sort_by(|(a, one), (b, other)| {
            (other.documents, other.mentions, a).cmp(&(one.documents, one.mentions, b))
        });
        names.truncate(wanted.limit.unwrap_or(usize::MAX));
        Proposal { lexicon: self.lexicon, names, documents: self.documents, floor: self.floor }
    }
}

/// The names that are proposed, by id.
pub(crate) struct Proposal<'l> {
    lexicon: &'l Lexicon,
    names: Vec<(String, Candidate)>,
    documents: u32,
    /// Names in this many documents or fewer may have been dropped.
    floor: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Pipeline;

    const TEXTS: [&str; 3] = [
        "Công ty Zubrex ra mắt điện thoại mới. CEO Zubrex cho biết như vậy.",
        "Công ty Zubrex gọi vốn 5 triệu USD. Nokia cũng vậy.",
        "Công ty Kolvanta gọi vốn 3 triệu USD.",
    ];

    fn proposal(pipeline: &Pipeline, most: usize, wanted: &Wanted) -> (Vec<(String, Candidate)>, u32) {
        let mut suggestions = Suggestions::with_most(pipeline.lexicon(), most);
        let mut worker = pipeline.worker();
        for text in TEXTS {
            let document = Document::from_text("-", text);
            suggestions.add(&document, worker.extract(&document));
        }
        let proposal = suggestions.finish(wanted);
        (proposal.names, proposal.floor)
    }

    #[test]
    fn names_of_no_list_are_counted_over_documents() {
        let pipeline = Pipeline::builder().build().unwrap();
        let (names, floor) = proposal(&pipeline, MOST, &Wanted::default());
        assert_eq!(floor, 0);
        let (id, first) = &names[0];
        assert_eq!((id.as_str(), first.kind(), first.documents), ("zubrex", Kind::Company, 2));
        assert!(first.mentions >= 2);
        assert_eq!(first.contexts.len(), 2);
        assert!(first.contexts[0].contains("[Zubrex]"), "{}", first.contexts[0]);
        assert!(names.iter().all(|(id, _)| id != "nokia"));
    }

    #[test]
    fn what_is_not_wanted_is_left_out() {
        let pipeline = Pipeline::builder().build().unwrap();
        let wanted = Wanted { documents: 2, ..Wanted::default() };
        assert_eq!(proposal(&pipeline, MOST, &wanted).0.len(), 1);
        let wanted = Wanted { kinds: vec![Kind::Place], ..Wanted::default() };
        assert!(proposal(&pipeline, MOST, &wanted).0.is_empty());
        let wanted = Wanted { limit: Some(1), ..Wanted::default() };
        assert_eq!(proposal(&pipeline, MOST, &wanted).0.len(), 1);
    }

    #[test]
    fn beyond_the_bound_the_rarest_go() {
        let pipeline = Pipeline::builder().build().unwrap();
        let (names, floor) = proposal(&pipeline, 1, &Wanted::default());
        assert!(names.len() <= 1);
        assert!(floor > 0);
    }
}
