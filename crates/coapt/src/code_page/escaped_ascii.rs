//! ASCII that loses nothing: what it lacks is written as an escape, as the Mac does.
//!
//! `\\` is a backslash, `\351` a character up to U+00FF in octal, `\u20ac` a UTF-16 unit.

/// Converts text; every text can be written.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let escaped = text.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(b'\\') => r"\\".to_owned(),
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        Ok(byte) => format!(r"\{byte:03o}"),
        Err(_) => format!(r"\u{unit:04x}"),
    });
    escaped.collect::<String>().into_bytes()
}

/// Converts bytes, or tells the offset of the first that means nothing.
pub(super) fn decode(bytes: &[u8]) -> Result<String, usize> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut starts = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let at = bytes.len() - rest.len();
        let (unit, length) = read(rest).ok_or(at)?;
        units.push(unit);
        starts.push(at);
        rest = rest.get(length..).unwrap_or_default();
    }
    let mut text = String::with_capacity(units.len());
    let mut place = 0;
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| starts.get(place).copied().unwrap_or_default())?;
        place += character.len_utf16();
        text.push(character);
    }
    Ok(text)
}

/// Reads one unit and tells how many bytes it took.
fn read(rest: &[u8]) -> Option<(u16, usize)> {
    match rest {
        [b'\\', b'\\', ..] => Some((u16::from(b'\\'), 2)),
        [b'\\', b'u', ..] => Some((number(rest.get(2..6)?, 16)?, 6)),
        [b'\\', ..] => Some((number(rest.get(1..4)?, 8).filter(|unit| *unit < 0x100)?, 4)),
        [byte, ..] if byte.is_ascii() => Some((u16::from(*byte), 1)),
        _ => None,
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u16> {
    let mut digits = digits.iter().map(|digit| char::from(*digit).to_digit(radix));
    let number = digits.try_fold(0, |number, digit| Some(number * radix + digit?))?;
    u16::try_from(number).ok()
}
