//! The examination under way: the probe, what was found, and what later checks build on.

use std::net::SocketAddr;
use std::time::Duration;

use coapt::Link;
use coapt::wire::{Code, OptionNumber, OptionsBuf};

use crate::failure::Failure;

use super::draft::Draft;
use super::finding::{Finding, Grade, Group};
use super::probe::Probe;
use super::reply::{Reply, words};

/// A rule that a check holds the server against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// The name of the check, for programs.
    pub(super) check: &'static str,
    /// What the RFC says, in a clause.
    pub(super) says: &'static str,
    /// Where the RFC says it.
    pub(super) section: &'static str,
}

/// The examination of one server.
#[derive(Debug)]
pub(super) struct Exam {
    pub(super) probe: Probe,
    pub(super) target: SocketAddr,
    /// The options that lead to the resource.
    pub(super) path: OptionsBuf,
    /// The options that lead to the resource that may be written.
    pub(super) write_to: Option<OptionsBuf>,
    /// How long to wait for notifications.
    pub(super) watch: Duration,
    /// How the resource answered first.
    pub(super) plain: Option<Reply>,
    /// The links of the server.
    pub(super) links: Vec<Link>,
    pub(super) group: Group,
    pub(super) findings: Vec<Finding>,
}

impl Exam {
    /// Begins a GET of the resource.
    pub(super) fn get(&self) -> Draft {
        Draft::new(Code::GET, &self.path)
    }

    /// Asks for the resource with a change to the request.
    pub(super) fn ask(&mut self, draft: &Draft) -> Result<Option<Reply>, Failure> {
        self.probe.ask(draft)
    }

    /// Gives the first answer of the resource, if it was a success.
    pub(super) fn content(&self) -> Option<&Reply> {
        self.plain.as_ref().filter(|reply| reply.code.is_success())
    }

    /// Gives the code of the first answer.
    pub(super) fn plain_code(&self) -> Option<Code> {
        self.plain.as_ref().map(|reply| reply.code)
    }

    /// Notes what was seen.
    pub(super) fn found(&mut self, grade: Grade, rule: Rule, seen: impl Into<String>) {
        let Rule { check, section, .. } = rule;
        self.findings.push(Finding { group: self.group, check, grade, seen: seen.into(), section });
    }

    /// Notes that the rule is kept.
    pub(super) fn pass(&mut self, rule: Rule, seen: impl Into<String>) {
        self.found(Grade::Pass, rule, seen);
    }

    /// Notes that the rule is broken, and what it says.
    pub(super) fn breach(&mut self, grade: Grade, rule: Rule, seen: &str) {
        self.found(grade, rule, format!("{seen}; {}", rule.says));
    }

    /// Judges an answer that has to have this code.
    ///
    /// A resource that answers everything with an error hides what was to be seen.
    pub(super) fn expect(&mut self, rule: Rule, case: &str, want: Code, reply: Option<&Reply>) {
        let seen = format!("{case} is answered by {}", words(reply));
        let code = reply.map(|reply| reply.code);
        let hidden = self.plain_code().filter(|plain| !plain.is_success() && Some(*plain) == code);
        if code == Some(want) {
            self.pass(rule, seen);
        } else if let Some(code) = hidden {
            let text = format!("{case} cannot be judged: the resource answers {code} to all");
            self.found(Grade::Note, rule, text);
        } else {
            self.breach(Grade::Fail, rule, &seen);
        }
    }

    /// Judges an answer that has to be the same as without the change.
    pub(super) fn expect_no_change(&mut self, rule: Rule, case: &str, reply: Option<&Reply>) {
        let seen = format!("{case} is answered by {}", words(reply));
        if reply.map(|reply| reply.code) == self.plain_code() {
            self.pass(rule, format!("{seen}, as without it"));
        } else {
            self.breach(Grade::Fail, rule, &seen);
        }
    }

    /// Asks with one more option.
    pub(super) fn ask_with(
        &mut self,
        number: OptionNumber,
        value: &[u8],
    ) -> Result<Option<Reply>, Failure> {
        let draft = self.get().option(number, value);
        self.ask(&draft)
    }
}
