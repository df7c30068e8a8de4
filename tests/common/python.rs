//! A Python with packages, for tests that read what other programs write, or the other way round.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The Python of a virtual environment with `packages`, made once; none where they cannot be had, which is a failure in CI.
/// `tests` names those that are skipped then.
pub(crate) fn python(tests: &str, packages: &[&str]) -> Option<PathBuf> {
    let missing = |what: &str| {
        assert!(std::env::var_os("TRICH_CI").is_none(), "{what} is missing; install it");
        eprintln!("{tests} are skipped: {what} is missing");
        None
    };
    let name = format!("python-{}", packages.join("-").replace("==", "-"));
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let is_done = environment.join("done");
    if !is_done.exists() {
        if !succeeds(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment)) {
            return missing("python3 with its module venv");
        }
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages);
        if !succeeds(&mut pip) {
            return missing("a way to install Python packages");
        }
        fs::write(is_done, "").expect("the environment can be written");
    }
    Some(python)
}

/// Whether `command` ends well.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}
