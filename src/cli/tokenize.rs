//! `trich tokenize`: articles in, sentences with their tokens out.

use std::io::{self, BufWriter, Write};

use super::args::{TokenFormat, Tokenize};
use super::{DONE, WITH_ERRORS, input, lexicon};
use crate::pipeline::{Pipeline, id_of};
use crate::record::{write_conllu, write_error, write_tokens, write_tokens_as_text, write_words_as_text};
use crate::segment::Segmenter;
use crate::source::PlainDocument;

pub(super) fn run(args: &Tokenize) -> anyhow::Result<u8> {
    let options = args.input.options()?;
    let pipeline = Pipeline::builder().lexicon(lexicon::load(&args.lexicon.lexicon)?).build()?;
    let mut worker = pipeline.worker();
    let segmenter = args.words.then(Segmenter::builtin);
    let one_line = matches!(options.plain, PlainDocument::Line);
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut lines, mut errors) = (Vec::new(), 0);
    for input in input::open(&args.files, &options) {
        let mut failed = None;
        match input {
            Ok(mut reader) => {
                while let Some(item) = reader.next() {
                    lines.clear();
                    match item {
                        Ok(document) => {
                            let sentences = match &segmenter {
                                Some(segmenter) => worker.words(&document, segmenter),
                                None => worker.tokenize(&document),
                            };
                            match args.format {
                                TokenFormat::Json => {
                                    let unit = args.offsets.into();
                                    write_tokens(&document, &id_of(&document), &sentences, unit, &mut lines);
                                }
                                TokenFormat::Conllu => {
                                    write_conllu(&document, &id_of(&document), &sentences, &mut lines);
                                }
                                TokenFormat::Text if args.words => {
                                    write_words_as_text(&document, &sentences, one_line, &mut lines);
                                }
                                TokenFormat::Text => write_tokens_as_text(&document, &sentences, &mut lines),
                            }
                        }
                        Err(error) => failed = Some(error),
                    }
                    out.write_all(&lines)?;
                    if let Some(error) = failed.take() {
                        errors += 1;
                        tell(&error, args.format, &mut out)?;
                    }
                    if reader.is_dry() {
                        out.flush()?;
                    }
                }
            }
            Err(error) => {
                errors += 1;
                tell(&error, args.format, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(if errors > 0 { WITH_ERRORS } else { DONE })
}

/// Writes `error` as a record among the others; beside text, on standard error.
fn tell(error: &crate::source::InputError, format: TokenFormat, out: &mut impl Write) -> io::Result<()> {
    match format {
        TokenFormat::Json => {
            let mut line = Vec::new();
            write_error(error, &mut line);
            out.write_all(&line)
        }
        TokenFormat::Text | TokenFormat::Conllu => writeln!(io::stderr(), "trich: {error}"),
    }
}
