//! The report: for people in parts with colours, for programs as JSON.

use std::io::{self, IsTerminal as _, Write};
use std::net::SocketAddr;

use serde::Serialize;

use crate::failure::Failure;
use crate::paint::{Paint, Role};
use crate::printer::{Printer, Reader};
use crate::show;

use super::finding::{Finding, Grade, Group};

/// Where the sentences begin: two spaces, the grade, two spaces.
const INDENT: usize = 8;

/// How wide a line is at least, and if nobody says how wide the terminal is.
const WIDTH: (usize, usize) = (40, 100);

/// Takes the line away: to its beginning, and erase to its end.
const ERASE: &str = "\r\x1b[K";

/// What was found at a server.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    pub(super) uri: &'a str,
    pub(super) address: SocketAddr,
    /// Whether all checks were made; false if somebody ended it.
    pub(super) complete: bool,
    pub(super) findings: &'a [Finding],
    pub(super) summary: Summary,
}

/// How many findings there are of each grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Summary {
    pass: usize,
    note: usize,
    warn: usize,
    pub(super) fail: usize,
}

impl Summary {
    /// Counts.
    pub(super) fn of(findings: &[Finding]) -> Self {
        let count = |grade| findings.iter().filter(|finding| finding.grade == grade).count();
        Self {
            pass: count(Grade::Pass),
            note: count(Grade::Note),
            warn: count(Grade::Warn),
            fail: count(Grade::Fail),
        }
    }
}

impl Report<'_> {
    /// Prints it as JSON.
    pub(super) fn print_json(&self, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| Failure::local(format!("cannot write the report: {error}")))?;
        printer.line(&text)?;
        Ok(())
    }

    /// Prints it for a person.
    pub(super) fn print(&self, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
        let paint = printer.paint();
        let width = (printer.reader() == Reader::Person).then(width);
        let mut group: Option<Group> = None;
        printer.line(&format!("{} at {}", self.uri, self.address))?;
        for finding in self.findings {
            if group.replace(finding.group) != Some(finding.group) {
                let heading = paint.text(Role::Heading, finding.group.heading());
                printer.line(&format!("\n{heading}"))?;
            }
            printer.line(&entry(finding, paint, width))?;
        }
        printer.line(&format!("\n{}", self.verdict(paint)))?;
        Ok(())
    }

    fn verdict(&self, paint: Paint) -> String {
        let Summary { pass, note, warn, fail } = self.summary;
        let parts = [
            (Grade::Pass, pass, "passed"),
            (Grade::Note, note, "to note"),
            (Grade::Warn, warn, "to improve"),
            (Grade::Fail, fail, "failed"),
        ];
        let parts = parts.map(|(grade, count, word)| {
            let text = format!("{count} {word}");
            if count == 0 { text } else { paint.text(role(grade), &text) }
        });
        let end = if self.complete { "" } else { "; ended before all checks were made" };
        format!("{}{end}", parts.join(", "))
    }
}

/// Shows one finding.
fn entry(finding: &Finding, paint: Paint, width: Option<usize>) -> String {
    let word = paint.text(role(finding.grade), finding.grade.word());
    let seen = show::text::printable(&finding.seen, &[]);
    let section = finding.section.replace(' ', "\u{a0}");
    let mut lines = wrapped(&format!("{seen} ({section})"), width);
    if let Some(last) = lines.last_mut() {
        let plain = format!("({section})");
        *last = last.replace(&plain, &paint.text(Role::Faint, &plain)).replace('\u{a0}', " ");
    }
    format!("  {word}  {}", lines.join(&format!("\n{:INDENT$}", "")))
}

/// Breaks text into lines between words.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(INDENT));
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn role(grade: Grade) -> Role {
    match grade {
        Grade::Pass => Role::Good,
        Grade::Note => Role::Sent,
        Grade::Warn => Role::Accent,
        Grade::Fail => Role::Bad,
    }
}

/// The width of the terminal.
fn width() -> usize {
    let size = rustix::termios::tcgetwinsize(io::stdout());
    size.map_or(WIDTH.1, |size| usize::from(size.ws_col)).max(WIDTH.0)
}

/// The line that tells how far it has come, for a person in front of a terminal.
#[derive(Debug)]
pub(super) struct Watch {
    is_shown: bool,
    paint: Paint,
}

impl Watch {
    /// Shows nothing yet; nothing at all if nobody can see it or messages are told anyway.
    pub(super) fn new(is_wanted: bool) -> Self {
        Self { is_shown: is_wanted && io::stderr().is_terminal(), paint: Paint::for_stderr() }
    }

    /// Tells what is looked at.
    pub(super) fn show(&self, number: usize, count: usize, what: &str) {
        if self.is_shown {
            let line = self.paint.text(Role::Faint, &format!("{number} of {count}: {what}"));
            // The line is a courtesy.
            write!(io::stderr(), "{ERASE}{line}").ok();
        }
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if self.is_shown {
            write!(io::stderr(), "{ERASE}").ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_sentence_with_its_section() {
        let text = entry(&finding("all is well"), Paint::Plain, None);

        assert_eq!(text, "  WARN  all is well (RFC 7252 §4.2)");
    }

    #[test]
    fn a_long_sentence_goes_on_below_and_keeps_its_section_whole() {
        let text = entry(&finding("all is well that ends well"), Paint::Plain, Some(30));

        let expected = "  WARN  all is well that ends\n        well (RFC 7252 §4.2)";
        assert_eq!(text, expected);
    }

    #[test]
    fn words_from_outside_steer_no_terminal() {
        let text = entry(&finding("a\x1b[2J\nb"), Paint::Plain, None);

        assert_eq!(text, "  WARN  a\\u{1b}[2J\\nb (RFC 7252 §4.2)");
    }

    #[test]
    fn the_summary_counts_each_grade() {
        let findings = [finding("a"), finding("b")];

        let expected = Summary { pass: 0, note: 0, warn: 2, fail: 0 };
        assert_eq!(Summary::of(&findings), expected);
    }

    fn finding(seen: &str) -> Finding {
        let (group, grade) = (Group::Messages, Grade::Warn);
        Finding { group, check: "x", grade, seen: seen.to_owned(), section: "RFC 7252 §4.2" }
    }
}
