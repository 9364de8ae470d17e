//! The message id, RFC 7252 §3.

use core::fmt;

/// The number that ties an acknowledgement or reset to its message (RFC 7252 §3, §4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(u16);

impl MessageId {
    /// Makes the id with this number.
    #[inline]
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Gives the id's number.
    #[inline]
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Gives the following id; 0 follows 65535.
    #[inline]
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

impl From<u16> for MessageId {
    #[inline]
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl From<MessageId> for u16 {
    #[inline]
    fn from(id: MessageId) -> Self {
        id.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
