//! `cargo xtask deny`: what stands in deny.toml of the packages that are used: advisories, licences, versions, sources.
//!
//! It is no step of the gate, since its tool takes minutes to build.

use crate::say;
use crate::tools::DENY;
use crate::workspace::{Workspace, run as run_command, succeeds};

/// What needs nothing from the network.
const LOCAL: [&str; 3] = ["bans", "licenses", "sources"];

/// Checks all packages, with all features; the advisories where their database can be had.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let mut command = DENY.ready(house)?;
    run_command(command.args(["--workspace", "--all-features", "check"]).args(LOCAL))?;
    if !succeeds(DENY.ready(house)?.args(["fetch", "db"])) {
        say::line("deny: no advisories: their database cannot be reached");
        return Ok(());
    }
    let mut command = DENY.ready(house)?;
    run_command(command.args(["--workspace", "--all-features", "check", "advisories"]))
}
