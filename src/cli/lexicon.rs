//! `trich lexicon`: checks files, and runs the examples that the rules carry; packs are in `pack.rs`, imports in
//! `import.rs`.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::{Lexicon as Args, LexiconCommand};
use super::{DONE, FAILED, import, pack, print, suggest};
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    match &args.command {
        LexiconCommand::Check { dirs } => check(dirs),
        LexiconCommand::Build(args) => pack::build(args),
        LexiconCommand::Verify { pack } => pack::verify(pack),
        LexiconCommand::Stats { paths } => pack::stats(paths),
        LexiconCommand::Suggest(args) => suggest::run(args),
        LexiconCommand::Import(args) => import::run(args),
    }
}

/// The lexicon of a pack, or the builtin one with folders laid over it.
pub(super) fn load(paths: &[PathBuf]) -> anyhow::Result<Lexicon> {
    match paths {
        [pack] if pack.is_file() => Ok(Lexicon::from_pack(pack)?),
        _ => match paths.iter().find(|path| path.is_file()) {
            Some(pack) => anyhow::bail!(
                "{} is a file, and a pack is used alone; make one pack of all folders: trich lexicon build DIR... -o FILE",
                pack.display()
            ),
            None => Ok(Lexicon::from_dirs(paths)?),
        },
    }
}

fn check(dirs: &[PathBuf]) -> anyhow::Result<u8> {
    let lexicon = match Lexicon::from_dirs(dirs) {
        Ok(lexicon) => lexicon,
        // Faults are what the command is for: they go to standard output, one a line.
        Err(error @ Error::Lexicon(_)) => {
            print(format!("{error}\n").as_bytes())?;
            return Ok(FAILED);
        }
        Err(error) => return Err(error.into()),
    };
    let mut faults: Vec<String> = lexicon.check().iter().map(ToString::to_string).collect();
    let pipeline = Pipeline::builder().lexicon(lexicon).build()?;
    let examples = pipeline.run_examples();
    faults.extend(examples.faults.iter().map(ToString::to_string));
    let mut out = faults.join("\n");
    if !out.is_empty() {
        out.push('\n');
    }
    let lexicon = pipeline.lexicon();
    let types = lexicon.event_types().count();
    writeln!(
        out,
        "{} names, {types} event types, {} examples run, {} of them open, {} faults",
        lexicon.name_count(),
        examples.run,
        examples.open,
        faults.len()
    )?;
    print(out.as_bytes())?;
    Ok(if faults.is_empty() { DONE } else { FAILED })
}
