//! `trich lexicon suggest`: a corpus in, the names that the lists miss out.

use std::io::{self, BufWriter, Write};

use super::args::{Suggest, SuggestFormat};
use super::{DONE, WITH_ERRORS, documents, lexicon};
use crate::pipeline::Pipeline;
use crate::suggest::{Suggestions, Wanted, write_json, write_rows};

pub(super) fn run(args: &Suggest) -> anyhow::Result<u8> {
    let options = args.input.options()?;
    let pipeline = Pipeline::builder().lexicon(lexicon::load(&args.lexicon.lexicon)?).build()?;
    let mut worker = pipeline.worker();
    let mut suggestions = Suggestions::new(pipeline.lexicon());
    let errors = documents::each(&args.files, &options, |document| {
        suggestions.add(&document, worker.extract(&document));
        Ok(())
    })?;
    let kinds = args.kind.iter().map(|&kind| kind.into()).collect();
    let wanted = Wanted { kinds, documents: args.min_documents, limit: args.limit };
    let proposal = suggestions.finish(&wanted);
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        SuggestFormat::Tsv => write_rows(&proposal, &mut out)?,
        SuggestFormat::Json => write_json(&proposal, &mut out)?,
    }
    out.flush()?;
    Ok(if errors > 0 { WITH_ERRORS } else { DONE })
}
