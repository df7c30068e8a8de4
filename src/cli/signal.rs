//! SIGINT and SIGTERM end a run between two records; a second one ends it at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What a shell adds to the number of a signal to make an exit status.
const BASE: i32 = 128;

/// The signals that came so far.
#[derive(Clone)]
pub(super) struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// From here on the signals no longer end the process by themselves.
    pub(super) fn watch() -> io::Result<Self> {
        let (came, which) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        for signal in [SIGINT, SIGTERM] {
            // In this order: what is set by the first signal is seen by the second.
            flag::register_conditional_shutdown(signal, BASE + signal, came.clone())?;
            flag::register(signal, came.clone())?;
            flag::register_usize(signal, which.clone(), signal as usize)?;
        }
        Ok(Self(which))
    }

    /// The exit status for the signal that came, if one did.
    pub(super) fn status(&self) -> Option<u8> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            signal => u8::try_from(BASE as usize + signal).ok(),
        }
    }

    /// # Errors
    /// When a signal came.
    pub(super) fn check(&self) -> io::Result<()> {
        match self.status() {
            None => Ok(()),
            // `Interrupted` would be tried again.
            Some(_) => Err(io::Error::other("ended by a signal")),
        }
    }
}
