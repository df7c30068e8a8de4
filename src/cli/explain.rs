//! `trich explain`: what matched in a sentence, and why the rest did not.

use std::io::{self, Read};

use anyhow::Context;

use super::args::Explain;
use super::{lexicon, print};
use crate::pipeline::Pipeline;

pub(super) fn run(args: &Explain) -> anyhow::Result<u8> {
    let mut text = args.sentence.join(" ");
    if args.sentence.is_empty() {
        io::stdin().read_to_string(&mut text).context("cannot read the sentence from standard input")?;
    }
    let pipeline = Pipeline::builder().lexicon(lexicon::load(&args.lexicon.lexicon)?).build()?;
    let explanation = pipeline.worker().explain(text.trim_end());
    let mut out = explanation.lines.join("\n");
    if out.is_empty() {
        out.push_str("nothing of the lexicon stands in this text");
    }
    out.push('\n');
    print(out.as_bytes())
}
