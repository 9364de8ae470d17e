//! `cargo xtask rfc`: the ledger of rules in docs/rfc, held against the code and the tests.
//!
//! A rule that is "done" is proven: by a test with the comment `// rfc: M-7252-4.2-09` above it, or by a vector that
//! names it in its `rules`. What is "planned" or "left-out" has its reason, and so has what is "open": known and not
//! mended yet. A tag in the code, `//= rfc7252#4.2 backoff`, stands in the row that it fulfils.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::say;
use crate::workspace::Workspace;

const LEDGER: &str = "docs/rfc";
const VECTORS: [&str; 2] = ["tests/vectors/messages.jsonl", "tests/vectors/sequences.jsonl"];

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    level: String,
    #[serde(rename = "who")]
    _who: String,
    #[serde(rename = "says")]
    _says: String,
    status: Status,
    why: Option<String>,
    #[serde(default)]
    code: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Done,
    Open,
    Planned,
    LeftOut,
}

/// How many rules of one RFC stand where.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    rules: usize,
    done: usize,
    open: usize,
    planned: usize,
    left_out: usize,
}

/// Prints the coverage; fails if ledger, code and tests do not agree.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let mut findings = Vec::new();
    let proofs = proofs(house)?;
    let tags = tags_of_code(house)?;
    let (mut listed, mut known) = (BTreeSet::new(), BTreeSet::new());
    let mut total = Count::default();
    say::line(format_args!(
        "{:<6}{:>7}{:>7}{:>7}{:>9}{:>10}",
        "RFC", "rules", "done", "open", "planned", "left out"
    ));
    for path in house.files(LEDGER, "toml") {
        let rules: BTreeMap<String, Rule> =
            toml::from_str(&house.read(&path)?).map_err(|error| format!("{path}: {error}"))?;
        let mut count = Count::default();
        for (id, rule) in rules {
            count.add(rule.status);
            findings.extend(judge(&id, &rule, proofs.contains(&id)));
            listed.extend(rule.code);
            known.insert(id);
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        count.show(name.strip_suffix(".toml").unwrap_or(name));
        total.merge(count);
    }
    total.show("all");
    findings
        .extend(proofs.difference(&known).map(|id| format!("a test names {id}, no ledger does")));
    findings.extend(tags.difference(&listed).map(|tag| format!("{tag:?} stands in no row")));
    findings
        .extend(listed.difference(&tags).map(|tag| format!("{tag:?} stands nowhere in the code")));
    for finding in &findings {
        say::line(finding);
    }
    if findings.is_empty() { Ok(()) } else { Err(format!("{} findings", findings.len())) }
}

/// Says what is wrong with a row.
fn judge(id: &str, rule: &Rule, is_proven: bool) -> Option<String> {
    let must = rule.level.starts_with("MUST");
    match (rule.status, &rule.why, is_proven) {
        (Status::Done, _, false) => Some(format!("{id} is done, and no test names it")),
        (Status::Open | Status::Planned | Status::LeftOut, None, _) => {
            let level = if must { "a MUST" } else { "a rule" };
            Some(format!("{id}, {level}, is not done, and does not say why"))
        }
        (Status::Done, _, true)
        | (Status::Open | Status::Planned | Status::LeftOut, Some(_), _) => None,
    }
}

/// The rules that tests and vectors name.
fn proofs(house: &Workspace) -> Result<BTreeSet<String>, String> {
    let mut proofs = BTreeSet::new();
    for path in house.files("crates", "rs") {
        for line in house.read(&path)?.lines() {
            if let Some(ids) = line.trim_start().strip_prefix("// rfc: ") {
                proofs.extend(ids.split(',').map(|id| id.trim().to_owned()));
            }
        }
    }
    for path in VECTORS {
        for line in house.read(path)?.lines() {
            let quoted = line.split('"').filter(|word| word.starts_with("M-"));
            proofs.extend(quoted.map(str::to_owned));
        }
    }
    Ok(proofs)
}

/// The tags of the code, without what they say behind a colon.
fn tags_of_code(house: &Workspace) -> Result<BTreeSet<String>, String> {
    let mut tags = BTreeSet::new();
    for path in house.files("crates", "rs") {
        for line in house.read(&path)?.lines() {
            if let Some(tag) = line.trim_start().strip_prefix("//= ") {
                let tag = tag.split(':').next().unwrap_or(tag);
                tags.insert(tag.trim().to_owned());
            }
        }
    }
    Ok(tags)
}

impl Count {
    fn add(&mut self, status: Status) {
        self.rules += 1;
        match status {
            Status::Done => self.done += 1,
            Status::Open => self.open += 1,
            Status::Planned => self.planned += 1,
            Status::LeftOut => self.left_out += 1,
        }
    }

    fn merge(&mut self, other: Self) {
        self.rules += other.rules;
        self.done += other.done;
        self.open += other.open;
        self.planned += other.planned;
        self.left_out += other.left_out;
    }

    fn show(self, name: &str) {
        let Self { rules, done, open, planned, left_out } = self;
        say::line(format_args!("{name:<6}{rules:>7}{done:>7}{open:>7}{planned:>9}{left_out:>10}"));
    }
}
