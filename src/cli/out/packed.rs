//! A file that is compressed while it is written.

use std::io::{self, Write};
use std::path::Path;

use bzip2::write::BzEncoder;
use clap::ValueEnum;
use flate2::write::GzEncoder;
use liblzma::write::XzEncoder;

use super::super::new_file::NewFile;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Compression {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

/// The level of xz: half of what it can save, in a tenth of the time.
const XZ_LEVEL: u32 = 3;

impl Compression {
    /// What the names of such files end in.
    pub(in crate::cli) fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Bzip2 => "bz2",
            Self::Xz => "xz",
            Self::Zstd => "zst",
        }
    }

    /// How the file `path` is compressed, by its name.
    pub(super) fn of_name(path: &Path) -> Option<Self> {
        let end = path.extension()?;
        Self::value_variants().iter().copied().find(|compression| end == compression.extension())
    }
}

/// A new file, whatever its compression.
pub(in crate::cli) enum Packed {
    Bare(NewFile),
    Gzip(GzEncoder<NewFile>),
    Bzip2(BzEncoder<NewFile>),
    Xz(XzEncoder<NewFile>),
    Zstd(zstd::Encoder<'static, NewFile>),
}

impl Packed {
    /// Writes to `file`.
    pub(in crate::cli) fn new(file: NewFile, compression: Option<Compression>) -> io::Result<Self> {
        Ok(match compression {
            None => Self::Bare(file),
            Some(Compression::Gzip) => Self::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Some(Compression::Bzip2) => Self::Bzip2(BzEncoder::new(file, bzip2::Compression::default())),
            Some(Compression::Xz) => Self::Xz(XzEncoder::new(file, XZ_LEVEL)),
            Some(Compression::Zstd) => Self::Zstd(zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    /// Writes what the compression holds back. Gives the file.
    pub(in crate::cli) fn finish(self) -> io::Result<NewFile> {
        match self {
            Self::Bare(file) => Ok(file),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Bzip2(encoder) => encoder.finish(),
            Self::Xz(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Bare(file) => Write::write(file, bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Bzip2(encoder) => encoder.write(bytes),
            Self::Xz(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Bare(file) => file.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::Bzip2(encoder) => encoder.flush(),
            Self::Xz(encoder) => encoder.flush(),
            Self::Zstd(encoder) => encoder.flush(),
        }
    }
}
