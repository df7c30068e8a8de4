//! What checks and tests need of the machine, taken from Debian where it is missing.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// Makes sure that `what` is there, which `is_there` says; asks apt for its `packages` once.
pub(crate) fn ensure(what: &str, packages: &[&str], is_there: impl Fn() -> bool) -> Result<()> {
    if is_there() {
        return Ok(());
    }
    let packages = packages.join(" ");
    eprintln!("   {what} is missing: apt-get install {packages}");
    apt("update");
    if !apt(&format!("install -y --no-install-recommends {packages}")) || !is_there() {
        bail!("{what} is missing; install it with `apt-get install {packages}`");
    }
    Ok(())
}

fn apt(arguments: &str) -> bool {
    answers(Command::new("apt-get").args(arguments.split(' ')))
}

/// Whether `command` can be run and ends well; what it says is not shown.
pub(crate) fn answers(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
