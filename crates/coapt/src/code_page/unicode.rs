//! UTF-16 and UTF-32 in either byte order.
//!
//! No byte order mark is written, and one that is read is the character U+FEFF, except where the
//! order is [`ByteOrder::Marked`].

/// The order of the bytes in a unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum ByteOrder {
    /// Least significant first.
    Little,
    /// Most significant first.
    Big,
    /// In reading, as a byte order mark tells; without one, and in writing, little-endian.
    Marked,
}

impl ByteOrder {
    /// The order of these bytes, and what follows the mark.
    fn resolve<'a>(self, bytes: &'a [u8], mark: &[u8]) -> (Self, &'a [u8]) {
        let reversed: Vec<u8> = mark.iter().rev().copied().collect();
        match self {
            Self::Little | Self::Big => (self, bytes),
            Self::Marked => {
                let big = bytes.strip_prefix(&*reversed).map(|rest| (Self::Big, rest));
                let little = || bytes.strip_prefix(mark).unwrap_or(bytes);
                big.unwrap_or_else(|| (Self::Little, little()))
            }
        }
    }
}

/// Writes UTF-16.
pub(super) fn encode_16(text: &str, order: ByteOrder) -> Vec<u8> {
    let units = text.encode_utf16();
    match order {
        ByteOrder::Little | ByteOrder::Marked => units.flat_map(u16::to_le_bytes).collect(),
        ByteOrder::Big => units.flat_map(u16::to_be_bytes).collect(),
    }
}

/// Reads UTF-16, or tells the offset of what is half a unit or half a pair.
pub(super) fn decode_16(bytes: &[u8], order: ByteOrder) -> Result<String, usize> {
    let (order, rest) = order.resolve(bytes, b"\xff\xfe");
    let (pairs, half) = rest.as_chunks();
    let units = pairs.iter().map(|&pair| match order {
        ByteOrder::Little | ByteOrder::Marked => u16::from_le_bytes(pair),
        ByteOrder::Big => u16::from_be_bytes(pair),
    });
    let mut text = String::with_capacity(pairs.len());
    let mut at = bytes.len() - rest.len();
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| at)?;
        at += 2 * character.len_utf16();
        text.push(character);
    }
    if half.is_empty() { Ok(text) } else { Err(at) }
}

/// Writes UTF-32.
pub(super) fn encode_32(text: &str, order: ByteOrder) -> Vec<u8> {
    let units = text.chars().map(u32::from);
    match order {
        ByteOrder::Little | ByteOrder::Marked => units.flat_map(u32::to_le_bytes).collect(),
        ByteOrder::Big => units.flat_map(u32::to_be_bytes).collect(),
    }
}

/// Reads UTF-32, or tells the offset of what is no character.
pub(super) fn decode_32(bytes: &[u8], order: ByteOrder) -> Result<String, usize> {
    let (order, rest) = order.resolve(bytes, b"\xff\xfe\0\0");
    let (units, part) = rest.as_chunks();
    let mut text = String::with_capacity(units.len());
    let mut at = bytes.len() - rest.len();
    for &unit in units {
        let unit = match order {
            ByteOrder::Little | ByteOrder::Marked => u32::from_le_bytes(unit),
            ByteOrder::Big => u32::from_be_bytes(unit),
        };
        text.push(char::from_u32(unit).ok_or(at)?);
        at += 4;
    }
    if part.is_empty() { Ok(text) } else { Err(at) }
}
