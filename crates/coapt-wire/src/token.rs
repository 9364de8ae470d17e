//! The token, RFC 7252 §3 and §5.3.1.

use core::fmt;

/// The 0 to 8 bytes that tie a response to its request (RFC 7252 §5.3.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Token {
    /// The token's bytes, then zeros: equal tokens are equal in all of their fields.
    bytes: [u8; Self::MAX_LENGTH],
    length: u8,
}

impl Token {
    /// The token of no bytes.
    pub const EMPTY: Self = Self { bytes: [0; Self::MAX_LENGTH], length: 0 };

    /// How many bytes a token has at most (RFC 7252 §3).
    pub const MAX_LENGTH: usize = 8;

    /// Makes a token, or `None` from more than 8 bytes.
    #[inline]
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut token = Self::EMPTY;
        token.bytes.get_mut(..bytes.len())?.copy_from_slice(bytes);
        token.length = u8::try_from(bytes.len()).ok()?;
        Some(token)
    }

    /// Takes a token of `length` bytes, 0 to 8, off the front of `bytes`.
    #[inline]
    pub(crate) fn split_from(bytes: &[u8], length: u8) -> Option<(Self, &[u8])> {
        let (own, rest) = bytes.split_at_checked(usize::from(length))?;
        let Some(&chunk) = bytes.first_chunk::<{ Self::MAX_LENGTH }>() else {
            return Some((Self::new(own)?, rest));
        };
        // Cutting a word is much cheaper than copying an odd number of bytes.
        let unused = 64_u32.saturating_sub(u32::from(length) << 3);
        let mask = u64::MAX.checked_shr(unused).unwrap_or(0);
        let bytes = (u64::from_le_bytes(chunk) & mask).to_le_bytes();
        Some((Self { bytes, length }, rest))
    }

    /// Gives the token's bytes, then zeros up to the largest length.
    #[inline]
    pub(crate) const fn padded(&self) -> [u8; Self::MAX_LENGTH] {
        self.bytes
    }

    /// Gives the token's bytes.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Gives the number of bytes, 0 to 8.
    #[inline]
    #[must_use]
    pub const fn length(&self) -> u8 {
        self.length
    }

    /// Whether the token has no bytes.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({self})")
    }
}
