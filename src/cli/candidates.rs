//! `trich candidates`, for training: every trigger with what is weighed for it.

use super::args::Extract;
use super::{DONE, input, print};
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;
use crate::source::{FieldMap, Options};

pub(super) fn run(args: &Extract) -> anyhow::Result<u8> {
    let options = Options {
        format: args.input_format.into(),
        plain: args.document_per.into(),
        fields: FieldMap::default(),
        max_document: args.max_document,
    };
    let pipeline = Pipeline::builder().lexicon(Lexicon::from_dirs(&args.lexicon.lexicon)?).build()?;
    let mut worker = pipeline.worker();
    let mut out = Vec::new();
    for reader in input::open(&args.files, &options) {
        let mut reader = reader?;
        while let Some(document) = reader.next() {
            out.clear();
            worker.candidates(&document?, &mut out);
            print(&out)?;
        }
    }
    Ok(DONE)
}
