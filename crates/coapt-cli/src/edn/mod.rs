//! CBOR diagnostic notation, read into CBOR (RFC 8949 §8, RFC 8610 appendix G).
//!
//! What is read: numbers in base 10, 16, 8 and 2, floats, strings (`"…"`, `'…'`, `h'…'`, `b64'…'`, `<<…>>`), arrays, maps,
//! tags, `simple(…)`, `true`, `false`, `null`, `undefined`, strings in pieces `(_ …)`, comments (`/…/`, `/*…*/`, `//…`, `#…`)
//! and encoding indicators (`_`, `_i`, `_0` to `_3`). Without an indicator the shortest encoding is taken (§4.1), and JSON is read as
//! what it says. A comma may follow the last item, and where items are parted by blanks it may be left out.

mod head;
mod number;
mod reader;
mod string;

use std::collections::BTreeSet;

use self::head::{Indicator, Major};
use self::reader::{Mistake, Reader};

/// How deep arrays, maps, tags and embedded items may stand in each other.
const MAX_DEPTH: usize = 64;

/// The byte that ends what has no length at its beginning (RFC 8949 §3.2.1).
const BREAK: u8 = 0xff;

/// The encoding of null.
pub(crate) const NULL: u8 = 0xf6;

/// CBOR that was written as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    /// The items, one after the other.
    pub(crate) bytes: Vec<u8>,
    /// How many there are: one is CBOR, none or several are a CBOR sequence (RFC 8742).
    pub(crate) count: u64,
}

/// Encodes a text; a mistake is named with its place.
pub(crate) fn encode(text: &str) -> Result<Encoded, String> {
    let mut reader = Reader::new(text);
    let mut bytes = Vec::new();
    let count = sequence(&mut reader, &mut bytes, 0, None);
    let count = count.map_err(|mistake| mistake.sentence(text))?;
    Ok(Encoded { bytes, count })
}

/// Encodes a text that holds one item.
pub(crate) fn encode_one(text: &str) -> Result<Vec<u8>, String> {
    let Encoded { bytes, count } = encode(text)?;
    match count {
        1 => Ok(bytes),
        0 => Err("a value is missing".to_owned()),
        _ => Err(format!("there are {count} values where one can stand")),
    }
}

/// Writes the head of an array or a map of so many elements or pairs.
pub(crate) fn open(out: &mut Vec<u8>, is_map: bool, count: usize) {
    let major = if is_map { Major::Map } else { Major::Array };
    head::write_shortest(out, major, count.try_into().unwrap_or(u64::MAX));
}

/// Writes a text string.
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    head::write_shortest(out, Major::Text, text.len().try_into().unwrap_or(u64::MAX));
    out.extend_from_slice(text.as_bytes());
}

/// Reads items up to the sign that closes them, or to the end of the text; gives their number.
fn sequence(
    reader: &mut Reader<'_>,
    out: &mut Vec<u8>,
    depth: usize,
    close: Option<&str>,
) -> Result<u64, Mistake> {
    let mut count = 0;
    while !ends(reader, close)? {
        item(reader, out, depth)?;
        count += 1;
        separator(reader, close)?;
    }
    Ok(count)
}

/// Reads pairs up to the brace that closes the map; gives their number.
fn pairs(reader: &mut Reader<'_>, out: &mut Vec<u8>, depth: usize) -> Result<u64, Mistake> {
    let mut keys = BTreeSet::new();
    let mut count = 0;
    while !ends(reader, Some("}"))? {
        let at = reader.place();
        let mut key = Vec::new();
        item(reader, &mut key, depth)?;
        out.extend_from_slice(&key);
        if !keys.insert(key) {
            return Err(Mistake::new(at, "this key stands in the map already"));
        }
        reader.skip_blank()?;
        if !reader.eat(":") {
            return Err(reader.expected("a colon between key and value"));
        }
        item(reader, out, depth)?;
        count += 1;
        separator(reader, Some("}"))?;
    }
    Ok(count)
}

/// Steps over the sign that closes a list, if it stands here.
fn ends(reader: &mut Reader<'_>, close: Option<&str>) -> Result<bool, Mistake> {
    reader.skip_blank()?;
    match close {
        Some(close) if reader.is_at_end() => Err(reader.expected(&format!("{close} at the end"))),
        Some(close) => Ok(reader.eat(close)),
        None => Ok(reader.is_at_end()),
    }
}

/// Steps over a comma, which blanks may stand for.
fn separator(reader: &mut Reader<'_>, close: Option<&str>) -> Result<(), Mistake> {
    let has_blank = reader.skip_blank()?;
    let is_last = reader.is_at_end() || close.is_some_and(|close| reader.is_before(close));
    if reader.eat(",") || is_last || has_blank {
        return Ok(());
    }
    Err(reader.expected(&match close {
        Some(close) => format!("a comma or {close}"),
        None => "a comma or the end".to_owned(),
    }))
}

