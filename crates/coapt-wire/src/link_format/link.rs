//! One link, RFC 6690 §2 and §3.

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;

use crate::uri::percent;

/// A link: a target and what is said about it (RFC 6690 §2).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The target, a URI reference such as "/temp".
    pub target: String,
    /// The attributes in order: names, and values where there are any.
    pub attributes: Vec<(String, Option<String>)>,
}

impl Link {
    /// Makes a link without attributes.
    #[must_use]
    pub fn new(target: &str) -> Self {
        Self { target: target.to_owned(), attributes: Vec::new() }
    }

    /// Adds an attribute with a value, such as `rt` (RFC 6690 §3).
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// Adds an attribute without a value, such as `obs` (RFC 7641 §6).
    #[must_use]
    pub fn with_flag(mut self, name: &str) -> Self {
        self.attributes.push((name.to_owned(), None));
        self
    }

    /// Finds the value of the first attribute with this name; no text if it has none.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// Whether there is an attribute with this name.
    #[must_use]
    pub fn has_attribute(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// Goes through the values that count of the attributes with this name.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        //= rfc6690#3 once: a second rt, if or sz is ignored
        let limit = if stands_once(name) { 1 } else { usize::MAX };
        let named = |(own, _): &&(String, Option<String>)| own.eq_ignore_ascii_case(name);
        let all = self.attributes.iter().filter(named);
        all.map(|(_, value)| value.as_deref().unwrap_or_default()).take(limit)
    }

    /// Writes the link.
    ///
    /// What a target cannot hold is percent-encoded; an attribute whose name is none is left out.
    pub(super) fn write_to(&self, text: &mut String) {
        text.push('<');
        percent::push_encoded(text, self.target.as_bytes(), is_target_byte);
        text.push('>');
        for (name, value) in self.attributes.iter().filter(|(name, _)| is_name(name)) {
            text.push(';');
            text.push_str(name);
            let Some(value) = value else { continue };
            text.push('=');
            write_value(text, name, value);
        }
    }
}

impl fmt::Display for Link {
    /// Shows the link as it stands in a document.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write_to(&mut text);
        f.pad(&text)
    }
}

/// Whether only the first attribute with this name counts.
pub(super) fn stands_once(name: &str) -> bool {
    ["rt", "if", "sz"].iter().any(|once| name.eq_ignore_ascii_case(once))
}

/// Whether a character may stand in the name of an attribute.
pub(super) fn is_name_character(letter: char) -> bool {
    letter.is_ascii_graphic() && !"\"(),/:;<=>?@[\\]{}".contains(letter)
}

/// Whether a character may stand in a value without quotes.
pub(super) fn is_bare_character(letter: char) -> bool {
    letter.is_ascii_graphic() && !"\",;\\".contains(letter)
}

/// Whether this can be the name of an attribute.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_character)
}

/// Whether a byte may stand between the angle brackets.
const fn is_target_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"')
}

/// Writes a value, in quotes where they are needed or usual.
fn write_value(text: &mut String, name: &str, value: &str) {
    let is_extended = name.ends_with('*') && value.chars().all(is_bare_character);
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit()) && !is_textual(name);
    if !value.is_empty() && (is_extended || is_number) {
        return text.push_str(value);
    }
    text.push('"');
    for letter in value.chars() {
        if letter == '"' || letter == '\\' || letter.is_control() {
            text.push('\\');
        }
        text.push(letter);
    }
    text.push('"');
}

/// Whether the values of an attribute are text even if they look like numbers.
fn is_textual(name: &str) -> bool {
    ["rt", "if", "rel", "rev", "title", "anchor"].iter().any(|text| name.eq_ignore_ascii_case(text))
}
