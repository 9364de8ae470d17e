//! Options of the command line: `NAME=VALUE` and media types.

use coapt::wire::{ContentFormat, OptionFormat, OptionNumber};

use crate::show::hex;

/// An option to be added to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OptionArg {
    /// Its number.
    pub(crate) number: OptionNumber,
    /// Its value as it goes on the wire.
    pub(crate) value: Vec<u8>,
}

/// Reads `NAME=VALUE`, where the name may be a number and the value hexadecimal after `0x`.
pub(crate) fn option(text: &str) -> Result<OptionArg, String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let number = number(name)?;
    let value = match number.definition().map(|definition| definition.format) {
        Some(OptionFormat::Uint | OptionFormat::Block) => uint_value(number, value)?,
        Some(OptionFormat::Empty) if !value.is_empty() => {
            return Err(format!("{number} has no value"));
        }
        Some(OptionFormat::Empty | OptionFormat::Opaque | OptionFormat::String) | None => {
            bytes(value)?
        }
    };
    match number.definition() {
        Some(row) if !row.accepts_length(value.len()) => Err(format!(
            "{number} takes {} to {} bytes; this value has {}",
            row.min,
            row.max,
            value.len()
        )),
        _ => Ok(OptionArg { number, value }),
    }
}

/// Reads a content format: a media type, a short name such as `json`, or a number.
pub(crate) fn content_format(text: &str) -> Result<ContentFormat, String> {
    if let Ok(number) = text.parse() {
        return Ok(ContentFormat::new(number));
    }
    ContentFormat::from_media_type(text)
        .ok_or_else(|| format!("{text} is no content format that has a name; numbers are fine"))
}

/// Reads an entity-tag: hexadecimal after `0x`, else text.
pub(crate) fn etag(text: &str) -> Result<Vec<u8>, String> {
    let etag = bytes(text)?;
    if (1..=8).contains(&etag.len()) {
        Ok(etag)
    } else {
        Err(format!("an entity-tag has 1 to 8 bytes; this one has {}", etag.len()))
    }
}

/// Reads a condition: an entity-tag, or nothing for any state.
pub(crate) fn condition(text: &str) -> Result<Vec<u8>, String> {
    if text.is_empty() { Ok(Vec::new()) } else { etag(text) }
}

fn number(name: &str) -> Result<OptionNumber, String> {
    if let Ok(number) = name.parse() {
        return Ok(OptionNumber::new(number));
    }
    OptionNumber::from_name(name)
        .ok_or_else(|| format!("{name} is no option that has a name; numbers up to 65535 are fine"))
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    match text.strip_prefix("0x") {
        Some(digits) => hex::decode(digits.as_bytes()),
        None => Ok(text.as_bytes().to_vec()),
    }
}

fn uint_value(number: OptionNumber, text: &str) -> Result<Vec<u8>, String> {
    if text.starts_with("0x") {
        return bytes(text);
    }
    let is_format = matches!(number, OptionNumber::ACCEPT | OptionNumber::CONTENT_FORMAT);
    let value = match text.parse::<u32>() {
        Ok(value) => value,
        Err(_) if is_format => content_format(text)?.value().into(),
        Err(_) => return Err(format!("the value of {number} is a number up to 4294967295")),
    };
    //= rfc7252#3.2 uint-shortest-form
    let bytes = value.to_be_bytes();
    Ok(bytes.iter().copied().skip_while(|byte| *byte == 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (u16, Vec<u8>) {
        let option = option(text).unwrap();
        (option.number.value(), option.value)
    }

    #[test]
    fn values_are_read_by_the_format_of_their_option() {
        assert_eq!(read("Accept=50"), (17, vec![50]));
        assert_eq!(read("accept=application/json"), (17, vec![50]));
        assert_eq!(read("Accept=0"), (17, vec![]));
        assert_eq!(read("Size1=65536"), (60, vec![1, 0, 0]));
        assert_eq!(read("65000=0xff"), (65_000, vec![0xff]));
        assert_eq!(read("65000=50"), (65_000, b"50".to_vec()));
        assert_eq!(read("If-Match=0xab"), (1, vec![0xab]));
        assert_eq!(read("If-Match="), (1, vec![]));
        assert_eq!(read("If-None-Match"), (5, vec![]));
        assert_eq!(read("Uri-Query=a=b"), (15, b"a=b".to_vec()));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, part) in [
            ("Nonsense=1", "Nonsense is no option"),
            ("65536=1", "numbers up to 65535"),
            ("Accept=nonsense/type", "nonsense/type is no content format"),
            ("Max-Age=soon", "a number up to"),
            ("If-None-Match=1", "has no value"),
            ("ETag=0x112233445566778899", "takes 1 to 8 bytes; this value has 9"),
            ("ETag=0x1", "odd"),
        ] {
            let error = option(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn content_formats_have_names_and_numbers() {
        for text in ["50", "json", "application/json"] {
            assert_eq!(content_format(text), Ok(ContentFormat::JSON), "{text}");
        }
    }
}
