//! Tokens with their folded keys, and sentences: what all later rooms count in.

mod edge;
mod list;
mod scan;
mod sentence;

pub(crate) use edge::{Edges, Link};
pub(crate) use list::{Case, Joint, TokenKind, Tokens};
pub(crate) use sentence::{Breaks, Sentence, split};
