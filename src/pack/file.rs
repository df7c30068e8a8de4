//! An open pack.

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::{Mmap, MmapMut};
use xxhash_rust::xxh3::xxh3_128;

use super::error::{PackError, PackFault};
use super::layout::{self, HEADER, ROW, Row};
use super::section::Section;

/// A pack, mapped into memory; read only, so threads share it in an `Arc`.
///
/// Header and table are copied when it is opened and are not read again.
#[derive(Debug)]
pub(crate) struct Pack {
    file: PathBuf,
    map: Mmap,
    digest: u128,
    rows: Vec<Row>,
}

impl Pack {
    /// Opens a file; reads its header and table and checks them, and no byte of a section.
    pub(crate) fn open(path: &Path) -> Result<Self, PackError> {
        let map = map(path).map_err(|source| PackError::new(path, PackFault::Read(source)))?;
        Self::new(path, map)
    }

    /// A pack from a copy of bytes in memory.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, PackError> {
        let path = Path::new("the pack in memory");
        let map = copy(bytes).map_err(|source| PackError::new(path, PackFault::Read(source)))?;
        Self::new(path, map)
    }

    fn new(file: &Path, map: Mmap) -> Result<Self, PackError> {
        let (digest, rows) = check(&map).map_err(|fault| PackError::new(file, fault))?;
        Ok(Self { file: file.to_owned(), map, digest, rows })
    }

    /// The section of a name, if the pack has it.
    pub(crate) fn section(&self, name: &str) -> Option<Section<'_>> {
        let row = self.rows.iter().find(|row| row.name() == name.as_bytes())?;
        let start = usize::try_from(row.offset).ok()?;
        let length = usize::try_from(row.length).ok()?;
        let bytes = self.map.get(start..start.checked_add(length)?)?;
        Some(Section { file: &self.file, row, bytes })
    }

    /// The section of a name, which the pack must have, in the version that its reader knows.
    pub(crate) fn must(&self, name: &str, version: u32) -> Result<Section<'_>, PackError> {
        let missing = || PackError::new(&self.file, PackFault::Missing { name: name.to_owned() });
        let section = self.section(name).ok_or_else(missing)?;
        if section.version() == version {
            return Ok(section);
        }
        let fault = PackFault::SectionVersion { name: name.to_owned(), found: section.version(), version };
        Err(PackError::new(&self.file, fault))
    }

    /// Bytes of the file; none where it is not so long.
    #[inline]
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.map.get(range).unwrap_or_default()
    }

    /// The digest that the header gives: packs with equal contents have equal ones.
    pub(crate) fn digest(&self) -> u128 {
        self.digest
    }

    /// Reads everything and compares it with the digest.
    pub(crate) fn verify(&self) -> Result<(), PackError> {
        let start = layout::table_end(self.rows.len());
        let contents = self.map.get(start..).unwrap_or_default();
        if xxh3_128(contents) == self.digest {
            return Ok(());
        }
        let (from, to) = (start as u64, self.map.len() as u64);
        Err(PackError::new(&self.file, PackFault::Altered { what: "contents", from, to }))
    }
}

/// Digest and rows of a pack, with every row checked.
fn check(bytes: &[u8]) -> Result<(u128, Vec<Row>), PackFault> {
    let (header, rows) = layout::decode(bytes)?;
    let start = layout::table_end(rows.len()) as u64;
    for (i, row) in rows.iter().enumerate() {
        let twice = rows[..i].iter().any(|before| before.name == row.name);
        let result = if twice { Err("is there twice") } else { row.check(start, header.length) };
        result.map_err(|why| row.fault((HEADER + i * ROW) as u64, why))?;
    }
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by_key(|row| (row.offset, row.length));
    for pair in sorted.windows(2) {
        // The sum does not overflow: `Row::check` holds it against the length of the file.
        if pair[0].offset + pair[0].length > pair[1].offset {
            return Err(pair[1].fault(pair[1].offset, "begins inside another section"));
        }
    }
    Ok((header.digest, rows))
}

/// Maps a file, read only.
#[expect(unsafe_code, reason = "mapping a file; argued below")]
fn map(path: &Path) -> io::Result<Mmap> {
    little_endian()?;
    // Asked by name, since opening a pipe would wait for its writer.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let file = File::open(path)?;
    // SAFETY: The bytes must not change while they are mapped. Packs are written to a new file which is then
    // renamed (`Writer::write`), so nothing of ours writes to a file that has the name of a pack, and who has
    // an old one open keeps it. Another program that writes into a pack in place breaks the rule that the
    // format states; no program can rule that out. Against such accidents, header and table are copied once
    // and checked, and the bounds of slices come from that copy alone. A file that is cut short meanwhile ends
    // the process by a signal; nothing is read that is not there.
    unsafe { Mmap::map(&file) }
}

/// A copy of bytes, aligned like a mapped file.
fn copy(bytes: &[u8]) -> io::Result<Mmap> {
    little_endian()?;
    let mut map = MmapMut::map_anon(bytes.len())?;
    map.copy_from_slice(bytes);
    map.make_read_only()
}

/// Sections are used as they lie in the file.
fn little_endian() -> io::Result<()> {
    if cfg!(target_endian = "little") {
        return Ok(());
    }
    let why = "packs hold little-endian numbers and this processor is big-endian; load the folder instead";
    Err(io::Error::new(io::ErrorKind::Unsupported, why))
}
