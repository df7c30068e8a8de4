//! The command line.

mod base;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

use clap::{Parser, Subcommand, ValueEnum};

pub(super) use base::{Ask, BaseOption, Kb, KbCommand, Load, QuestionName};

use super::options::{InputOptions, large_size};
use super::out::{Compression, Destination};
use crate::lexicon::Kind;
use crate::record::{Selection, UnknownSelector, Writer};
use crate::span::OffsetUnit;

/// Reads Vietnamese tech news and writes what a knowledge base can load: names, quantities, events.
#[derive(Debug, Parser)]
#[command(name = "trich", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read articles and write records, one JSON object a line
    ///
    /// Exit status: 0 all read, 3 finished with `error` records, 1 failed, 2 usage. A closed pipe is 0.
    Extract(Extract),
    /// Read files of articles and write records into a folder, in parts; a run that was broken off can be resumed
    ///
    /// The folder gets manifest.json (what goes in), part-000000.jsonl and so on (the records), parts.jsonl (what each
    /// part holds) and, last, summary.json (counts of it all). A part appears when all of it is written. After SIGINT or
    /// SIGTERM, kill -9 or a full disk, the same command with --resume gives the same files as a run that nothing
    /// disturbed. Exit status: 0 all read, 3 finished with `error` records, 1 failed, 2 usage, 130 and 143 ended by
    /// SIGINT and SIGTERM.
    Run(Batch),
    /// Show what matches in a sentence, by which lexicon line, what lost, and why
    Explain(Explain),
    /// Cut articles into sentences and tokens
    ///
    /// Tokens are syllables, foreign words, numbers, units, codes, addresses, signs. Only blanks stand between them. With
    /// --words the syllables of a word are one token.
    /// Exit status: 0 all read, 3 finished with errors, 1 failed, 2 usage.
    Tokenize(Tokenize),
    /// Print every trigger with what is weighed for it, for `cargo xtask train`
    #[command(hide = true)]
    Candidates(Extract),
    /// Score records against gold answers: precision, recall and F1 of every figure, and examples of the faults
    ///
    /// Without RECORDS the program extracts the articles of the gold itself. Figures are in percent.
    Eval(Eval),
    /// Hand articles to annotation tools, and read back what was annotated
    Annotate(Annotate),
    /// Look after lexicon files
    Lexicon(Lexicon),
    /// Load records into a knowledge base, or write them as Parquet or RDF
    ///
    /// A document that was loaded before is replaced as a whole where its text, the engine or the lexicon changed; what is as it
    /// was is not written again, so a load that was broken off is simply given again. Then merge: trich kb merge.
    /// Exit status: 0 all loaded, 3 finished with lines that are no records, 1 failed, 2 usage, 130 and 143 ended by a signal.
    Load(Load),
    /// Merge, ask and look after a knowledge base
    Kb(Kb),
    /// Print the JSON Schema of the records
    Schema,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program, or of one command
    Man {
        /// Which command
        command: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    /// Files, folders or patterns to read, folders in the order of their names; `-` or none is standard input
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) input: InputOptions,
    /// Write into files instead of standard output: FILE, compressed where it ends in .gz, .bz2, .xz or .zst, or a new folder
    /// with a table for each type of record: csv:DIR, parquet:DIR. Files appear when all of them is written
    #[arg(long, value_name = "DESTINATION")]
    pub(super) to: Option<Destination>,
    /// End files with the document that fills up this much of records, before they are compressed, in bytes, or with K,
    /// M, G, T; names get a number, records-000000.jsonl
    #[arg(long, value_name = "SIZE", value_parser = large_size, requires = "to")]
    pub(super) rotate: Option<u64>,
    /// Send `error` records to this file instead of among the records
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
    #[command(flatten)]
    pub(super) work: Work,
}

#[derive(Debug, clap::Args)]
pub(super) struct Batch {
    /// Files, folders or patterns to read, folders in the order of their names
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// The folder to write: a new one or an empty one, unless --resume is given
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Go on where the run that wrote the folder was broken off; begin where there is none
    #[arg(long)]
    pub(super) resume: bool,
    /// A part ends with the record that fills up this much of the unpacked inputs, in bytes, or with K, M, G, T
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = large_size)]
    pub(super) part_size: u64,
    /// Compress the parts
    #[arg(long, value_enum, value_name = "NAME")]
    pub(super) compress: Option<Compression>,
    /// Send `error` records to this file instead of among the records; what it held is replaced
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
    #[command(flatten)]
    pub(super) input: InputOptions,
    #[command(flatten)]
    pub(super) work: Work,
}

