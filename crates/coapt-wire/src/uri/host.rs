//! The host of a URI, RFC 3986 §3.2.2.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
};
use core::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use super::{MAX_PART_LENGTH, UriError, percent};

/// The host of a URI: a name to look up or an address (RFC 7252 §6.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// A registered name, decoded, in lower case.
    Name(String),
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address and the zone it is valid in, decoded, such as "eth0" (RFC 6874).
    V6(Ipv6Addr, Option<String>),
}

impl Host {
    /// Reads a host as it stands in a URI, brackets and percent-encoding included.
    pub(super) fn parse(text: &str) -> Result<Self, UriError> {
        if text.is_empty() {
            return Err(UriError::NoHost);
        }
        if let Some(literal) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return Self::parse_v6(literal).ok_or_else(|| UriError::Host { host: text.to_owned() });
        }
        let decoded = percent::decode(text)?;
        let Some(name) = String::from_utf8(decoded).ok().filter(|name| is_name(name)) else {
            return Err(UriError::Host { host: text.to_owned() });
        };
        Self::from_name(&name)
    }

    /// Reads a host as it stands in the Uri-Host option, where nothing is encoded.
    pub(super) fn from_option(value: &[u8]) -> Result<Self, UriError> {
        let host = || String::from_utf8_lossy(value).into_owned();
        let text = core::str::from_utf8(value).map_err(|_| UriError::Host { host: host() })?;
        if text.starts_with('[') {
            return Self::parse(text);
        }
        //= rfc7252#6.5 invalid-host
        if !is_name(text) {
            return Err(UriError::Host { host: host() });
        }
        Self::from_name(text)
    }

    /// Gives the host as it stands in a URI, brackets and percent-encoding included.
    pub(super) fn literal(&self) -> String {
        match self {
            Self::Name(name) => percent::encode(name.as_bytes(), percent::is_name_byte),
            Self::V4(address) => address.to_string(),
            Self::V6(address, None) => format!("[{address}]"),
            Self::V6(address, Some(zone)) => {
                let zone = percent::encode(zone.as_bytes(), percent::is_unreserved);
                format!("[{address}%25{zone}]")
            }
        }
    }

    /// Takes a decoded name, which may turn out to be an IPv4 address.
    fn from_name(name: &str) -> Result<Self, UriError> {
        if let Ok(address) = name.parse() {
            return Ok(Self::V4(address));
        }
        //= rfc7252#6.4 uri-host: in lower case as far as ASCII goes
        let name = name.to_ascii_lowercase();
        if name.len() > MAX_PART_LENGTH {
            return Err(UriError::HostTooLong { length: name.len() });
        }
        Ok(Self::Name(name))
    }

    /// Reads what stands between brackets: an address, "%25" or "%", and a zone.
    fn parse_v6(literal: &str) -> Option<Self> {
        let Some((address, zone)) = literal.split_once('%') else {
            return Some(Self::V6(literal.parse().ok()?, None));
        };
        let zone = zone.strip_prefix("25").unwrap_or(zone);
        if zone.contains(|letter| !is_zone_character(letter)) {
            return None;
        }
        let zone = String::from_utf8(percent::decode(zone).ok()?).ok()?;
        let is_name =
            !zone.is_empty() && !zone.contains(|c: char| c.is_whitespace() || c.is_control());
        is_name.then_some(Self::V6(address.parse().ok()?, Some(zone)))
    }
}

impl From<IpAddr> for Host {
    /// Takes an address; one of IPv4 in the clothes of IPv6 becomes IPv4.
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => Self::V6(address, None),
        }
    }
}

impl fmt::Display for Host {
    /// Shows the host alone: decoded, and without brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.pad(name),
            Self::V4(address) => fmt::Display::fmt(address, f),
            Self::V6(address, None) => fmt::Display::fmt(address, f),
            Self::V6(address, Some(zone)) => write!(f, "{address}%{zone}"),
        }
    }
}

/// Whether a character may stand in a zone as it is written in a URI (RFC 6874 §2).
fn is_zone_character(letter: char) -> bool {
    letter == '%' || u8::try_from(letter).is_ok_and(percent::is_unreserved)
}

/// Whether a decoded text can be a registered name: in ASCII, what needs no encoding there.
fn is_name(text: &str) -> bool {
    let fits = |letter: char| match u8::try_from(letter) {
        Ok(byte) if byte.is_ascii() => percent::is_name_byte(byte),
        _ => !letter.is_whitespace() && !letter.is_control(),
    };
    !text.is_empty() && text.chars().all(fits)
}
