//! Records against gold answers: precision, recall and F1 of every figure, and the faults behind them.
//!
//! A gold file holds one article a line with its mentions, claims and events, each by its surface (`all` occurrences, or
//! the `nth`) or by offsets; `docs/linguists.md` describes it. All offsets here count code points of the article's
//! text, half-open, as records have them unless `--offsets` says otherwise.
//!
//! ```
//! use trich::eval::{gold, record::Records, score};
//!
//! let line = r#"{"id":"a","text":"Nokia","mentions":[{"kind":"company","text":"Nokia","all":true}]}"#;
//! let articles = gold::read(line.as_bytes(), "gold.jsonl", &Default::default())?;
//! let mut records = Records::of(&articles);
//! let line = r#"{"type":"mention","doc":"a","kind":"company","text":"Nokia","start":0,"end":5}"#;
//! records.read(line.as_bytes(), "records.jsonl")?;
//! let scores = score(&articles, &records, None, None);
//! assert_eq!(scores.figure("mention.company").and_then(|figure| figure.f1()), Some(100.0));
//! # Ok::<(), trich::Error>(())
//! ```

mod fault;
mod fold;
pub mod gold;
mod head;
pub mod record;
mod score;
mod text;
mod unseen;

pub use fault::{Fault, FaultKind, Watch};
pub use fold::{bare, fold};
pub use head::trim;
pub use score::{COLUMNS, Figure, Scores, same_number, same_unit, score};
pub use text::{CharSpan, Text};
pub use unseen::Hidden;

use std::io::BufRead;

use crate::error::{Diagnostic, Error};

/// Calls `each` with every line of `input` that is not blank; a fault it gives is one of that line.
fn lines(
    mut input: impl BufRead,
    name: &str,
    mut each: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), Error> {
    let (mut line, mut number) = (String::new(), 0);
    loop {
        line.clear();
        let fault =
            |message: String| Diagnostic { file: name.to_owned(), line: number + 1, column: 1, message };
        match input.read_line(&mut line) {
            Ok(0) => return Ok(()),
            Ok(_) if line.trim().is_empty() => {}
            Ok(_) => each(&line).map_err(|message| Error::Annotation(fault(message)))?,
            Err(error) => {
                let message = format!("{error}; check the file, which must be UTF-8");
                return Err(Error::Annotation(fault(message)));
            }
        }
        number += 1;
    }
}
