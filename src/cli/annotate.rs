//! `trich annotate`: articles to the files of annotation tools, already annotated, and those files to gold answers.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::{Annotate, AnnotateCommand, AnnotationFormat, Export, ImportAnnotation};
use super::{DONE, WITH_ERRORS, documents, lexicon};
use crate::annotate::{Annotated, Mark, brat, conll, document_of, file_of, gold_line, of_extraction};
use crate::eval::gold::read_articles;
use crate::pipeline::{Pipeline, Worker};
use crate::source::Document;
use crate::span::{OffsetUnit, Offsets};

/// The file of all documents in columns.
const COLUMNS: &str = "annotation.conll";

pub(super) fn run(args: &Annotate) -> anyhow::Result<u8> {
    match &args.command {
        AnnotateCommand::Export(args) => export(args),
        AnnotateCommand::Import(args) => import(args),
    }
}

fn export(args: &Export) -> anyhow::Result<u8> {
    let options = args.input.options()?;
    new_folder(&args.out)?;
    let pipeline = Pipeline::builder().lexicon(lexicon::load(&args.lexicon.lexicon)?).build()?;
    let mut worker = pipeline.worker();
    let mut seen = BTreeSet::new();
    let mut annotated = |document: &Document, worker: &mut Worker<'_>| {
        let article = of_extraction(document, worker.extract(document));
        if !seen.insert(article.id.clone()) {
            bail!("two documents have the id {:?}; each must have its own", article.id);
        }
        Ok(article)
    };
    let errors = match args.format {
        AnnotationFormat::Brat => {
            write(&args.out.join("annotation.conf"), &brat::configuration(pipeline.lexicon()))?;
            documents::each(&args.files, &options, |document| {
                let article = annotated(&document, &mut worker)?;
                let name = file_of(&article.id);
                write(&args.out.join(format!("{name}.txt")), &article.text)?;
                write(&args.out.join(format!("{name}.ann")), &brat::write(&article))
            })?
        }
        AnnotationFormat::Conll => {
            let path = args.out.join(COLUMNS);
            let file = File::create(&path).with_context(|| cannot_write(&path))?;
            let mut out = BufWriter::new(file);
            let errors = documents::each(&args.files, &options, |document| {
                let article = annotated(&document, &mut worker)?;
                let columns = conll::write(&article, &tokens(&document, &mut worker));
                out.write_all(columns.as_bytes()).with_context(|| cannot_write(&path))
            })?;
            out.flush().with_context(|| cannot_write(&path))?;
            errors
        }
    };
    Ok(if errors > 0 { WITH_ERRORS } else { DONE })
}

/// The tokens of a document by sentence, in code points.
fn tokens(document: &Document, worker: &mut Worker<'_>) -> Vec<Vec<Mark>> {
    let offsets = Offsets::new(&document.text, OffsetUnit::Char);
    let at = |byte: u32| offsets.at(byte) as usize;
    let sentences = worker.tokenize(document).into_iter();
    let marks = sentences.map(|sentence| {
        sentence.tokens.iter().map(|t| Mark { start: at(t.span.start), end: at(t.span.end) }).collect()
    });
    marks.collect()
}

/// Makes the folder; one with files in it may hold the work of annotators.
fn new_folder(path: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(path).with_context(|| cannot_write(path))?;
    if fs::read_dir(path).with_context(|| cannot_write(path))?.next().is_some() {
        bail!("{} is not empty, and may hold annotation; name a new folder", path.display());
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| cannot_write(path))
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}; check the folder and its permissions", path.display())
}

fn import(args: &ImportAnnotation) -> anyhow::Result<u8> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut give = |article: &Annotated| writeln!(out, "{}", gold_line(article)).map_err(anyhow::Error::from);
    match args.format {
        AnnotationFormat::Brat => {
            let lexicon = lexicon::load(&args.lexicon.lexicon)?;
            let events: Vec<&str> = lexicon.event_types().collect();
            for ann in files(&args.path, "ann")? {
                let stem = ann.file_stem().unwrap_or_default().to_string_lossy();
                let (text, lines) = (read(&ann.with_extension("txt"))?, read(&ann)?);
                let name = ann.display().to_string();
                give(&brat::read(&document_of(&stem), &text, &name, &lines, &events)?)?;
            }
        }
        AnnotationFormat::Conll => {
            let articles = read_articles(&args.articles)?;
            let texts: HashMap<String, String> =
                articles.into_iter().map(|(id, article)| (id, article.text)).collect();
            for path in files(&args.path, "conll")? {
                let read = conll::read(&path.display().to_string(), &read(&path)?, &texts)?;
                read.articles.iter().try_for_each(&mut give)?;
                tell_made(&path, read.made);
            }
        }
    }
    out.flush()?;
    Ok(DONE)
}

/// Warns of texts that are not those of the articles.
fn tell_made(path: &Path, made: usize) {
    if made > 0 {
        let path = path.display();
        // Nothing is lost when nobody reads it.
        let _ = writeln!(
            io::stderr(),
            "trich: {path}: {made} documents have no text; theirs is made of the tokens, and fits no records of the articles: give these with --articles"
        );
    }
}

/// The file itself, or the files of the folder that end with `.ending`, in order of name.
fn files(path: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).with_context(|| cannot_read(path))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|e| e == ending));
    files.sort();
    if files.is_empty() {
        bail!("{} holds no *.{ending} file; name the folder of the annotation", path.display());
    }
    Ok(files)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| cannot_read(path))
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}; check the path and its permissions", path.display())
}
