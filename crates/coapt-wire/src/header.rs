//! The part of the fixed header that a format error is answered from, RFC 7252 §3.

use crate::{Code, MessageId, MessageType};

/// What the first four bytes of a datagram say (RFC 7252 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The message type.
    pub message_type: MessageType,
    /// The code.
    pub code: Code,
    /// The message id.
    pub id: MessageId,
}

impl Header {
    /// How many bytes the fixed header has.
    pub const LENGTH: usize = 4;

    /// Reads the header of a datagram whose rest may be malformed.
    ///
    /// Gives `None` for what must not be answered: fewer than 4 bytes, or another version.
    #[inline]
    #[must_use]
    pub fn peek(datagram: &[u8]) -> Option<Self> {
        let &[first, code, high, low, ..] = datagram else { return None };
        if first >> 6 != 1 {
            return None;
        }
        Some(Self {
            message_type: MessageType::from_first_byte(first),
            code: Code::from_byte(code),
            id: MessageId::new(u16::from_be_bytes([high, low])),
        })
    }
}
