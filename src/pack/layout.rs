//! The bytes of the header and of the table of sections.

use std::borrow::Cow;

use xxhash_rust::xxh3::Xxh3;

use super::error::PackFault;

const MAGIC: [u8; 8] = *b"trichpk\n";
/// The version of the layout that this program writes and reads.
pub(super) const VERSION: u32 = 1;
/// The flags that this program knows.
const KNOWN_FLAGS: u32 = 0;
/// Length of the header.
pub(super) const HEADER: usize = 64;
/// Where its checksum stands: at its end.
pub(super) const CHECKSUM: usize = 56;
/// Length of a row of the table.
pub(super) const ROW: usize = 56;
/// Length of a name.
pub(super) const NAME: usize = 32;
/// More sections than any pack has; keeps the table of a hostile file small.
pub(super) const MOST_SECTIONS: usize = 1024;
/// The alignment of sections: a cache line, and the widest vector.
pub(super) const ALIGNMENT: u32 = 64;
/// The largest alignment: a mapping begins at a page, and pages are no smaller.
const LARGEST_ALIGNMENT: u32 = 4096;

/// Where the table ends and the rest of the file begins.
pub(super) fn table_end(sections: usize) -> usize {
    HEADER + sections * ROW
}

/// The header, without what is the same in every pack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) sections: u32,
    pub(super) length: u64,
    pub(super) digest: u128,
}

impl Header {
    /// Its bytes with the checksum over them and the table.
    pub(super) fn encode(&self, table: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER);
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend(KNOWN_FLAGS.to_le_bytes());
        out.extend(self.sections.to_le_bytes());
        out.extend([0; 4]);
        out.extend(self.length.to_le_bytes());
        out.extend(self.digest.to_le_bytes());
        out.extend([0; 8]);
        out.extend(checksum(&out, table).to_le_bytes());
        out
    }
}

/// Header and table of a pack; no byte after the table is read.
pub(super) fn decode(bytes: &[u8]) -> Result<(Header, Vec<Row>), PackFault> {
    let found = bytes.len() as u64;
    let start = &bytes[..bytes.len().min(MAGIC.len())];
    if start.is_empty() || !MAGIC.starts_with(start) {
        return Err(PackFault::NotAPack);
    }
    let short = || PackFault::Length { said: HEADER as u64, found };
    let mut rest = &bytes[start.len()..];
    let version = u32::from_le_bytes(take(&mut rest).ok_or_else(short)?);
    if version != VERSION {
        return Err(PackFault::Version { found: version });
    }
    let (flags, header, sum) = fields(rest).ok_or_else(short)?;
    if header.length != found {
        return Err(PackFault::Length { said: header.length, found });
    }
    let table = table(bytes, header.sections)?;
    if sum != checksum(&bytes[..CHECKSUM], table) {
        let to = (HEADER + table.len()) as u64;
        return Err(PackFault::Altered { what: "header or table of sections", from: 0, to });
    }
    if flags & !KNOWN_FLAGS != 0 {
        return Err(PackFault::Flags { found: flags });
    }
    Ok((header, table.chunks_exact(ROW).filter_map(Row::decode).collect()))
}

/// Flags, header and checksum, from the bytes after the version.
fn fields(mut rest: &[u8]) -> Option<(u32, Header, u64)> {
    let rest = &mut rest;
    let flags = u32::from_le_bytes(take(rest)?);
    let sections = u32::from_le_bytes(take(rest)?);
    let _zero: [u8; 4] = take(rest)?;
    let length = u64::from_le_bytes(take(rest)?);
    let digest = u128::from_le_bytes(take(rest)?);
    let _zero: [u8; 8] = take(rest)?;
    let sum = u64::from_le_bytes(take(rest)?);
    Some((flags, Header { sections, length, digest }, sum))
}

/// The bytes of the table, if they lie in the file.
fn table(bytes: &[u8], sections: u32) -> Result<&[u8], PackFault> {
    let fault = PackFault::Altered { what: "number of sections", from: 16, to: 20 };
    match usize::try_from(sections) {
        Ok(n) if n <= MOST_SECTIONS => bytes.get(HEADER..table_end(n)).ok_or(fault),
        _ => Err(fault),
    }
}

fn checksum(header: &[u8], table: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(header);
    hash.update(table);
    hash.digest()
}

/// Takes the first `N` bytes off.
fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*first)
}

/// One row of the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Padded with zeros.
    pub(super) name: [u8; NAME],
    pub(super) offset: u64,
    pub(super) length: u64,
    pub(super) alignment: u32,
    pub(super) version: u32,
}

impl Row {
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.extend(self.name);
        out.extend(self.offset.to_le_bytes());
        out.extend(self.length.to_le_bytes());
        out.extend(self.alignment.to_le_bytes());
        out.extend(self.version.to_le_bytes());
    }

    fn decode(mut row: &[u8]) -> Option<Self> {
        let rest = &mut row;
        let name = take(rest)?;
        let offset = u64::from_le_bytes(take(rest)?);
        let length = u64::from_le_bytes(take(rest)?);
        let alignment = u32::from_le_bytes(take(rest)?);
        let version = u32::from_le_bytes(take(rest)?);
        Some(Self { name, offset, length, alignment, version })
    }

    /// The name without its padding.
    pub(super) fn name(&self) -> &[u8] {
        let end = self.name.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
        &self.name[..end]
    }

    /// The fault of this section, told at a place in the file.
    pub(super) fn fault(&self, byte: u64, why: impl Into<Cow<'static, str>>) -> PackFault {
        PackFault::Section { name: self.name().escape_ascii().to_string(), byte, why: why.into() }
    }

    /// What is wrong with this row in a file of `length` bytes whose table ends at `start`.
    pub(super) fn check(&self, start: u64, length: u64) -> Result<(), &'static str> {
        let aligned = self.alignment.is_power_of_two()
            && (ALIGNMENT..=LARGEST_ALIGNMENT).contains(&self.alignment)
            && self.offset.is_multiple_of(u64::from(self.alignment));
        if pad_name(self.name()) != Ok(self.name) {
            Err("has a name that is empty or not visible ASCII")
        } else if !aligned {
            Err("is not aligned, or not to a power of two from 64 to 4096")
        } else if self.offset < start {
            Err("begins inside the header or the table")
        } else if self.offset.checked_add(self.length).is_none_or(|end| end > length) {
            Err("goes on after the end of the file")
        } else {
            Ok(())
        }
    }
}

/// The bytes of a name in the table, or what is wrong with it.
pub(super) fn pad_name(name: &[u8]) -> Result<[u8; NAME], &'static str> {
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        return Err("must be visible ASCII characters, at least one");
    }
    let mut padded = [0; NAME];
    padded.get_mut(..name.len()).ok_or("is longer than 32 bytes")?.copy_from_slice(name);
    Ok(padded)
}
