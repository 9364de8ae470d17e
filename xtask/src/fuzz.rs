//! `cargo xtask fuzz`: feeds everything that reads from outside with what a fuzzer makes up.
//!
//! The corpora in fuzz/corpus stay small: what is found while fuzzing grows in target/fuzz, and a finding is put among
//! the files of the repository by hand, beside the test that states the rule. It is no step of the gate; the tests
//! replay the corpora.

use std::process::Stdio;

use crate::say;
use crate::workspace::{Workspace, run as run_command, succeeds};

/// The targets, and how many bytes an input of each has at most.
const TARGETS: [(&str, u32); 8] = [
    ("message", 600),
    ("uri", 600),
    ("links", 1200),
    ("endpoint", 4096),
    ("blocks", 1200),
    ("observing", 1200),
    ("config", 300),
    ("paths", 600),
];

/// Fuzzes all targets, one after the other, for so many minutes together.
pub(crate) fn run(house: &Workspace, minutes: &str) -> Result<(), String> {
    let minutes: u64 = minutes
        .parse()
        .ok()
        .filter(|minutes| *minutes > 0)
        .ok_or_else(|| format!("--minutes is a number from 1 on, not {minutes:?}"))?;
    if !succeeds(&mut house.cargo(["fuzz", "--version"])) {
        say::line("setup: building cargo-fuzz, which runs the targets");
        let arguments = ["install", "--quiet", "--locked", "cargo-fuzz", "--version", "^0.13"];
        run_command(&mut house.cargo(arguments))?;
    }
    let seconds = minutes * 60 / TARGETS.len() as u64;
    let (mut total, mut findings) = (0, 0);
    for (target, longest) in TARGETS {
        say::progress(format_args!("fuzzing {target} for {seconds} s"));
        let (executions, coverage, is_clean) = fuzz(house, (target, longest), seconds)?;
        say::progress("");
        say::line(format_args!("{target}-executions {executions} - -"));
        say::line(format_args!("{target}-coverage {coverage} edges -"));
        total += executions;
        findings += usize::from(!is_clean);
    }
    say::line(format_args!("executions {total} - -"));
    say::line(format_args!("findings {findings} - 0"));
    if findings > 0 { Err(String::from("see fuzz/artifacts")) } else { Ok(()) }
}

/// Runs one target; gives how often it ran, how many edges it saw, and whether nothing was found.
fn fuzz(
    house: &Workspace,
    (target, longest): (&str, u32),
    seconds: u64,
) -> Result<(u64, u64, bool), String> {
    let grown = house.path("target/fuzz").join(target);
    std::fs::create_dir_all(&grown).map_err(|error| format!("{}: {error}", grown.display()))?;
    let mut command = house.cargo(["fuzz", "run", "--release", target]);
    // The sanitizer needs what only RUSTC_BOOTSTRAP unlocks in a stable compiler.
    command.env("RUSTC_BOOTSTRAP", "1").arg(&grown).arg(house.path("fuzz/corpus").join(target));
    command.args(["--", "-timeout=10"]);
    command.args([format!("-max_total_time={seconds}"), format!("-max_len={longest}")]);
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cargo fuzz cannot start: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let (executions, coverage) = numbers(&said);
    if executions == 0 {
        return Err(format!("the target {target} did not run: {said}"));
    }
    if !output.status.success() {
        let last: Vec<&str> = said.lines().rev().take(40).collect();
        say::line(last.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
    Ok((executions, coverage, output.status.success()))
}

/// Reads the last lines of libFuzzer, such as `#1234 DONE cov: 567 ft: 890`.
fn numbers(said: &str) -> (u64, u64) {
    let mut lines =
        said.lines().rev().filter(|line| line.starts_with('#') && line.contains("cov: "));
    let Some(last) = lines.next() else { return (0, 0) };
    let number = |text: &str| text.split_whitespace().next().and_then(|word| word.parse().ok());
    let executions = last.strip_prefix('#').and_then(number).unwrap_or_default();
    let coverage = last.split("cov: ").nth(1).and_then(number).unwrap_or_default();
    (executions, coverage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts() {
        let said = "INFO: x\n#2\tINITED cov: 10 ft: 11\n#99\tDONE   cov: 20 ft: 3\nDone 99 runs";

        assert_eq!(numbers(said), (99, 20));
        assert_eq!(numbers("nothing"), (0, 0));
    }
}
