//! The matcher beside its peers: runs its bench, which writes the record itself.

use std::fs;
use std::fs::File;
use std::io;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;

use crate::run;
use crate::tree::Tree;

/// Runs the bench over real news where they are at hand, else over text of its own generator.
pub(super) fn measure(tree: &Tree) -> Result<()> {
    let mut cargo = run::cargo(&tree.root, "bench --features internals --bench matcher -- --record");
    // A file of its own, so that what others unpacked stays.
    let unpacked = tree.scratch()?.join("matcher.jsonl");
    if let Some(news) = tree.shared("text/news.jsonl.gz") {
        let mut text = MultiGzDecoder::new(File::open(&news)?);
        let mut out =
            File::create(&unpacked).with_context(|| format!("cannot write {}", unpacked.display()))?;
        io::copy(&mut text, &mut out).with_context(|| format!("cannot unpack {}", news.display()))?;
        // Benches run in the root: the record then names no folder of this machine.
        cargo.arg("--text").arg(unpacked.strip_prefix(&tree.root).unwrap_or(&unpacked));
    } else {
        eprintln!("no real news beside the project: the bench makes its own text");
    }
    run::call(&mut cargo)?;
    if unpacked.exists() {
        fs::remove_file(&unpacked)?;
    }
    Ok(())
}
