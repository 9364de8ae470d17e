//! `cargo xtask contract`: which statements of the class contract have a test.
//!
//! A test names what it proves with a comment, `// contract: prop.listening.b1, D69` in Rust and
//! `# contract: python.r1` in Python. What has no
//! test has its reason in tests/contract/untested.toml. A decision counts as proven as well if a
//! behaviour that rests on it has a test.

mod judge;
mod statements;
mod tags;

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::contract::judge::Judgement;
use crate::contract::statements::Contract;
use crate::finding;
use crate::say;
use crate::workspace::Workspace;

const CONTRACT: &str = "tests/contract/coap-class.toml";
const UNTESTED: &str = "tests/contract/untested.toml";
/// Where tests are, and in which language: the ending of their files, and how a comment begins.
const TESTED_FOLDERS: [(&str, &str, &str); 3] = [
    ("crates/coapt/src", "rs", "//"),
    ("crates/coapt/tests", "rs", "//"),
    ("crates/coapt-py/tests", "py", "#"),
];

/// Why a statement has no test, by the id of the statement.
type Reasons = BTreeMap<String, String>;

/// Prints the report; fails if a statement has neither a test nor a reason, or has both.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let contract = Contract::parse(&house.read(CONTRACT)?)?;
    let untested = house.read(UNTESTED)?;
    let reasons = parse_reasons(&untested)?;
    let mut tags = Vec::new();
    let mut findings = Vec::new();
    for (folder, ending, comment) in TESTED_FOLDERS {
        for path in house.files(folder, ending) {
            let read = tags::read(&path, comment, &house.read(&path)?);
            tags.extend(read.tags);
            findings.extend(read.misplaced);
        }
    }

    let judgement = Judgement::new(&contract, &tags, &reasons, &untested);
    for (id, reason) in judgement.excused() {
        say::line(format_args!("  {id}: {reason}"));
    }
    findings.extend(judgement.findings());
    let outcome = finding::report(&findings);
    say::line(judgement.summary());
    outcome
}

fn parse_reasons(text: &str) -> Result<Reasons, String> {
    let table: Table = text.parse().map_err(|error| format!("{UNTESTED}: {error}"))?;
    table.into_iter().map(reason).collect()
}

fn reason((id, value): (String, Value)) -> Result<(String, String), String> {
    match value.as_str().map(str::trim) {
        None | Some("") => Err(format!("{UNTESTED}: the reason of {id} is no text")),
        Some(reason) => Ok((id, reason.to_owned())),
    }
}
