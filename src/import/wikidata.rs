//! The import of a Wikidata dump, in two passes over the file: the first reads the tree of classes, which stands in
//! the same dump in no order, the second the entities.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use memchr::memmem;

use super::classes::{ClassList, Reached, Tree};
use super::counts::Counts;
use super::dump::Dump;
use super::entity::{Entity, items};
use super::ids::{CompanyIds, Ids};
use super::name::{Names, Ordinary};
use super::output::{Output, file_name};
use super::progress::Progress;
use super::row::{self, Packed};
use super::sorted::{Sorted, Sorter};
use crate::lexicon::Kind;

const KINDS: usize = Kind::ALL.len();

/// What to import, and how.
pub(crate) struct Wikidata {
    /// The dump; it is read twice.
    pub(crate) dump: PathBuf,
    /// The folder that gets the lists.
    pub(crate) out: PathBuf,
    /// Texts that show which names are ordinary words.
    pub(crate) counts: Vec<PathBuf>,
    /// The list of classes, if not the builtin one.
    pub(crate) classes: Option<PathBuf>,
    /// The date of the dump, for the notes.
    pub(crate) date: Option<String>,
    /// Whether lists that stand in the folder are written over.
    pub(crate) force: bool,
    /// Whether only faults are told.
    pub(crate) quiet: bool,
}

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Entities that were read.
    pub(crate) entities: u64,
    /// Those that were kept, by kind in the order of [`Kind::ALL`].
    pub(crate) kept: [u64; KINDS],
    /// Entities of a class of the list that have no label in Vietnamese, `mul` or English.
    pub(crate) unnamed: u64,
    /// Entities that too few wikis know.
    pub(crate) unknown: u64,
    /// Lines that could not be read.
    pub(crate) faults: u64,
}

impl Wikidata {
    /// Runs the import.
    pub(crate) fn run(&self) -> anyhow::Result<Summary> {
        let list = ClassList::load(self.classes.as_deref())?;
        if !std::fs::metadata(&self.dump).with_context(|| self.cannot_read())?.is_file() {
            bail!("{} is no file; the dump is read twice, so write it to a file first", self.dump.display());
        }
        let output = Output::open(&self.out, self.force)?;
        let mut counts = Counts::default();
        for path in &self.counts {
            counts.read(path)?;
        }
        let mut run = Import {
            ordinary: Ordinary::new(&list.ordinary, counts),
            reached: Tree::default().below(&list),
            list,
            sorters: std::array::from_fn(|i| Sorter::new(output.scratch(), &format!("names-{i}"))),
            progress: Progress::new(self.quiet),
            summary: Summary::default(),
        };
        run.reached = self.tree(&run.list, &mut run.progress)?;
        let (listed, all) = (run.list.classes.len(), run.reached.len());
        run.progress.say(&format!("{listed} classes in the list, {all} with those below them"));
        self.entities(&mut run)?;
        let Import { sorters, mut summary, progress, .. } = run;
        summary.faults = progress.faults();
        self.write(&output, sorters).context("cannot write the lists; check that the disk has room")?;
        Ok(summary)
    }

    /// The first pass: the classes below those of the list.
    fn tree(&self, list: &ClassList, progress: &mut Progress) -> anyhow::Result<Reached> {
        let subclass = memmem::Finder::new("\"P279\"");
        let mut dump = self.open()?;
        let mut tree = Tree::default();
        let mut lines = 0;
        while let Some(line) = dump.next().with_context(|| self.cannot_read())? {
            lines += 1;
            // What cannot be read is told in the second pass, which reads every line.
            if let Ok(line) = line
                && subclass.find(line.text.as_bytes()).is_some()
                && let Ok(entity) = serde_json::from_str::<Entity<'_>>(line.text)
                && let Some(child) = entity.qid()
            {
                items(&entity.claims.0.subclass).for_each(|parent| tree.push(parent, child));
                check_label(list, child, &entity, progress);
            }
            progress.step("pass 1 of 2", lines, &dump);
        }
        progress.clear();
        Ok(tree.below(list))
    }

