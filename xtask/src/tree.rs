//! Where things lie: the workspace, its build output, the program, and the shared texts beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::run;

/// The workspace on disk.
#[derive(Deserialize)]
pub(crate) struct Tree {
    /// The folder of the root manifest.
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds; follows `CARGO_TARGET_DIR` and the configuration.
    #[serde(rename = "target_directory")]
    target: PathBuf,
}

impl Tree {
    /// Asks cargo for the workspace around the current folder.
    pub(crate) fn find() -> Result<Self> {
        let here = Path::new(".");
        let answer = run::capture(&mut run::cargo(here, "metadata --no-deps --format-version 1"))?;
        serde_json::from_str(&answer).context("cargo metadata gave no workspace")
    }

    /// The program, built in release mode; cargo does nothing where it is fresh.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        run::call(&mut run::cargo(&self.root, "build --quiet --release --bin trich"))?;
        Ok(self.built())
    }

    /// Where the release build of the program lies.
    pub(crate) fn built(&self) -> PathBuf {
        self.target.join("release").join(format!("trich{}", std::env::consts::EXE_SUFFIX))
    }

    /// A file or folder of `../shared`, if this machine has it.
    pub(crate) fn shared(&self, name: &str) -> Option<PathBuf> {
        let path = self.root.parent()?.join("shared").join(name);
        path.exists().then_some(path)
    }

    /// A folder for intermediate files, under the build output.
    pub(crate) fn scratch(&self) -> Result<PathBuf> {
        let path = self.target.join("xtask");
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(path)
    }
}

/// Reads a text file, naming it where that fails.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
