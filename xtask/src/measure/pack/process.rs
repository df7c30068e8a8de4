//! Time and memory of another process, as Linux tells them under `/proc`; 0 elsewhere.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::measure::house::round;
use crate::run;

/// What a finished process took.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    /// Seconds from start to end, which other work on the machine makes longer.
    pub(super) seconds: f64,
    /// Seconds that the processor worked for it, to a hundredth.
    pub(super) processor: f64,
    /// The most memory that it held, in MB (looked at every few milliseconds).
    pub(super) peak: f64,
}

/// Runs a command, whose output is thrown away, to its end.
pub(super) fn watch(command: &mut Command) -> Result<Cost> {
    let line = run::line(command);
    let (start, before) = (Instant::now(), children());
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
    Ok(Cost { seconds: start.elapsed().as_secs_f64(), processor: children() - before, peak })
}

/// Milliseconds from start to end of a command, whose output is thrown away.
pub(super) fn milliseconds(command: &mut Command) -> Result<f64> {
    command.stdout(Stdio::null());
    let start = Instant::now();
    run::call(command)?;
    Ok(start.elapsed().as_secs_f64() * 1e3)
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

/// Processor seconds of all child processes that ended.
fn children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold blanks. Of the fields after it, the 14th and 15th are these times, in hundredths.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The load of the machine over the last minute: how many processes wanted a processor.
pub(super) fn load() -> f64 {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().and_then(|one| one.parse().ok()).unwrap_or(0.0)
}

/// A field of `/proc/PID/status` in MB.
fn field(pid: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|l| l.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    round(kilobytes.unwrap_or(0.0) / 1024.0)
}
