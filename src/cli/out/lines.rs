//! A file of JSON Lines.

use std::io::{self, Write};

use super::{Packed, Set};

pub(super) struct LineFile(pub(super) Packed);

impl Set for LineFile {
    fn write(&mut self, records: &[u8]) -> io::Result<()> {
        self.0.write_all(records)
    }

    fn keep(self: Box<Self>) -> io::Result<()> {
        self.0.finish()?.keep()
    }
}
