//! Codes: methods, response codes and signals, RFC 7252 §3, §5.8, §5.9 and §12.1.

use core::{fmt, str::FromStr};

/// The code of a message: a method, a response code, or empty (RFC 7252 §3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u8);

/// Makes one constant a row, and the table of their names.
macro_rules! codes {
    ($($ident:ident = $class:literal . $detail:literal, $name:literal, $reference:literal;)*) => {
        impl Code {
            $(
                #[doc = concat!($name, " (", $reference, ").")]
                pub const $ident: Self = Self($class << 5 | $detail);
            )*

            /// Gives the name that the registry has for this code, such as "GET" or "Content".
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$ident => Some($name),)*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    EMPTY = 0 . 0, "Empty", "RFC 7252 §4.1";
    GET = 0 . 1, "GET", "RFC 7252 §5.8.1";
    POST = 0 . 2, "POST", "RFC 7252 §5.8.2";
    PUT = 0 . 3, "PUT", "RFC 7252 §5.8.3";
    DELETE = 0 . 4, "DELETE", "RFC 7252 §5.8.4";
    FETCH = 0 . 5, "FETCH", "RFC 8132 §2";
    PATCH = 0 . 6, "PATCH", "RFC 8132 §3";
    IPATCH = 0 . 7, "iPATCH", "RFC 8132 §3";
    CREATED = 2 . 1, "Created", "RFC 7252 §5.9.1.1";
    DELETED = 2 . 2, "Deleted", "RFC 7252 §5.9.1.2";
    VALID = 2 . 3, "Valid", "RFC 7252 §5.9.1.3";
    CHANGED = 2 . 4, "Changed", "RFC 7252 §5.9.1.4";
    CONTENT = 2 . 5, "Content", "RFC 7252 §5.9.1.5";
    CONTINUE = 2 . 31, "Continue", "RFC 7959 §2.9.1";
    BAD_REQUEST = 4 . 0, "Bad Request", "RFC 7252 §5.9.2.1";
    UNAUTHORIZED = 4 . 1, "Unauthorized", "RFC 7252 §5.9.2.2";
    BAD_OPTION = 4 . 2, "Bad Option", "RFC 7252 §5.9.2.3";
    FORBIDDEN = 4 . 3, "Forbidden", "RFC 7252 §5.9.2.4";
    NOT_FOUND = 4 . 4, "Not Found", "RFC 7252 §5.9.2.5";
    METHOD_NOT_ALLOWED = 4 . 5, "Method Not Allowed", "RFC 7252 §5.9.2.6";
    NOT_ACCEPTABLE = 4 . 6, "Not Acceptable", "RFC 7252 §5.9.2.7";
    REQUEST_ENTITY_INCOMPLETE = 4 . 8, "Request Entity Incomplete", "RFC 7959 §2.9.2";
    CONFLICT = 4 . 9, "Conflict", "RFC 8132 §3.4";
    PRECONDITION_FAILED = 4 . 12, "Precondition Failed", "RFC 7252 §5.9.2.8";
    REQUEST_ENTITY_TOO_LARGE = 4 . 13, "Request Entity Too Large", "RFC 7252 §5.9.2.9";
    UNSUPPORTED_CONTENT_FORMAT = 4 . 15, "Unsupported Content-Format", "RFC 7252 §5.9.2.10";
    UNPROCESSABLE_ENTITY = 4 . 22, "Unprocessable Entity", "RFC 8132 §3.4";
    TOO_MANY_REQUESTS = 4 . 29, "Too Many Requests", "RFC 8516 §3";
    INTERNAL_SERVER_ERROR = 5 . 0, "Internal Server Error", "RFC 7252 §5.9.3.1";
    NOT_IMPLEMENTED = 5 . 1, "Not Implemented", "RFC 7252 §5.9.3.2";
    BAD_GATEWAY = 5 . 2, "Bad Gateway", "RFC 7252 §5.9.3.3";
    SERVICE_UNAVAILABLE = 5 . 3, "Service Unavailable", "RFC 7252 §5.9.3.4";
    GATEWAY_TIMEOUT = 5 . 4, "Gateway Timeout", "RFC 7252 §5.9.3.5";
    PROXYING_NOT_SUPPORTED = 5 . 5, "Proxying Not Supported", "RFC 7252 §5.9.3.6";
    HOP_LIMIT_REACHED = 5 . 8, "Hop Limit Reached", "RFC 8768 §4";
    CSM = 7 . 1, "CSM", "RFC 8323 §5.3";
    PING = 7 . 2, "Ping", "RFC 8323 §5.4";
    PONG = 7 . 3, "Pong", "RFC 8323 §5.4";
    RELEASE = 7 . 4, "Release", "RFC 8323 §5.5";
    ABORT = 7 . 5, "Abort", "RFC 8323 §5.6";
}

impl Code {
    /// Makes the code `class.detail`, or `None` if `class` is over 7 or `detail` over 31.
    #[must_use]
    pub const fn new(class: u8, detail: u8) -> Option<Self> {
        if class > 7 || detail > 31 {
            return None;
        }
        Some(Self(class << 5 | detail))
    }

    /// Makes the code which this byte stands for; every byte is a code.
    #[inline]
    #[must_use]
    pub const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// Gives the byte which stands for this code on the wire.
    #[inline]
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// Gives the class, 0 to 7: the figure before the dot.
    #[inline]
    #[must_use]
    pub const fn class(self) -> u8 {
        self.0 >> 5
    }

    /// Gives the detail, 0 to 31: the figures behind the dot.
    #[inline]
    #[must_use]
    pub const fn detail(self) -> u8 {
        self.0 & 0x1f
    }

    /// Whether this is 0.00, the code of an Empty message (RFC 7252 §4.1).
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is a method, 0.01 to 0.31, known or not.
    #[inline]
    #[must_use]
    pub const fn is_request(self) -> bool {
        self.0 != 0 && self.class() == 0
    }

    /// Whether this is a response code, class 2 to 5, known or not.
    #[inline]
    #[must_use]
    pub const fn is_response(self) -> bool {
        matches!(self.class(), 2..=5)
    }

    /// Whether the class is 1, 6 or 7, which no message over UDP may use (RFC 7252 §3).
    #[inline]
    #[must_use]
    pub const fn is_reserved(self) -> bool {
        matches!(self.class(), 1 | 6 | 7)
    }

    /// Whether this is a response code of class 2.
    #[inline]
    #[must_use]
    pub const fn is_success(self) -> bool {
        self.class() == 2
    }

    /// Whether this is a response code of class 4.
    #[inline]
    #[must_use]
    pub const fn is_client_error(self) -> bool {
        self.class() == 4
    }

    /// Whether this is a response code of class 5.
    #[inline]
    #[must_use]
    pub const fn is_server_error(self) -> bool {
        self.class() == 5
    }

    /// Whether this is GET or FETCH, methods that change nothing (RFC 7252 §5.1, RFC 8132 §2).
    #[inline]
    #[must_use]
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::GET | Self::FETCH)
    }

    /// Whether a request with this method does the same when it arrives twice (RFC 7252 §5.1).
    #[inline]
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        matches!(self, Self::GET | Self::PUT | Self::DELETE | Self::FETCH | Self::IPATCH)
    }

    /// Whether a response with this code may be stored and used again (RFC 7252 §5.9).
    #[must_use]
    pub const fn is_cacheable(self) -> bool {
        match self.class() {
            2 => matches!(self, Self::VALID | Self::CONTENT),
            4 | 5 => true,
            _ => false,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.class(), self.detail())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

impl FromStr for Code {
    type Err = CodeError;

    /// Reads exactly the form `c.dd`, such as "2.05".
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let &[class, b'.', tens, ones] = text.as_bytes() else { return Err(CodeError) };
        let (class, tens, ones) = (digit(class)?, digit(tens)?, digit(ones)?);
        let detail = tens.wrapping_mul(10).wrapping_add(ones);
        Self::new(class, detail).ok_or(CodeError)
    }
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has the form c.dd, from 0.00 to 7.31")]
pub struct CodeError;

/// Reads one decimal digit.
fn digit(byte: u8) -> Result<u8, CodeError> {
    match byte {
        b'0'..=b'9' => Ok(byte & 0x0f),
        _ => Err(CodeError),
    }
}
