//! `cargo xtask semver`: whether the public API of the libraries still fits programs that were written for a revision.
//!
//! It is no step of the gate, since its tool takes minutes to build.

use crate::say;
use crate::tools::SEMVER;
use crate::workspace::{LIBRARIES, Workspace, output_of, run as run_command};

/// Compares all libraries, with all features, to a revision of the repository.
pub(crate) fn run(house: &Workspace, revision: &str) -> Result<(), String> {
    let commit = format!("{revision}^{{commit}}");
    let mut git = house.program("git");
    output_of(git.args(["rev-parse", "--verify", "--quiet", &commit])).map_err(|_| {
        format!(
            "{revision:?} is no revision of this repository; wanted is one, such as HEAD~20 or v0.1.0"
        )
    })?;
    let mut command = SEMVER.ready(house)?;
    command.args(["--all-features", "--baseline-rev", revision]);
    run_command(command.args(LIBRARIES.iter().flat_map(|library| ["--package", library])))?;
    say::line(format_args!("semver: programs written for {revision} still build"));
    Ok(())
}
