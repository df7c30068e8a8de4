//! `cargo xtask licences`: every dependency in the resolved tree under a licence that we allow.

mod expression;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::run;
use crate::tree::Tree;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// None for the members of the workspace.
    source: Option<String>,
}

/// Fails with the name and licence of each crate that may not be used.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let answer = run::capture(&mut run::cargo(&tree.root, "metadata --format-version 1 --all-features"))?;
    let metadata: Metadata = serde_json::from_str(&answer).context("cargo metadata is not as expected")?;
    let foreign: Vec<_> = metadata.packages.iter().filter(|package| package.source.is_some()).collect();
    let faults: Vec<_> = foreign.iter().filter_map(|package| fault(package)).collect();
    if !faults.is_empty() {
        bail!(
            "licences that are not allowed (the list is in xtask/src/licence/expression.rs):\n{}",
            faults.join("\n")
        );
    }
    eprintln!("{} dependencies, all under licences that are allowed", foreign.len());
    Ok(())
}

/// What is wrong with a package's licence, if anything.
fn fault(package: &Package) -> Option<String> {
    let reason = match &package.license {
        None => "names no licence".to_owned(),
        Some(licence) => match expression::is_met(licence) {
            Ok(true) => return None,
            Ok(false) => licence.clone(),
            Err(error) => format!("{licence:?} cannot be read: {error}"),
        },
    };
    Some(format!("  {} {}: {reason}", package.name, package.version))
}
