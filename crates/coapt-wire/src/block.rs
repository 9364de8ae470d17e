//! The value of the block options, RFC 7959 §2.2.

use core::fmt;

use crate::option_ref::decode_uint;

/// Which block of a body a message carries or asks for (RFC 7959 §2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// The block's number, below 2^20.
    pub number: u32,
    /// Whether more blocks follow.
    pub more: bool,
    /// The size exponent, 0 to 7: a block has 2^(exponent + 4) bytes; 7 is reserved over UDP.
    pub size_exponent: u8,
}

impl Block {
    /// How many bytes the value of a block option has at most.
    pub const MAX_LENGTH: usize = 3;

    /// The largest number that a block can have.
    pub const MAX_NUMBER: u32 = (1 << 20) - 1;

    /// Makes a block, or `None` if the number is not below 2^20 or the exponent is over 7.
    #[must_use]
    pub const fn new(number: u32, more: bool, size_exponent: u8) -> Option<Self> {
        if number > Self::MAX_NUMBER || size_exponent > 7 {
            return None;
        }
        Some(Self { number, more, size_exponent })
    }

    /// Reads the value of a block option, or gives `None` from more than 3 bytes.
    #[inline]
    #[must_use]
    pub fn decode(value: &[u8]) -> Option<Self> {
        if value.len() > Self::MAX_LENGTH {
            return None;
        }
        let uint = decode_uint(value)?;
        Some(Self { number: uint >> 4, more: uint & 8 != 0, size_exponent: low_bits(uint) })
    }

    /// Gives the value as the number that goes into the option.
    #[inline]
    #[must_use]
    pub const fn to_uint(self) -> u32 {
        let more = if self.more { 8 } else { 0 };
        (self.number & Self::MAX_NUMBER) << 4 | more | (self.size_exponent & 7) as u32
    }

    /// Gives the size of a block, 16 to 1024 bytes.
    ///
    /// The exponent 7 counts in units of 1024 bytes too (BERT, RFC 8323 §6).
    #[inline]
    #[must_use]
    pub const fn size(self) -> usize {
        let exponent = if self.size_exponent > 6 { 6 } else { self.size_exponent };
        16 << exponent
    }

    /// Gives where in the body the block starts, in bytes.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> usize {
        (self.number as usize).saturating_mul(self.size())
    }

    /// Whether the size is the one that messages over UDP must not use (RFC 7959 §2.2).
    #[inline]
    #[must_use]
    pub const fn is_reserved_size(self) -> bool {
        self.size_exponent == 7
    }

    /// Gives the exponent of a block size, or `None` if it is no power of two in 16 to 1024.
    #[must_use]
    pub const fn size_exponent_for(size: usize) -> Option<u8> {
        match size {
            16 => Some(0),
            32 => Some(1),
            64 => Some(2),
            128 => Some(3),
            256 => Some(4),
            512 => Some(5),
            1024 => Some(6),
            _ => None,
        }
    }
}

impl fmt::Display for Block {
    /// Shows number, more flag and size, as in "2/1/64" (RFC 7959 §3).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.number, u8::from(self.more), self.size())
    }
}

/// Gives the lowest three bits.
const fn low_bits(uint: u32) -> u8 {
    let [.., low] = uint.to_be_bytes();
    low & 7
}