/// What is made of documents, and how the work is done.
#[derive(Debug, clap::Args)]
pub(super) struct Work {
    /// Write only these: mention, claim, time, event, a kind (company) or an event type (launch), by commas
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// What offsets count
    #[arg(long, value_enum, default_value_t = Offsets::Char)]
    pub(super) offsets: Offsets,
    /// Put the whole text into each `document` record
    #[arg(long)]
    pub(super) with_text: bool,
    /// Write one object a document, with its records in lists: mentions, claims, times, events
    #[arg(long)]
    pub(super) nest: bool,
    /// Fail at the first input record that cannot be read
    #[arg(long, conflicts_with = "max_errors")]
    pub(super) strict: bool,
    /// Fail when more input records than this cannot be read
    #[arg(long, value_name = "N")]
    pub(super) max_errors: Option<u64>,
    /// Write what the run did as JSON to this file; `-` is standard error
    #[arg(long, value_name = "FILE")]
    pub(super) summary: Option<PathBuf>,
    /// Threads that extract [default: one a core]
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Say nothing on standard error but failures
    #[arg(long, short)]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

impl Work {
    /// How many `error` records are allowed; any number unless said.
    pub(super) fn max_errors(&self) -> Option<u64> {
        if self.strict { Some(0) } else { self.max_errors }
    }

    /// Threads that extract.
    pub(super) fn jobs(&self) -> usize {
        self.jobs.or_else(|| available_parallelism().ok()).map_or(1, usize::from)
    }

