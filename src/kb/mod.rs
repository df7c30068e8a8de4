//! The knowledge base: records become the rows of tables, rows of many documents are merged, and questions are asked.
//!
//! It knows no store; [`Base`] is what it asks of one, and `sink` has them.

mod ask;
mod base;
mod error;
mod export;
mod key;
mod line;
mod load;
mod merge;
mod query;
mod record;
mod room;
mod row;
mod schema;
mod value;
mod view;

pub(crate) use ask::{Question, ask};
pub(crate) use base::{Base, Dialect, Keys, in_transaction};
pub(crate) use error::BaseError;
pub(crate) use export::each_row;
pub(crate) use key::Key;
pub(crate) use line::{LineBatch, Lines};
pub(crate) use load::{Loaded, Loader, take_out};
pub(crate) use merge::{CoreRoles, merge};
#[cfg(feature = "postgres")]
pub(crate) use query::names;
pub(crate) use query::{add, create_indexes, create_table, upsert};
pub(crate) use row::Rows;
pub(crate) use schema::{Column, TABLES, Table, Type, VERSION};
pub(crate) use value::Value;
pub(crate) use view::VIEWS;
