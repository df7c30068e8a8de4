//! The file of a run's `error` records.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// It grows with the parts: what was written after the last part that is noted counts for nothing.
pub(super) struct ErrorFile {
    path: PathBuf,
    file: File,
    size: u64,
}

impl ErrorFile {
    /// Opens the file `path`, or makes it.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path);
        let file = file.with_context(|| {
            format!("cannot write {}; check the folder and its permissions", path.display())
        })?;
        Ok(Self { path: path.to_path_buf(), file, size: 0 })
    }

    /// Keeps the first `size` bytes.
    pub(super) fn cut(&mut self, size: u64) -> anyhow::Result<()> {
        let named = || format!("cannot write {}", self.path.display());
        if self.file.metadata().with_context(named)?.len() < size {
            bail!(
                "{} is shorter than the run left it; put it back, or begin again in another folder",
                self.path.display()
            );
        }
        self.file.set_len(size).with_context(named)?;
        self.size = size;
        Ok(())
    }

    /// Appends `records`.
    pub(super) fn write(&mut self, records: &[u8]) -> io::Result<()> {
        self.size += records.len() as u64;
        self.file.write_all(records)
    }

    /// Brings it to the disk. Gives its size in bytes.
    pub(super) fn sync(&mut self) -> io::Result<u64> {
        self.file.sync_data()?;
        Ok(self.size)
    }
}
