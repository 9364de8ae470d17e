//! Percent-encoding, RFC 3986 §2.1, and what needs none in each part of a URI.

use alloc::{string::String, vec::Vec};

use super::UriError;

/// Decodes a text.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, UriError> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let escape = behind.split_first_chunk::<2>();
        let value = escape.and_then(|(&[high, low], _)| from_hex(high, low));
        let Some((value, (_, behind))) = value.zip(escape) else {
            let at = text.len().saturating_sub(behind.len()).saturating_sub(1);
            let escape = text.get(at..).unwrap_or_default().chars().take(3).collect();
            return Err(UriError::PercentEncoding { escape });
        };
        decoded.push(value);
        rest = behind;
    }
    Ok(decoded)
}

/// Encodes all bytes but those which `stays` lets through.
pub(crate) fn encode(bytes: &[u8], stays: fn(u8) -> bool) -> String {
    let mut text = String::with_capacity(bytes.len());
    push_encoded(&mut text, bytes, stays);
    text
}

/// Joins path segments with slashes, none before the first.
pub(crate) fn join_path<T: AsRef<[u8]>>(segments: impl Iterator<Item = T>) -> String {
    join(segments, '/', is_path_byte)
}

/// Joins query arguments with ampersands.
pub(crate) fn join_query<T: AsRef<[u8]>>(arguments: impl Iterator<Item = T>) -> String {
    join(arguments, '&', is_query_byte)
}

/// Whether a byte never needs encoding (RFC 3986 §2.3).
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether a byte needs no encoding in a host name.
pub(crate) const fn is_name_byte(byte: u8) -> bool {
    is_unreserved(byte) || is_sub_delimiter(byte)
}

/// Whether a byte needs no encoding in a path segment.
const fn is_path_byte(byte: u8) -> bool {
    //= rfc7252#6.5 path-encoding
    is_unreserved(byte) || is_sub_delimiter(byte) || matches!(byte, b':' | b'@')
}

/// Whether a byte needs no encoding in a query argument.
const fn is_query_byte(byte: u8) -> bool {
    //= rfc7252#6.5 query-encoding
    byte != b'&' && (is_path_byte(byte) || matches!(byte, b'/' | b'?'))
}

/// Whether a byte is one of the sub-delims of RFC 3986 §2.2.
const fn is_sub_delimiter(byte: u8) -> bool {
    matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

/// Joins encoded parts.
fn join<T: AsRef<[u8]>>(
    parts: impl Iterator<Item = T>,
    separator: char,
    stays: fn(u8) -> bool,
) -> String {
    let mut text = String::new();
    for (place, part) in parts.enumerate() {
        if place > 0 {
            text.push(separator);
        }
        push_encoded(&mut text, part.as_ref(), stays);
    }
    text
}

/// Appends bytes, encoding all but those which `stays` lets through.
pub(crate) fn push_encoded(text: &mut String, bytes: &[u8], stays: fn(u8) -> bool) {
    for &byte in bytes {
        if stays(byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 0x0f)]);
        }
    }
}

/// Gives the upper-case digit for four bits.
fn hex_digit(bits: u8) -> char {
    //= rfc7252#6.5 upper-case-hex
    char::from_digit(u32::from(bits), 16).unwrap_or('0').to_ascii_uppercase()
}

/// Reads two hexadecimal digits.
fn from_hex(high: u8, low: u8) -> Option<u8> {
    let high = char::from(high).to_digit(16)?;
    let low = char::from(low).to_digit(16)?;
    u8::try_from(high << 4 | low).ok()
}
