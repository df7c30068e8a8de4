//! The program `trich`.

use std::process::ExitCode;

fn main() -> ExitCode {
    trich::cli::main()
}