/// Reads one item.
fn item(reader: &mut Reader<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Mistake> {
    reader.skip_blank()?;
    if depth > MAX_DEPTH {
        return Err(reader.mistake(format!("this is nested deeper than {MAX_DEPTH} levels")));
    }
    match reader.peek() {
        Some('[' | '{') => list(reader, out, depth),
        Some('(') => string::pieces(reader, out),
        Some('"' | '\'') => string::string(reader, out),
        Some('<') if reader.eat("<<") => embedded(reader, out, depth),
        Some('0'..='9' | '+' | '-') => number_or_tag(reader, out, depth),
        Some(letter) if letter.is_alphabetic() => word(reader, out),
        Some(_) | None => Err(reader.expected("a value")),
    }
}

/// Reads an array or a map.
fn list(reader: &mut Reader<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Mistake> {
    let at = reader.place();
    let major = if reader.next() == Some('{') { Major::Map } else { Major::Array };
    let indicator = Indicator::read(reader);
    let mut body = Vec::new();
    let count = if major == Major::Map {
        pairs(reader, &mut body, depth + 1)?
    } else {
        sequence(reader, &mut body, depth + 1, Some("]"))?
    };
    if indicator == Indicator::Indefinite {
        out.push(major.indefinite());
        body.push(BREAK);
    } else {
        head::write(out, major, count, indicator).map_err(|reason| Mistake::new(at, reason))?;
    }
    out.append(&mut body);
    Ok(())
}

/// Reads items that stand encoded in a byte string, up to `>>`.
fn embedded(reader: &mut Reader<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Mistake> {
    let at = reader.place();
    let mut body = Vec::new();
    sequence(reader, &mut body, depth + 1, Some(">>"))?;
    string::write(reader, out, (at, Major::Bytes), &body)
}

/// Reads a number, and what it tags if a parenthesis follows.
fn number_or_tag(reader: &mut Reader<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Mistake> {
    let at = reader.place();
    let number = number::read(reader)?;
    let indicator = Indicator::read(reader);
    let wrong = |reason: String| Mistake::new(at, reason);
    if !reader.eat("(") {
        return number.write(out, indicator).map_err(wrong);
    }
    let tag =
        number.as_tag().ok_or_else(|| wrong("the number of a tag is 0 or more".to_owned()))?;
    head::write(out, Major::Tag, tag, indicator).map_err(wrong)?;
    item(reader, out, depth + 1)?;
    reader.skip_blank()?;
    if reader.eat(")") { Ok(()) } else { Err(reader.expected(") after the item with the tag")) }
}

/// Reads what begins with a letter.
fn word(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Mistake> {
    let at = reader.place();
    let word = reader.take_while(char::is_alphanumeric);
    if reader.is_before("'") {
        return string::prefixed(reader, out, at, word);
    }
    match word {
        "false" => out.push(0xf4),
        "true" => out.push(0xf5),
        "null" => out.push(NULL),
        "undefined" => out.push(0xf7),
        "simple" => return simple(reader, out),
        "NaN" => return float(reader, out, at, f64::NAN),
        "Infinity" => return float(reader, out, at, f64::INFINITY),
        _ => {
            let reason = format!("{word} is no value; text stands in quotes, as in \"{word}\"");
            return Err(Mistake::new(at, reason));
        }
    }
    Ok(())
}

/// Writes a float that has a name.
fn float(reader: &mut Reader<'_>, out: &mut Vec<u8>, at: usize, value: f64) -> Result<(), Mistake> {
    let indicator = Indicator::read(reader);
    head::write_float(out, value, indicator).map_err(|reason| Mistake::new(at, reason))
}

/// Reads the number of a simple value: 0 to 23, or 32 to 255 (RFC 8949 §3.3).
fn simple(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Mistake> {
    const RULE: &str = "simple( ) takes a number from 0 to 23 or from 32 to 255";
    if !reader.eat("(") {
        return Err(reader.mistake(RULE));
    }
    let number = reader.take_while(|letter| letter.is_ascii_digit() || letter == ' ').trim();
    let at = reader.place();
    match number.parse::<u8>() {
        Ok(number @ 0..=23) => out.push(0xe0 | number),
        Ok(number @ 32..=255) => out.extend([0xf8, number]),
        Ok(24..=31) | Err(_) => return Err(Mistake::new(at, RULE)),
    }
    if reader.eat(")") { Ok(()) } else { Err(reader.mistake(RULE)) }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
