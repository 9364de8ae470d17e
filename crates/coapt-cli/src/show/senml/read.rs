//! Packs as they come: JSON objects with names, CBOR maps with numbers (RFC 8428 §5, §6).
//!
//! A pack with a field that is not known gives `None`: a table would hide it.

use minicbor::data::Type;
use minicbor::decode::Decoder;
use serde_json::Value as Json;

use super::{Record, Value};

/// The newest version of SenML that is known (§4.4).
const VERSION: f64 = 10.0;

/// Fields by their name in JSON and their label in CBOR.
const FIELDS: [(&str, i64, Field); 15] = [
    ("bver", -1, Field::Version),
    ("bn", -2, Field::BaseName),
    ("bt", -3, Field::BaseTime),
    ("bu", -4, Field::BaseUnit),
    ("bv", -5, Field::BaseValue),
    ("bs", -6, Field::BaseSum),
    ("n", 0, Field::Name),
    ("u", 1, Field::Unit),
    ("v", 2, Field::Value),
    ("vs", 3, Field::Text),
    ("vb", 4, Field::Bool),
    ("s", 5, Field::Sum),
    ("t", 6, Field::Time),
    ("ut", 7, Field::Update),
    ("vd", 8, Field::Data),
];

#[derive(Clone, Copy)]
enum Field {
    Version,
    BaseName,
    BaseTime,
    BaseUnit,
    BaseValue,
    BaseSum,
    Name,
    Unit,
    Value,
    Text,
    Bool,
    Sum,
    Time,
    Update,
    Data,
}

/// Reads a pack in JSON.
pub(crate) fn from_json(text: &str) -> Option<Vec<Record>> {
    let Json::Array(records) = serde_json::from_str(text).ok()? else { return None };
    records.iter().map(json_record).collect()
}

fn json_record(record: &Json) -> Option<Record> {
    let mut read = Record::default();
    for (name, value) in record.as_object()? {
        let field = FIELDS.iter().find(|row| row.0 == name)?.2;
        let value = match value {
            Json::Number(number) => Value::Number(number.as_f64()?),
            Json::String(text) if matches!(field, Field::Data) => Value::Data(base64url(text)?),
            Json::String(text) => Value::Text(text.clone()),
            Json::Bool(value) => Value::Bool(*value),
            Json::Null | Json::Array(_) | Json::Object(_) => return None,
        };
        read.set(field, value)?;
    }
    Some(read)
}

/// Reads a pack in CBOR.
pub(crate) fn from_cbor(bytes: &[u8]) -> Option<Vec<Record>> {
    let mut decoder = Decoder::new(bytes);
    let length = decoder.array().ok()?;
    let mut records = Vec::new();
    while !is_over(&mut decoder, length, records.len())? {
        records.push(cbor_record(&mut decoder)?);
    }
    (decoder.position() == bytes.len()).then_some(records)
}

fn cbor_record(decoder: &mut Decoder<'_>) -> Option<Record> {
    let length = decoder.map().ok()?;
    let mut read = Record::default();
    let mut count = 0;
    while !is_over(decoder, length, count)? {
        let row = if decoder.datatype().ok()? == Type::String {
            let name = decoder.str().ok()?;
            FIELDS.iter().find(|row| row.0 == name)?
        } else {
            let label = decoder.i64().ok()?;
            FIELDS.iter().find(|row| row.1 == label)?
        };
        read.set(row.2, cbor_value(decoder)?)?;
        count += 1;
    }
    Some(read)
}

/// Tells whether a list has no more entries; steps over the break that ends one of unknown length.
fn is_over(decoder: &mut Decoder<'_>, length: Option<u64>, count: usize) -> Option<bool> {
    if let Some(length) = length {
        return Some(count as u64 >= length);
    }
    let is_break = decoder.datatype().ok()? == Type::Break;
    if is_break {
        decoder.set_position(decoder.position() + 1);
    }
    Some(is_break)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is no value of SenML is none, whatever it is"
)]
fn cbor_value(decoder: &mut Decoder<'_>) -> Option<Value> {
    Some(match decoder.datatype().ok()? {
        Type::Bool => Value::Bool(decoder.bool().ok()?),
        Type::String => Value::Text(decoder.str().ok()?.to_owned()),
        Type::Bytes => Value::Data(decoder.bytes().ok()?.to_vec()),
        Type::F16 => Value::Number(decoder.f16().ok()?.into()),
        Type::F32 => Value::Number(short(decoder.f32().ok()?)),
        Type::F64 => Value::Number(decoder.f64().ok()?),
        Type::Tag => Value::Number(decimal(decoder)?),
        _ => Value::Number(decoder.int().ok()?.to_string().parse().ok()?),
    })
}

