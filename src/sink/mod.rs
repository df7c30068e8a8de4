//! Where records go: each sink implements [`Sink`](crate::Sink).

mod jsonl;

pub use jsonl::JsonLines;
