//! URIs as arguments and URIs of requests that arrived (RFC 7252 §6).

use std::net::{IpAddr, SocketAddr};

use coapt_wire::uri::{self, Uri};
use coapt_wire::{OptionNumber, Options, OptionsBuf};

use super::errors::CoAPError;

/// Reads a URI argument of a method.
pub(crate) fn parse(text: &str) -> Result<Uri, CoAPError> {
    let invalid = |why: String| CoAPError::new(CoAPError::INVALID_URI, why);
    let uri = Uri::parse(text).map_err(|error| invalid(format!("{text:?}: {error}")))?;
    if uri.is_secure() {
        return Err(invalid(format!("{text:?}: the scheme is coaps; this class speaks coap")));
    }
    Ok(uri)
}

/// Gives the text that is equal for all spellings of a URI.
pub(crate) fn key(text: &str) -> String {
    Uri::parse(text).map_or_else(|_| text.to_owned(), |uri| uri.normalized())
}

/// The resource that a received request is for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) uri: String,
    pub(crate) host: String,
    pub(crate) port: i32,
    pub(crate) path: String,
    pub(crate) query: String,
}

impl Target {
    /// Reads the options of a request that was sent to `local`.
    pub(crate) fn new(options: Options<'_>, local: SocketAddr) -> Self {
        Self {
            uri: compose(options, local),
            host: uri::host_text(options, local.ip()),
            port: i32::from(uri::port(options, local.port())),
            path: uri::path_text(options),
            query: uri::query_text(options),
        }
    }
}

/// Composes the URI of a request; a host or port that no URI can hold gives way to where the request was sent.
fn compose(options: Options<'_>, local: SocketAddr) -> String {
    uri::compose(options, local, false).unwrap_or_else(|_| {
        let mut resource = OptionsBuf::from(options);
        resource.remove(OptionNumber::URI_HOST);
        resource.remove(OptionNumber::URI_PORT);
        uri::compose(resource.as_options(), local, false).unwrap_or_default()
    })
}

/// Gives the host of a URI as the resolver wants it.
pub(crate) fn host_to_resolve(uri: &Uri) -> String {
    uri.host().to_string()
}

/// Gives an address as text, IPv6 without brackets.
pub(crate) fn address_text(address: IpAddr) -> String {
    address.to_canonical().to_string()
}
