//! URIs of the schemes coap and coaps, RFC 7252 §6.
//!
//! [`Uri::parse`] with [`Uri::options`] takes a URI apart (§6.4), [`compose`] puts one together
//! from the options of a request (§6.5). A [`Uri`] is kept decoded: percent-encoding belongs to
//! the text alone, and dot segments are gone.

mod compose;
mod host;
mod parse;
pub(crate) mod percent;
mod uri_error;

use alloc::{string::String, vec::Vec};
use core::{fmt, net::SocketAddr, str::FromStr};

pub use compose::{compose, host_text, path_text, port, query_text};
pub use host::Host;
pub use uri_error::UriError;

use crate::{OptionNumber, OptionsBuf};

/// The port of a coap URI that names none (RFC 7252 §6.1).
pub const DEFAULT_PORT: u16 = 5683;

/// The port of a coaps URI that names none (RFC 7252 §6.2).
pub const DEFAULT_SECURE_PORT: u16 = 5684;

/// How many bytes a path segment, a query argument and a host name have at most.
pub const MAX_PART_LENGTH: usize = 255;

/// A valid coap or coaps URI, taken apart and decoded (RFC 7252 §6).
///
/// Equal values are equivalent URIs, however they were spelled (RFC 7252 §6.3).
///
/// ```
/// use coapt_wire::uri::Uri;
///
/// let uri = Uri::parse("coap://EXAMPLE.com:5683/%7Esensors/temp.xml")?;
/// assert_eq!(uri.normalized(), "coap://example.com/~sensors/temp.xml");
/// # Ok::<(), coapt_wire::uri::UriError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uri {
    is_secure: bool,
    host: Host,
    port: u16,
    path: Vec<Vec<u8>>,
    query: Vec<Vec<u8>>,
}

impl Uri {
    /// Reads a URI.
    ///
    /// # Errors
    ///
    /// Fails with what is wrong first in a text that is no absolute coap or coaps URI.
    pub fn parse(text: &str) -> Result<Self, UriError> {
        parse::parse(text)
    }

    /// Whether the scheme is coaps.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// Gives the host.
    #[must_use]
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// Gives the port, the default of the scheme if the URI has none.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Gives the decoded segments of the path; none for the root.
    #[must_use]
    pub fn path(&self) -> &[Vec<u8>] {
        &self.path
    }

    /// Gives the decoded arguments of the query; one empty argument for a bare "?".
    #[must_use]
    pub fn query(&self) -> &[Vec<u8>] {
        &self.query
    }

    /// Gives the options of a request for this URI which is sent to `destination`.
    ///
    /// RFC 7252 §6.4 leaves out what the destination says already.
    #[must_use]
    pub fn options(&self, destination: SocketAddr) -> OptionsBuf {
        let mut options = OptionsBuf::new();
        //= rfc7252#6.4 uri-host
        if let Host::Name(name) = &self.host {
            options.insert(OptionNumber::URI_HOST, name.as_bytes());
        }
        //= rfc7252#6.4 uri-port
        if self.port != destination.port() {
            options.push_uint(OptionNumber::URI_PORT, u32::from(self.port));
        }
        for segment in &self.path {
            options.insert(OptionNumber::URI_PATH, segment);
        }
        for argument in &self.query {
            options.insert(OptionNumber::URI_QUERY, argument);
        }
        options
    }

    /// Gives the one text that stands for all equivalent URIs (RFC 7252 §6.3).
    #[must_use]
    pub fn normalized(&self) -> String {
        let mut text = compose::origin(self.is_secure, &self.host.literal(), self.port);
        compose::push_resource(&mut text, self.path.iter(), self.query.iter());
        text
    }

    /// Gives the path percent-encoded, without its first slash; no text for the root.
    #[must_use]
    pub fn path_text(&self) -> String {
        percent::join_path(self.path.iter())
    }

    /// Gives the query percent-encoded, without the question mark.
    #[must_use]
    pub fn query_text(&self) -> String {
        percent::join_query(self.query.iter())
    }
}

impl fmt::Display for Uri {
    /// Shows the normalized text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.normalized())
    }
}

impl FromStr for Uri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        Self::parse(text)
    }
}

/// Gives the port of a URI that names none.
const fn default_port(is_secure: bool) -> u16 {
    if is_secure { DEFAULT_SECURE_PORT } else { DEFAULT_PORT }
}
