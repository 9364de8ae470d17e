//! `cargo xtask ci`: everything a change must pass, in the order of what fails fastest.

use std::time::Instant;

use crate::contract;
use crate::docs as book;
use crate::python;
use crate::rfc;
use crate::say;
use crate::setup;
use crate::sim;
use crate::test;
use crate::tidy;
use crate::workspace::{Workspace, run as run_command};

/// One step of the gate: its heading and what it does.
type Step = (&'static str, fn(&Workspace) -> Result<(), String>);

const STEPS: [Step; 10] = [
    ("format", format),
    ("clippy", clippy),
    ("docs", docs),
    ("tidy", tidy::run),
    ("contract", contract::run),
    ("rfc", rfc::run),
    ("types", python::types),
    ("storm", |house| sim::run(house, &[])),
    ("test", test::run),
    ("book", book::run),
];

/// Runs all steps; stops at the first that fails.
///
/// The last line of a success counts the steps.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    setup::ensure_components(house)?;
    for (index, (name, step)) in STEPS.iter().enumerate() {
        say::line(format_args!("== {name} ({} of {})", index + 1, STEPS.len()));
        let started = now();
        let outcome = step(house);
        let seconds = started.elapsed().as_secs_f64();
        outcome.map_err(|sentence| {
            format!("step {name} failed after {seconds:.1} s, {index} passed before it: {sentence}")
        })?;
        say::line(format_args!("== {name}: passed in {seconds:.1} s\n"));
    }
    say::line(format_args!("{} passed, 0 failed", STEPS.len()));
    Ok(())
}

fn format(house: &Workspace) -> Result<(), String> {
    run_command(&mut house.cargo(["fmt", "--all", "--check"]))
}

fn clippy(house: &Workspace) -> Result<(), String> {
    let arguments =
        ["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"];
    run_command(&mut house.cargo(arguments))?;
    // The tests have all features of coapt; each must be well alone, too.
    for feature in ["", "async", "json", "cbor", "tower", "tracing", "metrics"] {
        let arguments = ["clippy", "--package", "coapt", "--lib", "--quiet", "--features", feature];
        run_command(house.cargo(arguments).args(["--", "--deny", "warnings"]))?;
    }
    Ok(())
}

fn docs(house: &Workspace) -> Result<(), String> {
    let mut command =
        house.cargo(["doc", "--workspace", "--no-deps", "--quiet", "--features", "coapt/full"]);
    run_command(command.env("RUSTDOCFLAGS", "-Dwarnings"))
}

#[expect(clippy::disallowed_methods, reason = "a build step is timed by the real clock")]
fn now() -> Instant {
    Instant::now()
}
