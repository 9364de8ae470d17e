//! `cargo xtask test`: set up what is missing, then run every test there is.

use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command, succeeds};

/// Runs all tests; a peer that cannot be had is named, and what needs it is skipped.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let missing = setup::ensure(house);
    run_rust_tests(house)?;
    run_command(&mut house.cargo(["test", "--doc", "--workspace", "--quiet"]))?;
    python::test(house)?;
    for peer in &missing {
        say::line(format_args!("skipped: checks that need {peer}, which is not installed"));
    }
    Ok(())
}

/// nextest runs tests side by side and shows only what failed; without it cargo does.
fn run_rust_tests(house: &Workspace) -> Result<(), String> {
    if succeeds(&mut house.cargo(["nextest", "--version"])) {
        return run_command(&mut house.cargo(["nextest", "run", "--workspace"]));
    }
    run_command(&mut house.cargo(["test", "--workspace", "--all-targets"]))
}
