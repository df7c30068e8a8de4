//! `trich lexicon import`: a dump in, lists of names out.

use super::args::{Import, ImportCommand, ImportWikidata};

pub(super) fn run(args: &Import) -> anyhow::Result<u8> {
    let ImportCommand::Wikidata(args) = &args.command;
    wikidata(args)
}

#[cfg(feature = "import")]
fn wikidata(args: &ImportWikidata) -> anyhow::Result<u8> {
    use std::io::{self, Write};

    use super::{DONE, WITH_ERRORS};
    use crate::import::Wikidata;

    let import = Wikidata {
        dump: args.dump.clone(),
        out: args.out.clone(),
        counts: args.counts.clone(),
        classes: args.classes.clone(),
        date: args.dump_date.map(|date| date.to_string()),
        force: args.force,
        quiet: args.quiet,
    };
    let summary = import.run()?;
    if !args.quiet {
        // Nothing is lost when nobody reads it.
        let _ = writeln!(io::stderr(), "{}", summary_line(&summary));
    }
    Ok(if summary.faults > 0 { WITH_ERRORS } else { DONE })
}

/// What an import did, in one line for people.
#[cfg(feature = "import")]
fn summary_line(summary: &crate::import::Summary) -> String {
    let [companies, products, people, places, organizations] = summary.kept;
    format!(
        "{} entities: {companies} companies, {products} products, {people} people, {places} places, {organizations} organizations; \
         left out {} that too few wikis know and {} without a name; {} lines could not be read",
        summary.entities, summary.unknown, summary.unnamed, summary.faults
    )
}

#[cfg(not(feature = "import"))]
fn wikidata(_: &ImportWikidata) -> anyhow::Result<u8> {
    anyhow::bail!(
        "this program was built without `lexicon import`; build it with: cargo install --path . --features import"
    )
}
