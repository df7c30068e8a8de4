//! The program: arguments to a run, and its exit status.

mod annotate;
mod args;
mod batch;
mod candidates;
mod documents;
mod eval;
mod explain;
mod extract;
mod files;
mod import;
mod input;
mod kb;
mod lexicon;
mod load;
mod new_file;
mod options;
mod out;
mod pack;
mod progress;
mod signal;
mod suggest;
mod target;
mod tokenize;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command};

use crate::error::Error;
use crate::record::{SCHEMA, UnknownSelector};
use crate::source::FieldMapError;

/// All was read.
const DONE: u8 = 0;
/// The program could not do its work.
const FAILED: u8 = 1;
/// The command line asks for something that there is not.
const USAGE: u8 = 2;
/// Finished, with `error` records.
const WITH_ERRORS: u8 = 3;

/// Runs the program. A usage error ends with status 2, which is clap's.
pub fn main() -> ExitCode {
    let args = Args::parse();
    ExitCode::from(run(args).unwrap_or_else(|error| fail(&error)))
}

fn run(args: Args) -> anyhow::Result<u8> {
    match args.command {
        Command::Extract(extract) => extract::run(&extract),
        Command::Candidates(extract) => candidates::run(&extract),
        Command::Run(batch) => batch::run(&batch),
        Command::Explain(explain) => explain::run(&explain),
        Command::Tokenize(tokenize) => tokenize::run(&tokenize),
        Command::Annotate(annotate) => annotate::run(&annotate),
        Command::Eval(eval) => eval::run(&eval),
        Command::Lexicon(lexicon) => lexicon::run(&lexicon),
        Command::Load(load) => load::run(&load),
        Command::Kb(kb) => kb::run(&kb),
        Command::Schema => print(SCHEMA.as_bytes()),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "trich", &mut out);
            print(&out)
        }
        Command::Man { command } => manual(command.as_deref()),
    }
}

/// Prints the manual page of `command`, or of the whole program.
fn manual(command: Option<&str>) -> anyhow::Result<u8> {
    let mut page = Args::command();
    page.build();
    let mut title = "trich".to_owned();
    if let Some(name) = command {
        let Some(found) = page.find_subcommand(name) else {
            anyhow::bail!("there is no command `{name}`; see trich --help");
        };
        page = found.clone();
        title = format!("trich-{name}");
    }
    let mut out = Vec::new();
    clap_mangen::Man::new(page).title(title).render(&mut out)?;
    print(&out)
}

/// Writes `bytes` to standard output.
fn print(bytes: &[u8]) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(DONE)
}

/// Tells `error`, unless it is that nobody reads the output any more, which is no failure.
fn fail(error: &anyhow::Error) -> u8 {
    let closed = error.chain().any(|e| {
        let io = e.downcast_ref::<io::Error>().or(match e.downcast_ref::<Error>() {
            Some(Error::Write(io)) => Some(io),
            _ => None,
        });
        io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    });
    if closed {
        return DONE;
    }
    // If standard error is closed too, there is nobody left to tell.
    let _ = writeln!(io::stderr(), "trich: {error:#}");
    if error.is::<UnknownSelector>() || error.is::<FieldMapError>() { USAGE } else { FAILED }
}
