//! Where records go, as the command line says it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};

use super::super::new_file::NewFile;
use super::Set;
use super::csv::CsvTable;
use super::lines::LineFile;
use super::packed::{Compression, Packed};
use super::parquet::ParquetTable;
use super::tables::Tables;

/// A file of JSON Lines, or a folder of tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Destination {
    /// One JSON object a line; compressed where the name ends so.
    Lines(PathBuf),
    /// A folder with a .csv for each type of record.
    Csv(PathBuf),
    /// A folder with a .parquet for each type of record.
    Parquet(PathBuf),
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("csv" | "parquet", "")) => Err("a folder is missing behind the colon".to_owned()),
            Some(("csv", folder)) => Ok(Self::Csv(folder.into())),
            Some(("parquet", folder)) => Ok(Self::Parquet(folder.into())),
            _ if text.is_empty() => Err("write FILE, csv:DIR or parquet:DIR".to_owned()),
            _ if text.ends_with('/') => {
                Err(format!("`{text}` is a folder; write a file, csv:{text} or parquet:{text}"))
            }
            _ => Ok(Self::Lines(text.into())),
        }
    }
}

impl Destination {
    /// Makes the folder of tables, and sees that nothing stands where files will: one file of lines is replaced as a whole,
    /// but numbered files and tables want none before them.
    pub(super) fn prepare(&self, rotates: bool) -> anyhow::Result<()> {
        match self {
            Self::Lines(path) if rotates => {
                let first = numbered(path, 0);
                if first.exists() {
                    bail!("{} is there already; remove what an earlier run wrote", first.display());
                }
            }
            Self::Lines(_) => {}
            Self::Csv(folder) | Self::Parquet(folder) => {
                fs::create_dir_all(folder).with_context(|| {
                    format!("cannot make the folder {}; check its permissions", folder.display())
                })?;
                if fs::read_dir(folder)?.next().is_some() {
                    bail!("the folder {} is not empty; name another one", folder.display());
                }
            }
        }
        Ok(())
    }

    /// New files, with this number in their names if there is one.
    pub(super) fn begin(&self, number: Option<usize>, nest: bool) -> io::Result<Box<dyn Set>> {
        Ok(match self {
            Self::Lines(path) => {
                let path = number.map_or_else(|| path.clone(), |number| numbered(path, number));
                let compression = Compression::of_name(&path);
                Box::new(LineFile(Packed::new(NewFile::create(path)?, compression)?))
            }
            Self::Csv(folder) => Box::new(Tables::<CsvTable>::create(folder, number, nest)?),
            Self::Parquet(folder) => Box::new(Tables::<ParquetTable>::create(folder, number, nest)?),
        })
    }
}

/// `path` with a number before what its name ends in: records-000001.jsonl.zst.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let packed = Compression::of_name(path).and(path.extension());
    let bare = if packed.is_some() { path.with_extension("") } else { path.to_path_buf() };
    let stem = bare.file_stem().unwrap_or_default().to_string_lossy();
    let mut name = format!("{stem}-{number:06}");
    for end in bare.extension().into_iter().chain(packed) {
        name = format!("{name}.{}", end.to_string_lossy());
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_told_by_its_beginning() {
        assert_eq!("a/b.jsonl.zst".parse(), Ok(Destination::Lines("a/b.jsonl.zst".into())));
        assert_eq!("csv:a".parse(), Ok(Destination::Csv("a".into())));
        assert_eq!("parquet:a/b".parse(), Ok(Destination::Parquet("a/b".into())));
        for bad in ["", "csv:", "folder/"] {
            assert!(bad.parse::<Destination>().is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_stand_before_the_endings() {
        let name = |path: &str| numbered(Path::new(path), 12).display().to_string();
        assert_eq!(name("a/2026.11.jsonl.gz"), "a/2026.11-000012.jsonl.gz");
        assert_eq!(name("a.jsonl"), "a-000012.jsonl");
        assert_eq!(name("a"), "a-000012");
        assert_eq!(name("a.zst"), "a-000012.zst");
    }
}
