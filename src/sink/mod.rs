//! Where records go: each sink implements [`Sink`](crate::Sink).

mod jsonl;
#[cfg(feature = "sqlite")]
mod parquet;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod rdf;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use jsonl::JsonLines;
#[cfg(feature = "sqlite")]
pub(crate) use parquet::write_parquet;
#[cfg(feature = "postgres")]
pub(crate) use postgres::Postgres;
#[cfg(feature = "sqlite")]
pub(crate) use rdf::write_rdf;
#[cfg(feature = "sqlite")]
pub(crate) use sqlite::Sqlite;
