//! The commands that load and ask a base.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::LexiconPaths;
use crate::cli::target::Target;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Load {
    /// Files of records or folders of trich run; `-` or none is standard input
    pub(in crate::cli) files: Vec<PathBuf>,
    /// sqlite:FILE, postgres://USER@HOST/DATABASE, parquet:DIR or rdf:FILE.nq
    #[arg(long, value_name = "TARGET")]
    pub(in crate::cli) to: Target,
    /// Send lines that are no records, and `error` records, to this file instead of standard error
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) errors: Option<PathBuf>,
    /// Write what the load did as JSON to this file; `-` is standard error
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) summary: Option<PathBuf>,
    /// Say nothing on standard error but failures
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Kb {
    #[command(subcommand)]
    pub(in crate::cli) command: KbCommand,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct BaseOption {
    /// The base: sqlite:FILE or postgres://USER@HOST/DATABASE
    #[arg(long, value_name = "TARGET", default_value = "sqlite:kb.db")]
    pub(in crate::cli) base: Target,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KbCommand {
    /// Merge what documents say of the same: near-duplicates to sources, claims to facts, events to happenings
    ///
    /// Only what changed since the last merge is looked at. One that was broken off goes on when it is given again.
    Merge {
        #[command(flatten)]
        base: BaseOption,
        /// Say nothing on standard error but failures
        #[arg(long, short)]
        quiet: bool,
        #[command(flatten)]
        lexicon: LexiconPaths,
    },
    /// Ask a question of what was merged; each is a view of the same name, too
    Ask(Ask),
    /// Take a document out, with all that came of it; what was merged of it goes with the next merge
    Remove {
        /// The source of the document
        source: String,
        /// Its id
        id: String,
        #[command(flatten)]
        base: BaseOption,
    },
    /// List the documents that another engine or lexicon read, as source and id: extract and load them again
    Stale {
        #[command(flatten)]
        base: BaseOption,
        #[command(flatten)]
        lexicon: LexiconPaths,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Ask {
    /// What is asked
    #[arg(value_enum)]
    pub(in crate::cli) question: QuestionName,
    /// Who or what it is about: a slug (company/xiaomi, xiaomi), a name, or another name that texts use
    pub(in crate::cli) entity: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) base: BaseOption,
    /// Only this attribute: revenue, devices, ...
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) attribute: Option<String>,
    /// Only from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) since: Option<jiff::civil::Date>,
    /// Only up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) until: Option<jiff::civil::Date>,
    /// The most rows
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(in crate::cli) limit: usize,
    /// Print one JSON object a row
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum QuestionName {
    /// What happened to whom, by day
    Timeline,
    /// Amounts over time
    Quantity,
    /// Who works with whom
    Partner,
    /// Where sources contradict each other
    Contradiction,
    /// What was launched, the newest first
    Launch,
    /// Everything known, with the sentences that say it
    Known,
}
