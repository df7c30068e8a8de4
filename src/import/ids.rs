//! The ids of the rows, and those of the companies for the makers of products.

use std::collections::HashSet;

/// Gives ids: the slug of the name, or the slug with the number of the item where it is taken.
#[derive(Default)]
pub(super) struct Ids {
    last: String,
    /// Whose number is part of their id.
    numbered: HashSet<u32>,
}

impl Ids {
    /// The id of the item `qid`, and whether a better known one has its slug. The slugs come in order; an empty
    /// one, of a name that no id can show, gives `q95`.
    pub(super) fn next(&mut self, slug: &str, qid: u32) -> (String, bool) {
        if slug.is_empty() {
            self.numbered.insert(qid);
            return (format!("q{qid}"), false);
        }
        let homonym = self.last == slug;
        if homonym || number_at_end(slug).is_some_and(|n| self.numbered.contains(&n)) {
            self.numbered.insert(qid);
            slug.clone_into(&mut self.last);
            return (format!("{slug}-q{qid}"), homonym);
        }
        slug.clone_into(&mut self.last);
        (slug.to_owned(), false)
    }
}

/// The number of a slug that looks like an id with a number: 5 of `audi-q5`.
fn number_at_end(slug: &str) -> Option<u32> {
    let last = slug.rsplit('-').next()?;
    last.strip_prefix('q')?.parse().ok()
}

/// The ids of the companies that were kept, by their numbers: 12 bytes and the id for each.
#[derive(Default)]
pub(super) struct CompanyIds {
    /// Number, and where the id begins and ends in `text`.
    places: Vec<(u32, u32, u32)>,
    text: String,
}

impl CompanyIds {
    /// Notes the id of a company.
    pub(super) fn push(&mut self, qid: u32, id: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(id);
        self.places.push((qid, start, self.text.len() as u32));
    }

    /// All companies are known.
    pub(super) fn finish(&mut self) {
        self.places.sort_unstable();
    }

    /// The id of the company `qid`, if it was kept.
    pub(super) fn get(&self, qid: u32) -> Option<&str> {
        let at = self.places.binary_search_by_key(&qid, |p| p.0).ok()?;
        let (_, start, end) = self.places[at];
        self.text.get(start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_ids_are_the_same() {
        let mut ids = Ids::default();
        let given: Vec<_> = [
            ("", 900),
            ("audi", 1),
            ("audi", 5),
            ("audi-q5", 7),
            ("audi-q5-q7", 8),
            ("audi-q8", 9),
            ("q900", 10),
        ]
        .map(|(slug, qid)| ids.next(slug, qid).0)
        .to_vec();
        assert_eq!(
            given,
            ["q900", "audi", "audi-q5", "audi-q5-q7", "audi-q5-q7-q8", "audi-q8-q9", "q900-q10"]
        );
        assert!(ids.next("q900", 11).1);
    }

    #[test]
    fn companies_are_found_by_number() {
        let mut ids = CompanyIds::default();
        ids.push(9, "lumora");
        ids.push(3, "acme");
        ids.finish();
        assert_eq!((ids.get(9), ids.get(3), ids.get(4)), (Some("lumora"), Some("acme"), None));
    }
}
