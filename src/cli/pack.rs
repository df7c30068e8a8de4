//! `trich lexicon build`, `verify` and `stats`: packs, and what they hold.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::Build;
use super::lexicon::load;
use super::{DONE, FAILED, print};
use crate::error::Error;
use crate::lexicon::Lexicon;

/// Builds a pack; faults in the files go to standard output, one a line, as with `lexicon check`.
pub(super) fn build(args: &Build) -> anyhow::Result<u8> {
    let began = Instant::now();
    let lexicon =
        if args.no_builtin { Lexicon::from_dirs_alone(&args.dirs) } else { Lexicon::from_dirs(&args.dirs) };
    let lexicon = match lexicon {
        Err(error @ Error::Lexicon(_)) => {
            print(format!("{error}\n").as_bytes())?;
            return Ok(FAILED);
        }
        lexicon => lexicon?,
    };
    lexicon.write_pack(&args.output)?;
    let bytes = fs::metadata(&args.output).map_or(0, |file| file.len());
    let line = format!(
        "wrote {}: {} names, {bytes} bytes, {:.1} s\n",
        args.output.display(),
        lexicon.name_count(),
        began.elapsed().as_secs_f64()
    );
    print(line.as_bytes())
}

/// Reads all of a pack: against its digest, then as a lexicon.
pub(super) fn verify(path: &Path) -> anyhow::Result<u8> {
    let (lexicon, contents) = Lexicon::verify_pack(path)?;
    let line = format!(
        "{} is whole: {} names, lexicon {}, contents {contents}\n",
        path.display(),
        lexicon.name_count(),
        lexicon.digest()
    );
    print(line.as_bytes())
}

/// What a lexicon holds, and what it takes in a pack.
pub(super) fn stats(paths: &[PathBuf]) -> anyhow::Result<u8> {
    let began = Instant::now();
    let lexicon = load(paths)?;
    let took = began.elapsed();
    let names = lexicon.name_count();
    let mut out = String::new();
    let counts: Vec<String> = lexicon.entry_counts().iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    writeln!(out, "{names} names of {}", counts.join(", "))?;
    writeln!(out, "loaded in {:.1} ms", took.as_secs_f64() * 1e3)?;
    writeln!(out, "{:<20} {:>12} {:>12}", "section", "bytes", "a name")?;
    let lengths = lexicon.section_lengths()?;
    let mut row = |name: &str, bytes: usize| {
        writeln!(out, "{name:<20} {bytes:>12} {:>12.1}", bytes as f64 / names.max(1) as f64)
    };
    for (name, bytes) in &lengths {
        row(name, *bytes)?;
    }
    row("all", lengths.iter().map(|(_, bytes)| bytes).sum())?;
    print(out.as_bytes())?;
    Ok(DONE)
}
