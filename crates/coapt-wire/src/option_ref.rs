//! One option and the ways to read its value, RFC 7252 §3.2.

use crate::{Block, OptionFormat, OptionNumber};

/// One option of a message, borrowed from it (RFC 7252 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OptionRef<'a> {
    /// The option's number.
    pub number: OptionNumber,
    /// The value's bytes.
    pub value: &'a [u8],
}

impl<'a> OptionRef<'a> {
    /// Reads the value as a number, or gives `None` from more than 4 bytes.
    ///
    /// Leading zeros are understood (RFC 7252 §3.2).
    #[inline]
    #[must_use]
    pub fn uint(self) -> Option<u32> {
        decode_uint(self.value)
    }

    /// Reads the value as text, or gives `None` if it is not UTF-8.
    #[inline]
    #[must_use]
    pub fn str(self) -> Option<&'a str> {
        core::str::from_utf8(self.value).ok()
    }

    /// Reads the value as a block, or gives `None` from more than 3 bytes.
    #[inline]
    #[must_use]
    pub fn block(self) -> Option<Block> {
        Block::decode(self.value)
    }

    /// Whether the length is within the range of the option, if that is known (RFC 7252 §5.4.3).
    #[inline]
    #[must_use]
    pub fn has_valid_length(self) -> bool {
        self.number.definition().is_none_or(|row| row.accepts_length(self.value.len()))
    }

    /// Reads the value in the format which the registry names.
    ///
    /// The value of an unknown option, and one that does not fit its format, is opaque.
    #[must_use]
    pub fn value(self) -> OptionValue<'a> {
        self.typed().unwrap_or(OptionValue::Opaque(self.value))
    }

    /// Reads the value in its format, if it has one and fits it.
    fn typed(self) -> Option<OptionValue<'a>> {
        let definition = self.number.definition()?;
        if !definition.accepts_length(self.value.len()) {
            return None;
        }
        match definition.format {
            OptionFormat::Empty => Some(OptionValue::Empty),
            OptionFormat::Opaque => Some(OptionValue::Opaque(self.value)),
            OptionFormat::Uint => self.uint().map(OptionValue::Uint),
            OptionFormat::String => self.str().map(OptionValue::String),
            OptionFormat::Block => self.block().map(OptionValue::Block),
        }
    }
}

/// The value of an option, read in its format (RFC 7252 §3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OptionValue<'a> {
    /// No bytes at all.
    Empty,
    /// Bytes without a meaning here.
    Opaque(&'a [u8]),
    /// A number.
    Uint(u32),
    /// Text.
    String(&'a str),
    /// A block's number, more flag and size.
    Block(Block),
}

/// Reads up to 4 bytes as a number in network byte order.
#[inline]
pub(crate) fn decode_uint(value: &[u8]) -> Option<u32> {
    //= rfc7252#3.2 uint-leading-zeros
    match *value {
        [] => Some(0),
        [a] => Some(u32::from(a)),
        [a, b] => Some(u32::from_be_bytes([0, 0, a, b])),
        [a, b, c] => Some(u32::from_be_bytes([0, a, b, c])),
        [a, b, c, d] => Some(u32::from_be_bytes([a, b, c, d])),
        _ => None,
    }
}
