//! The four message types, RFC 7252 §3 and §4.

use core::fmt;

/// The type of a message: what the message layer does with it (RFC 7252 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageType {
    /// Asks for an acknowledgement (RFC 7252 §4.2).
    Confirmable,
    /// Asks for none (RFC 7252 §4.3).
    NonConfirmable,
    /// Says that a confirmable message arrived; it may carry the response (RFC 7252 §4.2).
    Acknowledgement,
    /// Says that a message arrived which its receiver cannot process (RFC 7252 §4.2).
    Reset,
}

impl MessageType {
    /// Reads the type from the first byte of a message.
    #[inline]
    pub(crate) const fn from_first_byte(byte: u8) -> Self {
        match (byte >> 4) & 3 {
            0 => Self::Confirmable,
            1 => Self::NonConfirmable,
            2 => Self::Acknowledgement,
            _ => Self::Reset,
        }
    }

    /// Gives the type's two bits, in their place in the first byte.
    #[inline]
    pub(crate) const fn to_first_byte(self) -> u8 {
        match self {
            Self::Confirmable => 0x00,
            Self::NonConfirmable => 0x10,
            Self::Acknowledgement => 0x20,
            Self::Reset => 0x30,
        }
    }
}

impl fmt::Display for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Confirmable => "CON",
            Self::NonConfirmable => "NON",
            Self::Acknowledgement => "ACK",
            Self::Reset => "RST",
        })
    }
}
