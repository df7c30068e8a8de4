//! Writing a pack: a new file, renamed over the old one.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use xxhash_rust::xxh3::Xxh3;

use super::error::{PackError, PackFault};
use super::layout::{self, ALIGNMENT, Header, MOST_SECTIONS, Row};

/// Collects sections and writes them.
#[derive(Debug, Default)]
pub(crate) struct Writer<'a> {
    sections: Vec<Given<'a>>,
}

#[derive(Debug)]
struct Given<'a> {
    name: Cow<'a, str>,
    version: u32,
    bytes: Cow<'a, [u8]>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a section; its name is checked when the pack is written.
    #[must_use]
    pub(crate) fn section(
        mut self,
        name: impl Into<Cow<'a, str>>,
        version: u32,
        bytes: impl Into<Cow<'a, [u8]>>,
    ) -> Self {
        self.sections.push(Given { name: name.into(), version, bytes: bytes.into() });
        self
    }

    /// Writes the pack to a new file in the folder of `path` and renames it to `path`.
    ///
    /// What stood there is replaced as a whole (a link too, not what it points to), or kept if this fails.
    pub(crate) fn write(&self, path: &Path) -> Result<(), PackError> {
        let rows = self.rows().map_err(|fault| PackError::new(path, fault))?;
        replace(path, |out| self.put(&rows, out)).map_err(|e| PackError::new(path, PackFault::Write(e)))
    }

    /// Names and lengths of the sections.
    pub(crate) fn lengths(&self) -> impl Iterator<Item = (&str, usize)> {
        self.sections.iter().map(|s| (s.name.as_ref(), s.bytes.len()))
    }

    /// The pack as it would be written.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, PackError> {
        let path = Path::new("the pack in memory");
        let rows = self.rows().map_err(|fault| PackError::new(path, fault))?;
        let mut out = Vec::new();
        self.put(&rows, &mut out).map_err(|e| PackError::new(path, PackFault::Write(e)))?;
        Ok(out)
    }

    /// The table.
    fn rows(&self) -> Result<Vec<Row>, PackFault> {
        let mut rows: Vec<Row> = Vec::with_capacity(self.sections.len());
        let mut end = layout::table_end(self.sections.len()) as u64;
        for Given { name, version, bytes } in &self.sections {
            let fault = |why| PackFault::Name { name: name.to_string(), why };
            let padded = layout::pad_name(name.as_bytes()).map_err(fault)?;
            if rows.iter().any(|row| row.name == padded) {
                return Err(fault("was given twice"));
            }
            if rows.len() == MOST_SECTIONS {
                return Err(fault("is one too many, a pack has at most 1024"));
            }
            let offset = end.next_multiple_of(u64::from(ALIGNMENT));
            let length = bytes.len() as u64;
            rows.push(Row { name: padded, offset, length, alignment: ALIGNMENT, version: *version });
            end = offset + length;
        }
        Ok(rows)
    }

    /// Puts out the whole file.
    fn put(&self, rows: &[Row], out: &mut impl Write) -> io::Result<()> {
        let mut table = Vec::new();
        rows.iter().for_each(|row| row.encode(&mut table));
        let mut hash = Xxh3::new();
        let mut length = layout::table_end(rows.len()) as u64;
        for piece in self.pieces(rows) {
            hash.update(piece);
            length += piece.len() as u64;
        }
        // `rows` refused more than `MOST_SECTIONS`.
        let header = Header { sections: rows.len() as u32, length, digest: hash.digest128() };
        out.write_all(&header.encode(&table))?;
        out.write_all(&table)?;
        self.pieces(rows).try_for_each(|piece| out.write_all(piece))
    }

    /// All that follows the table: padding and sections in turn.
    fn pieces(&self, rows: &[Row]) -> impl Iterator<Item = &[u8]> {
        const ZEROS: [u8; ALIGNMENT as usize] = [0; ALIGNMENT as usize];
        let mut end = layout::table_end(rows.len());
        self.sections.iter().flat_map(move |Given { bytes, .. }| {
            let offset = end.next_multiple_of(ALIGNMENT as usize);
            let padding = &ZEROS[..offset - end];
            end = offset + bytes.len();
            [padding, bytes]
        })
    }
}

/// Writes a new file and renames it to `path` once it is on the disk.
fn replace(path: &Path, put: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let (temporary, file) = Temporary::create(folder)?;
    let mut out = BufWriter::new(file);
    put(&mut out)?;
    let file = out.into_inner()?;
    file.sync_all()?;
    // Windows does not rename an open file.
    drop(file);
    temporary.rename(path)?;
    // The new name should be on the disk too. Not every system can do that for a folder, and after a power cut
    // there is a whole pack under either name.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// A file that goes when it is not renamed.
struct Temporary {
    path: PathBuf,
    renamed: bool,
}

impl Temporary {
    /// A new file with a name that no other has.
    fn create(folder: &Path) -> io::Result<(Self, File)> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".trich-{}-{count}.tmp", process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Self { path, renamed: false }, file)),
                // A process of this number was killed before it could clean up.
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(e),
            }
        }
    }

    fn rename(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // The error that led here is the one to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}