    /// The second pass: the entities.
    fn entities(&self, run: &mut Import) -> anyhow::Result<()> {
        let mut dump = self.open()?;
        let mut lines = 0;
        while let Some(line) = dump.next().with_context(|| self.cannot_read())? {
            lines += 1;
            match line {
                Ok(line) => match serde_json::from_str::<Entity<'_>>(line.text) {
                    Ok(entity) => run.entity(&entity).context("cannot write temporary files")?,
                    Err(error) => run.progress.fault(&line.fault(error.column(), &reason(&error))),
                },
                Err(fault) => run.progress.fault(&fault),
            }
            run.progress.step("pass 2 of 2", lines, &dump);
        }
        run.progress.clear();
        Ok(())
    }

    /// Writes the lists; companies come first, so that products find the ids of their makers.
    fn write(&self, output: &Output, sorters: [Sorter; KINDS]) -> io::Result<()> {
        let mut companies = CompanyIds::default();
        for (&kind, names) in Kind::ALL.iter().zip(sorters) {
            let rows = Sorter::new(output.scratch(), &format!("rows-{}", kind.name()));
            let sorted = self.rows(kind, names.finish()?, rows, &mut companies)?;
            self.list(File::create(output.scratch().join(file_name(kind)))?, sorted)?;
        }
        output.publish()
    }

    /// Gives ids to the entities of a kind, and sorts their rows by them.
    fn rows(
        &self,
        kind: Kind,
        mut names: Sorted,
        mut rows: Sorter,
        companies: &mut CompanyIds,
    ) -> io::Result<Sorted> {
        let note =
            self.date.as_ref().map_or_else(|| "wikidata".to_owned(), |date| format!("wikidata {date}"));
        let mut ids = Ids::default();
        let mut before = Vec::new();
        while let Some((key, value)) = names.next()? {
            let Some(packed) = Packed::read(&value).filter(|_| key != before) else { continue };
            let (id, homonym) = ids.next(row::slug_of(&key), packed.qid);
            let maker = packed.makers().find_map(|m| companies.get(m)).unwrap_or_default();
            let lines = packed.lines(&id, kind.name(), maker, &note, homonym);
            rows.push(id.as_bytes(), lines.as_bytes())?;
            if kind == Kind::Company {
                companies.push(packed.qid, &id);
            }
            before = key;
        }
        if kind == Kind::Company {
            companies.finish();
        }
        rows.finish()
    }

    fn list(&self, file: File, mut sorted: Sorted) -> io::Result<()> {
        let mut out = BufWriter::new(file);
        let date = self.date.as_deref().unwrap_or("of unknown date");
        writeln!(
            out,
            "# Made by `trich lexicon import wikidata` from a Wikidata dump ({date}), whose data is CC0."
        )?;
        writeln!(out, "id\tkind\tname\taliases\tflags\tmaker\tlinks\tnote")?;
        while let Some((_, lines)) = sorted.next()? {
            out.write_all(&lines)?;
        }
        out.flush()
    }

    fn open(&self) -> anyhow::Result<Dump> {
        Dump::open(&self.dump).with_context(|| self.cannot_read())
    }

    fn cannot_read(&self) -> String {
        format!("cannot read {}; check the path and its permissions", self.dump.display())
    }
}

/// The second pass while it runs.
struct Import {
    list: ClassList,
    reached: Reached,
    ordinary: Ordinary,
    /// By kind, in the order of [`Kind::ALL`].
    sorters: [Sorter; KINDS],
    progress: Progress,
    summary: Summary,
}

impl Import {
    fn entity(&mut self, entity: &Entity<'_>) -> io::Result<()> {
        self.summary.entities += 1;
        let Some(qid) = entity.qid() else { return Ok(()) };
        let claims = &entity.claims.0;
        let Some(class) = self.reached.class(&self.list, items(&claims.instance)) else { return Ok(()) };
        let Some(kind) = class.kind else { return Ok(()) };
        if entity.sitelinks.0 < class.sitelinks {
            self.summary.unknown += 1;
            return Ok(());
        }
        let Some(names) = Names::choose(&entity.labels.0, &entity.aliases.0) else {
            self.summary.unnamed += 1;
            return Ok(());
        };
        let makers = items(&claims.manufacturer).chain(items(&claims.developer));
        let makers = makers.filter(|_| kind == Kind::Product);
        let key = row::key(&names.name, entity.sitelinks.0, qid);
        let at = kind as usize;
        self.summary.kept[at] += 1;
        self.sorters[at].push(&key, &row::pack(qid, makers, &names, &self.ordinary))
    }
}

/// Tells a class of the list that has another name in the dump: its number may be wrong.
fn check_label(list: &ClassList, qid: u32, entity: &Entity<'_>, progress: &mut Progress) {
    let Some(class) = list.position(qid).map(|i| &list.classes[i]) else { return };
    let Some(label) = &entity.labels.0.en else { return };
    if label.value != class.label {
        progress.say(&format!(
            "Q{qid} is \"{}\" in the dump, and \"{}\" in the list of classes; check that it is meant",
            label.value, class.label
        ));
    }
}

/// The message of `error` without its place, which is told in bytes of the file.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}
