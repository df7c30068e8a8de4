//! Tokens with their folded keys, and sentences: what all later rooms count in.

mod address;
mod edge;
mod letter;
mod lexeme;
mod list;
mod scan;
mod sentence;
mod vocabulary;

pub(crate) use edge::{Edges, Link, number_of};
pub use lexeme::LexemeKind;
pub(crate) use lexeme::{Lexeme, Reader};
pub(crate) use list::{Case, Joint, TokenKind, Tokens};
pub(crate) use sentence::{Breaks, Sentence, split};
pub(crate) use vocabulary::{Vocabulary, plain};
