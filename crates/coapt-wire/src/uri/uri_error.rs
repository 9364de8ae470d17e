//! What can be wrong with a URI.

use alloc::string::String;

/// Why a text is no URI that CoAP can use, or options make none (RFC 7252 §6).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// The text is empty.
    #[error("the URI is empty; the form is coap://host[:port][/path][?query]")]
    Empty,
    /// The text holds a blank or a control character.
    #[error("the URI has the character {character:?} at byte {at}; it must be percent-encoded")]
    Character {
        /// The character.
        character: char,
        /// Where it stands.
        at: usize,
    },
    /// The text does not start with a scheme.
    #[error("the URI has no scheme; it must start with coap:// or coaps://")]
    NoScheme,
    /// The scheme is another one.
    #[error("the scheme is {scheme:?}; only coap and coaps are allowed")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// The URI ends in a fragment, which no request can carry.
    #[error("the URI has a fragment (\"#\" at byte {at}); none is allowed")]
    Fragment {
        /// Where it starts.
        at: usize,
    },
    /// The host is missing or empty.
    #[error("the URI has no host; the form is coap://host[:port][/path][?query]")]
    NoHost,
    /// A user name stands before the host.
    #[error("the URI has user information before the host; none is allowed")]
    UserInformation,
    /// The host is neither a name nor an address.
    #[error("{host:?} is no host name and no address")]
    Host {
        /// The host.
        host: String,
    },
    /// The host name is too long for the Uri-Host option.
    #[error("the host name has {length} bytes; at most 255 are allowed")]
    HostTooLong {
        /// How many bytes it has.
        length: usize,
    },
    /// The port is no number from 1 to 65535.
    #[error("the port is {port:?}; a number from 1 to 65535 is allowed")]
    Port {
        /// The port.
        port: String,
    },
    /// A percent sign is not followed by two hexadecimal digits.
    #[error("{escape:?} is no percent-encoding; two hexadecimal digits must follow \"%\"")]
    PercentEncoding {
        /// The text from the percent sign, at most three characters.
        escape: String,
    },
    /// A path segment is too long for the Uri-Path option.
    #[error("a path segment has {length} bytes; at most 255 are allowed")]
    SegmentTooLong {
        /// How many bytes it has.
        length: usize,
    },
    /// A query argument is too long for the Uri-Query option.
    #[error("a query argument has {length} bytes; at most 255 are allowed")]
    ArgumentTooLong {
        /// How many bytes it has.
        length: usize,
    },
}
