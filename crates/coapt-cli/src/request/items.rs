//! Bodies built from items, as `temp=21 on:=true tags[]=a`: the words of the command line become one document.
//!
//! A key is a name and steps into lists and maps, `room[lamps][0][on]`; a backslash takes the next sign of it as it
//! is. `=` takes text, `:=` a value in JSON (in CBOR: in diagnostic notation); after either, `@` reads a file.

use std::borrow::Cow;
use std::path::Path;

use crate::edn;
use crate::failure::Failure;

/// How many steps a key may have; far more than any document needs.
const MAX_STEPS: usize = 32;

/// What the document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Cbor,
}

/// One item of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item<'w> {
    word: &'w str,
    steps: Vec<Step>,
    value: Value<'w>,
}

/// One step of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// To the member of a map.
    Member(String),
    /// To an element of a list.
    Element(usize),
    /// To a new element behind the others, `[]`.
    Append,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value<'w> {
    Text(&'w str),
    Written(&'w str),
}

/// The document as it grows.
#[derive(Debug, PartialEq, Eq)]
enum Node {
    /// Nothing was said yet.
    Vacant,
    /// A value that is written already.
    Leaf(Vec<u8>),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl<'w> Item<'w> {
    /// Takes a word for an item, if it has the form of one; text with blanks or quotes before its = has not.
    pub(crate) fn read(word: &'w str) -> Option<Self> {
        let (key, value) = split(word)?;
        Some(Self { word, steps: steps(key)?, value })
    }

    /// Gives the word that it was.
    pub(crate) fn word(&self) -> &'w str {
        self.word
    }
}

/// Builds the document.
pub(crate) fn build(items: &[Item<'_>], form: Form) -> Result<Vec<u8>, Failure> {
    let mut root = Node::Vacant;
    for item in items {
        let wrong = |reason: String| Failure::usage(format!("{}: {reason}", item.word));
        let text = item
            .value
            .text()
            .map_err(|reason| Failure::local(format!("{}: {reason}", item.word)))?;
        let leaf = item.value.written(&text, form).map_err(wrong)?;
        root.put(&item.steps, leaf).map_err(wrong)?;
    }
    let mut out = Vec::new();
    match form {
        Form::Json => root.write_json(&mut out),
        Form::Cbor => root.write_cbor(&mut out),
    }
    Ok(out)
}

impl<'w> Value<'w> {
    /// Gives what stands behind the sign, or in the file that stands there.
    fn text(self) -> Result<Cow<'w, str>, String> {
        let (Self::Text(text) | Self::Written(text)) = self;
        match text.strip_prefix('@') {
            Some(file) => contents(Path::new(file)).map(Cow::Owned),
            None => Ok(Cow::Borrowed(text)),
        }
    }

    /// Writes the value in its form.
    fn written(self, text: &str, form: Form) -> Result<Vec<u8>, String> {
        let is_written = matches!(self, Self::Written(_));
        match (form, is_written) {
            (Form::Json, false) => Ok(json_text(text)),
            (Form::Json, true) => match serde_json::from_str::<serde::de::IgnoredAny>(text) {
                Ok(_) => Ok(text.trim().as_bytes().to_vec()),
                Err(_) => {
                    Err("what stands after := is no JSON, such as 21, true, [1,2] or \"on\"; text \
                               goes after ="
                        .to_owned())
                }
            },
            (Form::Cbor, false) => {
                let mut out = Vec::new();
                edn::text(&mut out, text);
                Ok(out)
            }
            (Form::Cbor, true) => edn::encode_one(text)
                .map_err(|reason| format!("what stands after := cannot be read: {reason}")),
        }
    }
}

impl Node {
    /// Puts a value where the steps lead; says why if something else is there.
    fn put(&mut self, steps: &[Step], leaf: Vec<u8>) -> Result<(), String> {
        let Some((step, rest)) = steps.split_first() else {
            return match self {
                Self::Vacant => {
                    *self = Self::Leaf(leaf);
                    Ok(())
                }
                Self::Leaf(_) | Self::List(_) | Self::Map(_) => {
                    Err("this place has a value already; key[]=… adds to a list".to_owned())
                }
            };
        };
        if *self == Self::Vacant {
            *self = match step {
                Step::Member(_) => Self::Map(Vec::new()),
                Step::Element(_) | Step::Append => Self::List(Vec::new()),
            };
        }
        self.at(step)?.put(rest, leaf)
    }

    /// Gives the place that a step leads to.
    fn at(&mut self, step: &Step) -> Result<&mut Self, String> {
        match (self, step) {
            (Self::Map(members), Step::Member(name)) => {
                let known = members.iter().position(|(known, _)| known == name);
                if known.is_none() {
                    members.push((name.clone(), Self::Vacant));
                }
                let place = known.unwrap_or(members.len().saturating_sub(1));
                members.get_mut(place).map(|(_, node)| node)
            }
            (Self::List(elements), Step::Append) => {
                elements.push(Self::Vacant);
                elements.last_mut()
            }
            (Self::List(elements), Step::Element(place)) => {
                let next = elements.len();
                if *place == next {
                    elements.push(Self::Vacant);
                }
                return elements.get_mut(*place).ok_or_else(|| {
                    format!("[{place}] leaves a gap in the list; the next element is [{next}]")
                });
            }
            (Self::Leaf(_) | Self::Vacant, _) => {
                return Err("a value stands there already, and nothing can be put into it".into());
            }
            (Self::List(_), Step::Member(name)) => {
                return Err(format!("a list stands there already; it has no member {name:?}"));
            }
            (Self::Map(_), Step::Element(_) | Step::Append) => {
                return Err("a map stands there already; its members have names".to_owned());
            }
        }
        .ok_or_else(|| "there is no such place".to_owned())
    }

    fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Leaf(bytes) => out.extend_from_slice(bytes),
            Self::Vacant => out.extend_from_slice(b"null"),
            Self::List(elements) => {
                let mut gap = b'[';
                for element in elements {
                    out.push(gap);
                    element.write_json(out);
                    gap = b',';
                }
                out.push(b']');
            }
            Self::Map(members) => {
                let mut gap = b'{';
                for (name, node) in members {
                    out.push(gap);
                    out.extend(json_text(name));
                    out.push(b':');
                    node.write_json(out);
                    gap = b',';
                }
                out.push(b'}');
            }
        }
    }

    fn write_cbor(&self, out: &mut Vec<u8>) {
        match self {
            Self::Leaf(bytes) => out.extend_from_slice(bytes),
            Self::Vacant => out.push(edn::NULL),
            Self::List(elements) => {
                edn::open(out, false, elements.len());
                for element in elements {
                    element.write_cbor(out);
                }
            }
            Self::Map(members) => {
                edn::open(out, true, members.len());
                for (name, node) in members {
                    edn::text(out, name);
                    node.write_cbor(out);
                }
            }
        }
    }
}

