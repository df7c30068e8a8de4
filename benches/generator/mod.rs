//! Names and news-like text for the benches, the same in every run.

mod names;
mod prose;
pub(crate) mod random;
mod words;

pub(crate) use names::Names;
pub(crate) use prose::Prose;
