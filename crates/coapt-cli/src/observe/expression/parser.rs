//! From words to an expression: `||` binds loosest, then `&&`, `!`, and comparisons.

use std::iter::Peekable;
use std::vec::IntoIter;

use serde_json::Value;

use super::lexer::{self, Token, Word};
use super::{Expression, Operand};
use crate::observe::reading;

/// How deep parentheses and negations may stand in each other.
const MAX_DEPTH: usize = 64;

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Expression, String> {
    let words = lexer::words(text)?;
    if words.is_empty() {
        return Err("the expression is empty; it is something like value > 21.5".to_owned());
    }
    let mut parser = Parser { words: words.into_iter().peekable(), end: text.chars().count() };
    let expression = parser.alternatives(0)?;
    match parser.words.next() {
        None => Ok(expression),
        Some(Word { column, token: Token::Close, .. }) => {
            Err(format!("column {column}: ) closes nothing"))
        }
        Some(Word { column, token: Token::Compare(_), .. }) => Err(format!(
            "column {column}: comparisons are joined by &&, such as 1 < value && value < 3"
        )),
        Some(Word { column, text, .. }) => {
            Err(format!("column {column}: && or || is missing before {text}"))
        }
    }
}

struct Parser {
    words: Peekable<IntoIter<Word>>,
    /// How many characters the expression has.
    end: usize,
}

impl Parser {
    fn alternatives(&mut self, depth: usize) -> Result<Expression, String> {
        let mut expression = self.conjunction(depth)?;
        while self.take(&Token::Or) {
            expression = Expression::Or(Box::new(expression), Box::new(self.conjunction(depth)?));
        }
        Ok(expression)
    }

    fn conjunction(&mut self, depth: usize) -> Result<Expression, String> {
        let mut expression = self.condition(depth)?;
        while self.take(&Token::And) {
            expression = Expression::And(Box::new(expression), Box::new(self.condition(depth)?));
        }
        Ok(expression)
    }

    fn condition(&mut self, depth: usize) -> Result<Expression, String> {
        if depth > MAX_DEPTH {
            return Err(format!("the expression is nested deeper than {MAX_DEPTH} levels"));
        }
        if self.take(&Token::Not) {
            return Ok(Expression::Not(Box::new(self.condition(depth + 1)?)));
        }
        if self.take(&Token::Open) {
            let inner = self.alternatives(depth + 1)?;
            return match self.words.next() {
                Some(Word { token: Token::Close, .. }) => Ok(inner),
                Some(word) => {
                    Err(format!("column {}: a ) is missing before {}", word.column, word.text))
                }
                None => Err(format!("after column {}: a ) is missing", self.end)),
            };
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        let left = self.operand()?;
        let Some(Token::Compare(operator)) = self.words.peek().map(|word| word.token.clone())
        else {
            return Ok(Expression::Is(left));
        };
        self.words.next();
        let right = self.operand()?;
        let is_number = |it: &Operand| matches!(it, Operand::Literal(Value::Number(_)));
        if (left == Operand::Text && is_number(&right))
            || (is_number(&left) && right == Operand::Text)
        {
            return Err("text is compared with a number; value is the number of a state, and a \
                        text stands in quotes"
                .to_owned());
        }
        Ok(Expression::Compare(left, operator, right))
    }

    fn operand(&mut self) -> Result<Operand, String> {
        const MISSING: &str = "a value is missing";
        let Some(Word { column, token, text }) = self.words.next() else {
            return Err(format!("after column {}: {MISSING}, such as 21.5 or 'on'", self.end));
        };
        match token {
            Token::Number(number) => Ok(Operand::Literal(Value::from(number))),
            Token::Text(text) => Ok(Operand::Literal(Value::from(text))),
            Token::Name(name) => named(&name).map_err(|error| format!("column {column}: {error}")),
            Token::Or
            | Token::And
            | Token::Not
            | Token::Open
            | Token::Close
            | Token::Compare(_) => Err(format!("column {column}: {MISSING} before {text}")),
        }
    }

    /// Steps over a word if it is this one.
    fn take(&mut self, token: &Token) -> bool {
        self.words.next_if(|word| word.token == *token).is_some()
    }
}

fn named(name: &str) -> Result<Operand, String> {
    match name {
        "value" => return Ok(Operand::Value),
        "text" => return Ok(Operand::Text),
        "code" => return Ok(Operand::Code),
        "size" => return Ok(Operand::Size),
        "true" => return Ok(Operand::Literal(Value::Bool(true))),
        "false" => return Ok(Operand::Literal(Value::Bool(false))),
        "null" => return Ok(Operand::Literal(Value::Null)),
        "json" | "cbor" => return Err(format!("{name} needs a path, such as {name}.temp")),
        _ => {}
    }
    let rest = ["json", "cbor"].iter().find_map(|root| name.strip_prefix(root));
    match rest.map(|rest| (rest.strip_prefix('.'), rest.starts_with('['))) {
        Some((Some(path), _)) => Ok(Operand::Document(reading::path(path)?)),
        Some((None, true)) => {
            // A document that is an array: the path reads as if a member stood before it.
            let steps = reading::path(&format!("it{}", rest.unwrap_or_default()))?;
            Ok(Operand::Document(steps.into_iter().skip(1).collect()))
        }
        _ => Err(format!(
            "{name} is nothing a state has; value, text, code, size and json.PATH are; a text \
             stands in quotes"
        )),
    }
}
