//! How far a run is: a bar on a terminal, a line now and then elsewhere.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::input::Input;
use super::signal::Signals;
use crate::pipeline::Statistics;

/// Between two lines.
const PAUSE: Duration = Duration::from_secs(10);
const BAR: &str = "{bar:24} {percent}% {bytes} of {total_bytes}, {bytes_per_sec}, {msg}, {eta} left";

/// Tells on standard error how much of the input files is read. It is no fault if nobody reads that.
pub(super) struct Progress {
    quiet: bool,
    bar: ProgressBar,
    /// Bytes of all input files, and of those that are passed over.
    total: u64,
    before: u64,
    read: AtomicU64,
    documents: AtomicU64,
    errors: AtomicU64,
    /// What is said of the work besides.
    said: Mutex<String>,
    began: Instant,
    last: Mutex<Instant>,
}

impl Progress {
    /// For inputs of `total` bytes, of which those `before` are passed over.
    pub(super) fn new(quiet: bool, total: u64, before: u64) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style);
        }
        bar.set_position(before);
        bar.reset_eta();
        let now = Instant::now();
        Self {
            quiet,
            bar,
            total,
            before,
            read: AtomicU64::new(0),
            documents: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            said: Mutex::new(String::new()),
            began: now,
            last: Mutex::new(now),
        }
    }

    /// Counts what went out.
    pub(super) fn wrote(&self, statistics: &Statistics) {
        self.documents.fetch_add(statistics.documents, Relaxed);
        self.errors.fetch_add(statistics.errors, Relaxed);
        let (documents, errors) = (self.documents.load(Relaxed), self.errors.load(Relaxed));
        self.say(format!("{documents} documents, {errors} errors"));
    }

    /// Sets what is said of the work.
    pub(super) fn say(&self, text: String) {
        if let Ok(mut said) = self.said.lock() {
            *said = text;
        }
    }

    fn said(&self) -> String {
        self.said.lock().map(|said| said.clone()).unwrap_or_default()
    }

    /// Counts `bytes` of the input files, and tells.
    fn read(&self, bytes: u64) {
        let read = self.read.fetch_add(bytes, Relaxed) + bytes;
        if !self.bar.is_hidden() {
            self.bar.set_position(self.before + read);
            self.bar.set_message(self.said());
            return;
        }
        if self.quiet {
            return;
        }
        if let Ok(mut last) = self.last.lock()
            && last.elapsed() >= PAUSE
        {
            *last = Instant::now();
            let _ = writeln!(io::stderr(), "{}", self.line(read, self.began.elapsed()));
        }
    }

    /// The line for people after `read` bytes in `took`.
    fn line(&self, read: u64, took: Duration) -> String {
        let seconds = took.as_secs_f64().max(1e-3);
        let done = self.before + read;
        let share = 100.0 * done as f64 / self.total.max(1) as f64;
        let left = self.total.saturating_sub(done) as f64 * seconds / read.max(1) as f64;
        format!(
            "{share:.1} % of the input read, {:.1} MB/s; {}; {left:.0} s left",
            read as f64 / 1e6 / seconds,
            self.said()
        )
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// Makes inputs tell `progress` what is read of them, and break off when a signal came.
pub(super) fn through(
    progress: &Arc<Progress>,
    signals: &Signals,
) -> impl Fn(Input) -> Input + Send + 'static {
    let (progress, signals) = (progress.clone(), signals.clone());
    move |input| Box::new(Watched { input, progress: progress.clone(), signals: signals.clone() })
}

struct Watched {
    input: Input,
    progress: Arc<Progress>,
    signals: Signals,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.signals.check()?;
        let length = self.input.read(buffer)?;
        self.progress.read(length as u64);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_share_rate_and_time_left() {
        let progress = Progress {
            quiet: true,
            bar: ProgressBar::hidden(),
            total: 100_000_000,
            before: 20_000_000,
            read: AtomicU64::new(0),
            documents: AtomicU64::new(7),
            errors: AtomicU64::new(1),
            said: Mutex::new("7 documents, 1 errors".to_owned()),
            began: Instant::now(),
            last: Mutex::new(Instant::now()),
        };
        // 20 + 30 of 100 MB are done, 50 are left; 30 MB took 10 s.
        let line = progress.line(30_000_000, Duration::from_secs(10));
        assert_eq!(line, "50.0 % of the input read, 3.0 MB/s; 7 documents, 1 errors; 17 s left");
    }
}
