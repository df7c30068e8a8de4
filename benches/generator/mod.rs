//! Names and news-like text for the benches, the same in every run.

mod names;
mod prose;
pub(crate) mod random;
pub(crate) mod words;

pub(crate) use names::Names;
pub(crate) use prose::Prose;
