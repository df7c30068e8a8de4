//! Sorts more rows than memory holds: runs are sorted in memory, written to files, and merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// What a sorter keeps in memory, in bytes of keys and values, before it writes a run.
pub(super) const ROOM: usize = 16 << 20;
/// The most runs that are open at the same time; when there are as many, they become one.
const RUNS: usize = 64;

/// Takes rows in any order.
pub(super) struct Sorter {
    /// The runs are `BASE.0`, `BASE.1` ...
    base: PathBuf,
    room: usize,
    bytes: Vec<u8>,
    rows: Vec<Held>,
    runs: Vec<PathBuf>,
    made: usize,
}

/// Where a row stands in the bytes: its key, then its value.
#[derive(Clone, Copy)]
struct Held {
    start: u32,
    key: u32,
    value: u32,
}

impl Sorter {
    /// A sorter that writes its runs into the folder `dir`, under names that begin with `name`.
    pub(super) fn new(dir: &Path, name: &str) -> Self {
        Self::with_room(dir, name, ROOM)
    }

    fn with_room(dir: &Path, name: &str, room: usize) -> Self {
        let base = dir.join(name);
        Self { base, room, bytes: Vec::new(), rows: Vec::new(), runs: Vec::new(), made: 0 }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let length = key.len() + value.len();
        if !self.rows.is_empty() && self.bytes.len() + length > self.room {
            self.spill()?;
        }
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        self.rows.push(Held { start, key: key.len() as u32, value: value.len() as u32 });
        Ok(())
    }

    /// All rows in order of their keys, compared byte by byte.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        self.spill()?;
        self.bytes = Vec::new();
        Sorted::open(std::mem::take(&mut self.runs))
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        if self.runs.len() == RUNS {
            self.unite()?;
        }
        let bytes = &self.bytes;
        let key = |row: &Held| &bytes[row.start as usize..][..row.key as usize];
        self.rows.sort_unstable_by(|a, b| key(a).cmp(key(b)));
        let path = self.base.with_extension(self.made.to_string());
        let mut out = BufWriter::new(File::create(&path)?);
        for row in &self.rows {
            let value = &bytes[(row.start + row.key) as usize..][..row.value as usize];
            write_row(&mut out, key(row), value)?;
        }
        out.flush()?;
        self.runs.push(path);
        self.made += 1;
        self.rows.clear();
        self.bytes.clear();
        Ok(())
    }

    fn unite(&mut self) -> io::Result<()> {
        let mut sorted = Sorted::open(std::mem::take(&mut self.runs))?;
        let path = self.base.with_extension(self.made.to_string());
        let mut out = BufWriter::new(File::create(&path)?);
        while let Some((key, value)) = sorted.next()? {
            write_row(&mut out, &key, &value)?;
        }
        out.flush()?;
        self.runs.push(path);
        self.made += 1;
        Ok(())
    }
}

/// A key, the number of its run, and the value.
type Head = (Vec<u8>, usize, Vec<u8>);

/// Gives rows in order of their keys; the files of the runs go with it.
pub(super) struct Sorted {
    paths: Vec<PathBuf>,
    runs: Vec<BufReader<File>>,
    /// The next key and value of each run, with its number.
    heads: BinaryHeap<Reverse<Head>>,
}

impl Sorted {
    fn open(paths: Vec<PathBuf>) -> io::Result<Self> {
        let mut sorted = Self { paths, runs: Vec::new(), heads: BinaryHeap::new() };
        for i in 0..sorted.paths.len() {
            sorted.runs.push(BufReader::with_capacity(1 << 16, File::open(&sorted.paths[i])?));
            sorted.advance(i)?;
        }
        Ok(sorted)
    }

    /// The next row, its key and its value.
    pub(super) fn next(&mut self) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
        let Some(Reverse((key, run, value))) = self.heads.pop() else { return Ok(None) };
        self.advance(run)?;
        Ok(Some((key, value)))
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        if let Some((key, value)) = read_row(&mut self.runs[run])? {
            self.heads.push(Reverse((key, run, value)));
        }
        Ok(())
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        self.runs.clear();
        for path in &self.paths {
            // The whole folder of temporary files goes at the end.
            let _ = fs::remove_file(path);
        }
    }
}

fn write_row(out: &mut impl Write, key: &[u8], value: &[u8]) -> io::Result<()> {
    out.write_all(&(key.len() as u32).to_le_bytes())?;
    out.write_all(&(value.len() as u32).to_le_bytes())?;
    out.write_all(key)?;
    out.write_all(value)
}

fn read_row(input: &mut impl Read) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut lengths = [0; 8];
    match input.read_exact(&mut lengths) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let [a, b, c, d, e, f, g, h] = lengths;
    let mut key = vec![0; u32::from_le_bytes([a, b, c, d]) as usize];
    let mut value = vec![0; u32::from_le_bytes([e, f, g, h]) as usize];
    input.read_exact(&mut key)?;
    input.read_exact(&mut value)?;
    Ok(Some((key, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_runs_become_one_order() {
        let dir = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::with_room(dir.path(), "x", 40);
        let mut want = Vec::new();
        for i in 0..2000u32 {
            let key = (i.wrapping_mul(2_654_435_761) >> 7).to_string();
            sorter.push(key.as_bytes(), &i.to_le_bytes()).unwrap();
            want.push((key.into_bytes(), i.to_le_bytes().to_vec()));
        }
        want.sort();
        let mut sorted = sorter.finish().unwrap();
        let mut got = Vec::new();
        while let Some(row) = sorted.next().unwrap() {
            got.push(row);
        }
        assert_eq!(got, want);
        drop(sorted);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn nothing_sorted_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Sorter::new(dir.path(), "x").finish().unwrap().next().unwrap().is_none());
    }
}
