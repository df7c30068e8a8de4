//! Tokens with their folded keys, and sentences: what all later rooms count in.

mod edge;
mod sentence;

pub(crate) use edge::{Case, Joint, TokenKind, Tokens};
pub(crate) use sentence::{Sentence, split};
