//! Places between two records of the inputs, where output is cut into parts and where a run can go on.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::record::Id;

/// A place between two records of the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// In which input, from 0.
    pub input: usize,
    /// After how many of its records; those that give errors count too.
    pub records: u64,
}

/// Where a run begins: at the first record, unless an earlier run was broken off.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Where its first record is. The run is given the inputs from this one on, and reads past the records before.
    pub position: Position,
    /// How many `error` records came before; they count for [`Run::max_errors`](super::Run::max_errors).
    pub errors: u64,
    pub(super) seen: HashSet<Id>,
}

impl Start {
    /// Says that the document `id` of `source` came before: it is a duplicate if it is met again.
    pub fn saw(&mut self, source: &str, id: &str) {
        self.seen.insert(Id::of(&[source, id]));
    }
}

/// Tells where parts end. This hangs on the inputs alone, not on when something could be read.
pub(super) struct Ruler {
    position: Position,
    size: u64,
    /// Bytes read since the last end.
    read: u64,
}

impl Ruler {
    /// Parts end after `size` bytes; the first begins at `position`.
    pub(super) fn new(position: Position, size: Option<u64>) -> Self {
        Self { position, size: size.unwrap_or(u64::MAX), read: 0 }
    }

    /// How many records of the current input come before the position.
    pub(super) fn records(&self) -> u64 {
        self.position.records
    }

    /// Goes on by one record of `bytes` bytes; gives its end where that is the end of a part.
    pub(super) fn step(&mut self, bytes: u64) -> Option<Position> {
        self.position.records += 1;
        self.read = self.read.saturating_add(bytes);
        if self.read < self.size {
            return None;
        }
        self.read = 0;
        Some(self.position)
    }

    pub(super) fn next_input(&mut self) {
        self.position = Position { input: self.position.input + 1, records: 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_ends_with_the_record_that_fills_it() {
        let mut ruler = Ruler::new(Position::default(), Some(10));
        assert_eq!(ruler.step(9), None);
        ruler.next_input();
        assert_eq!(ruler.step(3), Some(Position { input: 1, records: 1 }));
        assert_eq!(ruler.step(9), None);
        assert_eq!(ruler.step(50), Some(Position { input: 1, records: 3 }));
        // A run that begins where a part ended sees the same ends.
        let mut second = Ruler::new(Position { input: 1, records: 1 }, Some(10));
        assert_eq!(second.records(), 1);
        assert_eq!((second.step(9), second.step(50)), (None, Some(Position { input: 1, records: 3 })));
        assert_eq!(Ruler::new(Position::default(), None).step(1 << 60), None);
    }
}
