//! What goes into a run: all that its records hang on. A run is resumed only with the same.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::ValueEnum;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::args::Batch;
use super::super::input;
use crate::record::{ENGINE, SCHEMA_VERSION};

/// The contents of manifest.json.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    schema: u32,
    engine: String,
    /// The digest of the lexicon.
    lexicon: String,
    /// As on the command line.
    options: Value,
    pub(super) inputs: Vec<Input>,
}

/// An input file; one that cannot be looked at has no size.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Input {
    path: String,
    /// In bytes.
    pub(super) size: Option<u64>,
    /// ISO 8601, in UTC.
    modified: Option<String>,
}

impl Input {
    fn of(path: &Path) -> Self {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let modified = metadata.as_ref().and_then(|m| Timestamp::try_from(m.modified().ok()?).ok());
        let modified = modified.map(|time| time.to_string());
        Self { path: input::name(path), size: metadata.map(|m| m.len()), modified }
    }
}

impl Manifest {
    /// Bytes of the first `count` inputs.
    pub(super) fn size(&self, count: usize) -> u64 {
        self.inputs.iter().take(count).map(|input| input.size.unwrap_or(0)).sum()
    }

    /// That of the run that `args` ask for, of `files`, with the lexicon of digest `lexicon`.
    pub(super) fn of(args: &Batch, files: &[PathBuf], lexicon: &str) -> Self {
        let (input, work) = (&args.input, &args.work);
        Self {
            schema: SCHEMA_VERSION,
            engine: ENGINE.to_owned(),
            lexicon: lexicon.to_owned(),
            options: json!({
                "part_size": args.part_size,
                "input_format": name(&input.input_format),
                "preset": input.preset.as_ref().map(name),
                "encoding": name(&input.encoding),
                "document_per": name(&input.document_per),
                "field": input.field,
                "html": input.html,
                "max_document": input.max_document,
                "max_ratio": input.max_ratio,
                "max_unpacked": input.max_unpacked,
                "only": work.only,
                "offsets": name(&work.offsets),
                "with_text": work.with_text,
                "nest": work.nest,
                "compress": args.compress.as_ref().map(name),
                "errors": args.errors,
            }),
            inputs: files.iter().map(|path| Input::of(path)).collect(),
        }
    }

    /// The manifest of a run that wrote the file `path`; none where there is no such file.
    pub(super) fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let manifest = serde_json::from_slice(&text);
        manifest.map(Some).with_context(|| format!("{} is no manifest of this program", path.display()))
    }

    /// The text of the file.
    pub(super) fn to_json(&self) -> anyhow::Result<String> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    /// # Errors
    /// Says what differs from the manifest of the run that is to be resumed.
    pub(super) fn check(&self, earlier: &Self) -> anyhow::Result<()> {
        if self == earlier {
            return Ok(());
        }
        for (mine, theirs) in self.inputs.iter().zip(&earlier.inputs) {
            if mine.path != theirs.path {
                bail!(
                    "the run that is to be resumed reads {} where this one reads {}; give it the same files in the same order",
                    theirs.path,
                    mine.path
                );
            }
            if mine != theirs {
                bail!("{} has changed since the run began; begin again in another folder", mine.path);
            }
        }
        if self.inputs.len() != earlier.inputs.len() {
            let (mine, theirs) = (self.inputs.len(), earlier.inputs.len());
            bail!("the run that is to be resumed reads {theirs} files and not {mine}; give it the same");
        }
        let (mine, theirs) = (serde_json::to_value(self)?, serde_json::to_value(earlier)?);
        let options = |value: &Value| value["options"].as_object().cloned().unwrap_or_default();
        let (my_options, their_options) = (options(&mine), options(&theirs));
        let option = my_options.iter().find(|(key, value)| their_options.get(*key) != Some(value));
        if let Some((key, value)) = option {
            let theirs = their_options.get(key).unwrap_or(&Value::Null);
            bail!(
                "the run that is to be resumed has --{} {theirs}, this one {value}; give it the same options",
                key.replace('_', "-")
            );
        }
        let key = ["engine", "lexicon", "schema"].into_iter().find(|key| mine[key] != theirs[key]);
        let key = key.unwrap_or("options");
        bail!(
            "the run that is to be resumed has the {key} {}, this one {}; go on with the same, or begin again in another folder",
            theirs[key],
            mine[key]
        )
    }
}

/// A choice as it is named on the command line.
fn name(choice: &impl ValueEnum) -> String {
    choice.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}
