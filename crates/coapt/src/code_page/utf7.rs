//! UTF-7 (RFC 2152).
//!
//! Written directly are the characters of set D, space, tab and line ends; all others go into
//! modified Base64, those of set O too, since not every reader takes them.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIRECT: &str = "'(),-./:? \t\r\n";

/// Converts text; every text can be written.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(is_direct).unwrap_or(rest.len());
        if first == '+' {
            bytes.extend(b"+-");
            rest = rest.get(1..).unwrap_or_default();
        } else if end == 0 {
            bytes.extend(u8::try_from(first));
            rest = rest.get(1..).unwrap_or_default();
        } else {
            let (indirect, after) = rest.split_at(end);
            bytes.push(b'+');
            bytes.extend(base64(indirect));
            bytes.push(b'-');
            rest = after;
        }
    }
    bytes
}

/// Converts bytes, or tells the offset of the first that means nothing.
pub(super) fn decode(bytes: &[u8]) -> Result<String, usize> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let at = bytes.len() - rest.len();
        rest = match (*first, after) {
            (b'+', [b'-', after @ ..]) => {
                text.push('+');
                after
            }
            (b'+', _) => {
                let length = after.iter().take_while(|byte| ALPHABET.contains(byte)).count();
                let (digits, after) = after.split_at(length);
                text.push_str(&from_base64(digits).ok_or(at)?);
                after.strip_prefix(b"-").unwrap_or(after)
            }
            (byte, _) if byte.is_ascii() => {
                text.push(char::from(byte));
                after
            }
            _ => return Err(at),
        };
    }
    Ok(text)
}

fn is_direct(character: char) -> bool {
    character.is_ascii_alphanumeric() || DIRECT.contains(character)
}

fn base64(text: &str) -> Vec<u8> {
    let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut digits = Vec::with_capacity(octets.len() * 4 / 3 + 1);
    for group in octets.chunks(3) {
        let padded = group.iter().chain([&0, &0]).take(3);
        let bits = padded.fold(0, |bits: u32, octet| bits << 8 | u32::from(*octet));
        let all = [bits >> 18, bits >> 12, bits >> 6, bits];
        let digit = |bits: &u32| ALPHABET[(bits & 0x3F) as usize];
        digits.extend(all.iter().map(digit).take(group.len() + 1));
    }
    digits
}

/// Reads modified Base64 as UTF-16; the bits that are left over must be few and zero.
fn from_base64(digits: &[u8]) -> Option<String> {
    let mut units = Vec::with_capacity(digits.len() * 3 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in digits {
        let value = ALPHABET.iter().position(|known| known == digit)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 16 {
            count -= 16;
            units.push(u16::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    let is_complete = !units.is_empty() && count < 6 && bits == 0;
    String::from_utf16(&units).ok().filter(|_| is_complete)
}
