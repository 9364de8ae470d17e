//! What a state says, for expressions and plots: a document, and a number.

use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};
use serde_json::{Map, Number, Value};

use coapt::wire::ContentFormat;

use crate::show::hex;
use crate::show::payload::Kind;

/// How deep arrays, maps and tags of CBOR may stand in each other before we give up.
const MAX_DEPTH: usize = 64;

/// One step into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A member of an object; a number is also an element of an array.
    Name(String),
    /// An element of an array, counted from 0.
    Place(usize),
}

/// Reads a path such as `a.b[0].c`.
pub(super) fn path(text: &str) -> Result<Vec<Step>, String> {
    let wrong = || format!("{text:?} is no path to a field, such as temp or sensors[0].temp");
    let mut steps = Vec::new();
    for part in text.split('.') {
        let (name, places) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return Err(wrong());
        }
        steps.push(Step::Name(name.to_owned()));
        let mut rest = places;
        while !rest.is_empty() {
            let inside = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let (place, behind) = inside.ok_or_else(wrong)?;
            steps.push(Step::Place(place.parse().map_err(|_| wrong())?));
            rest = behind;
        }
    }
    Ok(steps)
}

/// Reads a payload as a document: JSON, CBOR, or text that happens to be JSON.
pub(super) fn document(format: Option<ContentFormat>, payload: &[u8]) -> Option<Value> {
    if format.map(Kind::of) == Some(Kind::Cbor) {
        return from_cbor(payload);
    }
    serde_json::from_slice(payload).ok()
}

/// Follows a path into a document.
pub(super) fn find<'v>(document: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(document, |value, step| match step {
        Step::Name(name) => match value {
            Value::Array(elements) => elements.get(name.parse::<usize>().ok()?),
            Value::Object(members) => members.get(name),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        },
        Step::Place(place) => value.get(place),
    })
}

/// Finds the number that a state is about: at the path if one is given, else the whole, the first of a text, or the
/// first value of SenML (RFC 8428).
pub(super) fn number(
    format: Option<ContentFormat>,
    payload: &[u8],
    field: Option<&[Step]>,
) -> Option<f64> {
    let document = document(format, payload);
    if let Some(steps) = field {
        return as_number(find(&document?, steps)?);
    }
    document.as_ref().and_then(of_document).or_else(|| {
        let text = std::str::from_utf8(payload).ok()?;
        let first = text.split_whitespace().next()?;
        first.parse().ok().filter(|number: &f64| number.is_finite())
    })
}

fn of_document(document: &Value) -> Option<f64> {
    let Value::Array(records) = document else { return as_number(document) };
    // The label of a value is "v", and 2 in CBOR (RFC 8428 §6).
    records.iter().find_map(|record| as_number(record.get("v").or_else(|| record.get("2"))?))
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::Bool(is_on) => Some(f64::from(u8::from(*is_on))),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn from_cbor(bytes: &[u8]) -> Option<Value> {
    read_item(&mut Decoder::new(bytes), 0).ok()
}

fn read_item(decoder: &mut Decoder<'_>, depth: usize) -> Result<Value, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::message("nested too deeply"));
    }
    let kind = decoder.datatype()?;
    if matches!(kind, Type::Array | Type::ArrayIndef) {
        let length = decoder.array()?;
        let mut elements = Vec::new();
        while has_more(decoder, length, elements.len())? {
            elements.push(read_item(decoder, depth + 1)?);
        }
        Ok(Value::Array(elements))
    } else if matches!(kind, Type::Map | Type::MapIndef) {
        let length = decoder.map()?;
        let (mut members, mut count) = (Map::new(), 0);
        while has_more(decoder, length, count)? {
            let key = read_item(decoder, depth + 1)?;
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            members.insert(key, read_item(decoder, depth + 1)?);
            count += 1;
        }
        Ok(Value::Object(members))
    } else if kind == Type::Tag {
        decoder.tag()?;
        read_item(decoder, depth + 1)
    } else {
        read_leaf(decoder, kind)
    }
}

