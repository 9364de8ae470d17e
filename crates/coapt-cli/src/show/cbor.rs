//! CBOR as diagnostic notation (RFC 8949 §8), laid out for reading.

use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};

use super::hex;

/// How deep arrays, maps and tags may stand in each other before we give up.
const MAX_DEPTH: usize = 64;

/// How wide an array or map may be to stay on one line.
const LINE_WIDTH: usize = 72;

/// Writes CBOR as diagnostic notation; every item of a sequence begins a line.
///
/// Gives `None` if the bytes are not well-formed CBOR, or nested deeper than 64 levels.
pub(crate) fn diagnostic(bytes: &[u8]) -> Option<String> {
    let mut decoder = Decoder::new(bytes);
    let mut out = String::new();
    while decoder.position() < bytes.len() {
        if !out.is_empty() {
            out.push('\n');
        }
        read_item(&mut decoder, 0).ok()?.write(&mut out, 0);
    }
    if out.is_empty() { None } else { Some(out) }
}

/// One item, ready to be laid out on one line or on several.
enum Node {
    Leaf(String),
    List { open: &'static str, close: &'static str, entries: Vec<Entry> },
    Tagged { tag: u64, inner: Box<Node> },
}

/// An element of an array, or a pair of a map.
struct Entry {
    key: Option<Node>,
    value: Node,
}

impl Node {
    fn write(&self, out: &mut String, indent: usize) {
        match self {
            Self::List { open, close, entries } if indent + self.width() > LINE_WIDTH => {
                out.push_str(open.trim_end());
                let mut gap = "\n";
                for entry in entries {
                    out.push_str(gap);
                    push_indent(out, indent + 2);
                    entry.write(out, indent + 2);
                    gap = ",\n";
                }
                out.push('\n');
                push_indent(out, indent);
                out.push_str(close);
            }
            Self::Tagged { tag, inner } => {
                push_tag(out, *tag);
                inner.write(out, indent);
                out.push(')');
            }
            Self::Leaf(_) | Self::List { .. } => self.write_line(out),
        }
    }

    fn write_line(&self, out: &mut String) {
        match self {
            Self::Leaf(text) => out.push_str(text),
            Self::Tagged { tag, inner } => {
                push_tag(out, *tag);
                inner.write_line(out);
                out.push(')');
            }
            Self::List { open, close, entries } => {
                out.push_str(open);
                let mut gap = "";
                for entry in entries {
                    out.push_str(gap);
                    entry.write_line(out);
                    gap = ", ";
                }
                out.push_str(close);
            }
        }
    }

    fn width(&self) -> usize {
        let mut line = String::new();
        self.write_line(&mut line);
        line.chars().count()
    }
}

impl Entry {
    fn write(&self, out: &mut String, indent: usize) {
        self.write_key(out);
        self.value.write(out, indent);
    }

    fn write_line(&self, out: &mut String) {
        self.write_key(out);
        self.value.write_line(out);
    }

    fn write_key(&self, out: &mut String) {
        if let Some(key) = &self.key {
            key.write_line(out);
            out.push_str(": ");
        }
    }
}

fn push_tag(out: &mut String, tag: u64) {
    out.push_str(&tag.to_string());
    out.push('(');
}

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

fn read_item(decoder: &mut Decoder<'_>, depth: usize) -> Result<Node, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::message("nested too deeply"));
    }
    let kind = decoder.datatype()?;
    if matches!(kind, Type::Array | Type::ArrayIndef) {
        read_list(decoder, depth, Shape::Array)
    } else if matches!(kind, Type::Map | Type::MapIndef) {
        read_list(decoder, depth, Shape::Map)
    } else if kind == Type::Tag {
        let tag = decoder.tag()?.as_u64();
        Ok(Node::Tagged { tag, inner: Box::new(read_item(decoder, depth + 1)?) })
    } else {
        read_leaf(decoder, kind).map(Node::Leaf)
    }
}

/// What a list holds: elements, or pairs.
#[derive(Clone, Copy)]
enum Shape {
    Array,
    Map,
}

fn read_list(decoder: &mut Decoder<'_>, depth: usize, shape: Shape) -> Result<Node, Error> {
    let length = match shape {
        Shape::Array => decoder.array()?,
        Shape::Map => decoder.map()?,
    };
    let mut entries = Vec::new();
    loop {
        let is_done = match length {
            Some(length) => entries.len() as u64 >= length,
            None => take_break(decoder)?,
        };
        if is_done {
            break;
        }
        let key = match shape {
            Shape::Array => None,
            Shape::Map => Some(read_item(decoder, depth + 1)?),
        };
        entries.push(Entry { key, value: read_item(decoder, depth + 1)? });
    }
    let (open, close) = match (shape, length) {
        (Shape::Array, Some(_)) => ("[", "]"),
        (Shape::Array, None) => ("[_ ", "]"),
        (Shape::Map, Some(_)) => ("{", "}"),
        (Shape::Map, None) => ("{_ ", "}"),
    };
    Ok(Node::List { open, close, entries })
}

