//! CBOR as JSON, for programs that read JSON only (RFC 8949 §6.1).
//!
//! Byte strings become base64url without padding, keys that are no text become text, tags are left out, and what JSON has
//! no number or word for becomes null.

use std::fmt::Write as _;

use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};
use serde_json::Value;

use super::base64;

/// How deep arrays, maps and tags may stand in each other before we give up.
const MAX_DEPTH: usize = 64;

/// Turns one item of CBOR into JSON on one line; `None` if it is none, nested too deeply, or not alone.
pub(crate) fn convert(bytes: &[u8]) -> Option<String> {
    let mut decoder = Decoder::new(bytes);
    let mut out = String::new();
    push_item(&mut out, &mut decoder, 0).ok()?;
    (decoder.position() == bytes.len()).then_some(out)
}

fn push_item(out: &mut String, decoder: &mut Decoder<'_>, depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(Error::message("nested too deeply"));
    }
    let kind = decoder.datatype()?;
    if matches!(kind, Type::Array | Type::ArrayIndef) {
        let length = decoder.array()?;
        return push_list(out, decoder, ('[', ']'), length, |out, decoder| {
            push_item(out, decoder, depth + 1)
        });
    }
    if matches!(kind, Type::Map | Type::MapIndef) {
        let length = decoder.map()?;
        return push_list(out, decoder, ('{', '}'), length, |out, decoder| {
            push_key(out, decoder, depth + 1)?;
            out.push(':');
            push_item(out, decoder, depth + 1)
        });
    }
    if kind == Type::Tag {
        decoder.tag()?;
        return push_item(out, decoder, depth + 1);
    }
    push_leaf(out, decoder, kind)
}

/// Adds the entries of an array or a map.
fn push_list(
    out: &mut String,
    decoder: &mut Decoder<'_>,
    (open, close): (char, char),
    length: Option<u64>,
    mut push_entry: impl FnMut(&mut String, &mut Decoder<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    out.push(open);
    let mut count = 0;
    while !is_over(decoder, length, count)? {
        if count > 0 {
            out.push(',');
        }
        push_entry(out, decoder)?;
        count += 1;
    }
    out.push(close);
    Ok(())
}

/// Tells whether a list has no more entries; steps over the break that ends one of unknown length.
fn is_over(decoder: &mut Decoder<'_>, length: Option<u64>, count: u64) -> Result<bool, Error> {
    if let Some(length) = length {
        return Ok(count >= length);
    }
    let is_break = decoder.datatype()? == Type::Break;
    if is_break {
        decoder.set_position(decoder.position() + 1);
    }
    Ok(is_break)
}

/// Adds a key: text as it is, all else as the text of its JSON.
fn push_key(out: &mut String, decoder: &mut Decoder<'_>, depth: usize) -> Result<(), Error> {
    let mut key = String::new();
    push_item(&mut key, decoder, depth)?;
    if key.starts_with('"') {
        out.push_str(&key);
    } else {
        push_text(out, &key);
    }
    Ok(())
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is no leaf is an error, whatever it is")]
fn push_leaf(out: &mut String, decoder: &mut Decoder<'_>, kind: Type) -> Result<(), Error> {
    match kind {
        Type::Bool => out.push_str(if decoder.bool()? { "true" } else { "false" }),
        Type::Null | Type::Undefined | Type::Simple => {
            decoder.skip()?;
            out.push_str("null");
        }
        Type::F16 => push_float(out, f64::from(decoder.f16()?)),
        Type::F32 => {
            let value = decoder.f32()?;
            // The number that a person would write for this one, not the nearest longer one.
            push_float(out, value.to_string().parse().unwrap_or_else(|_| value.into()));
        }
        Type::F64 => push_float(out, decoder.f64()?),
        Type::Bytes => push_bytes(out, decoder.bytes()?),
        Type::BytesIndef => {
            let pieces: Result<Vec<_>, _> = decoder.bytes_iter()?.collect();
            push_bytes(out, &pieces?.concat());
        }
        Type::String => push_text(out, decoder.str()?),
        Type::StringIndef => {
            let pieces: Result<Vec<_>, _> = decoder.str_iter()?.collect();
            push_text(out, &pieces?.concat());
        }
        Type::Break | Type::Unknown(_) => return Err(Error::message("no item begins here")),
        _ => write!(out, "{}", decoder.int()?).expect("a String takes everything"),
    }
    Ok(())
}

fn push_float(out: &mut String, value: f64) {
    out.push_str(&Value::from(value).to_string());
}

fn push_text(out: &mut String, text: &str) {
    out.push_str(&Value::from(text).to_string());
}

fn push_bytes(out: &mut String, bytes: &[u8]) {
    let text = base64::encode(bytes).replace('+', "-").replace('/', "_");
    push_text(out, text.trim_end_matches('='));
}

#[cfg(test)]
mod tests {
    use crate::show::hex;

    use super::*;

    fn converted(text: &str) -> Option<String> {
        convert(&hex::decode(text.as_bytes()).unwrap())
    }

    #[test]
    fn each_kind_of_item_has_its_json() {
        let examples = [
            ("1bffffffffffffffff", "18446744073709551615"),
            ("3bffffffffffffffff", "-18446744073709551616"),
            ("f93e00", "1.5"),
            ("fa3dcccccd", "0.1"),
            ("f97e00", "null"),
            ("f7", "null"),
            ("f8ff", "null"),
            ("c11a514b67b0", "1363896240"),
            ("43fbff00", "\"-_8A\""),
            ("5f42010243030405ff", "\"AQIDBAU\""),
            ("7f657374726561646d696e67ff", "\"streaming\""),
            ("62225c", r#""\"\\""#),
            ("8301820203f5", "[1,[2,3],true]"),
            ("a2016161616202", r#"{"1":"a","b":2}"#),
            ("bf61610180f6ff", r#"{"a":1,"[]":null}"#),
            ("80", "[]"),
        ];
        for (encoded, expected) in examples {
            assert_eq!(converted(encoded).as_deref(), Some(expected), "{encoded}");
        }
    }

    #[test]
    fn what_is_broken_too_deep_or_more_than_one_item_is_none() {
        for broken in ["", "0102", "8201", "6261", "ff", "9f01", "1c", "a101", "9bffffffffffffffff"]
        {
            assert_eq!(converted(broken), None, "{broken}");
        }
        let mut deep = vec![0x81; 1_000_000];
        deep.push(0);
        assert_eq!(convert(&deep), None);
    }
}
