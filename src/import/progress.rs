//! What is told on standard error while a dump is read: how far it is, and the lines that cannot be read.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::dump::Dump;
use crate::source::InputError;

/// Between two looks at the clock.
const ENTITIES: u64 = 1024;
const PAUSE: Duration = Duration::from_secs(2);
/// The most faults that are told one by one; all are counted.
const TOLD: u64 = 100;

/// Tells on standard error. It is no fault if nobody reads that.
pub(super) struct Progress {
    /// Whether a line that moves can be shown.
    moving: bool,
    shown: bool,
    last: Instant,
    quiet: bool,
    faults: u64,
}

impl Progress {
    /// With `quiet` only faults are told.
    pub(super) fn new(quiet: bool) -> Self {
        let moving = !quiet && io::stderr().is_terminal();
        Self { moving, shown: false, last: Instant::now(), quiet, faults: 0 }
    }

    /// Shows every few seconds how far `pass` is; `lines` counts what was read.
    pub(super) fn step(&mut self, pass: &str, lines: u64, dump: &Dump) {
        if !self.moving || !lines.is_multiple_of(ENTITIES) || self.last.elapsed() < PAUSE {
            return;
        }
        self.last = Instant::now();
        self.shown = true;
        let share = dump.share() * 100.0;
        let _ = write!(io::stderr(), "\r{pass}: {share:.1} % of the file, {lines} entities\x1b[K");
    }

    /// Tells `line`, unless quiet is wanted.
    pub(super) fn say(&mut self, line: &str) {
        if !self.quiet {
            self.line(line);
        }
    }

    /// Tells a line that cannot be read, and counts it.
    pub(super) fn fault(&mut self, error: &InputError) {
        self.faults += 1;
        if self.faults <= TOLD {
            self.line(&format!("trich: {error}"));
        } else if self.faults == TOLD + 1 {
            self.line("trich: more lines cannot be read; from here they are only counted");
        }
    }

    /// How many lines could not be read.
    pub(super) fn faults(&self) -> u64 {
        self.faults
    }

    /// Takes the moving line away.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    fn line(&mut self, line: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "{line}");
    }
}
