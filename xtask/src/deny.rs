//! `cargo xtask deny`: where all that coapt is built from comes from, and what its authors permit, by deny.toml.
//!
//! It is no step of the gate, since its tool takes minutes to build; that the list of licences is the right one is also
//! seen by `cargo xtask tidy`.

mod licences;

use std::process::Command;

use crate::say;
use crate::tools::DENY;
use crate::workspace::{Workspace, run as run_command, succeeds};

pub(crate) use licences::check as licences;

/// What is judged beside the advisories.
const CHECKS: [&str; 3] = ["bans", "licenses", "sources"];
/// What is built apart from the workspace.
const APART: [&str; 2] = ["fuzz/Cargo.toml", "xtask/peers/coap_rs/Cargo.toml"];
/// What deny.toml says for the workspace is not all needed by what is built apart.
const ALLOWED_APART: [&str; 3] =
    ["license-not-encountered", "license-exception-not-encountered", "unmatched-skip"];

/// Judges the workspace and what is built apart from it.
///
/// The advisories are held in a repository on the web; where that cannot be reached, it is said that they were skipped.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let mut command = deny(house, "Cargo.toml")?;
    let has_advisories = succeeds(command.args(["fetch", "db"]));
    let mut checks = CHECKS.to_vec();
    if has_advisories {
        checks.push("advisories");
    } else {
        say::line("deny: skipped: advisories, since their database cannot be fetched here");
    }
    say::line("deny: the workspace");
    run_command(deny(house, "Cargo.toml")?.args(["check", "--deny", "warnings"]).args(&checks))?;
    for manifest in APART {
        say::line(format_args!("deny: {manifest}"));
        let mut command = deny(house, manifest)?;
        command.args(["check", "--config", "deny.toml"]);
        command.args(ALLOWED_APART.iter().flat_map(|lint| ["--allow", lint]));
        run_command(command.args(&checks))?;
    }
    Ok(())
}

fn deny(house: &Workspace, manifest: &str) -> Result<Command, String> {
    let mut command = DENY.ready(house)?;
    command.args(["--log-level", "warn", "--manifest-path", manifest]);
    Ok(command)
}
