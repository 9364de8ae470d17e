//! JSON laid out for reading, with its order and its numbers as the sender wrote them.

use serde::de::IgnoredAny;

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
}
