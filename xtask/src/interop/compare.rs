//! `cargo xtask compare`: all servers held against the RFCs by `coapt doctor`, side by side.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::thread;

use serde::Deserialize;

use super::peer::{self, Peer};
use super::peers;
use crate::say;
use crate::workspace::Workspace;

/// Where the table is written.
const PAGE: &str = "docs/comparison.md";
/// What is asked for: more than one block, and observable; and where writing is tried.
const RESOURCE: &str = "obs-large";
const SCRATCH: &str = "/create1";
/// What the handlers of the small servers decide, not the implementations that they show.
const OF_HANDLERS: [&str; 2] = ["accept-other", "delete"];

const SERVERS: [Peer; 6] =
    [Peer::Coapt, Peer::CoaptPython, Peer::Libcoap, Peer::Aiocoap, Peer::Node, Peer::CoapRs];

const PREFACE: &str = "\
# Servers beside each other

Written by `cargo xtask compare`; not edited by hand. Each server has the same resources, in a few lines on top of its
library (`crates/coapt/examples/plugtest.rs` and `xtask/peers`, where the versions are fixed). `coapt doctor` asks each
the same, and gives ✓ for what an RFC says: *MUST* where a requirement is broken, *SHOULD* where a recommendation is,
`–` where nothing can be judged. What the handlers decide and not the library is left out. (Of amplification:
`coapt serve --guard` keeps to it, at the price of a second round trip for each new client.) What clients and servers make
of each other is in [the matrix](interop-matrix.md), what a request costs in [the measurements](performance.md).

The same for any server: `coapt doctor coap://192.0.2.7/temp`.

";

/// The report of `coapt doctor --json`.
#[derive(Debug, Deserialize)]
struct Report {
    complete: bool,
    findings: Vec<Finding>,
}

#[derive(Clone, Debug, Deserialize)]
struct Finding {
    group: String,
    check: String,
    grade: Grade,
    seen: String,
    reference: String,
}

/// From the best to the worst.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Pass,
    Note,
    Warn,
    Fail,
}

/// Asks all servers and writes the page.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    peers::ensure(house)?;
    let examined: Result<Vec<_>, String> = thread::scope(|scope| {
        let all: Vec<_> =
            SERVERS.iter().map(|&server| scope.spawn(move || examine(house, server))).collect();
        all.into_iter()
            .map(|one| one.join().map_err(|_| "a server's thread panicked".to_owned())?)
            .collect()
    });
    let text = page(&examined?);
    say::line(&text);
    fs::write(house.path(PAGE), format!("{PREFACE}{text}"))
        .map_err(|error| format!("{PAGE}: {error}"))
}

/// What the doctor finds in a server.
fn examine(house: &Workspace, server: Peer) -> Result<Vec<Finding>, String> {
    let (_running, port) = peer::serve(house, server, None)?;
    let mut command = house.program(house.path("target/release/coapt"));
    command.args(["doctor", &format!("coap://127.0.0.1:{port}/{RESOURCE}"), "--json"]);
    command.args(["--write-to", SCRATCH, "--watch", "1"]).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("coapt doctor: {error}"))?;
    let report: Report = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("the report on {}: {error}", server.name()))?;
    if !report.complete {
        return Err(format!("{} was not examined to the end", server.name()));
    }
    let is_of_library = |finding: &Finding| !OF_HANDLERS.contains(&finding.check.as_str());
    Ok(report.findings.into_iter().filter(is_of_library).collect())
}

/// The table of all checks, and below it what was seen of each server that is not as an RFC says.
fn page(examined: &[Vec<Finding>]) -> String {
    let mut text = String::new();
    let names: Vec<_> = SERVERS.iter().map(|server| server.name()).collect();
    writeln!(text, "| | check | {} | |", names.join(" | ")).ok();
    writeln!(text, "|---|---|{}---|", "---|".repeat(names.len())).ok();
    let mut known = BTreeSet::new();
    for finding in examined.iter().flatten() {
        if known.insert((&finding.group, &finding.check)) {
            let cells: Vec<_> = examined.iter().map(|of_one| cell(of_one, finding)).collect();
            let Finding { group, check, reference, .. } = finding;
            writeln!(text, "| {group} | {check} | {} | {reference} |", cells.join(" | ")).ok();
        }
    }
    let count =
        |of_one: &Vec<Finding>, grade| of_one.iter().filter(|one| one.grade == grade).count();
    for (name, grade) in [("MUST broken", Grade::Fail), ("SHOULD broken", Grade::Warn)] {
        let counts: Vec<_> =
            examined.iter().map(|of_one| format!("**{}**", count(of_one, grade))).collect();
        writeln!(text, "| | **{name}** | {} | |", counts.join(" | ")).ok();
    }
    for (server, findings) in SERVERS.iter().zip(examined) {
        writeln!(text, "\n## {}: what was seen\n", server.name()).ok();
        for finding in findings.iter().filter(|one| one.grade >= Grade::Warn) {
            let Finding { check, seen, reference, .. } = finding;
            writeln!(text, "- {} `{check}`: {seen} ({reference})", word(finding.grade)).ok();
        }
    }
    text
}

/// The worst that one server shows in a check.
fn cell(of_one: &[Finding], check: &Finding) -> &'static str {
    let same = |one: &&Finding| one.group == check.group && one.check == check.check;
    of_one.iter().filter(same).map(|one| one.grade).max().map_or("–", word)
}

fn word(grade: Grade) -> &'static str {
    match grade {
        Grade::Pass => "✓",
        Grade::Note => "–",
        Grade::Warn => "*SHOULD*",
        Grade::Fail => "**MUST**",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(check: &str, grade: Grade) -> Finding {
        let [group, seen, reference] =
            ["messages", "it was seen", "RFC 7252 §4.3"].map(str::to_owned);
        Finding { group, check: check.to_owned(), grade, seen, reference }
    }

    #[test]
    fn a_check_is_one_row_with_the_worst_that_each_server_shows() {
        let first = vec![finding("ping", Grade::Pass), finding("ping", Grade::Fail)];
        let second = vec![finding("ping", Grade::Note)];

        let text = page(&[first, second]);

        assert!(text.contains("| messages | ping | **MUST** | – | RFC 7252 §4.3 |"));
        assert_eq!(text.matches("| ping |").count(), 1);
        assert!(text.contains("- **MUST** `ping`: it was seen (RFC 7252 §4.3)"));
    }

    #[test]
    fn a_check_that_a_server_was_not_put_to_has_no_judgement() {
        let text = page(&[vec![finding("ping", Grade::Pass)], Vec::new()]);

        assert!(text.contains("| ping | ✓ | – |"));
    }
}
