//! An expression cut into words, each with the column where it begins.

use super::Operator;

/// A word and its column, counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) column: usize,
    pub(super) token: Token,
    /// As it stands in the expression.
    pub(super) text: String,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Or,
    And,
    Not,
    Open,
    Close,
    Compare(Operator),
    Number(f64),
    Text(String),
    Name(String),
}

/// Cuts an expression into words.
pub(super) fn words(text: &str) -> Result<Vec<Word>, String> {
    let characters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut place = 0;
    while let Some(rest) = characters.get(place..).filter(|rest| !rest.is_empty()) {
        let blanks = rest.iter().take_while(|character| character.is_whitespace()).count();
        let rest = rest.get(blanks..).unwrap_or_default();
        let Some(first) = rest.first() else { break };
        let column = place + blanks + 1;
        let (token, length) =
            token(*first, rest).map_err(|error| format!("column {column}: {error}"))?;
        let text = rest.iter().take(length).collect();
        words.push(Word { column, token, text });
        place += blanks + length;
    }
    Ok(words)
}

/// Reads one word, and tells how many characters it has.
fn token(first: char, rest: &[char]) -> Result<(Token, usize), String> {
    match first {
        '"' | '\'' => quoted(first, rest),
        '0'..='9' | '-' | '+' => number(rest),
        _ if is_name(first) => Ok(name(rest)),
        _ => sign(first, rest.get(1).copied()),
    }
}

fn sign(first: char, second: Option<char>) -> Result<(Token, usize), String> {
    use Operator::{AtLeast, AtMost, Equal, Less, More, Unequal};
    Ok(match (first, second) {
        ('(', _) => (Token::Open, 1),
        (')', _) => (Token::Close, 1),
        ('&', Some('&')) => (Token::And, 2),
        ('|', Some('|')) => (Token::Or, 2),
        ('=', Some('=')) => (Token::Compare(Equal), 2),
        ('!', Some('=')) => (Token::Compare(Unequal), 2),
        ('<', Some('=')) => (Token::Compare(AtMost), 2),
        ('>', Some('=')) => (Token::Compare(AtLeast), 2),
        ('!', _) => (Token::Not, 1),
        ('<', _) => (Token::Compare(Less), 1),
        ('>', _) => (Token::Compare(More), 1),
        ('=', _) => return Err("= compares nothing; == does".to_owned()),
        ('&' | '|', _) => return Err(format!("{first} joins nothing; {first}{first} does")),
        _ => return Err(format!("{first:?} has no meaning here")),
    })
}

fn quoted(quote: char, rest: &[char]) -> Result<(Token, usize), String> {
    let mut text = String::new();
    let mut is_escaped = false;
    for (place, &character) in rest.iter().enumerate().skip(1) {
        match character {
            _ if is_escaped => {
                text.push(if character == 'n' { '\n' } else { character });
                is_escaped = false;
            }
            '\\' => is_escaped = true,
            _ if character == quote => return Ok((Token::Text(text), place + 1)),
            _ => text.push(character),
        }
    }
    Err(format!("the text has no end; a {quote} is missing"))
}

fn number(rest: &[char]) -> Result<(Token, usize), String> {
    let is_part = |place: usize, character: char| {
        let before = place.checked_sub(1).and_then(|before| rest.get(before));
        let may_have_sign = before.is_none_or(|before| matches!(before, 'e' | 'E'));
        character.is_ascii_alphanumeric()
            || character == '.'
            || (matches!(character, '-' | '+') && may_have_sign)
    };
    let parts = rest.iter().enumerate().take_while(|(place, it)| is_part(*place, **it));
    let text: String = parts.map(|(_, it)| *it).collect();
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    match number {
        Some(number) => Ok((Token::Number(number), text.len())),
        None => Err(format!("{text} is no number")),
    }
}

fn name(rest: &[char]) -> (Token, usize) {
    let is_part = |it: &&char| is_name(**it) || it.is_ascii_digit() || "-.[]".contains(**it);
    let text: String = rest.iter().take_while(is_part).collect();
    let length = text.chars().count();
    let token = match text.as_str() {
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        _ => Token::Name(text),
    };
    (token, length)
}

fn is_name(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}
