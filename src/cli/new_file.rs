//! A file that is there as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// A file under a temporary name, which it keeps until all of it is on the disk. It goes when it is not kept.
pub(super) struct NewFile {
    path: PathBuf,
    temporary: PathBuf,
    file: Option<BufWriter<File>>,
}

impl NewFile {
    /// A file that will be `path`. What an earlier run left of it is overwritten.
    pub(super) fn create(path: PathBuf) -> io::Result<Self> {
        let mut temporary = path.clone().into_os_string();
        temporary.push(".tmp");
        let temporary = PathBuf::from(temporary);
        let file = Some(BufWriter::new(File::create(&temporary)?));
        Ok(Self { path, temporary, file })
    }

    /// Appends `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    /// Brings the file to the disk and gives it its name, in this order.
    pub(super) fn keep(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.into_inner()?.sync_all()?;
            // It is a temporary file still if this fails.
            if let Err(error) = fs::rename(&self.temporary, &self.path) {
                let _ = fs::remove_file(&self.temporary);
                return Err(error);
            }
        }
        // The new name should be on the disk too. Not every system can do that for a folder.
        if let Some(folder) = self.path.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// Writes the file `path`.
    pub(super) fn whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let write = || {
            let mut file = Self::create(path.to_path_buf())?;
            file.write(bytes)?;
            file.keep()
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::write(self, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Without a file it was kept. The error that led here is the one to tell.
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
