//! `trich kb`: merging, questions, and what else a base needs.

use std::io::{self, Write};

use super::args::{Ask, BaseOption, Kb, KbCommand, LexiconPaths, QuestionName};
use super::target::Target;
use super::{DONE, lexicon, print};
use crate::kb::{self, Base, CoreRoles, Key, Question};
use crate::record::ENGINE;
use crate::sink;

pub(super) fn run(args: &Kb) -> anyhow::Result<u8> {
    match &args.command {
        KbCommand::Merge { base, quiet, lexicon } => merge(base, *quiet, lexicon),
        KbCommand::Ask(args) => ask(args),
        KbCommand::Remove { source, id, base } => remove(base, source, id),
        KbCommand::Stale { base, lexicon } => stale(base, lexicon),
    }
}

/// Opens the base `target`.
pub(super) fn open(target: &Target) -> anyhow::Result<Box<dyn Base>> {
    match target {
        Target::Sqlite(path) => Ok(Box::new(sink::Sqlite::open(path)?)),
        #[cfg(feature = "postgres")]
        Target::Postgres(address) => Ok(Box::new(sink::Postgres::open(address)?)),
        #[cfg(not(feature = "postgres"))]
        Target::Postgres(_) => anyhow::bail!(
            "this program does not speak to PostgreSQL; build it with cargo install --path . --features postgres"
        ),
        Target::Parquet(_) | Target::Rdf(_) => {
            anyhow::bail!("files of Parquet and RDF are only written; give sqlite:FILE or postgres://...")
        }
    }
}

/// Opens a base that should be there already.
fn existing(option: &BaseOption) -> anyhow::Result<Box<dyn Base>> {
    if let Target::Sqlite(path) = &option.base
        && !path.exists()
    {
        let path = path.display();
        anyhow::bail!(
            "there is no base {path}; make it with trich load --to sqlite:{path}, or name another with --base"
        );
    }
    open(&option.base)
}

fn merge(option: &BaseOption, quiet: bool, paths: &LexiconPaths) -> anyhow::Result<u8> {
    let roles = CoreRoles::of(&lexicon::load(&paths.lexicon)?);
    let mut base = existing(option)?;
    let bar = indicatif::ProgressBar::new(0);
    if quiet {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    let merged = kb::merge(&mut *base, &roles, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    if !quiet {
        // It is no fault if nobody reads it.
        let _ = writeln!(
            io::stderr(),
            "{} documents merged; now {} sources, {} facts, {} of them contradicted, {} happenings",
            merged.documents,
            merged.sources,
            merged.facts,
            merged.contradicted,
            merged.happenings
        );
    }
    Ok(DONE)
}

fn ask(args: &Ask) -> anyhow::Result<u8> {
    let view = match args.question {
        QuestionName::Timeline => "timeline",
        QuestionName::Quantity => "quantity",
        QuestionName::Partner => "partner",
        QuestionName::Contradiction => "contradiction",
        QuestionName::Launch => "launch",
        QuestionName::Known => "known",
    };
    let question = Question {
        view: view.to_owned(),
        entity: args.entity.clone(),
        attribute: args.attribute.clone(),
        since: args.since.map(|day| day.to_string()),
        until: args.until.map(|day| day.to_string()),
        limit: args.limit,
    };
    let answer = kb::ask(&mut *existing(&args.base)?, &question)?;
    print(if args.json { answer.to_json() } else { answer.to_table() }.as_bytes())
}

fn remove(option: &BaseOption, source: &str, id: &str) -> anyhow::Result<u8> {
    let mut base = existing(option)?;
    let key = Key::document(source, id);
    let mut is_there = false;
    base.query("SELECT 1 FROM document WHERE key = $1", &[key.into()], &mut |_| is_there = true)?;
    if !is_there {
        anyhow::bail!("the base has no document `{id}` of the source `{source}`; its documents name both");
    }
    kb::in_transaction(&mut *base, |base| kb::take_out(base, &[key]))?;
    Ok(DONE)
}

fn stale(option: &BaseOption, paths: &LexiconPaths) -> anyhow::Result<u8> {
    let lexicon = lexicon::load(&paths.lexicon)?;
    let mut base = existing(option)?;
    let mut out = String::new();
    let sql = "SELECT source, id FROM document WHERE engine <> $1 OR lexicon <> $2 ORDER BY source, id";
    base.query(sql, &[ENGINE.into(), lexicon.digest().into()], &mut |row| {
        if let (Some(source), Some(id)) = (row[0].text(), row[1].text()) {
            out += &format!("{source}\t{id}\n");
        }
    })?;
    print(out.as_bytes())
}