/// Gives the number that a person would write for this one, not the nearest longer one.
fn short(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| number.into())
}

/// Reads a decimal fraction: tag 4 with exponent and mantissa (RFC 8949 §3.4.4).
fn decimal(decoder: &mut Decoder<'_>) -> Option<f64> {
    let is_decimal = decoder.tag().ok()?.as_u64() == 4 && decoder.array().ok()? == Some(2);
    let exponent = decoder.i16().ok().filter(|_| is_decimal)?;
    let mantissa = decoder.int().ok()?;
    format!("{mantissa}e{exponent}").parse().ok()
}

/// Reads base64 in the alphabet for URLs, with or without padding (RFC 8428 §5).
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in text.trim_end_matches('=').bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0x3fff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

impl Record {
    /// Sets a field; `None` if the value is of a kind that it cannot have.
    fn set(&mut self, field: Field, value: Value) -> Option<()> {
        let base = &mut self.base;
        match (field, value) {
            (Field::Version, Value::Number(number)) if number <= VERSION => {}
            (Field::BaseName, Value::Text(text)) => base.name = Some(text),
            (Field::BaseUnit, Value::Text(text)) => base.unit = Some(text),
            (Field::BaseTime, Value::Number(number)) => base.time = Some(number),
            (Field::BaseValue, Value::Number(number)) => base.value = Some(number),
            (Field::BaseSum, Value::Number(number)) => base.sum = Some(number),
            (Field::Name, Value::Text(text)) => self.name = Some(text),
            (Field::Unit, Value::Text(text)) => self.unit = Some(text),
            (Field::Sum, Value::Number(number)) => self.sum = Some(number),
            (Field::Time, Value::Number(number)) => self.time = Some(number),
            (Field::Update, Value::Number(number)) => self.update = Some(number),
            (Field::Value, value @ Value::Number(_))
            | (Field::Text, value @ Value::Text(_))
            | (Field::Bool, value @ Value::Bool(_))
            | (Field::Data, value @ Value::Data(_)) => {
                // A record has one value.
                if self.value.replace(value).is_some() {
                    return None;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use crate::show::hex;

    use super::*;

    #[test]
    fn json_and_cbor_say_the_same() {
        let json = r#"[{"bn":"urn:a:","bt":1320067464,"n":"t","u":"Cel","v":-3.5},
            {"n":"d","vd":"_wA"},{"n":"on","vb":false},{"n":"s","vs":"x","s":2,"t":-1,"ut":5}]"#;
        let cbor = hex::decode(
            b"84 a5 21 66 75726e3a613a 22 1a 4eaea188 00 6174 01 6343656c 02 f9c300
              a2 00 6164 08 42ff00  a2 00 626f6e 04 f4
              bf 00 6173 03 6178 05 02 06 20 07 05 ff",
        )
        .unwrap();

        let read = from_cbor(&cbor).unwrap();

        assert_eq!(Some(read), from_json(json));
    }

    #[test]
    fn decimal_fractions_and_short_floats_are_numbers() {
        for (value, expected) in
            [("c4 82 20 18d7", 21.5), ("fa 41ac0000", 21.5), ("fa 3dcccccd", 0.1), ("20", -1.0)]
        {
            let pack = hex::decode(format!("81 a1 02 {value}").as_bytes()).unwrap();
            assert_eq!(
                from_cbor(&pack).unwrap()[0].value,
                Some(Value::Number(expected)),
                "{value}"
            );
        }
    }

    #[test]
    fn what_is_not_understood_is_no_table() {
        for pack in [
            "{}",
            "[1]",
            r#"[{"v":"x"}]"#,
            r#"[{"n":"a","v":1,"must_":2}]"#,
            r#"[{"bver":11}]"#,
            r#"[{"v":1,"vb":true}]"#,
            r#"[{"vd":"!"}]"#,
        ] {
            assert_eq!(from_json(pack), None, "{pack}");
        }
        for pack in [
            "",
            "80 00",
            "81",
            "81 a1 18 63 00",
            "81 a1 02 80",
            "9f",
            "81 bf",
            "9b ffffffffffffffff",
        ] {
            assert_eq!(from_cbor(&hex::decode(pack.as_bytes()).unwrap()), None, "{pack}");
        }
    }
}
