//! Why bytes are no message: the format errors of RFC 7252 §3.

/// Why a datagram is no message (RFC 7252 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The datagram ends within the fixed header.
    #[error("the datagram has {length} bytes; the header alone takes 4")]
    ShortHeader {
        /// How many bytes there are.
        length: usize,
    },
    /// The version is not 1: the datagram is to be ignored in silence.
    #[error("the version is {version}; only version 1 is known")]
    Version {
        /// The version, 0, 2 or 3.
        version: u8,
    },
    /// The token length is one of the reserved values.
    #[error("the token length is {length}; at most 8 is allowed")]
    TokenLengthReserved {
        /// The length, 9 to 15.
        length: u8,
    },
    /// The datagram ends within the token.
    #[error("the token takes {length} bytes; only {left} are left")]
    TokenTruncated {
        /// How many bytes the token should have.
        length: u8,
        /// How many bytes there are.
        left: usize,
    },
    /// A message with the code 0.00 has a token, options or a payload.
    #[error("an empty message has 4 bytes; this has {length} and a token of {token_length}")]
    EmptyWithData {
        /// How many bytes there are.
        length: usize,
        /// How many of them the header claims for the token.
        token_length: u8,
    },
    /// An option's delta is 15 where there is no payload marker.
    #[error("the option after number {after} has the reserved delta 15; at most 14 is allowed")]
    OptionDeltaReserved {
        /// The number of the option before it, 0 if there is none.
        after: u16,
    },
    /// An option's length is 15.
    #[error("the option after number {after} has the reserved length 15; at most 14 is allowed")]
    OptionLengthReserved {
        /// The number of the option before it, 0 if there is none.
        after: u16,
    },
    /// The datagram ends within an option's delta or length.
    #[error("the datagram ends in the header of the option after number {after}")]
    OptionHeaderTruncated {
        /// The number of the option before it, 0 if there is none.
        after: u16,
    },
    /// The datagram ends within an option's value.
    #[error("the value of option {number} takes {length} bytes; only {left} are left")]
    OptionValueTruncated {
        /// The number of the option.
        number: u16,
        /// How many bytes the value should have.
        length: u32,
        /// How many bytes there are.
        left: usize,
    },
    /// The deltas add up to a number that no option can have.
    #[error("the option number is {sum}; at most 65535 is allowed")]
    OptionNumberOverflow {
        /// The number which the deltas add up to.
        sum: u32,
    },
    /// Nothing follows the payload marker.
    #[error("no payload follows the payload marker; at least 1 byte is required")]
    PayloadMarkerEmpty,
}

impl ParseError {
    /// Gives the short word for the kind of error, the one that the test vectors use.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ShortHeader { .. } => "short-header",
            Self::Version { .. } => "version",
            Self::TokenLengthReserved { .. } => "token-length-reserved",
            Self::TokenTruncated { .. } => "token-truncated",
            Self::EmptyWithData { .. } => "empty-with-data",
            Self::OptionDeltaReserved { .. } => "option-delta-reserved",
            Self::OptionLengthReserved { .. } => "option-length-reserved",
            Self::OptionHeaderTruncated { .. } => "option-header-truncated",
            Self::OptionValueTruncated { .. } => "option-value-truncated",
            Self::OptionNumberOverflow { .. } => "option-number-overflow",
            Self::PayloadMarkerEmpty => "payload-marker-empty",
        }
    }
}
