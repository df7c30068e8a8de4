//! A PostgreSQL server for the time of a measurement.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run;

/// Runs for as long as this lives, with an empty database `kb`.
pub(super) struct Server {
    child: Child,
    pub(super) environment: Vec<(String, String)>,
}

impl Server {
    pub(super) fn start() -> Result<Self> {
        let mut command = Command::new("pg_virtualenv");
        command.args(["-t", "-o", "fsync=off", "-o", "shared_buffers=1GB", "-o", "max_wal_size=8GB"]);
        command.args(["sh", "-c", "env | grep ^PG; echo done; read end"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child =
            child.context("pg_virtualenv is missing; install Debian's postgresql and postgresql-common")?;
        let mut environment = Vec::new();
        // What it says of itself comes first.
        for line in BufReader::new(child.stdout.take().context("a pipe")?).lines() {
            match line?.split_once('=') {
                Some((name, value)) => environment.push((name.to_owned(), value.to_owned())),
                None if environment.is_empty() => {}
                None => break,
            }
        }
        let server = Self { child, environment };
        if server.environment.is_empty() {
            bail!("pg_virtualenv started no server; run `pg_virtualenv -t true` to see why");
        }
        run::call(Command::new("createdb").arg("kb").envs(server.environment.iter().cloned()))?;
        Ok(server)
    }

    /// Has psql run `sql`.
    pub(super) fn sql(&self, sql: &str) -> Result<()> {
        let mut command = Command::new("psql");
        command.args(["-Xq", "-d", "kb", "-c", sql]).envs(self.environment.iter().cloned());
        run::call(command.stdout(Stdio::null()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The shell ends with its input, and the server with the shell.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
