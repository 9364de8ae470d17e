//! Bytes as base64 (RFC 4648 §4), with padding.

/// The digits by their value.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Writes bytes as base64 on one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digits = chunk.len() + 1;
        text.extend((0..4).map(|place| if place < digits { digit(bits, place) } else { '=' }));
    }
    text
}

/// Gives one of the four digits that stand for 24 bits.
fn digit(bits: u32, place: usize) -> char {
    let value = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or_default();
    DIGITS.get(value).copied().map_or('=', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_come_out() {
        let encoded =
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| encode(text.as_bytes()));

        let expected = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        assert_eq!(encoded, expected);
        assert_eq!(encode(&[0xfb, 0xff, 0xfe]), "+//+");
    }
}
