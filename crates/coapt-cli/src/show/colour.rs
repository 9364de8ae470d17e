//! Colour for JSON and for the diagnostic notation of CBOR, which look alike.

use crate::paint::{Paint, Role};

/// Colours keys, strings, numbers and words; all else stays as it is.
pub(crate) fn notation(paint: Paint, text: &str) -> String {
    if paint == Paint::Plain {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (role, length) = token(rest, first);
        let (token, behind) = rest.split_at(length);
        let is_key = role.is_some() && behind.trim_start_matches(' ').starts_with(':');
        match role {
            Some(_) if is_key => out.push_str(&paint.text(Role::Key, token)),
            Some(role) => out.push_str(&paint.text(role, token)),
            None => out.push_str(token),
        }
        rest = behind;
    }
    out
}

/// Tells what a text begins with, and how many bytes that takes, at least one character.
fn token(text: &str, first: char) -> (Option<Role>, usize) {
    let run = |is_part: fn(char) -> bool| {
        text.find(|character| !is_part(character)).unwrap_or(text.len()).max(first.len_utf8())
    };
    match first {
        '"' => (Some(Role::Text), string(text)),
        'h' if text.starts_with("h'") => (
            Some(Role::Text),
            text.match_indices('\'').nth(1).map_or(text.len(), |(end, _)| end + 1),
        ),
        '-' | '0'..='9' => (Some(Role::Number), run(is_of_number)),
        _ if first.is_alphabetic() => (Some(Role::Word), run(char::is_alphabetic)),
        _ => (None, first.len_utf8()),
    }
}

fn is_of_number(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '+' | '.')
}

/// Gives the length of the string that a text begins with, quotes included.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the roles as letters around the tokens.
    fn marked(text: &str) -> String {
        let painted = notation(Paint::Colour, text);
        [(Role::Key, "K"), (Role::Text, "T"), (Role::Number, "N"), (Role::Word, "W")]
            .into_iter()
            .fold(painted, |painted, (role, letter)| {
                let start = Paint::Colour.text(role, "");
                painted.replace(start.trim_end_matches("\u{1b}[0m"), letter)
            })
            .replace("\u{1b}[0m", "")
    }

    #[test]
    fn keys_strings_numbers_and_words_differ() {
        assert_eq!(
            marked(r#"{"a": [1, -2.5e3, true], "b \" :": "x"}"#),
            r#"{K"a": [N1, N-2.5e3, Wtrue], K"b \" :": T"x"}"#
        );
        assert_eq!(marked("{1: h'00ff', -1: 1(2)}"), "{K1: Th'00ff', K-1: N1(N2)}");
        assert_eq!(marked("undefined"), "Wundefined");
    }

    #[test]
    fn broken_notation_ends_and_keeps_every_character() {
        for text in ["\"", "\"\\", "h'", "-", "ü\u{7}"] {
            assert_eq!(marked(text).replace(['K', 'T', 'N', 'W'], ""), text);
        }
        assert_eq!(notation(Paint::Plain, "{\"a\":1}"), "{\"a\":1}");
    }
}
