//! Strings: text, bytes as text, hexadecimal and base64, and strings in pieces.

use super::BREAK;
use super::head::{self, Indicator, Major};
use super::reader::{Mistake, Reader};
use crate::show::hex;

/// Reads a string in quotes: text in double ones, bytes in single ones.
pub(super) fn string(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Mistake> {
    let at = reader.place();
    let quote = reader.next().unwrap_or('"');
    let major = if quote == '"' { Major::Text } else { Major::Bytes };
    let text = quoted(reader, at, quote)?;
    write(reader, out, (at, major), text.as_bytes())
}

/// Reads a byte string whose prefix was read already.
pub(super) fn prefixed(
    reader: &mut Reader<'_>,
    out: &mut Vec<u8>,
    at: usize,
    prefix: &str,
) -> Result<(), Mistake> {
    let decode = match prefix {
        "h" => |text: &str| hex::decode(text.as_bytes()),
        "b64" => base64,
        _ => {
            let reason = format!("{prefix}'…' is not known; h'…' and b64'…' are");
            return Err(Mistake::new(at, reason));
        }
    };
    reader.next();
    let text = quoted(reader, at, '\'')?;
    let bytes = decode(&text).map_err(|reason| Mistake::new(at, reason))?;
    write(reader, out, (at, Major::Bytes), &bytes)
}

/// Reads the pieces of a string of indefinite length, `(_ "a", "b")`.
pub(super) fn pieces(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Mistake> {
    let at = reader.place();
    if !reader.eat("(_") {
        return Err(reader.expected("a value (pieces of a string stand in (_ … ))"));
    }
    let mut body = Vec::new();
    let mut kind = None;
    while !super::ends(reader, Some(")"))? {
        let place = reader.place();
        let mut piece = Vec::new();
        match reader.peek() {
            Some('"' | '\'' | 'h' | 'b') => super::item(reader, &mut piece, 0)?,
            Some(_) | None => return Err(reader.expected("a piece of a string")),
        }
        let major = piece.first().map(|first| first & 0xe0);
        if piece.first().is_some_and(|first| first & 31 == 31) {
            return Err(Mistake::new(place, "a piece of a string has no pieces itself"));
        }
        if *kind.get_or_insert(major) != major {
            let reason = "the pieces of a string are all text or all bytes";
            return Err(Mistake::new(place, reason));
        }
        body.append(&mut piece);
        super::separator(reader, Some(")"))?;
    }
    let Some(major) = kind.flatten() else {
        return Err(Mistake::new(at, "a string has pieces here; one of none is ''_ or \"\"_"));
    };
    out.push(major | 31);
    out.append(&mut body);
    out.push(BREAK);
    Ok(())
}

/// Writes a string as the indicator behind it asks for.
pub(super) fn write(
    reader: &mut Reader<'_>,
    out: &mut Vec<u8>,
    (at, major): (usize, Major),
    bytes: &[u8],
) -> Result<(), Mistake> {
    let indicator = Indicator::read(reader);
    if indicator == Indicator::Indefinite && bytes.is_empty() {
        out.extend([major.indefinite(), BREAK]);
        return Ok(());
    }
    if indicator == Indicator::Indefinite {
        return Err(Mistake::new(at, "a string in pieces is written as (_ … )"));
    }
    let length = bytes.len().try_into().unwrap_or(u64::MAX);
    head::write(out, major, length, indicator).map_err(|reason| Mistake::new(at, reason))?;
    out.extend_from_slice(bytes);
    Ok(())
}

/// Reads up to the closing quote; escapes are those of JSON, and `\'` and `\u{…}`.
fn quoted(reader: &mut Reader<'_>, at: usize, quote: char) -> Result<String, Mistake> {
    let mut text = String::new();
    loop {
        match reader.next() {
            None => return Err(Mistake::new(at, format!("this string has no end; {quote} is it"))),
            Some(end) if end == quote => return Ok(text),
            Some('\\') => text.push(escaped(reader)?),
            Some(letter) => text.push(letter),
        }
    }
}

fn escaped(reader: &mut Reader<'_>) -> Result<char, Mistake> {
    let at = reader.place();
    Ok(match reader.next() {
        Some(plain @ ('"' | '\'' | '\\' | '/')) => plain,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => {
            return unicode(reader).ok_or_else(|| {
                Mistake::new(at, "\\u has four hexadecimal digits of a character, or some in { }")
            });
        }
        Some(_) | None => {
            let reason = "a backslash stands before \" ' \\ / b f n r t or u; two give one";
            return Err(Mistake::new(at, reason));
        }
    })
}

/// Reads the number of a character: in braces, or four digits, or twice four for one beyond U+FFFF.
fn unicode(reader: &mut Reader<'_>) -> Option<char> {
    if reader.eat("{") {
        let digits = reader.take_while(|letter| letter.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok()?;
        return reader.eat("}").then(|| char::from_u32(number))?;
    }
    let high = four_digits(reader)?;
    if !(0xd800..0xdc00).contains(&high) {
        return char::from_u32(high);
    }
    let low = reader.eat("\\u").then(|| four_digits(reader))??;
    let low = (0xdc00..0xe000).contains(&low).then_some(low)?;
    char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
}

fn four_digits(reader: &mut Reader<'_>) -> Option<u32> {
    (0..4).try_fold(0, |sum, _| Some(sum << 4 | reader.next()?.to_digit(16)?))
}

/// Reads base64 in either alphabet, with blanks anywhere and with or without its padding (RFC 4648 §4, §5).
fn base64(text: &str) -> Result<Vec<u8>, String> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digits = text.trim_end_matches('=');
    if digits.len() % 4 == 1 || text.len() - digits.len() > 2 {
        return Err("this base64 is cut short".to_owned());
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in digits.chars() {
        let digit = digit(letter).ok_or_else(|| format!("{letter:?} is no digit of base64"))?;
        bits = bits << 6 & 0xffff | digit;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(bits >> count & 0xff));
        }
    }
    Ok(bytes)
}

fn digit(letter: char) -> Option<u32> {
    let from = |first: char, value: u32| u32::from(letter) - u32::from(first) + value;
    match letter {
        'A'..='Z' => Some(from('A', 0)),
        'a'..='z' => Some(from('a', 26)),
        '0'..='9' => Some(from('0', 52)),
        '+' | '-' => Some(62),
        '/' | '_' => Some(63),
        _ => None,
    }
}
