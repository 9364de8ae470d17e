//! EUC-TW, code page 51950: planes 1 and 2 of CNS 11643.

use super::generated::CP20000 as CNS;

/// SS2, which starts a character that names its plane.
const SINGLE_SHIFT: u8 = 0x8E;

/// Converts text, or names the first character that has no code.
pub(super) fn encode(text: &str) -> Result<Vec<u8>, char> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match CNS.code_of(character).map(u16::to_be_bytes) {
            Some([0, byte]) if byte.is_ascii() => bytes.push(byte),
            Some([0, _]) | None => return Err(character),
            Some([high, low]) if low.is_ascii() => {
                bytes.extend([SINGLE_SHIFT, 0xA2, high, low | 0x80]);
            }
            Some(both) => bytes.extend(both),
        }
    }
    Ok(bytes)
}

/// Converts bytes, or tells the offset of the first that means nothing.
pub(super) fn decode(bytes: &[u8]) -> Result<String, usize> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let (code, after) = match rest {
            [] => return Ok(text),
            [SINGLE_SHIFT, 0xA1, high, low, after @ ..] => ([*high, *low | 0x80], after),
            [SINGLE_SHIFT, 0xA2, high, low, after @ ..] => ([*high, *low & 0x7F], after),
            [byte, after @ ..] if byte.is_ascii() => ([0, *byte], after),
            [high, low, after @ ..] => ([*high, *low | 0x80], after),
            _ => return Err(bytes.len() - rest.len()),
        };
        let character = CNS.char_of(u16::from_be_bytes(code));
        text.push(character.ok_or(bytes.len() - rest.len())?);
        rest = after;
    }
}