/// Steps over the break that ends a list of unknown length, if one stands here.
fn take_break(decoder: &mut Decoder<'_>) -> Result<bool, Error> {
    let is_break = decoder.datatype()? == Type::Break;
    if is_break {
        decoder.set_position(decoder.position() + 1);
    }
    Ok(is_break)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is no leaf is an error, whatever it is")]
fn read_leaf(decoder: &mut Decoder<'_>, kind: Type) -> Result<String, Error> {
    Ok(match kind {
        Type::Bool => decoder.bool()?.to_string(),
        Type::Null => {
            decoder.null()?;
            "null".to_owned()
        }
        Type::Undefined => {
            decoder.undefined()?;
            "undefined".to_owned()
        }
        Type::F16 => float(f64::from(decoder.f16()?)),
        Type::F32 => {
            let value = decoder.f32()?;
            if value.is_finite() { format!("{value:?}") } else { float(f64::from(value)) }
        }
        Type::F64 => float(decoder.f64()?),
        Type::Simple => format!("simple({})", decoder.simple()?),
        Type::Bytes => bytes(decoder.bytes()?),
        Type::String => text(decoder.str()?),
        Type::BytesIndef => {
            chunks(&decoder.bytes_iter()?.map(|it| it.map(bytes)).collect::<Result<Vec<_>, _>>()?)
        }
        Type::StringIndef => {
            chunks(&decoder.str_iter()?.map(|it| it.map(text)).collect::<Result<Vec<_>, _>>()?)
        }
        Type::Break | Type::Unknown(_) => return Err(Error::message("no item begins here")),
        _ => decoder.int()?.to_string(),
    })
}

fn bytes(value: &[u8]) -> String {
    format!("h'{}'", hex::encode(value))
}

fn text(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// Joins the pieces of a string of unknown length.
fn chunks(pieces: &[String]) -> String {
    format!("(_ {})", pieces.join(", "))
}

fn float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else {
        format!("{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        diagnostic(&hex::decode(text.as_bytes()).unwrap())
    }

    #[test]
    fn the_examples_of_the_rfc_are_shown_as_there() {
        let examples = [
            ("00", "0"),
            ("1bffffffffffffffff", "18446744073709551615"),
            ("3bffffffffffffffff", "-18446744073709551616"),
            ("f93c00", "1.0"),
            ("f97bff", "65504.0"),
            ("fa47c35000", "100000.0"),
            ("fb7e37e43c8800759c", "1e300"),
            ("f97c00", "Infinity"),
            ("faff800000", "-Infinity"),
            ("f97e00", "NaN"),
            ("f4", "false"),
            ("f6", "null"),
            ("f7", "undefined"),
            ("f0", "simple(16)"),
            ("f8ff", "simple(255)"),
            ("c11a514b67b0", "1(1363896240)"),
            ("4401020304", "h'01020304'"),
            ("62225c", r#""\"\\""#),
            ("8301820203820405", "[1, [2, 3], [4, 5]]"),
            ("a26161016162820203", r#"{"a": 1, "b": [2, 3]}"#),
            ("5f42010243030405ff", "(_ h'0102', h'030405')"),
            ("7f657374726561646d696e67ff", r#"(_ "strea", "ming")"#),
            ("9fff", "[_ ]"),
            ("bf61610161629f0203ffff", r#"{_ "a": 1, "b": [_ 2, 3]}"#),
        ];
        for (encoded, expected) in examples {
            assert_eq!(shown(encoded).as_deref(), Some(expected), "{encoded}");
        }
    }

    #[test]
    fn a_wide_item_is_spread_over_lines() {
        let mut bytes = vec![0xa2, 0x61, b'a', 0x58, 40];
        bytes.extend([7; 40]);
        bytes.extend([0x61, b'b', 0x80]);

        let text = diagnostic(&bytes).unwrap();

        assert_eq!(text, format!("{{\n  \"a\": h'{}',\n  \"b\": []\n}}", "07".repeat(40)));
    }

    #[test]
    fn a_sequence_has_one_item_a_line() {
        assert_eq!(shown("0102").as_deref(), Some("1\n2"));
    }

    #[test]
    fn what_is_cut_short_is_no_cbor() {
        for broken in ["", "82 01", "62 61", "ff", "9f 01", "1c", "a1 01"] {
            assert_eq!(shown(broken), None, "{broken}");
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        let mut bytes = vec![0x81; 1_000_000];
        bytes.push(0);

        assert_eq!(diagnostic(&bytes), None);
    }
}
