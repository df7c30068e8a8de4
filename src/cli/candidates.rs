//! `trich candidates`, for training: every trigger with what is weighed for it.

use super::args::Extract;
use super::{DONE, input, lexicon, print};
use crate::pipeline::Pipeline;

pub(super) fn run(args: &Extract) -> anyhow::Result<u8> {
    let options = args.input.options()?;
    let pipeline = Pipeline::builder().lexicon(lexicon::load(&args.work.lexicon.lexicon)?).build()?;
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
