//! From the dumps of outside knowledge bases to lexicon lists: `trich lexicon import`.
//!
//! A dump is far larger than memory, so everything here streams. What is kept at the same time, whatever the
//! size of the dump:
//!
//! - the subclass edges of the first pass, 8 bytes each (a few million in Wikidata: some tens of MB), and the
//!   classes that are reached from the list, about 16 bytes each;
//! - one line of the dump, at most [`dump::LONGEST`];
//! - rows that wait to be sorted, [`sorted::ROOM`] for each kind, the rest in temporary files;
//! - the id of each company that was kept, for the makers of products: 12 bytes and the id itself (about 30 MB a
//!   million); the numbers of the entities whose id had to be lengthened, about 8 bytes each;
//! - with `--counts`, the word counts, about 70 MB.

mod classes;
mod counts;
mod dump;
mod entity;
mod ids;
mod name;
mod output;
mod progress;
mod row;
mod sorted;
mod wikidata;

pub(crate) use wikidata::{Summary, Wikidata};