/// Parts a word at its first `=` or `:=` that no bracket holds.
fn split(word: &str) -> Option<(&str, Value<'_>)> {
    let mut is_in_bracket = false;
    let mut is_escaped = false;
    for (place, letter) in word.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_in_bracket = true,
            ']' => is_in_bracket = false,
            '=' if !is_in_bracket => {
                let (key, value) = word.split_at_checked(place)?;
                let value = value.strip_prefix('=')?;
                return Some(match key.strip_suffix(':') {
                    Some(key) => (key, Value::Written(value)),
                    None => (key, Value::Text(value)),
                });
            }
            _ => {}
        }
    }
    None
}

/// Reads a key: a name, then steps in brackets. `None` if it is none.
fn steps(key: &str) -> Option<Vec<Step>> {
    let mut letters = key.chars().peekable();
    let mut steps = Vec::new();
    let (name, _) = part(&mut letters, '[')?;
    if !name.is_empty() {
        steps.push(Step::Member(name));
    }
    while letters.next_if_eq(&'[').is_some() {
        let (inner, is_plain) = part(&mut letters, ']')?;
        letters.next_if_eq(&']')?;
        steps.push(match inner.parse() {
            Ok(place) if is_plain => Step::Element(place),
            _ if inner.is_empty() && is_plain => Step::Append,
            _ => Step::Member(inner),
        });
    }
    let is_whole = letters.next().is_none() && !steps.is_empty() && steps.len() <= MAX_STEPS;
    is_whole.then_some(steps)
}

/// Takes a part of a key up to a sign, and tells whether nothing in it was escaped.
fn part(
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    end: char,
) -> Option<(String, bool)> {
    let (mut text, mut is_plain) = (String::new(), true);
    while let Some(letter) = letters.next_if(|letter| *letter != end) {
        if letter == '\\' {
            text.push(letters.next()?);
            is_plain = false;
        } else if letter.is_whitespace() || letter.is_control() || "{}<>\"'[]".contains(letter) {
            return None;
        } else {
            text.push(letter);
        }
    }
    Some((text, is_plain))
}

