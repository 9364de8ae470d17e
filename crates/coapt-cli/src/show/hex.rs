//! Bytes as hexadecimal: read leniently, written as a line or as a view.

use std::fmt::Write as _;

/// Writes bytes as lower-case hexadecimal without blanks.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        push_byte(&mut text, *byte);
    }
    text
}

/// Writes bytes as pairs of figures with a blank between them.
pub(crate) fn spaced(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        if !text.is_empty() {
            text.push(' ');
        }
        push_byte(&mut text, *byte);
    }
    text
}

/// Reads hexadecimal in either case with blanks anywhere; says what is wrong with anything else.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for (place, &byte) in text.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let digit = digit.ok_or_else(|| bad_digit(byte, place))?;
        match high.take() {
            None => high = Some(digit),
            Some(high) => bytes.push(high << 4 | digit),
        }
    }
    match high {
        None => Ok(bytes),
        Some(_) => Err(format!("the number of hexadecimal digits is odd: {}", bytes.len() * 2 + 1)),
    }
}

/// Shows bytes in rows of sixteen, with their place before and their characters behind.
pub(crate) fn view(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (row, chunk) in bytes.chunks(16).enumerate() {
        let (left, right) = chunk.split_at(chunk.len().min(8));
        let characters: String = chunk.iter().map(|byte| printable(*byte)).collect();
        push_line(&mut text, row * 16, [&spaced(left), &spaced(right)], &characters);
    }
    text
}

fn push_line(text: &mut String, place: usize, halves: [&str; 2], characters: &str) {
    let [left, right] = halves;
    writeln!(text, "{place:08x}  {left:<23}  {right:<23}  |{characters}|")
        .expect("a String takes everything");
}

fn push_byte(text: &mut String, byte: u8) {
    write!(text, "{byte:02x}").expect("a String takes everything");
}

fn printable(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' { char::from(byte) } else { '.' }
}

fn bad_digit(byte: u8, place: usize) -> String {
    let column = place + 1;
    if byte.is_ascii_graphic() {
        format!("'{}' in column {column} is no hexadecimal digit", char::from(byte))
    } else {
        format!("the byte 0x{byte:02x} in column {column} is no hexadecimal digit")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_upper_case_are_read() {
        assert_eq!(decode(b" 4A 0b\tfF\r\n").unwrap(), [0x4a, 0x0b, 0xff]);
        assert!(decode(b"").unwrap().is_empty());
    }

    #[test]
    fn odd_and_foreign_digits_are_told_apart() {
        assert_eq!(decode(b"abc").unwrap_err(), "the number of hexadecimal digits is odd: 3");
        assert_eq!(decode(b"a g").unwrap_err(), "'g' in column 3 is no hexadecimal digit");
        assert!(decode(b"\xff").unwrap_err().contains("0xff"));
    }

    #[test]
    fn a_view_has_places_and_characters() {
        let text = view(b"\x89PNG\r\n\x1a\n0123456789");

        let rows: Vec<_> = text.lines().collect();
        assert_eq!(
            rows[0],
            "00000000  89 50 4e 47 0d 0a 1a 0a  30 31 32 33 34 35 36 37  |.PNG....01234567|"
        );
        assert_eq!(rows[1].split_once("  |").unwrap().1, "89|");
        assert_eq!(rows[0].find('|'), rows[1].find('|'));
    }
}
