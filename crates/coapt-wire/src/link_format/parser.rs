//! From text to links, RFC 6690 §2.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use super::{
    Link, LinkFormatError,
    link::{is_bare_character, is_name_character, stands_once},
};

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Vec<Link>, LinkFormatError> {
    let mut parser = Parser { length: text.len(), rest: text };
    let mut links = Vec::new();
    loop {
        parser.skip_blanks();
        if parser.rest.is_empty() {
            return Ok(links);
        }
        if !parser.take(',') {
            links.push(parser.link()?);
        }
    }
}

/// What is left of a text.
struct Parser<'a> {
    length: usize,
    rest: &'a str,
}

impl<'a> Parser<'a> {
    /// Reads a link and what separates it from the next one.
    fn link(&mut self) -> Result<Link, LinkFormatError> {
        let mut link = Link::new(self.target()?);
        loop {
            self.skip_blanks();
            if self.rest.is_empty() || self.take(',') {
                return Ok(link);
            }
            if !self.take(';') {
                return Err(LinkFormatError::SeparatorExpected { at: self.at() });
            }
            self.skip_blanks();
            if self.rest.is_empty() || self.rest.starts_with([';', ',']) {
                continue;
            }
            let (name, value) = self.attribute()?;
            //= rfc6690#3 once: a second rt, if or sz is ignored
            if !(stands_once(name) && link.has_attribute(name)) {
                link.attributes.push((name.to_owned(), value));
            }
        }
    }

    /// Reads a target in its angle brackets.
    fn target(&mut self) -> Result<&'a str, LinkFormatError> {
        let at = self.at();
        if !self.take('<') {
            return Err(LinkFormatError::TargetExpected { at });
        }
        let split = self.rest.split_once('>');
        let (target, rest) = split.ok_or(LinkFormatError::TargetUnclosed { at })?;
        self.rest = rest;
        Ok(target)
    }

    /// Reads an attribute: its name, and its value if it has one.
    fn attribute(&mut self) -> Result<(&'a str, Option<String>), LinkFormatError> {
        let name = self.take_while(is_name_character);
        if name.is_empty() {
            return Err(LinkFormatError::NameExpected { at: self.at() });
        }
        self.skip_blanks();
        if !self.take('=') {
            return Ok((name, None));
        }
        self.skip_blanks();
        if self.rest.starts_with('"') {
            return Ok((name, Some(self.quoted()?)));
        }
        let value = self.take_while(is_bare_character);
        if value.is_empty() {
            return Err(LinkFormatError::ValueExpected { at: self.at() });
        }
        Ok((name, Some(value.to_owned())))
    }

    /// Reads a value in quotes.
    fn quoted(&mut self) -> Result<String, LinkFormatError> {
        let at = self.at();
        let mut value = String::new();
        let mut letters = self.rest.chars();
        letters.next();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => {
                    self.rest = letters.as_str();
                    return Ok(value);
                }
                '\\' => value.extend(letters.next()),
                _ => value.push(letter),
            }
        }
        Err(LinkFormatError::QuoteUnclosed { at })
    }

    /// Takes one character if it comes next.
    fn take(&mut self, wanted: char) -> bool {
        let stripped = self.rest.strip_prefix(wanted);
        self.rest = stripped.unwrap_or(self.rest);
        stripped.is_some()
    }

    /// Takes all characters up to the first that does not fit.
    fn take_while(&mut self, fits: fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|letter| !fits(letter)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Skips blanks and line ends.
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    /// Gives how many bytes were read.
    fn at(&self) -> usize {
        self.length.saturating_sub(self.rest.len())
    }
}
