//! The contract held against the tags of the tests and the written reasons.

use std::collections::BTreeMap;

use super::statements::{Contract, Statement};
use super::tags::Tag;
use super::{CONTRACT, Reasons, UNTESTED};
use crate::finding::Finding;

/// Which statements are proven, which are excused, and what is wrong with the rest.
#[derive(Debug)]
pub(super) struct Judgement<'a> {
    contract: &'a Contract,
    tags: &'a [Tag],
    reasons: &'a Reasons,
    /// The text of the reasons, for their lines.
    untested: &'a str,
    /// The proof of each proven statement, by its id.
    proofs: BTreeMap<&'a str, &'a Tag>,
}

impl<'a> Judgement<'a> {
    pub(super) fn new(
        contract: &'a Contract,
        tags: &'a [Tag],
        reasons: &'a Reasons,
        untested: &'a str,
    ) -> Self {
        let mut proofs = BTreeMap::new();
        for behaviour in &contract.behaviours {
            let Some(tag) = tags.iter().find(|tag| tag.id == behaviour.id) else { continue };
            proofs.insert(behaviour.id.as_str(), tag);
            for decision in &behaviour.basis {
                proofs.entry(decision.as_str()).or_insert(tag);
            }
        }
        for decision in &contract.decisions {
            if let Some(tag) = tags.iter().find(|tag| tag.id == decision.id) {
                proofs.insert(decision.id.as_str(), tag);
            }
        }
        Self { contract, tags, reasons, untested, proofs }
    }

    /// What has a reason instead of a test, in the order of the contract.
    pub(super) fn excused(&self) -> impl Iterator<Item = (&str, &str)> {
        let unproven = self.statements().filter(|row| !self.is_proven(row));
        unproven.filter_map(|row| Some((row.id.as_str(), self.reasons.get(&row.id)?.as_str())))
    }

    /// Everything that must be put right.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let open = self.statements().filter(|row| !self.is_proven(row) && !self.is_excused(row));
        let open = open.map(|row| {
            let wanted = format!("{} has neither a test nor a reason: {}", row.id, row.text);
            Finding::new(CONTRACT, self.contract.line_of(&row.id), wanted)
        });
        let strangers = self.tags.iter().filter(|tag| !self.contract.has(&tag.id));
        let strangers = strangers.map(|tag| {
            let wanted = format!("the contract has no `{}`, wanted is an id of {CONTRACT}", tag.id);
            Finding::new(&tag.path, tag.line, wanted)
        });
        open.chain(strangers).chain(self.bad_reasons()).collect()
    }

    /// The counts, in one line.
    pub(super) fn summary(&self) -> String {
        let behaviours = self.count(&self.contract.behaviours);
        let decisions = self.count(&self.contract.decisions);
        format!("contract: behaviours {behaviours}; decisions {decisions}")
    }

    fn bad_reasons(&self) -> impl Iterator<Item = Finding> {
        self.reasons.keys().filter_map(|id| {
            let wanted = match self.proofs.get(id.as_str()) {
                Some(tag) => {
                    format!("{id} has a test ({}:{}), wanted is no reason", tag.path, tag.line)
                }
                None if self.contract.has(id) => return None,
                None => format!("the contract has no `{id}`, wanted is an id of {CONTRACT}"),
            };
            Some(Finding::new(UNTESTED, self.line_of_reason(id), wanted))
        })
    }

    fn count(&self, statements: &[Statement]) -> String {
        let proven = statements.iter().filter(|row| self.is_proven(row)).count();
        let unproven = statements.iter().filter(|row| !self.is_proven(row));
        let excused = unproven.filter(|row| self.is_excused(row)).count();
        let open = statements.len() - proven - excused;
        let all = statements.len();
        format!("{proven} of {all} with a test, {excused} with a reason, {open} open")
    }

    fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.contract.behaviours.iter().chain(&self.contract.decisions)
    }

    fn is_proven(&self, statement: &Statement) -> bool {
        self.proofs.contains_key(statement.id.as_str())
    }

    fn is_excused(&self, statement: &Statement) -> bool {
        self.reasons.contains_key(&statement.id)
    }

    fn line_of_reason(&self, id: &str) -> usize {
        let names_it = |line: &str| {
            let key = line.split('=').next().unwrap_or_default();
            key.trim().trim_matches(['"', '\'']) == id
        };
        self.untested.lines().position(names_it).map_or(1, |index| index + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[[property]]
behaviour = [
  { id = "a.b1", basis = "D01", text = "One." },
  { id = "a.b2", basis = "ref", text = "Two." },
]
[[decision]]
id = "D01"
decision = "Yes."
[[decision]]
id = "D02"
decision = "No."
"#;

    #[test]
    fn a_behaviour_proves_its_decision() {
        let report = judge(&["a.b1"], &[("a.b2", "later"), ("D02", "words only")]);

        assert_eq!(
            report,
            [
                "a.b2: later",
                "D02: words only",
                "contract: behaviours 1 of 2 with a test, 1 with a reason, 0 open; \
             decisions 1 of 2 with a test, 1 with a reason, 0 open",
            ]
        );
    }

    #[test]
    fn a_tag_can_prove_a_decision_alone() {
        let report = judge(&["a.b1", "a.b2", "D02"], &[]);

        assert_eq!(
            report,
            ["contract: behaviours 2 of 2 with a test, 0 with a reason, 0 open; \
                             decisions 2 of 2 with a test, 0 with a reason, 0 open"]
        );
    }

    #[test]
    fn what_has_neither_is_found_in_the_contract() {
        let report = judge(&["a.b1", "a.b2"], &[]);

        assert_eq!(report[0], format!("{CONTRACT}:11: D02 has neither a test nor a reason: No."));
    }

    #[test]
    fn what_has_both_is_found_among_the_reasons() {
        let report = judge(&["a.b1", "a.b2", "D02"], &[("a.b2", "later"), ("D01", "later")]);

        assert_eq!(
            report[..2],
            [
                format!("{UNTESTED}:2: D01 has a test (t.rs:1), wanted is no reason"),
                format!("{UNTESTED}:1: a.b2 has a test (t.rs:2), wanted is no reason"),
            ]
        );
    }

    #[test]
    fn unknown_ids_are_found_on_both_sides() {
        let report = judge(&["a.b1", "a.b2", "D02", "a.b9"], &[("a.b8", "later")]);

        assert!(report[0].starts_with("t.rs:4: the contract has no `a.b9`"), "{report:?}");
        assert!(report[1].starts_with(&format!("{UNTESTED}:1: the contract has no `a.b8`")));
    }

    /// The report for tests that name `tagged`, with these reasons.
    fn judge(tagged: &[&str], reasons: &[(&str, &str)]) -> Vec<String> {
        let contract = Contract::parse(TEXT).unwrap();
        let tag = |(index, id): (usize, &&str)| Tag {
            id: (*id).to_owned(),
            path: "t.rs".to_owned(),
            line: index + 1,
        };
        let tags: Vec<_> = tagged.iter().enumerate().map(tag).collect();
        let untested: Vec<_> =
            reasons.iter().map(|(id, why)| format!("\"{id}\" = \"{why}\"")).collect();
        let reasons: Reasons =
            reasons.iter().map(|(id, why)| ((*id).to_owned(), (*why).to_owned())).collect();

        let untested = untested.join("\n");
        let judgement = Judgement::new(&contract, &tags, &reasons, &untested);
        let excused = judgement.excused().map(|(id, reason)| format!("{id}: {reason}"));
        let findings = judgement.findings().into_iter().map(|finding| finding.to_string());
        excused.chain(findings).chain([judgement.summary()]).collect()
    }
}
