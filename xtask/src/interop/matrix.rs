//! What came out, as a table for people: the same outcome gives the same text.

use std::fmt::Write as _;

use super::faults::{FAULTS, Fault, known};
use super::peer::Peer;
use super::relay::Line;
use super::scenario::{Ended, Outcome, Scenario};
use super::scenarios::LEFT_OUT;

/// The outcomes of one client with one server, in the order of the scenarios.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) client: Peer,
    pub(super) server: Peer,
    pub(super) line: Line,
    pub(super) outcomes: Vec<Outcome>,
    /// How many datagrams were recorded.
    pub(super) messages: usize,
    /// What tshark found wrong in them, a sentence each.
    pub(super) dissected: Vec<String>,
}

impl Column {
    fn title(&self) -> String {
        format!("{} → {}", self.client.name(), self.server.name())
    }
}

/// What a cell of the table means.
enum Cell<'a> {
    Pass,
    Theirs(&'a Fault),
    Unexpected(String),
    NotPossible(&'a str),
}

/// All outcomes of a run.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    pub(super) scenarios: Vec<Scenario>,
    pub(super) columns: Vec<Column>,
}

impl Matrix {
    fn cell<'a>(column: &'a Column, outcome: &'a Outcome, scenario: &Scenario) -> Cell<'a> {
        match (outcome, known((column.client, column.server), column.line, scenario.id)) {
            (Ok(()), None) => Cell::Pass,
            (Ok(()), Some(fault)) if fault.on_bad_line => Cell::Pass,
            (Ok(()), Some(fault)) => {
                Cell::Unexpected(format!("passes in spite of fault {}", fault.id))
            }
            (Err(Ended::Fail(_)), Some(fault)) => Cell::Theirs(fault),
            (Err(Ended::Fail(sentence)), None) => Cell::Unexpected(sentence.clone()),
            (Err(Ended::NotPossible(reason)), _) => Cell::NotPossible(reason),
        }
    }

    fn cells(&self) -> impl Iterator<Item = (&Scenario, &Column, Cell<'_>)> {
        self.scenarios.iter().enumerate().flat_map(move |(row, scenario)| {
            self.columns.iter().filter_map(move |column| {
                let outcome = column.outcomes.get(row)?;
                Some((scenario, column, Self::cell(column, outcome, scenario)))
            })
        })
    }

    /// One sentence for each outcome that must not be.
    pub(super) fn unexpected(&self) -> Vec<String> {
        let sentences = self.cells().filter_map(|(scenario, column, cell)| match cell {
            Cell::Unexpected(text) => Some(format!("{}, {}: {text}", scenario.id, column.title())),
            Cell::Pass | Cell::Theirs(_) | Cell::NotPossible(_) => None,
        });
        let dissected = self.columns.iter().flat_map(|column| {
            column.dissected.iter().map(|text| format!("tshark, {}: {text}", column.title()))
        });
        sentences.chain(dissected).collect()
    }

