//! The folder that is written: nothing appears in it before all of it is there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::lexicon::Kind;

/// The list that holds the names of a kind.
pub(super) fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Company => "companies.tsv",
        Kind::Product => "products.tsv",
        Kind::Person => "people.tsv",
        Kind::Place => "places.tsv",
        Kind::Organization => "organizations.tsv",
    }
}

/// A folder for temporary files within the one that is written; it goes when this goes.
pub(super) struct Output {
    out: PathBuf,
    scratch: PathBuf,
}

impl Output {
    /// Makes the folder `out`. Lists that stand there already are a fault unless `force` is set.
    pub(super) fn open(out: &Path, force: bool) -> anyhow::Result<Self> {
        let there: Vec<_> =
            Kind::ALL.iter().map(|&k| file_name(k)).filter(|f| out.join(f).exists()).collect();
        if !force && !there.is_empty() {
            bail!(
                "{} holds {} already; name another folder, or give --force to write over them",
                out.display(),
                there.join(", ")
            );
        }
        let scratch = out.join(format!(".trich-import-{}", std::process::id()));
        fs::create_dir_all(&scratch).with_context(|| {
            format!("cannot make the folder {}; check its permissions", scratch.display())
        })?;
        Ok(Self { out: out.to_path_buf(), scratch })
    }

    /// Where temporary files go, and the lists until they are complete.
    pub(super) fn scratch(&self) -> &Path {
        &self.scratch
    }

    /// Puts the lists into their place.
    pub(super) fn publish(&self) -> io::Result<()> {
        for &kind in Kind::ALL {
            let name = file_name(kind);
            fs::rename(self.scratch.join(name), self.out.join(name))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // What is left there is of no use, and no harm.
        let _ = fs::remove_dir_all(&self.scratch);
    }
}