    /// How records are written, where `lexicon` has the rules of events.
    pub(super) fn writer(&self, lexicon: &crate::lexicon::Lexicon) -> Result<Writer, UnknownSelector> {
        let events: Vec<&str> = lexicon.event_types().collect();
        let selection = Selection::new(self.only.iter().map(String::as_str), &events)?;
        Ok(Writer { unit: self.offsets.into(), with_text: self.with_text, selection, nest: self.nest })
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Tokenize {
    /// Files, folders or patterns to read, folders in the order of their names; `-` or none is standard input
    pub(super) files: Vec<PathBuf>,
    /// How the tokens are written
    #[arg(long, value_enum, default_value_t = TokenFormat::Text)]
    pub(super) format: TokenFormat,
    /// Join syllables to words: `công_ty` as text. With --document-per line each line of the input is a line of the output
    #[arg(long)]
    pub(super) words: bool,
    /// What offsets count
    #[arg(long, value_enum, default_value_t = Offsets::Char)]
    pub(super) offsets: Offsets,
    #[command(flatten)]
    pub(super) input: InputOptions,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TokenFormat {
    /// One sentence a line, a blank between two tokens; inside a token no-break spaces, `_` with --words
    Text,
    /// CoNLL-U: a token a line, its form in the second column, an empty line after a sentence
    Conllu,
    /// One JSON object a sentence, with kinds and places
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct LexiconPaths {
    /// Lay the lexicon files of this folder over the builtin ones; may be given several times. Or use this pack, which
    /// takes the place of them all
    #[arg(long, value_name = "DIR|FILE")]
    pub(super) lexicon: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The sentence; standard input when there is none
    pub(super) sentence: Vec<String>,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

#[derive(Debug, clap::Args)]
pub(super) struct Eval {
    /// The gold answers, one article a line, by surface or by offsets
    pub(super) gold: PathBuf,
    /// The records to score, offsets in code points
    pub(super) records: Vec<PathBuf>,
    /// The articles, where the gold does not carry their texts; with their titles and dates
    #[arg(long, value_name = "FILE")]
    pub(super) articles: Vec<PathBuf>,
    /// Show the faults of this figure: where, what was expected, what was found and by which rule
    #[arg(long, value_name = "FIGURE")]
    pub(super) misses: Option<String>,
    /// The most faults to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: usize,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
    /// Names never seen: take a random third of the gold's names, drawn by this number, out of the lexicon; print the figures
    /// of such a run beside those of the full one, and how many of the names were found (unseen.KIND)
    #[arg(long, value_name = "SEED", conflicts_with = "records")]
    pub(super) unseen: Option<u64>,
    /// Write the list that takes these names out, so that weights can be learnt without them
    #[arg(long, value_name = "FILE", requires = "unseen")]
    pub(super) off_list: Option<PathBuf>,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

#[derive(Debug, clap::Args)]
pub(super) struct Lexicon {
    #[command(subcommand)]
    pub(super) command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum LexiconCommand {
    /// Check the files and run the examples of the rules; the builtin ones, with those of the folders laid over them
    Check {
        /// Folders of lexicon files
        dirs: Vec<PathBuf>,
    },
    /// Write a pack: the builtin files, with those of the folders laid over them, compiled into one file
    ///
    /// `--lexicon FILE` opens it in milliseconds, whatever its size, and processes share its memory. A pack holds no
    /// examples: check the folders before.
    Build(Build),
    /// Read a whole pack and compare it with its digest
    Verify {
        /// The pack
        pack: PathBuf,
    },
    /// Count names and entries, and the bytes that they take in a pack; of the builtin files unless said
    Stats {
        /// A pack, or folders of lexicon files
        paths: Vec<PathBuf>,
    },
    /// Propose names that the lists miss, found in a corpus by shape and context
    ///
    /// The output is a list: read it, take out what is no name, and give it to --lexicon or paste its rows. Notes hold the
    /// counts, comments up to three contexts. Memory does not grow with the number of documents.
    /// Exit status: 0 all read, 3 finished with inputs that could not be read, 1 failed, 2 usage.
    Suggest(Suggest),
    /// Make lists of names from a dump of an outside knowledge base
    Import(Import),
}

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    /// Folders of lexicon files
    pub(super) dirs: Vec<PathBuf>,
    /// The pack; what stood there is replaced as a whole
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Leave the builtin files out: only what the folders hold
    #[arg(long, requires = "dirs")]
    pub(super) no_builtin: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Suggest {
    /// Files to read; `-` or none is standard input
    pub(super) files: Vec<PathBuf>,
    /// The fewest documents that a name stands in
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(super) min_documents: u32,
    /// Only names of these kinds, by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(super) kind: Vec<MentionKind>,
    /// The most names
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// How the names are written
    #[arg(long, value_enum, default_value_t = SuggestFormat::Tsv)]
    pub(super) format: SuggestFormat,
    #[command(flatten)]
    pub(super) input: InputOptions,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SuggestFormat {
    /// A list with the columns of lexicons/
    Tsv,
    /// One JSON object a name
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum MentionKind {
    Company,
    Product,
    Person,
    Place,
    Organization,
}

impl From<MentionKind> for Kind {
    fn from(kind: MentionKind) -> Self {
        match kind {
            MentionKind::Company => Self::Company,
            MentionKind::Product => Self::Product,
            MentionKind::Person => Self::Person,
            MentionKind::Place => Self::Place,
            MentionKind::Organization => Self::Organization,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Annotate {
    #[command(subcommand)]
    pub(super) command: AnnotateCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AnnotateCommand {
    /// Write articles for an annotation tool, annotated with what the program finds
    ///
    /// brat: a .txt and an .ann for each article, and annotation.conf. conll: one file, annotation.conll, with the names.
    /// Exit status: 0 all read, 3 finished with inputs that could not be read, 1 failed, 2 usage.
    Export(Export),
    /// Read annotation and write gold answers for `trich eval`, one article a line
    Import(ImportAnnotation),
}

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// Files to read; `-` or none is standard input
    pub(super) files: Vec<PathBuf>,
    /// For which tool
    #[arg(long, value_enum)]
    pub(super) format: AnnotationFormat,
    /// The folder to write: a new one or an empty one
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) input: InputOptions,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportAnnotation {
    /// The folder, or one file
    pub(super) path: PathBuf,
    /// From which tool
    #[arg(long, value_enum)]
    pub(super) format: AnnotationFormat,
    /// Articles with the texts of columns that have lost theirs
    #[arg(long, value_name = "FILE")]
    pub(super) articles: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) lexicon: LexiconPaths,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum AnnotationFormat {
    /// Standoff files
    Brat,
    /// Columns: a token and its tag a line
    Conll,
}

#[derive(Debug, clap::Args)]
pub(super) struct Import {
    #[command(subcommand)]
    pub(super) command: ImportCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// Companies, products, people, places and organizations of a Wikidata JSON dump
    ///
    /// The dump is read twice, as it is compressed (gzip, bzip2, xz, Zstandard), in memory that does not grow with it.
    /// Exit status: 0 all read, 3 finished with lines that could not be read, 1 failed, 2 usage.
    Wikidata(ImportWikidata),
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportWikidata {
    /// The dump, e.g. latest-all.json.bz2
    pub(super) dump: PathBuf,
    /// The folder that gets companies.tsv, products.tsv, people.tsv, places.tsv and organizations.tsv
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Text or JSON Lines, also compressed: names that stand in it in small letters will ask for context
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub(super) counts: Vec<PathBuf>,
    /// The classes to import, in the form of lexicons/import/wikidata.toml [default: that file]
    #[arg(long, value_name = "FILE")]
    pub(super) classes: Option<PathBuf>,
    /// The date of the dump, for the notes
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) dump_date: Option<jiff::civil::Date>,
    /// Write over lists that the folder holds already
    #[arg(long)]
    pub(super) force: bool,
    /// Say nothing on standard error but faults
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Offsets {
    /// Unicode code points
    Char,
    /// UTF-8 bytes
    Byte,
    /// UTF-16 units
    Utf16,
}

impl From<Offsets> for OffsetUnit {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Char => Self::Char,
            Offsets::Byte => Self::Byte,
            Offsets::Utf16 => Self::Utf16,
        }
    }
}
