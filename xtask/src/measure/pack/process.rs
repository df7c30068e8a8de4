//! The memory of another process, as Linux tells it under `/proc`; 0 elsewhere.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::measure::house::round;
use crate::run;

/// Runs a command; its seconds, and the most memory that it held, in MB (looked at every few milliseconds).
pub(super) fn watch(command: &mut Command) -> Result<(f64, f64)> {
    let line = run::line(command);
    let start = Instant::now();
    let mut child =
        command.stdout(Stdio::null()).spawn().with_context(|| format!("cannot start `{line}`"))?;
    let mut peak: f64 = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(field(child.id(), "VmHWM:"));
        thread::sleep(Duration::from_millis(5));
    };
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok((start.elapsed().as_secs_f64(), peak))
}

/// Memory of its own and pages of files, in MB, after the records of `text` have come and before the input ends.
pub(super) fn resident(command: &mut Command, text: &str) -> Result<(f64, f64)> {
    let line = run::line(command);
    command.args(["--input-format", "text", "--document-per", "line"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start `{line}`"))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (mut stdin, stdout) = stdin.zip(stdout).context("the pipes are not there")?;
    stdin.write_all(text.as_bytes())?;
    stdin.flush()?;
    let mut first = String::new();
    BufReader::new(stdout).read_line(&mut first)?;
    let memory = (field(child.id(), "RssAnon:"), field(child.id(), "RssFile:"));
    drop(stdin);
    child.wait()?;
    if first.is_empty() {
        bail!("`{line}` wrote no record");
    }
    Ok(memory)
}

/// A field of `/proc/PID/status` in MB.
fn field(pid: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|l| l.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    round(kilobytes.unwrap_or(0.0) / 1024.0)
}
