//! The statements of the contract: behaviours and decisions, each with an id.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// The contract of the class, as far as tests are held against it.
#[derive(Debug)]
pub(super) struct Contract {
    /// In the order of the contract.
    pub(super) behaviours: Vec<Statement>,
    /// In the order of the contract.
    pub(super) decisions: Vec<Statement>,
    lines: BTreeMap<String, usize>,
}

/// One statement that a test can prove.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) id: String,
    /// What it says.
    pub(super) text: String,
    /// The decisions it rests on, and other sources.
    pub(super) basis: Vec<String>,
}

impl Contract {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|error| format!("the contract: {error}"))?;
        let mut behaviours = Vec::new();
        collect(&Value::Table(table.clone()), &mut behaviours);
        let lines = lines_of_ids(text);
        behaviours.sort_by_key(|behaviour| lines.get(&behaviour.id).copied());
        let decisions = table.get("decision").and_then(Value::as_array);
        let decisions = decisions.into_iter().flatten();
        let decisions = decisions.filter_map(|row| statement(row, "decision")).collect();
        Ok(Self { behaviours, decisions, lines })
    }

    /// Whether the contract has a statement of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.behaviours.iter().chain(&self.decisions).any(|statement| statement.id == id)
    }

    /// The line of the contract where the statement stands.
    pub(super) fn line_of(&self, id: &str) -> usize {
        self.lines.get(id).copied().unwrap_or(1)
    }
}

/// Finds every table with an `id` and a `text`, wherever it stands.
fn collect(value: &Value, found: &mut Vec<Statement>) {
    found.extend(statement(value, "text"));
    if let Some(table) = value.as_table() {
        for (_, inner) in table {
            collect(inner, found);
        }
    }
    if let Some(array) = value.as_array() {
        for inner in array {
            collect(inner, found);
        }
    }
}

fn statement(row: &Value, text_key: &str) -> Option<Statement> {
    let id = row.get("id")?.as_str()?.to_owned();
    let text = row.get(text_key)?.as_str()?.to_owned();
    let basis = row.get("basis").and_then(Value::as_str).unwrap_or_default();
    let basis = basis.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned);
    Some(Statement { id, text, basis: basis.collect() })
}

fn lines_of_ids(text: &str) -> BTreeMap<String, usize> {
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(index, line)| {
            let start = line.trim_start().trim_start_matches(['{', ' ']);
            let (id, _) = start.strip_prefix("id = \"")?.split_once('"')?;
            Some((id.to_owned(), index + 1))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_with_an_id_and_a_text_is_a_behaviour() {
        let text = r#"
[[property]]
id = "prop.a"
behaviour = [
  { id = "prop.a.b1", basis = "ref", text = "One." },
  { id = "prop.a.b2", basis = "D01, D02", text = "Two." },
]
[[decision]]
id = "D01"
decision = "Yes."
"#;

        let contract = Contract::parse(text).unwrap();

        let ids: Vec<_> = contract.behaviours.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["prop.a.b1", "prop.a.b2"]);
        assert_eq!(contract.behaviours[1].basis, ["D01", "D02"]);
        assert_eq!(contract.decisions.len(), 1);
        assert_eq!((contract.line_of("prop.a.b2"), contract.line_of("D01")), (6, 9));
        assert!(contract.has("D01") && !contract.has("prop.a"));
    }

    #[test]
    fn the_contract_of_the_house_is_whole() {
        let text = include_str!("../../../tests/contract/coap-class.toml");

        let contract = Contract::parse(text).unwrap();

        assert_eq!(contract.behaviours.len(), 547);
        assert_eq!(contract.decisions.len(), 90);
    }
}