    /// How many of some cells passed, met a known fault, were unexpected, were not possible.
    fn counts<'a>(cells: impl Iterator<Item = Cell<'a>>) -> [usize; 4] {
        let mut counts = [0; 4];
        for cell in cells {
            let place = match cell {
                Cell::Pass => 0,
                Cell::Theirs(_) => 1,
                Cell::Unexpected(_) => 2,
                Cell::NotPossible(_) => 3,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    }

    /// The counts of all cells in words.
    pub(super) fn summary(&self) -> String {
        let [passed, theirs, unexpected, not_possible] =
            Self::counts(self.cells().map(|(_, _, cell)| cell));
        format!(
            "{passed} passed, {theirs} met a known fault of a peer, {unexpected} unexpected, {not_possible} not possible"
        )
    }

    /// The last rows of the table: how often each outcome came.
    fn sums(&self) -> String {
        let of_columns: Vec<_> = self
            .columns
            .iter()
            .map(|column| {
                let rows = self.scenarios.iter().zip(&column.outcomes);
                Self::counts(rows.map(|(scenario, outcome)| Self::cell(column, outcome, scenario)))
            })
            .collect();
        let names = ["passed", "a known fault of the peer", "**unexpected**", "not possible"];
        let row = |place: usize, name: &str| {
            let counts = of_columns.iter().filter_map(|counts| counts.get(place));
            let words: Vec<_> = counts.map(usize::to_string).collect();
            format!("| | {name} | {} |\n", words.join(" | "))
        };
        names.iter().enumerate().map(|(place, name)| row(place, name)).collect()
    }

    /// The table, with the reasons below it.
    pub(super) fn markdown(&self) -> String {
        let mut text = String::new();
        let titles: Vec<_> = self.columns.iter().map(Column::title).collect();
        writeln!(text, "| scenario | | {} |", titles.join(" | ")).ok();
        writeln!(text, "|---|---|{}", "---|".repeat(titles.len())).ok();
        let mut reasons: Vec<String> = Vec::new();
        for scenario in &self.scenarios {
            let of_row = self.cells().filter(|(row, _, _)| row.id == scenario.id);
            let words: Vec<_> = of_row.map(|(_, _, cell)| word(&cell, &mut reasons)).collect();
            writeln!(text, "| {} | {} | {} |", scenario.id, scenario.title, words.join(" | ")).ok();
        }
        text.push_str(&self.sums());
        writeln!(text, "\n{}.\n\nNot possible, because:\n", self.summary()).ok();
        for (place, reason) in reasons.iter().enumerate() {
            writeln!(text, "{}. {reason}", place + 1).ok();
        }
        text.push_str("\nLeft out for all pairs:\n\n");
        for (scenarios, reason) in LEFT_OUT {
            writeln!(text, "- {scenarios}: {reason}").ok();
        }
        text.push_str("\n## Known faults of the peers\n\n");
        text.push_str("| id | client → server | scenarios | what is seen |\n|---|---|---|---|\n");
        for fault in FAULTS {
            let names = |peers: &[Peer]| {
                peers.iter().map(|peer| peer.name()).collect::<Vec<_>>().join(", ")
            };
            let pair = format!("{} → {}", names(fault.clients), names(fault.servers));
            let scenarios = fault.scenarios.join(", ");
            let line = if fault.on_bad_line { ", through a bad line" } else { "" };
            let Fault { id, evidence, .. } = fault;
            writeln!(text, "| {id} | {pair} | {scenarios}{line} | {evidence} |").ok();
        }
        text
    }
}

/// The word for a cell; a reason is added to the list once and named by its number.
fn word(cell: &Cell<'_>, reasons: &mut Vec<String>) -> String {
    match cell {
        Cell::Pass => "pass".to_owned(),
        Cell::Theirs(fault) => format!("fail: {}", fault.id),
        Cell::Unexpected(_) => "**fail**".to_owned(),
        Cell::NotPossible(reason) => {
            let place = reasons.iter().position(|known| known == reason).unwrap_or_else(|| {
                reasons.push((*reason).to_owned());
                reasons.len() - 1
            });
            format!("– ({})", place + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::scenarios;

    fn matrix(outcome: Outcome, id: &str) -> Matrix {
        let named = |scenario: &Scenario| scenario.id == id;
        let column = Column {
            client: Peer::Coapt,
            server: Peer::Aiocoap,
            line: Line::Good,
            outcomes: vec![outcome],
            messages: 0,
            dissected: Vec::new(),
        };
        let scenarios = scenarios::all().into_iter().filter(named).collect();
        Matrix { scenarios, columns: vec![column] }
    }

    fn failed() -> Outcome {
        Err(Ended::Fail("it did not".to_owned()))
    }

    #[test]
    fn a_fail_without_a_known_fault_is_unexpected() {
        let unexpected = matrix(failed(), "CORE_01").unexpected();

        assert_eq!(unexpected, ["CORE_01, coapt → aiocoap: it did not"]);
    }

    #[test]
    fn a_known_fault_is_expected_and_its_absence_is_not() {
        assert!(matrix(failed(), "LINK_03").unexpected().is_empty());
        let unexpected = matrix(Ok(()), "LINK_03").unexpected();
        assert_eq!(unexpected, ["LINK_03, coapt → aiocoap: passes in spite of fault aiocoap-1"]);
    }

    #[test]
    fn what_is_not_possible_is_no_fail_and_has_its_reason_below() {
        let matrix = matrix(Err(Ended::NotPossible("no such thing".to_owned())), "CORE_01");

        assert!(matrix.unexpected().is_empty());
        assert!(matrix.markdown().contains("| – (1) |"));
        assert!(matrix.markdown().contains("1. no such thing"));
    }
}
