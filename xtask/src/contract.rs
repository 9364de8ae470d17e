//! `cargo xtask contract`: which statements of the class contract have a test.
//!
//! A test names what it proves with a comment, `// contract: prop.listening.b1, D69` in Rust and
//! `# contract: python.r1` in Python. Each language proves every statement on its own; what has no
//! test there has its reason in tests/contract/untested.toml. A decision counts as proven as well if
//! a behaviour that rests on it has a test.

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
/// The languages that the class has, as the lists of reasons name them.
const LANGUAGES: [Language; 2] = [
    Language {
        name: "Rust",
        folders: &["crates/coapt/src", "crates/coapt/tests"],
        ending: "rs",
        comment: "//",
    },
    Language { name: "Python", folders: &["crates/coapt-py/tests"], ending: "py", comment: "#" },
];

/// Where the tests of one language are, and how its comments begin.
struct Language {
    name: &'static str,
    folders: &'static [&'static str],
    ending: &'static str,
    comment: &'static str,
}

/// Why a statement has no test, by the id of the statement.
type Reasons = BTreeMap<String, String>;

/// Prints the report; fails if a statement has neither a test nor a reason, or has both.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let contract = Contract::parse(&house.read(CONTRACT)?)?;
    let untested = house.read(UNTESTED)?;
    let mut findings = Vec::new();
    let mut summaries = Vec::new();
    for language in LANGUAGES {
        let reasons = parse_reasons(&untested, language.name)?;
        let mut tags = Vec::new();
        for folder in language.folders {
            for path in house.files(folder, language.ending) {
                let read = tags::read(&path, language.comment, &house.read(&path)?);
                tags.extend(read.tags);
                findings.extend(read.misplaced);
            }
        }
        let judgement = Judgement::new(&contract, &tags, &reasons, &untested);
        for (id, reason) in judgement.excused() {
            say::line(format_args!("  {}: {id}: {reason}", language.name));
        }
        findings.extend(judgement.findings());
        summaries.push(format!("{} {}", language.name, judgement.summary()));
    }
    let outcome = finding::report(&findings);
    for summary in summaries {
        say::line(summary);
    }
    outcome
}

fn parse_reasons(text: &str, language: &str) -> Result<Reasons, String> {
    let mut table: Table = text.parse().map_err(|error| format!("{UNTESTED}: {error}"))?;
    match table.remove(language) {
        Some(Value::Table(reasons)) => reasons.into_iter().map(reason).collect(),
        _ => Err(format!("{UNTESTED}: wanted is a table [{language}]")),
    }
}

fn reason((id, value): (String, Value)) -> Result<(String, String), String> {
    match value.as_str().map(str::trim) {
        None | Some("") => Err(format!("{UNTESTED}: the reason of {id} is no text")),
        Some(reason) => Ok((id, reason.to_owned())),
    }
}