fn has_more(decoder: &mut Decoder<'_>, length: Option<u64>, count: usize) -> Result<bool, Error> {
    if let Some(length) = length {
        return Ok((count as u64) < length);
    }
    let is_break = decoder.datatype()? == Type::Break;
    if is_break {
        decoder.set_position(decoder.position() + 1);
    }
    Ok(!is_break)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is no leaf is an error, whatever it is")]
fn read_leaf(decoder: &mut Decoder<'_>, kind: Type) -> Result<Value, Error> {
    let float = |number| Number::from_f64(number).map_or(Value::Null, Value::Number);
    Ok(match kind {
        Type::Bool => Value::Bool(decoder.bool()?),
        Type::F16 => float(f64::from(decoder.f16()?)),
        Type::F32 => float(f64::from(decoder.f32()?)),
        Type::F64 => float(decoder.f64()?),
        Type::Bytes => Value::String(hex::encode(decoder.bytes()?)),
        Type::String => Value::from(decoder.str()?),
        Type::StringIndef => Value::String(decoder.str_iter()?.collect::<Result<String, _>>()?),
        Type::Null | Type::Undefined | Type::Simple | Type::BytesIndef => {
            decoder.skip()?;
            Value::Null
        }
        Type::Break | Type::Unknown(_) => return Err(Error::message("no item begins here")),
        _ => integer(decoder.int()?.into()),
    })
}

fn integer(number: i128) -> Value {
    i64::try_from(number)
        .map(Value::from)
        .or_else(|_| u64::try_from(number).map(Value::from))
        .unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(format: ContentFormat, payload: &[u8], field: Option<&str>) -> Option<f64> {
        let steps = field.map(|field| path(field).unwrap());
        number(Some(format), payload, steps.as_deref())
    }

    #[test]
    fn each_format_has_its_number() {
        let (text, json) = (ContentFormat::TEXT_PLAIN, ContentFormat::JSON);
        assert_eq!(number_of(text, b"21.5 C\n", None), Some(21.5));
        assert_eq!(number_of(text, b"warm", None), None);
        assert_eq!(number_of(text, b"NaN", None), None);
        assert_eq!(number_of(json, b"-3", None), Some(-3.0));
        assert_eq!(number_of(json, b"[{\"n\":\"a\"},{\"v\":2}]", None), Some(2.0));
        assert_eq!(number_of(json, b"{\"a\":{\"b\":[1,7]}}", Some("a.b[1]")), Some(7.0));
        assert_eq!(number_of(json, b"{\"a\":true}", Some("a")), Some(1.0));
        assert_eq!(number_of(json, b"{\"a\":1}", Some("b")), None);
        // [{2: 23.5}] and {"t": 7}
        assert_eq!(
            number_of(ContentFormat::SENML_CBOR, &[0x81, 0xa1, 2, 0xf9, 0x4d, 0xe0], None),
            Some(23.5)
        );
        assert_eq!(number_of(ContentFormat::CBOR, &[0xa1, 0x61, b't', 7], Some("t")), Some(7.0));
    }

    #[test]
    fn broken_and_deep_cbor_is_no_document() {
        assert_eq!(document(Some(ContentFormat::CBOR), &[0x82, 1]), None);
        assert_eq!(document(Some(ContentFormat::CBOR), &[0x81; 10_000]), None);
        assert_eq!(
            document(Some(ContentFormat::CBOR), &[0x9b, 255, 255, 255, 255, 0, 0, 0, 0]),
            None
        );
    }

    #[test]
    fn a_path_that_is_none_is_named() {
        for wrong in ["", "a..b", "a[", "a[x]", "[0]", "a[0"] {
            assert!(path(wrong).unwrap_err().contains("no path to a field"), "{wrong}");
        }
    }
}
