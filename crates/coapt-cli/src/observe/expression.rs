//! The expression after `--until`: comparisons of what a state says, joined by `&&`, `||` and `!`.
//!
//! `value` is the number of a state, `text` its text without the blanks around it, `code` its code as a number, `size`
//! the number of its bytes, `json.a.b[0]` a part of its document, which may also be CBOR. What a state does not have is
//! null: it equals null and nothing else, and is neither more nor less than anything.

mod lexer;
mod parser;

use std::cmp::Ordering;

use serde_json::Value;

use coapt::Reply;

use super::reading::{self, Step};

/// A condition that a state fulfils or not.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// One of both holds.
    Or(Box<Expression>, Box<Expression>),
    /// Both hold.
    And(Box<Expression>, Box<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// Two things compare so.
    Compare(Operand, Operator, Operand),
    /// The thing is there, and neither false, 0 nor empty.
    Is(Operand),
}

/// Something that has a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    /// The number of the state.
    Value,
    /// The text of the state.
    Text,
    /// The response code, such as 2.05.
    Code,
    /// The number of bytes.
    Size,
    /// A part of the document.
    Document(Vec<Step>),
    /// What stands in the expression itself.
    Literal(Value),
}

/// How two things are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Reads an expression; says in which column it goes wrong, and what would be right.
pub(super) fn parse(text: &str) -> Result<Expression, String> {
    parser::parse(text)
}

impl Expression {
    /// Tells whether a state fulfils it; `field` leads to the number that `value` means.
    pub(super) fn holds(&self, state: &Reply, field: Option<&[Step]>) -> bool {
        self.is_true(&|operand| operand.of(state, field))
    }

    fn is_true(&self, value: &dyn Fn(&Operand) -> Value) -> bool {
        match self {
            Self::Or(one, other) => one.is_true(value) || other.is_true(value),
            Self::And(one, other) => one.is_true(value) && other.is_true(value),
            Self::Not(inner) => !inner.is_true(value),
            Self::Compare(left, operator, right) => operator.holds(&value(left), &value(right)),
            Self::Is(operand) => is_truthy(&value(operand)),
        }
    }
}

impl Operand {
    fn of(&self, state: &Reply, field: Option<&[Step]>) -> Value {
        let (format, payload) = (state.content_format(), state.payload());
        match self {
            Self::Value => reading::number(format, payload, field).map_or(Value::Null, Value::from),
            Self::Text => Value::from(String::from_utf8_lossy(payload).trim()),
            Self::Code => state.code().to_string().parse::<f64>().map_or(Value::Null, Value::from),
            Self::Size => Value::from(payload.len()),
            Self::Document(steps) => {
                let document = reading::document(format, payload);
                let found = document.as_ref().and_then(|document| reading::find(document, steps));
                found.cloned().unwrap_or_default()
            }
            Self::Literal(value) => value.clone(),
        }
    }
}

impl Operator {
    fn holds(self, left: &Value, right: &Value) -> bool {
        let order = compare(left, right);
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::Unequal => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::More => order == Some(Ordering::Greater),
            Self::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}

/// Puts two values in order; `None` if they differ and have none.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => (left == right).then_some(Ordering::Equal),
    }
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is_true) => *is_true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Judges an expression about a document which is also text and value.
    fn holds(expression: &str, document: &Value) -> bool {
        parse(expression).unwrap().is_true(&|operand| match operand {
            Operand::Value => document.clone(),
            Operand::Text => Value::from(document.to_string()),
            Operand::Code => json!(2.05),
            Operand::Size => json!(4),
            Operand::Document(steps) => reading::find(document, steps).cloned().unwrap_or_default(),
            Operand::Literal(value) => value.clone(),
        })
    }

    #[test]
    fn comparisons_and_their_joints_hold_as_they_read() {
        let document = json!({"temp": 3, "on": true, "name": "hall", "list": [1, {"x": -2.5}]});
        for (expression, expected) in [
            ("json.temp >= 3 && json.on", true),
            ("json.temp > 3 || json.on == false", false),
            ("json.temp < 4 && json.temp <= 3 && json.temp != 2", true),
            ("!json.on || (json.name == 'hall' && json.list[1].x == -2.5)", true),
            ("!(json.on)", false),
            ("json.nothing == null", true),
            ("json.nothing", false),
            ("json.nothing > 1 || json.nothing < 1", false),
            ("json.name > 'a' and not json.name == \"x\"", true),
            ("json.name == 3", false),
            ("code == 2.05 && size == 4", true),
            ("true or false and false", true),
        ] {
            assert_eq!(holds(expression, &document), expected, "{expression}");
        }
        assert!(holds("value > 21.5", &json!(22)));
        assert!(!holds("value > 21.5", &json!(21.5)));
        assert!(holds("text == \"done\"", &json!(0)) == holds("text == 'done'", &json!(0)));
    }

    #[test]
    fn a_mistake_is_named_with_its_column() {
        for (expression, part) in [
            ("", "the expression is empty; it is something like value > 21.5"),
            ("value >", "after column 7: a value is missing"),
            ("value > > 3", "column 9: a value is missing before >"),
            ("value = 3", "column 7: = compares nothing; == does"),
            ("valeu > 3", "column 1: valeu is nothing a state has"),
            ("value > 'open", "column 9: the text has no end"),
            ("(value > 3", "after column 10: a ) is missing"),
            ("value > 3)", "column 10: ) closes nothing"),
            ("value > 3 text", "column 11: && or || is missing before text"),
            ("value & 3", "column 7: & joins nothing; && does"),
            ("value > 1.2.3", "column 9: 1.2.3 is no number"),
            ("text > 3", "text is compared with a number; value is the number of a state"),
            ("1 < value < 3", "column 11: comparisons are joined by &&"),
            ("json", "column 1: json needs a path, such as json.temp"),
            ("value # 3", "column 7: '#' has no meaning here"),
        ] {
            let error = parse(expression).unwrap_err();
            assert!(error.contains(part), "{expression}: {error}");
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        for wide in ["(", "!"] {
            let error = parse(&wide.repeat(100_000)).unwrap_err();
            assert!(error.contains("nested deeper than 64"), "{error}");
        }
    }
}
