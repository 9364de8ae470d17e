//! `cargo xtask semver`: whether the public API of the libraries still fits programs that were written for a revision.
//!
//! It is no step of the gate, since its tool takes minutes to build.

use crate::say;
use crate::workspace::{Workspace, run as run_command, succeeds};

/// The libraries that others build on.
const LIBRARIES: [&str; 4] = ["coapt-wire", "coapt-proto", "coapt-net", "coapt"];

/// Compares all libraries, with all features, to a revision of the repository.
pub(crate) fn run(house: &Workspace, revision: &str) -> Result<(), String> {
    if !succeeds(&mut house.cargo(["semver-checks", "--version"])) {
        say::line("setup: building cargo-semver-checks, which compares public APIs");
        let arguments =
            ["install", "--quiet", "--locked", "cargo-semver-checks", "--version", "^0.51"];
        run_command(&mut house.cargo(arguments))?;
    }
    let mut command = house.cargo(["semver-checks", "--all-features", "--baseline-rev", revision]);
    run_command(command.args(LIBRARIES.iter().flat_map(|library| ["--package", library])))
}
