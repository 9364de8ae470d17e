//! `cargo xtask semver`: whether the public API of the libraries still fits programs that were written for a revision.
//!
//! It is no step of the gate, since its tool takes minutes to build.

use crate::tools::SEMVER_CHECKS;
use crate::workspace::{Workspace, run as run_command};

/// The libraries that others build on.
pub(crate) const LIBRARIES: [&str; 4] = ["coapt-wire", "coapt-proto", "coapt-net", "coapt"];

/// Compares all libraries, with all features, to a revision of the repository.
pub(crate) fn run(house: &Workspace, revision: &str) -> Result<(), String> {
    let mut command = SEMVER_CHECKS.ready(house)?;
    command.args(["--all-features", "--baseline-rev", revision]);
    run_command(command.args(LIBRARIES.iter().flat_map(|library| ["--package", library])))
}
