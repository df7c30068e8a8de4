//! What a program that runs has used so far, as Linux counts it.

use std::fs;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

/// Ticks of processor time a second, on every Linux.
const TICKS: f64 = 100.0;

/// Seconds of processor time that process `id` has used; 0 where it is gone.
pub(super) fn processor(id: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // The name in brackets may hold blanks.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS
}

/// What a process used in all.
pub(super) struct Used {
    pub(super) processor: f64,
    /// The most memory it held at once, in bytes.
    pub(super) memory: u64,
}

/// Waits for the end of `child`, and looks at it meanwhile.
pub(super) fn watch(child: &mut Child) -> Result<(ExitStatus, Used)> {
    let mut used = Used { processor: 0.0, memory: 0 };
    loop {
        used.processor = processor(child.id()).max(used.processor);
        used.memory = memory(child.id()).max(used.memory);
        if let Some(status) = child.try_wait().context("cannot wait for a program")? {
            return Ok((status, used));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn memory(id: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