/// Reads the file that an item names; it is text.
fn contents(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read {}: {error}", file.display()))
}

fn json_text(text: &str) -> Vec<u8> {
    serde_json::Value::from(text).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::{cbor, hex};

    fn document(words: &[&str], form: Form) -> Result<Vec<u8>, String> {
        let items: Vec<_> = words.iter().map(|word| Item::read(word).unwrap()).collect();
        build(&items, form).map_err(|failure| failure.to_string())
    }

    fn json(words: &[&str]) -> String {
        document(words, Form::Json)
            .map_or_else(|reason| reason, |it| String::from_utf8(it).unwrap())
    }

    #[test]
    fn items_become_json() {
        for (words, expected) in [
            (&["temp=21"][..], r#"{"temp":"21"}"#),
            (&["temp:=21", "on:=true"], r#"{"temp":21,"on":true}"#),
            (&["a[b][c]=1", "a[b][d]:=null"], r#"{"a":{"b":{"c":"1","d":null}}}"#),
            (&["a[]=1", "a[]:=2"], r#"{"a":["1",2]}"#),
            (&["a[0][x]:=1", "a[0][y]:=2", "a[1]:=3"], r#"{"a":[{"x":1,"y":2},3]}"#),
            (&["[]:=1", "[]:=[2, 3]"], "[1,[2, 3]]"),
            (&["text=a=b\"c"], r#"{"text":"a=b\"c"}"#),
            (&["empty="], r#"{"empty":""}"#),
            (&[r"a\[b\]=1", r"c\=d=2", r"e[\0]=3"], r#"{"a[b]":"1","c=d":"2","e":{"0":"3"}}"#),
            (&["big:=123456789012345678901234567890"], r#"{"big":123456789012345678901234567890}"#),
            (&["ü:=\"ö\""], r#"{"ü":"ö"}"#),
        ] {
            assert_eq!(json(words), expected, "{words:?}");
        }
    }

    #[test]
    fn items_become_cbor_with_values_in_diagnostic_notation() {
        let words =
            ["t=21", "on:=true", "raw:=h'00ff'", "at:=1(1700000000)", "f:=1.5_3", "l[]:=-1"];

        let bytes = document(&words, Form::Cbor).unwrap();

        assert_eq!(hex::encode(&bytes[..6]), "a66174623231");
        let expected = r#"{
  "t": "21",
  "on": true,
  "raw": h'00ff',
  "at": 1(1700000000),
  "f": 1.5,
  "l": [-1]
}"#;
        assert_eq!(cbor::diagnostic(&bytes).unwrap(), expected);
    }

    #[test]
    fn text_that_is_no_item_is_left_alone() {
        for text in [
            "water the roses",
            r#"{"a":"b=c"}"#,
            r#"["a=b"]"#,
            "</a>;rt=x",
            "a b=c",
            "=x",
            ":=x",
            "-5",
            "a]=1",
            "a[=1",
            "a[b]c=1",
            "",
        ] {
            assert_eq!(Item::read(text), None, "{text}");
        }
    }

    #[test]
    fn items_that_do_not_fit_are_named() {
        for (words, expected) in [
            (&["a=1", "a=2"][..], "a=2: this place has a value already; key[]=… adds to a list"),
            (&["a=1", "a[b]=2"], "a[b]=2: a value stands there already"),
            (&["a[]=1", "a[b]=2"], "a[b]=2: a list stands there already; it has no member \"b\""),
            (&["a[b]=1", "a[]=2"], "a[]=2: a map stands there already; its members have names"),
            (&["a[2]=1"], "a[2]=1: [2] leaves a gap in the list; the next element is [0]"),
            (&["a:=on"], "a:=on: what stands after := is no JSON, such as 21"),
            (&["a=@/no/such"], "a=@/no/such: cannot read /no/such"),
        ] {
            let reason = json(words);
            assert!(reason.starts_with(expected), "{words:?}: {reason}");
        }
        let reason = document(&["a:=on"], Form::Cbor).unwrap_err();
        assert!(reason.contains("on is no value; text stands in quotes"), "{reason}");
    }

    #[test]
    fn keys_have_a_limit_of_steps() {
        assert_eq!(Item::read(&format!("a{}=1", "[b]".repeat(100_000))), None);
    }
}
