//! The records of a run of inputs, on their way to a sink.

use crate::record::{Id, write_error};
use crate::source::InputError;

use super::position::Position;
use super::statistics::Statistics;

/// The records of some inputs that follow each other, as JSON Lines.
#[derive(Debug, Default)]
pub struct Output {
    pub(super) bytes: Vec<u8>,
    pub(super) lines: Vec<Line>,
    pub(super) statistics: Statistics,
    /// Where a part ends after these records.
    pub(super) part_end: Option<Position>,
}

/// The records of one input record: those of a document, or one error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Where they end in the bytes.
    pub(super) end: usize,
    /// None: an error.
    pub(super) document: Option<Key>,
}

/// What tells whether a document came before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Of its source and id.
    pub(super) id: Id,
    /// Where in the bytes its record says that it is a duplicate.
    pub(super) mark: usize,
}

const MARK: &[u8] = b",\"duplicate\":true";

impl Output {
    /// All records, one JSON object a line.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether an error is among the records.
    pub fn has_errors(&self) -> bool {
        self.statistics.errors > 0
    }

    /// The records of each input record, in order, and whether they are an error.
    pub fn parts(&self) -> impl Iterator<Item = (&[u8], bool)> {
        let starts = std::iter::once(0).chain(self.lines.iter().map(|l| l.end));
        starts.zip(&self.lines).map(|(start, l)| (&self.bytes[start..l.end], l.document.is_none()))
    }

    /// What these inputs count.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    pub(super) fn fail(&mut self, error: &InputError) {
        write_error(error, &mut self.bytes);
        self.lines.push(Line { end: self.bytes.len(), document: None });
        self.statistics.errors += 1;
    }

    /// Leaves out what comes after the error that follows the first `most` ones, and gives that; nothing happens where
    /// there are no more than these.
    pub(super) fn cut_behind_error(&mut self, most: u64) -> Option<String> {
        if self.statistics.errors <= most {
            return None;
        }
        let errors = self.lines.iter().enumerate().filter(|(_, line)| line.document.is_none());
        let (at, line) = errors.map(|(at, line)| (at, line.end)).nth(usize::try_from(most).ok()?)?;
        self.lines.truncate(at + 1);
        self.bytes.truncate(line);
        let start = at.checked_sub(1).map_or(0, |before| self.lines[before].end);
        Some(String::from_utf8_lossy(&self.bytes[start..]).trim_end().to_owned())
    }

    /// Marks the documents for which `came_before` is true.
    pub(super) fn mark(&mut self, mut came_before: impl FnMut(Id) -> bool) {
        let mut marked = Vec::new();
        let (mut from, mut marks) = (0, 0);
        for line in &mut self.lines {
            line.end += marks * MARK.len();
            let Some(key) = &mut line.document else { continue };
            if came_before(key.id) {
                marked.extend_from_slice(&self.bytes[from..key.mark]);
                marked.extend_from_slice(MARK);
                from = key.mark;
                marks += 1;
                line.end += MARK.len();
            }
        }
        if marks > 0 {
            marked.extend_from_slice(&self.bytes[from..]);
            self.bytes = marked;
            self.statistics.duplicates += marks as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_came_before_are_marked() {
        let error = InputError {
            source_name: "-".to_owned(),
            record: None,
            byte: None,
            code: "unreadable",
            message: String::new(),
        };
        let mut output = Output::default();
        for name in ["a", "b", "a"] {
            output.bytes.extend_from_slice(b"{\"id\":1");
            let key = Key { id: Id::of(&[name]), mark: output.bytes.len() };
            output.bytes.extend_from_slice(b"}\nrest\n");
            output.lines.push(Line { end: output.bytes.len(), document: Some(key) });
            output.fail(&error);
        }
        let mut seen = Vec::new();
        output.mark(|id| seen.contains(&id) || (seen.push(id), false).1);
        let parts: Vec<_> = output
            .parts()
            .filter(|(_, error)| !error)
            .map(|(bytes, _)| str::from_utf8(bytes).unwrap())
            .collect();
        assert_eq!(
            parts,
            ["{\"id\":1}\nrest\n", "{\"id\":1}\nrest\n", "{\"id\":1,\"duplicate\":true}\nrest\n"]
        );
        assert!(
            output.parts().filter(|(_, error)| *error).all(|(b, _)| b.starts_with(b"{\"type\":\"error\""))
        );
        assert_eq!(output.statistics.duplicates, 1);
        assert_eq!(output.cut_behind_error(3), None);
        let told = output.cut_behind_error(1).unwrap();
        assert!(told.starts_with("{\"type\":\"error\"") && told.ends_with('}'), "{told}");
        assert_eq!(output.parts().map(|(_, error)| error).collect::<Vec<_>>(), [false, true, false, true]);
    }
}
