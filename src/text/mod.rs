//! From the text as received to the text the other rooms read: composed (NFC), with the way back.
//!
//! Clean text, nearly all of it, is borrowed and every offset maps to itself. Text that is not composed
//! is rewritten cluster by cluster, and a sparse list of edits leads from each place back to the original.

mod cluster;
mod dirt;
mod fold;
mod lookalike;
mod markup;
mod normal;
mod render;
mod repair;
mod tone;

pub(crate) use cluster::nfc;
pub(crate) use fold::{fold_into, lower_into, move_tone};
pub(crate) use markup::reference;
pub(crate) use normal::Normal;
pub(crate) use render::render;
pub(crate) use repair::Normalizer;
pub(crate) use tone::toneless_into;
