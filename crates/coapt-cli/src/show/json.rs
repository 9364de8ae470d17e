//! JSON laid out for reading, with its order and its numbers as the sender wrote them.

use std::fmt::Write as _;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::text::steers;

/// Lays JSON out in lines with an indent of two; gives `None` if the text is no JSON.
pub(crate) fn pretty(text: &str) -> Option<String> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut layout = Layout::default();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if layout.is_in_string {
            layout.string_character(character);
        } else if !character.is_ascii_whitespace() {
            while character != '"' && rest.next_if(char::is_ascii_whitespace).is_some() {}
            layout.structure_character(character, rest.peek().copied());
        }
    }
    Some(layout.out)
}

/// Takes the blanks out of JSON and spells out what steers a terminal; gives `None` if the text is no JSON.
pub(crate) fn compact(text: &str) -> Option<String> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut out = String::with_capacity(text.len());
    let (mut is_in_string, mut is_escaped) = (false, false);
    for character in text.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_in_string = !is_in_string,
            _ if !is_in_string && character.is_ascii_whitespace() => continue,
            _ => {}
        }
        out.push(character);
    }
    Some(escaped(&out))
}

/// Spells out in JSON what steers a terminal: such characters stand in strings only.
pub(crate) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if steers(character) && character != '\n' {
            write!(out, "\\u{:04x}", u32::from(character)).expect("a String takes everything");
        } else {
            out.push(character);
        }
    }
    out
}

/// An object in the making, on one line, its members in the order in which they are added.
#[derive(Debug, Default)]
pub(crate) struct Object {
    members: String,
}

impl Object {
    /// Adds a member.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<Value>) {
        self.add_json(name, &escaped(&value.into().to_string()));
    }

    /// Adds a member if there is a value.
    pub(crate) fn add_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    /// Adds a member whose value is JSON already.
    pub(crate) fn add_json(&mut self, name: &str, json: &str) {
        if !self.members.is_empty() {
            self.members.push(',');
        }
        write!(self.members, "{}:{json}", Value::from(name)).expect("a String takes everything");
    }

    /// Gives the object as JSON.
    pub(crate) fn into_json(self) -> String {
        format!("{{{}}}", self.members)
    }
}

/// How far the layout has come. The text was checked before: brackets match, strings end.
#[derive(Default)]
struct Layout {
    out: String,
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Layout {
    fn string_character(&mut self, character: char) {
        self.out.push(character);
        match character {
            _ if self.is_escaped => self.is_escaped = false,
            '\\' => self.is_escaped = true,
            '"' => self.is_in_string = false,
            _ => {}
        }
    }

    fn structure_character(&mut self, character: char, next: Option<char>) {
        match character {
            '{' | '[' => {
                self.out.push(character);
                self.depth += 1;
                if !matches!(next, Some('}' | ']')) {
                    self.line();
                }
            }
            '}' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                if !self.out.ends_with(['{', '[']) {
                    self.line();
                }
                self.out.push(character);
            }
            ',' => {
                self.out.push(',');
                self.line();
            }
            ':' => self.out.push_str(": "),
            _ => {
                self.is_in_string = character == '"';
                self.out.push(character);
            }
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_numbers_and_strings_stay_as_they_are() {
        let text = r#"{"b":1.50,"a":[1e9,{}, []],"s":"a, \"b\": {c}" }"#;

        let pretty = pretty(text).unwrap();

        let expected = "{\n  \"b\": 1.50,\n  \"a\": [\n    1e9,\n    {},\n    []\n  ],\n  \
                        \"s\": \"a, \\\"b\\\": {c}\"\n}";
        assert_eq!(pretty, expected);
    }

    #[test]
    fn whitespace_inside_strings_stays() {
        assert_eq!(pretty("[ \"  a  \" ]").unwrap(), "[\n  \"  a  \"\n]");
    }

    #[test]
    fn a_bare_value_stays_on_its_line() {
        assert_eq!(pretty(" 21.5 ").unwrap(), "21.5");
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        assert_eq!(pretty("{\"a\":"), None);
        assert_eq!(pretty("a: 1"), None);
    }

    #[test]
    fn compact_json_keeps_strings_and_numbers_and_steers_nothing() {
        let text = "{ \"a b\" : [1.50, 1e9 ],\n\"\\\" \" : \"x\u{202e}\u{9b}\" }";

        let compact = compact(text).unwrap();

        assert_eq!(compact, "{\"a b\":[1.50,1e9],\"\\\" \":\"x\\u202e\\u009b\"}");
        assert_eq!(super::compact("{"), None);
    }

    #[test]
    fn an_object_keeps_the_order_of_its_members() {
        let mut object = Object::default();
        object.add("z", 1);
        object.add_some("none", None::<u32>);
        object.add_json("a", "[]");

        assert_eq!(object.into_json(), r#"{"z":1,"a":[]}"#);
        assert_eq!(Object::default().into_json(), "{}");
    }
}
