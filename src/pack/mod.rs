//! The pack: one file of named, aligned sections, mapped into memory and shared between processes.
//!
//! This room knows the container and nothing of what the sections mean. A [`Writer`] makes a pack, [`Pack`]
//! opens one, a section gives its bytes as slices of numbers, and an [`Array`] keeps such a slice with the pack it
//! lies in. Opening reads the header and the table of
//! sections and no more, so it takes the same time for a pack of any size; [`Pack::verify`] reads it all.
//!
//! All numbers are little endian. The header is 64 bytes:
//!
//! | byte | type | what |
//! | ---: | --- | --- |
//! | 0 | 8 bytes | magic, `trichpk\n` |
//! | 8 | u32 | version of this layout, 1 |
//! | 12 | u32 | flags; none is defined, and a pack with an unknown one is refused |
//! | 16 | u32 | number of sections, at most 1024 |
//! | 20 | u32 | zero |
//! | 24 | u64 | length of the file |
//! | 32 | u128 | digest: XXH3-128 of all bytes after the table, padding too |
//! | 48 | u64 | zero |
//! | 56 | u64 | checksum: XXH3-64 of bytes 0 to 56 and of the table |
//!
//! The table follows, 56 bytes a section, in the order in which the sections were given:
//!
//! | byte | type | what |
//! | ---: | --- | --- |
//! | 0 | 32 bytes | name: 1 to 32 visible ASCII characters, then zeros |
//! | 32 | u64 | offset in the file, a multiple of the alignment |
//! | 40 | u64 | length in bytes, without padding |
//! | 48 | u32 | alignment, a power of two from 64 to 4096; [`Writer`] gives 64 |
//! | 52 | u32 | version of what the section holds; its reader knows what it means |
//!
//! Then come the sections, with zeros up to the next multiple of 64 between them and none after the last.
//! Neither checksum nor digest is a secret: they find damage, not malice. Who reads a section must check every
//! number in it that it follows.
//!
//! A pack is never changed in place. [`Writer::write`] writes a new file and renames it over the old one, and
//! who has the old one open keeps its contents.

mod array;
mod error;
mod file;
mod layout;
mod section;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use array::Array;
pub use error::{PackError, PackFault};
pub(crate) use file::Pack;
pub(crate) use section::Section;
pub(crate) use write::Writer;
