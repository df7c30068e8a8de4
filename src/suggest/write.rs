//! Proposed names as rows of a list, and as JSON Lines.

use std::io::{self, Write};

use serde_json::json;

use super::{Candidate, Proposal};
use crate::lexicon::{Lexicon, Origin};
use crate::text::fold_into;

/// The columns of the lists in `lexicons/`.
const HEADER: &str = "id\tkind\tname\taliases\tflags\tmaker\tlinks\tnote";

/// Writes a list that `--lexicon` reads and whose rows can be pasted into one: counts as notes, contexts as comments.
pub(crate) fn write_rows(proposal: &Proposal<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "# {} names that no list holds, of {} documents",
        proposal.names.len(),
        proposal.documents
    )?;
    if proposal.floor > 0 {
        let floor = proposal.floor;
        writeln!(out, "# some in {floor} documents or fewer are missing: there were too many names to keep")?;
    }
    writeln!(out, "{HEADER}")?;
    for (id, candidate) in &proposal.names {
        for context in &candidate.contexts {
            writeln!(out, "# {context}")?;
        }
        writeln!(out, "{}", row(proposal.lexicon, id, candidate))?;
    }
    Ok(())
}

fn row(lexicon: &Lexicon, id: &str, candidate: &Candidate) -> String {
    let (name, aliases) = candidate.names();
    // An id of other letters is left to the reader of the list.
    let id = if id.is_ascii() { id } else { "" };
    let note = format!(
        "{} documents, {} mentions, {} % {}, confidence {:.2}",
        candidate.documents,
        candidate.mentions,
        candidate.share(),
        candidate.kind().name(),
        candidate.confidence()
    );
    let cells = [id, candidate.kind().name(), name, &aliases.join("|"), flags(lexicon, name), "", "", &note];
    cells.join("\t")
}

/// A single word that is short, all capitals, or could be Vietnamese is a name only as it is written.
fn flags(lexicon: &Lexicon, name: &str) -> &'static str {
    let mut key = String::new();
    fold_into(name, &mut key);
    let is_word = !name.contains(' ');
    let is_doubtful = name.chars().count() < 4
        || name.chars().all(|c| !c.is_lowercase())
        || lexicon.origin(&key, &mut String::new()) != Origin::Foreign;
    if is_word && is_doubtful { "exact-case" } else { "" }
}

/// Writes one JSON object a name.
pub(crate) fn write_json(proposal: &Proposal<'_>, out: &mut impl Write) -> io::Result<()> {
    for (id, candidate) in &proposal.names {
        let (name, aliases) = candidate.names();
        let line = json!({
            "id": id,
            "kind": candidate.kind().name(),
            "name": name,
            "aliases": aliases,
            "share": candidate.share(),
            "documents": candidate.documents,
            "mentions": candidate.mentions,
            "confidence": candidate.confidence(),
            "contexts": candidate.contexts,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
