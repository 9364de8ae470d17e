//! Options of the command line: `NAME=VALUE` and media types.

use std::num::NonZeroU8;

use coapt::wire::{Block, ContentFormat, OptionDefinition, OptionFormat, OptionNumber, Token};

use crate::nearest::nearest;
use crate::show::hex;

use super::items::Form;

/// The classes of codes that No-Response can refuse, with their bits (RFC 7967 §2.1).
const CLASSES: [(&str, u8); 3] = [("2.xx", 2), ("4.xx", 8), ("5.xx", 16)];

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
        Some(OptionFormat::Uint) => uint_value(number, value)?,
        Some(OptionFormat::Block) => block_value(number, value)?,
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
    ContentFormat::from_media_type(text).ok_or_else(|| {
        let names: Vec<_> = ContentFormat::all().filter_map(ContentFormat::media_type).collect();
        let short = names.iter().filter_map(|name| name.split_once('/')).map(|(_, short)| short);
        let meant = nearest(text, names.iter().copied().chain(short).chain(["text", "text/plain"]));
        let rest = meant.map_or("numbers are fine".to_owned(), did_you_mean);
        format!("{text} is no content format that has a name; {rest}")
    })
}

/// Tells in which form a body with this format is written, if it is JSON or CBOR.
pub(crate) fn form_of(format: ContentFormat) -> Option<Form> {
    let name = format.media_type().filter(|_| format.coding().is_none())?;
    let name = name.split(';').next().unwrap_or(name).trim_end();
    if name.ends_with("/json") || name.ends_with("+json") {
        Some(Form::Json)
    } else if name.ends_with("/cbor") || name.ends_with("+cbor") {
        Some(Form::Cbor)
    } else {
        None
    }
}

/// Reads which answers need not be sent: classes such as `2.xx,5.xx`, or the number that the option has.
pub(crate) fn no_response(text: &str) -> Result<u8, String> {
    let class = |name: &str| {
        let is_it = |class: &(&str, u8)| {
            class.0.eq_ignore_ascii_case(name) || class.0.split('.').next() == Some(name)
        };
        CLASSES.iter().find(|class| is_it(class)).map(|class| class.1)
    };
    if text.eq_ignore_ascii_case("all") {
        return Ok(CLASSES.iter().fold(0, |sum, (_, bit)| sum | bit));
    }
    // A single figure is the number of the option; 4 and 5 are no sums of its bits.
    if let Ok(number) = text.parse::<u8>()
        && !matches!(number, 4 | 5)
    {
        return Ok(number);
    }
    let bits = text.split(',').map(|name| class(name.trim())).collect::<Option<Vec<_>>>();
    bits.map(|bits| bits.into_iter().fold(0, |sum, bit| sum | bit)).ok_or_else(|| {
        "the answers to leave out are 2.xx, 4.xx and 5.xx, several with commas, all, or a sum of 2, 8 \
         and 16"
            .to_owned()
    })
}

/// Reads how many proxies may pass a request on (RFC 8768 §3).
pub(crate) fn hops(text: &str) -> Result<NonZeroU8, String> {
    text.parse().map_err(|_| "the number of hops is 1 to 255".to_owned())
}

/// Reads a token in hexadecimal; it may begin with `0x`, and it may be empty.
pub(crate) fn token(text: &str) -> Result<Token, String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let bytes = hex::decode(digits.as_bytes())?;
    Token::new(&bytes)
        .ok_or_else(|| format!("a token has 0 to 8 bytes; this one has {}", bytes.len()))
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
    OptionNumber::from_name(name).ok_or_else(|| {
        let known = OptionDefinition::all().iter().map(|definition| definition.name);
        let meant = nearest(name, known);
        let rest = meant.map_or("numbers up to 65535 are fine".to_owned(), did_you_mean);
        format!("{name} is no option that has a name; {rest}")
    })
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean {name}?")
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
    Ok(shortest(value))
}

/// Reads a block as number, whether more follow, and size, such as 2/1/64 (RFC 7959 §2.2); or the number that it makes.
fn block_value(option: OptionNumber, text: &str) -> Result<Vec<u8>, String> {
    if !text.contains('/') {
        return uint_value(option, text)
            .map_err(|_| format!("{option} is NUM/M/SIZE such as 2/1/64, or a number"));
    }
    let rule = || {
        format!(
            "{option} is NUM/M/SIZE: a number below 1048576, 0 or 1 for whether more follow, and \
             16, 32, 64, 128, 256, 512 or 1024, such as 2/1/64"
        )
    };
    let parts: Vec<_> = text.split('/').collect();
    let [number, more, size] = parts.as_slice() else { return Err(rule()) };
    let more = match *more {
        "0" | "_" => false,
        "1" | "M" | "m" => true,
        _ => return Err(rule()),
    };
    let exponent = size.parse().ok().and_then(Block::size_exponent_for).ok_or_else(rule)?;
    let block = number.parse().ok().and_then(|number| Block::new(number, more, exponent));
    Ok(shortest(block.ok_or_else(rule)?.to_uint()))
}

fn shortest(value: u32) -> Vec<u8> {
    //= rfc7252#3.2 uint-shortest-form
    value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect()
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
        assert_eq!(read("Block2=2/0/64"), (23, vec![0x22]));
        assert_eq!(read("block1=4096/1/1024"), (27, vec![1, 0, 0x0e]));
        assert_eq!(read("Block2=0/0/16"), (23, vec![]));
        assert_eq!(read("Block2=34"), (23, vec![0x22]));
        assert_eq!(read("Observe=0"), (6, vec![]));
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
            ("Acept=50", "did you mean Accept?"),
            ("max_age=50", "did you mean Max-Age?"),
            ("Accept=aplication/json", "did you mean application/json?"),
            ("Accept=jsno", "did you mean json?"),
            ("Block2=1/2/64", "Block2 is NUM/M/SIZE"),
            ("Block2=1/0/63", "Block2 is NUM/M/SIZE"),
            ("Block2=1048576/0/64", "below 1048576"),
            ("Block2=first", "such as 2/1/64, or a number"),
        ] {
            let error = option(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn answers_to_leave_out_are_classes_or_a_number() {
        for (text, expected) in [
            ("2.xx", 2),
            ("2.XX,5.xx", 18),
            ("2.xx, 4.xx, 5.xx", 26),
            ("4,5", 24),
            ("5", 16),
            ("all", 26),
            ("0", 0),
            ("2", 2),
            ("26", 26),
            ("127", 127),
        ] {
            assert_eq!(no_response(text), Ok(expected), "{text}");
        }
        for wrong in ["", "3.xx", "256", "-1", "2.xx,", "none"] {
            assert!(no_response(wrong).unwrap_err().contains("2.xx, 4.xx and 5.xx"), "{wrong}");
        }
    }

    #[test]
    fn tokens_are_hexadecimal_of_up_to_eight_bytes() {
        assert_eq!(token("0xCAFE").unwrap().as_bytes(), [0xca, 0xfe]);
        assert_eq!(token("cafe").unwrap().as_bytes(), [0xca, 0xfe]);
        assert!(token("").unwrap().is_empty());
        assert!(token("112233445566778899").unwrap_err().contains("this one has 9"));
        assert!(token("xyz").is_err());
    }

    #[test]
    fn content_formats_have_names_and_numbers() {
        for text in ["50", "json", "application/json"] {
            assert_eq!(content_format(text), Ok(ContentFormat::JSON), "{text}");
        }
    }
}
