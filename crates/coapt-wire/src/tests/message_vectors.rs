//! Holds the parser against every datagram of `tests/vectors/messages.jsonl`.

use crate::{Block, Header, Message, OptionFormat, OptionRef, OptionValue, OptionsBuf};
use serde_json::{Value, json};

#[test]
fn every_vector_parses_as_written() {
    let vectors = vectors();

    for vector in &vectors {
        let bytes = datagram(vector);
        let expected = &vector["parse"];
        let id = vector["id"].as_str().unwrap();
        match Message::parse(&bytes) {
            Ok(message) => {
                assert_eq!(expected["ok"], true, "{id} is malformed");
                check_message(id, &message, expected);
            }
            Err(error) => {
                assert_eq!(expected["ok"], false, "{id} is well formed, not {error}");
                assert_eq!(expected["err"], error.kind(), "{id}: {error}");
            }
        }
    }

    assert_eq!(vectors.len(), 530);
}

#[test]
fn encoding_gives_the_same_bytes_again() {
    for vector in vectors() {
        let bytes = datagram(&vector);
        let Ok(message) = Message::parse(&bytes) else { continue };
        let mut options = OptionsBuf::new();
        for option in message.options {
            options.push(option.number, option.value).unwrap();
        }

        let mut encoded = Vec::new();
        Message { options: options.as_options(), ..message }.encode_into(&mut encoded);

        assert_eq!(encoded, bytes, "{}", vector["id"]);
        assert_eq!(message.encoded_len(), bytes.len(), "{}", vector["id"]);
    }
}

#[test]
fn the_header_can_be_read_where_the_rest_is_malformed() {
    for vector in vectors() {
        let bytes = datagram(&vector);
        let silent = matches!(vector["parse"]["err"].as_str(), Some("short-header" | "version"));

        let header = Header::peek(&bytes);

        assert_eq!(header.is_none(), silent, "{}", vector["id"]);
        if let Some(header) = header {
            assert_eq!(header.id.value().to_be_bytes()[..], bytes[2..4]);
        }
    }
}

fn check_message(id: &str, message: &Message<'_>, expected: &Value) {
    assert_eq!(expected["type"], message.message_type.to_string(), "{id}");
    assert_eq!(expected["code"], message.code.to_string(), "{id}");
    assert_eq!(expected["mid"], message.id.value(), "{id}");
    assert_eq!(expected["token"], message.token.to_string(), "{id}");
    assert_eq!(expected["reserved_class"] == true, message.code.is_reserved(), "{id}");
    match expected["payload_len"].as_u64() {
        Some(length) => assert_eq!(usize::try_from(length).unwrap(), message.payload.len(), "{id}"),
        None => assert_eq!(expected["payload"], hex(message.payload), "{id}"),
    }
    let options: Vec<_> = message.options.iter().collect();
    let summary = &expected["options_summary"];
    if summary.is_object() {
        assert_eq!(summary["count"], options.len(), "{id}");
        check_option(id, options[0], &summary["first"]);
        check_option(id, options[options.len() - 1], &summary["last"]);
    } else {
        let rows = expected["options"].as_array().unwrap();
        assert_eq!(rows.len(), options.len(), "{id}");
        options.iter().zip(rows).for_each(|(option, row)| check_option(id, *option, row));
    }
}

fn check_option(id: &str, option: OptionRef<'_>, row: &Value) {
    assert_eq!(row["n"], option.number.value(), "{id}");
    assert_eq!(row["hex"], hex(option.value), "{id}");
    assert_eq!(row["name"].as_str(), option.number.definition().map(|d| d.name), "{id}");
    assert_eq!(row["bad_length"] == true, !option.has_valid_length(), "{id}");
    assert_eq!(row["utf8"] == false, option.str().is_none() && is_text(option), "{id}");
    check_value(id, option.value(), row);
}

/// The typed value is the one of the row, and of no other kind.
fn check_value(id: &str, value: OptionValue<'_>, row: &Value) {
    let (mut uint, mut text, mut block) = (Value::Null, Value::Null, Value::Null);
    match value {
        OptionValue::Empty => assert_eq!(row["hex"], "", "{id}"),
        OptionValue::Opaque(value) => assert_eq!(row["hex"], hex(value), "{id}"),
        OptionValue::Uint(value) => uint = value.into(),
        OptionValue::String(value) => text = value.into(),
        OptionValue::Block(Block { number, more, size_exponent }) => {
            block = json!({ "num": number, "m": u8::from(more), "szx": size_exponent });
        }
    }
    assert_eq!(row["uint"], uint, "{id}");
    assert_eq!(row["str"], text, "{id}");
    assert_eq!(row["block"], block, "{id}");
}

/// Whether the option is one of text and has a length it may have.
fn is_text(option: OptionRef<'_>) -> bool {
    let definition = option.number.definition();
    option.has_valid_length() && definition.is_some_and(|row| row.format == OptionFormat::String)
}

pub(super) fn vectors() -> Vec<Value> {
    let text = include_str!("../../../../tests/vectors/messages.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(super) fn datagram(vector: &Value) -> Vec<u8> {
    if let Some(text) = vector["hex"].as_str() {
        return unhex(text);
    }
    let parts = vector["parts"].as_array().unwrap();
    let repeat = |part: &Value| {
        let count = usize::try_from(part[1].as_u64().unwrap()).unwrap();
        unhex(part[0].as_str().unwrap()).repeat(count)
    };
    parts.iter().flat_map(repeat).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
